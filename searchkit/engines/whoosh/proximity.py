"""Proximity: how near to each other the words of a query stand in an article.

For each two neighbouring words of the query the evidence is how often they
stand next to each other in that order, and how often within eight words of
each other, as in the sequential dependence model (D. Metzler and W. B. Croft,
"A Markov random field model for term dependencies", SIGIR 2005). A pair is
worth as much as the commoner of its words, and saturates like a term of BM25.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Floats
from searchkit.engines.whoosh.matches import looked_up
from searchkit.engines.whoosh.postings import POSITION_BITS
from searchkit.engines.whoosh.scoring import K1
from searchkit.engines.whoosh.snapshot import Ids, Snapshot
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
    places = {term: _places(snapshot, term, ids) for term in terms}
    counted: dict[tuple[str, str], tuple[Ids, Ids]] = {}
    for left, right in pairwise(words):
        if left.term == right.term:
            continue
        commoner = min(snapshot.idf(_FIELD, word.term) for word in (left, right))
        pair = (left.term, right.term)
        if pair not in counted:
            counted[pair] = _counts(places[left.term], places[right.term], len(ids))
        adjacent, near = counted[pair]
        evidence = weights.adjacent * _saturated(adjacent) + weights.near * _saturated(near)
        yield Nearness(left.term, right.term, commoner, adjacent, near, commoner * evidence)


def _places(snapshot: Snapshot, term: str, ids: Ids) -> Ids:
    """Where a term stands in some articles (ascending), each place as one number with its
    article; ascending."""
    postings = snapshot.postings(_FIELD, term).ids
    if not len(postings):
        return ids[:0]
    places, having = looked_up(ids.astype(np.uint32), postings)
    return snapshot.positions(_FIELD, term, places).keys(having)


def _counts(left: Ids, right: Ids, articles: int) -> tuple[Ids, Ids]:
    """Of the places of one word: how many, in each article, stand right before the other, and
    how many within the window of it."""
    if not len(left) or not len(right):
        nothing = np.zeros(articles, dtype=np.int64)
        return nothing, nothing
    after = np.searchsorted(right, left)
    following = right.take(after, mode="clip") - left
    preceding = left - right.take(after - 1, mode="clip")
    near = (np.abs(following) < WINDOW) | (np.abs(preceding) < WINDOW)
    owners = left >> POSITION_BITS
    return (
        np.bincount(owners.compress(following == 1), minlength=articles),
        np.bincount(owners.compress(near), minlength=articles),
    )


def _saturated(counts: Ids) -> Floats:
    saturated: Floats = counts / (counts + K1)
    return saturated
