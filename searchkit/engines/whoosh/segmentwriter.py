"""SegmentWriter: fields, columns and stored texts → the file of a segment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.checksums import Made
from searchkit.engines.whoosh.container import ContainerWriter
from searchkit.engines.whoosh.field import Encoded, FieldWriter
from searchkit.engines.whoosh.gaps import encode
from searchkit.engines.whoosh.inversion import Inverted
from searchkit.engines.whoosh.lengths import length_bytes
from searchkit.engines.whoosh.segment import ColumnKind
from searchkit.engines.whoosh.stored import StoredWriter


class SegmentWriter:
    """Writes one segment. What is added to it is complete: its articles are known beforehand."""

    def __init__(self, path: Path, articles: int) -> None:
        self.articles = articles
        self.container = ContainerWriter(path)
        self._fields: list[str] = []
        self._lengths: dict[str, int] = {}
        self._columns: dict[str, ColumnKind] = {}
        self._stored: list[str] = []

    def add_field(
        self, name: str, inverted: Inverted, lengths: NDArray[Any] | None, *, positions: bool
    ) -> None:
        """A field with all its postings, if it has any; ``lengths`` are those of all articles,
        None where the field is not scored."""
        if not inverted.terms:
            return
        codes: NDArray[np.uint8] | int = 0
        if lengths is not None:
            rounded = length_bytes(lengths)
            self.add_lengths(name, rounded, int(lengths.sum()))
            codes = rounded[inverted.ids]
        encoded = Encoded(*encode(inverted.positions, inverted.frequencies)) if positions else None
        writer = self.field(
            name,
            inverted.terms,
            inverted.counts,
            plain=lengths is None and bool((inverted.frequencies == 1).all()),
            positions=len(encoded.data) if encoded else None,
        )
        writer.write(inverted.ids, inverted.frequencies, codes, encoded)
        writer.close()

    def field(self, name: str, *args: Any, **kwargs: Any) -> FieldWriter:
        """The writer of a field whose postings come in pieces; see ``FieldWriter``."""
        self._fields.append(name)
        return FieldWriter(self.container, name, *args, articles=self.articles, **kwargs)

    def add_lengths(self, name: str, rounded: NDArray[np.uint8], total: int) -> None:
        """How long a field is in each article, and in all of them together."""
        self.container.add(f"{name}/length bytes", rounded)
        self._lengths[name] = total

    def add_column(self, name: str, data: bytes, kind: ColumnKind) -> None:
        """A column as the bytes of its file."""
        self._columns[name] = kind
        self.container.add_bytes(f"column/{name}", data)

    def add_stored(self, name: str, texts: StoredWriter) -> None:
        """The stored texts of a field, one for every article."""
        self._stored.append(name)
        texts.close(self.container, f"stored/{name}")

    def close(self) -> Made:
        """Complete the file."""
        facts = {
            "name": self.container.path.name,
            "articles": self.articles,
            "fields": self._fields,
            "lengths": self._lengths,
            "columns": self._columns,
            "stored": self._stored,
        }
        return Made(self.articles, self.container.close(facts))

    def discard(self) -> None:
        """Forget the file."""
        self.container.discard()
