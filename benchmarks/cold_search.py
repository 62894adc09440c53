"""How long a search takes as a whole process, next to the imports that it cannot avoid.

Builds an index of the real news in ../shared (or of seeds/ where that is
missing), then runs, in turn and several times each, ``searchkit search`` with
different queries and ``python -c "import click, rich, numpy, whoosh"``. Prints
medians in milliseconds and the ratio between them.

    python benchmarks/cold_search.py [--rounds 15] [--index DIR]

With --index an existing index is searched and kept.
"""

from __future__ import annotations

import argparse
import lzma
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news" / "click_id.jsonl.xz"
IMPORTS = [sys.executable, "-c", "import click, rich, numpy, whoosh"]
QUERIES = (
    "zona hijau Jawa Timur",
    "harga beras naik",
    "pelayanan publik di Kota Malang 2019",
    '"Joko Widodo"',
    "kenapa harga bawang putih naik di pasar tradisional",
    "*",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--index", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or build_index(Path(folder))
        times = measure(index, options.rounds)
    floor = statistics.median(times.pop(""))
    print(f"{'imports alone':54} {floor:7.0f} ms")
    for query, runs in times.items():
        median = statistics.median(runs)
        print(f"{query:54} {median:7.0f} ms  {median / floor:5.2f} x")
    every = [run for runs in times.values() for run in runs]
    print(f"{'all searches, median':54} {statistics.median(every):7.0f} ms")


def build_index(folder: Path) -> Path:
    """An index of the real news, or of the sample corpus where there is none."""
    corpus = ROOT / "seeds"
    if NEWS.is_file():
        corpus = folder / "news.jsonl"
        with lzma.open(NEWS) as packed, corpus.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    index = folder / "index"
    started = time.perf_counter()
    run(searchkit("--index", str(index), "index", str(corpus)))
    print(f"indexed {corpus.name} in {time.perf_counter() - started:.0f} s")
    return index


def measure(index: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of every run; key "" is the imports alone. Rounds are interleaved."""
    times: dict[str, list[float]] = {name: [] for name in ("", *QUERIES)}
    for _ in range(rounds):
        for query, runs in times.items():
            command = searchkit("--index", str(index), "search", query) if query else IMPORTS
            started = time.perf_counter()
            run(command)
            runs.append((time.perf_counter() - started) * 1000)
    return times


def searchkit(*arguments: str) -> list[str]:
    """The command line of a searchkit process."""
    return [str(Path(sys.executable).with_name("searchkit")), *arguments]


def run(command: list[str]) -> None:
    """Run to the end; a search without hits (exit 1) is as good as one with."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())


if __name__ == "__main__":
    main()
