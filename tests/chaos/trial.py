"""Trials: something done in a process of its own, and what came of it."""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO


@dataclass(frozen=True, slots=True)
class Outcome:
    """``value`` is what was handed back; ``failed`` tells why there is none."""

    value: Any = None
    failed: str = ""


def tried(work: Callable[[], Any], seconds: float) -> Outcome:
    """What ``work`` hands back in a fork of this process; killed after so many seconds."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        data = _read(stream, time.monotonic() + seconds)
    if data is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if data is None:
        return Outcome(failed=f"was not done after {seconds:g} s")
    if not data:
        return Outcome(failed=f"the process died: {_death(status)}")
    outcome = pickle.loads(data)  # written a moment ago by a fork of this process
    assert isinstance(outcome, Outcome)
    return outcome


def _work(work: Callable[[], Any], writing: int) -> None:
    try:
        try:
            outcome = Outcome(work())
        except BaseException:
            outcome = Outcome(failed=traceback.format_exc())
        with os.fdopen(writing, "wb") as stream:
            stream.write(pickle.dumps(outcome))
    finally:
        os._exit(0)


def _read(stream: BinaryIO, until: float) -> bytes | None:
    """All that is written before the other end is closed; None where that takes too long."""
    data = bytearray()
    while (left := until - time.monotonic()) > 0:
        if select.select([stream], [], [], left)[0]:
            part = os.read(stream.fileno(), 1 << 16)
            if not part:
                return bytes(data)
            data += part
    return None


def _death(status: int) -> str:
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.WEXITSTATUS(status)}"
