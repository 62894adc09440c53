"""WhooshWriter: articles into new segments, one commit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from whoosh.index import TOC, FileIndex, clean_files

from searchkit.article import Article
from searchkit.disk import sync_file
from searchkit.engines.base import NO_PIECES, BuilderRecipe
from searchkit.engines.whoosh.builder import PartBuilder, SegmentBuilder
from searchkit.engines.whoosh.codec import ArraySegment
from searchkit.engines.whoosh.merge import Size, to_merge
from searchkit.engines.whoosh.merging import merge_segments
from searchkit.engines.whoosh.segment import SUFFIX, Segment
from searchkit.engines.whoosh.segmentwriter import Made
from searchkit.engines.whoosh.statefiles import sweep_states, write_state
from searchkit.language.analyzer import Analyzer


class WhooshWriter:
    """Implements ``engines.base.EngineWriter`` on one data folder.

    New segments are files that nobody knows before the commit.
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
        self._toc: TOC = index._read_toc()
        self._segments: list[ArraySegment] = list(self._toc.segments)
        self._opened: dict[str, Segment] = {}
        self._known: set[str] | None = None  # ids in the segments, once parts are adopted
        self._start_builder()

    def put(self, article: Article) -> None:
        """Add an article, or replace the one with the same id."""
        self.delete(article.id)
        self._fresh[article.id] = self._builder.put(article)
        if self._builder.is_full:
            self._flush()

    def builder(self) -> BuilderRecipe:
        """What other processes build parts of this index with; see ``EngineWriter.builder``."""
        return partial(PartBuilder, self._folder, self._index.indexname)

    def adopt(self, part: object, without: Collection[int] = ()) -> None:
        """Add the articles of a part, but for those at some places of it."""
        assert isinstance(part, ArraySegment)
        for number in without:
            part.delete_document(number)
        ids = self._ids(part)
        if self._known is None:
            self._known = {id for entry in self._segments for id in self._ids(entry)}
        for article_id in (ids & self._known) | (ids & self._fresh.keys()):
            self.delete(article_id)
        self._segments.append(part)
        self._known |= ids

    def delete(self, article_id: str) -> None:
        """Remove an article; nothing happens where there is none."""
        if (number := self._fresh.pop(article_id, None)) is not None:
            self._dropped.append(number)
        for entry in self._segments:
            for number in self._numbers(entry, article_id):
                entry.delete_document(number)

    def had(self, article_id: str) -> bool:
        """Whether the last commit has an article with this id that was not deleted since."""
        return any(
            not entry.is_deleted(number)
            for entry in self._toc.segments
            for number in self._numbers(entry, article_id)
        )

    def commit(
        self, state: Mapping[str, object], pieces: Mapping[str, bytes | None] = NO_PIECES
    ) -> None:
        """Make all changes visible at once, together with the sync ``state``.

        The state is written first, under the number of the commit to come:
        it counts from the moment that Whoosh's table of contents has that number.
        """
        self._flush()
        self._merge()
        generation = self._toc.generation + 1
        write_state(self._folder, generation, state, pieces)
        self._before_commit()
        self._opened.clear()
        storage, name = self._index.storage, self._index.indexname
        for entry in self._segments:
            if entry not in self._toc.segments:
                sync_file(entry.path(storage))
        toc = TOC(self._toc.schema, self._segments, generation)
        toc.write(storage, name)
        self._toc = toc
        clean_files(storage, name, generation, self._segments)
        sweep_states(self._folder, generation, pieces)

    def rollback(self) -> None:
        """Forget all changes that are not committed, and parts that were not adopted."""
        self._opened.clear()
        try:
            # What ends a commit on its way out may come when the new table has its name already.
            newest = self._index._read_toc()
        except Exception:  # Whoosh unpickles: damage raises anything
            return  # nobody knows what is named; the next writer clears up
        entries = (*self._toc.segments, *newest.segments)
        committed = {entry.segment_id() for entry in entries}
        for path in self._folder.glob(f"*{SUFFIX}"):
            if path.stem not in committed:
                path.unlink(missing_ok=True)

    def _start_builder(self) -> None:
        self._builder = SegmentBuilder(self.analyzer)
        self._fresh: dict[str, int] = {}
        self._dropped: list[int] = []

    def _flush(self) -> None:
        """Write what was put so far as a segment."""
        if not self._builder.articles:
            return
        entry = self._add(self._builder.write)
        for number in self._dropped:
            entry.delete_document(number)
        if self._known is not None:
            self._known |= self._fresh.keys()
        self._start_builder()

    def _merge(self) -> None:
        """Make one segment of those that the policy chooses."""
        sizes = [Size(entry.doc_count(), entry.deleted_count()) for entry in self._segments]
        chosen = [self._segments[place] for place in to_merge(sizes)]
        if not chosen:
            return
        self._segments = [entry for entry in self._segments if entry not in chosen]
        living = [self._segment(entry) for entry in chosen if entry.doc_count()]
        if living:
            self._add(lambda path: merge_segments(living, path))

    def _add(self, write: Callable[[Path], Made]) -> ArraySegment:
        """A new segment, written by a function that tells how many articles it has."""
        entry = ArraySegment(self._index.indexname)
        entry.set_doc_count(write(entry.path(self._index.storage)).articles)
        self._segments.append(entry)
        return entry

    def _numbers(self, entry: ArraySegment, article_id: str) -> list[int]:
        """The numbers of the articles of a segment, deleted or not, that have an id."""
        found = self._segment(entry).postings("id", article_id)
        return [] if found is None else found.ids.tolist()

    def _ids(self, entry: ArraySegment) -> set[str]:
        """The ids of the living articles of a segment."""
        return set(self._segment(entry).ids())

    def _segment(self, entry: ArraySegment) -> Segment:
        """The segment as arrays, with what is deleted by now."""
        segment = self._opened.get(entry.segid)
        if segment is None:
            segment = self._opened[entry.segid] = entry.opened(self._index.storage)
        segment.deleted = entry.deleted
        return segment
