"""Scoreboard: all results of the assessment that the articles of an index report, in one table.

One row per body and assessment year. Articles that agree are sources of one
value; where they do not, the row keeps every value with the articles that tell
it (``values`` says which is believed).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.scoreboard.asked import Asked, asked_of
    from searchkit.scoreboard.rows import Line, Pivot, Place, Row, Scoreboard
    from searchkit.scoreboard.selection import (
        SORTS,
        ScoreSort,
        ordered,
        province_filter,
        scoreboard_of,
    )
    from searchkit.scoreboard.values import Source, Value

# Loaded when asked for: a search that is answered directly needs few of them.
_HOMES = {
    "SORTS": "selection",
    "Asked": "asked",
    "Line": "rows",
    "Pivot": "rows",
    "Place": "rows",
    "Row": "rows",
    "ScoreSort": "selection",
    "Scoreboard": "rows",
    "Source": "values",
    "Value": "values",
    "asked_of": "asked",
    "ordered": "selection",
    "province_filter": "selection",
    "scoreboard_of": "selection",
}

__all__ = [
    "SORTS",
    "Asked",
    "Line",
    "Pivot",
    "Place",
    "Row",
    "ScoreSort",
    "Scoreboard",
    "Source",
    "Value",
    "asked_of",
    "ordered",
    "province_filter",
    "scoreboard_of",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
