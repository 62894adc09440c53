"""Entry: a segment as a commit has it, with what was deleted since it was written."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from searchkit.engines.whoosh.arrays import Mask
from searchkit.engines.whoosh.checksums import Made
from searchkit.engines.whoosh.damage import damaged
from searchkit.engines.whoosh.manifest import FileFacts, SegmentFacts
from searchkit.engines.whoosh.segment import Segment
from searchkit.errors import SearchkitError
from searchkit.translation import N_, _

_EXPECTED = N_("a whole segment")


@dataclass(slots=True, eq=False)
class Entry:
    """A segment: its file, the number of its articles, which of them are deleted.

    ``facts`` are those of the file. A worker hands over its part as one.
    """

    file: str
    articles: int
    facts: FileFacts
    deleted: Mask | None = None

    @classmethod
    def of(cls, segment: SegmentFacts, facts: FileFacts, manifest: Path) -> Entry:
        """The entry of a manifest. Raises IndexDamaged where its bitmap is none."""
        entry = cls(segment.file, segment.articles, facts)
        if segment.deleted is not None:
            entry.deleted = _unpacked(segment.deleted, segment.articles, manifest)
        return entry

    @classmethod
    def made(cls, file: str, made: Made) -> Entry:
        """The entry of a segment that was just written."""
        return cls(file, made.articles, FileFacts(*made.file))

    @property
    def deleted_count(self) -> int:
        """The number of deleted articles."""
        return 0 if self.deleted is None else int(self.deleted.sum())

    @property
    def live(self) -> int:
        """The number of articles that are not deleted."""
        return self.articles - self.deleted_count

    def delete(self, number: int) -> None:
        """Mark an article as deleted."""
        if self.deleted is None:
            self.deleted = np.zeros(self.articles, dtype=bool)
        self.deleted[number] = True

    def is_deleted(self, number: int) -> bool:
        """Whether an article is deleted."""
        return self.deleted is not None and bool(self.deleted[number])

    def for_manifest(self) -> SegmentFacts:
        """The segment as it stands in a manifest."""
        deleted = None
        if self.deleted is not None and self.deleted.any():
            deleted = zlib.compress(np.packbits(self.deleted).tobytes())
        return SegmentFacts(self.file, self.articles, deleted)

    def opened(self, data: Path) -> Segment:
        """The segment as arrays, open for as long as it is used.

        Raises IndexDamaged, and OSError where it cannot be opened.
        """
        path = data / self.file
        try:
            segment = Segment(path, self.deleted)
        except (OSError, SearchkitError, MemoryError):
            raise
        except Exception as error:  # whatever bytes that make no sense lead to
            raise damaged(path, str(error) or type(error).__name__, _(_EXPECTED)) from error
        name = segment.container.facts.get("name")
        if name != self.file:  # another one, whole in itself: a backup of some files put back
            raise damaged(path, _("the segment {name}").format(name=str(name)[:80]), self.file)
        if segment.size != self.articles:
            found = _("{count} articles").format(count=segment.size)
            raise damaged(path, found, str(self.articles))
        return segment


def _unpacked(packed: bytes, articles: int, manifest: Path) -> Mask:
    """The bitmap of the deleted articles. Never takes more memory than such a bitmap has."""
    size = -(-articles // 8)
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(packed, size + 1)
    except zlib.error:
        data = b""
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8)).astype(bool)
    if len(data) != size or not reader.eof or reader.unused_data or bits[articles:].any():
        raise damaged(manifest, _("deletions that make no sense"), _("one bit for each article"))
    return bits[:articles]
