"""Commit: what a manifest names, read from the disk and held against it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

from searchkit.disk import NotRegular, open_regular
from searchkit.engines.base import StoredState
from searchkit.engines.whoosh.damage import checksum, damaged, missing, size_of, unreadable
from searchkit.engines.whoosh.entry import Entry
from searchkit.engines.whoosh.folder import IndexFolder
from searchkit.engines.whoosh.manifest import FileFacts, Manifest
from searchkit.engines.whoosh.segment import Segment
from searchkit.language.stemtable import StemTable
from searchkit.translation import _


class Commit:
    """One commit of an index folder.

    All of its methods raise IndexDamaged, naming the file, for what is missing or is
    not what the manifest says, and IndexUnusable for what cannot be read.
    """

    def __init__(self, folder: IndexFolder, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest

    def check(self) -> None:
        """See that all files are there, in their sizes; none is opened."""
        self._check(self.manifest.files)

    def check_folder(self) -> None:
        """See that the data are where they should be: a link may lead anywhere."""
        if self.folder.data.is_symlink():
            raise damaged(self.folder.data, _("a symbolic link"), _("a folder"))

    def _check(self, names: Iterable[str]) -> None:
        self.check_folder()
        for name in names:
            check_size(self.folder.path_of(name), self.manifest.files[name])

    def segments(self) -> list[Segment]:
        """The segments in their order, all open, so that later commits do not matter."""
        self._check(segment.file for segment in self.manifest.segments)
        return [self.segment(place) for place in range(len(self.manifest.segments))]

    def segment(self, place: int) -> Segment:
        """One of the segments, open."""
        segment = self.manifest.segments[place]
        facts = self.manifest.files[segment.file]
        try:
            entry = Entry.of(segment, facts, self.folder.manifest)
            return entry.opened(self.folder.data)
        except OSError as error:
            path = self.folder.path_of(segment.file)
            raise unreadable(path, error, size_of(facts.size)) from error

    def state(self) -> StoredState:
        """The sync state, with its pieces."""
        manifest = self.manifest
        self._check(manifest.pieces.values())
        pieces = {name: self.content(file) for name, file in manifest.pieces.items()}
        return StoredState(manifest.record, pieces)

    def stems(self) -> StemTable:
        """The table of stems, empty where there is none."""
        file = self.manifest.stems
        if file is None:
            return StemTable()
        self._check([file])
        return StemTable(self.content(file))

    def content(self, name: str) -> bytes:
        """A whole file: not a byte of it has changed since it was written."""
        path, facts = self.folder.path_of(name), self.manifest.files[name]
        try:
            with open_regular(path) as file:
                data = file.read(facts.size + 1)
        except OSError as error:
            raise unreadable(path, error, size_of(facts.size)) from error
        found = FileFacts.of(data)
        if found != facts:
            raise damaged(path, checksum(found.sha256), checksum(facts.sha256))
        return data


def check_size(path: Path, facts: FileFacts) -> None:
    """See that a file is there and as large as it was written."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        raise missing(path, size_of(facts.size)) from None
    except OSError as error:
        raise unreadable(path, error, size_of(facts.size)) from error
    if not stat.S_ISREG(status.st_mode):
        raise unreadable(path, NotRegular(0, _kind(status.st_mode)), size_of(facts.size))
    if status.st_size != facts.size:
        raise damaged(path, size_of(status.st_size), size_of(facts.size))


def _kind(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "is a directory" if stat.S_ISDIR(mode) else "not a regular file"
