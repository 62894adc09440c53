"""Disk: files that are replaced by one rename, and locks between processes.

The one importer of filelock.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
    finally:
        os.close(descriptor)
