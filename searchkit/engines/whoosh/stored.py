"""Stored texts: compressed in blocks of several, so that one is read without the others' blocks.

Blocks are streams of zlib. A large store has a preset dictionary, the
beginning of its own texts: news repeats itself. What is merged keeps its
blocks and its dictionaries.

No block unpacks to more than ``MOST`` times its size, nor to more than its texts
have by what is written down of their lengths: who reads one knows before how
much memory that takes.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, TypeVar
from weakref import WeakMethod

import numpy as np

from searchkit.engines.whoosh.arrays import Places, offsets
from searchkit.engines.whoosh.container import Container, ContainerWriter, narrowest

T = TypeVar("T")

_BLOCK = 8 << 10  # bytes; a page of ten hits reads ten blocks, each in 0.05 ms
_DICTIONARY = 32 << 10  # bytes, as much as zlib can look back
_LARGE = 16 * _DICTIONARY  # bytes, from which on a dictionary is worth its room
MOST = 64
"""News is packed to a third. What would be packed to less than a 64th is rather kept as it is."""
_KEPT = 4  # blocks that were unpacked last
_KEPT_DICTIONARIES = 64  # two megabytes
_LEVEL = 4  # with a dictionary a higher one takes twice as long for a twentieth less


class StoredWriter:
    """Collects the texts of a segment in the order of its articles."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._sizes: list[int] = []  # texts in each block
        self._dictionary_of: list[int] = []
        self._dictionaries: list[bytes] = []  # number 0 is none
        self._lengths: list[Places] = []
        self._open: list[bytes] = []
        self._open_bytes = self._seen = self._own = 0
        self._beginning = b""
        self._packer = zlib.compressobj(_LEVEL)

    def add(self, text: bytes) -> None:
        """The text of the next article."""
        self._open.append(text)
        self._open_bytes += len(text)
        if self._open_bytes >= _BLOCK:
            self._flush()

    def add_all(self, stored: Stored) -> None:
        """The texts of a whole store, as they are compressed there."""
        self._flush()
        shift = len(self._dictionaries)
        self._dictionaries += map(stored.dictionary, range(1, stored.dictionaries + 1))
        for number in range(stored.blocks):
            block = stored.block(number)
            self._blocks.append(block.data)
            self._dictionary_of.append(block.dictionary and block.dictionary + shift)
            self._sizes.append(len(block.lengths))
            self._lengths.append(np.array(block.lengths, dtype=np.int64))

    def close(self, container: ContainerWriter, name: str) -> None:
        """Write everything."""
        self._flush()
        lengths = np.concatenate(self._lengths or [np.zeros(0, dtype=np.int64)])
        ends = np.cumsum([len(block) for block in self._blocks], dtype=np.int64)
        firsts = offsets(np.array(self._sizes, dtype=np.int64))
        total = int(ends[-1]) if len(ends) else 0
        blocks = container.reserve(f"{name}/blocks", "u1", total)
        for block in self._blocks:
            blocks.write(np.frombuffer(block, dtype=np.uint8))
        container.add(f"{name}/block ends", ends.astype(narrowest(total)))
        container.add(f"{name}/firsts", firsts.astype(narrowest(len(lengths))))
        container.add(f"{name}/lengths", lengths.astype(narrowest(int(lengths.max(initial=0)))))
        container.add_bytes(f"{name}/dictionaries", b"".join(self._dictionaries))
        used = offsets(np.array([len(one) for one in self._dictionaries], dtype=np.int64))
        container.add(f"{name}/dictionary bounds", used.astype(narrowest(int(used[-1]))))
        numbers = np.array(self._dictionary_of, dtype=np.int64)
        container.add(f"{name}/dictionary of", numbers.astype(narrowest(len(used))))

    def _flush(self) -> None:
        if not self._open:
            return
        text = b"".join(self._open)
        if not self._own and self._seen >= _LARGE:
            self._dictionaries.append(zlib.compress(self._beginning))
            self._own = len(self._dictionaries)
            self._packer = zlib.compressobj(_LEVEL, zdict=self._beginning)
        packer = self._packer.copy()  # what a dictionary costs to learn is paid once
        block, own = packer.compress(text) + packer.flush(), self._own
        if len(text) > MOST * len(block):
            block, own = zlib.compress(text, level=0), 0
        self._blocks.append(block)
        self._sizes.append(len(self._open))
        self._dictionary_of.append(own)
        self._lengths.append(np.array([len(one) for one in self._open], dtype=np.int64))
        self._seen += len(text)
        self._beginning += text[: _DICTIONARY - len(self._beginning)]
        self._open = []
        self._open_bytes = 0


