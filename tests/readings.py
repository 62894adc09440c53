"""Queries for tests of their reading: parsed and read on a fixed day."""

from __future__ import annotations

from datetime import date

from searchkit.language.analyzer import Analyzer
from searchkit.query.parser import parse
from searchkit.query.query import Query, Reading
from searchkit.query.reading import read

ANALYZER = Analyzer()
TODAY = date(2026, 3, 1)
"""The results of 2025 are the latest ones announced."""


def query(text: str, *, literal: bool = False, today: date = TODAY) -> Query:
    """The query as read."""
    return read(parse(text), ANALYZER, literal=literal, today=today)


def reading(text: str, *, today: date = TODAY) -> Reading:
    """What it was understood to ask for."""
    return query(text, today=today).reading


def regions(text: str) -> list[str]:
    """The names of the regions read."""
    return [region.name for region in reading(text).regions]
