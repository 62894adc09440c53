"""Relaxing: what must match, from the strict demand of a query to the weakest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from searchkit.engines.base import Engine, Match, Selected, Selection
from searchkit.query import ast
from searchkit.query.filters import Filters
from searchkit.query.query import Query
from searchkit.weights import SHORT


def ladder(query: Query, restrictions: Filters, *, strict: bool = False) -> list[ast.Node]:
    """What must match, from the strict demand to the weakest; each contains the one before.

    Whoever names a place in a short query wants that place: the other clauses are
    given up before it. In the end any clause will do, or any word of the only one; how
    many an article has then counts for its rank.
    """
    if query.is_empty and not restrictions.nodes:
        return [ast.Nothing()]
    clauses, required = query.clauses, query.required
    coordination = query.weights.coordination
    steps: list[tuple[ast.Node, ...]] = [clauses]
    if not strict:
        short = len(clauses) <= SHORT
        places = tuple(clause for clause in clauses if short and _names_a_place(clause))
        others = tuple(clause for clause in clauses if clause not in places)
        some = (ast.AtLeast(1, others, coordination),) if others else ()
        if places and others:
            steps.append((*places, *some))
        if places:
            any_place = ast.AtLeast(1, places, coordination)
            steps += [(any_place, *some), (any_place,)]
        if len(clauses) > 1:
            steps.append((ast.AtLeast(1, clauses, coordination),))
        elif words := ast.words_in(clauses):
            steps.append((ast.Or((*clauses, *words)),))
    return [ast.And((*required, *step)) for step in dict.fromkeys(steps)]


def _names_a_place(clause: ast.Node) -> bool:
    return isinstance(clause, ast.Sense) and isinstance(clause.meaning, ast.InRegion)


def steps_of(query: Query, demands: list[ast.Node], page: Selection) -> list[Selection]:
    """The page of the strict demand, then each weaker one without what the one before has.

    The words of a question describe its answer, which may put it otherwise: it has one
    step, the weakest, in which the strict matches are only told apart.
    """
    if query.asks and len(demands) > 1:
        return [page._replace(node=demands[-1], whole=demands[0])]
    weaker = [page._replace(node=node, skip=before) for before, node in pairwise(demands)]
    return [page._replace(node=demands[0]), *weaker]


class Found(NamedTuple):
    """What a search found: the hits of the page, each with whether it is relaxed.

    ``counted`` has the counts: of the strict matches where there are any, else
    of the relaxed ones, and ``step`` is the selection whose counts they are.
    ``strict`` is the number of strict matches.
    """

    hits: tuple[tuple[Match, bool], ...]
    counted: Selected
    strict: int
    step: Selection


def found_by(steps: Sequence[Selection], engine: Engine) -> Found:
    """The strict matches and, as far as the page has room, those of each weaker step."""
    page, *weaker = steps
    if page.whole is not None:
        return _answers(page, page.whole, engine)
    counted = strict = engine.select(page)
    decided = page
    hits = [(match, False) for match in strict.matches]
    if strict.distinct < page.limit:
        for step, more in _relaxed(page, weaker, strict.distinct, engine):
            hits += [(match, True) for match in more.matches]
            if not counted.total:
                counted, decided = more, step
    return Found(tuple(hits), counted, strict.total, decided)


def strict_total(steps: Sequence[Selection], engine: Engine) -> int:
    """How many articles match the strict demand."""
    node = steps[0].whole or steps[0].node
    return engine.select(_counting(steps[0])._replace(node=node, facets=())).total


def counted_by(steps: Sequence[Selection], engine: Engine) -> Found:
    """The counts alone, of the first step that finds anything."""
    bare = [_counting(step) for step in steps]
    if bare[0].whole is not None:
        return _answers(bare[0], bare[0].whole, engine)
    decided = bare[0]
    strict = counted = engine.select(decided)
    for step in bare[1:]:
        if counted.total:
            break
        counted, decided = engine.select(step), step
    return Found((), counted, strict.total, decided)


def _counting(step: Selection) -> Selection:
    """The same without matches, and without what only orders them."""
    return step._replace(limit=0, hints=(), words=())


def _answers(page: Selection, strict: ast.Node, engine: Engine) -> Found:
    """The hits of a question in one order, strict or not; counts as ever."""
    step = _counting(page)._replace(node=strict, whole=None)
    whole = engine.select(step)
    found = engine.select(page._replace(facets=() if whole.total else page.facets))
    hits = tuple((match, not match.whole) for match in found.matches)
    if whole.total:
        return Found(hits, whole, whole.total, step)
    return Found(hits, found, 0, page)


def _relaxed(
    page: Selection, weaker: Iterable[Selection], found: int, engine: Engine
) -> Iterator[tuple[Selection, Selected]]:
    """What each weaker demand adds to the page, until it is full.

    ``found`` hits match strictly and come before. Counts are those of the
    whole step, and are made only until something has been found. Copies are
    folded within a step: a relaxed article stays a hit of its own beside a
    strict one that tells the same.
    """
    end = page.offset + page.limit
    for step in weaker:
        if found >= end:
            return
        start = max(page.offset, found)
        more = engine.select(
            step._replace(
                offset=start - found,
                limit=end - start,
                facets=() if found else page.facets,
            )
        )
        found += more.distinct
        yield step, more
