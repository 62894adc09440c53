"""Lines of the files of a test collection, plain or gzipped; errors name file and line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from searchkit.errors import CorpusError, cause_of
from searchkit.translation import _

MAX_LINE_BYTES = 16 * 1024 * 1024
"""A longer line is an error: no topic and no judgment is 16 MiB long."""

_GZIP_MAGIC = b"\x1f\x8b"


class Line(NamedTuple):
    """One line that is not blank, without its end; ``place`` is ``file:line`` for messages."""

    place: str
    text: str


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file that are not blank, in order; gzip is told by its first bytes.

    No more than one line is held in memory. Raises CorpusError where the file
    cannot be read, a line is too long or not UTF-8.
    """
    with opened(path) as file:
        number = 0
        while data := file.readline(MAX_LINE_BYTES + 1):
            number += 1
            place = f"{path}:{number}"
            if len(data) > MAX_LINE_BYTES:
                limit = MAX_LINE_BYTES // (1024 * 1024)
                raise CorpusError(
                    _("{place}: the line is longer than {limit} MiB").format(
                        place=place, limit=limit
                    )
                )
            try:
                text = data.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            except UnicodeDecodeError as error:
                raise CorpusError(
                    _("{place}: not valid UTF-8").format(place=place), _("Save the file as UTF-8.")
                ) from error
            if text:
                yield Line(place, text)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file to read bytes from, unpacked where it is gzipped.

    Raises CorpusError where it cannot be opened, read or unpacked.
    """
    try:
        raw = path.open("rb")
    except FileNotFoundError as error:
        raise CorpusError(
            _("{path} does not exist").format(path=path), _("Check the path.")
        ) from error
    except OSError as error:
        raise CorpusError(
            _("{path} cannot be read: {cause}").format(path=path, cause=cause_of(error)),
            _("Check the path."),
        ) from error
    with raw:
        try:
            if raw.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(BinaryIO, unpacked)
            else:
                yield raw
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            message = _("{path} is gzipped and damaged: {error}").format(path=path, error=error)
            raise CorpusError(message, _("Get the file again.")) from error


def json_object(line: Line) -> dict[str, object]:
    """The JSON object that a line holds. Raises CorpusError where it holds anything else."""
    try:
        value = json.loads(line.text)
    except json.JSONDecodeError as error:
        message = _("{place}: not valid JSON: {msg} at column {colno}").format(
            place=line.place, msg=error.msg, colno=error.colno
        )
        raise CorpusError(message) from error
    except (RecursionError, ValueError) as error:
        message = _("{place}: JSON nested too deeply or with a number too long").format(
            place=line.place
        )
        raise CorpusError(message) from error
    if not isinstance(value, dict):
        raise CorpusError(
            _("{place}: expected a JSON object, one on each line").format(place=line.place)
        )
    return value
