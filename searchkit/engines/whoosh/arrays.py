"""Small operations on arrays that numpy has no name for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def stretches(starts: NDArray[Any], counts: NDArray[Any]) -> Numbers:
    """Ranges one after the other: ``counts[i]`` numbers from ``starts[i]`` on, for every i."""
    ends = np.cumsum(counts, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    shifts = starts.astype(np.int64) - (ends - counts)
    return np.repeat(shifts, counts) + np.arange(total)


def offsets(counts: NDArray[Any]) -> Numbers:
    """Where each of some stretches begins when they follow one another, and where the last ends."""
    found = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=found[1:])
    return found
