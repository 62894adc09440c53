"""Reading the Ombudsman's assessments out of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from searchkit.article import Assessment, RegionRef, Role, Span, YearMethod
from searchkit.assessments.announcements import previous_assessment
from searchkit.assessments.attachment import attach_scores
from searchkit.assessments.bodies import Body, government_of
from searchkit.assessments.clauses import Cluster
from searchkit.assessments.collectives import collectives
from searchkit.assessments.context import speaks_of_assessment
from searchkit.assessments.dated import dated, dated_behind, is_past
from searchkit.assessments.holder import Holder
from searchkit.assessments.holders import find_holders
from searchkit.assessments.passages import Passage, cut
from searchkit.assessments.records import Records, Told
from searchkit.assessments.references import heading_before, heading_of, says_the_same
from searchkit.assessments.scores import ScoreMention, masked
from searchkit.assessments.topics import sole_subject, topic_of
from searchkit.assessments.wording import Wording
from searchkit.assessments.years import ArticleYear, YearMention, article_year
from searchkit.assessments.zones import ZoneMention
from searchkit.assessments.zoning import attach_zones
from searchkit.language.sentences import sentences
from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.headline import read_headline
from searchkit.regions.mentions import Mention


@dataclass(frozen=True, slots=True)
class AssessmentReading:
    """What an article says about the assessment.

    ``assessment_year`` is the year it is about, with ``year_method`` telling
    how it was found; both None where the article reports no assessment.
    """

    assessments: tuple[Assessment, ...] = ()
    assessment_year: int | None = None
    year_method: YearMethod | None = None


def read_assessments(
    title: str,
    body: str,
    mentions: Sequence[Mention],
    regions: Sequence[RegionRef],
    published: date | None,
    event_date: date | None,
) -> AssessmentReading:
    """The results that an article reports, each with its evidence in ``body``.

    ``mentions`` and ``regions`` are those of the article; the dates place a
    text without a year. Never raises on any text. Linear in its length.
    """
    if not speaks_of_assessment(title, body):
        return AssessmentReading()
    reader = _Reader(title, body, mentions, regions, published, event_date)
    return reader.read()


def told_assessments(
    title: str,
    body: str,
    mentions: Sequence[Mention],
    regions: Sequence[RegionRef],
    published: date | None,
    event_date: date | None,
) -> tuple[ArticleYear, list[Told]]:
    """What the results of ``read_assessments`` rest on: the article's year, and each thing told."""
    if not speaks_of_assessment(title, body):
        return ArticleYear(None, None), []
    reader = _Reader(title, body, mentions, regions, published, event_date)
    reader.read()
    return reader.year, reader.records.told()


