"""Sweeping: files that no commit needs, left by runs that were killed and by older formats.

Only the holder of the lock sweeps. Nothing is removed that the manifest on disk
names, or may name where it cannot be read; and never what does not look like ours.
"""

from __future__ import annotations

from contextlib import suppress

from searchkit.disk import sync_folder
from searchkit.engines.whoosh.folder import FIRST, MANIFEST, NEW, IndexFolder
from searchkit.engines.whoosh.former import former_folders, remove_former
from searchkit.engines.whoosh.manifest import LAST_FORMER, Manifest, OtherFormat, read_manifest
from searchkit.errors import IndexDamaged, IndexMissing, IndexUnusable

_MARKERS = (FIRST, FIRST + NEW)


def begin(folder: IndexFolder) -> Manifest | None:
    """Make a folder ready for new files; its last commit, None where none can be read.

    Without one, a marker tells from now on what was there before. Raises OSError, and
    IndexUnusable where the folder is none.
    """
    folder.make_data()
    manifest = sweep(folder)
    if manifest is None:
        folder.make_data()  # an empty one was swept away
        folder.mark(_before(folder))
    return manifest


def _before(folder: IndexFolder) -> frozenset[str]:
    """The files that are of an index whose manifest cannot be read, or may be.

    Not what a build left that came to no end: the system may have kept it from being removed.
    """
    needed = None
    with suppress(OSError, MemoryError):
        try:
            read_manifest(folder)
        except IndexUnusable as error:
            needed = _needed(folder, error)
    return folder.ours() if needed is None else folder.ours() & needed


def _needed(folder: IndexFolder, error: IndexUnusable) -> frozenset[str] | None:
    """The files of an index whose manifest cannot be read for this error; None: it may be any."""
    former = isinstance(error, OtherFormat) and error.format <= LAST_FORMER
    if former or isinstance(error, IndexMissing):
        return frozenset()  # nothing in the data is of an index
    if not isinstance(error, IndexDamaged):
        return None  # a manifest that this program, or the system at this moment, does not read
    # A marker that names nothing is that of the first build, which came to an end.
    return folder.older() or None


def sweep(folder: IndexFolder, *, durable: bool = False) -> Manifest | None:
    """Remove what the last commit does not need; that commit, None where none can be read.

    ``durable`` says that its manifest is known to be on disk under its name. Raises nothing
    that comes from the system: what cannot be removed is left to a later writer.
    """
    manifest = None
    with suppress(OSError, MemoryError):
        try:
            manifest = read_manifest(folder)
        except IndexUnusable as error:
            _sweep_without(folder, error)
        else:
            _sweep_with(folder, manifest, durable)
    return manifest


def _sweep_with(folder: IndexFolder, manifest: Manifest, durable: bool) -> None:
    left = {*(folder.ours() - manifest.files.keys()), *_MARKERS} & set(folder.listing())
    new = folder.path / (MANIFEST + NEW)
    if not left and not new.exists() and not any(former_folders(folder.path)):
        return
    if not durable:
        # A killed run may have renamed the manifest and no more: what the one before it named
        # must stay until this one is there for good.
        sync_folder(folder.path)
    folder.remove(left)
    new.unlink(missing_ok=True)
    remove_former(folder.path)


def _sweep_without(folder: IndexFolder, error: IndexUnusable) -> None:
    """What a build left that came to no end; what was there before it stays.

    A folder is then as if the build had never begun.
    """
    needed = _needed(folder, error)
    if needed is None:
        return
    (folder.path / (MANIFEST + NEW)).unlink(missing_ok=True)
    folder.remove(folder.ours() - needed)
    if not folder.ours() - needed:
        if folder.data.is_dir():
            sync_folder(folder.data)  # without the marker, segments are those of an index
        folder.remove(_MARKERS)
        with suppress(OSError):
            folder.data.rmdir()
