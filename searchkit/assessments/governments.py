"""Governments that a text names without their region: "Pemprov masih berada di zona kuning"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
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
    spoken_of = _SpokenOf(holders, subjects)
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
        region = spoken_of.region(level, start)
        if region:
            found.append(Holder(government_of(region), start, end, SPOKEN_OF))
    if not found:
        return list(holders)
    return sorted([*holders, *found], key=lambda holder: (holder.start, holder.end))


class _SpokenOf:
    """The regions that a text has spoken of so far; asked for offsets in order."""

    def __init__(self, holders: Sequence[Holder], subjects: Sequence[Region]) -> None:
        self._coming = deque(holder for holder in holders if holder.weight == SPOKEN_OF)
        self._subjects = subjects
        self._last: dict[str, Region] = {}
        self._provinces: set[str] = set()

    def region(self, level: str, at: int) -> Region | None:
        """The region whose government a word for one of that level means at an offset."""
        while self._coming and self._coming[0].end <= at:
            region = self._coming.popleft().region
            if region:
                self._last[region.level] = region
                self._provinces.add(region.province_code)
        if level == "provinsi":
            codes = {region.province_code for region in self._subjects} or self._provinces
            return gazetteer().get(next(iter(codes))) if len(codes) == 1 else None
        known = [region for region in self._subjects if region.level == level]
        return self._last.get(level) or (known[0] if len(known) == 1 else None)


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
