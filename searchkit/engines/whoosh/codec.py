"""ArrayCodec: Whoosh's own reader and writer on segments made of arrays.

Whoosh works on such segments as on its own, if more slowly than ``evaluator`` and
``builder``: on those of an index through ``stock``, on others that it writes itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec import base

from searchkit.engines.whoosh.entry import Entry
from searchkit.engines.whoosh.manifest import FileFacts
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
    """A segment as Whoosh knows it."""

    def __init__(self, indexname: str, entry: Entry | None = None) -> None:
        """``entry`` is a segment that is there already; None for one to be written."""
        super().__init__(indexname)
        self._entry = entry or Entry(self.make_filename(SUFFIX), 0, FileFacts(0, ""))
        self.pending: Any = None  # what the per-document writer hands to the field writer

    def codec(self) -> ArrayCodec:
        """The codec of all such segments."""
        return ArrayCodec()

    def path(self, storage: Any) -> Path:
        """The file of the segment."""
        return Path(storage.folder) / self._entry.file

    def opened(self, storage: Any) -> Segment:
        """The segment as arrays. Raises IndexDamaged or OSError."""
        return self._entry.opened(Path(storage.folder))

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def set_doc_count(self, count: int) -> None:
        """Set the number of articles."""
        self._entry.articles = count

    def doc_count_all(self) -> int:
        """The number of articles, deleted ones included."""
        return self._entry.articles

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark an article as deleted, or as not deleted after all."""
        if delete:
            self._entry.delete(docnum)
        elif self._entry.deleted is not None:
            self._entry.deleted[docnum] = False

    def is_deleted(self, docnum: int) -> bool:
        """Whether an article is deleted."""
        return self._entry.is_deleted(docnum)

    def deleted_count(self) -> int:
        """The number of deleted articles."""
        return self._entry.deleted_count

    def deleted_docs(self) -> Iterator[int]:
        """The numbers of the deleted articles, ascending."""
        deleted = self._entry.deleted
        return iter(() if deleted is None else deleted.nonzero()[0].tolist())
