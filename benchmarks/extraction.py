"""How fast articles are understood on one core, next to Whoosh's own indexing of them.

Three parts: articles a second of ``searchkit.understand`` for news without
assessments and for articles that report one, each with the share of every
stage; the time that stock Whoosh (SegmentWriter, StandardAnalyzer) takes to
index some of the same articles; and how the time grows with hostile texts
(``shapes.py``), doubled from size to size up to 5 MB. Times are processor
seconds, medians of rounds that take turns.

    python benchmarks/extraction.py [--rounds 5] [--articles 3000] [--only rates|growth]

News comes from ../shared; where that is missing, the seeds stand in for it.
"""

# Whoosh's functions have no types.
# mypy: allow-untyped-calls
from __future__ import annotations

import argparse
import json
import lzma
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from shapes import SHAPES, of_size
from whoosh.analysis.analyzers import StandardAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from searchkit.article import Article
from searchkit.assessments.context import speaks_of_assessment
from searchkit.assessments.reader import read_assessments
from searchkit.corpus import read_corpus
from searchkit.dating import dates_of
from searchkit.regions.mentions import resolve_mentions
from searchkit.regions.subjects import regions_of
from searchkit.understand import understand

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
NEWS = SHARED / "news" / "click_id.jsonl.xz"
LABELLED = SHARED / "articles_dev" / "articles.jsonl"
PEER_ARTICLES = 500
BARS = {"news without assessments": 3000, "articles with assessments": 1000}
STAGES = ("regions", "dates", "assessments")
DOUBLINGS = 4
LINEAR = 2.3
"""A doubling of the text may cost this many times the time."""
MEASURABLE_S = 0.5
"""Below this a factor tells more of the machine than of the text."""
LIMIT_S = 40.0
"""A shape is not tried in twice the size where that would probably take longer."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--only", choices=("rates", "growth"))
    parser.add_argument("--shape", choices=SHAPES, help="growth of this shape alone")
    parser.add_argument("--max-mb", type=float, default=5.0, help="the largest size of growth")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "growth":
            print_rates(Path(folder), options.articles, options.rounds)
        if options.only != "rates":
            shapes = [options.shape] if options.shape else list(SHAPES)
            print_growth(Path(folder), shapes, options.max_mb)


# Rates ------------------------------------------------------------------------------------


def print_rates(folder: Path, wanted: int, rounds: int) -> None:
    """Articles a second of both groups, their stages, and Whoosh beside them."""
    groups = {
        "news without assessments": without_assessments(folder, wanted),
        "articles with assessments": with_assessments(folder),
    }
    peer = [article for group in groups.values() for article in group][:PEER_ARTICLES]
    tasks = {name: partial(all_understood, group) for name, group in groups.items()}
    tasks["searchkit"] = partial(all_understood, peer)
    tasks["whoosh"] = partial(indexed_by_whoosh, peer, folder)
    times: dict[str, list[float]] = {name: [] for name in tasks}
    stages: dict[str, list[list[float]]] = {name: [] for name in groups}
    for _ in range(rounds):
        for name, task in tasks.items():
            times[name].append(seconds(task))
        for name, group in groups.items():
            stages[name].append(stage_seconds(group))
    for name, group in groups.items():
        rate = len(group) / statistics.median(times[name])
        words = statistics.mean(len(article.text.split()) for article in group)
        mark = "" if rate >= BARS[name] else "  MISSED"
        print(f"{name} ({len(group)}, {words:.0f} words each)")
        print(f"    {rate:8.0f} articles/s  bar {BARS[name]}{mark}")
        medians = [statistics.median(runs) for runs in zip(*stages[name], strict=True)]
        for stage, median in zip(STAGES, medians, strict=True):
            print(
                f"    {stage:12} {median / sum(medians):6.1%}  {median / len(group) * 1e6:6.0f} µs"
            )
    own, other = (statistics.median(times[name]) for name in ("searchkit", "whoosh"))
    print(f"{len(peer)} articles: understood in {own:.3f} s, indexed by Whoosh in {other:.3f} s")
    print(f"    understanding takes {own / other:.2f} of the time of stock Whoosh")


def without_assessments(folder: Path, wanted: int) -> list[Article]:
    """The first articles of the news that report no assessment."""
    if not NEWS.is_file():
        return [article for article in articles_in(ROOT / "seeds") if not assessed(article)]
    file = folder / "news.jsonl"
    with lzma.open(NEWS) as packed, file.open("wb") as unpacked:
        unpacked.writelines(islice(packed, wanted + wanted // 20))
    return [article for article in articles_in(file) if not assessed(article)][:wanted]


def with_assessments(folder: Path) -> list[Article]:
    """The seeds and labelled articles that report one."""
    found = [article for article in articles_in(ROOT / "seeds") if assessed(article)]
    if LABELLED.is_file():
        file = folder / "labelled.jsonl"
        rows = [line for line in LABELLED.open(encoding="utf-8") if is_about_compliance(line)]
        file.write_text("".join(rows), encoding="utf-8")
        found += [article for article in articles_in(file) if assessed(article)]
    return found


def is_about_compliance(line: str) -> bool:
    """Whether a labelled article is about the Ombudsman's assessment."""
    return bool(json.loads(line)["topic"] == "kepatuhan")


