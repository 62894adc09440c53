"""Keeping: what is kept beside an index (saved searches, what was read of them, exports)."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.scenes import Rehearsal


class Keeping:
    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def names(self) -> tuple[str, ...]:
        return ()

    def rehearsed(self, name: str) -> Rehearsal:
        raise KeyError(name)
