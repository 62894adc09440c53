"""Inversion: texts as term numbers → postings in the order of terms.

Term number and place of every token are packed into one 64-bit key, so that
one sort of plain numbers brings the tokens of a term together, in the order in
which they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places

_PLACE_BITS = np.uint64(32)
_PLACES = np.uint64((1 << 32) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """The postings of a field: ``terms`` in order, the number of postings of each, and for
    every posting its article, its frequency and (as many as that) its positions."""

    terms: list[bytes]
    counts: Places
    ids: Places
    frequencies: Places
    positions: Places


def invert(
    tokens: NDArray[Any], lengths: Sequence[int] | Places, vocabulary: Sequence[str]
) -> Inverted:
    """Invert the texts of a field.

    ``tokens`` are the texts one after the other, as numbers into ``vocabulary``,
    and ``lengths`` how many each text has. At most 4,294,967,295 tokens at once.
    """
    if len(tokens) > int(_PLACES):
        raise ValueError(f"{len(tokens):,} tokens are too many to invert at once")
    used = np.flatnonzero(np.bincount(tokens, minlength=1))
    words = [vocabulary[number].encode() for number in used.tolist()]
    order = sorted(range(len(words)), key=words.__getitem__)
    ranks = np.zeros(int(used[-1]) + 1 if len(used) else 0, dtype=np.uint64)
    ranks[used[order]] = np.arange(len(used), dtype=np.uint64)
    keys = ranks[tokens]
    keys <<= _PLACE_BITS
    keys |= np.arange(len(tokens), dtype=np.uint64)
    keys.sort()
    places = (keys & _PLACES).astype(np.int64)
    keys >>= _PLACE_BITS
    article_lengths = np.asarray(lengths, dtype=np.int64)
    articles = np.repeat(np.arange(len(article_lengths)), article_lengths)[places]
    positions = places - (np.cumsum(article_lengths) - article_lengths)[articles]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (articles[1:] != articles[:-1])
    starts = np.flatnonzero(first)
    return Inverted(
        terms=[words[number] for number in order],
        counts=np.bincount(keys[starts].astype(np.int64), minlength=len(words)),
        ids=articles[starts],
        frequencies=np.diff(starts, append=len(keys)),
        positions=positions,
    )
