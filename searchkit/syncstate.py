"""Sync state: what an index remembers of the files it was built from.

It is stored in pieces, each a file of its own that is never changed: the files
that one sync read, and the paths that it let go. Of two pieces the later one
holds. A sync adds a piece with what it changed, and makes one of the last
pieces where they are not much larger, so that a few new articles never rewrite
what is known of a million others. Which articles a file has is only read for
files that are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.corpus import Source

UNSETTLED = -1
"""The modification time kept for a file that is to be read at the next sync, changed or not."""

GONE = ""
"""The content hash of an article that is no longer in its file but was kept."""

GROWTH = 4
"""A piece is made one with newer ones when it has at most so many times as many files."""


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


class Piece:
    """Some files as one sync left them, as it is stored.

    A line of JSON holds the columns: path, size, time, number of articles and
    of those GONE, and where the articles of a file end; lists by row of what
    was rejected, and paths that are no longer known. Behind it stand the
    articles of one file after the other, each a JSON object of id and hash.
    """

    def __init__(self, data: bytes) -> None:
        """Raises KeyError, TypeError or ValueError where the bytes are none of ``dump``."""
        split = data.index(b"\n") + 1
        columns = json.loads(data[:split])
        self.paths: list[str] = columns["paths"]
        self.sizes: list[int] = columns["sizes"]
        self.times: list[int] = columns["times"]
        self.counts: list[int] = columns["counts"]
        self.gone: dict[str, int] = columns["gone"]
        self.rejected: dict[str, list[list[Any]]] = columns["rejected"]
        self.removed: list[str] = columns["removed"]
        self._ends: list[int] = columns["ends"]
        self._articles = memoryview(data)[split:]
        lengths = {len(each) for each in (self.sizes, self.times, self.counts, self._ends)}
        if lengths != {len(self.paths)} or (self._ends or [0])[-1] != len(self._articles):
            raise ValueError("a piece of the sync state is cut off")

    def entry(self, row: int) -> FileState:
        """The file of a row."""
        start = self._ends[row - 1] if row else 0
        articles = json.loads(bytes(self._articles[start : self._ends[row]]))
        rejected = tuple((line, reason) for line, reason in self.rejected.get(str(row), ()))
        return FileState(self.sizes[row], self.times[row], articles, rejected)

    @staticmethod
    def dump(files: Mapping[str, FileState], removed: list[str]) -> bytes:
        """The bytes of a piece."""
        entries = list(files.values())
        articles = [json.dumps(entry.articles, separators=(",", ":")) for entry in entries]
        gone = [list(entry.articles.values()).count(GONE) for entry in entries]
        ends, end = [], 0
        for text in articles:
            end += len(text)
            ends.append(end)
        columns = {
            "paths": list(files),
            "sizes": [entry.size for entry in entries],
            "times": [entry.mtime_ns for entry in entries],
            "counts": [len(entry.articles) for entry in entries],
            "gone": {row: number for row, number in enumerate(gone) if number},
            "rejected": {row: e.rejected for row, e in enumerate(entries) if e.rejected},
            "removed": removed,
            "ends": ends,
        }
        head = json.dumps(columns, separators=(",", ":"))
        return f"{head}\n{''.join(articles)}".encode("ascii")


class Files(MutableMapping[str, FileState]):
    """Source files by absolute path, as the pieces have them and as changed since."""

    def __init__(self, pieces: Mapping[str, bytes]) -> None:
        self._pieces = {name: Piece(data) for name, data in pieces.items()}
        self._rows: dict[str, tuple[Piece | None, int]] = {}
        for piece in self._pieces.values():
            for path in piece.removed:
                self._rows.pop(path, None)
            self._rows.update(
                zip(piece.paths, zip(repeat(piece), range(len(piece.paths))), strict=False)
            )
        self._opened: dict[str, FileState] = {}
        self._removed: dict[str, None] = {}

    def __getitem__(self, path: str) -> FileState:
        """The state of a file; what is changed in it is kept."""
        if path not in self._opened:
            piece, row = self._rows[path]
            assert piece
            self._opened[path] = piece.entry(row)
        return self._opened[path]

    def __setitem__(self, path: str, entry: FileState) -> None:
        self._rows.setdefault(path, (None, 0))
        self._opened[path] = entry

    def __delitem__(self, path: str) -> None:
        del self._rows[path]
        self._opened.pop(path, None)
        self._removed[path] = None

    def __contains__(self, path: object) -> bool:
        return path in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def is_untouched(self, source: Source) -> bool:
        """Whether a file that is known looks as it did."""
        piece, row = self._rows[source.path]
        if piece is None or source.path in self._opened:
            entry = self._opened[source.path]
            return (entry.size, entry.mtime_ns) == (source.size, source.mtime_ns)
        return (piece.sizes[row], piece.times[row]) == (source.size, source.mtime_ns)

    def counts(self, path: str) -> tuple[int, int]:
        """The articles of a file, and how many of them are GONE."""
        piece, row = self._rows[path]
        if piece is None or path in self._opened:
            hashes = list(self._opened[path].articles.values())
            return len(hashes), hashes.count(GONE)
        return piece.counts[row], piece.gone.get(str(row), 0)

    def rejected(self) -> Iterator[tuple[str, int | None, str]]:
        """Path, line and reason of everything that was rejected, in the order of the files."""
        for path, (piece, row) in self._rows.items():
            if path in self._opened or (piece and str(row) in piece.rejected):
                for line, reason in self[path].rejected:
                    yield path, line, reason

    def stored(self) -> dict[str, bytes | None]:
        """All pieces by name, in their order; the bytes of new ones, None for the others."""
        changed = {path for path, entry in self._opened.items() if self._differs(path, entry)}
        pieces = dict(self._pieces)
        if not changed and not self._removed:
            return dict.fromkeys(pieces)
        fresh, removed = len(changed) + len(self._removed), [*self._removed]
        merged: set[Piece | None] = {None}
        while pieces:
            name, piece = list(pieces.items())[-1]
            if len(piece.paths) > GROWTH * fresh:
                break
            fresh += len(piece.paths)
            removed = [*piece.removed, *removed]
            merged.add(pieces.pop(name))
        kept: dict[str, bytes | None] = dict.fromkeys(pieces)
        older = {path for piece in pieces.values() for path in piece.paths} if removed else set()
        files = {
            path: self[path]
            for path, (piece, _) in self._rows.items()
            if path in changed or piece in merged
        }
        name = str(max(map(int, self._pieces), default=0) + 1)
        return kept | {name: Piece.dump(files, [path for path in removed if path in older])}

    def _differs(self, path: str, entry: FileState) -> bool:
        piece, row = self._rows[path]
        return piece is None or piece.entry(row) != entry


class SyncState:
    """All that is remembered between syncs: corpus roots and files, both absolute paths.

    ``claimed`` are the ids given out since the state was read, with their files.
    """

    def __init__(self, roots: list[str] | None = None, pieces: Mapping[str, bytes] = {}) -> None:
        self.roots = [] if roots is None else roots
        self.files = Files(pieces)
        self.claimed: dict[str, str] = {}
        self._owners: dict[str, str] | None = None

    @classmethod
    def load(cls, record: Mapping[str, Any], pieces: Mapping[str, bytes]) -> SyncState:
        """Read what ``dump`` gave. Raises KeyError, TypeError or ValueError on others."""
        return cls(list(record.get("roots", ())), {n: pieces[n] for n in record.get("pieces", ())})

    def dump(self) -> tuple[dict[str, object], dict[str, bytes | None]]:
        """The state as a record, and the pieces that go with it (see ``Files.stored``)."""
        pieces = self.files.stored()
        return {"roots": self.roots, "pieces": list(pieces)}, pieces

    def count(self) -> int:
        """The number of articles in the index."""
        return sum(self.files.counts(path)[0] for path in self.files)

    def owner(self, article_id: str) -> str | None:
        """The file that an article was read from when the state was stored.

        Asked for the first time it looks at all articles.
        """
        if self._owners is None:
            self._owners = {
                each: path for path, entry in self.files.items() for each in entry.articles
            }
        return self._owners.get(article_id)
