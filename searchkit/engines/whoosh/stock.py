"""StockIndex: an index of searchkit, for Whoosh's own parser, reader and searcher.

Slower by some hundred times than ``engine``, and another way to the same answers,
which is what the tests hold it against.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex

from searchkit.engines.whoosh.codec import ArraySegment
from searchkit.engines.whoosh.entry import Entry
from searchkit.engines.whoosh.folder import IndexFolder
from searchkit.engines.whoosh.manifest import read_manifest
from searchkit.engines.whoosh.schema import build_schema


class StockIndex(FileIndex):
    """The last commit as Whoosh sees an index; the manifest is its table of contents.

    For reading only. Raises what ``read_manifest`` raises.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        # Mapped into memory, whoosh3 would copy each part of a segment when it is opened.
        storage = FileStorage(str(self._folder.data), supports_mmap=False)
        self.storage, self.indexname = storage, _DEF_INDEX_NAME
        self._schema = build_schema()
        self._read_toc()

    def _read_toc(self) -> TOC:
        manifest = read_manifest(self._folder)
        entries = (
            Entry.of(segment, manifest.files[segment.file], self._folder.manifest)
            for segment in manifest.segments
        )
        segments = [ArraySegment(self.indexname, entry) for entry in entries]
        return TOC(self._schema, segments, manifest.commit)

    def latest_generation(self) -> int:
        """The number of the last commit."""
        return read_manifest(self._folder).commit

    def last_modified(self) -> int:
        """The moment of the last commit, in seconds since 1970."""
        return int(self._folder.manifest.stat().st_mtime)

    def writer(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: there is one way to write."""
        raise NotImplementedError("an index is written through WhooshStore.writer")
