"""Which regions an article is about, and which it only mentions.

The headline decides where it names regions or counts them; else the first
sentence, a list of results, the rest of the lead, what the body keeps speaking
of, results told in words, the province that frames the headline, the dateline,
and the places in the rest of the lead, in this order. A kabupaten or kota
outranks its province, which is a subject only where the article is about the
province itself; the index rolls subjects up to their provinces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from searchkit.article import RegionRef, Role, Span
from searchkit.regions.figures import has_figure, has_result
from searchkit.regions.gazetteer import Region
from searchkit.regions.headline import read_headline
from searchkit.regions.lead import lead_of
from searchkit.regions.mentions import Mention, resolve_mentions

_TOPICAL = frozenset({"plain", "person"})
_NAMED_ONLY = frozenset({"club", "name"})
_CAPITAL = "31"  # DKI Jakarta
_FEWEST_RESULTS = 3
_FEWEST_COUNTED = 2  # regions that a headline can count
_FEWEST_LISTED = 4  # members that make an enumeration a list
_MOST_SPOKEN_OF = 5  # regions that one lead can speak of
_DOMINANT = 3  # mentions
_ALL_GOVERNMENTS = ("pemda", "pemerintah daerah")


def read_regions(title: str, body: str) -> tuple[RegionRef, ...]:
    """The regions of an article: subjects first, by importance, then mentions.

    Spans are places in ``body``. Regions that occur only in the name of a club
    or of something else are left out, and so are shared names that nothing
    decides, unless the article is about them: then the bare name stands for
    the province of that name, else for the city.
    """
    return regions_of(title, body, resolve_mentions(title, body))


def regions_of(title: str, body: str, mentions: Sequence[Mention]) -> tuple[RegionRef, ...]:
    """``read_regions`` with the article's mentions already at hand."""
    told = [mention for mention in mentions if mention.setting not in _NAMED_ONLY]
    if not told:
        return ()
    subjects = _Reading(title, body, told).subjects()
    named = _distinct(mention.region for mention in told if mention.region)
    spans: dict[Region, list[Span]] = {}
    for mention in told:
        if not mention.in_title:
            spans.setdefault(_meant(mention), []).append(Span(mention.start, mention.end))
    refs = [_ref(region, "subject", spans) for region in subjects]
    passing = dict.fromkeys(named)
    for region in subjects:
        passing.pop(region, None)
    return (*refs, *(_ref(region, "mention", spans) for region in passing))


def _ref(region: Region, role: Role, spans: dict[Region, list[Span]]) -> RegionRef:
    return RegionRef(
        code=region.code,
        name=region.name,
        level=region.level,
        province=region.province,
        role=role,
        spans=tuple(spans.get(region, ())),
    )


