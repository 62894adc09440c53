"""The merge policy: few segments, and each article rewritten only rarely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# A segment is merged when it is at most this many times as large as all smaller ones
# together. Sizes then grow at least fivefold from one to the next, so that a million articles
# lie in ten segments or so, and an article is rewritten about log2(n) times.
GROWTH = 4

# So many are merged at least: to read two or three of a size costs a query less than a commit
# would pay to make one of them each time.
SEVERAL = 4


class Size(NamedTuple):
    """How many articles of a segment live, and how many were deleted."""

    live: int
    deleted: int


def to_merge(sizes: Sequence[Size]) -> list[int]:
    """Which segments to make one of, by place; those in which nothing lives are among them.

    Empty where all may stay as they are.
    """
    chosen: list[int] = []
    total = 0
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place].live):
        live, deleted = sizes[place]
        if not total or live <= GROWTH * total or deleted > live:
            chosen.append(place)
            total += live
    urgent = any(sizes[place].deleted > sizes[place].live for place in chosen)
    return sorted(chosen) if urgent or len(chosen) >= SEVERAL else []
