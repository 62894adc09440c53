"""WhooshStore: an index folder on disk (layout in ``manifest``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from whoosh.index import _DEF_INDEX_NAME, TOC, FileIndex

from searchkit.disk import write_atomically
from searchkit.engines.base import StoredState, StoreFacts
from searchkit.engines.whoosh.codec import opened_segments
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.folder import Folder
from searchkit.engines.whoosh.manifest import (
    MANIFEST,
    Manifest,
    make_folder,
    read_manifest,
    state_name,
)
from searchkit.engines.whoosh.schema import FORMAT_VERSION, build_schema
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.engines.whoosh.statefiles import read_state
from searchkit.errors import REBUILD, IndexDamaged, SearchkitError
from searchkit.language.analyzer import Analyzer
from searchkit.language.stemmer import Stemmer
from searchkit.language.stemtable import StemTable
from searchkit.translation import _

if TYPE_CHECKING:
    from searchkit.engines.whoosh.writer import WhooshWriter

# No suffix that a corpus is read by: a corpus folder may hold the index.
STEMS = "stems.table"

_READ_ATTEMPTS = 8

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
        self._rules = rules
        self._stems = stems

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer with the stems that the index knows already."""
        return Analyzer(Stemmer(kept=self._load_stems(), cache=self._stems))

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of analysis and extraction."""
        return f"{self.analyzer.fingerprint}-{self._rules}"

    def exists(self) -> bool:
        """Whether there is an index (readable or not)."""
        return (self.folder / MANIFEST).is_file()

    def last_commit(self) -> str:
        """The data folder and its newest table of contents, as a text; costs one listing."""
        try:
            data = self.folder / read_manifest(self.folder).data
            names = (path.name for path in data.iterdir())
            return f"{data.name}/{TOC._latest_generation(names, _DEF_INDEX_NAME)}"
        except (SearchkitError, OSError):
            return ""

    def engine(self) -> WhooshEngine:
        """A snapshot of the last commit. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        return self._read(_engine)

    def manifest(self) -> Manifest:
        """The checked manifest. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        manifest = read_manifest(self.folder)
        manifest.check(self.fingerprint)
        return manifest

    def about(self) -> StoreFacts:
        """Format, fingerprint and size. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        manifest = self.manifest()
        files = (path for path in self.folder.rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in files)
        return StoreFacts(manifest.format, manifest.fingerprint, size)

    def state(self, *, outdated: bool = False) -> StoredState:
        """The sync state of the last commit, empty where there is no index.

        With ``outdated`` also that of an index which only a rebuild can mend.
        """
        if not self.exists():
            return StoredState({}, {})
        return self._read(_state, outdated=outdated)

    @contextmanager
    def writer(self, *, wait_s: float = 10.0, rebuild: bool = False) -> Iterator[WhooshWriter]:
        """The writer, behind the lock; whatever is not committed is rolled back.

        A first build and a rebuild write a data folder of their own, which
        becomes current by one rename after the commit. Raises IndexLocked,
        and IndexOutdated or IndexDamaged unless ``rebuild``.
        """
        from searchkit.engines.whoosh.lock import writer_lock

        make_folder(self.folder)
        with writer_lock(self.folder, wait_s):
            if self.exists() and not rebuild:
                self.engine().close()  # a damaged index is told before anything is added to it
                data = self._data()
                self._remove_all_but(data)
                yield from self._write(data, _open(Folder(data)))
            else:
                yield from self._write_new(self._unused_data())

    def _write_new(self, data: Path) -> Iterator[WhooshWriter]:
        data.mkdir()
        try:
            index = Folder(data).create_index(build_schema())
            yield from self._write(data, index)
            if (data / state_name(_open(Folder(data)).latest_generation())).is_file():
                Manifest(FORMAT_VERSION, self.fingerprint, data.name).write(self.folder)
                self._remove_all_but(data)
        finally:
            if not self.exists() or read_manifest(self.folder).data != data.name:
                shutil.rmtree(data, ignore_errors=True)

    def _write(self, data: Path, index: FileIndex) -> Iterator[WhooshWriter]:
        from searchkit.engines.whoosh.writer import WhooshWriter  # a search never writes

        writer = WhooshWriter(index, data, self.analyzer, lambda: self._save_stems(data))
        try:
            yield writer
        finally:
            writer.rollback()
            index.close()
            self.analyzer.stemmer.share()  # even what was learned in vain

    # The data folder

    def _data(self) -> Path:
        return self.folder / self.manifest().data

    def _read(self, read: Callable[[Folder], T], *, outdated: bool = False) -> T:
        """What ``read`` makes of the current data folder.

        Tried again where it fails: a commit may take files away between two
        reads of a reader that holds no lock. Raises IndexDamaged where it
        keeps failing.
        """
        attempts = _READ_ATTEMPTS
        while True:
            attempts -= 1
            data = self.folder / read_manifest(self.folder).data if outdated else self._data()
            folder = Folder(data)
            try:
                return read(folder)
            except Exception as error:  # Whoosh unpacks and unpickles: damage raises anything
                folder.close_files()
                if not attempts:
                    reason = error or type(error).__name__
                    raise IndexDamaged(
                        _("the index in {data} cannot be read: {reason}").format(
                            data=data, reason=reason
                        ),
                        _(REBUILD),
                    ) from error

    def _data_folders(self) -> list[Path]:
        return [path for path in self.folder.glob("g*") if path.name[1:].isdecimal()]

    def _unused_data(self) -> Path:
        taken = [int(path.name[1:]) for path in self._data_folders()]
        return self.folder / f"g{max(taken, default=0) + 1}"

    def _remove_all_but(self, data: Path) -> None:
        # What an interrupted build left, and the data of before a rebuild.
        for path in self._data_folders():
            if path != data:
                shutil.rmtree(path, ignore_errors=True)

    # Stems

    def _load_stems(self) -> StemTable:
        """The stems kept with the index; none where they cannot be read: they can be redone."""
        try:
            path = self.folder / read_manifest(self.folder).data / STEMS
            table = StemTable(path.read_bytes())
        except (SearchkitError, OSError):
            return StemTable()
        return table if table.fingerprint == Stemmer().fingerprint else StemTable()

    def _save_stems(self, data: Path) -> None:
        stemmer = self.analyzer.stemmer
        words = stemmer.unkept()
        if words or not (data / STEMS).is_file():
            table = stemmer.kept.with_words(stemmer.fingerprint, words)
            write_atomically(data / STEMS, table, last=False)


def _open(folder: Folder) -> FileIndex:
    # With the schema at hand Whoosh need not unpickle the stored one.
    return cast(FileIndex, folder.open_index(schema=build_schema()))


def _engine(folder: Folder) -> WhooshEngine:
    index = _open(folder)
    snapshot = Snapshot(opened_segments(index))
    index.close()
    return WhooshEngine(snapshot, folder.close_files)


def _state(folder: Folder) -> StoredState:
    return read_state(Path(folder.folder), _open(folder).latest_generation())
