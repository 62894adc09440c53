"""searchkit at engine level: what its peers are measured against.

Everything goes through ``engines.base``: a writer is handed articles, an engine
answers a Selection. Reaching further in happens in one place, ``_unread``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import cache, cached_property, partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any
from zlib import crc32

from enginecorpora import Articles
from enginepeers import TOP, Answer, Ask
from enginequestions import Question

from searchkit.article import Article
from searchkit.engines.base import BuilderRecipe, Engine, EngineWriter, Selection
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.indexwriter import IndexWriter
from searchkit.language.analyzer import Analyzer
from searchkit.query.ast import And, InRegion, Node, Or, Phrase, Prefix
from searchkit.syncstate import SyncState
from searchkit.version import RULES_VERSION

NAME = "searchkit"
PROCESSES = 2
MOST_PER_PART = 10_000
"""What a process builds at a time; a sync makes parts of about this size, too."""
_CHUNK, _WARMING = 500, 25_000


def store_in(folder: Path) -> WhooshStore:
    """The store of an index in a folder."""
    return WhooshStore(folder, rules=str(RULES_VERSION))


def fingerprint() -> str:
    """Changes whenever articles become other words, other facts or other records."""
    told = f"{FORMAT_VERSION} {store_in(Path()).fingerprint}"
    return f"{crc32(told.encode()):08x}"


def build(folder: Path, corpus: Articles, pool: Executor) -> float:
    """Index a corpus into a new folder; seconds, those in which articles were made not counted.

    The processes of the pool build parts, which join the index in their order.
    """
    begun = perf_counter()
    count = max(PROCESSES, -(-len(corpus) // MOST_PER_PART))
    bounds = pairwise(len(corpus) * part // count for part in range(count + 1))
    making_s = 0.0
    with store_in(folder).writer(rebuild=True) as writer:
        build_part = partial(_build_part, folder, writer.builder(), corpus)
        for part, seconds in pool.map(build_part, bounds):
            writer.adopt(part)
            making_s += seconds
        _commit(writer, folder)
    return perf_counter() - begun - making_s / PROCESSES


def replace(folder: Path, articles: Iterable[Article]) -> None:
    """Add articles, or re-index those whose ids are known, and commit."""
    with store_in(folder).writer() as writer:
        for article in articles:
            writer.put(article)
        _commit(writer, folder)


def _build_part(
    folder: Path, recipe: BuilderRecipe, corpus: Articles, bounds: tuple[int, int]
) -> tuple[object, float]:
    """A part of the index; the seconds that making its articles took."""
    builder, making_s = recipe(_analyzer(folder)), 0.0
    for first in range(*bounds, _CHUNK):
        begun = perf_counter()
        articles = list(corpus.part(first, min(bounds[1], first + _CHUNK)))
        making_s += perf_counter() - begun
        for article in articles:
            builder.put(article)
    return builder.finish(), making_s


def warm(folder: Path, corpus: Articles) -> int:
    """Have this process know what corpora are made of, and the stems of most words.

    A sync finds stems in the user's cache, from whatever was indexed before.
    """
    analyzer = _analyzer(folder)
    return sum(len(analyzer.terms(article.body)) for article in corpus.part(0, _WARMING))


@cache
def _analyzer(folder: Path) -> Analyzer:
    # One for all parts that a process builds: it remembers words.
    return store_in(folder).analyzer


def _commit(writer: EngineWriter, folder: Path) -> None:
    """Commit as an Index does that knows no files."""
    IndexWriter(writer, SyncState(), folder, dirty=True).commit()


class SearchkitSession:
    """One open index."""

    def __init__(self, folder: Path) -> None:
        self._store = store_in(folder)
        self._engine = _unread(self._store.engine())
        self.segments = self._engine.segments

    @cached_property
    def _reading(self) -> Engine:
        return self._store.engine()

    def ready(self, question: Question) -> Ask:
        """The question as a Selection; all of the answer but the articles themselves."""
        engine, selection, kind = self._engine, _selection(question), question.kind

        def ask() -> Answer:
            _forget(engine)
            found = engine.select(selection)
            total = found.total if kind.counted else None
            return Answer(len(found.matches), total, found.counts)

        return ask

    def read(self, question: Question) -> Callable[[], int]:
        """Search and read the stored articles."""
        engine, selection = self._reading, _selection(question)
        return lambda: len(engine.select(selection).matches)

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()
        if "_reading" in vars(self):
            self._reading.close()


def _forget(engine: Any) -> None:
    """Let go of the matches of earlier questions: an answer that is only repeated shows nothing."""
    for evaluator in engine._evaluators.values():
        evaluator.forget()


def _unread(engine: Any) -> Any:
    """The engine with an article's number in place of the article: nothing stored is read."""
    assert callable(engine._article)
    engine._article = lambda number: number
    return engine


def _selection(question: Question) -> Selection:
    kind = question.kind
    filters = (InRegion((question.region,)),) if question.region else ()
    return Selection(_node(question), filters, limit=TOP, facets=kind.facets, counted=kind.counted)


def _node(question: Question) -> Node:
    words = question.words
    match question.kind.shape:
        case "and":
            return And(words)
        case "or":
            return Or(words)
        case "phrase":
            return Phrase(tuple(word.term for word in words), words[0].field)
        case "prefix":
            return Prefix(words[0].term, words[0].field)
