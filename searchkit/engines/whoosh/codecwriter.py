"""What Whoosh's own SegmentWriter writes through, see ``codec``."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.filedb.structfile import StructFile

from searchkit.disk import sync_file
from searchkit.engines.whoosh.columns import OrdinalColumn, RowColumn
from searchkit.engines.whoosh.inversion import Inverted
from searchkit.engines.whoosh.segment import ColumnKind
from searchkit.engines.whoosh.segmentwriter import SegmentWriter
from searchkit.engines.whoosh.stored import StoredWriter


class PerDocumentWriter(base.PerDocWriterWithColumns):
    """Collects what is not postings; the field writer writes it."""

    def __init__(self, segment: Any) -> None:
        super().__init__()
        segment.pending = self
        self.is_closed = False
        self.articles = 0
        self._docnum: int = 0
        self.lengths: dict[str, dict[int, int]] = defaultdict(dict)
        self._texts: dict[str, dict[int, str]] = defaultdict(dict)
        self._columns: dict[str, tuple[ColumnKind, BytesFile, Any]] = {}

    def start_doc(self, docnum: int) -> None:
        """Begin an article; they come in the order of their numbers."""
        self._docnum = docnum
        self.articles = docnum + 1

    def add_field(self, fieldname: str, _field: Any, value: Any, length: int | None) -> None:
        """The stored value and the length of a field. Raises ValueError unless it is a text."""
        if length:
            self.lengths[fieldname][self._docnum] = length
        if value is not None:
            if not isinstance(value, str):
                raise ValueError(f"field {fieldname!r} stores texts only, not {value!r}")
            self._texts[fieldname][self._docnum] = value

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Refused: these segments keep no vectors."""
        raise NotImplementedError(f"field {fieldname!r}: vectors are not kept")

    def cancel_doc(self) -> None:
        """Forget the article that was begun last."""
        for lengths in self.lengths.values():
            lengths.pop(self._docnum, None)
        for texts in self._texts.values():
            texts.pop(self._docnum, None)
        self.articles -= 1

    def close(self) -> None:
        """Nothing is written yet."""
        self.is_closed = True

    def write(self, writer: SegmentWriter) -> None:
        """Add everything but postings to the segment."""
        for name, (kind, file, column) in self._columns.items():
            column.finish(self.articles)
            writer.add_column(name, file.getvalue(), kind)
        for name, values in self._texts.items():
            texts = StoredWriter()
            for number in range(self.articles):
                texts.add(values.get(number, "").encode())
            writer.add_stored(name, texts)

    def _has_column(self, fieldname: str) -> bool:
        return fieldname in self._columns

    def _create_column(self, fieldname: str, column: Any) -> None:
        file = BytesFile()
        kind: ColumnKind = "other"
        if isinstance(column, OrdinalColumn | RowColumn):
            kind = "ordinals" if isinstance(column, OrdinalColumn) else "rows"
        self._columns[fieldname] = kind, file, column.writer(file)

    def _get_column(self, fieldname: str) -> Any:
        return self._columns[fieldname][2]


class FieldWriter(base.FieldWriter):
    """Collects the postings of each field, and writes the segment when it is closed."""

    def __init__(self, segment: Any, path: Path) -> None:
        self._segment, self._path = segment, path
        self._writer: SegmentWriter | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._name, self._field = fieldname, fieldobj
        self._terms: list[bytes] = []
        self._counts: list[int] = []
        self._ids: list[int] = []
        self._frequencies: list[int] = []
        self._positions: list[int] = []
        has_positions = fieldobj.format.supports("positions")
        self._decode = fieldobj.format.decoder("positions") if has_positions else None

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._terms.append(text)
        self._counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, _length: int) -> None:
        """A posting. Raises ValueError where its weight is no whole number."""
        frequency = int(weight)
        if frequency != weight:
            raise ValueError(f"field {self._name!r}: weights must be whole, not {weight}")
        if self._decode is not None:
            positions = self._decode(vbytes)
            self._positions += positions
            if frequency != len(positions):
                raise ValueError(f"field {self._name!r}: boosts of fields are not kept")
        self._counts[-1] += 1
        self._ids.append(docnum)
        self._frequencies.append(frequency)

    def finish_term(self) -> None:
        """Nothing is left to do for the term."""

    def finish_field(self) -> None:
        """Write the field."""
        pending = self._segment.pending
        lengths = None
        if self._field.scorable:
            lengths = np.zeros(pending.articles, dtype=np.int64)
            known = pending.lengths[self._name]
            lengths[list(known)] = list(known.values())
        parts = (self._counts, self._ids, self._frequencies, self._positions)
        counts, ids, frequencies, positions = (np.array(part, dtype=np.int64) for part in parts)
        self._opened().add_field(
            self._name,
            Inverted(self._terms, counts, ids, frequencies, positions),
            lengths,
            positions=self._decode is not None,
        )

    def close(self) -> None:
        """Write the rest, and complete the file."""
        writer = self._opened()
        self._segment.pending.write(writer)
        self._segment.pending = None
        writer.close()
        sync_file(self._path)
        self.is_closed = True

    def _opened(self) -> SegmentWriter:
        if self._writer is None:
            self._writer = SegmentWriter(self._path, self._segment.pending.articles)
        return self._writer


class BytesFile(StructFile):
    """A file of Whoosh's kind in memory."""

    def __init__(self) -> None:
        from io import BytesIO

        self._bytes = BytesIO()
        super().__init__(self._bytes)

    def getvalue(self) -> bytes:
        """What was written."""
        return self._bytes.getvalue()
