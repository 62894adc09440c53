"""Gaps: the positions of postings in little more than a byte each.

Every position is written as its distance from the one before in the same
posting, the first as it is. A byte of 255 says that the next one goes on
counting; most distances are smaller.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places, offsets, stretches

Bytes = NDArray[np.uint8]

_MORE = 255


def encode(positions: NDArray[Any], frequencies: NDArray[Any]) -> tuple[Bytes, Places]:
    """The positions of some postings, each with as many as its frequency, and the number of
    bytes that each posting takes."""
    gaps = positions.astype(np.int64)
    gaps[1:] -= positions[:-1]
    starts = offsets(frequencies)[:-1]
    gaps[starts] = positions[starts]
    more, last = np.divmod(gaps, _MORE)
    more += 1
    ends = np.cumsum(more)
    data = np.full(int(ends[-1]) if len(ends) else 0, _MORE, dtype=np.uint8)
    data[ends - 1] = last
    return data, np.add.reduceat(more, starts) if len(starts) else more


def decode(data: Bytes, frequencies: Places, wanted: Places | None = None) -> NDArray[np.uint32]:
    """The positions of some postings, one posting after the other.

    With ``wanted`` only those of the postings that stand there (ascending). Raises ValueError
    where there are not as many positions as the frequencies tell.
    """
    # Sums may go round: what is left when the one before a posting is taken off never does.
    found = np.cumsum(data, dtype=np.uint32)
    whole = data != _MORE
    if not whole.all():
        found = found.compress(whole)
    starts = offsets(frequencies)
    _require_as_many(len(found), int(starts[-1]))
    before = np.zeros(len(frequencies), dtype=np.uint32)
    before[1:] = found.take(starts[1:-1] - 1)
    if wanted is not None and len(wanted) < len(frequencies):
        frequencies = frequencies.take(wanted)
        found = found.take(stretches(starts.take(wanted), frequencies))
        before = before.take(wanted)
    found -= before.repeat(frequencies)
    return found


def byte_counts(data: Bytes, frequencies: NDArray[Any]) -> Places:
    """The number of bytes that each of some postings takes. Raises ValueError as ``decode``."""
    found = np.flatnonzero(data != _MORE)
    _require_as_many(len(found), int(frequencies.sum()))
    ends: Places = found[np.cumsum(frequencies) - 1] + 1
    counts = ends.copy()
    counts[1:] -= ends[:-1]
    return counts


def _require_as_many(found: int, expected: int) -> None:
    if found != expected:
        raise ValueError(f"{found} positions instead of {expected}")
