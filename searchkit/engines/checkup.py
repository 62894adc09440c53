"""Checkup: what an engine finds when it holds every byte of an index against its manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from searchkit.engines.base import StoredState

OnBytes = Callable[[int, int], None]
"""Called with the bytes that were read so far, and with all that there are."""


def ignore_bytes(done: int, total: int) -> None:
    """The OnBytes of those who wait in silence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Damage: which file, relative to the index, what was found there and what should be."""

    file: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Note:
    """A file or folder that does no harm, relative to the index, and what is to be said of it."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Checkup:
    """One commit, byte by byte.

    ``files`` and ``bytes`` are those of the commit, its manifest included; ``ids`` are the
    living articles and ``state`` what was committed with them, None where damage keeps
    them from being read.
    """

    commit: int
    files: int
    bytes: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    ids: frozenset[str] | None = None
    state: StoredState | None = None
