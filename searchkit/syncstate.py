"""Sync state: what an index remembers of the files it was built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.corpus import Source

UNSETTLED = -1
"""The modification time kept for a file that is to be read at the next sync, changed or not."""

GONE = ""
"""The content hash of an article that is no longer in its file but was kept."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What the last sync saw of one source file.

    ``articles`` maps the ids read from it to content hashes; the hash of an
    article that is no longer in the file but was kept is GONE. ``rejected``
    holds (line, reason).
    """

    size: int
    mtime_ns: int
    articles: dict[str, str]
    rejected: tuple[tuple[int | None, str], ...] = ()

    def matches(self, source: Source) -> bool:
        """Whether the file looks untouched."""
        return (self.size, self.mtime_ns) == (source.size, source.mtime_ns)


@dataclass
class SyncState:
    """All that is remembered between syncs: corpus roots and files, both absolute paths."""

    roots: list[str] = field(default_factory=list)
    files: dict[str, FileState] = field(default_factory=dict)

    @classmethod
    def from_json(cls, record: Any) -> SyncState:
        """Read the record of ``to_json``. Raises KeyError, TypeError or ValueError on others."""
        files = {
            path: FileState(
                size, mtime_ns, articles, tuple((line, reason) for line, reason in rejected)
            )
            for path, (size, mtime_ns, articles, rejected) in record.get("files", {}).items()
        }
        return cls(list(record.get("roots", ())), files)

    def to_json(self) -> dict[str, object]:
        """The state as plain JSON values."""
        return {
            "roots": self.roots,
            "files": {
                path: [entry.size, entry.mtime_ns, entry.articles, entry.rejected]
                for path, entry in self.files.items()
            },
        }

    def count(self) -> int:
        """The number of articles in the index."""
        return sum(len(entry.articles) for entry in self.files.values())
