"""Container: one file of named arrays, read through a memory map.

::

    magic and version       8 bytes
    section …               each begins at a multiple of 64 bytes
    directory               JSON: facts, and for each section its place, size and type
    checksums               CRC-32 of each 16 KiB of all that stands before the directory
    trailer                 place, length and checksum of the directory, checksum of the checksums,
                            checksum of the trailer up to here, magic

All numbers are little-endian. A file without its trailer was never finished. Every byte is
covered by a checksum: those of the end are compared when a file is opened, those of a block
when something in it is first used.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from searchkit.engines.whoosh.checksums import (
    BLOCK,
    Blocks,
    OpenFile,
    Sums,
    Written,
)
from searchkit.engines.whoosh.damage import damaged
from searchkit.engines.whoosh.section import Section
from searchkit.errors import IndexDamaged
from searchkit.translation import _

MAGIC = b"SKseg\x00\x00\x05"
ALIGNMENT = 64
_TRAILER = struct.Struct("<QIII")
_END = struct.Struct("<I8s")
_SUM = 4  # bytes of a checksum
_MAX_DIRECTORY = 1 << 20
"""Bytes. A section takes fewer than a hundred, and an index has some dozens."""
_LITTLE = {"u1": "|u1", "u2": "<u2", "u4": "<u4", "u8": "<u8"}
_KINDS = frozenset(_LITTLE.values())


def narrowest(limit: int) -> np.dtype[Any]:
    """The smallest unsigned type that holds the numbers from 0 to ``limit``."""
    return np.min_scalar_type(limit).newbyteorder("<")


class SectionWriter:
    """A section whose number of entries is known before they are written, in pieces."""

    def __init__(self, container: ContainerWriter, place: int, dtype: np.dtype[Any], count: int):
        self.dtype = dtype
        self.bytes = count * dtype.itemsize
        self._container = container
        self.place = place
        self._written = 0

    def write(self, values: ArrayLike) -> None:
        """Append entries. Raises ValueError for more than were announced."""
        data = np.ascontiguousarray(values, dtype=self.dtype).view(np.uint8)
        if self._written + data.nbytes > self.bytes:
            raise ValueError("more entries than were announced")
        self._container.write_at(self.place + self._written, data)
        self._written += data.nbytes

    @property
    def is_full(self) -> bool:
        """Whether all announced entries are there."""
        return self._written == self.bytes


class ContainerWriter:
    """Writes a new container; ``close`` makes it complete."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("w+b")
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

    def close(self, facts: Mapping[str, Any]) -> Written:
        """Write the directory with ``facts`` (plain JSON); what the file is then.

        Whoever makes the file part of an index sees to it that it is on disk. Raises
        ValueError where sections are not full, or are very many.
        """
        if not all(section.is_full for section in self._sections.values()):
            raise ValueError("fewer entries than were announced")
        sections = {
            name: [section.place, section.bytes, section.dtype.str]
            for name, section in self._sections.items()
        }
        directory = json.dumps(
            {"facts": facts, "sections": sections}, separators=(",", ":"), ensure_ascii=False
        ).encode()
        if len(directory) > _MAX_DIRECTORY:
            raise ValueError("more sections than a container can have")
        self._file.truncate(self._end)  # the last section may be one without entries
        sums = Sums()
        sums.read(self._file, self._end)
        table = sums.blocks
        trailer = _TRAILER.pack(self._end, len(directory), crc32(directory), crc32(table))
        end = directory + table + trailer + _END.pack(crc32(trailer), MAGIC)
        sums.add(end)
        self._file.seek(self._end)
        self._file.write(end)
        self._file.close()
        return sums.written

    def discard(self) -> None:
        """Forget the file."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Container:
    """A finished container. Nothing is read before it is used, and nothing used that has changed.

    ``facts`` are those given at the end of writing. Raises IndexDamaged
    where the file is none, and OSError where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        file = OpenFile(path)
        self.size = file.size
        self.facts, self._sections, self._blocks = _read_end(file)
        self._map = _mapped(file)
        self._bytes = np.frombuffer(self._map, dtype=np.uint8)

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def count(self, name: str) -> int:
        """How many entries a section has; it is not read. Raises KeyError where there is none."""
        _, size, dtype = self._sections[name]
        return size // dtype.itemsize

    def section(self, name: str, width: int = 0) -> Section:
        """A section of which some is needed. Raises KeyError where there is none.

        With a ``width`` its entries are rows of so many numbers.
        """
        place, size, dtype = self._sections[name]
        raw = self._bytes[place : place + size].view(dtype)
        if not dtype.isnative:
            raw = raw.astype(dtype.newbyteorder("="))
        if width and len(raw) % width:
            raise self.error(
                _("section {name} has {found}").format(
                    name=name, found=_("{count} entries").format(count=len(raw))
                ),
                _("rows of {width}").format(width=width),
            )
        return Section(name, self._blocks, place, raw.reshape(-1, width) if width else raw)

    def array(self, name: str) -> NDArray[Any]:
        """All entries of a section; read-only. Raises KeyError where there is none."""
        return self.section(name).whole()

    def bytes(self, name: str) -> memoryview:
        """The bytes of a section. Raises KeyError where there is none."""
        place, size, _ = self._sections[name]
        self._blocks.compare(place, place + size, name)
        return memoryview(self._map)[place : place + size]

    def damaged(self) -> Iterator[IndexDamaged]:
        """What has changed since the file was written, block by block; reads all of it."""
        for block in self._blocks.changed():
            start, end = self._blocks.stretch(block)
            names = [
                name
                for name, (place, size, _) in self._sections.items()
                if place < end and start < place + size
            ]
            yield self._blocks.mismatch(block, ", ".join(names) or _("no section"))

    def error(self, found: str, expected: str) -> IndexDamaged:
        """The error for a file that cannot be what it should be."""
        return damaged(self.path, found, expected)


