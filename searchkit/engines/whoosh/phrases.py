"""Phrases: in which articles terms stand one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from searchkit.engines.whoosh.arrays import Places, common
from searchkit.engines.whoosh.matches import Frame
from searchkit.engines.whoosh.postings import POSITION_BITS
from searchkit.engines.whoosh.snapshot import Snapshot


def with_phrase(
    snapshot: Snapshot, field: str, terms: Sequence[str], frame: Frame, *, slop: int = 0
) -> Places:
    """The places in a frame, ascending, of the articles in which the terms stand one right
    after the other; up to ``slop`` other terms may stand between each two.
    """
    lists = {term: snapshot.postings(field, term).ids for term in terms}
    inside, found = frame, np.arange(0)
    for number, ids in enumerate(sorted(lists.values(), key=len)):
        places, _ = inside.find(ids)
        found = places if not number else found.take(places)
        inside = inside.narrowed(places)
    if not len(found) or len(terms) < 2:
        return found
    keys: dict[str, Places] = {}
    for term, ids in lists.items():
        _, which = inside.find(ids)
        at = np.arange(len(ids)) if which is None else which
        keys[term] = snapshot.positions(field, term, at).keys()
    ends = keys[terms[0]]
    for term in terms[1:]:
        ends = _following(ends, keys[term], slop)
    owners = ends >> POSITION_BITS
    return found.take(owners.compress(np.append(True, owners[1:] != owners[:-1])[: len(owners)]))


def _following(ends: Places, places: Places, slop: int) -> Places:
    """Those of ``places`` that stand after one of ``ends``, with at most ``slop`` between."""
    if not slop:
        return common(ends + 1, places)
    if not len(ends):
        return ends
    before = np.searchsorted(ends, places)
    gaps = places - ends.take(before - 1, mode="clip")
    return places.compress((before > 0) & (gaps <= slop + 1))
