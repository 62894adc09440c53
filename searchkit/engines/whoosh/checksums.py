"""Checksums: a CRC-32 for every block of a file, compared before anything in the block is used.

A block is compared when something in it is touched for the first time, once for each
open file. It is read for that, not looked at through the memory map: what a disk cannot
read any more is then an error that can be told, and no signal that ends the program.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zlib import crc32

import numpy as np

from searchkit.disk import open_regular
from searchkit.engines.whoosh.arrays import Places, distinct
from searchkit.engines.whoosh.damage import damaged
from searchkit.errors import IndexDamaged, IndexUnread
from searchkit.translation import _

BITS = 14
BLOCK = 1 << BITS
"""Bytes. To compare one takes 6 µs; in smaller ones the time goes into reading them one by one,
of larger ones the scattered places of a search touch too much."""

_AT_ONCE = 64 * BLOCK


class Written(NamedTuple):
    """A file that was written: its ``size`` in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Made(NamedTuple):
    """A segment that was written: the number of its ``articles``, and the file."""

    articles: int
    file: Written


class Sums:
    """The checksums of a file that is being completed, from its first byte on."""

    def __init__(self) -> None:
        self._blocks: list[int] = []
        self._whole = hashlib.sha256()
        self._size = 0

    def read(self, file: BinaryIO, size: int) -> None:
        """Take the first ``size`` bytes of a file, in one pass."""
        file.seek(0)
        while size:
            data = file.read(min(size, _AT_ONCE))
            if not data:
                raise OSError(f"{file.name} is shorter than what was written to it")
            view = memoryview(data)
            self._blocks += (crc32(view[at : at + BLOCK]) for at in range(0, len(data), BLOCK))
            self.add(data)
            size -= len(data)

    def add(self, data: bytes) -> None:
        """Take further bytes, which have no block of their own."""
        self._whole.update(data)
        self._size += len(data)

    @property
    def blocks(self) -> bytes:
        """The checksum of each block, four bytes each."""
        return np.array(self._blocks, dtype="<u4").tobytes()

    @property
    def written(self) -> Written:
        """The file up to here."""
        return Written(self._size, self._whole.hexdigest())


class OpenFile:
    """A file that is open for reading as long as anybody has this. Raises OSError.

    Nobody waits for what is no file, such as a pipe, and no link is followed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        file = open_regular(path)
        weakref.finalize(self, file.close)
        self.descriptor = file.fileno()
        self.size = os.fstat(self.descriptor).st_size

    def read(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to before ``end``.

        Raises IndexDamaged where there are not so many, IndexUnread where the system does
        not read them.
        """
        try:
            data = _pread(self.descriptor, end - start, start)
        except OSError as error:
            raise IndexUnread.because(self.path, error) from error
        if len(data) < end - start:
            size = os.fstat(self.descriptor).st_size
            found = _("it is cut short: it has {size} bytes").format(size=size)
            expected = _("at least {size} bytes").format(size=end)
            raise damaged(self.path, found, expected)
        return data


class Blocks:
    """The first ``size`` bytes of a file in blocks, each of them compared once.

    ``sums`` are the checksums of all blocks, ``compared`` has a 1 for each that was compared.
    """

    def __init__(self, file: OpenFile, size: int, sums: Sequence[int]) -> None:
        self.path = file.path
        self._file = file
        self._size = size
        self._sums = sums
        self.compared = bytearray(len(sums))
        self._marks = np.frombuffer(self.compared, dtype=np.uint8)

    def compare(self, start: int, end: int, what: str) -> None:
        """See that the bytes from ``start`` to before ``end`` are those that were written.

        ``what`` they are is told where they are not. Raises IndexDamaged.
        """
        last = (end + BLOCK - 1) >> BITS
        block = self.compared.find(0, start >> BITS, last)
        while block >= 0:
            self._compare(block, what)
            block = self.compared.find(0, block + 1, last)

    def are_compared(self, start: int, end: int) -> bool:
        """Whether the bytes from ``start`` to before ``end`` have been compared already."""
        return self.compared.find(0, start >> BITS, (end + BLOCK - 1) >> BITS) < 0

    def compare_each(self, starts: Places, ends: Places, what: str) -> None:
        """The same for many stretches, none of them empty or before the first byte."""
        begin, end = starts >> BITS, (ends - 1) >> BITS
        for blocks in (begin, end):
            fresh = blocks.compress(self._marks.take(blocks) == 0)
            for block in distinct(fresh).tolist() if len(fresh) else ():
                self._compare(block, what)
        for long in np.flatnonzero(end - begin > 1).tolist():
            self.compare(int(starts[long]), int(ends[long]), what)

    def changed(self) -> Iterator[int]:
        """The blocks whose bytes are not those that were written; reads all of them."""
        return (block for block in range(len(self._sums)) if self._sum(block) != self._sums[block])

    def stretch(self, block: int) -> tuple[int, int]:
        """Where a block begins and ends."""
        return block << BITS, min((block + 1) << BITS, self._size)

    def mismatch(self, block: int, what: str) -> IndexDamaged:
        """The error that tells of a block that has changed."""
        start, end = self.stretch(block)
        return damaged(
            self.path,
            _("bytes {first} to {last} ({what}) have the checksum {checksum}").format(
                first=start, last=end - 1, what=what, checksum=f"{self._sum(block):08x}"
            ),
            f"{self._sums[block]:08x}",
        )

    def _compare(self, block: int, what: str) -> None:
        if self._sum(block) != self._sums[block]:
            raise self.mismatch(block, what)
        self.compared[block] = 1

    def _sum(self, block: int) -> int:
        return crc32(self._file.read(*self.stretch(block)))


if sys.platform == "win32":
    _SEEKING = threading.Lock()

    def _pread(descriptor: int, size: int, start: int) -> bytes:
        with _SEEKING:  # no other thread may seek between the two
            os.lseek(descriptor, start, os.SEEK_SET)
            return os.read(descriptor, size)

else:
    _pread = os.pread
