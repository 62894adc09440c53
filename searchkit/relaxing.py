"""Relaxing: what must match, from the strict demand of a query to the weakest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from searchkit.engines.base import Engine, Selected, Selection
from searchkit.query import ast
from searchkit.query.filters import Filters
from searchkit.query.reading import Query

SHORT = 3
"""Up to so many clauses a query is relaxed clause by clause. On questions of many words
(TyDiQA-id, 1,024 of them) counting costs 0.03 of MRR@10 against going by the score."""


def ladder(query: Query, restrictions: Filters, *, strict: bool = False) -> list[ast.Node]:
    """What must match, from the strict demand to the weakest; each contains the one before.

    In short queries each step down lets one more clause be missing; in longer
    ones the next step is any clause, since there the score knows better than a
    count which words matter. One clause always stays.
    """
    if query.is_empty and not restrictions.nodes:
        return [ast.Nothing()]
    clauses = query.clauses
    ladder: list[ast.Node] = [ast.And((*query.required, *clauses))]
    if strict or len(clauses) < 2:
        return ladder
    steps = range(len(clauses) - 1, 0, -1) if len(clauses) <= SHORT else (1,)
    for needed in steps:
        ladder.append(ast.And((*query.required, ast.AtLeast(needed, clauses))))
    return ladder


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
