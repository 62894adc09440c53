"""Stage: all scenes, a folder to play them in, and the command that does."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from tests.chaos.keeping import Keeping
from tests.chaos.scenes import Rehearsal
from tests.chaos.syncs import Syncs
from tests.chaos.tracing import untraceable

SKIPPED = 77
"""The exit code of a run that was not possible on this machine."""

Counts = TypeVar("Counts")


class Stage:
    """All scenes: of the index, and of what is kept beside it."""

    def __init__(self, scratch: Path) -> None:
        os.environ.update(LANGUAGE="en", HOME=str(scratch), SEARCHKIT_CACHE_DIR="none")
        for kind in ("CONFIG", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = str(scratch)
        os.chdir(scratch)  # nothing of the machine's own settings
        self._syncs = Syncs(scratch)
        self._keeping = Keeping(scratch)

    def names(self) -> tuple[str, ...]:
        """All scenes."""
        return (*self._syncs.names(), *self._keeping.names())

    def powered(self) -> tuple[str, ...]:
        """Those that differ in what they sync."""
        return (*self._syncs.powered(), *self._keeping.names())

    def rehearsed(self, name: str) -> Rehearsal:
        """A scene, and what it does when nothing comes in between."""
        kind = self._syncs if name in self._syncs.names() else self._keeping
        return kind.rehearsed(name)


SHORT = ("first build", "everything", "everything after a kill at 93%", "kept: save another")
"""The scenes of a run that has to be over soon."""


def chosen(names: Sequence[str], parts: Sequence[str]) -> list[str]:
    """The scenes called so, else those whose names have one of some parts; all for no part."""
    called = [name for name in names if name in parts]
    return called or [name for name in names if not parts or any(part in name for part in parts)]


def scratch_folder() -> Path:
    """A folder to work in, in memory where there is one: syncing files costs nothing there."""
    memory = Path("/dev/shm")
    inside = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="searchkit-chaos-", dir=inside))


def perform(
    command: str,
    argv: Sequence[str] | None,
    run: Callable[[Sequence[str], int, int, Path], Counts],
    show: Callable[[Counts, float], int],
) -> int:
    """Run from the command line, ``argv`` or that of the process; the exit code.

    ``run`` plays the scenes named, every so manyth case, in so many processes, in a folder;
    ``show`` prints what it has counted and tells how many failed.
    """
    parser = argparse.ArgumentParser(prog=command)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every N-th case")
    parser.add_argument("--operation", action="append", default=[], metavar="NAME")
    parser.add_argument("--short", action="store_true", help="only a few operations")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    given = parser.parse_args(argv)
    scratch = scratch_folder()
    try:
        if reason := untraceable(scratch):
            print(f"No call can be followed here: {reason}", file=sys.stderr)
            return SKIPPED
        started = perf_counter()
        counts = run(SHORT if given.short else given.operation, given.every, given.jobs, scratch)
        return 1 if show(counts, perf_counter() - started) else 0
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
