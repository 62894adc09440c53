"""Relaxing: what must match, from the strict demand of a query to the weakest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from searchkit.engines.base import Engine, Selected, Selection
from searchkit.query import ast
from searchkit.query.filters import Filters
from searchkit.query.reading import Query
from searchkit.weights import SHORT, Weights


def ladder(
    query: Query, restrictions: Filters, weights: Weights, *, strict: bool = False
) -> list[ast.Node]:
    """What must match, from the strict demand to the weakest; each contains the one before.

    Whoever names a place in a short query wants that place: the other clauses are
    given up before it. In the end any clause will do, or any word of the only one; how
    many an article has then counts for its rank.
    """
    if query.is_empty and not restrictions.nodes:
        return [ast.Nothing()]
    clauses, required = query.clauses, query.required
    steps: list[tuple[ast.Node, ...]] = [clauses]
    if not strict:
        short = len(clauses) <= SHORT
        places = tuple(clause for clause in clauses if short and _names_a_place(clause))
        others = tuple(clause for clause in clauses if clause not in places)
        some = (ast.AtLeast(1, others, weights.coordination),) if others else ()
        if places and others:
            steps.append((*places, *some))
        if places:
            any_place = ast.AtLeast(1, places, weights.coordination)
            steps += [(any_place, *some), (any_place,)]
        if len(clauses) > 1:
            steps.append((ast.AtLeast(1, clauses, weights.coordination),))
        elif words := ast.words_in(clauses):
            steps.append((ast.Or((*clauses, *words)),))
    return [ast.And((*required, *step)) for step in dict.fromkeys(steps)]


def _names_a_place(clause: ast.Node) -> bool:
    return isinstance(clause, ast.Sense) and isinstance(clause.meaning, ast.InRegion)


def steps_of(demands: list[ast.Node], page: Selection) -> list[Selection]:
    """The page of the strict demand, then each weaker one without what the one before has."""
    weaker = [page._replace(node=node, skip=before) for before, node in pairwise(demands)]
    return [page, *weaker]


def relaxed_pages(steps: list[Selection], found: int, engine: Engine) -> Iterator[Selected]:
    """What each weaker demand adds to the page, until it is full.

    ``found`` hits match strictly and come before. Counts are those of the
    whole step, and are made only until something has been found. Copies are
    folded within a step: a relaxed article stays a hit of its own beside a
    strict one that tells the same.
    """
    page, *weaker = steps
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
        yield more