_Places = dict[str, tuple[int, int, np.dtype[Any]]]
"""Place, size in bytes and type of each section."""


def _read_end(file: OpenFile) -> tuple[dict[str, Any], _Places, Blocks]:
    """Read and check what stands behind the sections: facts, places, and the blocks before it."""
    least = len(MAGIC) + _TRAILER.size + _END.size
    if file.size < least:
        found = _("it is cut short: it has {size} bytes").format(size=file.size)
        raise damaged(file.path, found, _("at least {size} bytes").format(size=least))
    end = file.read(file.size - _TRAILER.size - _END.size, file.size)
    trailer = end[: _TRAILER.size]
    checksum, magic = _END.unpack_from(end, _TRAILER.size)
    if magic != MAGIC or file.read(0, len(MAGIC)) != MAGIC:
        found = _("it is not a complete segment: it ends in {end}").format(end=magic.hex())
        raise damaged(file.path, found, MAGIC.hex())
    _require_checksum(file, _("trailer"), trailer, checksum)
    place, length, of_directory, of_sums = _TRAILER.unpack(trailer)
    whole = place + length + _SUM * -(-place // BLOCK) + len(end)
    if place < len(MAGIC) or length > _MAX_DIRECTORY or whole != file.size:
        found = _("it has {size} bytes").format(size=file.size)
        expected = _("{size} bytes, as its trailer tells").format(size=whole)
        raise damaged(file.path, found, expected)
    data = file.read(place, file.size - len(end))
    _require_checksum(file, _("directory"), data[:length], of_directory)
    _require_checksum(file, _("table of checksums"), data[length:], of_sums)
    facts, sections = _directory(file, data[:length], place)
    sums = np.frombuffer(data, dtype="<u4", offset=length).astype(np.uint32)
    return facts, sections, Blocks(file, place, memoryview(sums))  # type: ignore[arg-type]


def _require_checksum(file: OpenFile, what: str, data: bytes, expected: int) -> None:
    if crc32(data) != expected:
        found = _("its {what} has the checksum {checksum}").format(
            what=what, checksum=f"{crc32(data):08x}"
        )
        raise damaged(file.path, found, f"{expected:08x}")


def _directory(file: OpenFile, data: bytes, end: int) -> tuple[dict[str, Any], _Places]:
    """Facts, and the places of sections that all lie before ``end``."""
    try:
        directory = json.loads(data)
        facts, sections = directory["facts"], directory["sections"]
        if not isinstance(facts, dict) or not isinstance(sections, dict):
            raise ValueError("facts and sections are no objects")
        return facts, {name: _checked_section(entry, end) for name, entry in sections.items()}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        found = _("its directory cannot be understood ({error})").format(error=error)
        raise damaged(file.path, found, _("the places of its sections")) from error


def _checked_section(entry: object, end: int) -> tuple[int, int, np.dtype[Any]]:
    """Place, size in bytes and type of a section. Raises ValueError for what cannot be."""
    match entry:
        case [int(place), int(size), str(kind)] if kind in _KINDS:
            dtype = np.dtype(kind)
            whole = place % ALIGNMENT == 0 and size % dtype.itemsize == 0
            if whole and size >= 0 and len(MAGIC) <= place <= place + size <= end:
                return place, size, dtype
    raise ValueError(f"{entry!r:.100} is no section")


def _mapped(file: OpenFile) -> mmap.mmap:
    try:
        return mmap.mmap(file.descriptor, file.size, access=mmap.ACCESS_READ)
    except ValueError as error:  # it has been cut since
        raise damaged(
            file.path, _("it has changed"), _("{size} bytes").format(size=file.size)
        ) from error
