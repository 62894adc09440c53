"""Folding: which articles of a ranking tell the same as one further up.

The first of them, in the order of the ranking, represents the others; each is
compared with the representative, never with another copy, so that a chain of
small changes does not bring different stories together. Only articles about
the same regions and of the same year are copies of each other.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Mask
from searchkit.engines.whoosh.sketch import MINIMA, WIDTH, Rows, resemblance, tell_the_same
from searchkit.engines.whoosh.snapshot import Ids, Snapshot

SAME_STORY = 0.6
"""From this resemblance on, a text is a copy.

So much is left of a story when two fifths of it are cut, or when every
eleventh word is another. Among 21,385 news articles of one month 25 pairs reach
it and agree in region, year and figures; read one by one, all of them tell the
same story. From 0.55 downwards there are pairs that do not.
"""

WINDOW = 1_000
"""Copies are looked for among so many of the first articles: all that anybody pages through.

It is the same window for every page, so that all pages cut one list.
"""

MAX_TEXTS = 64
"""A family with more different texts is a template: its further articles stay apart."""

_ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads small numbers over all bits
_PLACES = np.uint64((1 << 24) - 1)  # more articles than one ranking holds
_CHUNK = 1 << 16  # articles compared at once: ten megabytes of sketches


def leaders(snapshot: Snapshot, ranking: Ids) -> Ids:
    """For each place of a ranking the place of its representative: its own, or an earlier one.

    Places count from 0.
    """
    leading = np.arange(len(ranking))
    texts = _Texts.of(snapshot, ranking)
    families = _families(texts)
    places = np.flatnonzero(families)
    places = places[np.argsort(families[places], kind="stable")]
    families = families[places]
    for _ in range(MAX_TEXTS):
        # In each family, whatever is left is compared with the first of it.
        first = np.append(True, families[1:] != families[:-1])[: len(families)]
        if first.all():
            break
        leader = places[np.flatnonzero(first)[np.cumsum(first) - 1]]
        copies = ~first & texts.are_copies(leader, places)
        leading[places[copies]] = leader[copies]
        left = ~first & ~copies
        places, families = places[left], families[left]
    return leading


def copies_of(snapshot: Snapshot, number: int) -> Ids:
    """The articles of the snapshot that are copies of one, it itself left out."""
    one = _Texts.of(snapshot, np.array([number]))
    if not one.rows.any():
        return np.zeros(0, dtype=np.int64)
    columns = (snapshot.column("region").ordinals, snapshot.column("year").ordinals)
    same = np.logical_and(*(column == column[number] for column in columns))
    same[number] = False
    others = np.flatnonzero(same)
    found = [others[:0]]
    for start in range(0, len(others), _CHUNK):
        some = others[start : start + _CHUNK]
        found.append(some[_tell_one_story(one.rows, snapshot.sketches(some))])
    return np.concatenate(found)


class _Texts(NamedTuple):
    """What is compared of some articles."""

    rows: Rows
    regions: NDArray[np.unsignedinteger]
    years: NDArray[np.unsignedinteger]

    @classmethod
    def of(cls, snapshot: Snapshot, ids: Ids) -> _Texts:
        order = np.argsort(ids)
        rows = np.empty((len(ids), WIDTH), dtype=np.uint8)
        rows[order] = snapshot.sketches(ids[order])
        regions, years = (snapshot.column(name).ordinals[ids] for name in ("region", "year"))
        return cls(rows, regions, years)

    def are_copies(self, left: Ids, right: Ids) -> Mask:
        """Whether the article at each place on the left and that on the right are copies."""
        same: Mask = self.regions[left] == self.regions[right]
        same &= self.years[left] == self.years[right]
        same[same] = _tell_one_story(self.rows[left[same]], self.rows[right[same]])
        return same


def _tell_one_story(left: Rows, right: Rows) -> Mask:
    alike: Mask = (resemblance(left, right) >= SAME_STORY) & tell_the_same(left, right)
    return alike


def _families(texts: _Texts) -> Ids:
    """A number for each article that may have copies, the same for all that may be one's.

    0 where there can be none. Articles are of one family when they agree in
    region, year and four neighbouring minima, or are joined by a chain of such
    pairs. Of pairs with resemblance r, 1 - (1 - r^4)^32 are: 99 % at 0.6
    (the banding of Indyk & Motwani 1998, "Approximate nearest neighbors").
    """
    numbers = np.flatnonzero(texts.rows.any(axis=1))
    bands = np.ascontiguousarray(texts.rows[numbers, :MINIMA]).view("<u4").T
    about = texts.regions[numbers].astype(np.uint64) * _ODD + texts.years[numbers]
    left, right = (numbers[side] for side in _equal_pairs(bands, about))
    families = np.arange(len(texts.rows))
    while (families[left] != families[right]).any():
        ours, theirs = families[left], families[right]
        lower = np.minimum(ours, theirs)
        np.minimum.at(families, ours, lower)
        np.minimum.at(families, theirs, lower)
        families = families[families]
    related = np.zeros(len(texts.rows), dtype=bool)
    related[left] = related[right] = True
    return np.where(related, families + 1, 0)


def _equal_pairs(bands: NDArray[np.uint32], about: NDArray[np.uint64]) -> tuple[Ids, Ids]:
    """Two lists of places with equal values in one of the bands, each with the next such place."""
    keys = (bands + about) * _ODD
    # One sort brings equal keys together, and keeps whose they are in the lower bits.
    keys &= ~_PLACES
    keys |= np.arange(len(about), dtype=np.uint64)
    keys.sort(axis=1)
    same = (keys[:, 1:] ^ keys[:, :-1]) <= _PLACES
    left, right = keys[:, :-1][same] & _PLACES, keys[:, 1:][same] & _PLACES
    return left.astype(np.int64), right.astype(np.int64)
