"""WhooshStore: an index folder on disk (layout in ``folder``, commits in ``manifest``)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from searchkit.engines.base import (
    OnWait,
    StoredState,
    StoreFacts,
    WholeCommit,
    ignore_wait,
)
from searchkit.engines.whoosh.commit import Commit
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.folder import HIGHEST, IndexFolder
from searchkit.engines.whoosh.manifest import (
    LAST_FORMER,
    STEMS_LIMIT,
    Manifest,
    OtherFormat,
    digest_of,
    read_manifest,
)
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.errors import IndexMissing, IndexUnusable
from searchkit.language.analyzer import Analyzer
from searchkit.language.stemmer import Stemmer
from searchkit.language.stemtable import StemTable

if TYPE_CHECKING:
    from searchkit.engines.checkup import Checkup, OnBytes
    from searchkit.engines.whoosh.writer import WhooshWriter

T = TypeVar("T")


class WhooshStore:
    """Implements ``engines.base.Store``. Nothing on disk is touched before it is needed.

    ``rules`` names the version of the extraction rules: together with the
    analyzer's it decides what an indexed article looks like, and an index
    built under others is refused. ``stems`` is the folder of the stems that all
    indexes share (``language.stemcache``), None for none.
    """

    def __init__(self, folder: Path, rules: str, stems: Path | None = None) -> None:
        self.folder = folder
        self._files = IndexFolder(folder)
        self._rules = rules
        self._stems = stems
        self._stems_file: str | None = None  # where the stems come from that the analyzer has
        self._bad_stems: tuple[str | None, IndexUnusable | None] = None, None

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer with the stems that the index knows already."""
        return Analyzer(Stemmer(kept=self._known_stems(), cache=self._stems))

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of analysis and extraction."""
        return f"{self.analyzer.fingerprint}-{self._rules}"

    def exists(self) -> bool:
        """Whether there is an index (readable or not)."""
        if os.path.lexists(self._files.manifest):
            return True
        try:
            read_manifest(self._files)
        except IndexMissing:
            return False
        except IndexUnusable:
            return os.path.isdir(self.folder)  # noqa: PTH112 - unlike Path's, never raises
        return True

    def last_commit(self) -> str:
        """The checksum of the manifest, as a text; costs reading some bytes."""
        try:
            return digest_of(self._files)
        except OSError:
            return ""

    def engine(self) -> WhooshEngine:
        """A snapshot of the last commit. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        return self._read(_engine)

    def manifest(self) -> Manifest:
        """The checked manifest. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        manifest = read_manifest(self._files)
        manifest.check(self.fingerprint)
        return manifest

    def whole_commit(self) -> WholeCommit:
        """All of the last commit, nothing of another one. Raises as ``engine``."""
        return self._read(_whole)

    def state(self) -> StoredState:
        """The sync state of the last commit, empty where there is no index."""
        if not self.exists():
            return StoredState({}, {})
        return self._read(lambda commit: commit.state())

    def record(self) -> Mapping[str, object]:
        """The record of the sync state, whatever searchkit wrote it; empty where it is lost."""
        try:
            return read_manifest(self._files).record
        except OtherFormat as other:
            if other.format > LAST_FORMER:
                return {}
            from searchkit.engines.whoosh.former import former_record  # only before a rebuild

            return former_record(self.folder, other.data)
        except IndexUnusable:
            return {}

    def checkup(self, on_bytes: OnBytes) -> Checkup:
        """Hold every byte of the last commit against its manifest; see ``engines.base.Store``."""
        from searchkit.engines.whoosh.checking import checkup  # a search never checks all

        return checkup(self._files, self.manifest, on_bytes)

    @contextmanager
    def writer(
        self, *, wait_s: float = 10.0, rebuild: bool = False, on_wait: OnWait = ignore_wait
    ) -> Iterator[WhooshWriter]:
        """The writer, behind the lock; whatever is not committed is rolled back.

        A rebuild begins with nothing, and its commit is as any other: new files beside
        the old ones, then one rename. Raises IndexLocked, and IndexOutdated or
        IndexDamaged unless ``rebuild``.
        """
        from searchkit.engines.whoosh.lock import writer_lock
        from searchkit.engines.whoosh.sweeping import begin
        from searchkit.engines.whoosh.writer import WhooshWriter  # a search never writes

        self._files.make()
        with writer_lock(self.folder, wait_s, on_wait) as require_lock:
            base = Manifest(self.fingerprint)
            if not rebuild and self.exists():
                # A damaged index is told before anything is added to it.
                base = self._read(_checked)
                self.engine().close()
            last = begin(self._files)
            if rebuild and last:
                # A number from which there is no way up is not one that a writer has counted to.
                number = last.commit if last.commit < HIGHEST // 2 else 0
                base = Manifest(self.fingerprint, number)
                # What an index says of words ends with it, as does what it says of articles.
                self.analyzer = Analyzer(Stemmer(cache=self._stems))
                self._stems_file, self._bad_stems = None, (None, None)
            writer = WhooshWriter(self._files, base, self.analyzer, self._stems_after, require_lock)
            try:
                yield writer
            finally:
                writer.rollback()
                self.analyzer.stemmer.share()  # even what was learned in vain

    # Reading

    def _read(self, read: Callable[[Commit], T]) -> T:
        """What ``read`` makes of the last commit.

        Tried again only where another commit came in between and took away what this
        one names: a reader holds no lock. Everything else is damage, and told.
        """
        manifest = self.manifest()
        while True:
            try:
                self._check_stems(manifest)
                return read(Commit(self._files, manifest))
            except IndexUnusable:
                now = self.manifest()
                if now.sha256 == manifest.sha256:
                    raise
                manifest = now

    # Stems

    def _known_stems(self) -> StemTable:
        """The stems kept with the index; none where they cannot be read: they can be redone.

        Damage is told by whatever is read of the index next.
        """
        failed = ""
        while True:
            try:
                manifest = read_manifest(self._files)
            except IndexUnusable:
                return StemTable()
            try:
                table = Commit(self._files, manifest).stems()
            except IndexUnusable as error:
                if manifest.sha256 == failed:
                    self._bad_stems = manifest.stems, error
                    return StemTable()
                failed = manifest.sha256  # perhaps a commit took it away
                continue
            if table.fingerprint != Stemmer().fingerprint:
                return StemTable()
            self._stems_file = manifest.stems
            return table

    def _check_stems(self, manifest: Manifest) -> None:
        name, error = self._bad_stems
        if error and name == manifest.stems:
            raise error

    def _stems_after(self, kept: str | None) -> bytes | None:
        """The table with the words met since that file was written, None where there are none."""
        stemmer = self.analyzer.stemmer
        table = stemmer.kept
        if kept and kept != self._stems_file:
            # Written by a commit after the analyzer was made.
            found = Commit(self._files, read_manifest(self._files)).stems()
            table = found if found.fingerprint == stemmer.fingerprint else StemTable()
        words = {word: stem for word, stem in stemmer.memo.items() if table.get(word) is None}
        if kept and not words:
            return None
        data = table.with_words(stemmer.fingerprint, words)
        return data if len(data) <= STEMS_LIMIT else None  # the others are stemmed anew


def _checked(commit: Commit) -> Manifest:
    commit.check()
    return commit.manifest


def _engine(commit: Commit) -> WhooshEngine:
    return WhooshEngine(Snapshot(commit.segments()))


def _whole(commit: Commit) -> WholeCommit:
    manifest = commit.manifest
    size, stems = manifest.size + manifest.length, len(commit.stems())
    facts, state = StoreFacts(manifest.format, manifest.fingerprint, size, stems), commit.state()
    return WholeCommit(_engine(commit), state, facts)
