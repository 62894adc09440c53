"""Matches: which articles a part of a query found, and how well; and how those are combined.

Matches are sparse: they name the articles found, in ascending order, with
arrays of the same length beside them. They are counted in a frame, the articles
among which was looked.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from searchkit.engines.whoosh.arrays import Floats, Places, distinct, places_of
from searchkit.engines.whoosh.postings import Numbers
from searchkit.engines.whoosh.scratch import Scratch

SEARCHED = 40
"""Of two lists one is looked up in the other where that is so many times as long.

One binary search takes as long as going past so many entries: 65 ns against 1.6 ns.
"""

SPARSE = 5
"""Lists are united by sorting where they are together so many times shorter than their frame.

An entry takes 4 ns to sort in, and an article of the frame 0.8 ns.
"""


class Frame:
    """The articles among which matches are looked for: all of an index, or some of them.

    ``size`` is their number; ``ids`` has them in ascending order, None where they
    are all. Without ``scored`` nobody asks for scores or agreement.
    """

    def __init__(self, scratch: Scratch, ids: Places | None = None, *, scored: bool = True) -> None:
        self.scratch = scratch
        self.ids = ids
        self.size = scratch.size if ids is None else len(ids)
        self.scored = scored
        self.known: dict[Hashable, Matches] = {}
        """What has been found in the frame already, by what was looked for."""

    def narrowed(self, places: Places) -> Frame:
        """The articles at some places of this frame."""
        if len(places) == self.size:
            return self
        ids = places if self.ids is None else self.ids.take(places)
        return Frame(self.scratch, ids, scored=self.scored)

    @cached_property
    def unscored(self) -> Frame:
        """The same where nobody asks for scores."""
        return Frame(self.scratch, self.ids, scored=False) if self.scored else self

    def find(self, ids: Numbers) -> tuple[Places, Places | None]:
        """Those of some articles (ascending) that are in the frame.

        Their places in the frame, and in ``ids`` (None: all of them).
        """
        if self.ids is None:
            return ids.astype(np.int64), None
        if self.size * SEARCHED < len(ids):
            places, found = looked_up(self._numbers, ids)
            return found, places
        if len(ids) * SEARCHED < self.size:
            return looked_up(ids, self._numbers)
        assert self.ids is not None
        self._enter()
        found = places_of(self.scratch.members.take(ids))
        common = ids.take(found)
        if len(found) * SEARCHED < self.size:
            return np.searchsorted(self._numbers, common), found
        return self._places_of(common), found

    @cached_property
    def _numbers(self) -> Numbers:
        assert self.ids is not None
        return self.ids.astype(np.uint32)

    def _enter(self) -> None:
        """Write down in the scratch arrays which articles are in the frame."""
        scratch, before = self.scratch, self.scratch.entered
        if before is not self.ids:
            if before is not None:
                scratch.members[before] = False
            scratch.members[self.ids] = True
            scratch.entered = self.ids

    def _places_of(self, ids: Numbers) -> Places:
        """The places of articles that are all in the frame."""
        table = self.scratch.table
        if self.scratch.placed is not self.ids:
            table[self.ids] = np.arange(self.size, dtype=np.uint32)
            self.scratch.placed = self.ids
        return table.take(ids).astype(np.int64)


def looked_up(few: Numbers, many: Numbers) -> tuple[Places, Places]:
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
        """What the arrays take; an entry of each is eight bytes."""
        arrays = 1 + (self.scores is not None) + (self.agreement is not None)
        return 8 * arrays * len(self.places)


NOTHING = Matches(np.zeros(0, dtype=np.int64))


def plus(one: Floats | None, other: Floats | None) -> Floats | None:
    """The sum of two arrays, either of which may be left out for zeros."""
    if one is None or other is None:
        return one if other is None else other
    return one + other


def spread(places: Places, values: Floats | None, size: int) -> Floats | None:
    """Values at some places as an array for all of them."""
    if values is None or len(places) == size:
        return values
    spread = np.zeros(size)
    spread[places] = values
    return spread


def united(
    parts: Sequence[Matches], frame: Frame, *, least: int = 1, best: bool = False
) -> Matches:
    """What at least ``least`` of some parts match, all of them in one frame.

    Scores and agreement of the parts add up, or with ``best`` the best of them counts.
    """
    filled = [part for part in parts if len(part.places)]
    if len(filled) < least:
        return NOTHING
    if len(filled) == 1:
        return filled[0]
    scratch = frame.scratch if frame.ids is None else Scratch(frame.size)
    if least > 1:
        hits = np.bincount(np.concatenate([part.places for part in filled]))
        places = places_of(hits >= least)
    elif SPARSE * sum(len(part.places) for part in filled) < frame.size:
        places = distinct(*(part.places for part in filled))
    else:
        for part in filled:
            scratch.mask[part.places] = True
        places = places_of(scratch.mask)
        scratch.clear(scratch.mask, places)
    join = _maximum if best else _sum
    scores = [(part.places, part.scores) for part in filled if part.scores is not None]
    agreement = [(part.places, part.agreement) for part in filled if part.agreement is not None]
    return Matches(places, join(scores, places, scratch), join(agreement, places, scratch))


Values = Sequence[tuple[Places, Floats]]


def _sum(parts: Values, places: Places, scratch: Scratch) -> Floats | None:
    """At some places the sums of values that may also stand elsewhere."""
    if not parts:
        return None
    sums = scratch.sums
    (first, values), *others = parts
    sums[first] = values
    for at, values in others:
        np.add.at(sums, at, values)
    return _taken(parts, places, scratch)


def _maximum(parts: Values, places: Places, scratch: Scratch) -> Floats | None:
    if not parts:
        return None
    best = scratch.sums
    for at, values in parts:
        best[at] = np.maximum(best.take(at), values)
    return _taken(parts, places, scratch)


def _taken(parts: Values, places: Places, scratch: Scratch) -> Floats:
    values = scratch.sums.take(places)
    for at, _ in parts:
        scratch.clear(scratch.sums, at)
    return values
