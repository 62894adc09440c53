"""searchkit: a search engine for Indonesian news that lives in the terminal.

::

    import searchkit

    index = searchkit.open_index("index/")
    with index.writer() as writer:
        report = writer.sync(searchkit.read_corpus("berita/"))
    results = index.search("banjir wilayah:jatim tahun:2020..2023 -jakarta", limit=10)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from searchkit.version import __version__

if TYPE_CHECKING:
    from searchkit.article import Article, Assessment, RegionRef, Rejected, Span
    from searchkit.corpus import Corpus, read_corpus
    from searchkit.errors import (
        ArticleNotFound,
        ConfigError,
        CorpusError,
        IndexDamaged,
        IndexLocked,
        IndexMissing,
        IndexNotDurable,
        IndexNotWritten,
        IndexOutdated,
        IndexUnread,
        IndexUnusable,
        QueryError,
        SavedSearchError,
        SearchkitError,
        SystemShort,
        WorkerLost,
    )
    from searchkit.index import Index, open_index
    from searchkit.indexer import Progress, SyncReport
    from searchkit.indexwriter import IndexWriter
    from searchkit.news import News
    from searchkit.query.filters import Filters
    from searchkit.relevance import HitExplanation
    from searchkit.results import Hit, Results
    from searchkit.saved import SavedSearches
    from searchkit.savedsearch import SavedSearch
    from searchkit.scoreboard import Scoreboard
    from searchkit.similar import Similar
    from searchkit.stats import Stats
    from searchkit.survey import SyncPlan
    from searchkit.verification import Verification


_HOMES = {
    "Article": "searchkit.article",
    "ArticleNotFound": "searchkit.errors",
    "Assessment": "searchkit.article",
    "ConfigError": "searchkit.errors",
    "Corpus": "searchkit.corpus",
    "CorpusError": "searchkit.errors",
    "Filters": "searchkit.query.filters",
    "Hit": "searchkit.results",
    "HitExplanation": "searchkit.relevance",
    "Index": "searchkit.index",
    "IndexDamaged": "searchkit.errors",
    "IndexLocked": "searchkit.errors",
    "IndexMissing": "searchkit.errors",
    "IndexNotDurable": "searchkit.errors",
    "IndexNotWritten": "searchkit.errors",
    "IndexOutdated": "searchkit.errors",
    "IndexUnread": "searchkit.errors",
    "IndexUnusable": "searchkit.errors",
    "IndexWriter": "searchkit.indexwriter",
    "News": "searchkit.news",
    "Progress": "searchkit.indexer",
    "QueryError": "searchkit.errors",
    "RegionRef": "searchkit.article",
    "Rejected": "searchkit.article",
    "Results": "searchkit.results",
    "SavedSearch": "searchkit.savedsearch",
    "SavedSearchError": "searchkit.errors",
    "SavedSearches": "searchkit.saved",
    "Scoreboard": "searchkit.scoreboard",
    "SearchkitError": "searchkit.errors",
    "Similar": "searchkit.similar",
    "Span": "searchkit.article",
    "Stats": "searchkit.stats",
    "SyncPlan": "searchkit.survey",
    "SyncReport": "searchkit.indexer",
    "SystemShort": "searchkit.errors",
    "WorkerLost": "searchkit.errors",
    "Verification": "searchkit.verification",
    "open_index": "searchkit.index",
    "read_corpus": "searchkit.corpus",
}

__all__ = [
    "Article",
    "ArticleNotFound",
    "Assessment",
    "ConfigError",
    "Corpus",
    "CorpusError",
    "Filters",
    "Hit",
    "HitExplanation",
    "Index",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexNotDurable",
    "IndexNotWritten",
    "IndexOutdated",
    "IndexUnread",
    "IndexUnusable",
    "IndexWriter",
    "News",
    "Progress",
    "QueryError",
    "RegionRef",
    "Rejected",
    "Results",
    "SavedSearch",
    "SavedSearchError",
    "SavedSearches",
    "Scoreboard",
    "SearchkitError",
    "Similar",
    "Span",
    "Stats",
    "SyncPlan",
    "SyncReport",
    "SystemShort",
    "Verification",
    "WorkerLost",
    "__version__",
    "open_index",
    "read_corpus",
]


def __getattr__(name: str) -> object:
    # Loaded when first used: a search must not pay for what only indexing needs.
    if name not in _HOMES:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
