"""Postings and Positions: where a term stands, as flat arrays.

A posting takes six bytes: the number of its article (32 bits) and a code of 16
bits, 256 times the frequency of the term there plus the length of the field as
Whoosh keeps it in one byte. All that BM25 asks of a posting is in its code, so
that the scores of a list are one look into a table of 65,536 entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places

Numbers = NDArray[np.uint32]
Codes = NDArray[np.uint16]

CODES = 1 << 16
"""How many codes there are."""

MANY = 255
"""The frequency of a code that says "so many or more"; the exact ones stand apart."""


POSITION_BITS = 32
"""A position takes no more."""


class Large(NamedTuple):
    """The postings whose frequency does not fit into a code: ``places`` in the list,
    ascending, and the exact ``frequencies`` there."""

    places: Places
    frequencies: Places

    def among(self, places: Places) -> Large | None:
        """Those at some places (ascending) of the list, as places among them; None for none."""
        at = np.searchsorted(places, self.places)
        found = np.flatnonzero(at < len(places))
        found = found[places[at[found]] == self.places[found]]
        return Large(at[found], self.frequencies[found]) if len(found) else None


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The articles that have a term: numbers, ascending, each with its code.

    ``large`` is None where every frequency is below ``MANY``.
    """

    ids: Numbers
    codes: Codes
    large: Large | None = None

    @classmethod
    def of(
        cls, ids: NDArray[np.integer], frequencies: NDArray[np.integer], lengths: object = 0
    ) -> Postings:
        """From exact frequencies and the bytes of the field lengths (an array, or one for all)."""
        codes = np.minimum(frequencies, MANY).astype(np.uint16) << 8
        codes |= np.asarray(lengths).astype(np.uint16)
        places = np.flatnonzero(frequencies >= MANY)
        large = Large(places, frequencies[places].astype(np.int64)) if len(places) else None
        return cls(ids.astype(np.uint32), codes, large)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def frequencies(self) -> Places:
        """How often the term stands in each of the articles."""
        frequencies = (self.codes >> 8).astype(np.int64)
        if self.large is not None:
            frequencies[self.large.places] = self.large.frequencies
        return frequencies

    @property
    def length_bytes(self) -> NDArray[np.uint8]:
        """The lengths of the field, as Whoosh keeps them in a byte."""
        return self.codes.astype(np.uint8)

    def at(self, places: Places) -> Postings:
        """Those at some places of the list (ascending)."""
        large = self.large.among(places) if self.large is not None else None
        return Postings(self.ids.take(places), self.codes.take(places), large)

    def place(self, number: int) -> int | None:
        """Where in the list an article stands, None where it does not."""
        place = int(np.searchsorted(self.ids, number))
        return place if place < len(self.ids) and self.ids[place] == number else None


NO_POSTINGS = Postings(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint16))


def joined(parts: Sequence[tuple[Postings, int]]) -> Postings:
    """The postings of several segments as one list; each with the number of its first article.

    Segments stand in their order. A single one that begins at 0 is handed on as it is.
    """
    if len(parts) == 1 and parts[0][1] == 0:
        return parts[0][0]
    if not parts:
        return NO_POSTINGS
    ids = np.concatenate([part.ids + np.uint32(base) for part, base in parts])
    codes = np.concatenate([part.codes for part, _ in parts])
    starts = np.cumsum([0, *(len(part) for part, _ in parts)])
    large = [
        (part.large.places + start, part.large.frequencies)
        for (part, _), start in zip(parts, starts, strict=False)
        if part.large is not None
    ]
    if not large:
        return Postings(ids, codes)
    places, frequencies = map(np.concatenate, zip(*large, strict=True))
    return Postings(ids, codes, Large(places, frequencies))


class Positions(NamedTuple):
    """The places of a term in some articles, counted in tokens of the field from 0.

    Those in the i-th article are ``values[starts[i]:starts[i + 1]]``, ascending.
    """

    starts: Places
    values: NDArray[np.uint16] | NDArray[np.uint32]

    @property
    def counts(self) -> Places:
        """How many there are in each article."""
        return np.diff(self.starts)

    def keys(self, articles: Places | None = None) -> Places:
        """Each position with its article in one number, ascending: the article's times
        2 ** ``POSITION_BITS``, plus the position.

        ``articles`` (ascending) are their numbers, those from 0 on if not told.
        """
        if articles is None:
            articles = np.arange(len(self.starts) - 1)
        keys: Places = np.repeat(articles << POSITION_BITS, self.counts)
        keys += self.values
        return keys


NO_POSITIONS = Positions(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint32))


def joined_positions(parts: Sequence[Positions]) -> Positions:
    """The positions of several runs of articles, one run after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NO_POSITIONS
    counts = np.concatenate([part.counts for part in parts])
    values = np.concatenate([part.values for part in parts])
    return Positions(np.append(0, np.cumsum(counts)), values)
