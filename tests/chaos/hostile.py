"""Hostile input: thousands of nasty and generated articles through all of searchkit.

::

    python -m tests.chaos.hostile --articles 5000

Each file goes through the real corpus, is understood, explained and analysed; each lot of
them is synced into an index and printed by the commands that show articles. A worker
process does a lot: within a limit of memory, and watched, so that a file that takes too
long is named and costs no more than its worker. Exits with 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tests.chaos.generated import generated
from tests.chaos.nasty import STEERS, make_special, nasty_files

ARTICLE_S = 5.0
"""Seconds of processor time that one file, or one printed article, may take."""

SILENT_S = 600.0
"""Seconds without a word from a worker after which it hangs: syncing a lot is one step."""

MEMORY_BYTES = 3 << 30
"""The address space of a worker."""

RSS_MIB = 700
"""What a worker may have in memory at most: searchkit itself, and 16 MiB twenty times."""

LOT = 150
"""Files that one worker reads."""

COMMANDS = (
    ("show",),
    ("show", "--facts"),
    ("show", "--query", "nilai kota blitar"),
    ("explain",),
    ("similar",),
)
FORMATS = ("rich", "json", "csv", "tsv", "jsonl", "ids")


@dataclass
class Tally:
    """What has come of all files so far."""

    files: int = 0
    articles: int = 0
    indexed: int = 0
    rejected: int = 0
    printed: int = 0
    slowest_s: float = 0.0
    slowest: str = ""
    peak_mib: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, told: dict[str, Any]) -> None:
        """Take over what a worker told of one step."""
        for name in ("files", "articles", "indexed", "rejected", "printed"):
            setattr(self, name, getattr(self, name) + told.get(name, 0))
        self.peak_mib = max(self.peak_mib, told.get("peak_mib", 0))
        self.problems += told.get("problems", [])
        took_s = told.get("took_s", 0.0)
        if took_s > self.slowest_s:
            self.slowest_s, self.slowest = took_s, told["step"]
        if took_s > ARTICLE_S:
            self.problems.append(f"{told['step']} took {took_s:.1f} s")

    def __str__(self) -> str:
        return "\n".join(
            (
                f"files           {self.files}",
                f"articles        {self.articles}",
                f"indexed         {self.indexed}",
                f"rejected        {self.rejected} (each named, with a reason)",
                f"printed         {self.printed} pages, none with anything that steers a terminal",
                f"slowest         {self.slowest_s:.2f} s of processor time: {self.slowest}",
                f"peak memory     {self.peak_mib} MiB",
                f"problems        {len(self.problems)}",
                *(f"  {problem}" for problem in self.problems),
            )
        )


# Outside ----------------------------------------------------------------------------------


def run(articles: int, *, mib: float, nasty: int | None = None, seed: int = 0) -> Tally:
    """Put nasty files (all, or so many) and generated ones through searchkit.

    There are so many files, each an article or several; the large nasty ones have about
    so many MiB.
    """
    tally = Tally()
    files = islice(nasty_files(mib), nasty)
    fixed = ((each.name, each.content()) for each in files)
    chance = (
        (f"{at}.{suffix}", data) for at, (suffix, data) in enumerate(generated(articles, seed))
    )
    source = chain(fixed, chance)
    number = 0
    while tally.files < articles:
        with tempfile.TemporaryDirectory(prefix="searchkit-hostile-") as name:
            lot = Path(name)
            corpus = lot / "berita"
            corpus.mkdir()
            if number == 0:
                (lot / "luar").mkdir()
                make_special(corpus, lot / "luar")
            for path, data in islice(source, min(LOT, articles - tally.files)):
                (corpus / path).write_bytes(data)
            _watch(lot, tally)
        number += 1
    if tally.peak_mib > RSS_MIB:
        tally.problems.append(f"{tally.peak_mib} MiB in memory, more than {RSS_MIB}")
    return tally


def _watch(lot: Path, tally: Tally) -> None:
    """Let a worker do a lot; tell where it hangs or dies."""
    home = {"HOME": str(lot), "COLUMNS": "100"}
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.hostile", "--lot", str(lot)],
        stdout=subprocess.PIPE,
        env={**kept, **home, "PYTHONIOENCODING": "utf-8", "LANGUAGE": "en"},
        cwd=Path(__file__).resolve().parents[2],
    ) as worker:
        assert worker.stdout is not None
        step = "the beginning"
        for line in _lines(worker.stdout.fileno()):
            if line is None:
                worker.kill()
                tally.problems.append(f"after {step}: nothing came for {SILENT_S:.0f} s")
                return
            told = json.loads(line)
            step = told["step"]
            tally.add(told)
    if worker.returncode:
        tally.problems.append(f"after {step}: the worker ended with {worker.returncode}")


def _lines(descriptor: int) -> Iterator[bytes | None]:
    """Lines as they come; None where none comes in time."""
    left = b""
    while True:
        if not select.select([descriptor], [], [], SILENT_S)[0]:
            yield None
            return
        data = os.read(descriptor, 1 << 16)
        if not data:
            return
        *lines, left = (left + data).split(b"\n")
        yield from lines


# Inside -----------------------------------------------------------------------------------


def _work(lot: Path) -> None:
    """What a worker does with a lot: each step is told on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    out = os.fdopen(os.dup(1), "w")

    def tell(step: str, started: float | None = None, **counts: Any) -> None:
        took = {} if started is None else {"took_s": time.process_time() - started}
        print(
            json.dumps({"step": step, "peak_mib": _peak_mib(), **took, **counts}),
            file=out,
            flush=True,
        )

    os.chdir(lot)
    _read_all(tell)
    _print_all(tell)


