"""Stored texts: compressed in blocks of several, so that one is read without the others' blocks.

Blocks are streams of zlib. A large store has a preset dictionary, the
beginning of its own texts: news repeats itself. What is merged keeps its
blocks and its dictionaries.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from searchkit.engines.whoosh.arrays import offsets
from searchkit.engines.whoosh.container import Container, ContainerWriter, narrowest

_BLOCK = 8 << 10  # bytes; a page of ten hits reads ten blocks, each in 0.05 ms
_DICTIONARY = 32 << 10  # bytes, as much as zlib can look back
_LARGE = 16 * _DICTIONARY  # bytes, from which on a dictionary is worth its room
_LEVEL = 4  # with a dictionary a higher one takes twice as long for a twentieth less


class StoredWriter:
    """Collects the texts of a segment in the order of its articles."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._sizes: list[int] = []  # texts in each block
        self._dictionary_of: list[int] = []
        self._dictionaries: list[bytes] = [b""]
        self._lengths: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
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
        self._dictionaries += stored.dictionaries[1:]
        for number in range(len(stored.block_ends)):
            self._blocks.append(bytes(stored.block(number)))
            dictionary = int(stored.dictionary_of[number])
            self._dictionary_of.append(dictionary and dictionary - 1 + shift)
        self._sizes += np.diff(stored.firsts).tolist()
        self._lengths.append(stored.lengths.astype(np.int64))

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
        container.add_bytes(f"{name}/dictionaries", zlib.compress(b"".join(self._dictionaries)))
        used = offsets(np.array([len(one) for one in self._dictionaries], dtype=np.int64))
        container.add(f"{name}/dictionary bounds", used.astype("<u4"))
        numbers = np.array(self._dictionary_of, dtype=np.int64)
        container.add(f"{name}/dictionary of", numbers.astype(narrowest(len(used))))

    def _flush(self) -> None:
        if not self._open:
            return
        text = b"".join(self._open)
        if not self._own and self._seen >= _LARGE:
            self._own = len(self._dictionaries)
            self._dictionaries.append(self._beginning)
            self._packer = zlib.compressobj(_LEVEL, zdict=self._beginning)
        packer = self._packer.copy()  # what a dictionary costs to learn is paid once
        self._blocks.append(packer.compress(text) + packer.flush())
        self._sizes.append(len(self._open))
        self._dictionary_of.append(self._own)
        self._lengths.append(np.array([len(one) for one in self._open], dtype=np.int64))
        self._seen += len(text)
        self._beginning += text[: _DICTIONARY - len(self._beginning)]
        self._open = []
        self._open_bytes = 0


class Stored:
    """The stored texts of a segment."""

    def __init__(self, container: Container, name: str) -> None:
        self._blocks = container.bytes(f"{name}/blocks")
        self.block_ends = container.array(f"{name}/block ends")
        self.firsts = container.array(f"{name}/firsts")
        self.lengths = container.array(f"{name}/lengths")
        self.dictionary_of = container.array(f"{name}/dictionary of")
        self._container, self._name = container, name
        self._bounds = memoryview(self.firsts)  # type: ignore[arg-type]
        self._block = lru_cache(maxsize=4)(self._read_block)

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, number: int) -> bytes:
        """The text of an article. Raises zlib.error where the block is damaged."""
        block = bisect_right(self._bounds, number) - 1
        first = self._bounds[block]
        start = int(self.lengths[first:number].sum(dtype=np.int64))
        return self._block(block)[start : start + int(self.lengths[number])]

    def __iter__(self) -> Iterator[bytes]:
        return (self[number] for number in range(len(self)))

    def block(self, number: int) -> memoryview:
        """A block as it is compressed."""
        start = int(self.block_ends[number - 1]) if number else 0
        return self._blocks[start : int(self.block_ends[number])]

    @cached_property
    def dictionaries(self) -> list[bytes]:
        """The preset dictionaries; number 0 is none."""
        bounds = self._container.array(f"{self._name}/dictionary bounds").tolist()
        data = zlib.decompress(self._container.bytes(f"{self._name}/dictionaries"))
        return [data[left:right] for left, right in pairwise(bounds)]

    def _read_block(self, number: int) -> bytes:
        dictionary = self.dictionaries[int(self.dictionary_of[number])]
        unpacker = zlib.decompressobj(zdict=dictionary) if dictionary else zlib.decompressobj()
        return unpacker.decompress(self.block(number)) + unpacker.flush()
