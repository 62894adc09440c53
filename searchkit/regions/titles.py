"""The regions that a headline names: outright, or as the frame of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from searchkit.regions.cues import cues
from searchkit.regions.gazetteer import Region
from searchkit.regions.headline import Count, read_headline
from searchkit.regions.mentions import Mention

_JOINED = re.compile(r",? (?:dan|serta|beserta|bersama) \w+ (\w+)")
_ALL_GOVERNMENTS = ("pemda", "pemerintah daerah")


class Title:
    """A headline with its mentions of regions.

    ``headline`` is what it says besides. ``framed`` are the provinces (or
    places) that frame it all: "di X", "Pemda X"; ``branches`` the provinces of
    branches that it names. ``ombudsman`` says that the Ombudsman or a branch of
    it speaks in the article.
    """

    def __init__(self, title: str, mentions: Sequence[Mention], branch: bool) -> None:
        """``branch`` says whether the article names a branch of the Ombudsman."""
        self._title = title
        self.mentions = mentions
        self.headline = read_headline(title, ((_name_start(title, m), m.end) for m in mentions))
        self.framed = distinct(
            m.meant for m in mentions if m.setting == "place" or _is_collective(title, m)
        )
        self.branches = distinct(m.meant for m in mentions if m.setting == "seat")
        self.ombudsman = branch or self.headline.says("branch")

    @property
    def of_offices(self) -> bool:
        """Whether it names regions only in the names of national offices."""
        return bool(self.mentions) and all(m.setting == "office" for m in self.mentions)

    @property
    def of_units(self) -> bool:
        """Whether an assessment of units or offices is told, and the frame only says where.

        "Tiga Polres di X Zona Hijau" is no result of the province X.
        """
        headline = self.headline
        units = headline.says("unit") or headline.says("office")
        return bool(units and self.framed and self.ombudsman and headline.says("assessment"))

    def regions(self, counted: bool = False) -> list[Region]:
        """The regions that it speaks of.

        Beside a kabupaten or kota, or beside regions that it counts
        (``counted``), a province only counts as a government ("Pemprov X", "X
        dan 9 Kabupaten"). A place ("di X") does where it is a kabupaten or kota
        and nothing is named outright.
        """
        outright = [m for m in self.mentions if m.topical and not _is_collective(self._title, m)]
        places = [m for m in self.mentions if m.setting == "place"]
        local = [m for m in outright or places if m.meant.level != "provinsi"]
        provinces = [
            m
            for m in outright
            if m.meant.level == "provinsi"
            and (m.government or not (local or counted) or _joined_to_count(self._title, m))
        ]
        return distinct(m.meant for m in sorted([*local, *provinces], key=lambda m: m.start))

    def in_frame(self, region: Region) -> bool:
        """Whether a region lies in a province that frames it all, or whose branch speaks."""
        areas = {each.code for each in (*self.framed, *self.branches)}
        return not areas.isdisjoint((region.code, region.province_code))

    def zone(self) -> tuple[Count, ...]:
        """The zone that it is about: "Zona Merah di X" means those in the zone.

        Empty where it speaks of all together ("Semua Pemda di X"), names
        regions outright, or another than the Ombudsman gives zones.
        """
        if not (self.ombudsman and self.framed and self.headline.bands):
            return ()
        if self.headline.says("whole") or self.regions():
            return ()
        return (Count(0, frozenset(), self.headline.bands),)


def distinct(regions: Iterable[Region]) -> list[Region]:
    """Each region once, in order."""
    return list(dict.fromkeys(regions))


def _is_collective(title: str, mention: Mention) -> bool:
    """Whether a mention means the governments in the province X: "Pemda X", "Kabupaten X".

    That is how headlines use "Pemda X"; where it is the province's own (as in
    Yogyakarta), the lead says so again.
    """
    if mention.meant.level != "provinsi":
        return False
    said = title[mention.start : mention.end].lower()
    return mention.level in ("kabupaten", "kota") or said.startswith(_ALL_GOVERNMENTS)


def _name_start(title: str, mention: Mention) -> int:
    """Where the name of a mention begins: behind words that are counted, "Lima Pemda X"."""
    at = mention.start
    while _is_collective(title, mention):
        word, space, _ = title[at : mention.end].partition(" ")
        if not space or word.lower() not in cues("group") | cues("count_filler"):
            break
        at += len(word) + 1
    return at


def _joined_to_count(title: str, mention: Mention) -> bool:
    """Whether counted bodies are named beside a mention as its like: "X dan 9 Kabupaten"."""
    joined = _JOINED.match(title, mention.end)
    return joined is not None and joined.group(1).lower() in cues("group")
