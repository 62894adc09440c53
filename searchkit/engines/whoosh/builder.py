"""SegmentBuilder: articles → the file of a segment, without Whoosh's posting pool."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np

from searchkit.article import Article
from searchkit.engines.base import NoRoom
from searchkit.engines.whoosh.checksums import Made
from searchkit.engines.whoosh.columns import dump_ordinals
from searchkit.engines.whoosh.document import Document, build_document
from searchkit.engines.whoosh.entry import Entry
from searchkit.engines.whoosh.folder import segment_name
from searchkit.engines.whoosh.inversion import invert
from searchkit.engines.whoosh.schema import (
    FACT_COLUMNS,
    KEYWORD_FIELDS,
    RAW_FIELDS,
    RECORD,
    SCORED_FIELDS,
    SKETCH,
    TEXT_FIELDS,
    fact_column,
)
from searchkit.engines.whoosh.segmentwriter import SegmentWriter
from searchkit.engines.whoosh.sketch import Sketcher, TermIds
from searchkit.engines.whoosh.stored import StoredWriter
from searchkit.language.analyzer import Analyzer

MAX_TOKENS = 6_000_000
"""A builder with so many tokens should be finished: inverting them takes about 300 MB."""


class SegmentBuilder:
    """Collects articles in memory; ``write`` makes them as one segment."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._sketcher = Sketcher(analyzer)
        self._words = _Numbers()
        self._texts = {name: _Texts() for name in (*SCORED_FIELDS, *KEYWORD_FIELDS)}
        self._facts = {name: _Ordinals() for name in FACT_COLUMNS}
        self._sketches = bytearray()
        self._records = StoredWriter()
        self.articles = 0
        self.tokens = 0

    def put(self, article: Article) -> int:
        """Add an article; its number in the segment. Raises NoRoom where it is too large."""
        try:
            document = build_document(article, self._analyzer, self._sketcher)
        except MemoryError as error:
            raise NoRoom from error
        self._add(document)
        self.articles += 1
        return self.articles - 1

    @property
    def is_full(self) -> bool:
        """Whether it is time to finish."""
        return self.tokens >= MAX_TOKENS

    def write(self, path: Path) -> Made:
        """Write the segment."""
        writer = SegmentWriter(path, self.articles)
        try:
            words = list(self._words)
            for name, texts in self._texts.items():
                lengths = np.asarray(texts.lengths)
                vocabulary = self._analyzer.vocabulary if name in TEXT_FIELDS else words
                tokens = np.asarray(texts.tokens)
                writer.add_field(
                    name,
                    invert(tokens, lengths, vocabulary),
                    lengths if name in SCORED_FIELDS else None,
                    positions=name in RAW_FIELDS,
                )
            for name, fact in self._facts.items():
                data = dump_ordinals(np.asarray(fact.ordinals), list(fact.vocabulary))
                writer.add_column(fact_column(name), data, "ordinals")
            writer.add_column(SKETCH, bytes(self._sketches), "rows")
            writer.add_stored(RECORD, self._records)
            return writer.close()
        except BaseException:
            writer.discard()
            raise

    def _add(self, document: Document) -> None:
        for name, terms in document.texts.items():
            self._texts[name].add(terms)
            self.tokens += len(terms)
        for name, words in document.words.items():
            self._texts[name].add(np.array([self._words[word] for word in words], dtype=np.int32))
        for name, fact in self._facts.items():
            fact.add(getattr(document.facts, name))
        self._sketches += document.sketch
        self._records.add(document.record.encode())


class PartBuilder(SegmentBuilder):
    """Implements ``engines.base.Builder``: writes a segment that nobody knows yet."""

    def __init__(self, data: Path, analyzer: Analyzer) -> None:
        """``data`` is the folder of the data of an index."""
        super().__init__(analyzer)
        self._data = data

    def finish(self) -> Entry:
        """Write the segment, and tell what it is, with its checksum."""
        name = segment_name()
        return Entry.made(name, self.write(self._data / name))


class _Numbers(dict[str, int]):
    """Terms by number: one that is not known gets the next."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class _Texts:
    """The texts of a field as numbers of terms, one after the other."""

    def __init__(self) -> None:
        self.tokens = array("i")
        self.lengths = array("I")

    def add(self, terms: TermIds) -> None:
        """The text of the next article."""
        self.tokens.frombytes(terms.tobytes())
        self.lengths.append(len(terms))


class _Ordinals:
    """A fact column in the making; an article without a value has ""."""

    def __init__(self) -> None:
        self.ordinals = array("I")
        self.vocabulary = _Numbers({"": 0})

    def add(self, value: str) -> None:
        """The value of the next article."""
        self.ordinals.append(self.vocabulary[value])
