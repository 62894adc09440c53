"""Lengths: how many terms a field has in an article, in one byte as Whoosh rounds it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

ROUNDED = np.fromiter(map(byte_to_length, range(256)), dtype=np.int64, count=256)
"""What each length byte stands for."""


def length_bytes(lengths: NDArray[Any]) -> NDArray[np.uint8]:
    """Lengths in one byte each, as ``whoosh.util.numeric.length_to_byte`` rounds them."""
    return np.minimum(np.searchsorted(ROUNDED, lengths), 255).astype(np.uint8)
