"""Damage: single bytes of an index are changed, its files cut, lost and swapped.

    python -m tests.chaos.damage [--flips 3000] [--only KIND] [--seed N] [--workers 2]

Whatever was done, each question is answered as before, or the damage is told (exit 5) with
the name of the file; reading changes no file; a sync afterwards is refused and leaves the
files as they are, or what it commits gives the right answers; ``verify`` reports the file;
``index --rebuild`` mends it. Anything else is counted and makes the exit code 1.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

from tests.chaos.damages import Content, Damage, flips, others
from tests.chaos.judging import WRONGS, Golden, Verdict, golden_of, judge
from tests.chaos.newsroom import Newsroom, build, files

SEED = 7
TWINS = 12
"""Indexes of almost the same articles, some of whose files have the size of the own ones."""


@dataclass(frozen=True, slots=True)
class Bench:
    """All that a trial needs: an index, its files, and what it answers."""

    room: Newsroom
    content: Content
    golden: Golden


@contextmanager
def bench() -> Iterator[Bench]:
    """A newsroom in memory where there is such a file system."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place, prefix="searchkit-damage-") as folder:
        room = build(Path(folder) / "asli")
        content = files(room.index)
        yield Bench(room, content, golden_of(room, content))


def twins(room: Newsroom, number: int) -> list[dict[str, bytes]]:
    """The files of indexes of articles that differ in the order of some words."""
    found = []
    for order in range(1, number + 1):
        place = room.folder.parent / "kembar" / room.folder.name
        found.append(build(place, order).commits[-1])
        shutil.rmtree(place.parent)
    return found


def _try(bench: Bench, item: tuple[int, Damage]) -> Verdict:
    number, damage = item
    place = bench.room.folder.parent / f"tempat-{os.getpid()}"
    return judge(bench.room, bench.content, bench.golden, damage, place, number)


def verdicts(
    bench: Bench, damages: Sequence[Damage], workers: int
) -> Iterator[tuple[Damage, Verdict]]:
    """Each damage with what came of it."""
    if workers == 1:
        yield from ((damage, _try(bench, (n, damage))) for n, damage in enumerate(damages))
        return
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        tries = pool.imap(partial(_try, bench), enumerate(damages), chunksize=4)
        yield from zip(damages, tries, strict=True)


def run(arguments: argparse.Namespace) -> int:
    """Try everything, print the counts; 1 where anything was wrong."""
    started = perf_counter()
    chance = Random(arguments.seed)
    with bench() as made:
        found = flips(made.room, made.content, chance, arguments.flips)
        del found[arguments.flips :]
        rest = list(others(made.room, twins(made.room, arguments.twins), made.content))
        chance.shuffle(rest)
        del rest[arguments.others :]
        chosen = [each for each in (*found, *rest) if arguments.only in (None, each.kind)]
        kinds: Counter[str] = Counter()
        ends: Counter[str] = Counter()
        wrongs: Counter[str] = Counter()
        for damage, verdict in verdicts(made, chosen, arguments.workers):
            kinds[damage.kind] += 1
            ends[verdict.end] += 1
            ends["told by verify"] += verdict.verified
            for wrong, text in verdict.wrongs:
                wrongs[wrong] += 1
                if wrongs[wrong] <= arguments.show:
                    print(f"{wrong}: {damage.kind} {'/'.join(damage.names)}, {damage.what}: {text}")
    _report(kinds, ends, wrongs, perf_counter() - started)
    return 1 if wrongs else 0


def _report(kinds: Counter[str], ends: Counter[str], wrongs: Counter[str], took_s: float) -> None:
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    print(f"damages {kinds.total()}: {told}")
    print(
        f"detected {ends['detected']}, harmless {ends['harmless']}, "
        f"told by verify {ends['told by verify']}, in {took_s:.0f} s"
    )
    print(", ".join(f"{wrong} {wrongs[wrong]}" for wrong in WRONGS))


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments (those of the process for None); the exit code."""
    parser = argparse.ArgumentParser(description="Damage an index in every way.")
    parser.add_argument("--flips", type=int, default=3000, help="single bytes to change")
    parser.add_argument("--others", type=int, default=10**6, help="other damages at the most")
    parser.add_argument("--only", help="one kind of damage alone")
    parser.add_argument("--twins", type=int, default=TWINS, help="other indexes of the same shape")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", type=int, default=3, help="how many of each wrong are told")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
