"""What a headline says about the regions of its article without naming them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from searchkit.language.numerals import numeral
from searchkit.regions.bodies import levels_of_bodies
from searchkit.regions.cues import bands_in, cues
from searchkit.regions.gazetteer import RegionLevel, gazetteer
from searchkit.regions.words import Words

_LARGEST = 600  # more regions than there are


@dataclass(frozen=True, slots=True)
class Count:
    """A number of regions that a headline announces, 0 for "Deretan Kabupaten".

    ``levels`` are those of the counted bodies, none for "daerah"; ``bands``
    what the headline says of them ("Tiga Kabupaten Zona Merah").
    """

    number: int
    levels: frozenset[RegionLevel]
    bands: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, read for what stands outside the names of regions.

    ``announced`` are the regions that it counts, in order; ``counts`` their
    numbers ("5 Daerah", "tiga pemkab": 5, 3); ``levels`` the levels of
    governments and heads that it speaks of without a name ("Pemkot Dipuji":
    kota); ``words`` its words outside of names, in lower case.
    """

    announced: tuple[Count, ...]
    levels: frozenset[RegionLevel]
    words: frozenset[str]

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of regions that it announces, in order."""
        return tuple(count.number for count in self.announced if count.number)

    @property
    def bands(self) -> frozenset[str]:
        """The bands of all zones and qualities that it tells."""
        return bands_in(self.words)

    def says(self, role: str) -> bool:
        """Whether it has a cue word of a role: "office" for "Empat Polres di X"."""
        return not self.words.isdisjoint(cues(role))


def read_headline(title: str, named: Iterable[tuple[int, int]]) -> Headline:
    """Read a headline; ``named`` are the stretches of it that name regions."""
    words = Words(title)
    taken: set[int] = set()
    for start, end in named:
        taken.update(range(words.index_at(start), words.index_at(end - 1) + 1))
    free = {at: word for at, word in enumerate(words.lowered) if at not in taken}
    group = cues("group")
    found = [
        pair for at, word in free.items() if word in group for pair in _count(words, at, taken)
    ]
    return Headline(
        announced=_announced(words, found) if found else (),
        levels=frozenset(levels_of_bodies(words, taken)),
        words=frozenset(free.values()),
    )


def _announced(words: Words, found: list[tuple[int, int]]) -> tuple[Count, ...]:
    """The counts of a headline, each with the bands told before the next; one takes all."""
    ends = (*(at for _, at in found[1:]), len(words))
    return tuple(
        Count(
            number=number,
            levels=_counted_levels(words, at),
            bands=bands_in(words.lowered[at if len(found) > 1 else 0 : end]),
        )
        for (number, at), end in zip(found, ends, strict=False)
    )


def _counted_levels(words: Words, at: int) -> frozenset[RegionLevel]:
    """The levels of the bodies that are counted by word ``at`` and the one joined to it."""
    joined = words.lowered[at : at + 3 if words.lowered[at + 1 : at + 2] == ["dan"] else at + 2]
    prefixes = (gazetteer().prefixes.get(word) for word in joined if word in cues("group"))
    levels = [prefix.level if prefix else None for prefix in prefixes]
    return frozenset() if None in levels else frozenset(filter(None, levels))


def _count(words: Words, group: int, taken: Container[int]) -> list[tuple[int, int]]:
    """The number before the counted word ``group``, and the place of that word.

    A filler is passed over: "10 besar kota". Of "8 dari 13 daerah" the first is
    meant; "Deretan", "Sejumlah" count as 0.
    """
    at = group - 1
    if at > 0 and words.lowered[at] in cues("count_filler"):
        at -= 1
    if at > 1 and words.lowered[at - 1] == "dari" and at not in taken:
        at -= 2 if _number(words, at) and _number(words, at - 2) else 0
    if at < 0 or at in taken:
        return []
    if words.lowered[at] in cues("several"):
        return [(0, group)]
    number = _number(words, at)
    return [(number, group)] if 1 < number < _LARGEST else []


def _number(words: Words, at: int) -> int:
    """The number that ends with word ``at`` ("28", "dua belas", "dua puluh delapan"), else 0."""
    for first in range(max(0, at - 2), at + 1):
        if number := numeral(" ".join(words.lowered[first : at + 1])):
            return number
    return 0
