"""Scenes: what may be interrupted anywhere, with all that is known of before and after."""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.answers import Answers, Broken, differences, same, size
from tests.chaos.apart import apart
from tests.chaos.stops import Refused, Stop, Verdict
from tests.chaos.syscalls import UNSEEN
from tests.chaos.tracing import trace

Step = Callable[[Path], object]

_SLACK = 1024  # bytes of lock files and names on the way


@dataclass(frozen=True)
class Scene:
    """A step that changes files below one folder, the *place*, and what is to hold after it.

    ``start`` is the place as it was before. ``again`` is what whoever was interrupted does
    next. ``answers`` is asked of the place at any time, ``flaws`` tells what is wrong with
    its files, also while there are leftovers; ``orphans`` are those files that should be gone
    once ``again`` was done. ``several`` tells that more than one process works, ``thorough`` that
    it is to be killed at every write of a row to the same file, and with each half done.
    """

    name: str
    start: Path
    run: Step
    again: Step
    answers: Callable[[Path], Answers]
    flaws: Callable[[Path], list[str]] = lambda place: []
    orphans: Callable[[Path], list[str]] = lambda place: []
    several: bool = False
    thorough: bool = True
    between: Callable[[Answers, Answers], tuple[Answers, ...]] = lambda before, after: ()
    """Further answers that are as good as those before and after."""


@dataclass(frozen=True)
class Rehearsal:
    """A scene that was played to its end without interruption.

    ``settled`` are the answers of which ``again`` has to give one. ``calls`` are those that
    changed the place, and ``halves`` which of them can be done by half. ``parts`` are the bytes
    of segments and manifests that were there only on the way, ``flaws`` what was wrong even so.
    """

    scene: Scene
    before: Answers
    after: Answers
    settled: tuple[Answers, ...]
    calls: tuple[str, ...]
    halves: tuple[int, ...]
    bytes_before: int
    bytes_after: int
    parts: int
    flaws: tuple[str, ...]

    @property
    def room(self) -> int:
        """The most bytes that there may be on disk at any time."""
        return self.bytes_before + self.bytes_after + self.parts + _SLACK

    def state(self, found: Answers) -> str | None:
        """Which state answers are those of; None where they are of none."""
        if same(found, self.after):
            return "new"
        if same(found, self.before):
            return "old"
        allowed = self.scene.between(self.before, self.after)
        return "between" if any(same(found, each) for each in allowed) else None


class Failed(Exception):
    """A command of a scene did not do what it is for."""

    def __init__(self, command: str, code: int, said: str) -> None:
        super().__init__(f"{command} ends with {code}: {said}")
        self.code = code
        self.said = said


@dataclass
class Interruption:
    """Lets a number of calls pass that change a place, and then does what it was told to."""

    place: Path
    number: int
    half: bool = False
    alone: bool = False
    seen: int = field(default=0, init=False)
    told: str = field(default="", init=False)
    unseen: list[str] = field(default_factory=list, init=False)

    def __call__(self, stop: Stop) -> Verdict | Refused:
        place = str(self.place)
        if stop.name in UNSEEN and (not stop.paths or stop.concerns(place)):
            self.unseen.append(stop.told(place))
        if not stop.concerns(place):
            return Verdict.GO
        self.seen += 1
        if self.seen <= self.number:
            return Verdict.GO
        if self.seen == self.number + 1:
            self.told = stop.told(place)
            if self.half:
                stop.tear()
            return self.strike(stop)
        return self.afterwards(stop)

    def strike(self, stop: Stop) -> Verdict | Refused:
        """What becomes of the call of that number."""
        return Verdict.KILL_ONE if self.alone else Verdict.KILL

    def afterwards(self, stop: Stop) -> Verdict | Refused:
        """What becomes of every later one."""
        return Verdict.GO


