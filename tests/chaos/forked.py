"""Forked: processes that read articles, started without a new Python.

They run ``searchkit.intake.worker`` and speak through pipes as those of
``searchkit.intake.workers`` do; whoever starts them has no threads yet.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import BinaryIO, NoReturn

from searchkit.intake import worker


class Forked:
    """What ``workers`` needs of a ``subprocess.Popen``."""

    def __init__(self) -> None:
        orders, to_orders = os.pipe()
        from_answers, answers = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            for end in (to_orders, from_answers):
                os.close(end)
            _serve(orders, answers)
        os.close(orders)
        os.close(answers)
        self.stdin: BinaryIO = os.fdopen(to_orders, "wb")
        self.stdout: BinaryIO = os.fdopen(from_answers, "rb")
        self._code: int | None = None
        _started.append(self)

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended."""
        if self._code is None:
            _, status = os.waitpid(self.pid, 0)
            self._code = os.waitstatus_to_exitcode(status)
        return self._code


_started: list[Forked] = []


def _serve(orders: int, answers: int) -> NoReturn:
    """Be the process: the pipes are its standard input and output."""
    code = 1
    try:
        for other in _started:  # or it would not see its end while this one lives
            other.stdin.close()
            other.stdout.close()
        for end, standard in ((orders, 0), (answers, 1)):
            os.dup2(end, standard)
            os.close(end)
        sys.stdin = os.fdopen(0, "r")
        worker.main("en")
        code = 0
    finally:
        os._exit(code)


def start(nice: int) -> Forked:
    """Start one; it is as nice as the others."""
    return Forked()
