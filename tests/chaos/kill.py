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

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from tests.chaos.answers import size
from tests.chaos.apart import Died, apart
from tests.chaos.scenes import Interruption, Rehearsal, examine, restore
from tests.chaos.stage import Stage, chosen, perform
from tests.chaos.tracing import trace

_SHOWN = 400  # characters of a problem
_SLACK = 1024  # bytes of lock files and names on the way


class Point(NamedTuple):
    """Where to kill: before a call of a scene, or when it is half done; all, or one process."""

    scene: str
    number: int
    half: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one kill. ``ratio``: bytes on disk, to those of before and after."""

    point: Point
    call: str
    killed: bool
    state: str
    ratio: float
    settled: bool
    problems: tuple[str, ...]
    seconds: float


@dataclass
class Counts:
    """The outcomes of a scene, counted."""

    points: int = 0
    killed: int = 0
    halves: int = 0
    states: dict[str, int] = field(default_factory=dict)
    settled: int = 0
    ratio: float = 0.0
    seconds: float = 0.0
    failed: list[Outcome] = field(default_factory=list)
    flaws: tuple[str, ...] = ()

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.points += 1
        self.killed += outcome.killed
        self.halves += outcome.point.half
        self.states[outcome.state] = self.states.get(outcome.state, 0) + 1
        self.settled += outcome.settled
        self.ratio = max(self.ratio, outcome.ratio)
        self.seconds += outcome.seconds
        if outcome.problems:
            self.failed.append(outcome)


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
    used = size(place)
    problems = [f"changes files unseen: {call}" for call in interruption.unseen]
    room = rehearsal.bytes_before + rehearsal.bytes_after
    if used > room + rehearsal.parts + _SLACK:
        problems.append(f"{used} bytes on disk, {room} before and after together")
    if not interruption.told and ended.code:
        problems.append(f"failed without being killed: {ended.log}")
    state, settled = "broken", False
    try:
        state, settled, found = apart(lambda: examine(rehearsal, place))
        problems += found
    except Died as error:
        problems.append(str(error))
    return Outcome(
        point,
        interruption.told,
        bool(interruption.told),
        state,
        used / max(1, room),
        settled,
        tuple(problems),
        perf_counter() - started,
    )


# A run ------------------------------------------------------------------------------------


_played: dict[str, Rehearsal] = {}


def _strike_here(scratch: Path, point: Point) -> Outcome:
    folder = scratch / f"job {os.getpid()}"
    folder.mkdir(exist_ok=True)
    return strike(_played[point.scene], point, folder)


def run(names: Sequence[str], every: int, jobs: int, scratch: Path) -> dict[str, Counts]:
    """Strike at every ``every``-th point of the scenes; the counts by scene."""
    stage = Stage(scratch)
    points: list[Point] = []
    counts: dict[str, Counts] = {}
    for name in chosen(stage.names(), names):
        played = _played[name] = stage.rehearsed(name)
        points += points_of(played)
        counts[name] = Counts(flaws=played.flaws)
    gc.freeze()  # what is there by now need not be copied for every process to come
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        for outcome in pool.map(partial(_strike_here, scratch), points[::every]):
            counts[outcome.point.scene].add(outcome)
    return counts


def _told(outcome: Outcome) -> str:
    point = outcome.point
    how = "half done" if point.half else "before it"
    head = f"{point.scene}, call {point.number}, {how}: {outcome.call}"
    return "\n".join([head, *(f"    {problem[:_SHOWN]}" for problem in outcome.problems)])


def show(counts: dict[str, Counts], took_s: float) -> int:
    """Print a table; how many points and scenes failed."""
    columns = "points killed   half    old    new  other settled  disk  seconds"
    print(f"{'killed during':44} {columns}")
    total = Counts()
    for name, each in counts.items():
        _row(name, each)
        total.points += each.points
        total.killed += each.killed
        total.halves += each.halves
        total.settled += each.settled
        total.ratio = max(total.ratio, each.ratio)
        total.seconds += each.seconds
        total.failed += each.failed
        for state, number in each.states.items():
            total.states[state] = total.states.get(state, 0) + number
    _row("all", total)
    print(f"{len(total.failed)} of {total.points} points failed; {took_s:.0f} s")
    for outcome in total.failed[:12]:
        print(_told(outcome))
    flawed = {name: each.flaws for name, each in counts.items() if each.flaws}
    for name, flaws in flawed.items():
        print(f"{name}, without being killed: {', '.join(flaws)}")
    return len(total.failed) + len(flawed)


def _row(name: str, each: Counts) -> None:
    old, new = each.states.get("old", 0), each.states.get("new", 0)
    other = sum(each.states.values()) - old - new
    print(
        f"{name:44} {each.points:6} {each.killed:6} {each.halves:6} {old:6} {new:6} {other:6} "
        f"{each.settled:7} {each.ratio:5.2f} {each.seconds:8.1f}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when every point held, 1 when one did not."""
    return perform("python -m tests.chaos.kill", argv, run, show)


if __name__ == "__main__":
    sys.exit(main())