class _Reader:
    """One article being read: its passages, its subjects and its year."""

    def __init__(
        self,
        title: str,
        body: str,
        mentions: Sequence[Mention],
        regions: Sequence[RegionRef],
        published: date | None,
        event_date: date | None,
    ) -> None:
        known = [gazetteer().get(region.code) for region in regions if region.role == "subject"]
        self.subjects = [region for region in known if region]
        about = sole_subject(self.subjects)
        self.day = published or event_date
        wording = Wording(body)
        blanked = masked(wording)
        self.masked, self.lower = blanked.text, blanked.lower
        self.mentions = [mention for mention in mentions if not mention.in_title]
        held = find_holders(wording, self.mentions, self.subjects, about)
        self.passages = cut(wording, blanked, sentences(body), held)
        dated_passages = [(Span(each.start, each.end), each.years) for each in self.passages]
        self.year = article_year(title, self.masked, dated_passages, published, event_date)
        if self.year.year is None and (latest := self._latest_result()):
            self.year = ArticleYear(latest, "explicit")
        headline = Wording(title)
        blanked = masked(headline)
        self.headline_text, self.headline_lower = blanked.text, blanked.lower
        in_title = [mention for mention in mentions if mention.in_title]
        named = find_holders(headline, in_title, self.subjects, about)
        self.headline = cut(headline, blanked, sentences(title), named)
        self.records = Records(
            {region.code: region.role for region in regions} | self._roles_of_institutions(held)
        )
        self.latest: Cluster = ()  # the zone words given last
        self.topics: dict[int, Body | None] = {}  # by passage

    def read(self) -> AssessmentReading:
        """Scores, ranks and zones of each passage, then what only the headline says."""
        heading: Cluster = ()
        for at, passage in enumerate(self.passages):
            before = self.passages[at - 1] if at else None
            if before and before.opens_list:
                heading = heading_of(before)
            elif referred := heading_before(self.masked, self.passages, at):
                heading = referred
            elif not passage.zones and says_the_same(self.masked, passage):
                heading = self.latest
            elif not passage.item:
                heading = ()
            if passage.scores:
                self._read_scores(at, passage, zoned=bool(heading))
            self._read_ranks(at, passage)
            if passage.zones or heading:
                self._read_zones(at, passage, heading)
        self._read_collectives()
        self._read_headline()
        results = self.records.results()
        if not results and self.year.method != "explicit":
            return AssessmentReading()
        return AssessmentReading(results, self.year.year, self.year.method)

    def _roles_of_institutions(self, held: Sequence[Holder]) -> dict[str, Role]:
        """Subjects are the institutions of a kind that the headline names."""
        named = {
            holder.institution.key
            for passage in self.headline
            for holder in passage.holders
            if holder.institution
        }
        return {
            holder.body.key: "subject" if holder.institution.key in named else "mention"
            for holder in held
            if holder.institution and holder.body
        }

    def _latest_result(self) -> int | None:
        """The latest year that a score or zone of the text carries itself."""
        years: list[int] = []
        for passage in self.passages:
            results: tuple[ScoreMention | ZoneMention, ...] = (*passage.scores, *passage.zones)
            for result in results:
                year = dated(self.masked, passage, result)
                years += [year.year] if year and year.year else []
        return max(years, default=None)

    def _topic(self, at: int) -> Body | None:
        if at not in self.topics:  # each result of a passage may ask
            self.topics[at] = topic_of(self.passages, at, self.subjects)
        return self.topics[at]

    def _read_scores(self, at: int, passage: Passage, *, zoned: bool) -> None:
        attached = attach_scores(self.masked, passage, lambda: self._topic(at), zoned=zoned)
        for body, score, why in attached:
            self.records.add_score(body, self._year_of_score(passage, score), score, why)

    def _read_ranks(self, at: int, passage: Passage) -> None:
        for rank in passage.ranks:
            before = next(
                (each for each in reversed(passage.spoken_of) if each.end <= rank.start), None
            )
            body = before.body if before else self._topic(at)
            if body:
                year = self._year_of(dated(self.masked, passage, rank), passage)
                self.records.add_rank(body, year, rank)

    def _read_zones(self, at: int, passage: Passage, heading: Cluster) -> None:
        listed = self.passages[at - 1].spoken_of if at and not self.passages[at - 1].zones else ()
        zoned = attach_zones(self.lower, passage, heading, lambda: self._topic(at), listed)
        for body, zone, why, holder in zoned:
            self.records.add_zone(body, self._year_of_zone(passage, zone, holder), zone, why)
        if zoned and passage.zones:
            self.latest = heading_of(passage)

    def _read_collectives(self) -> None:
        """Zones given to all governments, for those of them that the article names."""
        asked: set[tuple[object, ...]] = set()
        changes = 0
        for said in collectives(self.lower, self.passages, self.mentions, self.subjects):
            year = self._year_of_zone(said.passage, said.zones[0], None)
            kinds = tuple(dict.fromkeys(zone.kind for zone in said.zones))
            question = (*said.meant, year.year, kinds, changes)
            if question in asked:
                continue  # said again, and no result has come since
            asked.add(question)
            counted = said.total is not None
            named = () if counted else self._named
            meant = [
                body
                for body in dict.fromkeys([*self.records.bodies(year), *named])
                if body.region and said.means(body.region)
            ]
            given = [
                (body, zone)
                for body in meant
                for zone in said.zones
                if self.records.lacks(body, year, zone)
            ]
            lacking = len({body for body, _ in given})
            if counted and (len(meant) != said.total or lacking > (said.count or 0)):
                continue  # nobody can tell which of them are meant
            for body, zone in given:
                self.records.add_zone(body, year, zone, "all")
                changes += 1

    @cached_property
    def _named(self) -> list[Body]:
        """The governments that the article is about or speaks of, each once."""
        spoken_of = [holder.body for each in self.passages for holder in each.spoken_of]
        named = dict.fromkeys([*map(government_of, self.subjects), *spoken_of])
        return [body for body in named if body and body.region]

    def _read_headline(self) -> None:
        """Results that the headline gives to regions of which the text tells none.

        A headline that counts ("5 Daerah … Zona Hijau") means all subjects,
        where there are as many. The evidence is empty: the headline is no part
        of the text.
        """
        if not any(passage.scores or passage.zones for passage in self.headline):
            return
        told = {body for body in self._headline_bodies() if self.records.knows(body, self.year)}
        for passage in self.headline:
            for body, score, _ in attach_scores(self.headline_text, passage, self._sole_subject):
                if body not in told:
                    there = score._replace(start=0, end=0)
                    self.records.add_score(body, self.year, there, "headline")
            for body, zone in self._zones_of_headline(passage):
                if body not in told:
                    self.records.add_zone(body, self.year, zone, "headline")

    def _zones_of_headline(self, passage: Passage) -> list[tuple[Body, ZoneMention]]:
        zoned = attach_zones(self.headline_lower, passage, (), self._sole_subject)
        given = [(each.body, each.zone) for each in zoned]
        if not given and self._counts_subjects(passage):
            subjects = map(government_of, self.subjects)
            given = [(each, zone) for each in subjects for zone in heading_of(passage)]
        return [(body, zone._replace(start=0, end=0)) for body, zone in given]

    def _headline_bodies(self) -> set[Body]:
        named = {holder.body for passage in self.headline for holder in passage.spoken_of}
        return {body for body in named if body} | set(map(government_of, self.subjects))

    def _sole_subject(self) -> Body | None:
        about = sole_subject(self.subjects)
        return government_of(about) if about else None

    def _counts_subjects(self, passage: Passage) -> bool:
        """Whether the headline counts as many bodies as the article has subjects."""
        headline = self.headline_text[passage.start : passage.end]
        return len(self.subjects) > 1 and len(self.subjects) in read_headline(headline, ()).counts

    def _year_of_score(self, passage: Passage, score: ScoreMention) -> ArticleYear:
        mention = dated(self.masked, passage, score)
        if mention is None and is_past(self.masked, passage, score):
            return self._previous()
        return self._year_of(mention, passage)

    def _year_of_zone(
        self, passage: Passage, zone: ZoneMention, holder: Holder | None
    ) -> ArticleYear:
        """The year of a zone: the one right behind its holder, else the zone's own."""
        if holder and (year := dated_behind(self.masked, passage, holder.end)):
            return self._year_of(year, passage)
        if not passage.start <= zone.start < passage.end:
            return self.year
        return self._year_of(dated(self.masked, passage, zone), passage)

    def _year_of(self, mention: YearMention | None, passage: Passage) -> ArticleYear:
        if mention is None or mention.relative == "this":
            return self.year
        if mention.relative == "last":
            return self._last_year(passage)
        return ArticleYear(mention.year, "explicit", mention)

    def _last_year(self, passage: Passage) -> ArticleYear:
        """ "Tahun lalu": the assessment before the article's.

        Where the text says no year and sets no "tahun ini" against it, it is
        the calendar's last year, whose results are the latest.
        """
        contrasted = any(year.relative == "this" for year in passage.years)
        silent = self.year.method == "window" and not contrasted
        if silent and self.day and self.year.year == self.day.year - 1:
            return ArticleYear(self.year.year, "relative")
        return self._previous()

    def _previous(self) -> ArticleYear:
        if self.year.year is None:
            return ArticleYear(None, None)
        return ArticleYear(previous_assessment(self.year.year), "relative")
