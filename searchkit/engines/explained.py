"""Explained: the relevance of one article, taken apart.

A tree of parts whose values add up: that of a part is the sum of its
children's, that of all parts together the article's relevance. What is in the
tree but adds nothing has the value 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PartKind = Literal[
    "query",
    "hints",
    "proximity",
    "all",
    "any",
    "either",
    "at least",
    "without",
    "sense",
    "word",
    "phrase",
    "prefix",
    "wildcard",
    "fuzzy",
    "fact",
    "term",
    "reading",
    "coordination",
    "pair",
]
"""``query``, ``hints`` and ``proximity`` stand at the top. ``all`` to ``without`` combine,
``sense`` has words and the reading of them as its children. ``word`` and ``phrase`` are made
of ``term``; ``term``, ``reading``, ``pair``, ``prefix``, ``wildcard``, ``fuzzy`` and
``coordination`` (how many of several clauses are there) are what carries values."""

Form = Literal["raw", "stem", "lead"]


@dataclass(frozen=True, slots=True)
class TermDetails:
    """What the score of a term in one field of an article comes from.

    ``form`` tells whether it is looked for as written, by its stem, or in the
    lead, where ``frequency`` is not how often it stands there but the grade of
    its place (8 for the first word) and there is no ``length``. Lengths are in
    terms. ``score`` is the BM25 score times ``weight``, before it is divided by
    the best text score of all matches.
    """

    field: str
    term: str
    form: Form
    frequency: int
    document_frequency: int
    idf: float
    length: float | None
    average_length: float | None
    weight: float
    score: float


@dataclass(frozen=True, slots=True)
class PairDetails:
    """Two neighbouring words of the query: how often they stand next to each other in their
    order, and how often within eight words; ``idf`` is that of the commoner one."""

    left: str
    right: str
    adjacent: int
    near: int
    idf: float
    score: float


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a relevance.

    ``label`` names it in words; ``matches`` tells whether the article has it;
    ``score`` is its text score on its own, not divided, whether it counts or
    not (of several wordings only the best counts); ``weight`` is what a reading
    is worth, None for the others; ``details`` belong to terms and pairs.
    """

    kind: PartKind
    label: str
    matches: bool
    value: float
    score: float = 0.0
    weight: float | None = None
    details: TermDetails | PairDetails | None = None
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """The part itself and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Explained:
    """The relevance of one article in a selection, to 1e-6 the sum of the parts' values.

    ``best`` is the best text score among the matches, by which every text score
    is divided; ``whole`` is as in ``Match``.
    """

    relevance: float
    best: float
    parts: tuple[Part, ...]
    whole: bool = True

    def walk(self) -> Iterator[Part]:
        """All parts, those at the top before what is below them."""
        for part in self.parts:
            yield from part.walk()
