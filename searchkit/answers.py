"""Direct answers: what the index knows of the result that a query asks for.

An answer is a row of the scoreboard, merged by the same rules from the same
articles: nothing is computed or guessed, and where articles disagree all that
they tell is kept. Whether a query asks for a result is for ``questions`` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from searchkit.article import Article, Assessment, Zone
from searchkit.engines.base import Engine
from searchkit.query import ast
from searchkit.query.query import Query
from searchkit.regions.gazetteer import Region
from searchkit.scoreboard.board import Board, Cell, read_board
from searchkit.scoreboard.selection import meets, parted
from searchkit.scoreboard.values import Telling, previous_told, printed_rank, sources_of, value

MAX_ANSWERS = 3
"""Answers to one query."""


class Source(NamedTuple):
    """An article that tells a result, and the result as it tells it."""

    article: Article
    result: Assessment


class DirectAnswer(NamedTuple):
    """A body's result in one year, as articles report it; see ``Assessment`` for the values.

    ``sources`` tell it, the best first: about the body, with the year, exact,
    new. ``others`` are what other articles tell of the same body and year
    instead, each with its own sources; the one believed stands first (see
    ``searchkit.scoreboard.values``). ``derived`` names what no source prints
    itself. ``previous`` is the score of the assessment before, from articles
    about that year where the index has some.
    """

    entity: str
    code: str
    year: int | None
    score: float | None
    zone: Zone | None
    category: str | None
    band: str | None
    derived: tuple[Literal["zone", "category"], ...]
    conflict: bool
    rank: int | None
    rank_of: int | None
    previous: float | None
    sources: tuple[Source, ...]
    others: tuple[DirectAnswer, ...] = ()


def direct_answers(
    bodies: Sequence[Region], query: Query, filters: Sequence[ast.Node], engine: Engine
) -> tuple[DirectAnswer, ...]:
    """What the index knows of the results of ``bodies``, at most ``MAX_ANSWERS``.

    Empty where no article tells any. ``filters`` are all of those in and beside
    ``query``; as on the scoreboard they choose results, those by outlet and day
    the articles that count. Answers come in the order of the bodies, the newest
    year first; where no year is asked for, only the newest one known.
    """
    asked = query.reading.years
    by_row, by_article = parted(filters)
    keys = [body.code for body in bodies]
    board = read_board(engine, (*by_article, *query.required), keys)
    several = bool(asked) or any(
        isinstance(node, ast.InYears) for node in ast.alternatives(filters)
    )
    answers: list[DirectAnswer] = []
    for body in bodies:
        cells = [
            (key, year)
            for key, year in board.cells
            if key == body.code
            and (not asked or any(ast.InYears(*span).has(year) for span in asked))
            and all(meets((key, year), node, board) for node in by_row)
        ]
        cells.sort(key=lambda cell: cell[1] or 0, reverse=True)
        answers += (_answer(body, board, cell) for cell in (cells if several else cells[:1]))
    return tuple(answers[:MAX_ANSWERS])


def _answer(body: Region, board: Board, cell: Cell) -> DirectAnswer:
    """A row of the board as an answer; see ``Board.row``."""
    own, *others = (_told(body, cell, tellings) for tellings in board.values(cell))
    rank, rank_of = board.rank(cell)
    return own._replace(
        rank=rank, rank_of=rank_of, previous=board.previous(cell), others=tuple(others)
    )


def _told(body: Region, cell: Cell, tellings: Sequence[Telling]) -> DirectAnswer:
    """One of the values told, with the rank and the score before as its own articles tell them."""
    told = value(tellings)
    rank, rank_of = printed_rank(tellings)
    return DirectAnswer(
        entity=body.name,
        code=body.code,
        year=cell[1],
        score=told.score,
        zone=told.zone,
        category=told.category,
        band=told.band,
        derived=told.derived,
        conflict=told.conflict,
        rank=rank,
        rank_of=rank_of,
        previous=previous_told(tellings),
        sources=tuple(Source(each.article, each.result) for each in sources_of(tellings)),
    )
