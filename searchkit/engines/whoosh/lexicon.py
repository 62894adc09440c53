"""Lexicon: the distinct terms of a field in the order of their bytes, as arrays.

The first eight bytes of each term stand beside it as one number, so that a
term is found by bisection over numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.container import Container, ContainerWriter, narrowest

_KEY = 8  # bytes


def write_lexicon(container: ContainerWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the terms of a field, which are sorted and distinct."""
    ends = np.cumsum(np.fromiter(map(len, terms), np.int64, len(terms)))
    blob = b"".join(terms)
    padded = b"".join([term[:_KEY].ljust(_KEY, b"\0") for term in terms])
    container.add_bytes(f"{field}/terms", blob)
    container.add(f"{field}/term ends", ends.astype(narrowest(len(blob))))
    container.add(f"{field}/term keys", np.frombuffer(padded, ">u8").astype("<u8"))


class Lexicon:
    """The terms of a field, by number from 0."""

    def __init__(self, container: Container, field: str) -> None:
        self.blob = container.bytes(f"{field}/terms")
        self.ends: NDArray[Any] = container.array(f"{field}/term ends")
        keys = container.array(f"{field}/term keys")
        self._keys = memoryview(keys)  # type: ignore[arg-type]
        self._ends = memoryview(self.ends)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return bytes(self.blob[start : self._ends[number]])

    def find(self, term: bytes) -> int | None:
        """The number of a term, None where there is none."""
        place = self.place(term)
        return place if place < len(self) and self[place] == term else None

    def place(self, term: bytes) -> int:
        """How many terms stand before ``term``."""
        key = int.from_bytes(term[:_KEY].ljust(_KEY, b"\0"), "big")
        first = bisect_left(self._keys, key)
        last = bisect_right(self._keys, key, first)
        if last == first:
            return first
        return first + bisect_left(range(first, last), term, key=self.__getitem__)

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with ``prefix``."""
        # In UTF-8 no byte is 0xff, so this is behind every term with the prefix.
        return range(self.place(prefix), self.place(prefix + b"\xff"))

    def listed(self, numbers: range | None = None) -> list[bytes]:
        """The terms with these numbers, all of them where none are given."""
        numbers = range(len(self)) if numbers is None else numbers
        if not len(numbers):
            return []
        start = self._ends[numbers.start - 1] if numbers.start else 0
        ends = (self.ends[numbers.start : numbers.stop].astype(np.int64) - start).tolist()
        blob = bytes(self.blob[start : start + ends[-1]])
        return [blob[left:right] for left, right in zip([0, *ends], ends, strict=False)]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of bytes of each term."""
        lengths = self.ends.astype(np.int64)
        lengths[1:] -= lengths[:-1].copy()
        return lengths
