"""How well judged queries are answered, against the figures accepted last.

    python benchmarks/evaluate_relevance.py [--full] [--accept]

Three collections (see ``testcollections.py``): the judged queries over the
labelled articles; TyDiQA-GoldP Indonesian, 500 of its questions (``--full``
asks all of them); and 1,000 headlines, each to find its own article among the
bodies of 2,000. ``relevance.json`` holds the accepted means with the value of
every topic behind them. A measure has dropped where it lies below the accepted
mean by more than its noise: half the width of the 95 % bootstrap interval of
the differences, topic by topic. ``--accept`` writes the figures of this run
down as the accepted ones; ``--only NAME`` asks (and accepts) one collection.

Exit code 0 where nothing has dropped (or the collections are not there), 1
where something has, 2 where the accepted figures are of other topics.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from testcollections import DATA, Collection, articles_dev, headlines, tydiqa_id

from searchkit.evaluation import (
    MEASURES,
    Estimate,
    Evaluation,
    built_index,
    evaluate,
    judgments_of,
)
from searchkit.evaluation.bootstrap import estimates

ACCEPTED = Path(__file__).with_name("relevance.json")
SAMPLE = 500
HEADLINES, BODIES = 1_000, 2_000
DIGITS = 4

Figures = dict[str, dict[str, object]]


def collections(*, full: bool) -> tuple[Collection, ...]:
    """What is asked."""
    questions = tydiqa_id(None if full else SAMPLE)
    return articles_dev(), questions, headlines(HEADLINES, BODIES)


def main() -> None:
    """Ask, print and compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--full", action="store_true", help="ask all questions of TyDiQA-id")
    parser.add_argument("--accept", action="store_true", help="write the figures down as accepted")
    parser.add_argument("--only", metavar="NAME", help="one collection alone")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"There is no {DATA}: nothing to evaluate")
        return
    chosen = collections(full=options.full)
    if options.only:
        names = [collection.name for collection in chosen]
        chosen = tuple(collection for collection in chosen if collection.name == options.only)
        if not chosen:
            parser.error(f"--only takes one of {', '.join(names)}")
    accepted = read_accepted()
    dropped: list[str] = []
    for collection in chosen:
        if not collection.is_there:
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
    with collection.opened() as material, built_index(material.corpus) as built:
        return evaluate(built.index, material.topics, judgments_of(material.topics))


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
