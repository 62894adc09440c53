"""Columns: OrdinalColumn, one short text per article, and RowColumn, a row of bytes.

Texts are kept as ordinals into a vocabulary: in the file first the ordinals,
one per article, in the narrowest type that holds them, then the vocabulary as
a JSON list, its length in bytes and the width of an ordinal. Reading it is one
``numpy.frombuffer``, and a predicate over a facet is evaluated once per
distinct value instead of once per article. A RowColumn's file is its rows one
after the other.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns

from searchkit.engines.whoosh.container import narrowest

_TAIL = struct.Struct("<IB")
_WIDTHS = (1, 2, 4, 8)


class OrdinalColumn(columns.Column):
    """Whoosh column of texts with few distinct values; a missing value is ""."""

    _default = ""

    def writer(self, dbfile: Any) -> OrdinalWriter:
        """The writer for one segment's column file."""
        return OrdinalWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> OrdinalReader:
        """The reader over one segment's column file."""
        return OrdinalReader(dbfile, basepos, length, doccount)

    def default_value(self, reverse: bool = False) -> str:  # noqa: ARG002
        """What an article without a value has."""
        return self._default


class OrdinalWriter(columns.ColumnWriter):
    """Collects values in article order; written as a whole by ``finish``."""

    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._ordinals = array("I")
        self._vocabulary: dict[str, int] = {"": 0}

    def add(self, docnum: int, value: str) -> None:
        """Set the value of article ``docnum`` (ascending); gaps get ""."""
        self._ordinals.extend([0] * (docnum - len(self._ordinals)))
        self._ordinals.append(self._vocabulary.setdefault(value, len(self._vocabulary)))

    def finish(self, doccount: int) -> None:
        """Write the column for a segment of ``doccount`` articles."""
        self._ordinals.extend([0] * (doccount - len(self._ordinals)))
        self._dbfile.write(dump_ordinals(np.asarray(self._ordinals), list(self._vocabulary)))


def dump_ordinals(ordinals: NDArray[Any], vocabulary: Sequence[str]) -> bytes:
    """A column as its bytes; ``load_ordinals`` reads it."""
    entries = ordinals.astype(narrowest(len(vocabulary)))
    texts = json.dumps(list(vocabulary), ensure_ascii=False, separators=(",", ":")).encode()
    return entries.tobytes() + texts + _TAIL.pack(len(texts), entries.itemsize)


def load_ordinals(data: memoryview, count: int) -> tuple[NDArray[Any], list[str]]:
    """The ordinals of ``count`` articles, and the vocabulary.

    Raises ValueError, or struct.error, where the bytes are no column of so many.
    """
    end = len(data) - _TAIL.size
    size, width = _TAIL.unpack_from(data, max(end, 0))
    if width not in _WIDTHS or size + width * count != end:
        raise ValueError(f"{len(data)} bytes are no column of {count} articles")
    ordinals = np.frombuffer(data, dtype=f"<u{width}", count=count)
    vocabulary = _texts(bytes(data[end - size : end]))
    if int(ordinals.max(initial=0)) >= max(len(vocabulary), 1):
        raise ValueError(f"ordinal {ordinals.max()} in a column of {len(vocabulary)} values")
    return ordinals, vocabulary


def _texts(data: bytes) -> list[str]:
    try:
        texts = json.loads(data)
    except RecursionError:
        texts = None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError("the vocabulary of a column is no list of texts")
    return texts


class OrdinalReader(columns.ColumnReader):
    """``ordinals`` (one per article) into ``vocabulary``."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._doccount = doccount
        data = memoryview(dbfile.get(basepos, length))
        self.ordinals, self.vocabulary = load_ordinals(data, doccount)

    def __len__(self) -> int:
        return self._doccount

    def __getitem__(self, docnum: int) -> str:
        return self.vocabulary[int(self.ordinals[docnum])]

    def sort_key(self, docnum: int) -> Any:
        """The value itself: columns sort by text."""
        return self[docnum]


class RowColumn(columns.Column):
    """Whoosh column of byte strings of one width; a missing value is all zeros."""

    def __init__(self, width: int) -> None:
        self.width = width

    def writer(self, dbfile: Any) -> RowWriter:
        """The writer for one segment's column file."""
        return RowWriter(dbfile, self.width)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> RowReader:  # noqa: ARG002
        """The reader over one segment's column file."""
        return RowReader(dbfile, basepos, doccount, self.width)

    def default_value(self, reverse: bool = False) -> bytes:  # noqa: ARG002
        """What an article without a value has."""
        return bytes(self.width)


class RowWriter(columns.ColumnWriter):
    """Collects rows in article order; written as a whole by ``finish``."""

    def __init__(self, dbfile: Any, width: int) -> None:
        self._dbfile = dbfile
        self._width = width
        self._rows = bytearray()

    def add(self, docnum: int, value: bytes) -> None:
        """Set the row of article ``docnum`` (ascending); gaps get zeros."""
        assert len(value) == self._width
        self._fill(docnum)
        self._rows += value

    def finish(self, doccount: int) -> None:
        """Write the column for a segment of ``doccount`` articles."""
        self._fill(doccount)
        self._dbfile.write(bytes(self._rows))

    def _fill(self, count: int) -> None:
        self._rows += bytes(count * self._width - len(self._rows))


class RowReader(columns.ColumnReader):
    """``rows``: the bytes of every article, as an array of (articles, width)."""

    def __init__(self, dbfile: Any, basepos: int, doccount: int, width: int) -> None:
        self._doccount = doccount
        rows = np.frombuffer(dbfile.get(basepos, doccount * width), dtype=np.uint8)
        self.rows: NDArray[np.uint8] = rows.reshape(doccount, width)

    def __len__(self) -> int:
        return self._doccount

    def __getitem__(self, docnum: int) -> bytes:
        return bytes(self.rows[docnum])

    def sort_key(self, docnum: int) -> Any:
        """The row itself."""
        return self[docnum]
