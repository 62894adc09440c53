"""Disk: files that are replaced by one rename, and locks between processes.

The one importer of filelock.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from time import monotonic

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

ASK_S = 0.5
"""How often whoever waits for a lock is asked, in seconds."""


class NotFree(Exception):
    """Another process held a lock for as long as this one was ready to wait."""


@contextmanager
def locked(
    path: Path, wait_s: float, waiting: Callable[[], None] = lambda: None
) -> Iterator[Callable[[], bool]]:
    """Hold the lock that a file stands for; the system frees it when the process dies.

    What comes out tells whether it still is held: a lock is of a file and not of its name,
    so one whose file was removed or moved away keeps out nobody.

    ``waiting`` is called twice a second while another process holds it, for the first
    time after half a second; what it raises ends the waiting. Raises NotFree when the
    lock is not free within ``wait_s`` seconds (none where that is no positive number),
    OSError where there can be no such file: a link is never followed.
    """
    import filelock  # only writers pay for loading it

    lock = filelock.FileLock(path)
    until = monotonic() + (wait_s if wait_s > 0 else 0.0)
    while True:
        try:
            lock.acquire(timeout=max(0.0, min(ASK_S, until - monotonic())))
            break
        except filelock.Timeout:
            if monotonic() >= until:
                raise NotFree from None
        waiting()
    try:
        mine = _identity(path)
        yield lambda: mine is not None and _identity(path) == mine
    finally:
        # Whatever was done is done: a lock that cannot be given back goes with its descriptor.
        with suppress(OSError):
            lock.release()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file has this name now; None where none has."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def posted(path: Path, data: bytes) -> Iterator[None]:
    """Keep a small file for as long as the block lasts, for ``read_posted``.

    To be called by one process at a time. Never raises: where it cannot be written,
    there is none. What is at its place is removed before, a link as a link.
    """
    descriptor = -1
    with suppress(OSError):
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _CAREFULLY, 0o644)
    try:
        with suppress(OSError):
            if descriptor >= 0:
                # Locked before anything stands in it: the system tells when its process is gone.
                if fcntl:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.write(descriptor, data)
        yield
    finally:
        if descriptor >= 0:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            os.close(descriptor)


def read_posted(path: Path, most: int) -> bytes | None:
    """What a living process keeps ``posted`` there; None where none does, or it is not such a file.

    At most so many bytes are read. Never raises.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        return None if fcntl and _is_free(descriptor) else os.read(descriptor, most)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    """Whether no process holds a file locked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_atomically(path: Path, data: bytes, *, last: bool = True, suffix: str = ".new") -> None:
    """Replace a file by one rename, with its content on disk before it gets its name.

    The name is durable as well, unless this is not the ``last`` of several changes
    in a folder: the next ``sync_folder`` then makes all of them so. Who may read the file
    stays as it was. Until then its content is in one whose name has the ``suffix``; what
    has that name already is removed, a link as a link.
    """
    temporary = path.with_name(path.name + suffix)
    try:
        temporary.unlink(missing_ok=True)
        with temporary.open("xb") as file:
            _share_as(path, file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        # What could not be written to its end is of no use to anybody.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        error.filename = error.filename or str(path)
        raise
    if last:
        sync_folder(path.parent)


def _share_as(path: Path, descriptor: int) -> None:
    """Let those read and write an open file who may do so with another one, if that is there."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode) & 0o777
        if os.name != "nt" and mode != stat.S_IMODE(os.fstat(descriptor).st_mode):
            os.fchmod(descriptor, mode)


def write_wanted(path: Path, data: bytes) -> None:
    """Write a file where somebody asked for it: whole and on disk, or as it was before.

    A link stays one, and what is no file (a pipe, a terminal) is written to. Raises
    OSError.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
    else:
        # Beside it lie files of somebody else: none of them is called so.
        write_atomically(_followed(path), data, suffix=".searchkit.new")


def _followed(path: Path) -> Path:
    """Where links lead; the system tells of those that lead nowhere, as of any other path."""
    return Path(os.path.realpath(path))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let what the system refuses name the file; writing to an open one names none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def sync_file(path: Path) -> None:
    """Make what was written to a file durable. Raises OSError, naming it."""
    with path.open("r+b") as file, _named(path):  # Windows syncs no file that is only read
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames inside a folder durable (a no-op where folders cannot be synced).

    Raises OSError, naming it: then nobody knows which of them are, nor will another attempt tell.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with _named(folder):
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
        if os.path.islink(path):  # noqa: PTH114 - unlike Path's, never raises
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


def open_own(path: Path) -> BufferedReader:
    """Open a file of the user's for reading, which may be a link to where it is kept.

    No pipe is waited for, and no device read without end. Raises as ``open_regular``.
    """
    return open_regular(_followed(path))


def read_most(file: BufferedReader, most: int) -> bytes:
    """A file's content, at most so many bytes; takes no more memory than the file is large."""
    # A file sets aside at once as much as it is asked for.
    return file.read(min(most, os.fstat(file.fileno()).st_size + 1))


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, with its content on disk when this returns.

    Its name is durable with the next ``sync_folder``. Raises FileExistsError
    where there is something of that name, OSError where it cannot be written; what was
    written of it is then removed.
    """
    with path.open("xb") as file, _named(path):
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
        if one is missing[-1]:
            # Whoever made the folder above may have been killed before its name was durable.
            sync_above(one.parent)
        sync_above(one)


def sync_above(path: Path) -> None:
    """Make the name of a file or folder durable, as far as the folder that has it can be read."""
    with suppress(PermissionError):  # a folder may be written to and not be read
        sync_folder(path.parent)
