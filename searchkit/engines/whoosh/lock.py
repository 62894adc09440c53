"""The writer lock: one writer at a time, and a waiting one learns who holds it.

``writer.lock`` is what is locked; ``writer.json`` says who holds it for as long as
that process lives. Whoever may write to the folder may write anything there: it is
told only where it reads like a process, a host and a moment.
"""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from searchkit.disk import NotFree, locked, posted, read_posted
from searchkit.engines.base import OnWait, ignore_wait
from searchkit.errors import IndexLocked, IndexNotWritten
from searchkit.translation import _

LOCK = "writer.lock"
HOLDER = "writer.json"

MOST_BYTES = 1024
"""More is no answer to who holds the lock."""

_HOST = re.compile(r"[\w.-]{1,255}")
_LARGEST_PID = 2**32


@contextmanager
def writer_lock(
    folder: Path, wait_s: float, on_wait: OnWait = ignore_wait
) -> Iterator[Callable[[], None]]:
    """Hold the lock of an index folder; the system frees it when the process dies.

    What comes out raises IndexLocked where it is held no more: somebody has removed the
    file, or moved the folder, and another process may write there by now.
    ``on_wait`` is called with the holder twice a second while it is waited for; what it
    raises ends the waiting. Raises IndexLocked, naming the holder, when the lock is not
    free within ``wait_s`` seconds, and IndexNotWritten where the folder cannot be written.
    """
    with ExitStack() as stack:
        try:
            waiting = locked(folder / LOCK, wait_s, lambda: on_wait(_holder(folder)))
            is_held = stack.enter_context(waiting)
        except NotFree:
            raise IndexLocked(
                _("the index in {folder} is being written by {holder}").format(
                    folder=folder, holder=_holder(folder)
                ),
                _("Try again when it is done, or wait longer: searchkit index --wait 60"),
            ) from None
        except OSError as error:
            raise IndexNotWritten.because(folder, error) from error
        stack.enter_context(posted(folder / HOLDER, _this_process()))

        def require() -> None:
            if not is_held():
                raise IndexLocked(
                    _(
                        "{file} was removed or moved while this process was writing: "
                        "another one may have begun to write"
                    ).format(file=folder / LOCK),
                    _("Leave that file where it is (it blocks nobody), then try again."),
                )

        yield require


def _this_process() -> bytes:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
    return json.dumps(holder).encode()


def _holder(folder: Path) -> str:
    """Who holds the lock, as far as that can be known and trusted."""
    try:
        holder = json.loads(read_posted(folder / HOLDER, MOST_BYTES) or b"")
        pid, host = holder["pid"], holder["host"]
        since = datetime.fromisoformat(holder["since"]).astimezone()
        if type(pid) is int and 0 < pid < _LARGEST_PID and _HOST.fullmatch(host):
            return _("process {pid} on {host} since {since}").format(
                pid=pid, host=host, since=since.isoformat(sep=" ", timespec="seconds")
            )
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        pass
    return _("another process")
