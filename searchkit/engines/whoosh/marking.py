"""Marking: unions and intersections of very long lists, in an array with a mark for each article.

To mark an entry takes about a nanosecond, to look one up in another list many
times as long; so where lists are long against the index all of them are marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Mask, Places, distinct, places_of
from searchkit.engines.whoosh.matches import SPARSE
from searchkit.engines.whoosh.postings import Numbers
from searchkit.engines.whoosh.scratch import Scratch

List = Numbers | Places


def any_of(lists: Iterable[List], scratch: Scratch) -> Places:
    """The articles of some lists, ascending."""
    _mark(scratch.mask, lists)
    return _taken(scratch.mask)


def count_any(lists: Sequence[List], scratch: Scratch, deleted: Mask | None) -> int:
    """How many articles stand in some lists, those that are deleted left out."""
    if len(lists) == 1 and deleted is None:
        return len(lists[0])
    if SPARSE * sum(map(len, lists)) < scratch.size:
        found = distinct(*(ids.astype(np.int64) for ids in lists))
        return len(found) if deleted is None else int(np.count_nonzero(~deleted.take(found)))
    _mark(scratch.mask, lists)
    if deleted is not None:
        scratch.mask[deleted] = False
    count = int(np.count_nonzero(scratch.mask))
    scratch.mask.fill(False)
    return count


def all_of(groups: Sequence[Sequence[List]], scratch: Scratch) -> Places:
    """The articles that stand in a list of each group, ascending; there are two groups at least."""
    first, *others, last = groups
    _mark(scratch.mask, first)
    for group in others:
        _intersect(scratch, group)
    if len(last) > 1:
        _intersect(scratch, last)
        return _taken(scratch.mask)
    # The only list has the articles in their order already.
    (ids,) = last or [np.zeros(0, dtype=np.int64)]
    found = ids.take(places_of(scratch.mask.take(ids)))
    scratch.mask.fill(False)
    return found.astype(np.int64)


def _intersect(scratch: Scratch, group: Sequence[List]) -> None:
    _mark(scratch.other, group)
    np.logical_and(scratch.mask, scratch.other, out=scratch.mask)
    scratch.other.fill(False)


def _mark(mask: Mask, lists: Iterable[List]) -> None:
    for ids in lists:
        # Numpy looks up 64-bit places twice as fast as others.
        mask[ids.astype(np.int64, copy=False)] = True


def _taken(mask: Mask) -> Places:
    places = places_of(mask)
    mask.fill(False)
    return places
