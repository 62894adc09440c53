"""Snapshot: one commit of a Whoosh index as arrays over all its segments.

Articles are numbered through the segments (Whoosh's global document numbers).
Postings and columns are read when first asked for and kept for the life of
the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.columns import OrdinalReader, RowReader
from searchkit.engines.whoosh.dictionary import Dictionary
from searchkit.engines.whoosh.schema import RAW_FIELDS, SKETCH, fact_column
from searchkit.engines.whoosh.sketch import WIDTH, Rows

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a term stands: article numbers, ascending, and its frequency in each."""

    ids: Ids
    frequencies: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, number: int) -> Postings:
        """Those of one article: one posting, or none."""
        place = np.searchsorted(self.ids, [number, number + 1])
        return Postings(self.ids[slice(*place)], self.frequencies[slice(*place)])


@dataclass(frozen=True, slots=True)
class Column:
    """A fact of every article, as ordinals into the distinct values."""

    ordinals: NDArray[np.uint32]
    vocabulary: tuple[str, ...]

    def where(self, predicate: Callable[[str], bool]) -> Mask:
        """Which articles have a value that satisfies the predicate."""
        table = np.fromiter(map(predicate, self.vocabulary), bool, len(self.vocabulary))
        mask: Mask = table[self.ordinals]
        return mask

    def numbers(self, convert: Callable[[str], float]) -> Floats:
        """Every article's value as a number."""
        table = np.fromiter(map(convert, self.vocabulary), float, len(self.vocabulary))
        values: Floats = table[self.ordinals]
        return values

    def counts(self, selected: Ids) -> Iterator[tuple[str, int]]:
        """Distinct values among the selected articles, with their number."""
        totals = np.bincount(self.ordinals[selected], minlength=len(self.vocabulary))
        for ordinal in np.flatnonzero(totals):
            yield self.vocabulary[ordinal], int(totals[ordinal])


# The postings cache is emptied before it holds more than this many postings (16 bytes each).
_CACHED_POSTINGS = 4_000_000


