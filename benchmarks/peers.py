"""Peers: other ways to rank articles for a query, all given the same text.

- BM25 over plain words, over stems of stock PySastrawi (none of our
  corrections; with and without its stop words), and over stems of Snowball's
  Indonesian algorithm. They differ in the terms alone. Snowball's rules and
  those of Lucene's IndonesianStemmer, which Elasticsearch's ``indonesian``
  analyzer uses, are both made after F. Z. Tala, "A Study of Stemming Effects
  on Information Retrieval in Bahasa Indonesia" (2003).
- SQLite FTS5 and tantivy, two engines in wide use, as they come: their default
  tokenizers, a column for the title and one for the body, any word may match.

A query is data to all of them: no character of it is an operator.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import chain
from typing import NamedTuple

import numpy as np
from testcollections import Document

from searchkit.evaluation.runs import DEPTH

Ranker = Callable[[str], list[str]]
"""The ids that answer a query, best first, at most ``DEPTH``."""

Terms = Callable[[str], list[str]]
"""The terms of a text, in order."""

K1, B = 1.2, 0.75
WRITER_BYTES = 50_000_000

_WORD = re.compile(r"[^\W_]+")


class Peer(NamedTuple):
    """One way to rank: ``build`` reads documents, what it gives back answers queries.

    ``package`` is what must be installed for it, None where Python brings it.
    """

    name: str
    build: Callable[[Sequence[Document]], Ranker]
    package: str | None = None

    @property
    def is_installed(self) -> bool:
        """Whether it can be measured."""
        return self.package is None or find_spec(self.package) is not None


class BM25:
    """Okapi BM25 over one text per article, title and body together.

    ``idf = ln(1 + (N - n + 0.5) / (n + 0.5))`` as in Lucene, lengths exact.
    Articles with the same score keep their order in the corpus.
    """

    def __init__(self, terms: Terms, documents: Sequence[Document]) -> None:
        self._terms = terms
        self._ids = [document.id for document in documents]
        counts = [Counter(terms(f"{one.title}\n{one.text}")) for one in documents]
        lengths = np.array([counted.total() for counted in counts], dtype=np.float64)
        self._norms = K1 * (1 - B + B * lengths / (lengths.mean() or 1.0))
        postings: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, counted in enumerate(counts):
            for term, times in counted.items():
                postings[term].append((place, times))
        self._postings = {term: np.array(found) for term, found in postings.items()}

    def __call__(self, query: str) -> list[str]:
        """The ids of the articles that share a term with the query."""
        scores = np.zeros(len(self._ids))
        for term, asked in Counter(self._terms(query)).items():
            if (found := self._postings.get(term)) is None:
                continue
            places, times = found[:, 0], found[:, 1]
            idf = np.log1p((len(self._ids) - len(found) + 0.5) / (len(found) + 0.5))
            scores[places] += asked * idf * times / (times + self._norms[places])
        best = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self._ids[place] for place in best if scores[place] > 0]


def words(text: str) -> list[str]:
    """Runs of letters and digits, lower-cased."""
    return _WORD.findall(text.lower())


def raw_bm25(documents: Sequence[Document]) -> Ranker:
    """BM25 over words as they stand."""
    return BM25(words, documents)


def sastrawi_bm25(documents: Sequence[Document], *, stop_words: bool = False) -> Ranker:
    """BM25 over the stems of stock PySastrawi, which may drop its own stop words first."""
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
    from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory

    stem = StemmerFactory().create_stemmer().stem
    dropped = frozenset(StopWordRemoverFactory().get_stop_words()) if stop_words else frozenset()
    stems: dict[str, list[str]] = {}

    def terms(text: str) -> list[str]:
        kept = [word for word in words(text) if word not in dropped]
        for word in kept:
            if word not in stems:
                # It takes a word with a foreign letter apart: none, one or two stems.
                stems[word] = stem(word).split()
        return list(chain.from_iterable(map(stems.__getitem__, kept)))

    return BM25(terms, documents)


def snowball_bm25(documents: Sequence[Document]) -> Ranker:
    """BM25 over the stems of Snowball's Indonesian algorithm."""
    import snowballstemmer

    stem = snowballstemmer.stemmer("indonesian").stemWord
    stems: dict[str, str] = {}

    def terms(text: str) -> list[str]:
        found = words(text)
        for word in found:
            if word not in stems:
                stems[word] = stem(word)
        return [stems[word] for word in found]

    return BM25(terms, documents)


def fts5(documents: Sequence[Document]) -> Ranker:
    """SQLite FTS5: unicode61, the words of the query joined by OR, ordered by bm25()."""
    # Closed with the ranker, which alone holds it.
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE news USING fts5(id UNINDEXED, title, body)")
    database.executemany("INSERT INTO news VALUES (?, ?, ?)", documents)
    select = f"SELECT id FROM news WHERE news MATCH ? ORDER BY bm25(news), rowid LIMIT {DEPTH}"

    def ranked(query: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in words(query))
        return [name for (name,) in database.execute(select, (match,))] if match else []

    return ranked


def tantivy(documents: Sequence[Document]) -> Ranker:
    """Tantivy: the default tokenizer, the words of the query in the title or the body."""
    from tantivy import Document as Record
    from tantivy import Index, SchemaBuilder

    schema = SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("title")
    schema.add_text_field("body")
    index = Index(schema.build())
    # One thread makes one segment at a time: equal runs, in the order of the corpus.
    writer = index.writer(WRITER_BYTES, num_threads=1)
    for one in documents:
        writer.add_document(Record(id=one.id, title=one.title, body=one.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ranked(query: str) -> list[str]:
        # Lower-cased words: neither punctuation nor AND, OR, NOT and IN mean anything.
        asked = " ".join(words(query))
        if not asked:
            return []
        hits = searcher.search(index.parse_query(asked, ["title", "body"]), DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in hits]

    return ranked


PEERS = (
    Peer("BM25, words", raw_bm25),
    Peer("BM25, Sastrawi stems", sastrawi_bm25, "Sastrawi"),
    Peer("… without its stop words", partial(sastrawi_bm25, stop_words=True), "Sastrawi"),
    Peer("BM25, Snowball stems", snowball_bm25, "snowballstemmer"),
    Peer("SQLite FTS5", fts5),
    Peer("tantivy", tantivy, "tantivy"),
)
"""In the order of the table."""
