"""Superlatives: "pelayanan publik terburuk", "provinsi terbaik", "nilai tertinggi".

A superlative follows what it is said of. Only where that is a result, a body
that holds one or a region does it order articles by results; "film terbaik" stays
what it says.
"""

from __future__ import annotations

from searchkit.assessments.bands import extreme_bands
from searchkit.query import ast
from searchkit.query.context import Context
from searchkit.query.levels import names_level
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Note, Order
from searchkit.weights import Weights

_ORDERS: tuple[Order, ...] = ("best", "worst")
TOP_RANK = 3
"""A national rank up to which a body is among the best."""


def read_superlatives(
    line: Line, context: Context, weights: Weights
) -> tuple[list[Meaning], list[Note]]:
    """The superlatives of results, with a note on how to order outright by score."""
    meanings: list[Meaning] = []
    notes: list[Note] = []
    for at in range(len(line)):
        order = next((order for order in _ORDERS if line.phrase(at, order)), None)
        if order is None or not _is_of_results(line, at, context):
            continue
        end = at + line.phrase(at, order)
        start, stop = line.span(at, end)
        node = standing(order)
        meanings.append(Meaning(start, stop, node, weights.superlative, order=order))
        if order == "best":
            notes.append(Note("--sort score orders by score outright, best first", start, stop))
        line.take(at, end)
    return meanings, notes


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


def _is_of_results(line: Line, at: int, context: Context) -> bool:
    """Whether the superlative ``at`` is said of results, bodies that hold them or regions.

    What is read already before it (a region, a band) is; at the beginning of
    the query, and behind a function word, any word of the assessment will do.
    """
    before = at - 1
    if line.terms[at] == "juara":
        return context.anchored
    if before >= 0 and not line.free(before):
        return True
    if before >= 0 and not line.is_function_word(before):
        return bool(
            line.ends_with(at, "judged")
            or line.ends_with(at, "anchor")
            or names_level(line, before)
        )
    return context.anchored or context.words > 0 or _mentions_body(line)


def _mentions_body(line: Line) -> bool:
    return any(not line.free(at) or names_level(line, at) for at in range(len(line)))
