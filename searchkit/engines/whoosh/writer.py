"""WhooshWriter: articles into new segments, one commit.

Every file of a commit is on disk, and the folder that names them, before the manifest
gets its name by one rename. What the manifest before it named goes only afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from searchkit.article import Article
from searchkit.disk import sync_file, sync_folder, write_new
from searchkit.engines.base import NO_PIECES, BuilderRecipe
from searchkit.engines.whoosh.builder import PartBuilder, SegmentBuilder
from searchkit.engines.whoosh.checksums import Made
from searchkit.engines.whoosh.entry import Entry
from searchkit.engines.whoosh.folder import (
    IndexFolder,
    highest_number,
    piece_name,
    segment_name,
    stems_name,
)
from searchkit.engines.whoosh.manifest import FileFacts, Manifest, parse_manifest
from searchkit.engines.whoosh.merge import Size, to_merge
from searchkit.engines.whoosh.merging import merge_segments
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.sweeping import sweep
from searchkit.errors import IndexLocked, IndexNotDurable
from searchkit.language.analyzer import Analyzer

APART = 32 * 1024 * 1024
"""New parts of more bytes than this are committed before they are merged, so that they
and the index before the commit never lie on the disk beside what is made of them."""

State = Mapping[str, object]
Pieces = Mapping[str, bytes | None]


class WhooshWriter:
    """Implements ``engines.base.EngineWriter`` on one index folder.

    New files are of nobody before the commit.
    """

    def __init__(
        self,
        folder: IndexFolder,
        base: Manifest,
        analyzer: Analyzer,
        stems: Callable[[str | None], bytes | None],
        require_lock: Callable[[], None],
    ) -> None:
        """``base`` is what the changes are made to. ``stems`` gives the table of stems for a
        commit when all articles are written, None where that of a file is still whole.
        ``require_lock`` raises IndexLocked where this is not the one writer any more."""
        self._folder = folder
        self._data = folder.data
        self._base = base
        self.analyzer = analyzer
        self._stems = stems
        self._require_lock = require_lock
        self._committed = _entries(base, folder)
        self._segments = list(self._committed)
        self._before = folder.ours()
        self._publishing = False  # whether the manifest on disk may be one of this writer
        self._is_durable = True  # as far as the system says so
        self._opened: dict[str, Segment] = {}
        self._known: set[str] | None = None  # ids in the segments, once parts are adopted
        self._start_builder()

    def put(self, article: Article) -> None:
        """Add an article, or replace the one with the same id. Raises NoRoom."""
        number = self._builder.put(article)
        self.delete(article.id)
        self._fresh[article.id] = number
        if self._builder.is_full:
            self._flush()

    def builder(self) -> BuilderRecipe:
        """What other processes build parts of this index with; see ``EngineWriter.builder``."""
        return partial(PartBuilder, self._data)

    def adopt(self, part: object, without: Collection[int] = ()) -> None:
        """Add the articles of a part, but for those at some places of it."""
        assert isinstance(part, Entry)
        for number in without:
            part.delete(number)
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
                entry.delete(number)

    def had(self, article_id: str) -> bool:
        """Whether the last commit has an article with this id that was not deleted since."""
        return any(
            not entry.is_deleted(number)
            for entry in self._committed
            for number in self._numbers(entry, article_id)
        )

    def commit(self, state: State, pieces: Pieces = NO_PIECES) -> None:
        """Make all changes visible at once, together with the sync ``state``.

        Raises IndexNotDurable where they are, and the system does not say that they will stay.
        """
        self._flush()
        chosen = self._chosen()
        if self._are_apart(chosen):
            self._publish(state, pieces)
            # All is said and done: what is merged now only saves room and time.
            with suppress(OSError, MemoryError, IndexNotDurable):
                self._merge(chosen)
                self._publish(state, dict.fromkeys(pieces))
            return
        self._merge(chosen)
        self._publish(state, pieces)

    def rollback(self) -> None:
        """Forget all changes that are not committed, and parts that were not adopted."""
        self._opened.clear()
        if not self._is_durable:
            # When the power goes, the manifest before may be there again: all that it names stays.
            # To sync once more would prove nothing, as the system tells of a failure only once.
            return
        # What ends a commit on its way out may come when the manifest has its name already:
        # the one on disk decides what is needed.
        with suppress(IndexLocked, OSError):
            self._require_lock()  # what another writer has begun is not ours to sweep
            if sweep(self._folder) is None and not self._publishing:
                # It is none that can be read now, and not of this run: what is new is not in it.
                self._folder.remove(self._folder.ours() - self._before)

    # The commit

    def _publish(self, state: State, pieces: Pieces) -> None:
        """Bring everything to the disk, then give the manifest its name."""
        self._require_lock()  # before what another writer took away is missed
        number = max(self._base.commit, highest_number(self._folder.listing())) + 1
        files: dict[str, FileFacts] = {}
        for entry in self._segments:
            files[entry.file] = entry.facts
            if entry.file not in self._base.files:
                sync_file(self._data / entry.file)
        names = self._write_pieces(number, pieces, files)
        self._write_stems(number, files)
        sync_folder(self._data)
        manifest = Manifest(
            fingerprint=self._base.fingerprint,
            commit=number,
            segments=tuple(entry.for_manifest() for entry in self._segments),
            files=files,
            record=state,
            pieces=names,
        )
        data = manifest.dump()
        parse_manifest(data, self._folder.manifest)  # what nobody could read is not written
        self._opened.clear()
        self._require_lock()
        self._publishing = True
        doubt = self._folder.publish(data)
        self._base, self._committed = manifest, list(self._segments)
        if doubt:
            self._is_durable = False
            raise IndexNotDurable.because(self._folder.path, doubt)
        sweep(self._folder, durable=True)

    def _write_pieces(
        self, number: int, pieces: Pieces, files: dict[str, FileFacts]
    ) -> dict[str, str]:
        """The files of the pieces by name; new ones are written, the others stay."""
        names: dict[str, str] = {}
        for name, data in pieces.items():
            if data is None:
                names[name] = self._base.pieces[name]
                files[names[name]] = self._base.files[names[name]]
                continue
            names[name] = piece_name(number)
            files[names[name]] = self._write(names[name], data)
            number += 1
        return names

    def _write_stems(self, number: int, files: dict[str, FileFacts]) -> None:
        """The table of stems, where it grew."""
        kept = self._base.stems
        data = self._stems(kept)
        if data is not None:
            files[stems_name(number)] = self._write(stems_name(number), data)
        elif kept:
            files[kept] = self._base.files[kept]

    def _write(self, name: str, data: bytes) -> FileFacts:
        write_new(self._folder.path_of(name), data)
        return FileFacts.of(data)

    # Segments

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
            entry.delete(number)
        if self._known is not None:
            self._known |= self._fresh.keys()
        self._start_builder()

    def _chosen(self) -> list[Entry]:
        """The segments that the policy wants to be one."""
        sizes = [Size(entry.live, entry.deleted_count) for entry in self._segments]
        return [self._segments[place] for place in to_merge(sizes)]

    def _are_apart(self, chosen: Sequence[Entry]) -> bool:
        """Whether a commit of its own comes before the merging of these.

        Not with deletions among the new ones: they tell something of their terms that
        the merged segment does not.
        """
        new = [entry for entry in chosen if entry not in self._committed]
        if any(entry.deleted_count for entry in new):
            return False
        return sum(entry.facts.size for entry in new) > APART

    def _merge(self, chosen: Sequence[Entry]) -> None:
        """Make one segment of some."""
        if not chosen:
            return
        living = [self._segment(entry) for entry in chosen if entry.live]
        left = [entry for entry in self._segments if entry not in chosen]
        before, self._segments = self._segments, left
        try:
            if living:
                self._add(lambda path: merge_segments(living, path))
        except BaseException:  # what could not be merged stays as it is
            self._segments = before
            raise

    def _add(self, write: Callable[[Path], Made]) -> Entry:
        """A new segment, written by a function that tells what it has made."""
        name = segment_name()
        entry = Entry.made(name, write(self._data / name))
        self._segments.append(entry)
        return entry

    def _numbers(self, entry: Entry, article_id: str) -> list[int]:
        """The numbers of the articles of a segment, deleted or not, that have an id."""
        found = self._segment(entry).postings("id", article_id)
        return [] if found is None else found.ids.tolist()

    def _ids(self, entry: Entry) -> set[str]:
        """The ids of the living articles of a segment."""
        return set(self._segment(entry).ids())

    def _segment(self, entry: Entry) -> Segment:
        """The segment as arrays, with what is deleted by now."""
        segment = self._opened.get(entry.file)
        if segment is None:
            segment = self._opened[entry.file] = entry.opened(self._data)
        segment.deleted = entry.deleted
        return segment


def _entries(manifest: Manifest, folder: IndexFolder) -> list[Entry]:
    return [
        Entry.of(segment, manifest.files[segment.file], folder.manifest)
        for segment in manifest.segments
    ]
