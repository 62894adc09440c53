"""Postings and Positions: where a term stands, as flat arrays.

A posting takes six bytes: the number of its article (32 bits) and a code of 16
bits, 256 times the frequency of the term there plus the length of the field as
Whoosh keeps it in one byte. All that BM25 asks of a posting is in its code, so
that the scores of a list are one look into a table of 65,536 entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Codes = NDArray[np.uint16]
Places = NDArray[np.int64]
Floats = NDArray[np.float64]

CODES = 1 << 16
"""How many codes there are."""

MANY = 255
"""The frequency of a code that says "so many or more"; the exact ones stand apart."""


class Large(NamedTuple):
    """The postings whose frequency does not fit into a code: ``places`` in the list,
    ascending, and the exact ``frequencies`` there."""

    places: Places
    frequencies: Places


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
        large = self.large
        if large is not None:
            at = np.searchsorted(places, large.places)
            there = np.flatnonzero(at < len(places))
            there = there[places[at[there]] == large.places[there]]
            large = Large(at[there], large.frequencies[there]) if len(there) else None
        return Postings(self.ids[places], self.codes[places], large)

    def place(self, number: int) -> int | None:
        """Where in the list an article stands, None where it does not."""
        place = int(np.searchsorted(self.ids, number))
        return place if place < len(self.ids) and self.ids[place] == number else None

    def scores(self, table: Floats, exact: Callable[[Places, NDArray[np.uint8]], Floats]) -> Floats:
        """The entry of ``table`` (``CODES`` long) for each code.

        ``exact`` gives that of the large ones, from their frequencies and length bytes.
        """
        scores: Floats = table[self.codes]
        if self.large is not None:
            places, frequencies = self.large
            scores[places] = exact(frequencies, self.codes[places].astype(np.uint8))
        return scores


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

    @property
    def owners(self) -> Places:
        """For each of ``values`` the number, from 0, of the article it is in."""
        return np.repeat(np.arange(len(self.starts) - 1), self.counts)


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
