"""Scoreboard: all results of the assessment that the articles of an index report, in one table.

One row per body and assessment year. Articles that agree are sources of one
value; where they do not, the row keeps every value with the articles that tell
it (``values`` says which is believed).
"""

from __future__ import annotations

from searchkit.scoreboard.rows import Line, Pivot, Place, Row, Scoreboard, Source, Value
from searchkit.scoreboard.selection import SORTS, ScoreSort, province_filter, scoreboard_of

__all__ = [
    "SORTS",
    "Line",
    "Pivot",
    "Place",
    "Row",
    "ScoreSort",
    "Scoreboard",
    "Source",
    "Value",
    "province_filter",
    "scoreboard_of",
]
