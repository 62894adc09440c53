"""How well judged queries are answered, against the figures accepted last.

    python benchmarks/evaluate_relevance.py [--full] [--accept]

Two collections beside the project: the judged queries over the labelled
articles, and TyDiQA-GoldP Indonesian (500 of its questions, drawn once and
for all; ``--full`` asks all of them). ``relevance.json`` holds the accepted
means with the value of every topic behind them. A measure has dropped where
it lies below the accepted mean by more than its noise: half the width of the
95 % bootstrap interval of the differences, topic by topic. ``--accept`` writes
the figures of this run down as the accepted ones.

Exit code 0 where nothing has dropped (or the collections are not there), 1
where something has, 2 where the accepted figures are of other topics.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from searchkit.evaluation import (
    MEASURES,
    Estimate,
    Evaluation,
    Topic,
    built_index,
    evaluate,
    judgments_of,
    read_topics,
)
from searchkit.evaluation.bootstrap import estimates

ACCEPTED = Path(__file__).with_name("relevance.json")
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SAMPLE, SEED = 500, 17
DIGITS = 4

Figures = dict[str, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Collection:
    """A corpus with judged topics; ``sample`` is how many of them are asked, None for all."""

    name: str
    corpus: Path
    topics: Path
    sample: int | None = None

    def chosen(self) -> tuple[Topic, ...]:
        """The topics to ask: the same ones every time."""
        topics = read_topics(self.topics)
        if self.sample is None:
            return topics
        by_name = sorted(topics, key=lambda topic: topic.qid)
        return tuple(Random(SEED).sample(by_name, self.sample))


def collections(*, full: bool) -> tuple[Collection, ...]:
    """What is asked."""
    articles, passages = DATA / "articles_dev", DATA / "retrieval"
    files = passages / "tydiqa_id_corpus.jsonl.gz", passages / "tydiqa_id_queries_dev.jsonl.gz"
    questions = Collection("tydiqa_id", *files)
    if not full:
        questions = Collection(f"tydiqa_id_{SAMPLE}", *files, SAMPLE)
    return (
        Collection("articles_dev", articles / "articles.jsonl", articles / "queries.jsonl"),
        questions,
    )


def main() -> None:
    """Ask, print and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="ask all questions of TyDiQA-id")
    parser.add_argument("--accept", action="store_true", help="write the figures down as accepted")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"There is no {DATA}: nothing to evaluate")
        return
    accepted = read_accepted()
    dropped: list[str] = []
    for collection in collections(full=options.full):
        if not (collection.corpus.is_file() and collection.topics.is_file()):
            print(f"There is no {collection.name}: passed over\n")
            continue
        evaluation = asked(collection)
        print_head(collection, evaluation)
        if options.accept:
            accepted[collection.name] = figures(evaluation)
        dropped += compared(collection.name, evaluation, accepted.get(collection.name))
    if options.accept:
        write_accepted(accepted)
        print(f"Accepted: {ACCEPTED.name}")
    if dropped:
        print(f"Dropped by more than noise: {', '.join(dropped)}", file=sys.stderr)
        raise SystemExit(1)


def asked(collection: Collection) -> Evaluation:
    """The evaluation of a collection by an index built for it."""
    topics = collection.chosen()
    with built_index(collection.corpus) as built:
        return evaluate(built.index, topics, judgments_of(topics))


def compared(
    name: str, evaluation: Evaluation, accepted: Mapping[str, object] | None
) -> Iterator[str]:
    """Print each measure beside the accepted one; yields those that have dropped."""
    print(f"{'':10} {'now':>8} {'±':>7} {'accepted':>9} {'change':>8} {'noise':>7}")
    for measure, now in evaluation.measures.items():
        line = f"{measure:10} {now.value:8.4f} {now.half_width:7.4f}"
        if accepted is None:
            print(f"{line}  not accepted yet: --accept")
            continue
        before = column_of(name, accepted, measure, len(evaluation.judged))
        change = changed(by_topic(evaluation, measure), before)
        has_dropped = change.value < -change.half_width
        told = f"{sum(before) / len(before):9.4f} {change.value:+8.4f} {change.half_width:7.4f}"
        print(f"{line} {told}{'  DROPPED' if has_dropped else ''}")
        if has_dropped:
            yield f"{name} {measure}"
    print()


def changed(now: list[float], before: list[float]) -> Estimate:
    """The mean difference, with the interval that pairing by topic gives it."""
    differences = [a - b for a, b in zip(now, before, strict=True)]
    return estimates({"change": differences})["change"]


def by_topic(evaluation: Evaluation, measure: str) -> list[float]:
    """The value of every judged topic in the order of their names, rounded as it is kept."""
    judged = sorted(evaluation.judged, key=lambda result: result.topic.qid)
    return [round((result.scores or {})[measure], DIGITS) for result in judged]


def column_of(name: str, accepted: Mapping[str, object], measure: str, count: int) -> list[float]:
    """The accepted values of a measure; ends the program where they are of other topics."""
    columns = accepted["by_topic"]
    assert isinstance(columns, dict)
    column = [float(value) for value in columns[measure]]
    if len(column) != count:
        print(
            f"{ACCEPTED.name} holds {len(column)} topics of {name}, not {count}: "
            "look at the figures, then --accept",
            file=sys.stderr,
        )
        raise SystemExit(2)
    return column


def figures(evaluation: Evaluation) -> dict[str, object]:
    """What is kept of an evaluation: means with their intervals, and the values behind them."""
    return {
        "topics": len(evaluation.judged),
        "measures": {
            name: {
                "value": round(one.value, DIGITS),
                "low": round(one.low, DIGITS),
                "high": round(one.high, DIGITS),
                "half_width": round(one.half_width, DIGITS),
            }
            for name, one in evaluation.measures.items()
        },
        "by_topic": {measure: by_topic(evaluation, measure) for measure in MEASURES},
    }


def read_accepted() -> Figures:
    """The accepted figures by collection, none where there is no file yet."""
    if not ACCEPTED.is_file():
        return {}
    found: Figures = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    return found


def write_accepted(accepted: Figures) -> None:
    """Write the figures, each list of values on a line of its own."""
    parts = []
    for name, one in sorted(accepted.items()):
        keys = [f"    {json.dumps(key)}: {json.dumps(one[key])}" for key in ("topics", "measures")]
        columns = one["by_topic"]
        assert isinstance(columns, dict)
        lines = [f"      {json.dumps(key)}: {json.dumps(columns[key])}" for key in MEASURES]
        keys.append('    "by_topic": {\n' + ",\n".join(lines) + "\n    }")
        parts.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(keys) + "\n  }")
    ACCEPTED.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def print_head(collection: Collection, evaluation: Evaluation) -> None:
    """What was asked, and how fast the answers were."""
    print(
        f"{collection.name}: {len(evaluation.judged)} topics, {evaluation.without_hits} without "
        f"a hit, {evaluation.median_ms:.0f} ms each (p95 {evaluation.p95_ms:.0f} ms)"
    )


if __name__ == "__main__":
    main()
