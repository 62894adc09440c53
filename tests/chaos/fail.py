"""Fail: the system refuses one change to files, or all from some point on, and nothing is lost.

Each scene is played again for each of its calls, which is not done and gives an error instead
(``refusing``): once as from a failing disk (EIO), once as from a full one (ENOSPC); then as from a
disk that stays full (the first write is done by half), and one that is read-only from there on
(EROFS). Whoever works must come to an end by himself, with exit code 0 only if all was done, else
with one for a failing disk and a message that names a file and the cause, and that does not tell
the index to be as it was where it is not. What is left is then looked at as after a kill; and
where something could not be synced, which then is not on disk whatever the system says later, as
after a power cut.

    python -m tests.chaos.fail [--every N] [--operation NAME] [--short] [--jobs N]
"""

from __future__ import annotations

import errno
import os
import random
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from searchkit.cli import errors
from searchkit.errors import SearchkitError
from tests.chaos.ledger import Ledger, Tree
from tests.chaos.power import SEED, Cut, digest_of, survive
from tests.chaos.scenes import Failed, Interruption, Rehearsal, Scene, restore
from tests.chaos.stage import Stage, perform
from tests.chaos.stops import Refused, Stop, Verdict
from tests.chaos.syscalls import SYNCS, UNSEEN, WRITES
from tests.chaos.tally import Counts, Outcome, outcome_of, play, show_counts
from tests.chaos.tracing import Ended, trace

MARKS = ("refused", "lasting", "told", "cut")

_LIMIT_S = 30
_LOCKING = ("flock",)
"""Changes nothing on a disk. What is refused is a lock, for want of room in the kernel."""

_NEEDS_NO_ROOM = {"unlink", "unlinkat", "rmdir", "truncate", "ftruncate", "chmod", "fchmod"}
_NEEDS_NO_ROOM |= {"fchmodat", "fchmodat2"}
_KEPT = "as it was before"
_RENAMED = ("rename", "renameat", "renameat2")


class Point(NamedTuple):
    """Which call of a scene gives which error, and whether those after it do as well."""

    scene: str
    number: int
    errno: int
    lasting: bool = False
    half: bool = False

    def __str__(self) -> str:
        """As a failure is told."""
        how = f"{errno.errorcode[self.errno]}{' from there on' if self.lasting else ''}"
        return f"{self.scene}, call {self.number}{', half done' if self.half else ''}, {how}"


@dataclass
class Fault(Interruption):
    """Lets a number of calls pass, and refuses the next one or all from there on."""

    errno: int = errno.EIO
    lasting: bool = False
    ledger: Ledger | None = None
    """What is on disk for certain, where that is asked for."""

    def __call__(self, stop: Stop) -> Verdict | Refused:
        verdict = super().__call__(stop)
        if self.ledger and stop.concerns(str(self.place)):
            self.ledger.look()
            if stop.name in SYNCS:
                told = self.ledger.sync if verdict is Verdict.GO else self.ledger.fail
                told(Path(stop.paths[0]))
        return verdict

    def disks(self) -> Iterator[Tree]:
        """All different states of the disk when the power goes now."""
        if self.ledger:
            self.ledger.look()
            trees = self.ledger.crashes(random.Random(SEED))
            yield from {digest_of(tree): tree for tree in trees}.values()

    def strike(self, stop: Stop) -> Verdict | Refused:
        """Refused, but for what has been told as unseen."""
        return Verdict.GO if stop.name in UNSEEN else Refused(self.errno)

    def afterwards(self, stop: Stop) -> Verdict | Refused:
        """As the one that was struck, where it is of its kind."""
        spared = {*UNSEEN, *_LOCKING}
        if self.errno == errno.ENOSPC:
            spared |= _NEEDS_NO_ROOM
        return Refused(self.errno) if self.lasting and stop.name not in spared else Verdict.GO


