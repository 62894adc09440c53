"""What a headline says about the regions of its article without naming them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from searchkit.regions.bodies import levels_of_bodies
from searchkit.regions.cues import cues
from searchkit.regions.gazetteer import RegionLevel
from searchkit.regions.words import Words

_DIGITS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_NUMBERS = {word: number for number, word in enumerate(_DIGITS, start=1)}
_TENS = {"sepuluh": 10, "sebelas": 11}
_LARGEST = 600  # more regions than there are


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, read for what stands outside the names of regions.

    ``counts`` are the numbers of regions that it announces ("5 Daerah", "tiga
    pemkab": 5, 3), in order; ``levels`` the levels of governments and heads
    that it speaks of without a name ("Pemkot Dipuji": kota). ``offices`` says
    that it speaks of national offices ("Empat Polres di X").
    """

    counts: tuple[int, ...]
    levels: frozenset[RegionLevel]
    offices: bool


def read_headline(title: str, named: Iterable[tuple[int, int]]) -> Headline:
    """Read a headline; ``named`` are the stretches of it that name regions."""
    words = Words(title)
    group, office = cues("group"), cues("office")
    taken: set[int] = set()
    for start, end in named:
        taken.update(range(words.index_at(start), words.index_at(end - 1) + 1))
    counts: list[int] = []
    offices = False
    for at, word in enumerate(words.lowered):
        if at not in taken:
            counts += _count(words, at - 1, taken) if word in group else []
            offices = offices or word in office
    return Headline(tuple(counts), frozenset(levels_of_bodies(words, taken)), offices)


def _count(words: Words, at: int, taken: Container[int]) -> list[int]:
    """The number of regions that ends with word ``at``, a filler passed over: "10 besar".

    Of "8 dari 13 daerah" the first is meant.
    """
    if at > 0 and words.lowered[at] in cues("count_filler"):
        at -= 1
    if at > 1 and words.lowered[at - 1] == "dari" and at not in taken:
        at -= 2 if _number(words, at) and _number(words, at - 2) else 0
    number = 0 if at < 0 or at in taken else _number(words, at)
    return [number] if 1 < number < _LARGEST else []


def _number(words: Words, at: int) -> int:
    """The number that ends with word ``at`` ("28", "dua belas", "dua puluh delapan"), else 0."""
    word = words.lowered[at]
    if word.isascii() and word.isdigit():
        return int(word[:4])
    before = words.lowered[max(0, at - 2) : at]
    if word in _NUMBERS:
        tens = _NUMBERS.get(before[0], 0) if before[1:] == ["puluh"] else 0
        return 10 * tens + _NUMBERS[word]
    if word in ("belas", "puluh") and before:
        unit = _NUMBERS.get(before[-1], 0)
        return (unit + 10 if word == "belas" else unit * 10) if unit else 0
    return _TENS.get(word, 0)
