"""Piece: some files of the sync state as one sync left them, as it is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, TypeVar

from searchkit.errors import REBUILD, IndexDamaged
from searchkit.translation import _

T = TypeVar("T")

UNSETTLED = -1
"""The moment of change kept for a file that is to be read at the next sync, changed or not."""

GONE = ""
"""The content hash of an article that is no longer in its file but was kept."""


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
        """Raises KeyError, TypeError, ValueError or AttributeError on what ``dump`` never gave."""
        split = data.index(b"\n") + 1
        columns = json.loads(data[:split])
        self.paths = list_of(columns["paths"], str)
        self.sizes = list_of(columns["sizes"], int)
        self.times = list_of(columns["times"], int)
        self.counts = list_of(columns["counts"], int)
        self.gone: dict[str, int] = columns["gone"]
        self.rejected: dict[str, list[list[Any]]] = columns["rejected"]
        self.removed = list_of(columns["removed"], str)
        self._ends = list_of(columns["ends"], int)
        list_of([*map(int, self.gone), *self.gone.values(), *map(int, self.rejected)], int)
        for told in self.rejected.values():
            for line, reason in list_of(told, list):
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
            found = list_of(json.loads(b"[%b]" % bytes(self._articles[start:end])), dict)
            list_of([value for articles in found for value in articles.values()], str)
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


def not_understood(error: Exception) -> IndexDamaged:
    """The error for a sync state that is as it was written and makes no sense."""
    reason = str(error) or type(error).__name__
    return IndexDamaged(
        _("the sync state of the index cannot be understood: {error}").format(error=reason),
        _(REBUILD),
    )


def list_of(value: object, kind: type[T]) -> list[T]:
    """A list of JSON in which all is of one type. Raises TypeError on others."""
    if not isinstance(value, list) or not {*map(type, value)} <= {kind}:
        raise TypeError(f"a list of {kind.__name__} was expected")
    return value
