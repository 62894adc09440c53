"""Sync state: what an index remembers of the files it was built from.

It is stored in pieces, each a file of its own that is never changed: the files
that one sync read, and the paths that it let go. Of two pieces the later one
holds. A sync adds a piece with what it changed, and makes one of the last
pieces where they are not much larger, so that a few new articles never rewrite
what is known of a million others. Which articles a file has is only read for
files that are looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from searchkit.syncpiece import GONE, FileState, Piece, list_of, not_understood

if TYPE_CHECKING:
    from searchkit.corpus import Source

_NEW = -1

GROWTH = 4
"""A piece is made one with newer ones when it has at most so many times as many files."""


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

    ``committed_at`` is the moment of the commit that it was read from, None before the first;
    ``claimed`` are the ids given out since then, with their files.
    """

    def __init__(
        self,
        roots: list[str] | None = None,
        pieces: Mapping[str, bytes] = {},
        committed_at: datetime | None = None,
    ) -> None:
        self.roots = [] if roots is None else roots
        self.files = Files(pieces)
        self.committed_at = committed_at
        self.claimed: dict[str, str] = {}
        self._owners: dict[str, str] | None = None

    @classmethod
    def load(cls, record: Mapping[str, Any], pieces: Mapping[str, bytes]) -> SyncState:
        """Read what ``dump`` gave. Raises IndexDamaged on others."""
        try:
            names = [str(int(name)) for name in list_of(record.get("pieces", []), str)]
            roots = list_of(record.get("roots", []), str)
            moment = _moment(record.get("committed_at"))
            return cls(roots, {name: pieces[name] for name in names}, moment)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise not_understood(error) from error

    def dump(self) -> tuple[dict[str, object], dict[str, bytes | None]]:
        """The state as a record, and the pieces that go with it (see ``Files.stored``)."""
        pieces = self.files.stored()
        moment = self.committed_at and self.committed_at.isoformat(timespec="seconds")
        return {"roots": self.roots, "pieces": list(pieces), "committed_at": moment}, pieces

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


def _moment(told: object) -> datetime | None:
    """The moment that an ISO text tells, None where there is none. Raises ValueError."""
    if not told:
        return None
    moment = datetime.fromisoformat(str(told))
    try:
        moment.astimezone()
    except OverflowError as error:  # the first and the last day are not everywhere
        raise ValueError(str(error)) from error
    return moment
