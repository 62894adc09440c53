"""Governments that a text names without their region: "Pemprov masih berada di zona kuning"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from searchkit.assessments.bodies import government_of
from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.wording import Wording, matches
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.regions.mentions import Mention


def nameless_governments(
    wording: Wording,
    mentions: Sequence[Mention],
    holders: Sequence[Holder],
    subjects: Sequence[Region],
) -> list[Holder]:
    """The holders, in order, with those that only a word for their government names.

    "Pemprov" is the province of all subjects, "Pemkot" and "Pemkab" the region
    of that level that the text spoke of last, else the one subject of that
    level. One of many ("34 Pemprov", "seluruh Pemkab") is nobody.
    """
    starts = [mention.start for mention in mentions]
    found: list[Holder] = []
    for match in matches(_GOVERNMENT, wording.lower, wording.starts(_OPENERS)):
        start, end = match.span()
        at = bisect_right(starts, end + 1) - 1
        if at >= 0 and mentions[at].end > start:
            continue  # the region's name follows
        before = max(0, start - _BEFORE_CHARS)
        if _MANY.search(wording.lower, before, start) or _GOES_ON.match(wording.text, end):
            continue
        level = next(name for name, value in match.groupdict().items() if value)
        region = _region_of(level, start, holders, subjects)
        if region:
            found.append(Holder(government_of(region), start, end, SPOKEN_OF))
    if not found:
        return list(holders)
    return sorted([*holders, *found], key=lambda holder: (holder.start, holder.end))


def _region_of(
    level: str, start: int, holders: Sequence[Holder], subjects: Sequence[Region]
) -> Region | None:
    spoken_of = [
        holder.region
        for holder in holders
        if holder.end <= start and holder.region and holder.weight == SPOKEN_OF
    ]
    if level == "provinsi":
        codes = {region.province_code for region in subjects or spoken_of}
        return gazetteer().get(codes.pop()) if len(codes) == 1 else None
    before = [region for region in spoken_of if region.level == level]
    known = [region for region in subjects if region.level == level]
    if before:
        return before[-1]
    return known[0] if len(known) == 1 else None


_BEFORE_CHARS = 24
_LEVELS = ("provinsi", "kota", "kabupaten")
_GOVERNMENT = re.compile(
    "|".join(f"(?P<{level}>{one_of(f'governments_{level}')})" for level in _LEVELS)
)
_OPENERS = openers(*(f"governments_{level}" for level in _LEVELS))
_MANY = re.compile(rf"(?:\d\)?|{one_of('many_governments')})\s{{1,2}}$|/\s?$")
_GOES_ON = re.compile(
    r"\s?[/(:]|\s(?:se-|se[A-Z]|(?:di|dan|atau|maupun|lain|lainnya)\b|[A-Z][a-z])"
)
