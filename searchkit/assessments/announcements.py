"""In which years there was an assessment, and when its results were announced.

The days stand in ``announcements.yaml``. Small, since a search that is
answered needs the year before without the reading of articles.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache

from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

FIRST_ASSESSMENT = 2013
_NOT_HELD = frozenset({2020})


def held(year: int) -> bool:
    """Whether there was an assessment in a year, as far as years were left out."""
    return year not in _NOT_HELD


def latest_assessment(on: date) -> int | None:
    """The year of the latest results announced on or before a day, None before the first."""
    days, years = _announcements()
    at = bisect_right(days, on)
    return years[at - 1] if at else None


def announced(year: int) -> date | None:
    """The day on which a year's results were announced, None where there were none."""
    days, years = _announcements()
    return days[years.index(year)] if year in years else None


def previous_assessment(year: int) -> int:
    """The assessment year before: 2019 comes before 2021."""
    before = year - 1
    return before if held(before) else before - 1


def next_assessment(year: int) -> int:
    """The assessment year after: 2021 comes after 2019."""
    after = year + 1
    return after if held(after) else after + 1


@cache
def _announcements() -> tuple[tuple[date, ...], tuple[int, ...]]:
    """Days and years in step, both ascending. Raises DataError where they are not."""
    table = load_yaml_resource("searchkit.assessments", "announcements.yaml")["announcements"]
    pairs = sorted((day, year) for year, day in table.items())
    days, years = tuple(day for day, _ in pairs), tuple(year for _, year in pairs)
    if not all(isinstance(day, date) for day in days) or list(years) != sorted(years):
        raise DataError("searchkit.assessments/announcements.yaml: years and days disagree")
    return days, years
