"""What a scoreboard is made of: rows, the values behind them, the articles behind those."""

from __future__ import annotations

from typing import Literal, NamedTuple

from searchkit.article import Level, Zone
from searchkit.assessments.bands import Scale
from searchkit.scoreboard.values import Source, Value


class Place(NamedTuple):
    """A place among those that the index knows a score of; equal scores share a rank."""

    rank: int
    of: int


class Row(NamedTuple):
    """What is known of one body in one assessment year: the value believed, and the others.

    The value's fields are those of ``Value``; ``others`` are values that
    contradict it. ``key`` is the same in all rows of a body (see
    ``Assessment.key``; a unit whose region is not known is a body of its own
    in every article); ``code`` is a region's. ``previous`` is the score of
    the assessment before and ``change`` the score minus it, None where the two
    years had different scales. ``rank`` and ``rank_of`` are as an article
    printed them; ``in_province`` and ``in_nation`` count the bodies of the
    same kind in the whole index, None without score or year. ``scale`` tells
    which of the two tables of bands holds for it (``bands_in``).
    """

    score: float | None
    zone: Zone | None
    category: str | None
    band: str | None
    derived: tuple[Literal["zone", "category"], ...]
    conflict: bool
    sources: tuple[Source, ...]
    entity: str
    key: str
    code: str | None
    level: Level
    province: str | None
    parent: str | None
    parent_code: str | None
    year: int | None
    previous: float | None
    change: float | None
    rank: int | None
    rank_of: int | None
    in_province: Place | None
    in_nation: Place | None
    others: tuple[Value, ...]
    scale: Scale


class Line(NamedTuple):
    """One body in a pivot: ``rows`` has its row of each of the pivot's years, None for none."""

    entity: str
    key: str
    code: str | None
    level: Level
    province: str | None
    parent: str | None
    rows: tuple[Row | None, ...]


class Pivot(NamedTuple):
    """Bodies by years. ``years`` ascend; None, for an unknown year, stands last."""

    years: tuple[int | None, ...]
    lines: tuple[Line, ...]


class Scoreboard(NamedTuple):
    """The rows asked for, in order. ``units_left_out`` counts rows that only units would add."""

    rows: tuple[Row, ...]
    units_left_out: int = 0

    @property
    def years(self) -> tuple[int, ...]:
        """The years there are rows of, ascending; unknown ones left out."""
        return tuple(sorted({row.year for row in self.rows if row.year is not None}))

    @property
    def bodies(self) -> int:
        """How many bodies there are rows of."""
        return len({row.key for row in self.rows})

    def pivot(self) -> Pivot:
        """The same rows with one line for each body and one column for each year.

        Bodies stand in the order of their first row.
        """
        years: tuple[int | None, ...] = self.years
        if any(row.year is None for row in self.rows):
            years = (*years, None)
        bodies: dict[str, dict[int | None, Row]] = {}
        for row in self.rows:
            bodies.setdefault(row.key, {})[row.year] = row
        return Pivot(years, tuple(_line(rows, years) for rows in bodies.values()))


def _line(rows: dict[int | None, Row], years: tuple[int | None, ...]) -> Line:
    row = next(iter(rows.values()))
    return Line(
        entity=row.entity,
        key=row.key,
        code=row.code,
        level=row.level,
        province=row.province,
        parent=row.parent,
        rows=tuple(rows.get(year) for year in years),
    )
