"""Phrases: in which articles terms stand one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.postings import POSITION_BITS, Numbers
from searchkit.engines.whoosh.snapshot import Snapshot

Ids = NDArray[np.int64]


def with_phrase(
    snapshot: Snapshot,
    field: str,
    terms: Sequence[str],
    ids: Ids | None = None,
    *,
    slop: int = 0,
) -> Ids:
    """The articles, ascending, in which the terms stand one right after the other.

    With ``ids`` (ascending) only those of these. Up to ``slop`` other terms may
    stand between each two.
    """
    lists: list[Numbers] = [snapshot.postings(field, term).ids for term in set(terms)]
    if ids is not None:
        lists.append(ids.astype(np.uint32))
    lists.sort(key=len)
    found = reduce(_common, lists).astype(np.int64)
    if not len(found) or len(terms) < 2:
        return found
    places = {term: snapshot.positions(field, term, found).keys() for term in dict.fromkeys(terms)}
    ends = places[terms[0]]
    for term in terms[1:]:
        ends = _following(ends, places[term], slop)
    owners = np.unique(ends >> POSITION_BITS)
    return found.take(owners)


def _common(few: Numbers, many: Numbers) -> Numbers:
    return few[np.isin(few, many, assume_unique=True)]


def _following(ends: Ids, places: Ids, slop: int) -> Ids:
    """Those of ``places`` that stand after one of ``ends``, with at most ``slop`` between."""
    if not len(ends):
        return ends
    before = np.searchsorted(ends, places)
    gaps = places - ends.take(before - 1, mode="clip")
    return places.compress((before > 0) & (gaps <= slop + 1))
