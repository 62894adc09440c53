"""Governments and their heads that a text speaks of without a name: "Pemkot", "Bupati"."""

from __future__ import annotations

from collections.abc import Container, Iterator

from searchkit.regions.gazetteer import Prefix, RegionLevel, gazetteer
from searchkit.regions.words import Words


def levels_of_bodies(words: Words, named: Container[int]) -> Iterator[RegionLevel]:
    """The level of each such body, in order.

    ``named`` are the words that belong to the name of a region. Who only
    speaks ("Pemprov: ...") is left out.
    """
    starts = gazetteer().body_starts
    if starts.isdisjoint(words.lowered):
        return
    for at, word in enumerate(words.lowered):
        if word in starts and at not in named:
            body = _body_at(words, at)
            if body and body.level:
                yield body.level


def _body_at(words: Words, at: int) -> Prefix | None:
    """The government or head that begins with word ``at``, of two words or one."""
    for last in (at + 1, at):
        body = gazetteer().prefixes.get("".join(words.lowered[at : last + 1]))
        if last < len(words) and body and body.role in ("government", "head"):
            return None if ":" in words.gap(last + 1) else body
    return None
