"""Article: what is known about one article, and where in its text it stands.

All offsets are character offsets into ``Article.text``; ``text[start:end]``
is the evidence itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

MAX_READ_CHARS = 200_000
"""So much of a text is read for facts: a hundred pages, news is far shorter."""

Level = Literal["provinsi", "kabupaten", "kota", "kementerian", "lembaga", "opd"]
Zone = Literal["merah", "kuning", "hijau"]
Role = Literal["subject", "mention"]
YearMethod = Literal["explicit", "relative", "window"]
EvidenceKind = Literal["score", "zone", "category", "award", "rank"]
"""What the evidence shows; an award is its name ("kepatuhan tinggi"), which only means a zone."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, half-open: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RegionRef:
    """A region that an article speaks of.

    ``code`` is the Kemendagri code ("35", "35.72"), ``name`` the official name
    with its level ("Kota Blitar", but "Jawa Timur" for a province). ``role``
    is "subject" when the article is about the region and "mention" when the
    region only occurs (a venue, a seat of office, a comparison). ``spans`` are
    the places in the text that named it; empty when only the title did.
    """

    code: str
    name: str
    level: Level
    province: str
    role: Role
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One result of the Ombudsman's yearly assessment, as an article reports it.

    ``entity`` is the body assessed: a region by its official name, a ministry
    or agency, an office of the state in a region ("Polres X", level lembaga)
    or a unit of a region ("Dinas Sosial X", level opd). ``code`` is a region's
    Kemendagri code, None for all others. ``key`` is the same for the same body
    in every article, however it is written; for a region it is the code.
    ``parent`` and ``parent_code`` name the region that a unit belongs to or
    that an office serves, None where the text does not tell.
    ``score`` is on the scale of its year (0-100 since 2021). ``zone`` and
    ``category`` are the article's own words or follow from score and year by
    the band table; ``derived`` names those of them that do. ``band`` is the
    facet value of the result (a category letter where its year has them, else
    the zone or the label), None where nothing is known. ``conflict`` tells
    that the printed zone or category contradicts the band of the score.
    ``rank`` stands alone or with ``rank_of`` ("peringkat 4 dari 268").
    ``previous`` is the score of the assessment before, where the article sets
    it against this one ("dari 67 menjadi 94,66"). ``evidence`` is where the
    result stands in the text (empty where only the headline tells it), and
    ``kind`` what stands there.
    """

    entity: str
    code: str | None
    level: Level
    province: str | None
    evidence: Span
    year: int | None = None
    year_method: YearMethod | None = None
    score: float | None = None
    zone: Zone | None = None
    category: str | None = None
    band: str | None = None
    derived: tuple[Literal["zone", "category"], ...] = ()
    conflict: bool = False
    rank: int | None = None
    rank_of: int | None = None
    parent: str | None = None
    parent_code: str | None = None
    previous: float | None = None
    kind: EvidenceKind = "score"
    key: str = ""
    role: Role = "subject"


@dataclass(frozen=True)
class Article:
    """One article: as read, and as understood.

    ``text`` is the whole text, mojibake repaired, otherwise as it was found.
    ``noise`` marks the stretches that are page furniture ("Baca juga" lines,
    captions, site icons): they stay in ``text`` but are neither searched nor
    read for facts. ``path`` is the absolute path of the source file and
    ``line`` the 1-based line of the record in it (None where the file is one
    article). ``has_headline`` is False where the source gave no title and the
    beginning of the text stands in for one. ``content_hash`` is a hex digest of
    everything the reader took from the source, so that equal digests mean an
    unchanged article. ``extra`` keeps fields that searchkit has no use for.
    """

    id: str
    title: str
    text: str
    path: str
    line: int | None = None
    has_headline: bool = True
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    published: date | None = None
    event_date: date | None = None
    noise: tuple[Span, ...] = ()
    content_hash: str = ""
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    regions: tuple[RegionRef, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    assessment_year: int | None = None

    @cached_property
    def body(self) -> str:
        """``text`` with noise blanked out: same length, same offsets, same lines."""
        if not self.noise:
            return self.text
        parts: list[str] = []
        at = 0
        for span in self.noise:
            parts.append(self.text[at : span.start])
            blank = self.text[span.start : span.end]
            parts.append("\n".join(" " * len(line) for line in blank.split("\n")))
            at = span.end
        parts.append(self.text[at:])
        return "".join(parts)

    @cached_property
    def report(self) -> str:
        """The beginning of ``body`` that facts are read from: all of it, or whole words."""
        if len(self.body) <= MAX_READ_CHARS:
            return self.body
        cut = self.body[:MAX_READ_CHARS]
        return cut[: max(cut.rfind(" "), cut.rfind("\n")) + 1] or cut

    @property
    def year(self) -> int | None:
        """The assessment year where one is reported, else the year of publication.

        Where no publication date is known, the year of the event stands in.
        """
        if self.assessment_year is not None:
            return self.assessment_year
        return self.date.year if self.date else None

    @property
    def date(self) -> date | None:
        """The date to sort and filter by: published, else the event's."""
        return self.published or self.event_date

    @property
    def subjects(self) -> tuple[RegionRef, ...]:
        """The regions that the article is about."""
        return tuple(region for region in self.regions if region.role == "subject")

    @property
    def results(self) -> tuple[Assessment, ...]:
        """The assessments of the article's subjects in its own year.

        Units, mentions and history are left out; history stands in where the
        text tells nothing else.
        """
        told = [a for a in self.assessments if a.role == "subject" and a.level != "opd"]
        current = [a for a in told if a.year == self.assessment_year]
        return tuple(current or told)

    @property
    def score(self) -> float | None:
        """The best score among ``results``, None where none was printed."""
        return max((a.score for a in self.results if a.score is not None), default=None)


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not become an article: where, and why.

    ``line`` is 1-based, None where the whole file was rejected. ``count`` is the number of
    records that it stands for: of a file with very many bad ones most are not told one by one.
    """

    path: str
    reason: str
    line: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Unread(Rejected):
    """An input that could not be read this time, for a reason that lies outside of it.

    It says nothing about what is in the file, and is read again at the next sync.
    """
