"""Badge: what an article reports of the assessment, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.text import Text

from searchkit.article import Article, Assessment
from searchkit.assessments.bands import bands_named
from searchkit.query.ast import InBands, InRegion, InYears, Node, alternatives
from searchkit.query.query import Reading
from searchkit.translation import _
from searchkit.ui.formats import shown_count, shown_score
from searchkit.ui.plain import plain_line
from searchkit.ui.theme import zone_style


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which results a search is after: region codes, bands (facet values), spans of years."""

    codes: frozenset[str] = frozenset()
    bands: frozenset[str] = frozenset()
    years: tuple[InYears, ...] = ()

    @classmethod
    def by(cls, reading: Reading, filters: Iterable[Node] = ()) -> Wanted:
        """What the words of a query and the filters beside it ask for."""
        codes = {region.code for region in reading.regions}
        bands = {band for word in reading.bands for band in bands_named(word)}
        years = [InYears(first, last) for first, last in reading.years]
        for node in alternatives(filters):
            match node:
                case InRegion(found):
                    codes.update(found)
                case InBands(found):
                    bands.update(found)
                case InYears():
                    years.append(node)
                case _:
                    pass
        return cls(frozenset(codes), frozenset(bands), tuple(years))

    def fit(self, result: Assessment) -> int:
        """How many of the three a result meets; a province includes its regions."""
        code = result.code or ""
        region = code in self.codes or code[:2] in self.codes
        year = any(span.has(result.year) for span in self.years)
        return region + (result.band in self.bands) + year


def result_words(result: Assessment) -> str:
    """``98,19 · hijau · A``; the rank where nothing else is known; else empty."""
    words = [shown_score(result.score)] if result.score is not None else []
    words += [word for word in (result.zone, result.category) if word]
    if not words and result.rank is not None:
        words = [rank_words(result.rank, result.rank_of)]
    return plain_line(" · ".join(words))


def rank_words(rank: int, rank_of: int | None) -> str:
    """``rank 4 of 268``; the second number where it is known."""
    if rank_of is None:
        return _("rank {rank}").format(rank=shown_count(rank))
    return _("rank {rank} of {all}").format(rank=shown_count(rank), all=shown_count(rank_of))


def best_result(article: Article, wanted: Wanted) -> Assessment | None:
    """Which of ``article.results`` to show, None where there is none.

    The one that fits best what is wanted, then one of the article's own
    assessment year, then the highest score.
    """

    def order(result: Assessment) -> tuple[int, bool, float]:
        own_year = result.year == article.assessment_year
        return wanted.fit(result), own_year, -1.0 if result.score is None else result.score

    known = (result for result in article.results if result_words(result))
    return max(known, key=order, default=None)


def badge(article: Article, wanted: Wanted, *, coloured: bool = True) -> Text:
    """The badge of an article, empty where it reports nothing about its subjects.

    Where it reports results of several entities, the badge names its own and
    counts the other entities. Without colours it stands in brackets.
    """
    result = best_result(article, wanted)
    if result is None:
        return Text()
    words = result_words(result)
    shown = Text(f" {words} " if coloured else f"[{words}]", style=zone_style(result.zone))
    others = len({other.entity for other in article.results} - {result.entity})
    if not others:
        return shown
    return Text.assemble(plain_line(result.entity), " ", shown, (f" +{others}", "quiet"))
