"""Disk: files that are replaced by one rename, and locks between processes.

The one importer of filelock.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path


class NotFree(Exception):
    """Another process held a lock for as long as this one was ready to wait."""


@contextmanager
def locked(path: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock that a file stands for; the system frees it when the process dies.

    Raises NotFree when it is not free within ``wait_s`` seconds, OSError where
    there can be no such file.
    """
    import filelock  # only writers pay for loading it

    lock = filelock.FileLock(path, timeout=max(0.0, wait_s))
    try:
        lock.acquire()
    except filelock.Timeout:
        raise NotFree from None
    try:
        yield
    finally:
        lock.release()


def write_atomically(path: Path, data: bytes, *, last: bool = True) -> None:
    """Replace a file by one rename, with its content on disk before it gets its name.

    The name is durable as well, unless this is not the ``last`` of several changes
    in a folder: the next ``sync_folder`` then makes all of them so.
    """
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        # What could not be written to its end is of no use to anybody.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    if last:
        sync_folder(path.parent)


def write_wanted(path: Path, data: bytes) -> None:
    """Write a file where somebody asked for it: whole and on disk, or as it was before.

    A link stays one, and what is no file (a pipe, a terminal) is written to. Raises
    OSError.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
    else:
        write_atomically(path.resolve(), data)


def sync_file(path: Path) -> None:
    """Make what was written to a file durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable (a no-op where folders cannot be synced)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


# Files that others may have prepared


class NotRegular(OSError):
    """Not a file but a folder, a link, a pipe or a device."""


def open_regular(path: Path) -> BufferedReader:
    """Open a file for reading; no link is followed, and no pipe waited for.

    Raises NotRegular for what is no file, OSError where it cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    except OSError as error:
        if error.errno == errno.ELOOP or path.is_symlink():
            raise NotRegular(errno.ELOOP, "a symbolic link", str(path)) from error
        if error.errno == errno.ENXIO:  # a socket, or a device that is not there
            raise NotRegular(errno.EINVAL, "not a regular file", str(path)) from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegular(errno.EINVAL, "not a regular file", str(path))
    return os.fdopen(descriptor, "rb")


_CAREFULLY = sum(
    getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, with its content on disk when this returns.

    Its name is durable with the next ``sync_folder``. Raises FileExistsError
    where there is something of that name, OSError where it cannot be written; what was
    written of it is then removed.
    """
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise


def make_folders(folder: Path) -> None:
    """Make a folder and those above it, durably. Raises OSError where that cannot be."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for one in reversed(missing):
        try:
            one.mkdir()
        except FileExistsError:
            if not one.is_dir():
                raise
            continue
        with suppress(PermissionError):  # a folder may be written to and not be read
            sync_folder(one.parent)
