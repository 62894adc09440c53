"""Hits as plain dictionaries: the shape of their JSON, whoever writes it.

Pure functions. The keys, and their order, are a contract with other programs: new
keys go to the end. Dates are ISO 8601; paths are relative to the current folder where
they lie below it; offsets count characters.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit.export.explanations import explanation_record

if TYPE_CHECKING:
    from searchkit.article import Article, Assessment, RegionRef, Span
    from searchkit.results import Hit

Record = dict[str, Any]


def hit_record(hit: Hit) -> Record:
    """One hit; ``regions`` are those that the article is about.

    ``explanation`` only where it was asked for.
    """
    article = hit.article
    record: Record = {
        "rank": hit.rank,
        "id": article.id,
        "title": article.title,
        "path": shown_path(article.path),
        "outlet": article.outlet,
        "url": article.url,
        "published": iso_day(article.published),
        "year": article.year,
        "regions": [region_record(region) for region in article.subjects],
        "assessments": [assessment_record(result) for result in article.assessments],
        "relevance": round(hit.relevance, 6),
        "snippet": {
            "text": hit.snippet.text,
            "highlights": [list(pair) for pair in hit.snippet.highlights],
        },
        "event_date": iso_day(article.event_date),
        "relaxed": hit.relaxed,
        "copies": [copy_record(copy) for copy in hit.copies],
    }
    if hit.explanation is not None:
        record["explanation"] = explanation_record(hit.explanation)
    return record


def copy_record(article: Article) -> Record:
    """An article that tells the same as a hit."""
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": iso_day(article.published),
    }


def assessment_record(result: Assessment) -> Record:
    """One reported result; ``role`` is "mention" where it is not the article's subject's."""
    return {
        "entity": result.entity,
        "code": result.code,
        "level": result.level,
        "province": result.province,
        "year": result.year,
        "score": result.score,
        "zone": result.zone,
        "category": result.category,
        "rank": result.rank,
        "evidence": span_record(result.evidence),
        "parent": result.parent,
        "role": result.role,
        "rank_of": result.rank_of,
        "year_method": result.year_method,
        "band": result.band,
        "derived": list(result.derived),
        "conflict": result.conflict,
        "previous": result.previous,
        "kind": result.kind,
        "parent_code": result.parent_code,
        "key": result.key,
    }


def region_record(region: RegionRef) -> Record:
    """A region that an article speaks of."""
    return {
        "code": region.code,
        "name": region.name,
        "level": region.level,
        "province": region.province,
    }


def span_record(span: Span) -> Record:
    """Half-open offsets."""
    return {"start": span.start, "end": span.end}


def iso_day(day: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def shown_path(path: str) -> str:
    """``path`` relative to the current folder when it lies below it, else as it is."""
    try:
        here = str(Path.cwd())
    except FileNotFoundError:  # the current folder was deleted
        return path
    return path.removeprefix(here.rstrip(os.sep) + os.sep)
