"""Beginnings: all terms of a field that begin alike, as if they were one term.

Terms lie in the order of their bytes, and so do their postings: those of all terms
with a prefix are one stretch of a field, however many they are.
"""

from __future__ import annotations

import numpy as np

from searchkit.engines.whoosh.arrays import distinct, places_of
from searchkit.engines.whoosh.field import Field
from searchkit.engines.whoosh.lexicon import key_of
from searchkit.engines.whoosh.postings import NO_POSTINGS, Postings

_DENSE = 8
"""Stretches this many times shorter than the index are sorted; of others the articles are
marked in an array of its size."""


def stretch(field: Field, prefix: str) -> tuple[int, int]:
    """Between which places of a field the postings of all terms with a prefix stand."""
    found = field.lexicon.with_prefix(key_of(prefix))
    if not len(found):
        return 0, 0
    start, end = field.bounds(found.start)[0], field.bounds(found.stop - 1)[1]
    if start > end:
        raise ValueError(f"field {field.name}: postings from {start} to {end}")
    return start, end


def postings_of(field: Field, prefix: str, size: int) -> Postings:
    """The articles that have any term with a prefix, each once.

    ``size`` is the number of articles of the segment. The frequency of an article is that of all
    such terms together, where each of them counts up to ``MANY`` times.
    """
    start, end = stretch(field, prefix)
    if start == end:
        return NO_POSTINGS
    stretched = field.part(start, end)
    ids, lengths = stretched.ids, stretched.length_bytes
    often = stretched.codes >> np.uint16(8)
    if _DENSE * len(ids) < size:
        articles = distinct(ids.astype(np.int64))
        at = np.searchsorted(articles, ids)
        frequencies = np.bincount(at, weights=often, minlength=len(articles))
        length_bytes = np.zeros(len(articles), dtype=np.uint8)
        length_bytes[at] = lengths
        return Postings.of(articles, frequencies.astype(np.int64), length_bytes)
    counted = np.bincount(ids, weights=often, minlength=size)
    of_all = np.zeros(size, dtype=np.uint8)
    of_all[ids] = lengths
    articles = places_of(counted > 0)
    return Postings.of(articles, counted.take(articles).astype(np.int64), of_all.take(articles))
