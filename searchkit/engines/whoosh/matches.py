"""Matches: which articles a part of a query found, and how well; and how those are combined.

Matches are sparse: they name the articles found, in ascending order, with
arrays of the same length beside them. They are counted in a frame, the articles
among which was looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.postings import Numbers

Places = NDArray[np.int64]
Floats = NDArray[np.float64]

SEARCHED = 40
"""Of two lists one is looked up in the other where that is so many times as long.

One binary search takes as long as going past so many entries: 65 ns against 1.6 ns.
"""

SPARSE = 8
"""Lists are united by sorting where they are together so many times shorter than their frame.

An entry takes 20 ns to sort in and 5 ns otherwise, an article of the frame 2.5 ns.
"""


class Frame:
    """The articles among which matches are looked for: all of an index, or some of them.

    ``size`` is their number; ``ids`` has them in ascending order, None where they
    are all. Without ``scored`` nobody asks for scores or agreement.
    """

    def __init__(self, universe: int, ids: Places | None = None, *, scored: bool = True) -> None:
        self.universe = universe
        self.ids = ids
        self.size = universe if ids is None else len(ids)
        self.scored = scored

    def narrowed(self, places: Places) -> Frame:
        """The articles at some places of this frame."""
        if len(places) == self.size:
            return self
        ids = places if self.ids is None else self.ids.take(places)
        return Frame(self.universe, ids, scored=self.scored)

    @cached_property
    def unscored(self) -> Frame:
        """The same where nobody asks for scores."""
        return Frame(self.universe, self.ids, scored=False) if self.scored else self

    def find(self, ids: Numbers) -> tuple[Places, Places | None]:
        """Those of some articles (ascending) that are in the frame.

        Their places in the frame, and in ``ids`` (None: all of them).
        """
        if self.ids is None:
            return ids.astype(np.int64), None
        if self.size * SEARCHED < len(ids):
            places, found = _looked_up(self._numbers, ids)
            return found, places
        if len(ids) * SEARCHED < self.size:
            return _looked_up(ids, self._numbers)
        at = self._places.take(ids)
        found = np.flatnonzero(at != 0)
        return at.take(found).astype(np.int64) - 1, found

    @cached_property
    def _numbers(self) -> Numbers:
        assert self.ids is not None
        return self.ids.astype(np.uint32)

    @cached_property
    def _places(self) -> NDArray[np.int32]:
        """For each article of the index its place in the frame, counted from 1; 0 for none."""
        assert self.ids is not None
        places = np.zeros(self.universe, dtype=np.int32)
        places[self.ids] = np.arange(1, self.size + 1, dtype=np.int32)
        return places


def _looked_up(few: Numbers, many: Numbers) -> tuple[Places, Places]:
    """Where the entries that both lists have stand: in the longer one, and in the shorter one."""
    at = np.searchsorted(many, few)
    at[at == len(many)] = 0
    found = np.flatnonzero(many.take(at) == few)
    return at.take(found), found


class Matches(NamedTuple):
    """Places in a frame, ascending; text scores and agreement there, None where all are zero."""

    places: Places
    scores: Floats | None = None
    agreement: Floats | None = None

    def at(self, which: Places) -> Matches:
        """Some of the matches, by their place among them."""
        if len(which) == len(self.places):
            return self
        return Matches(
            self.places.take(which),
            None if self.scores is None else self.scores.take(which),
            None if self.agreement is None else self.agreement.take(which),
        )

    def agreeing(self, value: float) -> Matches:
        """The same, where each match agrees by so much more."""
        if not value:
            return self
        return self._replace(agreement=plus(self.agreement, np.full(len(self.places), value)))

    def among(self, frame: Frame) -> Matches:
        """Of matches in the whole index those in a frame of it."""
        if frame.ids is None:
            return self
        places, which = frame.find(self.places.astype(np.uint32))
        return self.at(which if which is not None else self.places)._replace(places=places)

    @property
    def bytes(self) -> int:
        """What the arrays take."""
        arrays = (self.places, self.scores, self.agreement)
        return sum(array.nbytes for array in arrays if array is not None)


NOTHING = Matches(np.zeros(0, dtype=np.int64))


def plus(one: Floats | None, other: Floats | None) -> Floats | None:
    """The sum of two arrays, either of which may be left out for zeros."""
    if one is None or other is None:
        return one if other is None else other
    return one + other


def united(parts: Sequence[Matches], size: int, *, least: int = 1, best: bool = False) -> Matches:
    """What at least ``least`` of some parts match, in a frame of ``size`` articles.

    Scores and agreement of the parts add up, or with ``best`` the best of them counts.
    """
    filled = [part for part in parts if len(part.places)]
    if len(filled) < least:
        return NOTHING
    if len(filled) == 1:
        return filled[0]
    if SPARSE * sum(len(part.places) for part in filled) < size:
        ids, filled = _compressed(filled)
        found = _united(filled, len(ids), least, best)
        return found._replace(places=ids.take(found.places))
    return _united(filled, size, least, best)


def _compressed(parts: Sequence[Matches]) -> tuple[Places, list[Matches]]:
    """All places that occur, and the parts with places among those."""
    places = np.concatenate([part.places for part in parts])
    order = places.argsort(kind="stable")
    ascending = places.take(order)
    fresh = np.empty(len(places), dtype=bool)
    fresh[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=fresh[1:])
    ranks = np.empty(len(places), dtype=np.int64)
    ranks[order] = fresh.cumsum() - 1
    moved: list[Matches] = []
    start = 0
    for part in parts:
        end = start + len(part.places)
        moved.append(part._replace(places=ranks[start:end]))
        start = end
    return ascending.compress(fresh), moved


def _united(parts: Sequence[Matches], size: int, least: int, best: bool) -> Matches:
    if least > 1:
        hits = np.bincount(np.concatenate([part.places for part in parts]), minlength=size)
        places = np.flatnonzero(hits >= least)
    else:
        mask = np.zeros(size, dtype=bool)
        for part in parts:
            mask[part.places] = True
        places = np.flatnonzero(mask)
    join = _maximum if best else _sum
    scores = join([(p.places, p.scores) for p in parts if p.scores is not None], size)
    agreement = join([(p.places, p.agreement) for p in parts if p.agreement is not None], size)
    return Matches(
        places,
        None if scores is None else scores.take(places),
        None if agreement is None else agreement.take(places),
    )


def _sum(parts: Sequence[tuple[Places, Floats]], size: int) -> Floats | None:
    if not parts:
        return None
    places = np.concatenate([places for places, _ in parts])
    values = np.concatenate([values for _, values in parts])
    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=np.float64)


def _maximum(parts: Sequence[tuple[Places, Floats]], size: int) -> Floats | None:
    if not parts:
        return None
    values = np.zeros(size)
    for places, scores in parts:
        values[places] = np.maximum(values.take(places), scores)
    return values
