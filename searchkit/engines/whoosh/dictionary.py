"""Dictionary: all raw terms of a snapshot, without walking through them one by one.

Whoosh hands out its terms in a Python loop (half a second for a hundred
thousand). The file behind it holds, in order, the lengths of key and value,
the key (number of the field, term) and the value (facts of the term, among
them its document frequency), and a list of where each key begins: read as
arrays, that takes a few milliseconds. Other kinds of segments go the long way.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3TermsReader

from searchkit.language.distance import near_words

Places = NDArray[np.int64]

_NOTHING: Places = np.zeros(0, dtype=np.int64)
_FIELD = struct.Struct("!H")
_LENGTHS = 8  # bytes: length of the key, length of the value, 32 bits each
_BEFORE_FREQUENCY = 5  # bytes of a value: a flag and the weight, a 32-bit float
_POSITIONS = {"B": ">u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8"}
# The UTF-8 of any beginning is followed by no greater byte.
_AFTER = "\xff"


class HasTerms(Protocol):
    """Whatever has the terms of its fields at hand."""

    def terms(self, field: str) -> Terms:
        """All terms of a field."""
        ...


class Dictionary:
    """The terms of some fields of all segments; nothing is read before it is asked for.

    ``segments`` are those of an index, as ``segment.Segment``.
    """

    def __init__(self, segments: Iterable[HasTerms], fields: tuple[str, ...]) -> None:
        self._segments = tuple(segments)
        self._fields = fields

    def near(self, term: str, distance: int) -> frozenset[str]:
        """The terms of letters (and hyphens) within an edit distance, itself included.

        Empty for a term with other letters than a to z.
        """
        if not term.isascii():
            return frozenset()
        return frozenset(
            word
            for terms in self._tables
            for length in range(len(term) - distance, len(term) + distance + 1)
            for word in near_words(term, terms.of_length(length), distance)
            if word.isascii() and word.replace("-", "").isalpha()
        )

    def with_prefix(self, prefix: str) -> Mapping[str, int]:
        """The terms that begin with ``prefix``, with their document frequency.

        That of each field is the sum over the segments; the largest one counts.
        """
        frequencies: dict[str, int] = {}
        for field in self._fields:
            counts: dict[str, int] = {}
            for terms in self._tables:
                if terms.field == field:
                    counts = _added(counts, terms.with_prefix(prefix))
            frequencies = _largest(frequencies, counts)
        return frequencies

    @cached_property
    def _tables(self) -> tuple[Terms, ...]:
        return tuple(segment.terms(field) for segment in self._segments for field in self._fields)


def _added(counts: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    if not counts:
        return others
    return counts | {term: count + counts.get(term, 0) for term, count in others.items()}


def _largest(counts: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    if not counts:
        return others
    return counts | {term: count for term, count in others.items() if count > counts.get(term, 0)}


class Terms:
    """The terms of one field in one segment, in the order of their bytes.

    Term ``i`` is ``data[starts[i]:starts[i] + lengths[i]]``; its document
    frequency is looked up when first asked for.
    """

    def __init__(
        self,
        field: str,
        data: bytes,
        starts: Places,
        lengths: Places,
        frequencies: Callable[[], Places],
    ) -> None:
        self.field = field
        self._text = data.decode("latin-1")  # a character for each byte
        self._starts = starts
        self._lengths = lengths
        self._read_frequencies = frequencies
        self._of_length: dict[int, list[str]] = {}

    def of_length(self, length: int) -> list[str]:
        """The terms of that many bytes; those beyond ASCII have a character for each byte."""
        words = self._of_length.get(length)
        if words is None:
            text = self._text
            places = self._starts[self._lengths == length].tolist()
            words = [text[at : at + length] for at in places]
            self._of_length[length] = words
        return words

    def with_prefix(self, prefix: str) -> dict[str, int]:
        """The terms that begin with ``prefix``, with their document frequency."""
        text, key = self._text, prefix.encode().decode("latin-1")
        first, last = self._place(key), self._place(key + _AFTER)
        starts = self._starts[first:last]
        bounds = zip(starts.tolist(), (starts + self._lengths[first:last]).tolist(), strict=True)
        terms = [text[start:end] for start, end in bounds]
        found = dict(zip(terms, self._frequencies[first:last].tolist(), strict=True))
        if all(map(str.isascii, terms)):
            return found
        return {term.encode("latin-1").decode(): count for term, count in found.items()}

    @cached_property
    def _frequencies(self) -> Places:
        return self._read_frequencies()

    def _place(self, key: str) -> int:
        """How many terms stand before ``key``."""
        return bisect_left(range(len(self._starts)), key, key=self._term)

    def _term(self, place: int) -> str:
        start = int(self._starts[place])
        return self._text[start : start + int(self._lengths[place])]


def terms_of(leaf: Any, field: str) -> Terms:
    """The terms of a field in one segment, from its Whoosh reader."""
    return _mapped(leaf._terms, field) if _is_mappable(leaf) else _listed(leaf, field)


def _is_mappable(leaf: Any) -> bool:
    return isinstance(getattr(leaf, "_terms", None), W3TermsReader)


def _mapped(reader: Any, field: str) -> Terms:
    """The terms of a segment on disk, as arrays over the bytes of its file."""
    number = reader._fieldmap.get(field)
    table = reader._tindex
    begin = None if number is None else table.closest_key_pos(_FIELD.pack(number))
    end = None if begin is None else table.closest_key_pos(_FIELD.pack(number + 1))
    end = end or table.endofdata
    if begin is None or begin == end:
        return Terms(field, b"", _NOTHING, _NOTHING, lambda: _NOTHING)
    kind = _POSITIONS[table.extras["indextype"]]
    listed = table.dbfile.get(table.indexbase, table.indexlen * table.indexsize)
    entries = np.frombuffer(listed, dtype=kind)
    first, last = np.searchsorted(entries, (begin, end))
    places = entries[first:last].astype(np.int64) - begin
    data = bytes(table.dbfile.get(begin, end - begin))
    raw = np.frombuffer(data, dtype=np.uint8)
    starts = places + _LENGTHS + _FIELD.size
    lengths = _numbers(raw, places) - _FIELD.size
    return Terms(
        field, data, starts, lengths, lambda: _numbers(raw, starts + lengths + _BEFORE_FREQUENCY)
    )


def _numbers(raw: NDArray[np.uint8], places: Places) -> Places:
    """The 32-bit numbers that begin at ``places``, the highest byte first."""
    value = np.zeros(len(places), dtype=np.int64)
    for offset in range(4):
        value = (value << 8) | raw[places + offset]
    return value


def _listed(leaf: Any, field: str) -> Terms:
    """The terms of any other segment, through Whoosh's own loop."""
    terms: list[bytes] = list(leaf.lexicon(field))
    lengths = np.array([len(term) for term in terms], dtype=np.int64)
    frequencies = np.array([leaf.doc_frequency(field, term) for term in terms], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    return Terms(field, b"".join(terms), starts, lengths, lambda: frequencies)
