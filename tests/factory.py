"""Articles and indexes for tests: real ones, small and quick to build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.assessments.bands import band_of
from searchkit.engines.base import NO_PIECES
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.regions.gazetteer import gazetteer


def make_article(article_id: str, text: str, title: str = "", **fields: object) -> Article:
    """An article as a reader would hand it over, not understood yet."""
    article = Article(
        id=article_id, title=title, text=text, path=f"/corpus/{article_id}", content_hash=text
    )
    return replace(article, **fields)  # type: ignore[arg-type]


def result(
    code: str, score: float | None = None, year: int | None = 2024, band: str | None = None
) -> Assessment:
    """An assessment of a region, banded by the table where a score is given."""
    region = gazetteer().by_code(code)
    derived = band_of(score, year) if score is not None else None
    return Assessment(
        entity=region.name,
        code=code,
        level=region.level,
        province=region.province,
        evidence=Span(0, 0),
        year=year,
        score=score,
        zone=derived.zone if derived else None,
        category=derived.category if derived else None,
        band=derived.value if derived else band,
    )


def about(article: Article, *codes: str, score: float | None = None, year: int = 2024) -> Article:
    """The article, understood as being about regions (and their scores)."""
    regions = tuple(gazetteer().by_code(code) for code in codes)
    return replace(
        article,
        regions=tuple(RegionRef(r.code, r.name, r.level, r.province, "subject") for r in regions),
        assessments=tuple(result(code, score, year) for code in codes) if score else (),
        assessment_year=year if score else None,
        published=article.published or date(year, 12, 1),
    )


def build_store(
    folder: Path, articles: Iterable[Article], pieces: Mapping[str, bytes | None] = NO_PIECES
) -> WhooshStore:
    """A store with one commit that holds the articles."""
    store = WhooshStore(folder, rules="test")
    with store.writer() as writer:
        for article in articles:
            writer.put(article)
        writer.commit({}, pieces)
    return store