def points_of(rehearsal: Rehearsal) -> Iterator[Point]:
    """All ways in which the system can refuse what a scene does."""
    name, halves = rehearsal.scene.name, set(rehearsal.halves)
    for number, call in enumerate(rehearsal.calls):
        kind = call.split(" ", 1)[0]
        if number and call == rehearsal.calls[number - 1]:
            continue  # one write of a row to a file is as another
        if kind in UNSEEN:
            continue
        if kind in _LOCKING:
            yield Point(name, number, errno.ENOLCK)
            continue
        yield Point(name, number, errno.EIO)
        yield Point(name, number, errno.ENOSPC)
        yield Point(name, number, errno.ENOSPC, True, number in halves and kind in WRITES)
        yield Point(name, number, errno.EROFS, True)


def strike(rehearsal: Rehearsal, point: Point, folder: Path) -> Outcome:
    """Let a call of a scene fail, and look at what is left. ``folder`` is one to work in."""
    started = perf_counter()
    scene, place = rehearsal.scene, folder / "place"
    restore(scene.start, place)
    fault = Fault(place, point.number, point.half, errno=point.errno, lasting=point.lasting)
    if point.errno == errno.EIO and rehearsal.calls[point.number].startswith(tuple(SYNCS)):
        fault.ledger = Ledger(place)
    ended = trace(lambda: _played(scene, place), fault, folder / "log")
    marks = {"refused"} if fault.told else set()
    marks |= {"lasting"} if point.lasting else set()
    marks |= {"told"} if ended.code else set()
    committed = any(call.startswith(_RENAMED) for call in rehearsal.calls[: point.number])

    def also(state: str) -> Iterator[str]:
        said = ended.log.strip()
        if rehearsal.before == rehearsal.after:
            return
        if not ended.code and state != "new":
            yield f"ends well, and the state is: {state}; {said}"
        if ended.code and state == "new" and (_KEPT in said or not committed):
            yield f"is said to have failed, and the state is new: {said}"

    disks = list(fault.disks())

    problems = list(_ill_ended(ended, place)) if fault.told or ended.code else []
    outcome = outcome_of(rehearsal, place, point, fault, marks, problems, started, also)
    cuts = (Cut(scene.name, point.number, fault.told, not ended.code, tree) for tree in disks)
    found = {each for cut in cuts for each in survive(rehearsal, cut, folder)[2]}
    told = tuple(f"then the power goes: {each}" for each in sorted(found))
    marks = outcome.marks | ({"cut"} if disks else set())
    took_s = perf_counter() - started
    return replace(outcome, marks=marks, problems=outcome.problems + told, seconds=took_s)


def _played(scene: Scene, place: Path) -> None:
    """Play a scene, and end with the exit code and the message that the command line gives."""
    signal.alarm(_LIMIT_S)
    try:
        scene.run(place)
        code = 0
    except Failed as error:
        code = error.code
        print(error.said, file=sys.stderr)
    except SearchkitError as error:
        code = errors.fail(error)
    except OSError as error:
        code = errors.fail_for_system(error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _ill_ended(ended: Ended, place: Path) -> Iterator[str]:
    """What is wrong with how a program ended, of whose calls some were refused."""
    said = ended.log.strip()
    if "Traceback" in said:
        yield f"ends with a traceback: {said}"
    if ended.code == -signal.SIGALRM:
        yield f"did not end: {said}"
    elif ended.code not in (0, errors.NOT_WRITTEN):
        yield f"ends with {ended.code}: {said}"
    elif ended.code:
        causes = (os.strerror(number).lower() for number in _CAUSES)
        if not any(cause in said.lower() for cause in causes):
            yield f"does not tell the cause: {said}"
        if str(place) not in said:
            yield f"does not name a file: {said}"


_CAUSES = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.ENOLCK)


def run(names: Sequence[str], every: int, jobs: int, scratch: Path) -> dict[str, Counts]:
    """Let calls fail at every ``every``-th point of the scenes; the counts by scene."""
    return play(names, Stage.powered, points_of, strike, every, jobs, scratch)


def show(counts: dict[str, Counts], took_s: float) -> int:
    """Print a table; how many points and scenes failed."""
    return show_counts("refused during", MARKS, counts, took_s)


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when every point held, 1 when one did not."""
    return perform("python -m tests.chaos.fail", argv, run, show)


if __name__ == "__main__":
    sys.exit(main())
