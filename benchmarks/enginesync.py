"""Whole processes: a first sync, one with nothing to do, and searches.

All of it goes through the command line, as users have it. Stems that a sync
learns are kept in the user's cache, which is a folder of its own here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import cold_search

FILES = 20_000
WORDS = 15

Measure = dict[str, Any]


class Commands:
    """The command line, with a cache folder of its own."""

    def __init__(self, cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}

    def sync(self, index: Path, corpus: Path) -> Measure:
        """Run ``searchkit index``; seconds of the sync and of the whole process."""
        command = [*_SEARCHKIT, "--index", str(index), "index", str(corpus), "--format", "json"]
        begun = perf_counter()
        done = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        seconds = perf_counter() - begun
        if done.returncode:
            raise SystemExit(done.stderr.decode())
        report = json.loads(done.stdout)
        return {
            "articles": report["articles"],
            "added": report["added"],
            "seconds": report["took_s"],
            "process_s": seconds,
            "per_second": report["added"] / report["took_s"],
        }


_SEARCHKIT = (sys.executable, "-m", "searchkit")


def whole_sync(corpus: Path, scratch: Path) -> Measure:
    """The news from file to index, first with no stem known, then with all of them."""
    commands = Commands(scratch / "cache")
    return {
        name: commands.sync(scratch / f"index-{name}", corpus) for name in ("cold", "warm_stems")
    }


def small_files(words: Sequence[str], scratch: Path, count: int, rounds: int) -> Measure:
    """Many short files: a first sync, nothing to do, and one new file."""
    folder, index = scratch / "files", scratch / "index-files"
    folder.mkdir(parents=True)
    chance = Random(count)
    for number in range(count):
        _write(folder, number, words, chance)
    commands = Commands(scratch / "cache")
    first = commands.sync(index, folder)
    idle = [commands.sync(index, folder) for _ in range(rounds)]
    one = []
    for number in range(rounds):
        _write(folder, count + number, words, chance)
        one.append(commands.sync(index, folder))
    return {
        "files": count,
        "first": first,
        "idle_s": median(run["seconds"] for run in idle),
        "idle_process_s": median(run["process_s"] for run in idle),
        "one_new_s": median(run["seconds"] for run in one),
        "one_new_process_s": median(run["process_s"] for run in one),
    }


def cold_searches(index: Path, rounds: int) -> Measure:
    """Milliseconds of whole search processes next to the imports alone; see ``cold_search``."""
    times = {query: median(runs) for query, runs in cold_search.measure(index, rounds).items()}
    imports = times.pop("")
    every = median(times.values())
    return {
        "imports_ms": imports,
        "searches_ms": times,
        "median_ms": every,
        "ratio": every / imports,
    }


def _write(folder: Path, number: int, words: Sequence[str], chance: Random) -> None:
    text = " ".join(chance.choices(words, k=WORDS))
    name = f"{number // 1000:03}/{number:06}.txt"
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"{text.capitalize()}.\n", encoding="utf-8")
