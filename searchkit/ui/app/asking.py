"""Asking: one thread that holds the index, so that the screen never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from searchkit.index import Index

T = TypeVar("T")


class Asking:
    """An index that is asked in a thread of its own, one question at a time.

    A question that nobody waits for any more (its task was cancelled) is not
    asked if it has not begun: while somebody types, only the newest one waits.
    """

    def __init__(self, location: str, stems: Path | None) -> None:
        self.location = location
        self._stems = stems
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="index")
        self._index: Index | None = None

    async def ask(self, question: Callable[[Index], T]) -> T:
        """What ``question`` returns for the index; raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._answer, question)

    def another(self) -> Index:
        """The same index once more, for work that goes on beside the questions."""
        from searchkit.index import open_index  # takes longer to load than the screen to draw

        return open_index(self.location, stems=self._stems)

    def close(self) -> None:
        """Let go of the index, after the question that is being answered."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True, cancel_futures=False)

    def _answer(self, question: Callable[[Index], T]) -> T:
        if self._index is None:
            self._index = self.another()
        return question(self._index)

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
