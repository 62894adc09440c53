"""Superlatives: "pelayanan publik terburuk", "provinsi terbaik", "nilai tertinggi".

A superlative follows what it is said of. Only where that is a result, a body
that holds one or a region does it order articles by results; "film terbaik" stays
what it says.
"""

from __future__ import annotations

from searchkit.assessments.bands import extreme_bands
from searchkit.query import ast
from searchkit.query.context import Context
from searchkit.query.figures import is_ordinal, read_numeral, scope
from searchkit.query.levels import names_level
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Note, Order
from searchkit.translation import _
from searchkit.weights import Weights

_ORDERS: tuple[Order, ...] = ("best", "worst")
_FURTHEST_COUNT = 4  # words from a count to the superlative
TOP_RANK = 3
"""A national rank up to which a body is among the best."""


def read_superlatives(
    line: Line, context: Context, weights: Weights
) -> tuple[list[Meaning], list[Note]]:
    """The superlatives of results, with a note on how to order outright by score."""
    meanings: list[Meaning] = []
    notes: list[Note] = []
    spoken_of = context.anchored or context.words > 0 or _mentions_body(line)
    for at in range(len(line)):
        order = next((order for order in _ORDERS if line.phrase(at, order)), None)
        if order is None or not _is_of_results(line, at, context, spoken_of):
            continue
        end = at + line.phrase(at, order)
        start, stop = line.span(at, end)
        node = standing(order)
        meanings.append(Meaning(start, stop, node, weights.superlative, order=order))
        if order == "best":
            notes.append(Note(_("--sort score orders by score outright, best first"), start, stop))
        line.take(at, end)
        meanings += _place_behind(line, end, order, weights)
        meanings += scope(line, end, node)
        meanings += _count_before(line, at, order, weights)
    return meanings, notes


def _place_behind(line: Line, at: int, order: Order, weights: Weights) -> list[Meaning]:
    """The rank that a superlative is given: "terbaik ketiga", "terbaik 1"."""
    end, rank = read_numeral(line, at)
    return [_numbered(line, at, end, order, rank, weights)] if rank else []


def _count_before(line: Line, at: int, order: Order, weights: Weights) -> list[Meaning]:
    """How many are asked for: "10 kabupaten terbaik"; or which one: "ketiga terbaik".

    How many is no demand on any article.
    """
    for first in range(max(0, at - _FURTHEST_COUNT), at):
        end, number = read_numeral(line, first)
        if not number or not all(
            names_level(line, place)
            or line.phrase(place, "judged")
            or (place > end and line.is_function_word(place))
            for place in range(end, at)
        ):
            continue
        rank = number if end == at and is_ordinal(line, first) else None
        return [_numbered(line, first, end, order, rank, weights)]
    return []


def _numbered(
    line: Line, first: int, end: int, order: Order, rank: int | None, weights: Weights
) -> Meaning:
    """A number beside a superlative: a rank among the best, else met by what the other means."""
    start, stop = line.span(first, end)
    line.take(first, end)
    if rank is None or order == "worst":
        return Meaning(start, stop, standing(order), 0.0)
    return Meaning(start, stop, ast.HasResult(rank=rank), weights.rank, rank=rank)


def standing(order: Order) -> ast.Node:
    """Results at one end of the scale: its last bands, or a rank among the first."""
    bands = ast.HasResult(bands=extreme_bands(order))
    if order == "worst":
        return bands
    return ast.Or((ast.HasResult(rank=TOP_RANK), bands))


def grades(order: Order, weights: Weights) -> tuple[ast.Node, ...]:
    """Further preferences within ``standing``: the first ranks, or the lowest band of all."""
    if order == "best":
        return (ast.Prefer(ast.HasResult(rank=TOP_RANK), weights.grade),)
    lowest = ast.HasResult(bands=extreme_bands("worst", 1))
    return (ast.Prefer(lowest, weights.grade),)


def _is_of_results(line: Line, at: int, context: Context, spoken_of: bool) -> bool:
    """Whether the superlative ``at`` is said of results, bodies that hold them or regions.

    What is read already before it (a region, a band) is; at the beginning of
    the query, and behind a function word or numeral, it is enough that results, regions or
    bodies are ``spoken_of`` anywhere.
    """
    before = at - 1
    if line.phrase(at, "position"):  # "juara" is won in many other matters
        return context.anchored
    if before >= 0 and not line.free(before):
        return True
    if before >= 0 and not line.is_function_word(before) and not read_numeral(line, before)[1]:
        return bool(
            line.ends_with(at, "judged")
            or line.ends_with(at, "anchor")
            or names_level(line, before)
        )
    return spoken_of


def _mentions_body(line: Line) -> bool:
    return any(not line.free(at) or names_level(line, at) for at in range(len(line)))
