"""ArrayMatcher: the postings of a term as Whoosh's searcher visits them, one by one."""

from __future__ import annotations

from bisect import bisect_left
from copy import copy
from typing import Any

import numpy as np
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.system import pack_uint

from searchkit.engines.whoosh.field import Field
from searchkit.engines.whoosh.lengths import ROUNDED


class ArrayMatcher(LeafMatcher):
    """The postings of a term, one by one; for Whoosh they are a single block."""

    def __init__(
        self, field: Field, number: int, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self.format, self.scorer = format_, scorer
        self._field, self._number, self._term = field, number, term
        postings = field.postings(number)
        self._ids = postings.ids.tolist()
        self._frequencies = postings.frequencies.tolist()
        self._lengths = postings.length_bytes
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Another one at the same posting."""
        return copy(self)

    def is_active(self) -> bool:
        """Whether it stands on a posting."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go to the first posting."""
        self._at = 0

    def id(self) -> int:
        """The article."""
        number: int = self._ids[self._at]
        return number

    def weight(self) -> float:
        """How often the term stands there."""
        return float(self._frequencies[self._at])

    def value(self) -> Any:
        """What the format writes for the posting, as it writes it."""
        if self._field.has_positions:
            return self.format.encode(self._positions())
        return b"" if self.format.posting_size == 0 else pack_uint(self._frequencies[self._at])

    def value_as(self, astype: str) -> Any:
        """The positions, or whatever else the format has."""
        return self._positions() if astype == "positions" else super().value_as(astype)

    def next(self) -> None:
        """Go to the next posting."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        """Go to the first posting, from here on, that is not before an article."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._ids, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go behind the last posting where none can score more than ``minquality``."""
        if self.block_quality() > minquality:
            return 0
        self._at = len(self._ids)
        return 1

    def block_min_id(self) -> int:
        """The first article."""
        return int(self._ids[0])

    def block_max_id(self) -> int:
        """The last article."""
        return int(self._ids[-1])

    def block_min_length(self) -> int:
        """The least length of the field."""
        return int(ROUNDED[self._lengths.min()])

    def block_max_length(self) -> int:
        """The greatest length of the field."""
        return int(ROUNDED[self._lengths.max()])

    def block_max_weight(self) -> float:
        """The greatest frequency."""
        return float(max(self._frequencies))

    def _positions(self) -> list[int]:
        places = np.array([self._at])
        found: list[int] = self._field.positions(self._number, places).values.tolist()
        return found
