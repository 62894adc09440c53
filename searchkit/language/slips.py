"""Slips: how likely a word was meant where another one was typed.

An edit costs 1. What hands and ears do more often costs less: a letter doubled
or not, two neighbours in the wrong order, a vowel left out (as short messages
do), the key beside the right one (QWERTY), and the sounds of ``slips.csv``.
A wrong first letter costs more: it is looked at before the rest is typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE

EDIT = 1.0
SOUND = 0.6
DOUBLED = 0.6
VOWEL = 0.7
SWAPPED = 0.8
BESIDE = 0.8
FIRST = 0.7
"""Added where the first letter is another one, and not the second in its place."""

_MARGIN = 2
_DIGRAPHS = ((1, 2), (2, 1), (2, 2))
_VOWELS = frozenset("aeiou")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def slip_cost(typed: str, meant: str) -> float:
    """What it takes to type ``typed`` for ``meant``, in edits; 0 where they are equal.

    A dynamic program, quadratic in what is left of the words without the letters
    that they begin and end with alike.
    """
    begins = typed[:1] == meant[:1] or typed[:2] == meant[1::-1]
    return _least(*_unlike(typed, meant)) + (0.0 if begins else FIRST)


def _unlike(typed: str, meant: str) -> tuple[str, str]:
    """The words without what is alike at both ends, but for two letters that slips may take in."""
    least = min(len(typed), len(meant))
    begin = next((at for at in range(least) if typed[at] != meant[at]), least)
    end = next(
        (at for at in range(least - begin) if typed[-1 - at] != meant[-1 - at]), least - begin
    )
    begin, end = max(0, begin - _MARGIN), max(0, end - _MARGIN)
    return typed[begin : len(typed) - end], meant[begin : len(meant) - end]


def _least(typed: str, meant: str) -> float:
    """The cost of the cheapest way from one word to the other."""
    rows: list[list[float]] = []
    for i in range(len(typed) + 1):
        row: list[float] = []
        rows.append(row)
        for j in range(len(meant) + 1):
            ways = [
                rows[i - one][j - other] + cost
                for one, other, cost in _last_steps(typed, i, meant, j)
            ]
            row.append(min(ways, default=0.0))
    return rows[-1][-1]


def _last_steps(typed: str, i: int, meant: str, j: int) -> Iterator[tuple[int, int, float]]:
    """How the first ``i`` letters may end as typed for the first ``j`` that were meant.

    Numbers of letters on both sides, and what it costs to type the ones for the others.
    """
    if i:
        yield 1, 0, _too_many(typed, i)
    if j:
        yield 0, 1, _too_few(meant, j)
    if i and j:
        yield 1, 1, _instead(typed[i - 1], meant[j - 1])
    for one, other in _DIGRAPHS:
        if one <= i and other <= j:
            written, stood = typed[i - one : i], meant[j - other : j]
            if written == stood[::-1]:
                yield one, other, SWAPPED
            elif written in sound_slips().get(stood, ()):
                yield one, other, SOUND


@lru_cache
def sound_slips(package: str = PACKAGE) -> Mapping[str, frozenset[str]]:
    """Letters → what is written for them, by ``slips.csv``. Raises DataError on a bad row."""
    found: dict[str, set[str]] = {}
    for row in load_csv_resource(package, "slips.csv", ("one", "other", "reason")):
        one, other = row["one"], row["other"]
        good = all(_are_letters(side) for side in (one, other)) and row["reason"]
        if not good or one == other or other in found.get(one, ()):
            raise DataError(f"{package}/slips.csv: bad or repeated pair {one!r}, {other!r}")
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {letters: frozenset(others) for letters, others in found.items()}


def _are_letters(text: str) -> bool:
    return len(text) in (1, 2) and text.isascii() and text.isalpha() and text.islower()


def _too_many(typed: str, i: int) -> float:
    """The cost of a letter ``typed[i - 1]`` that does not belong there."""
    return DOUBLED if i > 1 and typed[i - 1] == typed[i - 2] else EDIT


def _too_few(meant: str, j: int) -> float:
    """The cost of leaving out ``meant[j - 1]``."""
    if j > 1 and meant[j - 1] == meant[j - 2]:
        return DOUBLED
    return VOWEL if meant[j - 1] in _VOWELS else EDIT


def _instead(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    if typed in sound_slips().get(meant, ()):
        return SOUND
    return BESIDE if typed in _beside().get(meant, ()) else EDIT


@cache
def _beside() -> Mapping[str, frozenset[str]]:
    """The keys that touch each key."""
    return {key: frozenset(_neighbours(row, at)) for row in _ROWS for at, key in enumerate(row)}


def _neighbours(row: str, at: int) -> Iterator[str]:
    number = _ROWS.index(row)
    yield from row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    # Each row is set half a key to the right of the one above it.
    if number:
        yield from _ROWS[number - 1][at : at + 2]
    if number + 1 < len(_ROWS):
        yield from _ROWS[number + 1][max(0, at - 1) : at + 1]
