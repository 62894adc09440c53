"""Weights: every number that decides the order of hits, in one place.

An article's relevance is its text score, divided by the highest one among the
matches, plus the weights of the readings that it agrees with. The figures were
tuned on judged queries by cross-validation; ``docs/ranking.md`` tells how, and
what each is worth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts.

    Words: ``title`` to ``body_stem`` multiply the BM25 score of a word in that
    field; an exact form matches raw and stem. ``lead`` multiplies the inverse
    document frequency of a word that the article begins with, in full for its
    first word. ``adjacent`` and ``near`` are for neighbouring words of the query
    that stand next to each other, or not far apart, in the body. ``coordination``
    is for articles that match only in part: all of it for one that has every clause.

    ``typed`` is the agreement of articles that have the last word of an unfinished query
    as it stands, next to those where words only begin so: these come behind them.

    ``function_word`` multiplies what the small words of a query add where
    something else is asked for: nothing, since they stand in every article, and
    cost the most to look up. ``question_noun`` is for the nouns of a question
    ("apa arti …"); interrogatives add nothing.

    Readings (agreement; 1 is worth as much as the best text of all matches):
    ``region`` for articles about a region that was asked for, ``seat`` where
    only its seat of government was named; ``band``, ``year``, ``score``, ``rank``
    and ``change`` for those that have one; ``level`` for a result of a body of that
    level, ``superlative`` for one at that end of the scale and ``grade`` for the
    first ranks or the lowest band there; ``opinion`` for the suffix of an
    opinion; ``part`` for the band that a change leads to.

    ``result`` counts for one result, of a body that the article is about, that
    has all of it together; ``result_told`` for one of any body; ``assessed`` for
    articles that report results at all, where the query only names the
    assessment.
    """

    title: float = 1.2
    title_stem: float = 1.0
    body: float = 0.8
    body_stem: float = 0.7
    lead: float = 0.5
    adjacent: float = 0.1
    near: float = 0.2
    coordination: float = 0.6

    typed: float = 1.0

    function_word: float = 0.0
    question_noun: float = 0.2

    region: float = 1.0
    seat: float = 0.5
    band: float = 1.0
    year: float = 1.0
    level: float = 0.5
    score: float = 1.0
    rank: float = 1.0
    change: float = 1.0
    superlative: float = 0.5
    grade: float = 0.25
    opinion: float = 0.5
    part: float = 0.3
    result: float = 1.0
    result_told: float = 0.5
    assessed: float = 0.2

    def for_query(self, telling: int, *, asks: bool) -> Weights:
        """The weights for a query of so many telling words; ``asks`` tells a question.

        In up to ``SHORT`` words somebody asks for a region or a year; in a headline
        or a question they are one word among many. What agreement with a reading
        counts falls with the square of the length, and in a question to a quarter;
        there it also matters less how many of the words an article has.
        """
        if telling <= SHORT and not asks:
            return self
        part = min((SHORT / max(telling, 1)) ** 2, 0.25 if asks else 1.0)
        names = (*_READINGS, "coordination") if asks else _READINGS
        return replace(self, **{name: getattr(self, name) * part for name in names})


SHORT = 5
"""A query of more telling words is a sentence rather than a list of demands."""

_READINGS = (
    *("region", "seat", "band", "year", "level", "score", "rank", "change", "superlative"),
    *("grade", "opinion", "part", "result", "result_told", "assessed"),
)

WEIGHTS = Weights()
"""The weights in use unless others are asked for."""
