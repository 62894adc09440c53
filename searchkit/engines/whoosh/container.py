"""Container: one file of named arrays, read through a memory map.

::

    magic and version       8 bytes
    section …               each begins at a multiple of 64 bytes
    directory               JSON: facts, and for each section its place, type and checksum
    trailer                 place, length and checksum of the directory, magic

All numbers are little-endian. A file without its trailer was never finished.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

MAGIC = b"SKseg\x00\x00\x04"
ALIGNMENT = 64
_TRAILER = struct.Struct("<QII8s")
_LITTLE = {"u1": "|u1", "u2": "<u2", "u4": "<u4", "u8": "<u8"}


class ContainerDamaged(ValueError):
    """A file that is no container, is cut short, or whose bytes have changed."""


def narrowest(limit: int) -> np.dtype[Any]:
    """The smallest unsigned type that holds the numbers from 0 to ``limit``."""
    return np.min_scalar_type(limit).newbyteorder("<")


class SectionWriter:
    """A section whose number of entries is known before they are written, in pieces."""

    def __init__(self, container: ContainerWriter, place: int, dtype: np.dtype[Any], count: int):
        self.dtype = dtype
        self.crc = 0
        self.bytes = count * dtype.itemsize
        self._container = container
        self.place = place
        self._written = 0

    def write(self, values: ArrayLike) -> None:
        """Append entries; more than were announced are an error."""
        data = np.ascontiguousarray(values, dtype=self.dtype).view(np.uint8)
        assert self._written + data.nbytes <= self.bytes, "more entries than announced"
        self._container.write_at(self.place + self._written, data)
        self.crc = crc32(data.data, self.crc)
        self._written += data.nbytes

    @property
    def is_full(self) -> bool:
        """Whether all announced entries are there."""
        return self._written == self.bytes


class ContainerWriter:
    """Writes a new container; ``close`` makes it complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._file.write(MAGIC)
        self._end = len(MAGIC)
        self._sections: dict[str, SectionWriter] = {}

    def reserve(self, name: str, dtype: DTypeLike, count: int) -> SectionWriter:
        """Room for ``count`` entries of an unsigned type, to be filled in any order of sections."""
        kind = np.dtype(_LITTLE[np.dtype(dtype).str[1:]])
        assert name not in self._sections, name
        place = -(-self._end // ALIGNMENT) * ALIGNMENT
        section = self._sections[name] = SectionWriter(self, place, kind, count)
        self._end = place + section.bytes
        return section

    def add(self, name: str, values: NDArray[Any]) -> None:
        """A section of whole numbers, kept in the type that they come in."""
        self.reserve(name, values.dtype, values.size).write(values)

    def add_bytes(self, name: str, data: bytes) -> None:
        """A section of bytes."""
        self.add(name, np.frombuffer(data, dtype=np.uint8))

    def write_at(self, place: int, data: NDArray[np.uint8]) -> None:
        """Put bytes at a place of the file."""
        if self._file.tell() != place:
            self._file.seek(place)
        self._file.write(data.data)

    def close(self, facts: Mapping[str, Any]) -> None:
        """Write the directory with ``facts`` (plain JSON).

        Whoever makes the file part of an index sees to it that it is on disk.
        """
        assert all(section.is_full for section in self._sections.values()), "unfilled sections"
        sections = {
            name: [section.place, section.bytes, section.dtype.str, section.crc]
            for name, section in self._sections.items()
        }
        directory = json.dumps(
            {"facts": facts, "sections": sections}, separators=(",", ":"), ensure_ascii=False
        ).encode()
        self._file.seek(self._end)
        self._file.write(directory)
        self._file.write(_TRAILER.pack(self._end, len(directory), crc32(directory), MAGIC))
        self._file.close()

    def discard(self) -> None:
        """Forget the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Container:
    """A finished container. Sections are views of the map: nothing is read before it is used.

    ``facts`` are those given at the end of writing. Raises ContainerDamaged
    where the file is none, and OSError where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size < len(MAGIC) + _TRAILER.size:
                raise ContainerDamaged(f"{path} is cut short: it has {size} bytes")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        directory = self._directory(size)
        self.facts: dict[str, Any] = directory["facts"]
        self._sections: dict[str, tuple[int, int, str, int]] = {
            name: tuple(entry) for name, entry in directory["sections"].items()
        }

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def array(self, name: str) -> NDArray[Any]:
        """The entries of a section; read-only. Raises KeyError where there is none."""
        place, size, kind, _ = self._sections[name]
        dtype = np.dtype(kind)
        entries = np.frombuffer(self._map, dtype, size // dtype.itemsize, place)
        return entries if dtype.isnative else entries.astype(dtype.newbyteorder("="))

    def bytes(self, name: str) -> memoryview:
        """The bytes of a section. Raises KeyError where there is none."""
        place, size, *_ = self._sections[name]
        return memoryview(self._map)[place : place + size]

    def damaged(self) -> Iterable[str]:
        """The sections whose bytes are not those that were written; reads all of the file."""
        for name, (_, _, _, crc) in self._sections.items():
            if crc32(self.bytes(name)) != crc:
                yield name

    def _directory(self, size: int) -> dict[str, Any]:
        place, length, crc, magic = _TRAILER.unpack_from(self._map, size - _TRAILER.size)
        if magic != MAGIC or self._map[: len(MAGIC)] != MAGIC:
            raise ContainerDamaged(f"{self.path} is not a complete segment")
        directory = self._map[place : place + length]
        if place + length != size - _TRAILER.size or crc32(directory) != crc:
            raise ContainerDamaged(f"{self.path} has a damaged directory")
        found: dict[str, Any] = json.loads(directory)
        return found
