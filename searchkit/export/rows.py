"""Hits as flat rows, for CSV and TSV: one dictionary per line.

The columns, and their order, are as much of a contract as the keys of the records.
A list is one cell; of several results, the lists of entities, years, scores, zones
and categories stand in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.export.records import Record, hit_record

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.results import Hit

RESULT_COLUMNS = ("regions", "entities", "assessment_years", "scores", "zones", "categories")
_HIT = ("rank", "id", "title", "path", "outlet", "url", "published", "year")

HIT_COLUMNS = (*_HIT, *RESULT_COLUMNS, "relevance", "relaxed", "snippet", "copies")


def hit_row(hit: Hit) -> Record:
    """One hit."""
    record = hit_record(hit)
    return {
        **{name: record[name] for name in _HIT},
        **results_row(hit.article),
        "relevance": record["relevance"],
        "relaxed": hit.relaxed,
        "snippet": hit.snippet.text,
        "copies": len(hit.copies),
    }


def results_row(article: Article) -> Record:
    """The regions and results of one article, a list for each column."""
    results = article.results
    return {
        "regions": [region.name for region in article.subjects],
        "entities": [result.entity for result in results],
        "assessment_years": [result.year for result in results],
        "scores": [result.score for result in results],
        "zones": [result.zone for result in results],
        "categories": [result.category for result in results],
    }
