"""Outcome: a result as engines look it up, next to the one before it.

An article's facets tell which regions, years and bands it has; only its
outcomes tell which of them belong together, and whether a body rose or fell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from searchkit.article import Article, Assessment
from searchkit.assessments.announcements import previous_assessment
from searchkit.assessments.bands import band_of, scale_for
from searchkit.query.ast import HasResult, InYears

_BETWEEN = ";"
_BEST_FIRST = ("hijau", "kuning", "merah")


class Outcome(NamedTuple):
    """One result. ``code`` is the region's, for others that of the region they belong to.

    ``band`` and ``was`` are facet values of this assessment and of the one
    before it, "" where the article does not tell; ``change`` is "up", "down" or
    "" (equal or not told). ``subject`` tells that the article is about the body.
    """

    code: str
    level: str
    year: int | None
    band: str
    was: str
    score: float | None
    rank: int | None
    change: str
    subject: bool

    def dump(self) -> str:
        """The outcome as a text without tabs."""
        cells = (*self[:-1], int(self.subject))
        return _BETWEEN.join("" if cell is None else str(cell) for cell in cells)

    @classmethod
    def load(cls, text: str) -> Outcome:
        """The outcome that ``dump`` wrote. Raises ValueError for anything else."""
        code, level, year, band, was, score, rank, change, subject = text.split(_BETWEEN)
        return cls(
            code,
            level,
            int(year) if year else None,
            band,
            was,
            float(score) if score else None,
            int(rank) if rank else None,
            change,
            subject == "1",
        )

    def satisfies(self, wanted: HasResult) -> bool:
        """Whether everything that is set in ``wanted`` holds."""
        return (
            (not wanted.codes or self.code in wanted.codes or self._province in wanted.codes)
            and (not wanted.levels or self.level in wanted.levels)
            and (wanted.years is None or InYears(*wanted.years).has(self.year))
            and (not wanted.bands or self.band in wanted.bands)
            and (not wanted.was or self.was in wanted.was)
            and (wanted.score is None or wanted.score.has(self.score))
            and (wanted.rank is None or (self.rank is not None and self.rank <= wanted.rank))
            and (wanted.change is None or self.change == wanted.change)
            and (self.subject or not wanted.subject)
        )

    @property
    def _province(self) -> str:
        return self.code.partition(".")[0]


def outcomes(article: Article) -> Iterator[Outcome]:
    """The outcomes of all that an article reports, of units and mere mentions too."""
    for result in article.assessments:
        before = _before(result, article.assessments)
        was_band, was_zone = _standing(result, before)
        yield Outcome(
            code=result.code or result.parent_code or "",
            level=result.level,
            year=result.year,
            band=result.band or "",
            was=was_band,
            score=result.score,
            rank=result.rank,
            change=_change(result, before, was_zone),
            subject=result.role == "subject",
        )


def _before(result: Assessment, told: tuple[Assessment, ...]) -> Assessment | None:
    """The latest earlier result of the same body in the same article."""
    if result.year is None:
        return None
    earlier = [
        other
        for other in told
        if other.key == result.key
        and other.entity == result.entity
        and other.year is not None
        and other.year < result.year
    ]
    return max(earlier, key=lambda other: other.year or 0, default=None)


def _standing(result: Assessment, before: Assessment | None) -> tuple[str, str]:
    """Band and zone of the assessment before, "" where they are not known."""
    if before is not None:
        return before.band or "", before.zone or ""
    if result.previous is None or result.year is None:
        return "", ""
    band = band_of(result.previous, previous_assessment(result.year), scale_for(result.level))
    return (band.value, band.zone or "") if band else ("", "")


def _change(result: Assessment, before: Assessment | None, was_zone: str) -> str:
    """By the scores where both are known, else by the zones."""
    previous = result.previous
    if previous is None and before is not None:
        previous = before.score
    if result.score is not None and previous is not None:
        difference: float = result.score - previous
    elif result.zone in _BEST_FIRST and was_zone in _BEST_FIRST:
        difference = _BEST_FIRST.index(was_zone) - _BEST_FIRST.index(result.zone)
    else:
        return ""
    return "up" if difference > 0 else "down" if difference < 0 else ""
