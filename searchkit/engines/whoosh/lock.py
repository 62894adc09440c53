"""The writer lock: one writer at a time, and a waiting one learns who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from searchkit.disk import NotFree, locked
from searchkit.errors import IndexLocked
from searchkit.translation import _

LOCK = "writer.lock"
HOLDER = "writer.json"


@contextmanager
def writer_lock(folder: Path, wait_s: float) -> Iterator[None]:
    """Hold the lock of an index folder; the system frees it when the process dies.

    Raises IndexLocked, naming the holder, when it is not free within ``wait_s`` seconds.
    """
    try:
        with locked(folder / LOCK, wait_s):
            try:
                _announce(folder)
                yield
            finally:
                (folder / HOLDER).unlink(missing_ok=True)
    except NotFree:
        raise IndexLocked(
            _("the index in {folder} is being written by {holder}").format(
                folder=folder, holder=_holder(folder)
            ),
            _("Try again when it is done, or wait longer: searchkit index --wait 60"),
        ) from None


def _announce(folder: Path) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
    (folder / HOLDER).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return _("process {pid} on {host} since {since}").format(
            pid=holder["pid"], host=holder["host"], since=holder["since"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return _("another process")
