"""Values of the library as flat rows, for CSV and TSV: one dictionary per line.

The columns, and their order, are as much of a contract as the keys of the
records. A list is one cell; of several results, the lists of entities, years,
scores, zones and categories stand in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from searchkit.cli.output import Answer
from searchkit.cli.records import Record, article_record
from searchkit.export.markdown import hits_markdown
from searchkit.export.records import hit_record
from searchkit.export.rows import HIT_COLUMNS, RESULT_COLUMNS, hit_row, results_row

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.facets import FacetValue
    from searchkit.results import Hit

_ARTICLE = (
    "id",
    "title",
    "path",
    "line",
    "outlet",
    "url",
    "author",
    "published",
    "event_date",
    "year",
)

ARTICLE_COLUMNS = (*_ARTICLE, *RESULT_COLUMNS, "text")
FACET_COLUMNS = ("value", "label", "count", "zone", "parent")
COMPLETION_COLUMNS = ("text", "kind", "count")
TOKEN_COLUMNS = ("text", "start", "end", "position", "term", "stem", "why", "long_forms")
QUERY_WORD_COLUMNS = ("text", "start", "end", "term", "stem", "why", "role", "means")
FACT_COLUMNS = ("kind", "value", "entity", "start", "end", "text", "why", "place")
SAVED_COLUMNS = (
    "name",
    "query",
    "regions",
    "years",
    "bands",
    "outlets",
    "levels",
    "since",
    "until",
    "sort",
    "index",
    "saved_at",
    "read_at",
    "new",
)
NEWS_COLUMNS = ("search", *HIT_COLUMNS)
SETTING_COLUMNS = ("setting", "value", "origin")


def hits_answer(record: Callable[[], Record], hits: Sequence[Hit]) -> Answer:
    """Hits in every format; ``record`` makes the JSON of all of it."""
    return Answer(
        record=record,
        lines=lambda: map(hit_record, hits),
        columns=HIT_COLUMNS,
        rows=lambda: map(hit_row, hits),
        ids=lambda: (hit.article.id for hit in hits),
        markdown=lambda: hits_markdown(hits),
    )


def article_row(article: Article) -> Record:
    """One article, without offsets."""
    record = article_record(article)
    return {
        **{name: record[name] for name in _ARTICLE},
        **results_row(article),
        "text": article.text,
    }


def facet_rows(values: Iterable[FacetValue], parent: str = "") -> Iterator[Record]:
    """The values of a facet; children follow their parent, whose value they name."""
    for value in values:
        yield {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "zone": value.zone,
            "parent": parent,
        }
        yield from facet_rows(value.children, str(value.value))


def setting_rows(settings: Iterable[tuple[str, object, str]]) -> Iterator[Record]:
    """One row per setting."""
    for name, value, origin in settings:
        cell = list(value) if isinstance(value, tuple) else value
        yield {"setting": name, "value": cell, "origin": origin}


def counts_row(record: Mapping[str, Any]) -> Record:
    """A record whose lists are replaced by their lengths."""
    return {
        name: len(value) if isinstance(value, list) else value for name, value in record.items()
    }
