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
from bisect import bisect_right
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit.errors import REBUILD, IndexDamaged
from searchkit.translation import _

if TYPE_CHECKING:
    from searchkit.corpus import Source

UNSETTLED = -1
"""The moment of change kept for a file that is to be read at the next sync, changed or not."""

GONE = ""
"""The content hash of an article that is no longer in its file but was kept."""

_NEW = -1

T = TypeVar("T")

GROWTH = 4
"""A piece is made one with newer ones when it has at most so many times as many files."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What the last sync saw of one source file: its size, and when it was changed last.

    ``articles`` maps the ids read from it to content hashes; the hash of an
    article that is no longer in the file but was kept is GONE. ``rejected``
    holds (line, reason).
    """

    size: int
    changed_ns: int
    articles: dict[str, str]
    rejected: tuple[tuple[int | None, str], ...] = ()


class Piece:
    """Some files as one sync left them, as it is stored.

    A line of JSON holds the columns: path, size, time, number of articles and
    of those GONE, and where the articles of a file end; lists by row of what
    was rejected, and paths that are no longer known. Behind it stand the
    articles of one file after the other, each a JSON object of ids and hashes,
    with a comma between two.
    """

    def __init__(self, data: bytes) -> None:
        """Raises KeyError, TypeError or ValueError where the bytes are none of ``dump``."""
        split = data.index(b"\n") + 1
        columns = json.loads(data[:split])
        self.paths = _list(columns["paths"], str)
        self.sizes = _list(columns["sizes"], int)
        self.times = _list(columns["times"], int)
        self.counts = _list(columns["counts"], int)
        self.gone: dict[str, int] = columns["gone"]
        self.rejected: dict[str, list[list[Any]]] = columns["rejected"]
        self.removed = _list(columns["removed"], str)
        self._ends = _list(columns["ends"], int)
        _list([*map(int, self.gone), *self.gone.values(), *map(int, self.rejected)], int)
        for told in self.rejected.values():
            for line, reason in _list(told, list):
                if not isinstance(reason, str) or not isinstance(line, int | None):
                    raise TypeError(f"{line!r} and {reason!r} tell of nothing rejected")
        self._articles = memoryview(data)[split:]
        lengths = {len(each) for each in (self.sizes, self.times, self.counts, self._ends)}
        if lengths != {len(self.paths)} or (self._ends or [0])[-1] != len(self._articles):
            raise ValueError("a piece of the sync state is cut off")

    def entry(self, row: int) -> FileState:
        """The file of a row. Raises IndexDamaged."""
        start = self._ends[row - 1] + 1 if row else 0
        (articles,) = self._read(start, self._ends[row], 1)
        rejected = tuple((line, reason) for line, reason in self.rejected.get(str(row), ()))
        return FileState(self.sizes[row], self.times[row], articles, rejected)

    def articles(self) -> list[dict[str, str]]:
        """The articles of all rows. Raises IndexDamaged."""
        return self._read(0, len(self._articles), len(self.paths))

    def _read(self, start: int, end: int, rows: int) -> list[dict[str, str]]:
        """The articles of so many rows, from one place to another."""
        try:
            found = _list(json.loads(b"[%b]" % bytes(self._articles[start:end])), dict)
            _list([value for articles in found for value in articles.values()], str)
            if len(found) != rows:
                raise ValueError(f"{len(found)} files, expected {rows}")
        except (ValueError, TypeError, RecursionError) as error:
            raise not_understood(error) from error
        return found

    @staticmethod
    def dump(files: Mapping[str, FileState], removed: list[str]) -> bytes:
        """The bytes of a piece."""
        entries = list(files.values())
        articles = [json.dumps(entry.articles, separators=(",", ":")) for entry in entries]
        gone = [list(entry.articles.values()).count(GONE) for entry in entries]
        ends = [end + row for row, end in enumerate(accumulate(map(len, articles)))]
        columns = {
            "paths": list(files),
            "sizes": [entry.size for entry in entries],
            "times": [entry.changed_ns for entry in entries],
            "counts": [len(entry.articles) for entry in entries],
            "gone": {row: number for row, number in enumerate(gone) if number},
            "rejected": {row: e.rejected for row, e in enumerate(entries) if e.rejected},
            "removed": removed,
            "ends": ends,
        }
        head = json.dumps(columns, separators=(",", ":"))
        return f"{head}\n{','.join(articles)}".encode("ascii")


