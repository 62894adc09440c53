"""Power: it goes at any moment, and what was not synced by then may be lost.

Each scene is played once, stopped before each of its calls, and a ``Ledger`` kept of what is
certain. From it the worst is laid out that a disk may hold at that moment: only what was synced;
all names but no contents; contents empty, zero or cut in half; names given but not taken away,
and the other way round; and some more by chance, always the same. Each must answer as before or
after, and lead to the answers after when the step is done again. Once the step has returned, each
must answer as after.

    python -m tests.chaos.power [--every N] [--operation NAME] [--short] [--jobs N]
"""

from __future__ import annotations

import gc
import hashlib
import os
import random
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.chaos.apart import Died, apart
from tests.chaos.ledger import Ledger, Tree, lay_out
from tests.chaos.scenes import Rehearsal, examine, restore
from tests.chaos.stage import Stage, chosen, perform
from tests.chaos.stops import Stop, Verdict
from tests.chaos.syscalls import SYNCS
from tests.chaos.tracing import trace

SEED = 1945
_SHOWN = 400  # characters of a problem


class Cut(NamedTuple):
    """What a disk may hold. ``done`` tells that the step had returned when the power went."""

    scene: str
    number: int
    call: str
    done: bool
    tree: Tree


@dataclass
class Counts:
    """What became of the cuts of a scene. ``calls``: at how many calls the power went."""

    calls: int = 0
    cuts: int = 0
    done: int = 0
    states: dict[str, int] = field(default_factory=dict)
    settled: int = 0
    failed: list[tuple[Cut, tuple[str, ...]]] = field(default_factory=list)


def cuts_of(rehearsal: Rehearsal, folder: Path) -> tuple[int, list[Cut]]:
    """At how many calls the power goes, and all different states of the disk that it leaves."""
    scene, place = rehearsal.scene, folder / "place"
    restore(scene.start, place)
    ledger = Ledger(place)
    dice = random.Random(SEED)
    seen: set[tuple[bytes, bool]] = set()
    cuts: list[Cut] = []
    calls: list[str] = []

    def take(call: str, *, done: bool = False) -> None:
        for tree in ledger.crashes(dice):
            digest = digest_of(tree), done
            if digest not in seen:
                seen.add(digest)
                cuts.append(Cut(scene.name, len(calls), call, done, tree))

    def judge(stop: Stop) -> Verdict:
        if stop.concerns(str(place)):
            ledger.look()
            call = stop.told(str(place))
            # From one write to the next only the length of a file changes, and it is cut anyway.
            if not calls or call != calls[-1]:
                take(call)
            calls.append(call)
            if stop.name in SYNCS:
                ledger.sync(Path(stop.paths[0]))
        return Verdict.GO

    ended = trace(lambda: scene.run(place), judge, folder / "log")
    if ended.code:
        raise RuntimeError(f"{scene.name} ends with {ended.code}: {ended.log}")
    ledger.look()
    take("all done", done=True)
    return len(calls), cuts


def digest_of(tree: Tree) -> bytes:
    """The same for trees that hold the same."""
    digest = hashlib.blake2b(digest_size=16)
    for path, content in sorted(tree.items()):
        told = b"folder" if content is None else hashlib.blake2b(content).digest()
        digest.update(repr((path, told)).encode())
    return digest.digest()


def survive(rehearsal: Rehearsal, cut: Cut, folder: Path) -> tuple[str, bool, tuple[str, ...]]:
    """The state found on such a disk, whether the step can be done again, and what is wrong."""
    place = folder / "place"
    shutil.rmtree(place, ignore_errors=True)
    lay_out(cut.tree, place)
    try:
        state, settled, problems = apart(lambda: examine(rehearsal, place))
    except Died as error:
        return "broken", False, (str(error),)
    if cut.done and state != "new" and rehearsal.before != rehearsal.after:
        problems.append(f"the step had returned, and the state is: {state}")
    return state, settled, tuple(problems)


# A run ------------------------------------------------------------------------------------

_played: dict[str, Rehearsal] = {}


def _survive_here(scratch: Path, cut: Cut) -> tuple[Cut, tuple[str, bool, tuple[str, ...]]]:
    folder = scratch / f"job {os.getpid()}"
    folder.mkdir(exist_ok=True)
    return cut, survive(_played[cut.scene], cut, folder)


def run(names: Sequence[str], every: int, jobs: int, scratch: Path) -> dict[str, Counts]:
    """Cut the power in the scenes, and look at every ``every``-th disk; the counts by scene."""
    stage = Stage(scratch)
    counts: dict[str, Counts] = {}
    cuts: list[Cut] = []
    for name in chosen(stage.powered(), names):
        _played[name] = stage.rehearsed(name)
        calls, found = apart(partial(cuts_of, _played[name], scratch))
        counts[name] = Counts(calls)
        # What must hold once all is done is always looked at.
        cuts += [cut for number, cut in enumerate(found) if cut.done or number % every == 0]
    gc.freeze()
    with ProcessPoolExecutor(jobs, get_context("fork")) as pool:
        for cut, (state, settled, problems) in pool.map(
            partial(_survive_here, scratch), cuts, chunksize=4
        ):
            each = counts[cut.scene]
            each.cuts += 1
            each.done += cut.done
            each.states[state] = each.states.get(state, 0) + 1
            each.settled += settled
            if problems:
                each.failed.append((cut, problems))
    return counts


def show(counts: dict[str, Counts], took_s: float) -> int:
    """Print a table; how many disks failed."""
    print(f"{'power cut during':44}  calls  disks   done    old    new  other settled")
    total = Counts()
    for name, each in counts.items():
        _row(name, each)
        total.calls += each.calls
        total.cuts += each.cuts
        total.done += each.done
        total.settled += each.settled
        total.failed += each.failed
        for state, number in each.states.items():
            total.states[state] = total.states.get(state, 0) + number
    _row("all", total)
    print(f"{len(total.failed)} of {total.cuts} disks failed; {took_s:.0f} s")
    alike: dict[tuple[str, int, str], list[tuple[Cut, tuple[str, ...]]]] = {}
    for cut, problems in total.failed:
        alike.setdefault((cut.scene, cut.number, problems[0][:80]), []).append((cut, problems))
    for failed in [*alike.values()][:12]:
        cut, problems = failed[0]
        print(f"{cut.scene}, call {cut.number}, before {cut.call} ({len(failed)} disks)")
        print(f"    on disk: {', '.join(_listed(cut.tree))}")
        print("\n".join(f"    {problem[:_SHOWN]}" for problem in problems))
    return len(total.failed)


def _listed(tree: Tree) -> list[str]:
    return [
        f"{Path(path).name} ({len(content) if any(content) else 'no'} bytes)"
        for path, content in tree.items()
        if content is not None
    ]


def _row(name: str, each: Counts) -> None:
    old, new = each.states.get("old", 0), each.states.get("new", 0)
    other = sum(each.states.values()) - old - new
    print(
        f"{name:44} {each.calls:6} {each.cuts:6} {each.done:6} {old:6} {new:6} {other:6} "
        f"{each.settled:7}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run from the command line; 0 when every disk held, 1 when one did not."""
    return perform("python -m tests.chaos.power", argv, run, show)


if __name__ == "__main__":
    sys.exit(main())
