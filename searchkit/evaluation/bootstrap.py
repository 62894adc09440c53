"""Bootstrap: how far a mean over topics could lie elsewhere with other topics.

The percentile bootstrap (B. Efron, 1979): the topics are drawn anew, with
replacement and as many as there are, 2,000 times; between the 2.5th and the
97.5th percentile of the means lies the 95 % interval. All columns see the same
draws, so that differences are paired by topic; the draws are seeded, so that
equal values give equal intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from random import Random

RESAMPLES = 2_000
SEED = 20241114
_OUTSIDE = RESAMPLES * 25 // 1000  # means beyond either end of the interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over topics, and its 95 % interval from ``low`` to ``high``."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the interval: what is within noise."""
        return (self.high - self.low) / 2

    @property
    def beyond_noise(self) -> bool:
        """Whether 0 lies outside of the interval; of use for differences."""
        return self.low > 0 or self.high < 0


def estimates(columns: Mapping[str, Sequence[float]]) -> dict[str, Estimate]:
    """The mean and interval of each column, none where the columns are empty.

    A column has one value for each topic, in an order that all columns share.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return {}
    means: dict[str, list[float]] = {name: [] for name in columns}
    random = Random(SEED)
    places = range(count)
    for _ in range(RESAMPLES):
        drawn = random.choices(places, k=count)
        for name, column in columns.items():
            means[name].append(sum(map(column.__getitem__, drawn)) / count)
    return {name: _estimate(column, means[name]) for name, column in columns.items()}


def _estimate(column: Sequence[float], means: list[float]) -> Estimate:
    ordered = sorted(means)
    low, high = ordered[_OUTSIDE], ordered[-1 - _OUTSIDE]
    return Estimate(fsum(column) / len(column), low, high)