class _Reading:
    """One article on the way to its subjects. Each step answers, or leaves it to the next."""

    def __init__(self, title: str, body: str, told: Sequence[Mention]) -> None:
        self.title = title
        self.body = body
        self.in_title = [mention for mention in told if mention.in_title]
        self.in_body = [mention for mention in told if not mention.in_title]
        self.topical = [mention for mention in self.in_body if mention.setting in _TOPICAL]
        named = ((mention.start, mention.end) for mention in self.in_title)
        self.headline = read_headline(title, named)
        self.branches = [_meant(m) for m in self.in_title if m.setting == "seat"]
        start = next((m.end for m in self.in_body if m.setting == "dateline"), 0)
        self.begin, self.sentence, paragraph = lead_of(body, start)
        self.lead = [m for m in self.in_body if self.begin <= m.start < paragraph]

    def subjects(self) -> list[Region]:
        """The regions that the article is about, by importance."""
        counted = self._counted()
        named = self._in_headline(bool(counted))
        if counted or any(region.level != "provinsi" for region in named):
            return _distinct([*named, *counted, *self._government_of_province()])
        if named:
            return named
        if self.in_title and all(mention.setting == "office" for mention in self.in_title):
            return self._around_office()
        return (
            self._in_first_sentence()
            or self._results()
            or self._in_lead()
            or self._dominant()
            or self._rated()
            or self._frame()
            or self._at_dateline()
            or self._later_in_lead()
        )

    def _in_headline(self, counted: bool) -> list[Region]:
        """Regions that the headline speaks of.

        Beside a kabupaten or kota, or beside regions that it counts, a province
        only counts as a government ("Pemprov X"). A place ("di X") does where
        it is a kabupaten or kota and nothing is named outright.
        """
        outright = [m for m in self.in_title if m.setting in _TOPICAL and not self._of_all(m)]
        named = outright or [m for m in self.in_title if m.setting == "place"]
        local = [m for m in named if _meant(m).level != "provinsi"]
        provinces = [
            m
            for m in outright
            if _meant(m).level == "provinsi" and (m.government or not (local or counted))
        ]
        return _distinct(map(_meant, sorted([*local, *provinces], key=lambda m: m.start)))

    def _of_all(self, mention: Mention) -> bool:
        """Whether "Pemda X" of the headline stands for all governments in the province X.

        That is how headlines use it; where it is the province's own (as in
        Yogyakarta), the lead says so again.
        """
        said = self.title[mention.start : mention.end].lower()
        return said.startswith(_ALL_GOVERNMENTS) and _meant(mention).level == "provinsi"

    def _counted(self) -> list[Region]:
        """The enumerations that have as many members as the headline counts.

        Where none has, two in a row may have them together.
        """
        if len(self.topical) < _FEWEST_COUNTED:
            return []
        counts = self.headline.counts or self._counts_in_lead()
        groups = _groups(self.topical) if counts else []
        by_size: dict[int, list[Region]] = {}
        for group in (*groups, *(_distinct([*a, *b]) for a, b in pairwise(groups))):
            by_size.setdefault(len(group), group)
        return _distinct(region for count in counts for region in by_size.get(count, ()))

    def _counts_in_lead(self) -> tuple[int, ...]:
        """The numbers of regions that the first sentence announces: "Lima daerah mendapat ...".

        They count where the headline speaks of no region but a frame ("di X").
        """
        if self._in_headline(counted=False):
            return ()
        named = (
            (m.start - self.begin, m.end - self.begin) for m in self.lead if m.end <= self.sentence
        )
        return read_headline(self.body[self.begin : self.sentence], named).counts

    def _government_of_province(self) -> list[Region]:
        """The province of the article where the headline says "Pemprov" without a name."""
        if "provinsi" not in self.headline.levels:
            return []
        meant = map(_meant, (*self.in_title, *self.in_body))
        provinces = Counter(region for region in meant if region.level == "provinsi")
        return [region for region, _ in provinces.most_common(1)]

    def _around_office(self) -> list[Region]:
        """The regions in the area of the office that the headline names, as the lead tells."""
        areas = {_meant(mention).code for mention in self.in_title}
        lead = [m for m in self.lead if m.happens_here or m.setting in _TOPICAL]
        near = [r for r in _distinct(map(_meant, lead)) if areas & {r.code, r.province_code}]
        return [region for region in near if region.level != "provinsi"] or near

    def _in_first_sentence(self) -> list[Region]:
        """Regions that the first sentence speaks of, where a kabupaten or kota is among them."""
        found = self._spoken_of([m for m in self.lead if m.start < self.sentence])
        return found if any(region.level != "provinsi" for region in found) else []

    def _results(self) -> list[Region]:
        """All regions with a figure of their own, where the text lists several."""
        if len(self.topical) < _FEWEST_RESULTS:
            return []
        figured = _distinct(
            _meant(mention)
            for index, mention in enumerate(self.in_body)
            if mention.setting in _TOPICAL and has_figure(self.body, self.in_body, index)
        )
        return figured if len(figured) >= _FEWEST_RESULTS else []

    def _in_lead(self) -> list[Region]:
        """Regions that the first paragraph speaks of, or places of its first sentence."""
        places = [m for m in self.lead if m.happens_here and m.start < self.sentence]
        if self.branches:
            places = []  # where the branch works is its area
        return self._spoken_of(self.lead) or self._fitting(places)

    def _spoken_of(self, mentions: Iterable[Mention]) -> list[Region]:
        """The regions that mentions of the lead speak of.

        A list of many is about each only where it lists governments. Beside a
        kabupaten or kota a province only counts as a government.
        """
        topical = [m for m in mentions if m.setting in _TOPICAL]
        members = Counter(m.group for m in topical)
        governments = {m.group for m in topical if m.government}
        many = len(set(map(_meant, topical))) > _MOST_SPOKEN_OF
        found = self._fitting(
            m
            for m in topical
            if m.group in governments or not (many or members[m.group] >= _FEWEST_LISTED)
        )
        if all(region.level == "provinsi" for region in found):
            return found
        official = {_meant(m) for m in topical if m.government}
        return [region for region in found if region.level != "provinsi" or region in official]

    def _fitting(self, mentions: Iterable[Mention]) -> list[Region]:
        """Their regions; only those of the levels that the headline speaks of, if any."""
        levels = self.headline.levels
        regions = _distinct(map(_meant, mentions))
        return [region for region in regions if not levels or region.level in levels]

    def _dominant(self) -> list[Region]:
        """The one region that the body keeps speaking of."""
        if len(self.topical) < _DOMINANT:
            return []
        counts = Counter(map(_meant, self.topical))
        ranking = [*counts.most_common(2), (None, 0), (None, 0)]
        (first, most), (_, rival) = ranking[:2]
        return [first] if first and most >= max(_DOMINANT, 2 * rival) else []

    def _rated(self) -> list[Region]:
        """Regions that the text says got a result in words, however few, with those beside them.

        Only where their level is said: "Bali meraih poin" is a club's doing.
        """
        levelled = {m.group for m in self.topical if m.level}
        told = [m for m in self.topical if m.group in levelled]
        rated = {m.group for m in told if has_result(self.body, m)}
        return self._fitting(m for m in told if m.group in rated)

    def _frame(self) -> list[Region]:
        """The province that the headline gives as the place of it all.

        Not of offices: what "Empat Polres di X" do is not the province's.
        """
        framed = [m for m in self.in_title if m.setting == "place" or self._of_all(m)]
        return [] if self.headline.offices else _distinct(map(_meant, framed))

    def _later_in_lead(self) -> list[Region]:
        """The kabupaten or kota where the rest of the first paragraph says it happened."""
        places = [m for m in self.lead if m.happens_here and not self.branches]
        members = Counter(m.group for m in places)
        found = self._fitting(m for m in places if members[m.group] < _FEWEST_LISTED)
        return [region for region in found if region.level != "provinsi"]

    def _at_dateline(self) -> list[Region]:
        """The dateline's region, where the text comes back to it or names no other.

        Jakarta is the dateline of national news, and where a national body is
        spoken of it is only that body's seat. So is the seat of the province of a
        branch that the headline names ("Ombudsman X").
        """
        everything = (*self.in_title, *self.in_body)
        told = {_meant(m) for m in everything if m.happens_here or m.setting in _TOPICAL}
        alone = not told and all(m.setting not in ("seat", "office") for m in everything)
        seats = {province.seat for province in self.branches}
        dateline = [_meant(m) for m in self.in_body if m.setting == "dateline"]
        dateline = [region for region in dateline if region.base not in seats]
        return [r for r in dateline if r in told or (alone and r.code != _CAPITAL)]


def _meant(mention: Mention) -> Region:
    """The region of a mention; of an undecided one the likeliest.

    The province X holds the city X, so it is right either way; between Kota X
    and Kabupaten X the bare name is everyday use for the city.
    """
    if mention.region:
        return mention.region
    by_level = {region.level: region for region in mention.candidates}
    return by_level.get("provinsi") or by_level.get("kota") or mention.candidates[0]


def _groups(mentions: Iterable[Mention]) -> list[list[Region]]:
    """The distinct regions of each enumeration."""
    groups: dict[int, list[Region]] = {}
    for mention in mentions:
        groups.setdefault(mention.group, []).append(_meant(mention))
    return [_distinct(group) for group in groups.values()]


def _distinct(regions: Iterable[Region]) -> list[Region]:
    return list(dict.fromkeys(regions))
