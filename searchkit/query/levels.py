"""Levels: "kabupaten zona merah", "pemkot", "nilai Polres", where no region's name follows.

The words stand in ``levels.csv``. One of kind ``level`` means all bodies of its
levels, whatever the article calls them; one of kind ``unit`` ("puskesmas") means
one sort of bodies among those of its level, so that its word stays demanded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, get_args

from searchkit.article import Level
from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.query import ast
from searchkit.query.cues import PACKAGE, Phrases, by_first_word
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning
from searchkit.weights import Weights

_TABLE = "levels.csv"
_KINDS = ("level", "unit")


class LevelWords(NamedTuple):
    """The table: phrases as ``Line`` looks for them, and what each means."""

    phrases: Phrases
    levels: Mapping[tuple[str, ...], tuple[str, ...]]
    units: frozenset[tuple[str, ...]]


def read_levels(line: Line, weights: Weights) -> tuple[list[Meaning], list[ast.Node]]:
    """The levels asked for, and preferences for the sorts of bodies that are named.

    The meaning of such a sort holds no words: they stay demanded as they are.
    """
    meanings: list[Meaning] = []
    hints: list[ast.Node] = []
    table = level_words()
    for at in range(len(line)):
        length = line.longest(at, table.phrases)
        if not length:
            continue
        words = tuple(line.terms[at : at + length])
        node = ast.HasResult(levels=table.levels[words])
        if words in table.units:
            said = (ast.Word(token.term, token.stem) for token in line.tokens[at : at + length])
            hints.append(ast.Prefer(ast.And((*said, node)), weights.level))
            start, _ = line.span(at, at + length)
            meanings.append(Meaning(start, start, node, levels=table.levels[words]))
            continue
        start, end = line.span(at, at + length)
        meanings.append(Meaning(start, end, node, weights.level, levels=table.levels[words]))
        line.take(at, at + length)
    return meanings, hints


def names_level(line: Line, at: int) -> bool:
    """Whether token ``at`` belongs to a phrase for a level or a sort of bodies."""
    phrases = level_words().phrases
    return any(line.longest(first, phrases) > at - first for first in range(max(0, at - 2), at + 1))


@cache
def level_words(package: str = PACKAGE) -> LevelWords:
    """The phrases of ``levels.csv``. Raises DataError where the table is not valid."""
    levels: dict[tuple[str, ...], tuple[str, ...]] = {}
    units: set[tuple[str, ...]] = set()
    for row in load_csv_resource(package, _TABLE, ("phrase", "levels", "kind")):
        words, meant = tuple(row["phrase"].split()), tuple(row["levels"].split())
        if not words or row["phrase"] != row["phrase"].lower() or words in levels:
            raise DataError(
                f"{package}/{_TABLE}: {row['phrase']!r} is repeated, or not in lower case"
            )
        if not meant or not set(meant) <= set(get_args(Level)) or row["kind"] not in _KINDS:
            raise DataError(f"{package}/{_TABLE}: {row['phrase']!r} has an unknown level or kind")
        levels[words] = meant
        if row["kind"] == "unit":
            units.add(words)
    return LevelWords(by_first_word(set(levels)), levels, frozenset(units))
