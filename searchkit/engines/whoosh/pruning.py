"""Pruning: the best of very many matches, without a score for each of them.

MaxScore (H. Turtle and J. Flood, "Query evaluation: strategies and
optimizations", 1995) over whole arrays: the lists of postings come in the order of
what they can add at most. As soon as an article cannot reach the best ones any
more, whatever the lists still to come would add, nobody looks at it again.
What is left is exact, equal scores included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Floats, Mask, Places, distinct, places_of
from searchkit.engines.whoosh.matches import NOTHING, Frame, Matches, united
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.ranking import DIGITS, at_least_reached
from searchkit.engines.whoosh.scoring import FieldScores
from searchkit.engines.whoosh.scratch import Scratch
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.engines.whoosh.terms import WeightedTerm, word_terms
from searchkit.query import ast
from searchkit.weights import Weights

FROM = 1 << 16
"""Where fewer articles can match, all of them are scored."""

FEW = 4
"""Nobody looks for what can be left out among so many times the matches that are asked for."""

SAMPLE = 100
"""So many promising articles, or all that are asked for, are scored in full to begin with."""


NO_VALUES: Floats = np.zeros(0)


class Scored(NamedTuple):
    """A list of postings, with what its scores are multiplied by."""

    postings: Postings
    scores: FieldScores
    factor: float

    def of(self, which: Places | None) -> Floats:
        """The scores of some of the postings, or of all."""
        values = self.scores.of(self.postings, which)
        values *= self.factor
        return values

    def most(self) -> float:
        """No posting adds more."""
        return self.factor * self.scores.most(self.postings)


def summed_terms(node: ast.Node, weights: Weights) -> list[WeightedTerm] | None:
    """The terms whose scores in an article that matches add up to its text score.

    None where that is not how its score comes about.
    """
    match node:
        case ast.And():
            return _together(summed_terms(child, weights) for child in node.children)
        case ast.AtLeast() if not node.coordination:
            return _together(_free_terms(child, weights) for child in node.children)
        case _:
            return _free_terms(node, weights)


def is_any_of_words(node: ast.Node) -> bool:
    """Whether a node matches just the articles that have one of the terms that it scores by."""
    match node:
        case ast.Word():
            return True
        case ast.Or():
            return all(map(is_any_of_words, node.children))
        case ast.AtLeast():
            return node.count == 1 and all(map(is_any_of_words, node.children))
        case _:
            return False


def _free_terms(node: ast.Node, weights: Weights) -> list[WeightedTerm] | None:
    """As ``summed_terms``, but that an article without a match has none of the terms, either."""
    match node:
        case ast.Word():
            return [
                WeightedTerm(field, term, weight * node.weight)
                for field, term, weight in word_terms(node, weights)
            ]
        case ast.Or():
            return _together(_free_terms(child, weights) for child in node.children)
        case ast.Everything() | ast.Nothing() | ast.Not():
            return []
        case ast.InRegion() | ast.InYears() | ast.InBands() | ast.InLevels() | ast.Mentions():
            return []
        case ast.FromOutlets() | ast.Dated() | ast.Scored() | ast.Assesses() | ast.HasResult():
            return []
        case _:
            return None


def _together(parts: Iterable[list[WeightedTerm] | None]) -> list[WeightedTerm] | None:
    terms: list[WeightedTerm] = []
    for part in parts:
        if part is None:
            return None
        terms += part
    return terms


def scored_lists(snapshot: Snapshot, terms: Sequence[WeightedTerm]) -> list[Scored]:
    """The postings of some terms."""
    weights: dict[tuple[str, str], float] = {}
    for field, term, weight in terms:
        weights[field, term] = weights.get((field, term), 0.0) + weight
    lists: list[Scored] = []
    for (field, term), weight in weights.items():
        postings = snapshot.postings(field, term)
        if len(postings):
            factor = weight * snapshot.idf(field, term)
            lists.append(Scored(postings, snapshot.scores(field), factor))
    return lists


def best_matches(
    lists: Sequence[Scored],
    frame: Frame,
    count: int,
    ids: Places | None = None,
    deleted: Mask | None = None,
) -> Matches:
    """Articles among which the best ``count`` are, by the sum of the scores of the lists.

    All of them have their exact scores. With ``ids`` only those of these
    (ascending) are candidates, else all that stand in one of the lists and are
    not ``deleted``.
    """
    if ids is None and sum(len(one.postings) for one in lists) < FROM:
        return _best_sums(lists, frame.scratch, count, deleted)
    pruning = _Pruning(lists, frame, count)
    return (
        pruning.run(Matches(ids), 0) if ids is not None else pruning.run(*pruning.opened(deleted))
    )


def _best_sums(
    lists: Sequence[Scored], scratch: Scratch, count: int, deleted: Mask | None
) -> Matches:
    """The best of all that the lists have, by adding up every score."""
    sums = scratch.sums
    places = [one.postings.ids.astype(np.int64) for one in lists]
    for one, at in zip(lists, places, strict=True):
        np.add.at(sums, at, one.of(None))
        if deleted is not None:
            sums[at.compress(deleted.take(at))] = -np.inf
    values = [sums.take(at) for at in places]
    bound = 0.0
    longest = max(values, key=len, default=NO_VALUES)
    if len(longest) > FEW * count:
        margin = 2 * 10.0**-DIGITS * max(float(some.max()) for some in values)
        bound = max(bound, at_least_reached(longest, count) - margin)
    best = [at.compress(some >= bound) for some, at in zip(values, places, strict=True)]
    found = distinct(*best) if best else NOTHING.places
    scores = sums.take(found)
    for at in places:
        scratch.clear(sums, at)
    return Matches(found, scores)


class _Pruning:
    """One search; ``least`` is what the best ``count`` articles reach, as far as is known."""

    def __init__(self, lists: Sequence[Scored], frame: Frame, count: int) -> None:
        ordered = sorted(((one.most(), place) for place, one in enumerate(lists)), reverse=True)
        self._lists = [lists[place] for _, place in ordered]
        self._frame = frame
        self._count = count
        most = np.array([most for most, _ in ordered])
        self._rest: list[float] = [*most[::-1].cumsum()[::-1].tolist(), 0.0]
        # Scores within this of each other may be one relevance when rounded.
        self._margin = 2 * 10.0**-DIGITS * self._rest[0]
        self._least = 0.0
        self._sampled = False

    def run(self, found: Matches, start: int) -> Matches:
        """Add up the lists from ``start`` on."""
        for at in range(start, len(self._lists)):
            found = self._kept(found, at)
            found = self._added(found, at)
        return self._kept(found, len(self._lists))

    def opened(self, deleted: Mask | None) -> tuple[Matches, int]:
        """The articles of the first lists, until those of the others alone are too bad; and how
        many lists that took."""
        found = Matches(np.zeros(0, dtype=np.int64))
        for at, one in enumerate(self._lists):
            places, which = self._frame.find(one.postings.ids)
            part = Matches(places, one.of(which))
            if deleted is not None:
                part = part.at(np.flatnonzero(~deleted.take(places)))
            found = united((found, part), self._frame)
            found = self._kept(found, at + 1)
            if self._rest[at + 1] < self._least - self._margin:
                return found, at + 1
        return found, len(self._lists)

    def _added(self, found: Matches, at: int) -> Matches:
        """The same articles with what one more list adds."""
        one = self._lists[at]
        scores = np.zeros(len(found.places)) if found.scores is None else found.scores
        places, which = self._frame.narrowed(found.places).find(one.postings.ids)
        scores[places] += one.of(which)
        return found._replace(scores=scores)

    def _kept(self, found: Matches, at: int) -> Matches:
        """Without the articles that the lists from ``at`` on cannot help any more."""
        scores = found.scores
        if scores is None or len(scores) <= FEW * self._count:
            return found
        if not self._sampled and at < len(self._lists):
            self._sampled = True
            self._sample(found, at)
        self._least = max(self._least, at_least_reached(scores, self._count))
        bound = self._least - self._margin - self._rest[at]
        return found.at(places_of(scores >= bound)) if bound > 0 else found

    def _sample(self, found: Matches, at: int) -> None:
        """Score some articles that look good in full, to know early what has to be reached."""
        assert found.scores is not None
        size = min(max(self._count, SAMPLE), len(found.scores))
        reached = at_least_reached(found.scores, size)
        sample = found.at(np.flatnonzero(found.scores >= reached)[: 2 * size])
        sample = sample._replace(scores=np.array(sample.scores))
        for other in range(at, len(self._lists)):
            sample = self._added(sample, other)
        assert sample.scores is not None
        self._least = at_least_reached(sample.scores, self._count)