class Files(MutableMapping[str, FileState]):
    """Source files by absolute path, as the pieces have them and as changed since.

    The rows of all pieces are numbered through; a file that is in none has
    the number ``_NEW``. Numbers cost little: there may be a million files.
    """

    def __init__(self, pieces: Mapping[str, bytes]) -> None:
        self._pieces: list[tuple[str, Piece]] = []
        self._starts: list[int] = []
        self._rows: dict[str, int] = {}
        self._sizes: list[int] = []
        self._times: list[int] = []
        self._counts: list[int] = []
        self._gone: dict[int, int] = {}
        self._refused: set[int] = set()
        self._opened: dict[str, FileState] = {}
        self._removed: dict[str, None] = {}
        for name, data in pieces.items():
            self._append(name, Piece(data))

    def _append(self, name: str, piece: Piece) -> None:
        start = len(self._sizes)
        self._pieces.append((name, piece))
        self._starts.append(start)
        for path in piece.removed:
            self._rows.pop(path, None)
        self._rows.update(zip(piece.paths, range(start, start + len(piece.paths)), strict=True))
        self._sizes += piece.sizes
        self._times += piece.times
        self._counts += piece.counts
        self._gone |= {start + int(row): number for row, number in piece.gone.items()}
        self._refused |= {start + int(row) for row in piece.rejected}

    def __getitem__(self, path: str) -> FileState:
        """The state of a file; what is changed in it is kept."""
        if path not in self._opened:
            self._opened[path] = self._stored(self._rows[path])
        return self._opened[path]

    def __setitem__(self, path: str, entry: FileState) -> None:
        self._rows.setdefault(path, _NEW)
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
        if source.path in self._opened:
            entry = self._opened[source.path]
            return (entry.size, entry.changed_ns) == (source.size, source.changed_ns)
        row = self._rows[source.path]
        return self._times[row] == source.changed_ns and self._sizes[row] == source.size

    def counts(self, path: str) -> tuple[int, int]:
        """The articles of a file, and how many of them are GONE."""
        if path in self._opened:
            hashes = list(self._opened[path].articles.values())
            return len(hashes), hashes.count(GONE)
        row = self._rows[path]
        return self._counts[row], self._gone.get(row, 0)

    def rejected(self) -> Iterator[tuple[str, int | None, str]]:
        """Path, line and reason of everything that was rejected, in the order of the files."""
        for path, row in self._rows.items():
            if row in self._refused or path in self._opened:
                entry = self._opened.get(path) or self._stored(row)
                for line, reason in entry.rejected:
                    yield path, line, reason

    def owners(self) -> dict[str, str]:
        """All ids with their files."""
        found = {each: path for path, entry in self._opened.items() for each in entry.articles}
        for start, (_name, piece) in zip(self._starts, self._pieces, strict=True):
            rows = enumerate(zip(piece.paths, piece.articles(), strict=True), start)
            for row, (path, articles) in rows:
                if self._rows.get(path) == row and path not in self._opened:
                    found |= dict.fromkeys(articles, path)
        return found

    def stored(self) -> dict[str, bytes | None]:
        """All pieces by name, in their order; the bytes of new ones, None for the others."""
        changed = {path for path, entry in self._opened.items() if self._differs(path, entry)}
        pieces, removed = self._pieces.copy(), [*self._removed]
        if not changed and not removed:
            return dict.fromkeys(name for name, _ in pieces)
        fresh = len(changed) + len(removed)
        while pieces and len(pieces[-1][1].paths) <= GROWTH * fresh:
            _name, piece = pieces.pop()
            fresh += len(piece.paths)
            removed = [*piece.removed, *removed]
        kept_rows = range(sum(len(piece.paths) for _name, piece in pieces))
        older = {path for _name, piece in pieces for path in piece.paths} if removed else set()
        files = {
            path: self._opened.get(path) or self._stored(row)
            for path, row in self._rows.items()
            if row not in kept_rows or path in changed
        }
        name = str(max((int(name) for name, _ in self._pieces), default=0) + 1)
        kept: dict[str, bytes | None] = dict.fromkeys(name for name, _ in pieces)
        return kept | {name: Piece.dump(files, [path for path in removed if path in older])}

    def _stored(self, row: int) -> FileState:
        number = bisect_right(self._starts, row) - 1
        return self._pieces[number][1].entry(row - self._starts[number])

    def _differs(self, path: str, entry: FileState) -> bool:
        row = self._rows[path]
        return row == _NEW or self._stored(row) != entry


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
        names = [str(int(name)) for name in _list(record.get("pieces", []), str)]
        return cls(_list(record.get("roots", []), str), {name: pieces[name] for name in names})

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
            self._owners = self.files.owners()
        return self._owners.get(article_id)


def not_understood(error: Exception) -> IndexDamaged:
    """The error for a sync state that is as it was written and makes no sense."""
    reason = str(error) or type(error).__name__
    return IndexDamaged(
        _("the sync state of the index cannot be understood: {error}").format(error=reason),
        _(REBUILD),
    )


def _list(value: object, kind: type[T]) -> list[T]:
    """A list of JSON in which all is of one type. Raises TypeError on others."""
    if not isinstance(value, list) or not {*map(type, value)} <= {kind}:
        raise TypeError(f"a list of {kind.__name__} was expected")
    return value
