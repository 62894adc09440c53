"""Which rows of the board are asked for, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from searchkit.assessments.bands import scale_for, scale_of
from searchkit.engines.base import Engine
from searchkit.errors import QueryError
from searchkit.query.ast import (
    InBands,
    InLevels,
    InRegion,
    InYears,
    Node,
    Or,
    Scored,
    alternatives,
)
from searchkit.query.filters import find_regions
from searchkit.regions.gazetteer import gazetteer
from searchkit.scoreboard.board import Board, Body, Cell, read_board
from searchkit.translation import _

if TYPE_CHECKING:
    from searchkit.scoreboard.rows import Row, Scoreboard

ScoreSort = Literal["year", "score", "region"]

_BY_ROW = (InRegion, InYears, InBands, InLevels, Scored)


def scoreboard_of(
    engine: Engine,
    filters: Sequence[Node] = (),
    *,
    units: bool = False,
    sort: ScoreSort = "year",
) -> Scoreboard:
    """The scoreboard of an index; see ``Index.scoreboard``."""
    from searchkit.scoreboard.rows import Scoreboard  # a search for one value needs no rows

    by_row, by_article = parted(filters)
    board = read_board(engine, by_article)
    units = units or any("opd" in levels for levels in _levels(by_row))
    cells: list[Cell] = []
    left_out = 0
    for cell in board.cells:
        if all(meets(cell, node, board) for node in by_row):
            if units or board.bodies[cell[0]].level != "opd":
                cells.append(cell)
            else:
                left_out += 1
    return Scoreboard(ordered(map(board.row, cells), sort), left_out)


def ordered(rows: Iterable[Row], sort: ScoreSort) -> tuple[Row, ...]:
    """Rows in another order; see ``Index.scoreboard``."""
    return tuple(sorted(rows, key=_ORDERS[sort]))


def province_filter(value: str) -> InRegion:
    """A province and all within it: "jatim", "35". Raises QueryError where it names none."""
    found = find_regions(value)
    provinces = tuple(region.code for region in found if region.level == "provinsi")
    if not provinces:
        raise QueryError(
            _("{name} is no province").format(name=found[0].name),
            _("It lies in one: --province '{province}'").format(province=found[0].province),
        )
    return InRegion(provinces)


# What is asked for ------------------------------------------------------------------------


def parted(filters: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Filters that choose rows, and those that choose the articles that count.

    Outlets, days and words are facts of articles.
    """
    by_row = [
        node for node in filters if all(isinstance(each, _BY_ROW) for each in alternatives([node]))
    ]
    return by_row, [node for node in filters if node not in by_row]


def _levels(nodes: Sequence[Node]) -> Iterator[tuple[str, ...]]:
    for node in alternatives(nodes):
        if isinstance(node, InLevels):
            yield node.levels


def meets(cell: Cell, node: Node, board: Board) -> bool:
    """Whether a row satisfies one of the filters that choose rows."""
    body = board.bodies[cell[0]]
    match node:
        case Or(children):
            return any(meets(cell, child, board) for child in children)
        case InRegion(codes):
            return not _places(body).isdisjoint(codes)
        case InYears():
            return node.has(cell[1])
        case InLevels(levels):
            return body.level in levels
        case InBands(bands):
            return board.band(cell) in bands
        case Scored():
            return _in_range(board.score(cell), node)
        case _:
            raise AssertionError(node)


def _in_range(score: float | None, node: Scored) -> bool:
    low = float("-inf") if node.low is None else node.low
    high = float("inf") if node.high is None else node.high
    if score is None or not low <= score <= high:
        return False
    return not ((node.low_open and score == low) or (node.high_open and score == high))


def _places(body: Body) -> set[str]:
    """The codes of the regions that a body is, belongs to or serves, up to the province."""
    codes = {code for code in (body.code, body.parent_code) if code}
    codes |= {code.split(".")[0] for code in codes}
    if not codes and body.province in _provinces():
        codes.add(_provinces()[body.province])
    return codes


@cache
def _provinces() -> dict[str | None, str]:
    """Codes by the names of provinces."""
    return {
        region.name: region.code for region in gazetteer().regions if region.level == "provinsi"
    }


# Order ------------------------------------------------------------------------------------

Key = tuple[bool | float | str, ...]


def _by_year(row: Row) -> Key:
    """Newest first, of one year the best first; what has no year or score comes last."""
    return row.year is None, -(row.year or 0), row.score is None, -_height(row), *_by_name(row)


def _by_score(row: Row) -> Key:
    """Best first, of equal scores the newest first; what has no year or score comes last."""
    return row.year is None, row.score is None, -_height(row), -(row.year or 0), *_by_name(row)


def _height(row: Row) -> float:
    """The score in parts of the scale of its year: ministries' once went up to 110."""
    return (row.score or 0.0) / scale_of(row.year, scale_for(row.level))


def _by_region(row: Row) -> Key:
    """By province, it before its regions, each before its units; of one body newest first."""
    return *_by_name(row), row.year is None, -(row.year or 0)


def _by_name(row: Row) -> Key:
    region = row.entity if row.code else row.parent or ""
    return (
        row.province is None,
        (row.province or "").casefold(),
        row.level != "provinsi" and row.parent != row.province,
        region.casefold(),
        row.code is None,
        row.entity.casefold(),
        row.key,
    )


_ORDERS: dict[ScoreSort, Callable[[Row], Key]] = {
    "year": _by_year,
    "score": _by_score,
    "region": _by_region,
}
SORTS: tuple[ScoreSort, ...] = tuple(_ORDERS)
"""Every order that a scoreboard can have."""
