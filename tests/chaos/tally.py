"""Tally: scenes struck at many points, in several processes, and what came of it counted."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypeVar

from tests.chaos.answers import size
from tests.chaos.apart import Died, apart
from tests.chaos.scenes import Interruption, Rehearsal, examine
from tests.chaos.stage import Stage, chosen

_SHOWN = 600  # characters of a problem


class AnyPoint(Protocol):
    """Where a scene is struck; as a text, how a failure is told."""

    @property
    def scene(self) -> str:
        """The name of the scene."""


@dataclass(frozen=True)
class Outcome:
    """What became of a scene that was struck at a point.

    ``marks`` are what it is counted by, ``ratio`` the bytes on disk to those of before and after.
    """

    point: AnyPoint
    call: str
    marks: frozenset[str]
    state: str
    ratio: float
    settled: bool
    problems: tuple[str, ...]
    seconds: float


@dataclass
class Counts:
    """The outcomes of a scene, counted."""

    points: int = 0
    marks: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    settled: int = 0
    ratio: float = 0.0
    seconds: float = 0.0
    failed: list[Outcome] = field(default_factory=list)
    flaws: tuple[str, ...] = ()

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.points += 1
        self.marks.update(outcome.marks)
        self.states[outcome.state] += 1
        self.settled += outcome.settled
        self.ratio = max(self.ratio, outcome.ratio)
        self.seconds += outcome.seconds
        if outcome.problems:
            self.failed.append(outcome)


def outcome_of(
    rehearsal: Rehearsal,
    place: Path,
    point: AnyPoint,
    interruption: Interruption,
    marks: Collection[str],
    problems: Iterable[str],
    started: float,
    also: Callable[[str], Iterable[str]] = lambda state: (),
) -> Outcome:
    """What is found at a place where a scene was struck; ``also`` tells what is wrong with a state.

    ``problems`` are those that are known already, ``started`` is when it all began.
    """
    used = size(place)
    found = [*problems, *(f"changes files unseen: {call}" for call in interruption.unseen)]
    if used > rehearsal.room:
        found.append(f"{used} bytes on disk, {rehearsal.room} at most were to be expected")
    state, settled = "broken", False
    try:
        state, settled, wrong = apart(lambda: examine(rehearsal, place))
        found += wrong
    except Died as error:
        found.append(str(error))
    found += also(state)
    return Outcome(
        point,
        interruption.told,
        frozenset(marks),
        state,
        used / max(1, rehearsal.bytes_before + rehearsal.bytes_after),
        settled,
        tuple(found),
        perf_counter() - started,
    )


Point = TypeVar("Point", bound=AnyPoint)
Strike = Callable[[Rehearsal, Point, Path], Outcome]

_played: dict[str, Rehearsal] = {}


def _strike_here(strike: Strike[Point], scratch: Path, point: Point) -> Outcome:
    folder = scratch / f"job {os.getpid()}"
    folder.mkdir(exist_ok=True)
    return strike(_played[point.scene], point, folder)


def play(
    names: Sequence[str],
    of: Callable[[Stage], Sequence[str]],
    points_of: Callable[[Rehearsal], Iterable[Point]],
    strike: Strike[Point],
    every: int,
    jobs: int,
    scratch: Path,
) -> dict[str, Counts]:
    """Strike scenes at every ``every``-th of their points; the counts by scene.

    ``of`` gives the scenes there are, ``names`` which of them.
    """
    stage = Stage(scratch)
    points: list[Point] = []
    counts: dict[str, Counts] = {}
    for name in chosen(of(stage), names):
        played = _played[name] = stage.rehearsed(name)
        points += points_of(played)
        counts[name] = Counts(flaws=played.flaws)
    gc.freeze()  # what is there by now need not be copied for every process to come
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        for outcome in pool.map(partial(_strike_here, strike, scratch), points[::every]):
            counts[outcome.point.scene].add(outcome)
    return counts


def show_counts(title: str, marks: Sequence[str], counts: dict[str, Counts], took_s: float) -> int:
    """Print a table; how many points and scenes failed."""
    names = " ".join(f"{name:>{_wide(name)}}" for name in marks)
    print(f"{title:44} points {names}    old    new  other settled  disk  seconds")
    total = Counts()
    for name, each in counts.items():
        _row(name, marks, each)
        total.points += each.points
        total.marks += each.marks
        total.states += each.states
        total.settled += each.settled
        total.ratio = max(total.ratio, each.ratio)
        total.seconds += each.seconds
        total.failed += each.failed
    _row("all", marks, total)
    print(f"{len(total.failed)} of {total.points} points failed; {took_s:.0f} s")
    for outcome in total.failed[:12]:
        told = (f"    {problem[-_SHOWN:]}" for problem in outcome.problems)
        print("\n".join([f"{outcome.point}: {outcome.call}", *told]))
    flawed = {name: each.flaws for name, each in counts.items() if each.flaws}
    for name, flaws in flawed.items():
        print(f"{name}, without anything: {', '.join(flaws)}")
    return len(total.failed) + len(flawed)


def _row(name: str, marks: Sequence[str], each: Counts) -> None:
    old, new = each.states["old"], each.states["new"]
    other = each.states.total() - old - new
    marked = " ".join(f"{each.marks[mark]:{_wide(mark)}}" for mark in marks)
    print(
        f"{name:44} {each.points:6} {marked} {old:6} {new:6} {other:6} "
        f"{each.settled:7} {each.ratio:5.2f} {each.seconds:8.1f}"
    )


def _wide(mark: str) -> int:
    return max(6, len(mark))
