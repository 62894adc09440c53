"""Folding: which articles of a ranking tell the same as one further up.

The first of them, in the order of the ranking, represents the others; each is
compared with the representative, never with another copy, so that a chain of
small changes does not bring different stories together. Only articles about
the same regions and of the same year are copies of each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.sketch import MINIMA, Rows, resemblance, tell_the_same
from searchkit.engines.whoosh.snapshot import Ids, Mask, Snapshot

SAME_STORY = 0.6
"""From this resemblance on, a text is a copy.

So much is left of a story when two fifths of it are cut, or when every
eleventh word is another. Among 21,385 news articles of one month 25 pairs reach
it and agree in region, year and figures; read one by one, all of them tell the
same story. From 0.55 downwards there are pairs that do not.
"""

MAX_TEXTS = 64
"""A family with more different texts is a template: its further articles stay apart."""

_ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads small numbers over all bits
_PLACES = np.uint64((1 << 24) - 1)  # more articles than one snapshot holds


class Folding:
    """Finds copies among the articles of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._sketches = snapshot.sketches
        self._regions = snapshot.column("region").ordinals
        self._years = snapshot.column("year").ordinals
        self._families = _families(self._sketches, self._regions, self._years)

    def leaders(self, ranking: Ids) -> Ids:
        """For each place of a ranking the place of its representative: its own, or an earlier one.

        Places count from 0. All of the ranking is needed, so that every page of it agrees.
        """
        leaders = np.arange(len(ranking))
        families = self._families[ranking]
        places = np.flatnonzero(families)
        places = places[np.argsort(families[places], kind="stable")]
        families = families[places]
        for _ in range(MAX_TEXTS):
            # In each family, whatever is left is compared with the first of it.
            first = np.append(True, families[1:] != families[:-1])[: len(families)]
            leading = places[np.flatnonzero(first)[np.cumsum(first) - 1]]
            if first.all():
                break
            copies = ~first & self._are_copies(ranking[leading], ranking[places])
            leaders[places[copies]] = leading[copies]
            left = ~first & ~copies
            places, families = places[left], families[left]
        return leaders

    def copies(self, number: int) -> Ids:
        """The articles of the snapshot that are copies of one, it itself left out."""
        family = self._families[number]
        others = np.flatnonzero(self._families == family) if family else np.zeros(0, dtype=int)
        others = others[others != number]
        copies: Ids = others[self._are_copies(np.full(len(others), number), others)]
        return copies

    def _are_copies(self, left: Ids, right: Ids) -> Mask:
        same: Mask = self._regions[left] == self._regions[right]
        same &= self._years[left] == self._years[right]
        ours, theirs = self._sketches[left[same]], self._sketches[right[same]]
        same[same] = (resemblance(ours, theirs) >= SAME_STORY) & tell_the_same(ours, theirs)
        return same


def _families(
    sketches: Rows, regions: NDArray[np.uint32], years: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """A number for each article that may have copies, the same for all that may be one's.

    0 where there can be none. Articles are of one family when they agree in
    region, year and four neighbouring minima, or are joined by a chain of such
    pairs. Of pairs with resemblance r, 1 - (1 - r^4)^32 are: 99 % at 0.6
    (the banding of Indyk & Motwani 1998, "Approximate nearest neighbors").
    """
    numbers = np.flatnonzero(sketches.any(axis=1))
    bands = np.ascontiguousarray(sketches[numbers, :MINIMA]).view("<u4").T
    about = regions[numbers].astype(np.uint64) * _ODD + years[numbers]
    pairs = [_equal_pairs(np.ascontiguousarray(band), about) for band in bands]
    left, right = (numbers[side] for side in np.concatenate(pairs, axis=1))
    families = np.arange(len(sketches))
    while (families[left] != families[right]).any():
        ours, theirs = families[left], families[right]
        lower = np.minimum(ours, theirs)
        np.minimum.at(families, ours, lower)
        np.minimum.at(families, theirs, lower)
        families = families[families]
    related = np.zeros(len(sketches), dtype=bool)
    related[left] = related[right] = True
    return np.where(related, families + 1, 0)


def _equal_pairs(band: NDArray[np.uint32], about: NDArray[np.uint64]) -> Ids:
    """Two rows: places with equal values, each with the next such place."""
    keys = (band + about) * _ODD
    # One sort brings equal keys together, and keeps whose they are in the lower bits.
    keys &= ~_PLACES
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    same = np.flatnonzero((keys[1:] ^ keys[:-1]) <= _PLACES)
    pairs: Ids = np.stack([keys[same] & _PLACES, keys[same + 1] & _PLACES]).astype(np.int64)
    return pairs
