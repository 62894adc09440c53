"""WhooshWriter: articles into a new segment, one commit."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from searchkit.article import Article
from searchkit.disk import write_atomically
from searchkit.engines.base import BuilderRecipe
from searchkit.engines.whoosh.document import build_document
from searchkit.engines.whoosh.manifest import state_name
from searchkit.engines.whoosh.merge import merge_by_size
from searchkit.language.analyzer import Analyzer

# Postings that Whoosh collects in memory before it writes a run, in megabytes.
_RUN_MEGABYTES = 256


class PartBuilder:
    """Implements ``engines.base.Builder``: a part is a list of documents."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._documents: list[dict[str, Any]] = []

    def put(self, article: Article) -> int:
        """Add an article; its place in the part."""
        self._documents.append(build_document(article, self._analyzer))
        return len(self._documents) - 1

    def finish(self) -> list[dict[str, Any]]:
        """The documents in the order of their places."""
        return self._documents


class WhooshWriter:
    """Implements ``engines.base.EngineWriter`` on one data folder.

    Whoosh's own writer is opened with the first change: a sync that finds
    nothing to do leaves no trace.
    """

    def __init__(
        self,
        index: FileIndex,
        folder: Path,
        analyzer: Analyzer,
        before_commit: Callable[[], None],
    ) -> None:
        """``before_commit`` runs when all articles are written, before they become visible."""
        self._index = index
        self._folder = folder
        self.analyzer = analyzer
        self._before_commit = before_commit
        self._open: SegmentWriter | None = None
        self._fresh: dict[str, int] = {}

    def put(self, article: Article) -> None:
        """Add an article, or replace the one with the same id."""
        self._add(build_document(article, self.analyzer))

    def builder(self) -> BuilderRecipe:
        """What other processes build parts of this index with."""
        return PartBuilder

    def adopt(self, part: object, without: Collection[int] = ()) -> None:
        """Add the articles of a part, but for those at some places of it."""
        assert isinstance(part, list)
        for place, document in enumerate(part):
            if place not in without:
                self._add(document)

    def _add(self, document: dict[str, Any]) -> None:
        self.delete(document["id"])
        self._fresh[document["id"]] = self._writer.docnum
        self._writer.add_document(**document)

    def delete(self, article_id: str) -> None:
        """Remove an article; nothing happens where there is none."""
        if (number := self._fresh.pop(article_id, None)) is not None:
            self._writer.newsegment.delete_document(number)
        if ("id", article_id) not in self._reader:
            return
        matcher = self._reader.postings("id", article_id)
        while matcher.is_active():
            if not self._writer.is_deleted(matcher.id()):
                self._writer.delete_document(matcher.id())
            matcher.next()

    def commit(self, state: Mapping[str, object]) -> None:
        """Make all changes visible at once, together with the sync ``state``.

        The state is written first, under the number of the commit to come:
        it counts from the moment that Whoosh's table of contents has that number.
        """
        writer = self._writer
        path = self._folder / state_name(writer.generation)
        write_atomically(
            path, json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
        )
        self._before_commit()
        self._reader.close()
        writer.commit(mergetype=merge_by_size)
        for other in self._folder.glob(state_name("*")):
            if other != path:
                other.unlink(missing_ok=True)

    def rollback(self) -> None:
        """Forget all changes that are not committed."""
        writer = self._open
        if writer is None or writer.is_closed:
            return
        self._reader.close()
        writer.cancel()
        for file in self._folder.glob(f"*{writer.newsegment.segment_id()}*"):
            file.unlink(missing_ok=True)

    @property
    def _writer(self) -> SegmentWriter:
        if self._open is None:
            self._open = SegmentWriter(self._index, limitmb=_RUN_MEGABYTES)
        return self._open

    @cached_property
    def _reader(self) -> Any:
        return self._writer.reader()
