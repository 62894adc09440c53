"""Meaning: what a stretch of a query was read as, and the preference that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from searchkit.assessments.bands import bands_named
from searchkit.query import ast
from searchkit.regions.gazetteer import Region

Change = Literal["up", "down"]
Order = Literal["best", "worst"]
Years = tuple[int | None, int | None]
"""First and last year, both included; None is open."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What ``text[start:end]`` was read as.

    ``node`` is what articles should satisfy, ``weight`` what agreeing with it
    counts. The other fields say which demands it makes of one result:
    ``bands`` (and ``was``, those of the assessment before) by the names that
    ``bands_named`` knows, ``years`` as alternatives, ``rank`` the worst that
    will do. ``keeps_words`` tells that the stretch also stays what it says: its
    words are shown and corrected as words.
    """

    start: int
    end: int
    node: ast.Node
    weight: float = 1.0
    regions: tuple[Region, ...] = ()
    levels: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    score: ast.Scored | None = None
    rank: int | None = None
    change: Change | None = None
    order: Order | None = None

    @property
    def keeps_words(self) -> bool:
        """Whether its words are words of the query as well: all but regions and years are."""
        return not self.regions and not self.years


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the user about ``text[start:end]``."""

    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Readings:
    """The meanings of a text, in order and without overlap.

    ``hints`` are further preferences, ``notes`` tell what was left as words.
    """

    meanings: tuple[Meaning, ...] = ()
    hints: tuple[ast.Node, ...] = ()
    notes: tuple[Note, ...] = ()

    def reaches(self, end: int) -> bool:
        """Whether a meaning ends there."""
        return any(meaning.end == end for meaning in self.meanings)


def facet_values(names: tuple[str, ...]) -> tuple[str, ...]:
    """The facet values of bands by name, each once."""
    return tuple(dict.fromkeys(value for name in names for value in bands_named(name)))


def years_named(first: int | None, last: int | None) -> str:
    """Years as text: "2021", "2021–2024", "2021–" and "–2024" where one side is open."""
    return str(first) if first == last else f"{first or ''}–{last or ''}"