class Block(NamedTuple):
    """Texts in a row as they are compressed, the number of their dictionary (0: none), and the
    length of each."""

    data: bytes
    dictionary: int
    lengths: list[int]


class Stored:
    """The stored texts of a segment.

    Raises KeyError where there are none of this name, IndexDamaged where its sections do
    not fit together.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._name = f"{name}/blocks"
        self._blocks = container.section(self._name)
        self._ends = container.section(f"{name}/block ends")
        firsts = container.section(f"{name}/firsts")
        self._lengths = container.section(f"{name}/lengths")
        self._dictionary_of = container.section(f"{name}/dictionary of")
        self._dictionaries = container.section(f"{name}/dictionaries")
        self._dictionary_bounds = container.section(f"{name}/dictionary bounds")
        self._dictionary_of.require(len(self._ends))
        firsts.require(len(self._ends) + 1)
        self._firsts = memoryview(firsts.whole())  # type: ignore[arg-type]
        self._unpacked = _remembered(self._unpack, _KEPT)
        self._preset = _remembered(self._unpack_dictionary, _KEPT_DICTIONARIES)

    def __len__(self) -> int:
        return len(self._lengths)

    def __getitem__(self, number: int) -> bytes:
        """The text of an article. Raises IndexError, ValueError or zlib.error on damage."""
        block = bisect_right(self._firsts, number) - 1
        text, starts = self._unpacked(block)
        inside = number - self._firsts[block]
        return text[starts[inside] : starts[inside + 1]]

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return len(self._ends)

    @property
    def dictionaries(self) -> int:
        """How many preset dictionaries there are; they are numbered from 1."""
        return len(self._dictionary_bounds) - 1

    def block(self, number: int) -> Block:
        """A block as it is compressed. Raises IndexError or ValueError on damage."""
        start = self._ends.at(number - 1) if number else 0
        data = self._blocks.bytes(start, self._ends.at(number))
        lengths = self._lengths.numbers(self._firsts[number], self._firsts[number + 1])
        if sum(lengths) > MOST * len(data):
            raise ValueError(f"{self._name}: block {number} is too small for its texts")
        dictionary = self._dictionary_of.at(number)
        if dictionary > self.dictionaries:
            raise ValueError(f"{self._name}: block {number} has dictionary {dictionary}")
        return Block(data, dictionary, lengths)

    def dictionary(self, number: int) -> bytes:
        """A preset dictionary as it is compressed. Raises IndexError where there is none."""
        bounds = self._dictionary_bounds
        return self._dictionaries.bytes(bounds.at(number - 1), bounds.at(number))

    def _unpack(self, number: int) -> tuple[bytes, list[int]]:
        """The texts of a block, and where each begins and the last ends."""
        block = self.block(number)
        starts = list(accumulate(block.lengths, initial=0))
        preset = self._preset(block.dictionary) if block.dictionary else b""
        text = unpacked(block.data, starts[-1], preset)
        if len(text) < starts[-1]:
            raise ValueError(f"{self._name}: block {number} is too short for its texts")
        return text, starts

    def _unpack_dictionary(self, number: int) -> bytes:
        return unpacked(self.dictionary(number), _DICTIONARY)


def _remembered(read: Callable[[int], T], most: int) -> Callable[[int], T]:
    """The method with its last results. Kept by its own object it makes no circle, so that the
    file is closed as soon as nobody has it."""
    own = WeakMethod(read)

    @lru_cache(maxsize=most)
    def remembered(number: int) -> T:
        method = own()
        assert method is not None
        return method(number)

    return remembered


def unpacked(data: bytes, size: int, preset: bytes = b"") -> bytes:
    """What a stream of zlib holds, which is at most ``size`` bytes.

    Raises ValueError where it is more, or where the stream does not end; zlib.error where it is
    none.
    """
    unpacker = zlib.decompressobj(zdict=preset)
    text = unpacker.decompress(data, size + 1)
    if len(text) > size or not unpacker.eof:
        raise ValueError(f"a stream of zlib that does not end after {size} bytes")
    return text
