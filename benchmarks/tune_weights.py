"""Tuning of ``searchkit/weights.py``: coordinate ascent, judged by cross-validation.

    python benchmarks/tune_weights.py [NAME …] [--only COLLECTION …] [--folds 5] [--rounds 2]

Each weight named (all, where none is) is moved to half, three quarters, four
thirds and twice of what it is, and to nothing; the best move of a weight is
kept where the mean over the collections gains more than ``--least``. That is
done once for every fold on the topics of all other folds, and what the weights
found there are worth is measured on the fold that they have not seen. Only
where these unseen topics gain is there a reason to change the defaults; the
weights proposed at the end come from the ascent on all topics.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from statistics import fmean

from testcollections import Collection, articles_dev, headlines, tydiqa_id

from searchkit.evaluation import Topic, built_index, judgments_of
from searchkit.evaluation.measures import measure
from searchkit.index import Index
from searchkit.weights import WEIGHTS, Weights

MOVES = (0.0, 0.5, 0.75, 4 / 3, 2.0)
FROM_NOTHING = (0.1, 0.3)
"""What a weight of 0 is moved to."""

TOP = 10
"""All measures that are tuned for look at so many hits."""

Place = tuple[int, int]
"""A topic: which collection, and which of its topics."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A collection with its index, and the measure that it is tuned for."""

    collection: Collection
    index: Index
    topics: tuple[Topic, ...]

    @property
    def measure(self) -> str:
        """The first of the collection's measures."""
        return self.collection.measures[0]


class Tuner:
    """Measures weights topic by topic; what was measured once is remembered."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self.asked = asked
        self._known: dict[Weights, list[list[float]]] = {}

    def mean(self, weights: Weights, places: Iterable[Place]) -> float:
        """The mean over the collections of their means over the topics at ``places``."""
        values = self._values(weights)
        by_collection: dict[int, list[float]] = {}
        for collection, topic in places:
            by_collection.setdefault(collection, []).append(values[collection][topic])
        return fmean(map(fmean, by_collection.values()))

    def by_collection(self, weights: Weights) -> list[float]:
        """The mean of each collection over all its topics."""
        return [fmean(values) for values in self._values(weights)]

    def ascended(
        self,
        start: Weights,
        names: Sequence[str],
        places: Sequence[Place],
        rounds: int,
        least: float,
    ) -> Weights:
        """The weights that coordinate ascent finds on the topics at ``places``."""
        best, value = start, self.mean(start, places)
        for _ in range(rounds):
            before = value
            for name in names:
                tried = [replace(best, **{name: new}) for new in _moved(getattr(best, name))]
                gains = [(self.mean(weights, places), at) for at, weights in enumerate(tried)]
                top, at = max(gains)
                if top > value + least:
                    best, value = tried[at], top
            if value == before:
                break
        return best

    def _values(self, weights: Weights) -> list[list[float]]:
        if weights not in self._known:
            self._known[weights] = [_measured(one, weights) for one in self.asked]
            print(f"\r{len(self._known)} weights measured", end="", file=sys.stderr)
        return self._known[weights]


def _measured(asked: Asked, weights: Weights) -> list[float]:
    run = {}
    for topic in asked.topics:
        results = asked.index.search(
            topic.query, limit=TOP, facets=(), fold=False, snippet_chars=0, weights=weights
        )
        run[topic.qid] = [hit.article.id for hit in results.hits]
    scores = measure(judgments_of(asked.topics), run)
    return [scores[topic.qid][asked.measure] for topic in asked.topics]


def _moved(value: float) -> tuple[float, ...]:
    if value == 0:
        return FROM_NOTHING
    return tuple(round(value * factor, 4) for factor in MOVES)


def main() -> None:
    """Tune and tell."""
    names = [field.name for field in fields(Weights)]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--only", nargs="+", default=["articles", "tydiqa", "headlines"])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--sample", type=int, default=300, help="questions of TyDiQA-id")
    parser.add_argument("--headlines", type=int, default=200, help="headlines asked for")
    parser.add_argument("--least", type=float, default=0.001, help="the least gain to move for")
    options = parser.parse_args()
    wanted = (articles_dev(), tydiqa_id(options.sample), headlines(options.headlines, 2_000))
    chosen = [one for one in wanted if one.is_there and one.name.startswith(tuple(options.only))]
    with ExitStack() as stack:
        asked = []
        for collection in chosen:
            material = stack.enter_context(collection.opened())
            built = stack.enter_context(built_index(material.corpus))
            asked.append(Asked(collection, built.index, material.topics))
        tune(Tuner(asked), options.names or names, options)


def tune(tuner: Tuner, names: Sequence[str], options: argparse.Namespace) -> None:
    """Cross-validate, then propose."""
    places = [(c, t) for c, one in enumerate(tuner.asked) for t in range(len(one.topics))]
    gains: list[float] = []
    for fold in range(options.folds):
        unseen = [place for place in places if place[1] % options.folds == fold]
        seen = [place for place in places if place[1] % options.folds != fold]
        found = tuner.ascended(WEIGHTS, names, seen, options.rounds, options.least)
        gains.append(tuner.mean(found, unseen) - tuner.mean(WEIGHTS, unseen))
        print(f"\nfold {fold + 1}: unseen {gains[-1]:+.4f}; {_difference(found)}")
    proposed = tuner.ascended(WEIGHTS, names, places, options.rounds, options.least)
    print(f"\nunseen topics gain {fmean(gains):+.4f} on average")
    print(f"proposed: {_difference(proposed)}")
    for one, now, then in zip(
        tuner.asked, tuner.by_collection(WEIGHTS), tuner.by_collection(proposed), strict=True
    ):
        print(f"{one.collection.name:16} {one.measure:8} now {now:.4f}  proposed {then:.4f}")


def _difference(weights: Weights) -> str:
    changed = [
        f"{field.name} {getattr(WEIGHTS, field.name):g} -> {getattr(weights, field.name):g}"
        for field in fields(Weights)
        if getattr(weights, field.name) != getattr(WEIGHTS, field.name)
    ]
    return ", ".join(changed) or "no change"


if __name__ == "__main__":
    main()
