"""SQLite FTS5 and stock Whoosh at engine level.

FTS5 has no stems beside the words and no weights for fields: it answers what is
asked of the body alone, ordered by its own bm25. Its facets are tables that the
matches are joined with. Whoosh writes with its own SegmentWriter and codec and
counts facets with its own; it is slow enough to be measured on the real news only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from enginepeers import FACETS, RAW, STEMMED, TOP, Answer, Ask
from enginequestions import Question, WeightedTerm, weighted_terms
from enginewords import Ready

from searchkit.engines.record import load_article

_BATCH = 2_000
_RUN_MEGABYTES = 256
# All that stands inside a word of searchkit's: it must not be cut there.
_TOKENIZER = "unicode61 remove_diacritics 0 tokenchars '-.,/⁄:=&_?#%'"


class FTS5:
    """SQLite's full-text index of headline and body; what Python brings."""

    name = "SQLite FTS5"

    def build(self, folder: Path, articles: Iterable[Ready]) -> None:
        """Index articles, see ``Peer.build``; one thread, segments merged into one."""
        folder.mkdir(parents=True)
        database = _connect(folder)
        database.executescript(
            "PRAGMA journal_mode = WAL;"
            "CREATE VIRTUAL TABLE news USING"
            f' fts5(title, body, content="", tokenize="{_TOKENIZER}");'
            "CREATE TABLE stored (article INTEGER PRIMARY KEY, record TEXT);"
        )
        for facet in FACETS:
            database.execute(
                f"CREATE TABLE {facet} (article INTEGER, value TEXT, PRIMARY KEY (article, value))"
                " WITHOUT ROWID"
            )
        numbered = enumerate(articles, start=1)
        while batch := list(islice(numbered, _BATCH)):
            database.executemany(
                "INSERT INTO news (rowid, title, body) VALUES (?, ?, ?)",
                ((number, one.title, one.body) for number, one in batch),
            )
            database.executemany(
                "INSERT INTO stored VALUES (?, ?)", ((number, one.record) for number, one in batch)
            )
            for facet in FACETS:
                rows = ((number, value) for number, one in batch for value in _values(one, facet))
                database.executemany(f"INSERT INTO {facet} VALUES (?, ?)", rows)
        database.execute("CREATE INDEX region_value ON region (value, article)")
        database.execute("INSERT INTO news (news) VALUES ('optimize')")
        database.commit()
        database.close()

    def opened(self, folder: Path) -> FTS5Session:
        """The index, to be asked."""
        return FTS5Session(folder)


class FTS5Session:
    """One open database."""

    segments = 1

    def __init__(self, folder: Path) -> None:
        self._database = _connect(folder)

    def ready(self, question: Question) -> Ask | None:
        """The question as SQL: one statement for the first hits, one for each thing counted."""
        if question.scope != "body":
            return None
        database, kind = self._database, question.kind
        rows = "news WHERE news MATCH :match"
        if question.region is not None:
            # The plus keeps SQLite from looking up every article of the region one by one.
            rows += " AND +rowid IN (SELECT article FROM region WHERE value = :region)"
        values = {"match": _match(question), "region": question.region}
        # Only words are ever put into a statement, and those as values.
        first = f"SELECT rowid, rank FROM {rows} ORDER BY rank LIMIT {TOP}"
        total = f"SELECT count(*) FROM {rows}"
        counted = {
            facet: f"SELECT value, count(*) FROM {facet}"
            f" WHERE article IN (SELECT rowid FROM {rows}) GROUP BY value"
            for facet in kind.facets
        }

        def ask() -> Answer:
            hits = database.execute(first, values).fetchall()
            count = database.execute(total, values).fetchone()[0] if kind.counted else None
            counts = {
                facet: dict(database.execute(statement, values).fetchall())
                for facet, statement in counted.items()
            }
            return Answer(len(hits), count, counts)

        return ask

    def read(self, question: Question) -> Callable[[], int] | None:
        """Search and read the stored articles."""
        if question.scope != "body":
            return None
        database, values = self._database, {"match": _match(question)}
        statement = (
            "SELECT record FROM stored WHERE article IN"
            f" (SELECT rowid FROM news WHERE news MATCH :match ORDER BY rank LIMIT {TOP})"
        )
        return lambda: len([load_article(one) for (one,) in database.execute(statement, values)])

    def close(self) -> None:
        """Close the database."""
        self._database.close()


