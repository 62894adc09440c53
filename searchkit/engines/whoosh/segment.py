"""Segment: one part of an index as arrays; and the one that reads Whoosh's own files.

A snapshot asks nothing else of an index. Numbers of articles count inside the
segment, from 0, deleted articles included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import length_to_byte

from searchkit.engines.whoosh.columns import OrdinalReader, RowReader
from searchkit.engines.whoosh.dictionary import Terms, terms_of
from searchkit.engines.whoosh.postings import Places, Positions, Postings
from searchkit.engines.whoosh.schema import SKETCH, TEXT_FIELDS, length_column
from searchkit.engines.whoosh.sketch import WIDTH, Rows

Mask = NDArray[np.bool_]
Ordinals = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.uint32]

_KEPT = 100  # lists of postings


class Segment(Protocol):
    """A part of an index, as it was at one commit."""

    @property
    def size(self) -> int:
        """The number of articles, deleted ones included."""
        ...

    @property
    def deleted(self) -> Mask | None:
        """Which articles were deleted or replaced, None where none were."""
        ...

    def postings(self, field: str, term: str) -> Postings | None:
        """Where a term stands, None where the field does not have it."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """The number of postings of a term, 0 where the field does not have it."""
        ...

    def positions(self, field: str, term: str, places: Places) -> Positions:
        """The positions of a term in the articles at some places (ascending) of its postings."""
        ...

    def column(self, name: str) -> tuple[Ordinals, Sequence[str]]:
        """A fact of every article, as ordinals into the distinct values."""
        ...

    def sketches(self) -> Rows:
        """Every article's sketch, all zeros where its text is too short to have one."""
        ...

    def record(self, number: int) -> bytes:
        """An article, as JSON. Raises KeyError where it has none."""
        ...

    def field_length(self, field: str) -> int:
        """The number of terms of a text field in all articles together."""
        ...

    def terms(self, field: str) -> Terms:
        """All terms of a field."""
        ...

    def with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        ...


class WhooshSegment:
    """A segment as Whoosh's own codec writes it, read through a Whoosh reader."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._postings: dict[tuple[str, str], Postings] = {}
        self.size: int = reader.doc_count_all()

    @cached_property
    def deleted(self) -> Mask | None:
        """Which articles were deleted or replaced, None where none were."""
        if not self._reader.has_deletions():
            return None
        return np.fromiter(map(self._reader.is_deleted, range(self.size)), bool, self.size)

    def postings(self, field: str, term: str) -> Postings | None:
        """Where a term stands, None where the field does not have it."""
        known = self._postings.get((field, term))
        if known is not None:
            return known
        if (field, term) not in self._reader:
            return None
        ids: list[int] = []
        frequencies: list[int] = []
        matcher = self._reader.postings(field, term)
        while matcher.is_active():
            ids.append(matcher.id())
            frequencies.append(int(matcher.weight()))
            matcher.next()
        numbers = np.array(ids)
        lengths = self._length_bytes[field][numbers] if field in TEXT_FIELDS else 0
        postings = Postings.of(numbers, np.array(frequencies), lengths)
        if len(self._postings) >= _KEPT:
            self._postings.clear()
        self._postings[field, term] = postings
        return postings

    def document_frequency(self, field: str, term: str) -> int:
        """The number of postings of a term, 0 where the field does not have it."""
        return int(self._reader.doc_frequency(field, term))

    def positions(self, field: str, term: str, places: Places) -> Positions:
        """The positions of a term in the articles at some places (ascending) of its postings."""
        values: list[int] = []
        starts = [0]
        postings = self.postings(field, term)
        assert postings is not None
        matcher = self._reader.postings(field, term)
        for number in postings.ids[places].tolist():
            matcher.skip_to(number)
            values += matcher.value_as("positions")
            starts.append(len(values))
        return Positions(np.array(starts), np.array(values, dtype=np.uint32))

    def column(self, name: str) -> tuple[Ordinals, Sequence[str]]:
        """A fact of every article, as ordinals into the distinct values."""
        if not self._reader.has_column(name):
            return np.zeros(self.size, dtype=np.uint8), [""]
        column = self._reader.column_reader(name, translate=False)
        assert isinstance(column, OrdinalReader)
        return column.ordinals, column.vocabulary

    def sketches(self) -> Rows:
        """Every article's sketch, all zeros where its text is too short to have one."""
        if not self._reader.has_column(SKETCH):
            return np.zeros((self.size, WIDTH), dtype=np.uint8)
        column = self._reader.column_reader(SKETCH, translate=False)
        assert isinstance(column, RowReader)
        return column.rows

    def record(self, number: int) -> bytes:
        """An article, as JSON. Raises KeyError where it has none."""
        text: str = self._reader.stored_fields(number)["record"]
        return text.encode()

    def field_length(self, field: str) -> int:
        """The number of terms of a text field in all articles together."""
        return int(self._reader.field_length(field))

    def terms(self, field: str) -> Terms:
        """All terms of a field."""
        return terms_of(self._reader, field)

    def with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        for term in self._reader.expand_prefix(field, prefix):
            yield term.decode()

    @cached_property
    def _length_bytes(self) -> dict[str, NDArray[np.uint8]]:
        return {field: self._read_lengths(field) for field in TEXT_FIELDS}

    def _read_lengths(self, field: str) -> NDArray[np.uint8]:
        ordinals, vocabulary = self.column(length_column(field))
        table = [length_to_byte(int(length or 0)) for length in vocabulary]
        return np.array(table, dtype=np.uint8)[ordinals]


def segments_of(reader: Any) -> list[Segment]:
    """The segments of an open Whoosh reader, in the order of their article numbers."""
    return [WhooshSegment(leaf) for leaf, _ in reader.leaf_readers()]
