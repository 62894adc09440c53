"""How well searchkit ranks next to its peers: one table, the same topics, one run.

    python benchmarks/relevance.py [--sample 500 | --full] [--headlines 5000] [--losses N]

Collections and what is found in them stand in ``testcollections.py``, the
peers in ``peers.py``. Every one of them reads the same corpus file: its titles
and texts. searchkit is asked as it answers users, and reads the other fields
of a record, too (dates, outlets), as it would anywhere.

The table is Markdown, for docs/performance.md; progress goes to stderr.
``--losses`` lists, below the table, topics that searchkit answers worst next
to the best of its peers. A peer whose package is missing is left out and named.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from time import perf_counter

from peers import PEERS, Peer
from testcollections import Collection, Material, articles_dev, headlines, tydiqa_id

from searchkit.evaluation import (
    Estimate,
    Evaluation,
    Run,
    Topic,
    built_index,
    compare,
    evaluate,
    judgments_of,
)

SAMPLE, HEADLINES = 500, 5_000
OURS = "**searchkit**"
NOTES = (
    "The best of each column is bold. ±: half of the 95 % bootstrap interval over topics; in",
    "brackets the difference from searchkit, paired by topic, * where it is beyond noise.",
    "Indexing: all collections together; searchkit reads regions, dates and results out of every",
    "article and writes to disk, the peers index words alone, in memory. A query: mean time until",
    "the ids of its first hundred articles are there.",
)
INSTALL = "pip install 'searchkit[bench]'"


@dataclass(frozen=True, slots=True)
class Answered:
    """One collection as one of them answered it: seconds, the run, and a cell per measure."""

    indexing_s: float
    asking_s: float
    run: Run
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A mean; its own interval (searchkit) or the difference from searchkit (a peer)."""

    mean: float
    estimate: Estimate
    is_difference: bool

    def __str__(self) -> str:
        noise = self.estimate.half_width
        if not self.is_difference:
            return f"± {noise:.3f}"
        mark = "*" if self.estimate.beyond_noise else ""
        difference = round(self.estimate.value, 3) + 0.0  # no minus before a zero
        return f"({difference:+.3f} ± {noise:.3f}{mark})".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Asked:
    """One collection as all of them answered it, by their names; searchkit first."""

    collection: Collection
    articles: int
    topics: tuple[Topic, ...]
    answers: dict[str, Answered]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sample", type=int, default=SAMPLE, help="questions of TyDiQA-id")
    parser.add_argument("--full", action="store_true", help="ask all questions of TyDiQA-id")
    parser.add_argument("--headlines", type=int, default=HEADLINES, help="articles and headlines")
    parser.add_argument("--losses", type=int, default=0, help="worst topics to list, each column")
    options = parser.parse_args()
    begun = perf_counter()
    asked = []
    for collection in (
        articles_dev(),
        tydiqa_id(None if options.full else options.sample),
        headlines(options.headlines),
    ):
        if collection.is_there:
            asked.append(measured(collection, installed(PEERS)))
        else:
            tell(f"There is no {collection.name}: passed over")
    for peer in PEERS:
        if not peer.is_installed:
            tell(f"Left out: {peer.name} ({peer.package} is not installed: {INSTALL})")
    if asked:
        print("\n".join(table(asked)))
        print(f"\nMeasured in {perf_counter() - begun:.0f} s.")
        for one in asked if options.losses else ():
            print("\n".join(losses(one, options.losses)))


def installed(peers: Iterable[Peer]) -> list[Peer]:
    """The peers that can be measured."""
    return [peer for peer in peers if peer.is_installed]


def measured(collection: Collection, peers: Sequence[Peer]) -> Asked:
    """A collection, put to searchkit and to each of the peers."""
    with collection.opened() as material:
        documents = material.documents()
        tell(f"{collection.name}: {len(documents)} articles, {len(material.topics)} topics")
        evaluation, answered = _ours(material, collection.measures)
        answers = {OURS: answered}
        _tell_times(OURS.strip("*"), answered)
        for peer in peers:
            begun = perf_counter()
            ranked = peer.build(documents)
            indexed = perf_counter()
            run = {topic.qid: ranked(topic.query) for topic in material.topics}
            times = indexed - begun, perf_counter() - indexed
            cells = _compared(evaluation, run, collection.measures)
            answers[peer.name] = Answered(*times, run, cells)
            _tell_times(peer.name, answers[peer.name])
        return Asked(collection, len(documents), material.topics, answers)


