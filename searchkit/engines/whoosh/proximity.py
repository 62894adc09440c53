"""Proximity: how near to each other the words of a query stand in an article.

For each two neighbouring words of the query the evidence is how often they
stand next to each other in that order, and how often within eight words of
each other, as in the sequential dependence model (D. Metzler and W. B. Croft,
"A Markov random field model for term dependencies", SIGIR 2005). A pair is
worth as much as the commoner of its words, and saturates like a term of BM25.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.engines.idf import idf
from searchkit.engines.whoosh.scoring import K1
from searchkit.engines.whoosh.snapshot import Floats, Ids, Snapshot
from searchkit.query.ast import Word
from searchkit.weights import Weights

WINDOW = 8
"""Words this far apart or less are near: the window of Metzler and Croft."""

_FIELD = "body"


class Nearness(NamedTuple):
    """Two neighbouring words in the articles asked for; arrays with an entry for each of them."""

    left: str
    right: str
    idf: float
    adjacent: Ids
    near: Ids
    scores: Floats


def proximity(snapshot: Snapshot, words: Sequence[Word], ids: Ids, weights: Weights) -> Floats:
    """The score of all neighbouring pairs of ``words`` for each of ``ids`` (ascending)."""
    scores = np.zeros(len(ids))
    for pair in pairs(snapshot, words, ids, weights):
        scores += pair.scores
    return scores


def pairs(
    snapshot: Snapshot, words: Sequence[Word], ids: Ids, weights: Weights
) -> Iterator[Nearness]:
    """Each two neighbouring ``words``, and how near they stand in each of ``ids`` (ascending)."""
    terms = dict.fromkeys(word.term for word in words)
    places = {term: snapshot.positions(_FIELD, term, ids) for term in terms}
    for left, right in pairwise(words):
        if left.term == right.term:
            continue
        commoner = min(
            idf(snapshot.size, snapshot.document_frequency(_FIELD, word.term))
            for word in (left, right)
        )
        at_left, at_right = places[left.term], places[right.term]
        adjacent, near = np.zeros((2, len(ids)), dtype=np.int64)
        for place, number in enumerate(ids):
            if number in at_left and number in at_right:
                adjacent[place], near[place] = _counts(at_left[number], at_right[number])
        evidence = weights.adjacent * _saturated(adjacent) + weights.near * _saturated(near)
        yield Nearness(left.term, right.term, commoner, adjacent, near, commoner * evidence)


def _counts(left: Sequence[int], right: Sequence[int]) -> tuple[int, int]:
    """Of the places of one word: right before the other, and within the window of it."""
    adjacent = near = 0
    for place in left:
        after = bisect_left(right, place)
        nearest = [abs(other - place) for other in right[max(0, after - 1) : after + 1]]
        adjacent += after < len(right) and right[after] == place + 1
        near += min(nearest, default=WINDOW) < WINDOW
    return adjacent, near


def _saturated(counts: Ids) -> Floats:
    saturated: Floats = counts / (counts + K1)
    return saturated
