"""The board: every result that the articles of an index report, by body and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from searchkit.article import Level
from searchkit.assessments.announcements import previous_assessment
from searchkit.assessments.bands import Scale, scale_for, scale_of
from searchkit.engines.base import Engine, Selection
from searchkit.query.ast import Assesses, Node
from searchkit.scoreboard.values import (
    Telling,
    most_told,
    previous_told,
    printed_rank,
    score_of,
    tellings_of,
    value,
    values_of,
)

if TYPE_CHECKING:
    from searchkit.scoreboard.ranks import Ranks
    from searchkit.scoreboard.rows import Row

EVERY = 1 << 40
"""A limit that no index reaches."""

Cell = tuple[str, int | None]
"""The key of a body, and a year."""


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
        return scale_for(self.level)


class Board:
    """All that the articles of an index tell, to make rows of."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        by_body: dict[str, list[Telling]] = defaultdict(list)
        by_cell: dict[Cell, list[Telling]] = defaultdict(list)
        for telling in tellings:
            key = _key(telling)
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

    def values(self, cell: Cell) -> Sequence[Sequence[Telling]]:
        """The different values told of a body in a year, the one believed first."""
        return self._values[cell]

    def score(self, cell: Cell) -> float | None:
        """The score believed, as ``Row.score``."""
        return self._scores[cell]

    def band(self, cell: Cell) -> str | None:
        """The band of the value believed, as ``Row.band``."""
        return value(self._values[cell][0]).band

    def rank(self, cell: Cell) -> tuple[int | None, int | None]:
        """The rank that articles print, and of how many, as ``Row.rank`` and ``rank_of``."""
        return printed_rank(self._tellings[cell])

    def row(self, cell: Cell) -> Row:
        """All that is known of a body in a year."""
        from searchkit.scoreboard.rows import Row  # a search for one value needs no rows

        key, year = cell
        body = self.bodies[key]
        own, *others = map(value, self._values[cell])
        previous = self.previous(cell)
        rank, rank_of = self.rank(cell)
        return Row(
            *own,
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
        from searchkit.scoreboard.ranks import Ranks, Scored

        return Ranks(
            Scored(key, year, score, body.level, body.province, body.national)
            for (key, year), score in self._scores.items()
            for body in (self.bodies[key],)
            if year is not None and score is not None
        )

    def previous(self, cell: Cell) -> float | None:
        """The score of the assessment before: from its own row, else as set against this one."""
        key, year = cell
        if year is None:
            return None
        own = self._scores.get((key, previous_assessment(year)))
        return own if own is not None else previous_told(self._tellings[cell])


def read_board(engine: Engine, filters: Sequence[Node] = (), keys: Sequence[str] = ()) -> Board:
    """The board of all articles that ``filters`` let through; with ``keys`` of these bodies."""
    node = Assesses(tuple(keys))
    found = engine.select(Selection(node, filters=tuple(filters), limit=EVERY))
    tellings = chain.from_iterable(tellings_of(match.article) for match in found.matches)
    return Board(each for each in tellings if not keys or each.result.key in keys)


def _key(telling: Telling) -> str:
    """The key of the body told of.

    A unit without a region ("Dinas Sosial") is another one in every article.
    """
    result = telling.result
    unplaced = result.level == "opd" and not (result.parent_code or result.province)
    return f"{result.key}@{telling.article.id}" if unplaced else result.key


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


def _change(
    body: Body, year: int | None, score: float | None, previous: float | None
) -> float | None:
    """Score minus previous score; None where the scales of the two years differ."""
    if year is None or score is None or previous is None:
        return None
    if scale_of(year, body.scale) != scale_of(previous_assessment(year), body.scale):
        return None
    return round(score - previous, 6)  # without what binary fractions add
