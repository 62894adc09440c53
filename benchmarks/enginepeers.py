"""Peers at engine level: what each has to offer, and tantivy.

Each keeps an index on disk, made of the same words in the same fields, and
answers the same questions: numbers and scores of the first ten articles, the
exact total, and counts of facet values. What a peer cannot do it answers with
None, and is not measured there. SQLite FTS5 and stock Whoosh stand in
``enginebaselines.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from enginequestions import Question, WeightedTerm, weighted_terms
from enginewords import Ready

from searchkit.engines.record import load_article

TOP = 10
HEAP_BYTES, THREADS = 1_000_000_000, 2

RAW = ("title", "body")
STEMMED = ("title_stem", "body_stem", "lead")
FACETS = ("region", "year", "band")


class Answer(NamedTuple):
    """What one question gave. ``total`` is None where it was not asked for."""

    hits: int
    total: int | None
    counts: Mapping[str, Mapping[str, int]]


Ask = Callable[[], Answer]


class Session(Protocol):
    """An open index of one peer. ``segments`` is in how many parts it is kept."""

    segments: int

    def ready(self, question: Question) -> Ask | None:
        """The question in the peer's own form, ready to be asked; None where it has none."""
        ...

    def read(self, question: Question) -> Callable[[], int] | None:
        """Asks for the first articles of a question and reads them; gives back how many."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Peer(Protocol):
    """An engine that keeps an index in a folder."""

    name: str

    def build(self, folder: Path, articles: Iterable[Ready]) -> None:
        """Index articles into a new folder, commit, and wait until all merging is done."""
        ...

    def opened(self, folder: Path) -> Session:
        """The index, to be asked."""
        ...


class Tantivy:
    """tantivy-py: whitespace tokens, facets as fast fields, scores as searchkit weighs fields."""

    name = "tantivy"

    def build(self, folder: Path, articles: Iterable[Ready]) -> None:
        """Index with two threads; see ``Peer.build``."""
        self._write(folder, articles, replaces=False)

    def replace(self, folder: Path, articles: Iterable[Ready]) -> None:
        """Add articles, or re-index those whose ids are known, and commit."""
        self._write(folder, articles, replaces=True)

    def opened(self, folder: Path) -> TantivySession:
        """The index, to be asked."""
        return TantivySession(folder)

    def _write(self, folder: Path, articles: Iterable[Ready], *, replaces: bool) -> None:
        from tantivy import Document, Index

        folder.mkdir(parents=True, exist_ok=True)
        writer = Index(self._schema(), str(folder)).writer(HEAP_BYTES, num_threads=THREADS)
        for one in articles:
            if replaces:
                writer.delete_documents_by_term("id", one.id)
            writer.add_document(
                Document(
                    id=one.id,
                    title=one.title,
                    title_stem=one.title_stem,
                    body=one.body,
                    body_stem=one.body_stem,
                    lead=one.lead,
                    region=one.regions,
                    year=one.year or [],
                    band=one.bands,
                    record=one.record.encode(),
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def _schema() -> Any:
        from tantivy import SchemaBuilder

        schema = SchemaBuilder()
        schema.add_text_field("id", tokenizer_name="raw", index_option="basic")
        schema.add_bytes_field("record", stored=True)
        for name in RAW:
            schema.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        for name in STEMMED:
            schema.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        for name in FACETS:
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        return schema.build()


class TantivySession:
    """One open tantivy index."""

    def __init__(self, folder: Path) -> None:
        from tantivy import Index, Occur, Query

        self._query, self._occur = Query, Occur
        self._index = Index.open(str(folder))
        self._searcher = self._index.searcher()
        self.segments: int = self._searcher.num_segments

    def ready(self, question: Question) -> Ask:
        """The question as a query; facets come by a second call, as the binding has it."""
        kind, searcher = question.kind, self._searcher
        query = self.query(question)
        wanted = {name: {"terms": {"field": name, "size": 10_000}} for name in kind.facets}

        def ask() -> Answer:
            found = searcher.search(query, TOP, count=kind.counted)
            counts = {}
            if wanted:
                told = searcher.aggregate(query, wanted)
                counts = {
                    name: {one["key"]: one["doc_count"] for one in told[name]["buckets"]}
                    for name in kind.facets
                }
            return Answer(len(found.hits), found.count if kind.counted else None, counts)

        return ask

    def read(self, question: Question) -> Callable[[], int]:
        """Search and read the stored articles."""
        query, searcher = self.query(question), self._searcher

        def ask() -> int:
            hits = searcher.search(query, TOP, count=False).hits
            read = [searcher.doc(address)["record"][0] for _, address in hits]
            return len([load_article(record.decode()) for record in read])

        return ask

    def query(self, question: Question) -> Any:
        """The query tree; where any word may match it is one flat disjunction."""
        kind, terms = question.kind, [word.term for word in question.words]
        fields = ("body",) if question.scope == "body" else RAW
        if kind.shape == "phrase":
            query = self._any(
                [self._query.phrase_query(self._index.schema, name, terms) for name in fields]
            )
        elif kind.shape == "prefix":
            (prefix,) = terms
            found = [
                self._query.regex_query(self._index.schema, name, f"{prefix}.*") for name in fields
            ]
            query = self._any(found)
        elif kind.shape == "or":
            query = self._any([self._term(t) for w in question.words for t in weighted_terms(w)])
        else:
            query = self._all(
                self._any([self._term(t) for t in weighted_terms(w)]) for w in question.words
            )
        if question.region is None:
            return query
        region = self._query.term_query(
            self._index.schema, "region", question.region, index_option="basic"
        )
        return self._all([query, self._query.const_score_query(region, 0.0)])

    def close(self) -> None:
        """Nothing is held but memory maps."""

    def _term(self, term: WeightedTerm) -> Any:
        option = "position" if term.field in RAW else "freq"
        query = self._query.term_query(
            self._index.schema, term.field, term.term, index_option=option
        )
        return self._query.boost_query(query, term.weight)

    def _any(self, queries: Sequence[Any]) -> Any:
        if len(queries) == 1:
            return queries[0]
        return self._query.boolean_query([(self._occur.Should, query) for query in queries])

    def _all(self, queries: Iterable[Any]) -> Any:
        return self._query.boolean_query([(self._occur.Must, query) for query in queries])