class StockWhoosh:
    """Whoosh as it comes, given ready words."""

    name = "stock Whoosh"

    def build(self, folder: Path, articles: Iterable[Ready]) -> None:
        """Index articles; see ``Peer.build``."""
        from whoosh.filedb.filestore import FileStorage
        from whoosh.writing import SegmentWriter

        folder.mkdir(parents=True)
        index = FileStorage(str(folder)).create_index(_whoosh_schema())
        writer = SegmentWriter(index, limitmb=_RUN_MEGABYTES)
        for one in articles:
            writer.add_document(
                record=one.record,
                region=" ".join(one.regions),
                year=one.year,
                band=" ".join(one.bands),
                **{name: getattr(one, name) for name in (*RAW, *STEMMED)},
            )
        writer.commit()
        index.close()

    def opened(self, folder: Path) -> WhooshSession:
        """The index, to be asked."""
        return WhooshSession(folder)


class WhooshSession:
    """One open Whoosh index."""

    def __init__(self, folder: Path) -> None:
        from whoosh.index import open_dir

        self._index = open_dir(str(folder))
        self._searcher = self._index.searcher()
        self.segments = len(self._searcher.leaf_searchers())

    def ready(self, question: Question) -> Ask:
        """The question as a tree of Whoosh's queries, facets by its own grouping."""
        from whoosh.query import Term
        from whoosh.sorting import Count, FieldFacet

        searcher, kind = self._searcher, question.kind
        query = _whoosh_query(question)
        region = Term("region", question.region) if question.region else None

        def ask() -> Answer:
            groups = {
                name: FieldFacet(name, allow_overlap=name != "year", maptype=Count)
                for name in kind.facets
            }
            found = searcher.search(query, limit=TOP, filter=region, groupedby=groups or None)
            total = len(found) if kind.counted else None
            counts = {name: _without_none(found.groups(name)) for name in kind.facets}
            return Answer(min(TOP, found.scored_length()), total, counts)

        return ask

    def read(self, question: Question) -> Callable[[], int]:
        """Search and read the stored articles."""
        searcher, query = self._searcher, _whoosh_query(question)
        return lambda: len(
            [load_article(hit["record"]) for hit in searcher.search(query, limit=TOP)]
        )

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()


# FTS5


def _connect(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "news.sqlite")


def _values(article: Ready, facet: str) -> Iterator[str]:
    if facet == "year":
        yield from filter(None, (article.year,))
    else:
        yield from article.regions if facet == "region" else article.bands


def _match(question: Question) -> str:
    words = [f'"{word.term}"' for word in question.words]
    match question.kind.shape:
        case "phrase":
            told = " + ".join(words)
        case "prefix":
            told = f"{words[0]} *"
        case "and" | "or":
            told = f" {question.kind.shape.upper()} ".join(words)
    return f"body : ({told})" if len(words) > 1 else f"body : {told}"


# Whoosh


def _whoosh_schema() -> Any:
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

    words = SpaceSeparatedTokenizer()
    return Schema(
        record=STORED(),
        region=KEYWORD(),
        year=ID(),
        band=KEYWORD(),
        **{name: TEXT(analyzer=words, phrase=True, spelling=False) for name in RAW},
        **{name: TEXT(analyzer=words, phrase=False, spelling=False) for name in STEMMED},
    )


def _whoosh_query(question: Question) -> Any:
    from whoosh.query import And, Or, Phrase, Prefix

    terms = [word.term for word in question.words]
    fields = ("body",) if question.scope == "body" else RAW
    match question.kind.shape:
        case "phrase":
            return Or([Phrase(field, terms) for field in fields])
        case "prefix":
            return Or([Prefix(field, terms[0]) for field in fields])
        case "or":
            return Or([_whoosh_term(t) for word in question.words for t in weighted_terms(word)])
        case "and":
            return And(
                [Or([_whoosh_term(t) for t in weighted_terms(word)]) for word in question.words]
            )


def _whoosh_term(term: WeightedTerm) -> Any:
    from whoosh.query import Term

    return Term(term.field, term.term, boost=term.weight)


def _without_none(groups: dict[str | None, int]) -> dict[str, int]:
    return {value: count for value, count in groups.items() if value}