def _peak_mib() -> int:
    """The most that this process has had in memory; ``ru_maxrss`` counts its parent's as well."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) >> 10  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _read_all(tell: Any) -> None:
    """Every file by itself, as far as it goes without an index."""
    from searchkit.article import Rejected
    from searchkit.corpus import read_corpus
    from searchkit.explain import explain
    from searchkit.language.analyzer import Analyzer
    from searchkit.understand import understand, warm_up

    warm_up()
    for package in ("trafilatura", "ftfy", "dateparser", "yaml", "Sastrawi.Stemmer.Stemmer"):
        __import__(package)
    corpus, analyzer = read_corpus("berita"), Analyzer()
    for source in corpus.sources():
        started = time.process_time()
        name = ascii(source.path.rsplit("/", 1)[-1])
        counts: dict[str, int] = {"files": 1}
        problems: list[str] = []
        try:
            read = [source] if isinstance(source, Rejected) else corpus.read(source)
            for item in read:
                counts["articles"] = counts.get("articles", 0) + 1
                if isinstance(item, Rejected):
                    counts["rejected"] = counts.get("rejected", 0) + 1
                    if not (item.reason and item.path) or _steering(item.reason + item.path):
                        problems.append(f"{name}: rejected without a clear reason: {item!r}")
                    continue
                if "RAHASIA" in item.text:
                    problems.append(f"{name}: read from outside of the corpus")
                article = understand(item)
                explain(article)
                analyzer.ids(article.body)
            if "articles" not in counts:
                problems.append(f"{name}: neither read nor rejected")
        except Exception as error:
            problems.append(f"{name}: {_where(error)}")
        many = counts.get("articles", 0) > 100  # a file of records may have any number of them
        tell(f"reading {name}", None if many else started, problems=problems, **counts)


def _print_all(tell: Any) -> None:
    """All files in an index, and every article of it printed."""
    from tests.golden.corpus import run_here

    os.environ.update(XDG_CACHE_HOME=str(Path("cache").absolute()))
    synced = run_here("index", "berita", "--workers", "1", "--format", "json")
    tell("syncing", problems=_printed("index", synced.code, synced.out + synced.err))
    if synced.code:
        return
    tell("syncing", indexed=json.loads(synced.out)["articles"])
    found = run_here("search", "*", "--format", "ids", "-n", "1000")
    told = json.loads(run_here("search", "*", "--format", "json", "-n", "1000").out)
    tell("searching", problems=_printed("search *", found.code, found.out))
    runs = [
        ("stats",),
        ("scores",),
        ("facet", "outlet"),
        ("suggest", "ko"),
        *(("search", "nilai kota zona", "-n", "200", "--explain", "--format", f) for f in FORMATS),
        ("search", "*", "-n", "300", "--format", "md"),
    ]
    for at, hit in enumerate(told["hits"]):
        command, format = COMMANDS[at % len(COMMANDS)], FORMATS[at // len(COMMANDS) % len(FORMATS)]
        runs.append((*command, "--format", format, "--", hit["id"]))
        if at % 5 == 0 and hit["title"]:
            runs.append(("search", "--", hit["title"][:200].replace("\0", "")))
    for args in runs:
        started = time.process_time()
        ran = run_here(*args)
        problems = _printed(ascii(args), ran.code, ran.out + ran.err)
        tell(f"printing {args!a}", started, printed=1, problems=problems)


def _printed(what: str, code: int, text: str) -> list[str]:
    """What is wrong with what a command has printed."""
    problems = []
    if code not in (0, 1, 2):
        problems.append(f"{what} ended with {code}: {text[-300:]!a}")
    if place := _steering(text):
        problems.append(f"{what} printed {place}")
    return problems


def _steering(text: str) -> str | None:
    """What of a text steers a terminal, and what stands beside it; None for nothing."""
    found = STEERS.search(text)
    return ascii(text[max(0, found.start() - 20) : found.end() + 20]) if found else None


def _where(error: Exception) -> str:
    """An error, and the places of searchkit that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    places = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])
    return f"{type(error).__name__}: {ascii(str(error))[:200]} ({' '.join(places)})"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=5000, help="how many files (5000)")
    parser.add_argument("--mib", type=float, default=10.0, help="size of large nasty files (10)")
    parser.add_argument("--seed", type=int, default=0, help="for the generated ones (0)")
    parser.add_argument("--lot", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.lot:
        _work(chosen.lot)
        return 0
    started = time.monotonic()
    tally = run(chosen.articles, mib=chosen.mib, seed=chosen.seed)
    print(tally)
    print(f"took            {time.monotonic() - started:.0f} s")
    return 1 if tally.problems else 0


if __name__ == "__main__":
    sys.exit(main())
