"""Which regions an article is about, and which it only mentions.

The headline decides where it names regions, counts them or tells the zone of a
list; else the first sentence, a list of results, the rest of the lead, what the
body keeps speaking of, results told in words or by lists with zones, the
province that frames the headline, the dateline, and the places in the rest of
the lead, in this order. A kabupaten or kota outranks its province, which is a
subject only where the article is about the province itself; the index rolls
subjects up to their provinces. An assessment of units all over a province
("Kantor Pertanahan se-X") is about no region.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from searchkit.article import RegionRef, Role, Span
from searchkit.regions.figures import with_figures, with_results
from searchkit.regions.gazetteer import Region
from searchkit.regions.headline import Count, read_headline
from searchkit.regions.lead import lead_of
from searchkit.regions.lists import counted, in_bands, is_sample, largest_in_band, lists_of
from searchkit.regions.mentions import Mention, resolve_mentions
from searchkit.regions.titles import Title, distinct

_NAMED_ONLY = frozenset({"club", "name"})
_CAPITAL = "31"  # DKI Jakarta
_FEWEST_RESULTS = 3
_FEWEST_COUNTED = 2  # regions that a headline can count
_FEWEST_LISTED = 4  # members that make an enumeration a list
_MOST_SPOKEN_OF = 5  # regions that one lead can speak of
_REACH = 160  # characters before a list
_DOMINANT = 3  # mentions


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
    named = distinct(mention.region for mention in told if mention.region)
    spans: dict[Region, list[Span]] = {}
    for mention in told:
        if not mention.in_title:
            spans.setdefault(mention.meant, []).append(Span(mention.start, mention.end))
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
        self.body = body
        self.told = told
        self.in_body = [mention for mention in told if not mention.in_title]
        self.topical = [mention for mention in self.in_body if mention.topical]
        self.title = Title(
            title,
            [mention for mention in told if mention.in_title],
            branch=any(mention.setting == "seat" for mention in told),
        )
        start = next((m.end for m in self.in_body if m.setting == "dateline"), 0)
        self.begin, self.sentence, paragraph = lead_of(body, start)
        self.lead = [m for m in self.in_body if self.begin <= m.start < paragraph]

    def subjects(self) -> list[Region]:
        """The regions that the article is about, by importance."""
        counted = self._counted()
        named = self.title.regions(counted=bool(counted))
        if counted or any(region.level != "provinsi" for region in named):
            return distinct([*named, *counted, *self._government_of_province()])
        if named:
            return named
        if self.title.of_units:
            return []
        if self.title.of_offices:
            return self._around_office()
        return (
            self._in_first_sentence()
            or self._results()
            or self._in_lead()
            or self._dominant()
            or self._rated_in_frame()
            or self._frame()
            or self._at_dateline()
            or self._later_in_lead()
        )

    def _counted(self) -> list[Region]:
        """The lists that the headline counts."""
        if len(self.topical) < _FEWEST_COUNTED:
            return []
        counts = self.title.headline.announced or self._counts_in_lead() or self.title.zone()
        lists = lists_of(self.body, self.topical) if counts else []
        return distinct(
            region
            for count in counts
            for region in (counted if count.number else largest_in_band)(lists, count)
        )

    def _counts_in_lead(self) -> tuple[Count, ...]:
        """The numbers of regions that the first sentence announces: "Lima daerah mendapat ...".

        They count where the headline speaks of no region but a frame ("di X").
        """
        if self.title.regions():
            return ()
        named = (
            (m.start - self.begin, m.end - self.begin) for m in self.lead if m.end <= self.sentence
        )
        return read_headline(self.body[self.begin : self.sentence], named).announced

    def _government_of_province(self) -> list[Region]:
        """The province of the article where the headline says "Pemprov" without a name."""
        if "provinsi" not in self.title.headline.levels:
            return []
        meant = (mention.meant for mention in self.told)
        provinces = Counter(region for region in meant if region.level == "provinsi")
        return [region for region, _ in provinces.most_common(1)]

    def _around_office(self) -> list[Region]:
        """The regions in the area of the office that the headline names, as the lead tells."""
        areas = {mention.meant.code for mention in self.title.mentions}
        lead = [m for m in self.lead if m.happens_here or m.topical]
        near = [r for r in _regions(lead) if areas & {r.code, r.province_code}]
        return [region for region in near if region.level != "provinsi"] or near

    def _in_first_sentence(self) -> list[Region]:
        """Regions that the first sentence speaks of, where a kabupaten or kota is among them."""
        found = self._spoken_of([m for m in self.lead if m.start < self.sentence])
        return found if any(region.level != "provinsi" for region in found) else []

    def _results(self) -> list[Region]:
        """All regions with a figure of their own, where the text lists several.

        Where the headline names a province as the frame or by its branch, those in it.
        """
        if len(self.topical) < _FEWEST_RESULTS:
            return []
        figured = with_figures(self.body, self.in_body)
        figured = [region for region in figured if self.title.in_frame(region)] or figured
        return figured if len(figured) >= _FEWEST_RESULTS else []

    def _in_lead(self) -> list[Region]:
        """Regions that the first paragraph speaks of, or places of its first sentence."""
        places = [m for m in self.lead if m.happens_here and m.start < self.sentence]
        if self.title.branches:
            places = []  # where the branch works is its area
        spoken_of, found = self._spoken_of(self.lead), self._fitting(places)
        if spoken_of or any(region.level != "provinsi" for region in found):
            return spoken_of or found
        return (self._rated_in_frame() or found) if found else []

    def _spoken_of(self, mentions: Iterable[Mention]) -> list[Region]:
        """The regions that mentions of the lead speak of.

        A list of many is about each only where it lists governments. Beside a
        kabupaten or kota a province only counts as a government.
        """
        topical = [m for m in mentions if m.topical]
        members = Counter(m.group for m in topical)
        listed = {m.group: m.start for m in reversed(topical) if members[m.group] >= _FEWEST_LISTED}
        samples = {
            group for group, at in listed.items() if is_sample(self.body[max(0, at - _REACH) : at])
        }
        governments = {m.group for m in topical if m.government} - samples
        many = len(_regions(topical)) > _MOST_SPOKEN_OF
        found = self._fitting(
            m
            for m in topical
            if m.group in governments or not (many or members[m.group] >= _FEWEST_LISTED)
        )
        if all(region.level == "provinsi" for region in found):
            return found
        official = {m.meant for m in topical if m.government}
        return [region for region in found if region.level != "provinsi" or region in official]

    def _fitting(self, mentions: Iterable[Mention]) -> list[Region]:
        """Their regions; only those of the levels that the headline speaks of, if any."""
        levels = self.title.headline.levels
        regions = _regions(mentions)
        return [region for region in regions if not levels or region.level in levels]

    def _dominant(self) -> list[Region]:
        """The one region that the body keeps speaking of."""
        if len(self.topical) < _DOMINANT:
            return []
        counts = Counter(mention.meant for mention in self.topical)
        ranking = [*counts.most_common(2), (None, 0), (None, 0)]
        (first, most), (_, rival) = ranking[:2]
        return [first] if first and most >= max(_DOMINANT, 2 * rival) else []

    def _rated(self) -> list[Region]:
        """Regions that the text says got a result in words, however few, with those beside them.

        Where the Ombudsman speaks and no province frames it all, lists with a zone
        count, too.
        """
        found = self._fitting(with_results(self.body, self.topical))
        if self.title.framed or not self.title.ombudsman:
            return found
        return distinct([*found, *in_bands(lists_of(self.body, self.topical))])

    def _rated_in_frame(self) -> list[Region]:
        """Rated regions; where the headline gives a frame, only together with it."""
        rated = self._rated()
        return rated if {*self.title.framed} <= {*rated} else []

    def _frame(self) -> list[Region]:
        """The province that the headline gives as the place of it all.

        Not of offices: what "Empat Polres di X" do is not the province's.
        """
        return [] if self.title.headline.says("office") else self.title.framed

    def _later_in_lead(self) -> list[Region]:
        """The kabupaten or kota where the rest of the first paragraph says it happened."""
        places = [m for m in self.lead if m.happens_here and not self.title.branches]
        members = Counter(m.group for m in places)
        few = [m for m in places if members[m.group] < _FEWEST_LISTED]
        found = self._fitting(few)
        return [r for r in self._not_seats(few) if r in found and r.level != "provinsi"]

    def _at_dateline(self) -> list[Region]:
        """The dateline's region, where the text comes back to it or names no other.

        Jakarta is the dateline of national news, and where a national body is
        spoken of it is only that body's seat. So is the seat of the province of a
        branch that the article names ("Ombudsman X").
        """
        told = {m.meant for m in self.told if m.happens_here or m.topical}
        alone = not told and all(m.setting not in ("seat", "office") for m in self.told)
        dateline = self._not_seats(m for m in self.in_body if m.setting == "dateline")
        return [r for r in dateline if r in told or (alone and r.code != _CAPITAL)]

    def _not_seats(self, mentions: Iterable[Mention]) -> list[Region]:
        """Their regions without the seats of the provinces whose branches the article names."""
        seats = {mention.meant.seat for mention in self.told if mention.setting == "seat"}
        return [region for region in _regions(mentions) if region.base not in seats]


def _regions(mentions: Iterable[Mention]) -> list[Region]:
    """The distinct regions of some mentions, in order."""
    return distinct([mention.meant for mention in mentions])
