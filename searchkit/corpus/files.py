"""Files: opened safely, read whole or line by line, never more in memory than one article."""

from __future__ import annotations

import codecs
import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from searchkit.corpus.decoding import BINARY, announced, decode, looks_binary
from searchkit.corpus.limits import MAX_ARTICLE_BYTES, MAX_LINE_BYTES, BadInput, check_size
from searchkit.translation import N_, _, decimal

_CHUNK_BYTES = 65536
_NO_FILE = N_("not a regular file (a pipe, device or socket): move it away")


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a file of records, its line end removed.

    ``size`` is in bytes; ``text`` is None where it exceeds the limit.
    """

    number: int
    text: str | None
    size: int


class Stretch(NamedTuple):
    """Some of the lines of a file: those from byte ``start`` on, up to byte ``end`` (None: all).

    ``line`` is the 1-based number of the first of them.
    """

    start: int
    end: int | None
    line: int


def too_large(size: int) -> str:
    """The reason for rejecting ``size`` bytes as one article."""
    mib = 1024 * 1024
    limit = MAX_ARTICLE_BYTES // mib
    return _("{size} MiB, more than the {limit} MiB that one article may have: split it").format(
        size=decimal(size / mib, 1), limit=limit
    )


def read_file(path: Path, *, text: bool = False) -> str:
    """The decoded content of a file that is one article; ``text`` tells that it is nothing else.

    Raises BadInput where it is too large, empty or binary, OSError where it
    cannot be read.
    """
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        # Nothing is there yet (None) where a file of the system would have to be waited for.
        data = b"" if size > MAX_ARTICLE_BYTES else file.read(size + 1) or b""
        if len(data) > size:  # it has grown since
            data += file.read(MAX_ARTICLE_BYTES + 1 - len(data)) or b""
        size = max(size, len(data))
    if size > MAX_ARTICLE_BYTES:
        raise BadInput(too_large(size))
    if not data:
        raise BadInput(_("is empty: there is no text in it"))
    if text:
        check_size(size)
    if looks_binary(data):
        raise BadInput(_(BINARY))
    return decode(data)


def read_lines(path: Path, stretch: Stretch | None = None) -> Iterator[RawLine]:
    """The decoded lines of a file of records, in order, the empty ones included.

    All of them, or those of one of its ``stretches``. A line above the limit is
    skipped in pieces. What is appended meanwhile is not read: whoever appends without
    pause would never let it end. Raises like ``read_file``, and BadInput at a line without end.
    """
    with _opened(path) as whole:
        file = _UpTo(whole)
        if stretch:
            file.seek(stretch.start)
            yield from _lines(file, stretch)
            return
        head = file.read(_CHUNK_BYTES) or b""
        if not head:
            raise BadInput(_("is empty: there are no records in it"))
        if looks_binary(head):
            raise BadInput(_(BINARY))
        mark = announced(head)
        start = mark[1] if mark else 0
        file.seek(start)
        if mark and mark[0] != "utf-8":
            yield from _lines(io.BufferedReader(_AsUtf8(file, mark[0])), Stretch(start, None, 1))
        else:
            yield from _lines(file, Stretch(start, None, 1))


def stretches(path: Path, size: int, record: bytes) -> Iterator[Stretch]:
    """Where a file of lines can be cut into pieces of about ``size`` bytes, in order.

    Nothing is cut before the first line with ``record`` in it, and a file that
    is to be judged as a whole not at all: nothing comes out then. Raises like
    ``read_file``, but not for what is in the file.
    """
    with _opened(path) as whole:
        file = _UpTo(whole)
        head = file.read(_CHUNK_BYTES) or b""
        mark = announced(head)
        if looks_binary(head) or (mark and mark[0] != "utf-8"):
            return
        start = at = file.seek(mark[1] if mark else 0)
        line = lines = 1
        begun = False
        while block := file.read(size):
            ends = at + MAX_LINE_BYTES
            while not block.endswith(b"\n") and (more := file.readline(_CHUNK_BYTES)):
                if at > ends:  # whoever reads it tells that nothing behind it is read
                    if line > 1:
                        yield Stretch(start, None, line)
                    return
                at, lines = at + len(block), lines + block.count(b"\n")
                begun = begun or record in block
                block = more
            at, lines = at + len(block), lines + block.count(b"\n")
            begun = begun or record in block
            if begun and at - start >= size:
                yield Stretch(start, at, line)
                start, line = at, lines
        if line > 1:
            yield Stretch(start, None, line)


def _lines(file: _Readable, stretch: Stretch) -> Iterator[RawLine]:
    number, at, end = stretch.line - 1, stretch.start, stretch.end
    while (end is None or at < end) and (line := file.readline(MAX_ARTICLE_BYTES + 1)):
        number += 1
        size = len(line)
        if size <= MAX_ARTICLE_BYTES:
            yield RawLine(number, decode(line).rstrip("\r\n"), size)
        else:
            while line and not line.endswith(b"\n"):
                line = file.readline(_CHUNK_BYTES)
                size += len(line)
                if size > MAX_LINE_BYTES:
                    raise BadInput(_endless(), number)
            yield RawLine(number, None, size)
        at += size


def _endless() -> str:
    return _(
        "a line of more than {limit} MiB: nothing behind it is read; make each record a line"
    ).format(limit=MAX_LINE_BYTES >> 20)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file for reading; one that has become a pipe or device is neither waited for nor read.

    Neither is one that has become a link: links are resolved where the corpus is walked.
    """
    flags = os.O_RDONLY
    for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP or path.is_symlink():
            raise BadInput(_("has become a link since the folder was listed")) from error
        if error.errno == errno.ENXIO:  # a socket, or a device that is not there
            raise BadInput(_(_NO_FILE)) from error
        raise
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise BadInput(_(_NO_FILE))
        yield file


class _UpTo:
    """A file as long as it was when it was opened."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = os.fstat(file.fileno()).st_size

    def read(self, size: int) -> bytes:
        """At most so many bytes."""
        return self._taken(self._file.read(min(size, self._left)))

    def readline(self, size: int) -> bytes:
        """A line, or so many bytes of it."""
        return self._taken(self._file.readline(min(size, self._left)))

    def seek(self, place: int) -> int:
        """Go on at this byte."""
        self._left += self._file.tell() - place
        return self._file.seek(place)

    def _taken(self, data: bytes) -> bytes:
        self._left -= len(data)
        return data


class _Readable(Protocol):
    """What lines are read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""
        ...

    def readline(self, size: int, /) -> bytes:
        """A line, or so many bytes of it."""
        ...


class _AsUtf8(io.RawIOBase):
    """A file in another encoding, as the UTF-8 bytes of its text."""

    def __init__(self, file: _Readable, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._file.read(_CHUNK_BYTES)
            self._ready = self._decoder.decode(data, final=not data).encode()
            if not data:
                break
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size
