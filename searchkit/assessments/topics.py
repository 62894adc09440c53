"""Whom a sentence without a name speaks of: "Nilainya 97,84", "kita masuk zona hijau"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from searchkit.assessments.bodies import Body, government_of
from searchkit.assessments.passages import Passage
from searchkit.regions.gazetteer import Region

Topic = Callable[[], Body | None]
"""Tells whom a sentence speaks of that names nobody; asked only where needed."""

_REACH = 4
"""How many sentences back a name still holds, the lines of a list record included."""

_OPENING_CHARS = 20
"""A body named this early in a sentence is what the sentence is about."""


def topic_of(passages: Sequence[Passage], at: int, subjects: Sequence[Region]) -> Body | None:
    """The body that passage ``at`` speaks of without naming one, None where unclear.

    The one region of the nearest sentence before that names any; where that
    one names several, the article's subject among them. A sentence that opens
    with a unit or office and names no region makes that the topic.
    """
    for passage in reversed(passages[max(0, at - _REACH) : at]):
        named = (holder.region for holder in passage.spoken_of)
        regions = list(dict.fromkeys(region for region in named if region))
        if len(regions) == 1:
            return government_of(regions[0])
        if regions:
            known = [region for region in regions if region in subjects]
            return government_of(known[0]) if len(known) == 1 else None
        first = passage.holders[0] if passage.holders else None
        if first and first.region is None and first.start - passage.start <= _OPENING_CHARS:
            return first.body if len(passage.holders) == 1 else None
    about = sole_subject(subjects)
    return government_of(about) if about else None


def sole_subject(subjects: Sequence[Region]) -> Region | None:
    """The one subject of an article, a province beside its one kabupaten or kota left out."""
    below = [region for region in subjects if region.level != "provinsi"]
    if len(below) == 1 and {region.province_code for region in subjects} == {
        below[0].province_code
    }:
        return below[0]
    return subjects[0] if len(subjects) == 1 else None
