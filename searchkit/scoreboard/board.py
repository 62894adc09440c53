"""The board: every result that the articles of an index report, by body and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from searchkit.article import Level
from searchkit.assessments.bands import Body as Scale
from searchkit.assessments.bands import scale_of
from searchkit.assessments.years import previous_assessment
from searchkit.engines.base import Engine, Selection
from searchkit.query.ast import Assesses, Node
from searchkit.scoreboard.ranks import Ranks, Scored
from searchkit.scoreboard.rows import Row, Value
from searchkit.scoreboard.values import Telling, most_told, score_of, tellings_of, value, values_of

EVERY = 1 << 40
"""A limit that no index reaches."""

Cell = tuple[str, int | None]
"""The key of a body, and a year."""

_VALUE = tuple(field.name for field in fields(Value))


class Body(NamedTuple):
    """Who was assessed; see ``Assessment``. ``key`` is the same in every article."""

    key: str
    entity: str
    level: Level
    code: str | None
    province: str | None
    parent: str | None
    parent_code: str | None

    @property
    def national(self) -> bool:
        """Whether it is a ministry or agency: belongs to no region that is known."""
        return not (self.code or self.parent_code or self.province)

    @property
    def scale(self) -> Scale:
        """Which of the two tables of bands holds for it."""
        return "kl" if self.level == "kementerian" or self.national else "pemda"


class Board:
    """All that the articles of an index tell, to make rows of."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        by_body: dict[str, list[Telling]] = defaultdict(list)
        by_cell: dict[Cell, list[Telling]] = defaultdict(list)
        for telling in tellings:
            key = telling.result.key
            by_body[key].append(telling)
            by_cell[key, telling.result.year].append(telling)
        self.bodies = {key: _body(key, told) for key, told in by_body.items()}
        self._tellings: Mapping[Cell, Sequence[Telling]] = by_cell
        # The tellings of each cell, by the value they tell, the one to believe first.
        self._values = {cell: values_of(told) for cell, told in by_cell.items()}
        self._scores = {cell: score_of(told[0]) for cell, told in self._values.items()}

    @property
    def cells(self) -> Iterable[Cell]:
        """Every body and year that something is told of."""
        return self._values.keys()

    def band(self, cell: Cell) -> str | None:
        """The band of the value believed, as ``Row.band``."""
        return value(self._values[cell][0]).band

    def row(self, cell: Cell) -> Row:
        """All that is known of a body in a year."""
        key, year = cell
        body = self.bodies[key]
        own, *others = map(value, self._values[cell])
        told = self._tellings[cell]
        previous = self._previous(cell)
        rank, rank_of = _printed_rank(told)
        return Row(
            **{name: getattr(own, name) for name in _VALUE},
            entity=body.entity,
            key=key,
            code=body.code,
            level=body.level,
            province=body.province,
            parent=body.parent,
            parent_code=body.parent_code,
            year=year,
            previous=previous,
            change=_change(body, year, own.score, previous),
            rank=rank,
            rank_of=rank_of,
            in_province=self._ranks.in_province(key, year),
            in_nation=self._ranks.in_nation(key, year),
            others=tuple(others),
            scale=body.scale,
        )

    @cached_property
    def _ranks(self) -> Ranks:
        return Ranks(
            Scored(key, year, score, body.level, body.province, body.national)
            for (key, year), score in self._scores.items()
            for body in (self.bodies[key],)
            if year is not None and score is not None
        )

    def _previous(self, cell: Cell) -> float | None:
        """The score of the assessment before: from its own row, else as set against this one."""
        key, year = cell
        if year is None:
            return None
        own = self._scores.get((key, previous_assessment(year)))
        return own if own is not None else most_told(self._tellings[cell], lambda r: r.previous)


def read_board(engine: Engine, filters: Sequence[Node] = ()) -> Board:
    """The board of all articles that ``filters`` let through."""
    found = engine.select(Selection(Assesses(), filters=tuple(filters), limit=EVERY))
    return Board(chain.from_iterable(tellings_of(match.article) for match in found.matches))


def _body(key: str, tellings: Sequence[Telling]) -> Body:
    """A body as most articles tell it; regions are told in one way only."""
    result = tellings[0].result
    distinct = {
        (r.entity, r.level, r.code, r.province, r.parent, r.parent_code) for r, *_ in tellings
    }
    if len(distinct) == 1:
        return Body(key, *distinct.pop())
    return Body(
        key,
        entity=most_told(tellings, lambda r: r.entity) or result.entity,
        level=most_told(tellings, lambda r: r.level) or result.level,
        code=most_told(tellings, lambda r: r.code),
        province=most_told(tellings, lambda r: r.province),
        parent=most_told(tellings, lambda r: r.parent),
        parent_code=most_told(tellings, lambda r: r.parent_code),
    )


def _printed_rank(tellings: Iterable[Telling]) -> tuple[int | None, int | None]:
    """The rank that articles print; one told with the number of ranked bodies goes before."""
    told = list(tellings)
    of_many = most_told(told, lambda r: (r.rank, r.rank_of) if r.rank and r.rank_of else None)
    return of_many or (most_told(told, lambda r: r.rank), None)


def _change(
    body: Body, year: int | None, score: float | None, previous: float | None
) -> float | None:
    """Score minus previous score; None where the scales of the two years differ."""
    if year is None or score is None or previous is None:
        return None
    before = previous_assessment(year)
    if scale_of(year, body.scale) != scale_of(before, body.scale):
        return None
    return float(Decimal(str(score)) - Decimal(str(previous)))
