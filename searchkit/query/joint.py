"""Joint results: one result that has all that was asked for counts more than several.

"kabupaten zona merah 2021" wants a kabupaten that was red in 2021, not an
article with a kabupaten, a red city and the year. Several regions, bands, levels
or years are alternatives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from searchkit.assessments.bands import extreme_bands
from searchkit.query import ast
from searchkit.query.context import Context
from searchkit.query.meaning import Meaning, Years, facet_values
from searchkit.query.superlatives import grades
from searchkit.weights import Weights

_FEWEST_DEMANDS = 2
_MOST = 8  # years, and scores, that are tried with each other


def joint_hints(
    meanings: Sequence[Meaning], context: Context, weights: Weights, *, whole: bool
) -> tuple[ast.Node, ...]:
    """The preferences that follow from all meanings of a query together.

    A region and a year alone are no demand on results, unless the query is
    about the assessment or they are the ``whole`` of it; beside words of the
    assessment a region alone is one.
    """
    hints: list[ast.Node] = []
    orders = dict.fromkeys(meaning.order for meaning in meanings if meaning.order)
    for order in orders:
        hints += grades(order, weights)
    for meaning in meanings:
        if meaning.change and meaning.bands:
            hints.append(ast.Prefer(ast.InBands(facet_values(meaning.bands)), weights.part))
    of_results = context.anchored or any(map(_is_of_results, meanings))
    several = sum(_demands(meanings)) >= _FEWEST_DEMANDS and (of_results or whole)
    if several or (context.anchored and any(meaning.regions for meaning in meanings)):
        for subject, weight in ((True, weights.result), (False, weights.result_told)):
            hints.append(ast.Prefer(_together(meanings, subject=subject), weight))
    elif context.anchored and context.words >= _FEWEST_DEMANDS:
        hints.append(ast.Prefer(ast.Assesses(), weights.assessed))
    return tuple(hints)


def _is_of_results(meaning: Meaning) -> bool:
    return any(
        (meaning.bands, meaning.was, meaning.score, meaning.rank, meaning.change, meaning.order)
    )


def _demands(meanings: Iterable[Meaning]) -> tuple[bool, ...]:
    """Which kinds of demands there are."""
    told = list(meanings)
    return (
        any(meaning.regions for meaning in told),
        any(meaning.levels for meaning in told),
        any(meaning.years for meaning in told),
        any(meaning.bands for meaning in told),
        any(meaning.was or meaning.change for meaning in told),
        any(meaning.score for meaning in told),
        any(meaning.rank for meaning in told),
        any(meaning.order and not meaning.rank for meaning in told),
    )


def _together(meanings: Sequence[Meaning], *, subject: bool) -> ast.Node:
    """One result that satisfies all of it: any of the years and scores, any of the others."""
    years: list[Years | None] = [span for meaning in meanings for span in meaning.years]
    scores: list[ast.Scored | None] = [meaning.score for meaning in meanings if meaning.score]
    bands = _bands(meanings)
    ranks = [meaning.rank for meaning in meanings if meaning.rank]
    orders = [meaning.order for meaning in meanings if meaning.order and not meaning.rank]
    changes = {meaning.change for meaning in meanings if meaning.change}
    change = changes.pop() if len(changes) == 1 else None
    was = facet_values(tuple(name for meaning in meanings for name in meaning.was))
    if orders and not bands:
        bands = extreme_bands(orders[0])
    wanted = [
        ast.HasResult(
            codes=tuple(region.code for meaning in meanings for region in meaning.regions),
            levels=tuple(dict.fromkeys(level for m in meanings for level in m.levels)),
            years=span,
            bands=bands,
            was=was,
            score=score,
            rank=max(ranks, default=None),
            change=None if was and bands else change,
            subject=subject,
        )
        for span, score in product(years[:_MOST] or [None], scores[:_MOST] or [None])
    ]
    return wanted[0] if len(wanted) == 1 else ast.Or(tuple(wanted))


def _bands(meanings: Sequence[Meaning]) -> tuple[str, ...]:
    """The bands that all names of bands allow ("zona hijau kualitas tertinggi"), else any."""
    named = [facet_values(meaning.bands) for meaning in meanings if meaning.bands]
    allowed = [band for band in named[0] if all(band in bands for bands in named)] if named else []
    return tuple(allowed) or tuple(dict.fromkeys(band for bands in named for band in bands))
