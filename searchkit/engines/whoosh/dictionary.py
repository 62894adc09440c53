"""Dictionary: all raw terms of a snapshot, to look for near ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from searchkit.engines.whoosh.arrays import distinct
from searchkit.engines.whoosh.field import Field
from searchkit.engines.whoosh.lexicon import key_of
from searchkit.engines.whoosh.segment import Segment
from searchkit.language.distance import near_words

_ASCII = 127


class Dictionary:
    """The terms of some fields of all segments; nothing is read before it is asked for.

    ``segments`` are those of an index.
    """

    def __init__(self, segments: Iterable[Segment], fields: tuple[str, ...]) -> None:
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

    def within(self, field: str, term: str, distance: int) -> frozenset[str]:
        """The terms of one field within an edit distance, itself included."""
        lengths = range(max(len(term) - distance, 1), len(term) + distance + 1)
        return frozenset(
            word
            for terms in self._tables
            if terms.field == field
            for words in (*(terms.plain(length) for length in lengths), terms.beyond_ascii)
            for word in near_words(term, words, distance)
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
    def _tables(self) -> tuple[_Terms, ...]:
        fields = (segment.field(name) for segment in self._segments for name in self._fields)
        return tuple(_Terms(field) for field in fields if field)


def _added(counts: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    if not counts:
        return others
    return counts | {term: count + counts.get(term, 0) for term, count in others.items()}


def _largest(counts: dict[str, int], others: dict[str, int]) -> dict[str, int]:
    if not counts:
        return others
    return counts | {term: count for term, count in others.items() if count > counts.get(term, 0)}


class _Terms:
    """The terms of one field in one segment."""

    def __init__(self, field: Field) -> None:
        self.field = field.name
        self._field, self._lexicon = field, field.lexicon
        self._of_length: dict[int, list[str]] = {}

    def of_length(self, length: int) -> list[str]:
        """The terms of that many bytes; those beyond ASCII have a character for each byte."""
        words = self._of_length.get(length)
        if words is None:
            text = self._text
            starts = self._lexicon.starts[:-1][self._lexicon.lengths == length].tolist()
            words = self._of_length[length] = [text[at : at + length] for at in starts]
        return words

    def plain(self, length: int) -> list[str]:
        """The terms of ASCII alone that have so many letters."""
        return list(filter(str.isascii, self.of_length(length)))

    @cached_property
    def beyond_ascii(self) -> list[str]:
        """All terms with other letters than those of ASCII."""
        others = np.flatnonzero(self._lexicon.blob > _ASCII)
        numbers = distinct(np.searchsorted(self._lexicon.starts, others, side="right") - 1)
        return [self._lexicon[number].decode() for number in numbers.tolist()]

    def with_prefix(self, prefix: str) -> dict[str, int]:
        """The terms that begin with ``prefix``, with their document frequency."""
        found = self._lexicon.with_prefix(key_of(prefix))
        if not len(found):
            return {}
        counts = np.diff(self._field.places(found.start, found.stop))
        terms = map(bytes.decode, self._lexicon.listed(found))
        return dict(zip(terms, counts.tolist(), strict=True))

    @cached_property
    def _text(self) -> str:
        return self._lexicon.blob.tobytes().decode("latin-1")  # a character for each byte