def restore(start: Path, place: Path) -> None:
    """Make the place what it was at the start."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(start, place, symlinks=True)


def rehearse(scene: Scene, scratch: Path) -> Rehearsal:
    """Play a scene to its end, counting. ``scratch`` is a folder to work in."""
    place = scratch / "place"
    restore(scene.start, place)
    before = apart(lambda: scene.answers(place))
    bytes_before = size(place)
    calls: list[str] = []
    halves: list[int] = []
    on_the_way: dict[str, int] = {}
    unseen = Interruption(place, sys.maxsize)

    def judge(stop: Stop) -> Verdict:
        unseen(stop)
        if stop.concerns(str(place)):
            if stop.length() > 1:
                halves.append(len(calls))
            calls.append(stop.told(str(place)))
            on_the_way.update(_parts(place))
        return Verdict.GO

    ended = trace(lambda: scene.run(place), judge, scratch / "log")
    if ended.code:
        raise RuntimeError(f"{scene.name} ends with {ended.code}: {ended.log}")
    after = apart(lambda: scene.answers(place))
    lasting = {**_parts(scene.start), **_parts(place)}
    parts = sum(length for path, length in on_the_way.items() if path not in lasting)
    bytes_after = size(place)
    flaws = apart(lambda: [*scene.flaws(place), *scene.orphans(place)])
    flaws += [f"changes files unseen: {call}" for call in unseen.unseen]
    return Rehearsal(
        scene,
        before,
        after,
        _settled(scene, place, scratch),
        tuple(calls),
        tuple(halves),
        bytes_before,
        bytes_after,
        parts,
        tuple(flaws),
    )


def _settled(scene: Scene, place: Path, scratch: Path) -> tuple[Answers, ...]:
    """What ``again`` leads to: from the start, and from where all was done (the ``place``)."""
    fresh = scratch / "settled"
    restore(scene.start, fresh)

    def again(place: Path) -> Answers:
        scene.again(place)
        return scene.answers(place)

    return apart(lambda: again(fresh)), apart(lambda: again(place))


def _parts(place: Path) -> Mapping[str, int]:
    """The bytes of segments and manifests. Segments never change, and manifests differ in size."""
    found: dict[str, int] = {}
    for path in (*place.rglob("*.segment"), *place.rglob("manifest.json")):
        with suppress(OSError):
            length = path.stat().st_size
            found[path.name if path.suffix == ".segment" else f"{path.name} {length}"] = length
    return found


def left_behind(scene: Scene, scratch: Path, number: int) -> Path:
    """The place as the scene leaves it when it is killed before its call of that number."""
    place = scratch / f"left {scene.name} {number}"
    restore(scene.start, place)
    ended = trace(lambda: scene.run(place), Interruption(place, number), scratch / "log")
    assert ended.code < 0, f"{scene.name} was not killed before call {number}: {ended}"
    return place


def examine(rehearsal: Rehearsal, place: Path) -> tuple[str, bool, list[str]]:
    """The state that is found, whether doing it again gives the new one, and what is wrong."""
    scene = rehearsal.scene
    problems: list[str] = []
    state = _state(rehearsal, place, problems)
    problems += (f"afterwards: {flaw}" for flaw in scene.flaws(place))
    try:
        scene.again(place)
        found = scene.answers(place)
    except Exception:
        problems.append(f"cannot be done again: {traceback.format_exc()}")
        return state, False, problems
    settled = found in rehearsal.settled
    if not settled:
        problems.append(f"done again, answers otherwise: {differences(found, rehearsal.after)}")
    problems += (f"left behind: {name}" for name in scene.orphans(place))
    problems += (f"done again: {flaw}" for flaw in scene.flaws(place))
    return state, settled, problems


def _state(rehearsal: Rehearsal, place: Path, problems: list[str]) -> str:
    try:
        found: Answers = rehearsal.scene.answers(place)
    except Broken as error:
        problems.append(f"does not answer: {error}")
        return "broken"
    state = rehearsal.state(found)
    if state is None:
        problems.append(
            f"answers as neither before ({differences(found, rehearsal.before)}) "
            f"nor after ({differences(found, rehearsal.after)})"
        )
    return state or "broken"
