"""Which region a shared name means: Kota X, Kabupaten X, or the province X."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from searchkit.regions.bodies import levels_of_bodies
from searchkit.regions.gazetteer import Region, RegionLevel, at_level, gazetteer
from searchkit.regions.settings import Setting
from searchkit.regions.spots import Spot
from searchkit.regions.words import Words

Candidates = tuple[Region, ...]

_TITLE_WEIGHT = 3
_HEADING_REACH = 14  # words before an enumeration in which its heading may stand


class Evidence:
    """What an article says outright about its regions and their levels.

    ``said`` counts the places that name a region without a choice, by code;
    those in the headline weigh more.
    """

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        self._read: list[tuple[Words, Sequence[Spot]]] = []
        self._chosen: dict[Candidates, Candidates] = {}

    @cached_property
    def bodies(self) -> frozenset[RegionLevel]:
        """The levels of governments and heads that stand without a name ("Bupati", "pemkot")."""
        found: set[RegionLevel] = set()
        for words, spots in self._read:
            taken = {at for spot in spots for at in range(spot.first, spot.last + 1)}
            found.update(levels_of_bodies(words, taken))
        return frozenset(found)

    def add(
        self,
        words: Words,
        spots: Sequence[Spot],
        candidates: Sequence[Candidates],
        settings: Sequence[Setting],
        title: bool,
    ) -> None:
        """Take in the headline or the body of the article."""
        for left, setting in zip(candidates, settings, strict=True):
            if len(left) == 1 and setting not in ("club", "name", "office"):
                self.said[left[0].code] += _TITLE_WEIGHT if title else 1
        self._read.append((words, spots))

    def choose(self, candidates: Candidates) -> Candidates:
        """The candidates that the article speaks for: one, or all where it is undecided.

        First the candidate named outright most often, then the one whose
        government or head the article speaks of (where that is no other
        region's), then the one in a province that the article names.
        """
        if len(candidates) < 2:
            return candidates
        if candidates not in self._chosen:
            self._chosen[candidates] = self._choice(candidates)
        return self._chosen[candidates]

    def _choice(self, candidates: Candidates) -> Candidates:
        counts = [self.said.get(region.code, 0) for region in candidates]
        if max(counts) and counts.count(max(counts)) == 1:
            return (candidates[counts.index(max(counts))],)
        owned = {gazetteer().by_code(code).level for code in self.said}
        heard = [
            region
            for region in candidates
            if region.level in self.bodies and region.level not in owned
        ]
        if len(heard) == 1:
            return (heard[0],)
        provinces = {code.partition(".")[0] for code in self.said}
        near = [region for region in candidates if region.province_code in provinces]
        return (near[0],) if len(near) == 1 else candidates


def within_enumeration(
    words: Words, spots: Sequence[Spot], settings: Sequence[Setting]
) -> list[Candidates]:
    """What the neighbours in one enumeration leave of each spot's candidates.

    A shared name beside its namesake with a level is the other one ("Tangerang,
    Kota Tangerang"). A level word carries over to the names behind it, as far
    as they have that level ("Pemkab A, B, C"); so does the heading of the list
    ("Kabupaten zona merah yaitu A, B"). Without either, a list of provinces
    holds provinces.
    """
    if len(spots) == 1 and len(spots[0].match.candidates) == 1:
        return [spots[0].match.candidates]
    explicit = [spot.match.candidates[0] for spot in spots if len(spot.match.candidates) == 1]
    named = {region.code for region in explicit}
    heading = _heading(words, spots[0]) if len(spots) > 1 else None
    uniform = _uniform_level(explicit)
    carried: RegionLevel | None = None
    left: list[Candidates] = []
    for spot, setting in zip(spots, settings, strict=True):
        candidates = spot.match.candidates
        if setting == "seat":
            candidates = at_level(candidates, "provinsi") or candidates
        if spot.match.level is not None:
            carried = spot.match.level
        elif len(candidates) == 1:
            carried = carried if candidates[0].level == carried else None
        elif not spot.match.together:
            others = tuple(region for region in candidates if region.code not in named)
            candidates = others or candidates
            for level in (carried, heading, uniform):
                if level and at_level(candidates, level):
                    candidates = at_level(candidates, level)
                    break
            if len(candidates) > 1 or candidates[0].level != carried:
                carried = None
        left.append(candidates)
    return left


def _heading(words: Words, first: Spot) -> RegionLevel | None:
    """The one level that the sentence speaks of before an enumeration begins."""
    start = words.sentence_start(first.first, _HEADING_REACH)
    prefixes = map(gazetteer().prefixes.get, words.lowered[start : first.first])
    levels = {prefix.level for prefix in prefixes if prefix and prefix.level}
    return levels.pop() if len(levels) == 1 else None


def _uniform_level(explicit: Sequence[Region]) -> RegionLevel | None:
    """The level of all members that leave no choice, where there are two or more."""
    levels = {region.level for region in explicit}
    return explicit[0].level if len(explicit) > 1 and len(levels) == 1 else None
