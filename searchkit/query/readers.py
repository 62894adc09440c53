"""Readers: the plain words of a query → what they mean, in the order in which words are taken.

Names of regions go first, then what is said of results (changes, bands, scores,
ranks, superlatives), then years, and last the levels of bodies, which only mean
results where the query speaks of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from searchkit.language.analyzer import AnalyzedToken
from searchkit.query import ast
from searchkit.query.changes import read_changes
from searchkit.query.context import NO_CONTEXT, Context
from searchkit.query.figures import read_ranks, read_scores
from searchkit.query.levels import read_levels
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Note, Readings
from searchkit.query.places import read_places
from searchkit.query.superlatives import read_superlatives
from searchkit.query.years import read_years
from searchkit.query.zones import read_bands
from searchkit.translation import _
from searchkit.weights import WEIGHTS, Weights


def find_meanings(
    text: str,
    tokens: Sequence[AnalyzedToken],
    today: date,
    context: Context = NO_CONTEXT,
    weights: Weights = WEIGHTS,
) -> Readings:
    """Read plain words, ``tokens`` of ``text``, within the ``context`` of the whole query.

    ``today`` is the day to which "tahun lalu" is relative.
    """
    line = Line(text, tokens)
    meanings, notes = read_places(line, context, weights)
    if context.other is None:
        results, more = _results(line, context, weights)
        meanings += results
        notes += more
    else:
        notes += _other_matter(line, context, weights)
    meanings += read_years(line, today, weights)
    hints: list[ast.Node] = []
    if context.other is None and (context.anchored or any(map(_tells_results, meanings))):
        levels, hints = read_levels(line, weights)
        meanings += levels
    ordered = sorted(meanings, key=lambda meaning: meaning.start)
    return Readings(tuple(ordered), tuple(hints), tuple(notes))


def holders(tokens: Sequence[AnalyzedToken], meanings: Iterable[Meaning]) -> list[Meaning | None]:
    """For each token, in the order of the text, the meaning that it belongs to."""
    found: list[Meaning | None] = []
    rest = iter(sorted(meanings, key=lambda meaning: meaning.start))
    at = next(rest, None)
    for token in tokens:
        while at is not None and at.end <= token.start:
            at = next(rest, None)
        found.append(at if at is not None and at.start <= token.start else None)
    return found


def _results(line: Line, context: Context, weights: Weights) -> tuple[list[Meaning], list[Note]]:
    """What is said of results; its words are then taken."""
    meanings = _opinions(line, weights)
    meanings += read_changes(line, context, weights)
    bands, notes = read_bands(line, context, weights)
    meanings += bands
    meanings += read_scores(line, context, weights)
    meanings += read_ranks(line, context, weights)
    superlatives, more = read_superlatives(line, context, weights)
    return [*meanings, *superlatives], [*notes, *more]


def _opinions(line: Line, weights: Weights) -> list[Meaning]:
    """The suffix of the best opinions, which is a phrase and denies nothing."""
    found: list[Meaning] = []
    for at in line.places("unblemished"):
        end = at + line.phrase(at, "unblemished")
        phrase = ast.Phrase(tuple(line.terms[at:end]))
        found.append(Meaning(*line.span(at, end), phrase, weights.opinion))
        line.take(at, end)
    return found


def _other_matter(line: Line, context: Context, weights: Weights) -> list[Note]:
    """A note where words were left words because the query is about something else."""
    left, _notes = _results(line.copy(), context, weights)
    if not left:
        return []
    start, end = left[0].start, left[-1].end
    about = _("{other} speaks of something else than the Ombudsman's assessment").format(
        other=context.other
    )
    return [
        Note(
            _("{about}; {text} was taken as words").format(
                about=about, text=line.text[left[0].start : left[0].end]
            ),
            start,
            end,
        )
    ]


def _tells_results(meaning: Meaning) -> bool:
    return bool(
        meaning.bands
        or meaning.was
        or meaning.score
        or meaning.rank
        or meaning.change
        or meaning.order
    )
