"""Memory of processes beyond the files they map: what they have to themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_EVERY_S = 0.2


def own_bytes(process: int | None = None) -> int:
    """Anonymous memory of a process, by default of this one, shared pages by their share.

    Of the kernel's ``Pss_Anon``: memory maps of files are not in it.
    """
    text = Path(f"/proc/{process or 'self'}/smaps_rollup").read_text(encoding="ascii")
    return 1024 * sum(
        int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss_Anon:")
    )


class Watch:
    """The most memory that this process and all below it had at once, looked at every 0.2 s.

    ``before`` is what they had at the beginning, ``peak`` the most; in bytes.
    """

    def __init__(self) -> None:
        self.before = self.peak = _of_all()
        self._done = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    @property
    def grown(self) -> int:
        """How much more there was at the peak than before."""
        return self.peak - self.before

    def _look(self) -> None:
        while not self._done.wait(_EVERY_S):
            self.peak = max(self.peak, _of_all())


def _of_all() -> int:
    total = 0
    for process in _tree(os.getpid()):
        with suppress(OSError):  # it may have ended
            total += own_bytes(process)
    return total


def _tree(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _tree(int(child))
