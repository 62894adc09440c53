"""Kill: whoever writes is killed at every change it makes to files, and nothing is lost.

Each scene is played once for each of its calls, and killed (SIGKILL) just before that call, and
once more where the call can be done by half (a write). Then, in a process that knows nothing of
it: every answer is the old one or the new one; nobody has to wait for a lock; what was
interrupted is done again and gives the new answers; no file is left that the last commit does
not name; and there was never more on disk than the old files, the new ones and the segments that
were merged on the way.

    python -m tests.chaos.kill [--every N] [--operation NAME] [--short] [--jobs N]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.chaos.scenes import Interruption, Rehearsal, restore
from tests.chaos.stage import Stage, perform
from tests.chaos.tally import Counts, Outcome, outcome_of, play, show_counts
from tests.chaos.tracing import trace

MARKS = ("killed", "half")


class Point(NamedTuple):
    """Where to kill: before a call of a scene, or when it is half done; all, or one process."""

    scene: str
    number: int
    half: bool = False
    alone: bool = False

    def __str__(self) -> str:
        """As a failure is told."""
        return f"{self.scene}, call {self.number}, {'half done' if self.half else 'before it'}"


def points_of(rehearsal: Rehearsal) -> Iterator[Point]:
    """Everywhere a scene can be killed."""
    scene, halves = rehearsal.scene, set(rehearsal.halves)
    for number, call in enumerate(rehearsal.calls):
        if not scene.thorough and number and call == rehearsal.calls[number - 1]:
            continue
        yield Point(scene.name, number)
        if scene.several:
            yield Point(scene.name, number, alone=True)
        if number in halves and scene.thorough:
            yield Point(scene.name, number, half=True)


def strike(rehearsal: Rehearsal, point: Point, folder: Path) -> Outcome:
    """Kill a scene at a point, and look at what is left. ``folder`` is one to work in."""
    started = perf_counter()
    scene, place = rehearsal.scene, folder / "place"
    restore(scene.start, place)
    interruption = Interruption(place, point.number, point.half, point.alone)
    ended = trace(lambda: scene.run(place), interruption, folder / "log")
    problems: list[str] = []
    if not interruption.told and ended.code:
        problems.append(f"failed without being killed: {ended.log}")
    marks = {"killed"} if interruption.told else set()
    if point.half:
        marks.add("half")
    return outcome_of(rehearsal, place, point, interruption, marks, problems, started)


def run(names: Sequence[str], every: int, jobs: int, scratch: Path) -> dict[str, Counts]:
    """Strike at every ``every``-th point of the scenes; the counts by scene."""
    return play(names, Stage.names, points_of, strike, every, jobs, scratch)


def show(counts: dict[str, Counts], took_s: float) -> int:
    """Print a table; how many points and scenes failed."""
    return show_counts("killed during", MARKS, counts, took_s)


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when every point held, 1 when one did not."""
    return perform("python -m tests.chaos.kill", argv, run, show)


if __name__ == "__main__":
    sys.exit(main())