def assessed(article: Article) -> bool:
    """Whether an article reports a result."""
    return bool(understand(article).assessments)


def articles_in(place: Path) -> list[Article]:
    """The articles of a file or folder, as read."""
    return [item for item in read_corpus(place) if isinstance(item, Article)]


def stage_seconds(articles: Sequence[Article]) -> list[float]:
    """Processor seconds of each of STAGES, over all articles."""
    spent = [0.0, 0.0, 0.0]
    for article in articles:
        body, clock = article.body, time.process_time()
        mentions = resolve_mentions(article.title, body)
        regions = regions_of(article.title, body, mentions)
        after_regions = time.process_time()
        dates = dates_of(body, article.text, article.url, article.published)
        after_dates = time.process_time()
        if speaks_of_assessment(article.title, body):
            days = dates.published, dates.event
            read_assessments(article.title, body, mentions, regions, *days)
        spent[0] += after_regions - clock
        spent[1] += after_dates - after_regions
        spent[2] += time.process_time() - after_dates
    return spent


def all_understood(articles: Sequence[Article]) -> None:
    """Understand each."""
    for article in articles:
        understand(article)


def indexed_by_whoosh(articles: Sequence[Article], folder: Path) -> None:
    """Index title and text with Whoosh as it comes."""
    schema = Schema(id=ID(stored=True), title=TEXT, text=TEXT(analyzer=StandardAnalyzer()))
    with tempfile.TemporaryDirectory(dir=folder) as place:
        writer = SegmentWriter(FileStorage(place).create_index(schema))
        for article in articles:
            writer.add_document(id=article.id, title=article.title, text=article.text)
        writer.commit()


# Growth -----------------------------------------------------------------------------------


def print_growth(folder: Path, shapes: Sequence[str], max_mb: float) -> None:
    """Seconds to read and to understand each shape, from size to size, with the factors."""
    sizes = [max_mb / 2**step for step in reversed(range(DOUBLINGS + 1))]
    growth(folder, "scores", sizes[:1])  # loads what is loaded once
    print(f"\n{'growth: seconds (factor)   MB':32}{''.join(f'{size:16.2f}' for size in sizes)}")
    for shape in shapes:
        cells = growth(folder, shape, sizes)
        for at, stage in enumerate(("read", "understand")):
            steps = [cell[at] for cell in cells]
            line = "".join(map(cell_of, [0.0, *steps], steps))
            print(f"{shape + ': ' + stage:32}{line}", flush=True)


def growth(folder: Path, shape: str, sizes: Sequence[float]) -> list[tuple[float, float]]:
    """Seconds to read and to understand a shape in every size, as far as the limit allows."""
    cells: list[tuple[float, float]] = []
    file = folder / "shape.txt"
    for size in sizes:
        if cells and sum(cells[-1]) * _last_factor(cells) > LIMIT_S:
            break
        file.write_text(of_size(shape, int(size * 1_000_000)), encoding="utf-8")
        cell = _seconds_of(file)
        if cells and any(
            now > LINEAR * before for before, now in zip(cells[-1], cell, strict=True)
        ):
            again = _seconds_of(file)  # a busy machine is no proof
            cell = min(cell[0], again[0]), min(cell[1], again[1])
        cells.append(cell)
    return cells


def _seconds_of(file: Path) -> tuple[float, float]:
    """Seconds to read a file, and to understand what was read."""
    reading = seconds(partial(articles_in, file))
    return reading, seconds(partial(all_understood, articles_in(file)))


def _last_factor(cells: Sequence[tuple[float, float]]) -> float:
    return sum(cells[-1]) / sum(cells[-2]) if len(cells) > 1 else 4.0


def cell_of(before: float, now: float) -> str:
    """One size: seconds, and the factor to the size before, marked where it is no line."""
    if not before:
        return f"{now:16.2f}"
    factor = now / before
    mark = "!" if factor > LINEAR and now > MEASURABLE_S else " "
    return f"{now:9.2f} ({factor:3.1f}){mark}"


def seconds(task: Callable[[], object]) -> float:
    """Processor seconds that a task takes."""
    started = time.process_time()
    task()
    return time.process_time() - started


if __name__ == "__main__":
    main()
