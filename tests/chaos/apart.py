"""Apart: functions in processes of their own, so that nothing they do stays behind."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Died(Exception):
    """A process ended without an answer; the text says how."""


def apart(work: Callable[[], T], limit_s: int = 60) -> T:
    """What ``work`` returns, worked out by a child that is killed after ``limit_s`` seconds.

    Raises Died where it does not return.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(reading)
            signal.alarm(limit_s)
            try:
                answer = pickle.dumps((True, work()))
            except BaseException:
                answer = pickle.dumps((False, traceback.format_exc()))
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(pid, 0)
    if not answer:
        raise Died(f"a process ended with {os.waitstatus_to_exitcode(status)} (14: it hung)")
    done, result = pickle.loads(answer)
    if not done:
        raise Died(result)
    return result  # type: ignore[no-any-return]
