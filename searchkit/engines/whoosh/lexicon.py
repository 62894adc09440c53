"""Lexicon: the distinct terms of a field in the order of their bytes, as arrays.

They stand in blocks of eight. The first eight bytes of the first term of each
block are kept as a number, so that a term is found by bisection over numbers
and a look at one block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places, offsets
from searchkit.engines.whoosh.container import Container, ContainerWriter, narrowest
from searchkit.translation import _

_BLOCK = 8  # terms
_KEY = 8  # bytes


def write_lexicon(container: ContainerWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the terms of a field, which are sorted and distinct."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    starts = offsets(lengths)
    first = b"".join([term[:_KEY].ljust(_KEY, b"\0") for term in terms[::_BLOCK]])
    container.add_bytes(f"{field}/terms", b"".join(terms))
    container.add(f"{field}/term lengths", lengths.astype(narrowest(int(lengths.max(initial=0)))))
    container.add(f"{field}/term blocks", starts[:-1:_BLOCK].astype(narrowest(int(starts[-1]))))
    container.add(f"{field}/term keys", np.frombuffer(first, ">u8").astype("<u8"))


def key_of(term: str) -> bytes:
    """A term as it stands in a lexicon; of what is no text there is nothing."""
    return term.encode("utf-8", "surrogatepass")


class Lexicon:
    """The terms of a field, by number from 0.

    Raises KeyError where a field has no such sections, IndexDamaged where they do not fit
    together.
    """

    def __init__(self, container: Container, field: str) -> None:
        self._blob = container.section(f"{field}/terms")
        lengths, blocks, keys = (
            container.section(f"{field}/term {name}") for name in ("lengths", "blocks", "keys")
        )
        for section in (blocks, keys):
            section.require(-(-len(lengths) // _BLOCK))
        self.lengths: NDArray[Any] = lengths.whole()
        self._lengths = memoryview(self.lengths)  # type: ignore[arg-type]
        self._blocks = memoryview(blocks.whole())  # type: ignore[arg-type]
        self._keys = memoryview(keys.whole())  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._lengths)

    def __getitem__(self, number: int) -> bytes:
        return self._bytes(self._start(number), self._lengths[number])

    def find(self, term: bytes) -> int | None:
        """The number of a term, None where there is none."""
        place = self.place(term)
        return place if place < len(self) and self[place] == term else None

    def place(self, term: bytes) -> int:
        """How many terms stand before ``term``."""
        key = int.from_bytes(term[:_KEY].ljust(_KEY, b"\0"), "big")
        last = bisect_right(self._keys, key)
        first = bisect_left(self._keys, key, 0, last)
        # Blocks from ``first`` on begin like the term: those that begin with less stand before.
        blocks = range(first, last)
        block = first + bisect_left(blocks, term, key=self._first) - 1
        if block + 1 < last and self._first(block + 1) == term:
            return (block + 1) * _BLOCK
        if block < 0:
            return 0
        number, start = block * _BLOCK, 0
        lengths = self._lengths[number : number + _BLOCK]
        terms = self._bytes(self._blocks[block], sum(lengths))
        for length in lengths:
            if terms[start : start + length] >= term:
                break
            number += 1
            start += length
        return number

    def with_prefix(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with ``prefix``."""
        # In UTF-8 no byte is 0xff, so this is behind every term with the prefix.
        return range(self.place(prefix), self.place(prefix + b"\xff"))

    def listed(self, numbers: range | None = None) -> list[bytes]:
        """The terms with these numbers, all of them where none are given."""
        numbers = range(len(self)) if numbers is None else numbers
        if not len(numbers):
            return []
        ends = offsets(self._checked(self.lengths[numbers.start : numbers.stop])).tolist()
        terms = self._bytes(self._start(numbers.start), ends[-1])
        return [terms[left:right] for left, right in pairwise(ends)]

    @property
    def blob(self) -> NDArray[np.uint8]:
        """The bytes of all terms."""
        return self._blob.whole()

    @cached_property
    def starts(self) -> Places:
        """Where in ``blob`` each term begins, and where the last ends."""
        starts = offsets(self._checked(self.lengths))
        self._blob.require(int(starts[-1]))
        return starts

    def _first(self, block: int) -> bytes:
        return self._bytes(self._blocks[block], self._lengths[block * _BLOCK])

    def _start(self, number: int) -> int:
        block, inside = divmod(number, _BLOCK)
        start: int = self._blocks[block] + sum(self._lengths[number - inside : number])
        return start

    def _bytes(self, start: int, length: int) -> bytes:
        return self._blob.bytes(start, start + length)

    def _checked(self, lengths: NDArray[Any]) -> NDArray[Any]:
        """Lengths of terms, none of them longer than all terms together."""
        if int(lengths.max(initial=0)) > len(self._blob):
            raise self._blob.error(
                _("{count} bytes").format(count=len(self._blob)),
                _("a term of {count}").format(count=lengths.max()),
            )
        return lengths
