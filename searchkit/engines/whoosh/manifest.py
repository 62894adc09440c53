"""The manifest: what an index folder holds, and which generation of it is current.

::

    index/
      manifest.json     format version, fingerprint, name of the current data folder
      writer.lock       held by the one writer; writer.json says who that is
      g1/               the data folder: Whoosh's files,
        sync-7.json       the sync state committed with Whoosh's commit 7,
        sync-3.piece      and the pieces that it names, each with some of the source files
        stems.table       words and their stems, so that each is stemmed once

Replacing the manifest is one rename, so a rebuild becomes visible at once or
not at all.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from searchkit.disk import write_atomically
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from searchkit.errors import (
    REBUILD,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    cause_of,
)
from searchkit.translation import _

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``format``: version of the layout; ``fingerprint``: of analysis and extraction;
    ``data``: name of the current data folder."""

    format: int
    fingerprint: str
    data: str

    def write(self, folder: Path) -> None:
        """Make this the manifest of an index folder, atomically and durably."""
        write_atomically(folder / MANIFEST, json.dumps(asdict(self), indent=1).encode() + b"\n")

    def check(self, fingerprint: str) -> None:
        """Raise IndexOutdated unless this program reads and writes the same way."""
        if self.format != FORMAT_VERSION:
            raise IndexOutdated(
                _("the index has format {format}, this searchkit reads format {ours}").format(
                    format=self.format, ours=FORMAT_VERSION
                ),
                _(REBUILD)
                if self.format < FORMAT_VERSION
                else _("Update searchkit, or build the index anew: searchkit index --rebuild"),
            )
        if self.fingerprint != fingerprint:
            raise IndexOutdated(
                _(
                    "the index was built with analysis {fingerprint}, this searchkit has {ours}"
                ).format(fingerprint=self.fingerprint, ours=fingerprint),
                _(REBUILD),
            )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder. Raises IndexMissing or IndexDamaged."""
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except NotADirectoryError:
        raise _no_folder(folder) from None
    except FileNotFoundError:
        raise IndexMissing(
            _("there is no index in {folder}").format(folder=folder),
            _("Build one from a folder of articles: searchkit index FOLDER"),
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            _("{path} cannot be read: {error}").format(path=path, error=error), _(REBUILD)
        ) from error
    try:
        fields = json.loads(text)
        manifest = Manifest(**fields)
    except (ValueError, TypeError) as error:
        raise IndexDamaged(
            _("{path} is no manifest: {error}").format(path=path, error=error), _(REBUILD)
        ) from error
    data = manifest.data
    if not isinstance(data, str) or not data or data != Path(data).name or data in {".", ".."}:
        raise IndexDamaged(
            _("{path} names the data folder {data!r}").format(path=path, data=data), _(REBUILD)
        )
    return manifest


def make_folder(folder: Path) -> None:
    """Make an index folder where there is none. Raises IndexUnusable where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise _no_folder(folder) from None
    except OSError as error:
        raise IndexUnusable(
            _("no index can be written in {folder}: {cause}").format(
                folder=folder, cause=cause_of(error)
            ),
            _("Name another folder: searchkit index --index FOLDER"),
        ) from error


def _no_folder(folder: Path) -> IndexUnusable:
    return IndexUnusable(
        _("{folder} is a file, and an index is a folder").format(folder=folder),
        _("Name another folder: searchkit index --index FOLDER"),
    )


def state_name(generation: int | str) -> str:
    """File name of the sync state that belongs to a Whoosh generation."""
    return f"sync-{generation}.json"
