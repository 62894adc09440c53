"""The lists of regions in a body, and which of them a headline means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searchkit.regions.cues import bands_in, cues
from searchkit.regions.gazetteer import Region, RegionLevel
from searchkit.regions.headline import Count
from searchkit.regions.mentions import Mention
from searchkit.regions.words import words_of

_REACH = 160  # characters before and behind a list that can tell its band
_LONGEST_RUN = 2  # lists in a row that can have a count together
_FEWEST = 2  # members
_ITEM = re.compile(r"\s*(?:[-–—•*·●]|\d{1,3}[.)]{1,2})\s*")
_HEADED = re.compile(r"(?<![.!?;\"”])\n[\W\d_]*$")  # what parts a heading from its list
_SENTENCE_END = re.compile(r"[.!?;][\"”]?\s|\n")


@dataclass(frozen=True, slots=True)
class RegionList:
    """One enumeration of a body: its distinct regions, and the text around it.

    ``before`` begins behind the mention before it, ``after`` ends at the next.
    """

    regions: tuple[Region, ...]
    before: str
    after: str

    def of(self, levels: frozenset[RegionLevel]) -> tuple[Region, ...]:
        """Its members of some levels, all where none is told."""
        return tuple(each for each in self.regions if not levels or each.level in levels)

    def told(self) -> frozenset[str]:
        """The bands that its own clause tells."""
        words = words_of(_SENTENCE_END.split(_HEADED.sub("", self.before))[-1])
        turns = [at for at, word in enumerate(words) if word in cues("contrast")]
        words = words[turns[-1] if turns else 0 :]
        return bands_in((*words, *words_of(_SENTENCE_END.split(self.after, maxsplit=1)[0])))

    def suits(self, bands: frozenset[str]) -> int:
        """How well the bands told fit ``bands``: 2 well, 1 perhaps, 0 unknown, -1 not at all.

        A list of those that a survey looks at fits nothing.
        """
        if is_sample(self.before):
            return -1
        told = self.told() if bands else frozenset()
        if told:
            return 2 if told & bands else -1
        return int(not bands.isdisjoint(bands_in(words_of(f"{self.before} {self.after}"))))


def lists_of(body: str, mentions: Sequence[Mention]) -> list[RegionList]:
    """The enumerations that mentions of the body make up, single regions too, in order.

    Items of a list that each begin a line are one enumeration, whatever else the lines tell.
    """
    members: dict[int, list[Mention]] = {}
    for mention in mentions:
        members.setdefault(mention.group, []).append(mention)
    groups: list[list[Mention]] = []
    for group in members.values():
        if groups and _begins_next_line(body, groups[-1][-1], group[0]):
            groups[-1] += group
        else:
            groups.append(group)
    ends = (0, *(group[-1].end for group in groups))
    starts = (*(group[0].start for group in groups[1:]), len(body))
    return [
        RegionList(
            regions=tuple(dict.fromkeys(mention.meant for mention in group)),
            before=body[max(previous, group[0].start - _REACH) : group[0].start],
            after=body[group[-1].end : min(following, group[-1].end + _REACH)],
        )
        for group, previous, following in zip(groups, ends, starts, strict=False)
    ]


def is_sample(before: str) -> bool:
    """Whether the text before a list says that it only tells which bodies a survey looks at."""
    words = words_of(_SENTENCE_END.split(before)[-1])
    return not cues("surveyed").isdisjoint(words) and not bands_in(words)


def _begins_next_line(body: str, left: Mention, right: Mention) -> bool:
    """Whether two mentions begin items of a list, each on its line."""
    _, broken, between = body[left.end : right.start].partition("\n")
    before = body[body.rfind("\n", 0, left.start) + 1 : left.start]
    return bool(broken and _ITEM.fullmatch(before) and _ITEM.fullmatch(between))


def counted(lists: Sequence[RegionList], count: Count) -> tuple[Region, ...]:
    """The regions of the list that a count means, none where no list has that many.

    Where no list alone has them, several in a row may. Of several the one that
    the text gives the bands of the count is meant, else the first; never one
    that it gives another band.
    """
    for length in range(1, _LONGEST_RUN + 1):
        best: tuple[Region, ...] = ()
        most = -1
        for first in range(len(lists) - length + 1):
            run = lists[first : first + length]
            for levels in (frozenset[RegionLevel](), count.levels):
                regions = dict.fromkeys(region for each in run for region in each.of(levels))
                if len(regions) == count.number:
                    suits = min(each.suits(count.bands) for each in run)
                    best, most = (tuple(regions), suits) if suits > most else (best, most)
        if best:
            return best
    return ()


def largest_in_band(lists: Iterable[RegionList], count: Count) -> tuple[Region, ...]:
    """The largest list that the text gives the bands of "Deretan Kabupaten ...", if any."""
    suited = [
        (suits, members)
        for each in lists
        if (suits := each.suits(count.bands)) > 0
        and len(members := each.of(count.levels)) >= _FEWEST
    ]
    return max(suited, key=lambda pair: (pair[0], len(pair[1])))[1] if suited else ()


def in_bands(lists: Iterable[RegionList]) -> list[Region]:
    """The regions that the text gives a band in lists: "Zona hijau: A, B dan C. Zona merah: D"."""
    listed = [each for each in lists if each.told()]
    if all(len(each.regions) < _FEWEST for each in listed):
        return []
    return [region for each in listed for region in each.regions]
