"""Ranking: the matches of a selection in their order, as far as anybody looks.

A list is cut before it is ordered: what cannot be among the first hits takes no
part in it. Equal relevances are told apart by date and number, so that every
page cuts the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from searchkit.engines.base import Sort
from searchkit.engines.whoosh.arrays import Floats, Places, distinct, places_of
from searchkit.engines.whoosh.matches import Matches
from searchkit.engines.whoosh.snapshot import Snapshot

DIGITS = 6
"""Relevance is rounded to so many: articles with the same terms tie whatever is added first."""

BLOCK = 256
"""The best of each so many values are enough to see what most of the values cannot reach."""

Key = Callable[[Places], Floats]
"""What some places of a list are ordered by, the largest first."""


class Ranking:
    """Matches in the whole index, with their relevance; places count in ``ids``, from 0.

    ``best`` is the best text score of the matches, 1 where there is none;
    ``raised`` are the places where proximity was looked at.
    """

    def __init__(self, snapshot: Snapshot, found: Matches) -> None:
        self._snapshot = snapshot
        self.ids = found.places
        self._scores = found.scores
        self._agreement = found.agreement
        self.best = 1.0
        if found.scores is not None:
            self.best = float(found.scores.max(initial=0.0)) or 1.0
        self.raised: Places = np.zeros(0, dtype=np.int64)
        self._better: Floats = np.zeros(0)

    def __len__(self) -> int:
        return len(self.ids)

    def relevance(self, places: Places) -> Floats:
        """The text score in parts of the best one, and the agreement."""
        relevance = np.round(self._raw(places), DIGITS)
        if len(self.raised):
            at = np.searchsorted(self.raised, places)
            at[at == len(self.raised)] = 0
            found = self.raised.take(at) == places
            relevance[found] = self._better.take(at[found])
        return relevance

    def raise_first(self, count: int, added: Callable[[Places], Floats]) -> None:
        """Add to the relevance of the first ``count``; the others stay behind them.

        ``added`` gives text scores, none below zero, for article numbers in ascending order.
        """
        first = np.sort(self.first(count, "relevance"))
        scores = added(self.ids.take(first)) / self.best
        self._better = np.round(self.relevance(first) + scores, DIGITS)
        self.raised = first

    def first(self, count: int, sort: Sort) -> Places:
        """The places of the first ``count`` matches, in their order."""
        if count >= len(self):
            return in_order(np.arange(len(self)), self._keys(sort))
        places = self._promising(count) if sort == "relevance" else np.arange(len(self))
        return first_in_order(places, self._keys(sort), count)

    def _raw(self, places: Places | None = None) -> Floats:
        """Relevance before it is rounded."""
        size = len(self) if places is None else len(places)
        raw = np.zeros(size)
        if self._scores is not None:
            raw = (self._scores if places is None else self._scores.take(places)) / self.best
        if self._agreement is not None:
            raw += self._agreement if places is None else self._agreement.take(places)
        return raw

    def _promising(self, count: int) -> Places:
        """Places among which the first ``count`` by relevance are."""
        if self._agreement is None and self._scores is None:
            return np.arange(len(self))
        margin = 2 * 10.0**-DIGITS
        if self._agreement is None and self._scores is not None:
            raw, margin = self._scores, margin * self.best
        else:
            raw = self._raw()
        promising = places_of(raw >= at_least_reached(raw, count) - margin)
        return distinct(promising, self.raised) if len(self.raised) else promising

    def _keys(self, sort: Sort) -> tuple[Key, ...]:
        def days(places: Places) -> Floats:
            return self._snapshot.days(self.ids.take(places))

        def age(places: Places) -> Floats:
            known = days(places)
            return np.where(known > 0, -known, -np.inf)

        def best_scores(places: Places) -> Floats:
            return self._snapshot.best_scores(self.ids.take(places))

        match sort:
            case "relevance":
                scored = self._scores is not None or self._agreement is not None
                return (self.relevance, days) if scored else (days,)
            case "newest":
                return days, self.relevance
            case "oldest":
                return age, self.relevance
            case "score":
                return best_scores, self.relevance, days


def in_order(places: Places, keys: Sequence[Key]) -> Places:
    """Places (ascending) by the keys; those that agree in all of them stay as they are."""
    columns = [-key(places) for key in reversed(keys)]
    return places.take(np.lexsort(columns))


def first_in_order(places: Places, keys: Sequence[Key], count: int) -> Places:
    """The first ``count`` of ``in_order``, without putting the others in order."""
    settled: list[Places] = []
    left, missing = places, count
    for key in keys:
        if len(left) <= missing:
            break
        values = key(left)
        reaching = np.flatnonzero(values >= at_least_reached(values, missing))
        left, values = left.take(reaching), values.take(reaching)
        last = np.partition(values, len(values) - missing)[len(values) - missing]
        above = values > last
        settled.append(left.compress(above))
        missing -= len(settled[-1])
        left = left.compress(values == last)
    chosen = np.sort(np.concatenate([*settled, left[:missing]]))
    return in_order(chosen, keys)


def at_least_reached(values: Floats, count: int) -> float:
    """A value that at least ``count`` of the values reach, and if possible few more.

    There must be as many values.
    """
    blocks = len(values) // BLOCK
    if blocks <= 2 * count:
        return float(np.partition(values, len(values) - count)[len(values) - count])
    best = values[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
    return float(np.partition(best, blocks - count)[blocks - count])
