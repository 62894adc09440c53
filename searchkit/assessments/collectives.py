"""What a text says of all bodies at once: "seluruh pemda di X masuk zona hijau".

It holds for every body that the article names or reports a score of, unless
the article gives that one something else. "18 dari 19 pemda meraih kategori A,
sedangkan X kategori B" says the same of all but X; where it leaves open which
of them are meant, it says nothing of any.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from searchkit.assessments.cues import one_of
from searchkit.assessments.passages import Passage, begun_within
from searchkit.assessments.zones import ZoneMention
from searchkit.language.numerals import NUMBER_WORDS, NUMERAL, numeral
from searchkit.regions.gazetteer import Region, RegionLevel, gazetteer
from searchkit.regions.mentions import Mention


@dataclass(frozen=True, slots=True)
class Collective:
    """One statement about many: the ``zones`` given to ``count`` of ``total`` governments.

    ``count`` and ``total`` are None where it says "all". ``levels`` are those
    of the governments meant, ``province`` the code of where they lie.
    """

    passage: Passage
    zones: tuple[ZoneMention, ...]
    levels: frozenset[RegionLevel]
    province: str
    count: int | None
    total: int | None

    @property
    def meant(self) -> tuple[frozenset[RegionLevel], str, int | None, int | None]:
        """All that tells who is meant: the levels, the province, how many of how many."""
        return self.levels, self.province, self.count, self.total

    def means(self, region: Region) -> bool:
        """Whether a region is one of those meant."""
        return region.level in self.levels and region.province_code == self.province


def collectives(
    lower: str,
    passages: Sequence[Passage],
    mentions: Sequence[Mention],
    subjects: Sequence[Region],
) -> Iterator[Collective]:
    """The statements of an article about all governments of a province, in order."""
    for passage in passages:
        words = passage.words
        if not passage.zones or words.isdisjoint(_BODIES):
            continue
        if words.isdisjoint(_COUNTS) and not _DIGIT.search(lower, passage.start, passage.end):
            continue
        for match in _MANY.finditer(lower, passage.start, passage.end):
            zones = _zones_behind(lower, passage, match.end())
            if not zones or _COUNTED.search(lower, match.end(), zones[0].start):
                continue
            province = _province(match.start(), zones[0].start, mentions, subjects)
            if province is None:
                continue
            levels = _levels(match["bodies"])
            count, total = _number(match["count"]), _number(match["total"])
            if match["all"]:
                count = total = None
            elif total is None and count != _governments(province, levels):
                continue
            yield Collective(passage, zones, levels, province, count, total)


def _zones_behind(lower: str, passage: Passage, at: int) -> tuple[ZoneMention, ...]:
    """The zone words of one result that follow in the same clause; empty where there are none."""
    turn = _TURN.search(lower, at, passage.end)
    end = turn.start() if turn else passage.end
    zones = [zone for zone in passage.zones if at <= zone.start < end and not zone.defined]
    if any(year.relative == "last" and year.start < end for year in passage.years):
        return ()
    colours = {zone.zone for zone in zones if zone.zone}
    letters = {zone.category for zone in zones if zone.kind == "letter"}
    return tuple(zones) if len(colours) < 2 and len(letters) < 2 else ()


def _province(
    start: int, end: int, mentions: Sequence[Mention], subjects: Sequence[Region]
) -> str | None:
    """The province named between two offsets, else the one that all subjects lie in.

    None where another region is named there: then the bodies are parts of that.
    """
    for mention in begun_within(mentions, start, end):
        if mention.region:
            return mention.region.code if mention.region.level == "provinsi" else None
    codes = {region.province_code for region in subjects}
    return codes.pop() if len(codes) == 1 else None


def _levels(bodies: str) -> frozenset[RegionLevel]:
    words = bodies.lower()
    levels: set[RegionLevel] = set()
    if "kab" in words:
        levels.add("kabupaten")
    if "kota" in words or "pemkot" in words:
        levels.add("kota")
    return frozenset(levels) or frozenset({"provinsi", "kabupaten", "kota"})


def _number(printed: str | None) -> int | None:
    return numeral(printed) if printed else None


def _governments(province: str, levels: Collection[RegionLevel]) -> int:
    """How many governments of the levels a province has, its own included."""
    below = sum(region.level in levels for region in gazetteer().children(province))
    return below + ("provinsi" in levels)


# Patterns ---------------------------------------------------------------------------------

_TURN = re.compile(rf";|{one_of('turns')}")
_COUNTED = re.compile(
    rf"\b{NUMERAL}\s(?:daerah|kabupaten|kota|pemda|provinsi|lainnya|di\santaranya)\b"
)
_BODIES = frozenset(["pemda", "pemerintah", "daerah", "kabupaten", "pemkab", "kota", "pemkot"])
_COUNTS = NUMBER_WORDS | {"semua", "seluruh", "segenap", "keseluruhan"}
_DIGIT = re.compile(r"\d")
_MANY = re.compile(
    rf"\b(?:(?P<all>semua|seluruh|segenap|keseluruhan)(?:\s{NUMERAL})?"
    rf"|(?<!dari\s)(?P<count>{NUMERAL})(?:\sdari\s(?:total\s)?(?P<total>{NUMERAL}))?)"
    r"\s(?P<bodies>pemda|pemerintah\s(?:daerah|kabupaten/kota|kabupaten\sdan\skota)|daerah"
    r"|kabupaten(?:/|\sdan\s|\s)kota|pemkab(?:/|\sdan\s)pemkot|kabupaten|kota|pemkab|pemkot)\b"
    r"(?!/|\s(?:yang\s)?(?:lain|tersebut))"
)
