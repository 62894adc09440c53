"""Weights: every number that decides the order of hits, in one place.

An article's relevance is its text score, divided by the highest one among the
matches, plus the weights of the readings that it agrees with. The figures were
tuned on judged queries by cross-validation; ``docs/ranking.md`` tells how, and
what each is worth.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts.

    Words: ``title`` to ``body_stem`` multiply the BM25 score of a word in that
    field; an exact form matches raw and stem. ``lead`` multiplies the inverse
    document frequency of a word that the article begins with, in full for its
    first word. ``adjacent`` and ``near`` are for neighbouring words of the query
    that stand next to each other, or not far apart, in the body.

    Readings (agreement; 1 is worth as much as the best text of all matches):
    ``region`` for articles about a region that was asked for, ``band``,
    ``year`` and ``level`` for those that have one, ``result`` for one result
    that has all of it together.
    """

    title: float = 1.5
    title_stem: float = 0.75
    body: float = 1.0
    body_stem: float = 0.5
    lead: float = 0.5
    adjacent: float = 0.1
    near: float = 0.3

    region: float = 1.0
    band: float = 1.0
    year: float = 1.0
    level: float = 1.0
    result: float = 1.0


WEIGHTS = Weights()
"""The weights in use unless others are asked for."""
