"""Load: readers search without pause while a writer syncs.

    python -m tests.chaos.load [--seconds 120] [--readers 4] [--every 1.0]

Each answer must be that of one commit in all its parts (total, ids, texts, facets), all
answers of one snapshot of the same commit, and no reader may see an earlier commit than it
saw before. Nothing may fail, and the files, maps and memory of a reader must not grow.
Latencies are told, not judged. The exit code is 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import quantiles

from searchkit import open_index, read_corpus
from tests.chaos.editions import edition
from tests.chaos.newsroom import write
from tests.chaos.reading import Report, read


def commit(index: Path, berita: Path, number: int, *, rebuild: bool, workers: int) -> int:
    """Make an edition the last commit; the number of segments that the index then has."""
    write(berita, {name: item.file for name, item in edition(number).items()})
    with open_index(index) as opened:
        with opened.writer(rebuild=rebuild) as writer:
            report = writer.sync(read_corpus(berita), prune=True, workers=workers)
        assert not report.rejected, report.rejected
        return opened.stats().segments


def write_editions(folder: Path, seconds: float, every: float, sending: Connection) -> None:
    """Commit one edition after the other; a rebuild at half time, some with several processes."""
    started = time.monotonic()
    number = merges = rebuilds = 0
    segments = 1
    while (at := time.monotonic()) < started + seconds:
        number += 1
        rebuild = not rebuilds and at > started + seconds / 2
        workers = 2 if number % 20 == 7 else 1
        before = segments
        segments = commit(
            folder / "indeks", folder / "berita", number, rebuild=rebuild, workers=workers
        )
        merges += segments <= before and not rebuild
        rebuilds += rebuild
        time.sleep(max(0.0, at + every - time.monotonic()))
    sending.send((number, merges, rebuilds))


def _read(folder: Path, seconds: float, seed: int, sending: Connection) -> None:
    sending.send(read(folder / "indeks", time.monotonic() + seconds, seed))


def run(arguments: argparse.Namespace) -> int:
    """Let readers and a writer loose, print the counts; 1 where anything was wrong."""
    with tempfile.TemporaryDirectory(prefix="searchkit-load-") as name:
        folder = Path(name)
        commit(folder / "indeks", folder / "berita", 0, rebuild=False, workers=1)
        jobs = [(write_editions, (folder, arguments.seconds, arguments.every))]
        jobs += [(_read, (folder, arguments.seconds, seed)) for seed in range(arguments.readers)]
        context = multiprocessing.get_context("fork")
        running = []
        for work, values in jobs:
            receiving, sending = context.Pipe(duplex=False)
            process = context.Process(target=work, args=(*values, sending))
            process.start()
            sending.close()
            running.append((process, receiving))
        results = []
        for process, receiving in running:
            with suppress(EOFError):
                results.append(receiving.recv())
            process.join()
        lost = sum(bool(process.exitcode) for process, _ in running)
    if lost or len(results) != len(running):
        print(f"processes that failed: {lost}")
        return 1
    (commits, merges, rebuilds), *reports = results
    return _report(commits, merges, rebuilds, reports)


def _report(commits: int, merges: int, rebuilds: int, reports: Sequence[Report]) -> int:
    errors = [text for report in reports for text in report.errors]
    inconsistent = [text for report in reports for text in report.inconsistent]
    backwards = [text for report in reports for text in report.backwards]
    grown = [text for report in reports for text in report.grown()]
    seen = set[int]().union(*(report.commits for report in reports))
    times = [taken for report in reports for taken in report.times_ms]
    for text in (*errors[:3], *inconsistent[:3], *backwards[:3], *grown):
        print(text)
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    print(
        f"searches {len(times)}, commits {commits} (merges {merges}, rebuilds {rebuilds}), "
        f"commits seen {len(seen)}, fresh opens {sum(report.opened for report in reports)}"
    )
    print(
        f"errors {len(errors)}, inconsistent {len(inconsistent)}, backwards {len(backwards)}, "
        f"grown {len(grown)}, p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms"
    )
    print(f"memory of the readers: {', '.join(report.memory() for report in reports)}")
    wrong = errors or inconsistent or backwards or grown
    return 1 if wrong or not times or len(seen) < 2 else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run with these arguments (those of the process for None); the exit code."""
    parser = argparse.ArgumentParser(description="Readers search while a writer syncs.")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two syncs")
    os.environ.setdefault("LANGUAGE", "en")
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    sys.exit(main())
