"""IndexFolder: the files of an index on disk, and which of them are ours.

::

    index/
      manifest.json     the commit: it names every other file (see ``manifest``)
      writer.lock       held by the one writer; writer.json says who that is
      data/               each file is written once and never changed:
        4f…07.segment       articles
        sync-7.piece        a piece of the sync state, by the commit that wrote it
        stems-3.table       words and their stems, so that each is stemmed once
        FIRST               while there is no manifest to tell what is of use

Whatever has another name belongs to somebody else and is never touched. No suffix
is one that a corpus is read by: a corpus folder may hold the index.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from searchkit.disk import (
    NotRegular,
    make_folders,
    open_regular,
    read_most,
    sync_above,
    sync_folder,
    write_new,
)
from searchkit.errors import IndexNotWritten, IndexUnusable, cause_of
from searchkit.translation import _

MANIFEST = "manifest.json"
DATA = "data"
FIRST = "FIRST"
NEW = ".new"
"""What the name of a file ends in until it is whole."""

SEGMENT = re.compile(r"[0-9a-z]{16}\.segment")
PIECE = re.compile(r"sync-([0-9]{1,15})\.piece")
STEMS = re.compile(r"stems-([0-9]{1,15})\.table")

HIGHEST = 10**12
"""No commit, piece or table has a higher number. One a second takes thirty thousand years."""

_FIRST_LIMIT = 16 * 1024 * 1024


def is_ours(name: str) -> bool:
    """Whether this is a name that files of a commit have."""
    return any(pattern.fullmatch(name) for pattern in (SEGMENT, PIECE, STEMS))


def segment_name() -> str:
    """A name that no segment has: processes need not agree on one."""
    return f"{os.urandom(8).hex()}.segment"


def piece_name(number: int) -> str:
    """The name of a piece of the sync state."""
    return f"sync-{number}.piece"


def stems_name(number: int) -> str:
    """The name of a table of stems."""
    return f"stems-{number}.table"


def highest_number(names: Iterable[str]) -> int:
    """The highest number in the names of pieces and tables, 0 where there are none.

    Those beyond ``HIGHEST`` are in nobody's way.
    """
    found = (PIECE.fullmatch(name) or STEMS.fullmatch(name) for name in names)
    numbers = (int(match[1]) for match in found if match)
    return max((number for number in numbers if number <= HIGHEST), default=0)


class IndexFolder:
    """The folder of an index. Raises OSError wherever the system refuses something."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / DATA
        self.manifest = path / MANIFEST

    def make(self) -> None:
        """Make the folders that are not there. Raises IndexUnusable where that cannot be."""
        try:
            make_folders(self.path)
        except (FileExistsError, NotADirectoryError):
            raise no_folder(self.path) from None
        except OSError as error:
            raise IndexNotWritten(
                _("no index can be written in {folder}: {cause}").format(
                    folder=self.path, cause=cause_of(error)
                ),
                _("Name another folder: searchkit index --index FOLDER"),
            ) from error

    def make_data(self) -> None:
        """Make the folder of the data. Raises IndexUnusable where something else has its place."""
        data, manifest = self.data, self.manifest
        for path, is_taken in (
            (data, data.is_symlink() or (data.exists() and not data.is_dir())),
            (manifest, manifest.is_dir() and not manifest.is_symlink()),
        ):
            if is_taken:
                raise IndexUnusable(
                    _("{path} has a name that belongs to the index, and is not of it").format(
                        path=path
                    ),
                    _("Move it away, then try again."),
                )
        make_folders(data)

    def path_of(self, name: str) -> Path:
        """The path of a file of the data."""
        return self.data / name

    def ours(self) -> frozenset[str]:
        """The files in the data that are of a commit, of an old or a future one or of none."""
        return frozenset(name for name in self.listing() if is_ours(name) and self._is_file(name))

    def listing(self) -> list[str]:
        """All names in the folder of the data; none where there is no such folder."""
        if self.data.is_symlink():
            return []
        try:
            return [path.name for path in self.data.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return []

    # The marker

    def older(self) -> frozenset[str] | None:
        """The files that the build told of by the marker found in the data; None without marker.

        They are of an index whose manifest cannot be read. All files are where the marker
        makes no sense.
        """
        try:
            with open_regular(self.path_of(FIRST)) as file:
                names = json.loads(read_most(file, _FIRST_LIMIT) or b"[]")
        except FileNotFoundError:
            return None
        except (NotRegular, ValueError, RecursionError):
            return self.ours()
        if not isinstance(names, list):
            return self.ours()
        return frozenset(name for name in names if isinstance(name, str) and is_ours(name))

    def mark(self, older: Iterable[str]) -> None:
        """Leave the marker, durably: before anything else of a build is on disk.

        So are the folders that it is in: whoever made them may have been killed on the way.
        """
        path = self.path_of(FIRST)
        new = path.with_name(FIRST + NEW)
        new.unlink(missing_ok=True)
        write_new(new, json.dumps(sorted(older)).encode())
        new.replace(path)
        sync_folder(self.data)
        for folder in (self.data, self.path):
            sync_above(folder)

    # Changes

    def publish(self, data: bytes) -> OSError | None:
        """Make this the manifest: what it names becomes the index by one rename.

        What it names must be on disk. Nothing is raised once it has its name; what comes back
        is why the name may not be durable, so that what was before must stay as well.
        """
        new = self.path / (MANIFEST + NEW)
        new.unlink(missing_ok=True)
        write_new(new, data)
        new.replace(self.manifest)
        try:
            sync_folder(self.path)
        except OSError as error:
            return error
        return None

    def remove(self, names: Iterable[str]) -> None:
        """Remove files of the data, as far as they can be."""
        for name in names:
            with suppress(OSError):
                self.path_of(name).unlink()

    def _is_file(self, name: str) -> bool:
        with suppress(OSError):
            return stat.S_ISREG(os.lstat(self.path_of(name)).st_mode)
        return False


def no_place(path: Path, error: OSError) -> IndexUnusable:
    """The error for a place where no index can be, nor anything else."""
    return IndexUnusable(
        _("no index can be in {folder}: {cause}").format(folder=path, cause=cause_of(error)),
        _("Name another folder: searchkit index --index FOLDER"),
    )


def no_folder(path: Path) -> IndexUnusable:
    """The error for a place where an index should be and a file is."""
    return IndexUnusable(
        _("{folder} is a file, and an index is a folder").format(folder=path),
        _("Name another folder: searchkit index --index FOLDER"),
    )
