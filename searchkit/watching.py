"""Watching: when anything changes that a corpus would read. The one importer of watchfiles.

The system tells of changes inside folders. The roots themselves are asked for some
times a second instead: nothing tells of a folder that is mounted, of a root that comes
back together with the folder above it, or of a file that an editor has replaced by
another one. Where the system cannot tell (its limit of watches is reached), all files
are compared with what they were.

What no event can tell (files that another machine writes to a network drive, the target
of a link that lies behind a hidden name) is left to whoever watches: a sync from time to
time finds it.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType

import watchfiles

from searchkit.corpus.source import changed_ns, find_folders, find_sources, is_read
from searchkit.errors import CorpusError, SystemShort, cause_of

QUIET_S = 0.05
"""A burst of changes is over when nothing has changed for so long, in seconds."""

BURST_S = 0.8
"""The longest that changes are gathered for while they go on, in seconds."""

TICK_S = 0.1
"""How often the roots are asked for, in seconds."""

POLL_S = 0.5
"""How often all files are compared where the system tells nothing, in seconds."""

_POLL_SHARE = 10  # comparing takes at most a tenth of the time, however many files there are
_ATTEMPTS = 8  # at folders that come and go while they are being watched

# These systems watch a whole tree as cheaply as one folder; Linux counts every folder.
_WATCHES_TREES = sys.platform in ("darwin", "win32")

_Identity = tuple[int, ...] | None
_Events = Generator[set[tuple[watchfiles.Change, str]], None, None]


class Watch:
    """Changes below some roots, from ``with`` on: none is lost that happens after it.

    What the corpus passes over (hidden entries, other suffixes, links to
    folders) is no change. Roots may be missing and come back. ``polling``
    tells why the system cannot tell of changes, and is empty where it can.
    """

    def __init__(self, roots: Iterable[Path], stop: threading.Event, *, polling: str = "") -> None:
        """``stop`` ends every wait. A reason for ``polling`` compares files from the start."""
        self.polling = polling
        self._roots = tuple(roots)
        self._stop = stop
        self._events: _Events | None = None
        self._folders: frozenset[str] = frozenset()
        self._identities: dict[Path, _Identity] = {}
        self._files: int | None = None  # all files as one number, while polling
        self._poll_at = 0.0

    def __enter__(self) -> Watch:
        self._identities = {root: _identity(root) for root in self._roots}
        self._arm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._disarm()

    def wait(self, seconds: float) -> frozenset[str]:
        """The paths of what has changed since the last call, as soon as a burst is over.

        They may be files, folders or roots, there or gone. Empty when nothing
        changed for so many seconds, or ``stop`` was set.
        """
        until = monotonic() + seconds
        found: frozenset[str] = frozenset()
        while not found and not self._stop.is_set() and monotonic() < until:
            found = self._next(min(TICK_S, max(QUIET_S, until - monotonic()))) | self._in_roots()
        return found

    # What has changed

    def _next(self, seconds: float) -> frozenset[str]:
        """What changed inside the folders, at the latest after a tick or a burst."""
        if self.polling:
            self._stop.wait(seconds)
            return self._compared()
        if self._events is None:
            self._stop.wait(seconds)
            return frozenset()
        try:
            changes = next(self._events, set())
        except (OSError, RuntimeError) as error:
            self._poll(error)
            return frozenset(map(str, self._roots))
        found = frozenset(path for change, path in changes if self._matters(change, path))
        if any(path in self._folders or _is_folder(path) for path in found):
            self._arm()  # before anybody looks at what is in a new folder
        return found

    def _matters(self, change: watchfiles.Change, path: str) -> bool:
        if path in self._folders:
            return change is not watchfiles.Change.modified
        # A path below no root is one whose links the system has resolved.
        names = self._below_roots(path) or [os.path.basename(path)]  # noqa: PTH119
        if any(map(is_read, names)):
            return True
        may_hold_files = change is watchfiles.Change.added and _is_folder(path)
        return may_hold_files and not all(map(_is_hidden, names))

    def _below_roots(self, path: str) -> list[str]:
        """A path relative to each of the roots that it is below."""
        folders = [os.path.join(root, "") for root in self._roots]  # noqa: PTH118
        return [path.removeprefix(folder) for folder in folders if path.startswith(folder)]

    def _in_roots(self) -> frozenset[str]:
        """Roots that are not what they were: come, gone, replaced; files also when written to."""
        found: set[str] = set()
        until = monotonic() + BURST_S
        while changed := self._changed_roots():
            found.update(map(str, changed))
            if monotonic() >= until or self._stop.wait(QUIET_S):
                break
        if found:
            self._arm()
        return frozenset(found)

    def _changed_roots(self) -> list[Path]:
        before = self._identities
        self._identities = {root: _identity(root) for root in self._roots}
        return [root for root in self._roots if self._identities[root] != before[root]]

    def _compared(self) -> frozenset[str]:
        """All roots where any file is not what it was when they were compared last."""
        if monotonic() < self._poll_at:
            return frozenset()
        started, before = monotonic(), self._files
        self._files = _all_files(self._roots)
        self._poll_at = monotonic() + max(POLL_S, _POLL_SHARE * (monotonic() - started))
        return frozenset() if self._files == before else frozenset(map(str, self._roots))

    # What is watched

    def _arm(self) -> None:
        """Watch all folders that there are now."""
        if self.polling:
            if self._files is None:
                self._files = _all_files(self._roots)
            return
        try:
            for _ in range(_ATTEMPTS):
                folders = frozenset(find_folders(self._roots))
                # Old events are let go of: whoever waits is about to be told of a change.
                events = _events(self._watched(folders), self._stop)
                self._disarm()
                self._events, self._folders = events, folders
                if folders == frozenset(find_folders(self._roots)):
                    return  # no folder has come while the others were being watched
        except (OSError, RuntimeError) as error:
            self._poll(error)

    def _watched(self, folders: frozenset[str]) -> Sequence[str]:
        if not _WATCHES_TREES:
            return sorted(folders)
        return [root for root in map(str, self._roots) if root in folders]

    def _disarm(self) -> None:
        if self._events is not None:
            self._events.close()
            self._events = None

    def _poll(self, error: Exception) -> None:
        self._disarm()
        # Behind it stand a path and the name of a type.
        self.polling = cause_of(error).partition(" about [")[0].rstrip(". ") or "unknown reason"
        self._files = _all_files(self._roots)


def _events(folders: Sequence[str], stop: threading.Event) -> _Events | None:
    """Changes in some folders, watched from now on; None where there is no folder.

    Yields an empty set when nothing comes within a tick. Raises OSError or
    RuntimeError where the system cannot watch so many.
    """
    for _ in range(_ATTEMPTS):
        present = [folder for folder in folders if os.access(folder, os.R_OK)]
        if not present:
            break
        events = watchfiles.watch(
            *present,
            watch_filter=None,
            debounce=round(BURST_S * 1000),
            step=round(QUIET_S * 1000),
            stop_event=stop,
            rust_timeout=round(TICK_S * 1000),
            yield_on_timeout=True,
            recursive=_WATCHES_TREES,
            force_polling=False,
            # Otherwise it would say nothing of a limit either.
            ignore_permission_denied=False,
        )
        with suppress(FileNotFoundError, PermissionError):  # a folder went meanwhile
            # Nothing is watched before the first is asked for.
            next(events, None)
            return events
    return None


def _all_files(roots: Sequence[Path]) -> int:
    """All files that the corpus would read, with their sizes and times, as one number."""
    number = 0
    try:
        for source in find_sources(tuple(root for root in roots if root.exists())):
            if not _is_passed_over(source.path):
                number = hash((number, source))
    except (CorpusError, SystemShort):  # a root went meanwhile, or there is none
        return hash((number, None))
    return number


def _is_passed_over(path: str) -> bool:
    """Whether something is a link under a name that no article has: no event tells of it."""
    return not is_read(os.path.basename(path)) and os.path.islink(path)  # noqa: PTH114, PTH119


def _identity(root: Path) -> _Identity:
    """What a root is replaced by something else by; of a file its content as well."""
    try:
        found = root.stat()
    except (OSError, ValueError):
        return None
    identity = (found.st_dev, found.st_ino)
    if stat.S_ISDIR(found.st_mode):
        return identity
    return (*identity, found.st_size, found.st_mtime_ns, changed_ns(found))


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)  # noqa: PTH112, PTH114


def _is_hidden(relative: str) -> bool:
    return any(part.startswith(".") for part in Path(relative).parts)
