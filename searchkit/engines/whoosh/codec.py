"""ArrayCodec: Whoosh's own reader and writer on segments made of arrays.

Whoosh opens an index with such segments as any other: its table of contents
holds ``ArraySegment`` objects, which know their codec. Its parser, searcher
and writer then work as they do on its own segments, if more slowly than
``evaluator`` and ``builder``.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.index import FileIndex

from searchkit.engines.whoosh.arrays import Mask
from searchkit.engines.whoosh.segment import SUFFIX, Segment


class ArrayCodec(base.Codec):
    """Implements ``whoosh.codec.base.Codec``; keeps frequencies and positions, no vectors."""

    length_stats = False  # the writers of a segment share what they know of lengths

    def per_document_writer(self, _storage: Any, segment: ArraySegment) -> Any:
        """Collects stored fields, columns and lengths."""
        from searchkit.engines.whoosh.codecwriter import PerDocumentWriter

        return PerDocumentWriter(segment)

    def field_writer(self, storage: Any, segment: ArraySegment) -> Any:
        """Writes the file of the segment."""
        from searchkit.engines.whoosh.codecwriter import FieldWriter

        return FieldWriter(segment, segment.path(storage))

    def terms_reader(self, storage: Any, segment: ArraySegment) -> Any:
        """Terms and their postings, as Whoosh reads them."""
        from searchkit.engines.whoosh.codecreader import TermsReader

        return TermsReader(segment.opened(storage))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> Any:
        """Lengths, columns and stored fields, as Whoosh reads them."""
        from searchkit.engines.whoosh.codecreader import PerDocumentReader

        return PerDocumentReader(segment.opened(storage), segment)

    def postings_writer(self, _dbfile: Any, byteids: bool = False) -> Any:
        """Refused: postings are written by fields."""
        raise NotImplementedError(f"no single lists of postings ({byteids=})")

    def postings_reader(self, *_: Any, **__: Any) -> Any:
        """Refused: postings are read through ``terms_reader``."""
        raise NotImplementedError("no single lists of postings")

    def new_segment(self, _storage: Any, indexname: str) -> ArraySegment:
        """A segment without articles."""
        return ArraySegment(indexname)


class ArraySegment(base.Segment):
    """A segment as Whoosh's table of contents has it: its name, its size, what was deleted.

    Deletions are kept as a bitmap.
    """

    def __init__(self, indexname: str, articles: int = 0) -> None:
        super().__init__(indexname)
        self._articles = articles
        self._deleted: Mask | None = None
        self.pending: Any = None  # what the per-document writer hands to the field writer

    def codec(self) -> ArrayCodec:
        """The codec of all such segments."""
        return ArrayCodec()

    def path(self, storage: Any) -> Path:
        """The file of the segment."""
        name: str = self.make_filename(SUFFIX)
        return Path(storage.folder) / name

    def opened(self, storage: Any) -> Segment:
        """The segment as arrays. Raises ContainerDamaged or OSError."""
        return Segment(self.path(storage), self._deleted)

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    # Articles

    def set_doc_count(self, count: int) -> None:
        """Set the number of articles."""
        self._articles = count

    def doc_count_all(self) -> int:
        """The number of articles, deleted ones included."""
        return self._articles

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark an article as deleted, or as not deleted after all."""
        if self._deleted is None:
            self._deleted = np.zeros(self._articles, dtype=bool)
        self._deleted[docnum] = delete

    def is_deleted(self, docnum: int) -> bool:
        """Whether an article is deleted."""
        return self._deleted is not None and bool(self._deleted[docnum])

    @property
    def deleted(self) -> Mask | None:
        """Which articles are deleted, None: none."""
        return self._deleted

    def deleted_count(self) -> int:
        """The number of deleted articles."""
        return 0 if self._deleted is None else int(self._deleted.sum())

    def deleted_docs(self) -> Iterator[int]:
        """The numbers of the deleted articles, ascending."""
        return iter(() if self._deleted is None else np.flatnonzero(self._deleted).tolist())

    # In the table of contents

    def __getstate__(self) -> dict[str, Any]:
        bits = b"" if self._deleted is None else zlib.compress(np.packbits(self._deleted).tobytes())
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "compound": self.compound,
            "articles": self._articles,
            "deleted": bits,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname, self.segid = state["indexname"], state["segid"]
        self.compound, self._articles = state["compound"], state["articles"]
        self._deleted, self.pending = None, None
        if state["deleted"]:
            bits = np.frombuffer(zlib.decompress(state["deleted"]), dtype=np.uint8)
            self._deleted = np.unpackbits(bits, count=self._articles).astype(bool)


def opened_segments(index: FileIndex) -> list[Segment]:
    """The segments of an index in their order, all open, so that later commits do not matter.

    Raises ContainerDamaged or OSError, and TypeError for a segment of another codec.
    """
    entries = index._segments()
    for entry in entries:
        if not isinstance(entry, ArraySegment):
            raise TypeError(f"segment {entry.segment_id()} was written by another codec")
    return [entry.opened(index.storage) for entry in entries]
