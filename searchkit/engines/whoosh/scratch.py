"""Scratch: arrays with an entry for each article of an index, used again and again.

A new array of that size costs more than what is done with it: the system hands
out memory page by page, two milliseconds for a megabyte of a new process.
Whoever uses one of these leaves it as it was found.
"""

from __future__ import annotations

import threading
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Floats, Mask, Places

_CLEARED_BYTES = 32  # as fast to clear in a row as one entry by its place


class Scratch(threading.local):
    """The arrays of one thread, for an index of ``size`` articles."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.entered: Places | None = None
        """The articles that ``members`` is about."""
        self.placed: Places | None = None
        """The articles that ``table`` is about."""

    @cached_property
    def mask(self) -> Mask:
        """All False."""
        return np.zeros(self.size, dtype=bool)

    @cached_property
    def other(self) -> Mask:
        """All False."""
        return np.zeros(self.size, dtype=bool)

    @cached_property
    def sums(self) -> Floats:
        """All zero."""
        return np.zeros(self.size)

    @cached_property
    def members(self) -> Mask:
        """True for the articles ``entered`` alone."""
        return np.zeros(self.size, dtype=bool)

    @cached_property
    def table(self) -> NDArray[np.uint32]:
        """For each of the articles ``placed`` its place among them; anything for the others."""
        return np.zeros(self.size, dtype=np.uint32)

    def clear(self, values: Mask | Floats, places: Places) -> None:
        """Set an array back that was changed at some places only."""
        if _CLEARED_BYTES * len(places) > values.nbytes:
            values.fill(0)
        else:
            values[places] = 0