class Snapshot:
    """Array access to one open Whoosh reader."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.size: int = self.reader.doc_count_all()
        self._postings: dict[tuple[str, str], Postings] = {}
        self._cached = 0
        self._columns: dict[str, Column] = {}
        self._lengths: dict[str, Floats] = {}

    @cached_property
    def live(self) -> Mask:
        """False for articles that were deleted or replaced."""
        mask = np.ones(self.size, dtype=bool)
        for reader, base in self._leaves():
            if reader.has_deletions():
                for number in range(reader.doc_count_all()):
                    if reader.is_deleted(number):
                        mask[base + number] = False
        return mask

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term, empty where the field does not have it."""
        key = (field, term)
        postings = self._postings.get(key)
        if postings is None:
            postings = self._read_postings(field, term)
            if self._cached + len(postings) > _CACHED_POSTINGS:
                self._postings.clear()
                self._cached = 0
            self._postings[key] = postings
            self._cached += len(postings)
        return postings

    def positions(self, field: str, term: str, ids: Ids) -> dict[int, Sequence[int]]:
        """Where a term stands in each of the articles ``ids`` (ascending) that have it.

        Positions are ascending and count the tokens of the field from 0.
        """
        found: dict[int, Sequence[int]] = {}
        leaves = list(self._leaves())
        for at, (reader, base) in enumerate(leaves):
            end = leaves[at + 1][1] if at + 1 < len(leaves) else self.size
            inside = ids[np.searchsorted(ids, base) : np.searchsorted(ids, end)]
            if not len(inside) or (field, term) not in reader:
                continue
            matcher = reader.postings(field, term)
            for number in map(int, inside):
                if not matcher.is_active():
                    break
                matcher.skip_to(number - base)
                if matcher.is_active() and matcher.id() == number - base:
                    found[number] = matcher.value_as("positions")
        return found

    def column(self, fact: str) -> Column:
        """A fact column over all segments."""
        return self._column(fact_column(fact))

    def lengths(self, field: str) -> Floats:
        """The number of terms of a text field in every article (as Whoosh rounds it)."""
        if field not in self._lengths:
            from searchkit.engines.whoosh.segmentwriter import ROUNDED

            parts = [
                ROUNDED[r._perdoc._segment.length_bytes(field)].astype(float)
                for r, _ in self._leaves()
            ]
            self._lengths[field] = np.concatenate(parts) if parts else np.zeros(0)
        return self._lengths[field]

    @cached_property
    def days(self) -> Floats:
        """Every article's date as a proleptic ordinal, 0 where it has none."""
        return self.column("date").numbers(_day)

    @cached_property
    def best_scores(self) -> Floats:
        """The best score that every article reports, -1 where it reports none."""
        return self.column("scores").numbers(_best_score)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The raw terms of all articles (deleted ones included)."""
        return Dictionary((reader for reader, _ in self._leaves()), RAW_FIELDS)

    @cached_property
    def sketches(self) -> Rows:
        """Every article's sketch, all zeros where its text is too short to have one."""
        parts: list[Rows] = [np.zeros((0, WIDTH), dtype=np.uint8)]
        for reader, _ in self._leaves():
            if not reader.has_column(SKETCH):
                parts.append(np.zeros((reader.doc_count_all(), WIDTH), dtype=np.uint8))
                continue
            column = reader.column_reader(SKETCH, translate=False)
            assert isinstance(column, RowReader)
            parts.append(column.rows)
        return np.concatenate(parts)

    def average_length(self, field: str) -> float:
        """The mean number of terms of a text field, 1 where the index is empty."""
        return float(self.reader.field_length(field) / (self.size or 1)) or 1.0

    def document_frequency(self, field: str, term: str) -> int:
        """In how many articles of the snapshot (deleted ones included) a term stands."""
        return int(self.reader.doc_frequency(field, term))

    def terms_with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        for term in self.reader.expand_prefix(field, prefix):
            yield term.decode()

    def record(self, number: int) -> dict[str, Any]:
        """The stored fields of an article."""
        stored: dict[str, Any] = self.reader.stored_fields(int(number))
        return stored

    def with_phrase(self, field: str, terms: Sequence[str]) -> Mask:
        """Articles in which the terms stand one right after the other in a text field."""
        mask = np.zeros(self.size, dtype=bool)
        ids = reduce(np.intersect1d, (self.postings(field, term).ids for term in terms))
        places = {term: self.positions(field, term, ids) for term in set(terms)}
        for number in map(int, ids):
            starts = None
            for shift, term in enumerate(terms):
                here = {place - shift for place in places[term].get(number, ())}
                starts = here if starts is None else starts & here
            mask[number] = bool(starts)
        return mask

    def _leaves(self) -> Iterator[tuple[Any, int]]:
        yield from self.reader.leaf_readers()

    def _read_postings(self, field: str, term: str) -> Postings:
        ids: list[int] = []
        frequencies: list[float] = []
        for reader, base in self._leaves():
            if (field, term) not in reader:
                continue
            matcher = reader.postings(field, term)
            while matcher.is_active():
                ids.append(base + matcher.id())
                frequencies.append(matcher.weight())
                matcher.next()
        return Postings(np.array(ids, dtype=np.int64), np.array(frequencies, dtype=np.float64))

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            self._columns[name] = self._read_column(name)
        return self._columns[name]

    def _read_column(self, name: str) -> Column:
        vocabulary: dict[str, int] = {"": 0}
        parts: list[NDArray[np.uint32]] = []
        for reader, _ in self._leaves():
            if not reader.has_column(name):
                parts.append(np.zeros(reader.doc_count_all(), dtype=np.uint32))
                continue
            column = reader.column_reader(name, translate=False)
            assert isinstance(column, OrdinalReader)
            table = [vocabulary.setdefault(value, len(vocabulary)) for value in column.vocabulary]
            parts.append(np.array(table, dtype=np.uint32)[column.ordinals])
        ordinals = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint32)
        return Column(ordinals, tuple(vocabulary))


def _day(iso: str) -> float:
    return float(date.fromisoformat(iso).toordinal()) if iso else 0.0


def _best_score(scores: str) -> float:
    return max(map(float, scores.split("\t"))) if scores else -1.0