def _ours(material: Material, measures: Iterable[str]) -> tuple[Evaluation, Answered]:
    begun = perf_counter()
    with built_index(material.corpus) as built:
        indexed = perf_counter()
        evaluation = evaluate(built.index, material.topics, judgments_of(material.topics))
    asking = sum(result.took_ms for result in evaluation.results) / 1000
    found = [evaluation.measures[name] for name in measures]
    cells = tuple(Cell(one.value, one, is_difference=False) for one in found)
    return evaluation, Answered(indexed - begun, asking, evaluation.run, cells)


def _compared(evaluation: Evaluation, run: Run, measures: Iterable[str]) -> tuple[Cell, ...]:
    """The cells of a peer. What is compared is searchkit: its losses are the peer's gains."""
    compared = compare(evaluation, run).measures
    cells = []
    for name in measures:
        ours = compared[name].difference
        theirs = Estimate(-ours.value, -ours.high, -ours.low)
        cells.append(Cell(compared[name].against, theirs, is_difference=True))
    return tuple(cells)


def table(asked: Sequence[Asked]) -> Iterator[str]:
    """The lines of the table: a row for searchkit and each peer, a column for each measure."""
    heads = [f"{one.collection.name} {name}" for one in asked for name in one.collection.measures]
    yield f"| | {' | '.join(heads)} | indexing | a query |"
    yield "|---" * (len(heads) + 3) + "|"
    rows = {name: [one.answers[name] for one in asked] for name in asked[0].answers}
    cells = {name: [cell for one in row for cell in one.cells] for name, row in rows.items()}
    columns = zip(*cells.values(), strict=True)
    best = [max(round(cell.mean, 3) for cell in column) for column in columns]
    queries = sum(len(one.topics) for one in asked)
    for name, row in rows.items():
        told = [_told(cell, at) for cell, at in zip(cells[name], best, strict=True)]
        indexing = sum(one.indexing_s for one in row)
        query_ms = 1000 * sum(one.asking_s for one in row) / queries
        yield f"| {name} | {' | '.join(told)} | {indexing:.1f} s | {query_ms:.1f} ms |"
    yield ""
    for one in asked:
        name, topics = one.collection.name, len(one.topics)
        yield f"`{name}`: {topics:,} topics, {one.articles:,} articles."
    yield from NOTES


def _told(cell: Cell, best: float) -> str:
    mean = f"{cell.mean:.3f}"
    return f"{f'**{mean}**' if round(cell.mean, 3) == best else mean} {cell}"


def losses(asked: Asked, count: int) -> Iterator[str]:
    """The topics whose first relevant article stands lowest next to where the peers have it.

    By the mean of the peers' reciprocal ranks less that of searchkit; ``–``
    where it is not among the hundred first.
    """
    found = []
    for topic in asked.topics:
        ranks = {name: rank(topic, one.run) for name, one in asked.answers.items()}
        ours, *theirs = (1 / at if at else 0.0 for at in ranks.values())
        if theirs and (loss := fmean(theirs) - ours) > 0:
            found.append((-loss, topic.qid, topic.query, ranks))
    names = [name.strip("*") for name in asked.answers]
    yield f"\n### {asked.collection.name}: {len(found)} topics below the mean of the peers\n"
    yield f"| qid | query | {' | '.join(names)} |"
    yield "|---" * (len(names) + 2) + "|"
    for _, qid, query, ranks in sorted(found, key=lambda one: one[:2])[:count]:
        places = " | ".join(str(at or "–") for at in ranks.values())
        yield f"| {qid} | {' '.join(query.split()).replace('|', '/')} | {places} |"


def rank(topic: Topic, run: Run) -> int | None:
    """The place of the first relevant article, 1 for the first."""
    relevant = {name for name, grade in (topic.judgments or {}).items() if grade > 0}
    return next((at for at, name in enumerate(run[topic.qid], start=1) if name in relevant), None)


def tell(line: str) -> None:
    """Say it where it is in nobody's way."""
    print(line, file=sys.stderr, flush=True)


def _tell_times(name: str, answered: Answered) -> None:
    asked_ms = 1000 * answered.asking_s / max(1, len(answered.run))
    told = " ".join(f"{cell.mean:.4f}" for cell in answered.cells)
    tell(f"  {name}: {told}; indexed in {answered.indexing_s:.1f} s, {asked_ms:.1f} ms a query")


if __name__ == "__main__":
    main()
