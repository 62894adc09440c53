"""Saved searches and their news in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from searchkit.cli.output import Answer
from searchkit.cli.records import SCHEMA, Record, saved_record
from searchkit.cli.rows import NEWS_COLUMNS, SAVED_COLUMNS
from searchkit.export.records import hit_record
from searchkit.export.rows import hit_row

if TYPE_CHECKING:
    from searchkit.news import News
    from searchkit.results import Results
    from searchkit.savedsearch import SavedSearch


class Told(NamedTuple):
    """What is new to a saved search, and its hits."""

    news: News
    results: Results


def searches_record(listed: Iterable[tuple[SavedSearch, int | None]]) -> Record:
    """Some saved searches, each with how many articles are new to it."""
    return {"schema": SCHEMA, "searches": [saved_record(*each) for each in listed]}


def searches_answer(
    record: Callable[[], Record], listed: Sequence[tuple[SavedSearch, int | None]]
) -> Answer:
    """Saved searches in every format; ``record`` makes the JSON of all of it."""
    return Answer(
        record=record,
        lines=lambda: (saved_record(*each) for each in listed),
        columns=SAVED_COLUMNS,
        rows=lambda: (saved_record(*each) for each in listed),
        ids=lambda: (search.name for search, _new in listed),
    )


def news_answer(told: Sequence[Told]) -> Answer:
    """News in every format: each hit with the search that it is new to, each id once."""
    hits = [(news.search.name, hit) for news, results in told for hit in results.hits]
    return Answer(
        record=lambda: {"schema": SCHEMA, "searches": [_news_record(*each) for each in told]},
        lines=lambda: ({"search": name, **hit_record(hit)} for name, hit in hits),
        columns=NEWS_COLUMNS,
        rows=lambda: ({"search": name, **hit_row(hit)} for name, hit in hits),
        ids=lambda: dict.fromkeys(hit.article.id for _name, hit in hits),
    )


def _news_record(news: News, results: Results) -> Record:
    return {
        **saved_record(news.search, len(news)),
        "hits": [hit_record(hit) for hit in results.hits],
        "folded": results.folded,
    }
