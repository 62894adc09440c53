"""What a scoreboard is made of: rows, the values behind them, the articles behind those."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from searchkit.article import Level, Role, YearMethod, Zone


class Place(NamedTuple):
    """A place among those that the index knows a score of; equal scores share a rank."""

    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Source:
    """An article that tells a value, and what it tells: the score as it printed it.

    ``zone`` and ``category`` are its words or follow from its score. ``role``
    is "mention" where it speaks of the body only in passing. ``path`` and
    ``line`` are where the article was read from.
    """

    id: str
    title: str
    outlet: str | None
    date: date | None
    path: str
    line: int | None
    score: float | None
    zone: Zone | None
    category: str | None
    role: Role
    year_method: YearMethod | None


@dataclass(frozen=True, slots=True)
class Value:
    """One value told of a body in a year, with all articles that tell it, the best first.

    ``score`` is None where only a zone, category or rank is told. ``derived``
    names what no article printed; ``conflict`` tells that an article printed a
    zone or category that contradicts the band of the score.
    """

    score: float | None
    zone: Zone | None
    category: str | None
    band: str | None
    derived: tuple[Literal["zone", "category"], ...]
    conflict: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Row(Value):
    """What is known of one body in one assessment year: the value believed, and the others.

    ``key`` is the same in all rows of a body (see ``Assessment.key``); ``code``
    is a region's. ``others`` are values that contradict this one. ``previous``
    is the score of the assessment before and ``change`` the score minus it,
    None where the two years had different scales. ``rank`` and ``rank_of`` are
    as an article printed them; ``in_province`` and ``in_nation`` count the
    bodies of the same kind in the whole index, None without score or year.
    ``scale`` tells which of the two tables of bands holds for it (``bands_in``).
    """

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
    scale: Literal["pemda", "kl"]


@dataclass(frozen=True, slots=True)
class Line:
    """One body in a pivot: ``rows`` has its row of each of the pivot's years, None for none."""

    entity: str
    key: str
    code: str | None
    level: Level
    province: str | None
    parent: str | None
    rows: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True)
class Pivot:
    """Bodies by years. ``years`` ascend; None, for an unknown year, stands last."""

    years: tuple[int | None, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scoreboard:
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
