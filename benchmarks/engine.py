"""searchkit's engine next to tantivy, SQLite FTS5 and stock Whoosh, on the same words.

    python benchmarks/engine.py [--size news|20k|50k|200k|500k|1m] [--quick]
                                [--only questions indexing changes memory sync cold]

One run measures one size: the real news, or that many articles made of it (see
``enginecorpora.py``). Indexes are built where they are missing and kept in
build/engine; --rebuild builds them anew. The tables are Markdown, for
docs/performance.md; the figures are kept in benchmarks/results, one file a size,
and --plot draws those of all sizes. Progress goes to stderr. Exit code 1 where
the engines find different articles.

--quick measures five hundred articles in less than a minute and keeps its figures
in build/engine.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import enginegrowth
import enginemeasures
import enginesearchkit
import enginesync
from enginebench import SIZES, Bench, tell
from enginetables import tables
from enginetiming import CLOCKS

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
FOLDER = ROOT / "build" / "engine"
PICTURE = ROOT / "docs" / "engine.svg"

PARTS = ("indexing", "questions", "changes", "memory", "sync", "cold")
INSTALL = "pip install 'searchkit[bench]'"


def main() -> int:
    """Measure, keep and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", choices=("news", *SIZES), default="news")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="parts to measure; default: all")
    parser.add_argument("--quick", action="store_true", help="five hundred articles, few questions")
    parser.add_argument("--rebuild", action="store_true", help="build all indexes anew")
    parser.add_argument("--rebuild-ours", action="store_true", help="build searchkit's anew")
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall", help="cpu: processor time of each question"
    )
    parser.add_argument(
        "--anew", action="store_true", help="open indexes anew for every round of questions"
    )
    parser.add_argument("--index", type=Path, help="ask this index of searchkit instead")
    parser.add_argument("--source", type=Path, help="a file or folder of articles to use as news")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where corpora and indexes lie")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where figures are kept")
    parser.add_argument("--plot", action="store_true", help="draw the figures of all sizes")
    options = parser.parse_args()
    results = options.folder / "results" if options.quick else options.results
    if options.plot:
        return plot(results)
    bench = Bench(
        options.size,
        options.folder,
        options.source,
        quick=options.quick,
        clock=options.clock,
        anew=options.anew,
    )
    return run(bench, options, results / f"engine_{options.size}.json")


def run(bench: Bench, options: argparse.Namespace, kept: Path) -> int:
    """Measure the parts that are asked for; the exit code."""
    if not find_spec("tantivy"):
        tell(f"Left out: tantivy is not installed ({INSTALL})")
    parts = options.only or default_parts(options)
    if options.rebuild or options.rebuild_ours:
        peers = [peer.name for peer in bench.peers] if options.rebuild else []
        bench.forget([enginesearchkit.NAME, *peers])
    begun = perf_counter()
    figures = {"articles": len(bench.corpus), "machine": machine()}
    wrong: list[str] = []
    if options.index is None or "indexing" in parts:
        figures["indexing"] = bench.indexing()
        figures["analysis_per_second"] = enginemeasures.analysis_per_second(bench.corpus)
    else:
        bench.peers_built()
    if "questions" in parts:
        tell(f"Asking {sum(map(len, bench.questions)):,} questions")
        asked = "questions_anew" if options.anew else "questions"
        figures[asked], wrong = bench.ask(bench.openers(options.index))
        figures["clock"] = options.clock
    if "changes" in parts:
        figures["changes"] = bench.changes()
    if "memory" in parts:
        figures["memory"] = bench.memory(options.index)
    if "sync" in parts:
        tell("Syncing files")
        figures["sync"] = bench.sync()
    if "cold" in parts:
        index = options.index or bench.folder_of(enginesearchkit.NAME)
        figures["cold"] = enginesync.cold_searches(index, bench.effort.cold_rounds)
    figures = keep(kept, figures)
    print("\n".join(tables(figures)))
    tell(f"\nMeasured in {perf_counter() - begun:.0f} s; figures in {kept}")
    for one in wrong:
        tell(f"Different answers: {one}")
    return 1 if wrong else 0


def default_parts(options: argparse.Namespace) -> Sequence[str]:
    """All parts, but those that are whole processes where time is short or sizes say nothing."""
    if options.quick:
        return ("indexing", "questions", "changes", "memory")
    return PARTS if options.size == "news" else [part for part in PARTS if part != "sync"]


def keep(path: Path, figures: dict[str, Any]) -> dict[str, Any]:
    """Write down figures beside those of other parts that the file has; all of them."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    together: dict[str, Any] = {**known, **figures}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(together, indent=1)}\n", encoding="utf-8")
    return together


def plot(results: Path) -> int:
    """Draw the figures of all sizes."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("engine_*.json")]
    if not enginegrowth.draw(read, PICTURE):
        tell(f"Nothing to draw: fewer than two sizes in {results}")
        return 1
    tell(f"Drawn: {PICTURE}")
    return 0


def machine() -> dict[str, str]:
    """What the figures were measured with."""
    names = ("numpy", "tantivy", "whoosh3")
    return {
        "python": platform.python_version(),
        "processor": _processor(),
        **{name: version(name) for name in names if find_spec(name.rstrip("3"))},
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.processor()


if __name__ == "__main__":
    sys.exit(main())
