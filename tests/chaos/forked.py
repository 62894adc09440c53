"""Forked: processes that read articles, started without a new Python.

They run ``searchkit.intake.worker`` and speak through pipes as those of
``searchkit.intake.workers`` do; whoever starts them has no threads yet.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import BinaryIO

from searchkit.intake import worker


class Forked:
    """What ``workers`` needs of a ``subprocess.Popen``."""

    def __init__(self) -> None:
        orders, self_orders = os.pipe()
        self_answers, answers = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            code = 1
            try:
                os.dup2(orders, 0)
                os.dup2(answers, 1)
                os.closerange(3, max(orders, self_orders, self_answers, answers) + 1)
                worker.sys.stdin = os.fdopen(0, "r")  # type: ignore[attr-defined]
                worker.main("en")
                code = 0
            finally:
                os._exit(code)
        os.close(orders)
        os.close(answers)
        self.stdin: BinaryIO = os.fdopen(self_orders, "wb")
        self.stdout: BinaryIO = os.fdopen(self_answers, "rb")
        self._code: int | None = None

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


def start(nice: int) -> Forked:
    """Start one; it is as nice as the others."""
    return Forked()
