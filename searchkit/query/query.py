"""Query: what was typed, ready to be answered, and the Reading that people are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from searchkit.language.analyzer import AnalyzedToken
from searchkit.query import ast
from searchkit.query.meaning import Change, Meaning, Order, Years
from searchkit.query.parser import Diagnostic
from searchkit.query.targets import Targets
from searchkit.regions.gazetteer import Region
from searchkit.weights import WEIGHTS, Weights


class Expansion(NamedTuple):
    """What was typed, and the other forms that are looked for as well (in terms)."""

    typed: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was understood to ask for, for people and for JSON.

    ``bands`` are as typed ("hijau", "tertinggi", "a", but "kepatuhan tinggi",
    the award), ``was`` those of the assessment before; ``years`` are (first,
    last), None where open; ``levels`` as in ``Assessment.level``; ``ranks`` the
    worst that will do; ``change`` the way a result went, ``order`` which end of
    the scale is asked for. ``terms`` are the raw terms that were not read as
    regions or years; ``expansions`` are short forms with what they stand for,
    and the other way round. ``meanings`` are what was read, each with its place in
    the query.
    """

    regions: tuple[Region, ...] = ()
    bands: tuple[str, ...] = ()
    years: tuple[Years, ...] = ()
    terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    levels: tuple[str, ...] = ()
    scores: tuple[ast.Scored, ...] = ()
    ranks: tuple[int, ...] = ()
    was: tuple[str, ...] = ()
    change: Change | None = None
    order: Order | None = None
    meanings: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready to be answered.

    ``clauses`` should all match and may be given up one by one; ``required``
    (``+word``, phrases, exclusions) and ``filters`` always hold; ``hints`` only
    order what matches, and so does ``sequence``: all telling words in their order,
    those read as something too. ``words`` are the plain words with their place in
    the query, for spelling suggestions.
    ``asks`` tells a question ("siapa pendiri …"); ``weights`` are those for a
    query like this. ``diagnostics`` with severity "error" make it unanswerable.
    ``begun`` is where the word stands that is still being typed, None where there is none.
    """

    text: str
    clauses: tuple[ast.Node, ...]
    required: tuple[ast.Node, ...]
    filters: tuple[ast.Node, ...]
    hints: tuple[ast.Node, ...]
    sequence: tuple[ast.Word, ...]
    reading: Reading
    words: tuple[AnalyzedToken, ...]
    diagnostics: tuple[Diagnostic, ...]
    asks: bool = False
    weights: Weights = WEIGHTS
    begun: int | None = None

    @property
    def targets(self) -> Targets:
        """What of it is to be shown where it stands in a text."""
        return Targets.of((*self.clauses, *self.required))

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was asked for."""
        return not (self.clauses or self.required or self.filters)
