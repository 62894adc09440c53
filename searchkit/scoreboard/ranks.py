"""Ranks: a body's place among those of its kind, in its province and in the nation."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from searchkit.article import Level
from searchkit.scoreboard.rows import Place


class Scored(NamedTuple):
    """A body's score of one year, and what decides with whom it is compared.

    ``national`` tells a ministry or agency from an office in a region.
    """

    key: str
    year: int
    score: float
    level: Level
    province: str | None
    national: bool


class Ranks:
    """The places of all bodies that an index knows a score of.

    In the nation a body is ranked among those of its own level and year; an
    office in a region and an agency of the nation share a level, but not a
    ranking. In its province, a kabupaten or kota is ranked among both.
    """

    def __init__(self, scored: Iterable[Scored]) -> None:
        self._of = {(each.key, each.year): each for each in scored}
        self._nation = _groups((_in_nation(each), each.score) for each in self._of.values())
        self._province = _groups((_in_province(each), each.score) for each in self._of.values())

    def in_nation(self, key: str, year: int | None) -> Place | None:
        """A body's place among all of its kind, None where it has no score in that year."""
        each = self._of.get((key, year or 0))
        return _place(self._nation, _in_nation(each), each.score) if each else None

    def in_province(self, key: str, year: int | None) -> Place | None:
        """Its place in its province, None for a province itself and for national bodies."""
        each = self._of.get((key, year or 0))
        group = _in_province(each) if each else None
        return _place(self._province, group, each.score) if each and group else None


def _in_nation(each: Scored) -> Hashable:
    return each.level, each.national, each.year


def _in_province(each: Scored) -> Hashable | None:
    if each.province is None or each.level == "provinsi":
        return None
    level = "region" if each.level in ("kabupaten", "kota") else each.level
    return level, each.year, each.province


def _groups(scores: Iterable[tuple[Hashable, float]]) -> Mapping[Hashable, list[float]]:
    """The negated scores of each group, ascending: the best first."""
    groups: dict[Hashable, list[float]] = defaultdict(list)
    for group, score in scores:
        groups[group].append(-score)
    for scores_of_group in groups.values():
        scores_of_group.sort()
    return groups


def _place(groups: Mapping[Hashable, list[float]], group: Hashable, score: float) -> Place:
    ranked = groups[group]
    return Place(bisect_left(ranked, -score) + 1, len(ranked))
