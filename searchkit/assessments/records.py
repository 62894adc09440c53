"""What an article says of each region and year, gathered into one result each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from searchkit.article import Assessment, EvidenceKind, Role, Span, YearMethod, Zone
from searchkit.assessments.announcements import previous_assessment
from searchkit.assessments.bands import band_called, band_of, scale_of
from searchkit.assessments.bodies import Body
from searchkit.assessments.ranks import RankMention
from searchkit.assessments.reasons import Why
from searchkit.assessments.scores import ScoreMention
from searchkit.assessments.years import ArticleYear
from searchkit.assessments.zones import ZoneMention

_LETTERED = range(2022, 2025)
"""The years whose categories are letters."""


class Told(NamedTuple):
    """One thing that an article says of a body, where, in which year, and why it was read so."""

    body: Body
    year: ArticleYear
    mention: ScoreMention | ZoneMention | RankMention
    why: Why


@dataclass(slots=True)
class _Record:
    """Everything said of one body in one year; of each kind the first."""

    body: Body
    year: ArticleYear
    score: ScoreMention | None = None
    rank: RankMention | None = None
    zones: list[ZoneMention] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def first(self, *kinds: str) -> ZoneMention | None:
        """The first zone mention of one of the kinds, None where there is none."""
        for zone in self.zones:
            if zone.kind in kinds:
                return zone
        return None


class Records:
    """Gathers results; ``roles`` tells the role of each body, by key; others are mentions."""

    def __init__(self, roles: Mapping[str, Role]) -> None:
        self._roles = roles
        self._records: dict[tuple[str, int | None], _Record] = {}
        self._bodies: dict[int | None, list[Body]] = {}  # in the order they were told, by year

    def add_score(self, body: Body, year: ArticleYear, score: ScoreMention, why: Why) -> None:
        """Take in a score.

        Left out is a second one for the same body and year, and what lies
        outside the scale of the year.
        """
        if score.value > scale_of(year.year, body.scale):
            return
        record = self._record(body, year)
        if record.score is None:
            record.score = score
            record.told.append(Told(body, year, score, why))

    def add_zone(self, body: Body, year: ArticleYear, zone: ZoneMention, why: Why) -> None:
        """Take in a zone or category."""
        record = self._record(body, year)
        if record.first(zone.kind) is None:
            record.told.append(Told(body, year, zone, why))
        record.zones.append(zone)

    def add_rank(self, body: Body, year: ArticleYear, rank: RankMention) -> None:
        """Take in a rank; the same rank said again may bring the number of ranked."""
        record = self._record(body, year)
        known = record.rank
        if known is None or (known.of is None and rank.of and known.rank == rank.rank):
            record.rank = rank
            record.told = [each for each in record.told if each.mention is not known]
            record.told.append(Told(body, year, rank, "rank"))

    def knows(self, body: Body, year: ArticleYear) -> bool:
        """Whether a score, zone or category is known for a body and year."""
        record = self._records.get((body.key, year.year))
        return bool(record and (record.zones or record.score))

    def lacks(self, body: Body, year: ArticleYear, zone: ZoneMention) -> bool:
        """Whether nothing of the kind of a zone word is known of a body in a year."""
        record = self._records.get((body.key, year.year))
        same = ("colour",) if zone.kind == "colour" else ("letter", "quality", "service", "award")
        return record is None or record.first(*same) is None

    def bodies(self, year: ArticleYear) -> list[Body]:
        """The bodies of which something is known in a year, in the order they were told."""
        return list(self._bodies.get(year.year, ()))

    def results(self) -> tuple[Assessment, ...]:
        """One assessment for each body and year, in the order they were first told.

        Left out is what came to nothing: a word of quality in a year that had none.
        """
        read = (self._assessment(record) for record in self._records.values())
        return tuple(
            result
            for result in read
            if result.score is not None or result.zone or result.category or result.rank
        )

    def told(self) -> list[Told]:
        """What each result rests on: per kind what was told first, in the order of the results."""
        return [told for record in self._records.values() for told in record.told]

    def _record(self, body: Body, year: ArticleYear) -> _Record:
        record = self._records.get((body.key, year.year))
        if record is None:
            record = self._records[body.key, year.year] = _Record(body, year)
            self._bodies.setdefault(year.year, []).append(body)
        return record

    def _assessment(self, record: _Record) -> Assessment:
        body, year = record.body, record.year.year
        method: YearMethod | None = record.year.method
        score = record.score.value if record.score else None
        band = band_of(score, year, body.scale) if score is not None else None
        zone, category = _printed_zone(record), _printed_category(record, year)
        conflict = bool(
            band
            and ((zone and band.zone and zone != band.zone) or _differ(category, band.category))
        )
        if band is None and category:
            band = band_called(category, year)
        derived: list[Literal["zone", "category"]] = []
        award = record.first("award")
        if zone is None and (zone := _derived_zone(band.zone if band else None, award)):
            derived.append("zone")
        if category is None and score is not None and band and band.category:
            category = band.category
            derived.append("category")
        return Assessment(
            entity=body.name,
            code=body.code,
            level=body.level,
            province=body.place.province if body.place else None,
            evidence=_evidence(record),
            year=year,
            year_method=method,
            score=score,
            zone=zone,
            category=category,
            band=band.value if band else zone,
            derived=tuple(derived),
            conflict=conflict,
            rank=record.rank.rank if record.rank else None,
            rank_of=record.rank.of if record.rank else None,
            parent=body.place.name if body.place and not body.code else None,
            parent_code=body.place.code if body.place and not body.code else None,
            previous=self._score_before(record),
            kind=_kind(record),
            key=body.key,
            role=self._roles.get(body.key, "mention"),
        )

    def _score_before(self, record: _Record) -> float | None:
        """The score of the same body in the assessment before, where one is told."""
        if record.score is None or record.year.year is None:
            return None
        before = self._records.get((record.body.key, previous_assessment(record.year.year)))
        return before.score.value if before and before.score else None


def _printed_zone(record: _Record) -> Zone | None:
    colour = record.first("colour")
    return colour.zone if colour else None


def _printed_category(record: _Record, year: int | None) -> str | None:
    """The letter, or the word of quality as its year writes it: a letter in 2022-2024.

    Until 2021 there were no categories, and without a year only a letter is
    sure: there a word of quality stays as it was printed.
    """
    letter = record.first("letter")
    if letter and letter.category and (year is None or year in _LETTERED):
        return letter.category
    quality = record.first("quality", "service")
    if quality is None or quality.category is None:
        return None
    named = band_called(quality.category, year)
    if named:
        return named.category
    return quality.category if quality.kind == "quality" and year not in _LETTERED else None


def _derived_zone(of_band: Zone | None, award: ZoneMention | None) -> Zone | None:
    """The zone of the band, else the one the award's name means ("kepatuhan tinggi")."""
    return of_band or (award.zone if award else None)


def _differ(printed: str | None, of_band: str | None) -> bool:
    return bool(printed and of_band and printed != of_band)


def _kind(record: _Record) -> EvidenceKind:
    if record.score or not record.zones:
        return "score" if record.score else "rank"
    kind = record.zones[0].kind
    if kind == "award":
        return "award"
    return "zone" if kind == "colour" else "category"


def _evidence(record: _Record) -> Span:
    """Where the score stands, else the zone or category, else the rank."""
    mention = record.score or (record.zones[0] if record.zones else None) or record.rank
    return Span(mention.start, mention.end) if mention else Span(0, 0)
