"""Matches of a text together with their words."""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.regions.matcher import RegionMatch, matches_in
from searchkit.regions.words import Words


@dataclass(frozen=True, slots=True)
class Spot:
    """A match and the words it spans: ``first`` to ``last``, both included."""

    match: RegionMatch
    first: int
    last: int


def spots_in(words: Words) -> list[Spot]:
    """The matches of a text, each with its words."""
    return [
        Spot(match, words.index_at(match.start), words.index_at(match.end - 1))
        for match in matches_in(words)
    ]
