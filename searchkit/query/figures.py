"""Figures: scores with their limits, and ranks.

"skor di atas 95", "nilai 78.90", "antara 80 dan 90", "peringkat kedua", "3 besar".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.assessments.bands import scale_of
from searchkit.language.numbers import parse_number
from searchkit.language.numerals import numeral
from searchkit.query import ast
from searchkit.query.context import Context, may_be_of_results
from searchkit.query.cues import Role
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Order
from searchkit.weights import Weights

_LOWEST_BARE = 10.0  # a smaller decimal that nothing calls a score is rarely one
_FURTHEST_NOUN = 4  # words between "nilai" and its number
_LONGEST_NAME = 4  # words read as something else between them: "nilai Kota Malang di atas 90"
_LONGEST_NUMERAL = 3
_RELATIVE_YEARS: tuple[Role, ...] = ("this_year", "latest_year", "last_year")
_SIGNS: tuple[tuple[Role, str], ...] = (
    ("above", ">"),
    ("below", "<"),
    ("at_least", ">="),
    ("at_most", "<="),
)
_SIGN = re.compile(r"(?P<sign>>=|<=|=>|=<|[<>≥≤])\s*$")
_DASH = re.compile(r"\s*(?:-|–|—|\.\.)\s*")


class _Limits(NamedTuple):
    """Tokens ``first`` up to ``end`` limit a score; ``number`` is the first that is a number."""

    first: int
    number: int
    end: int
    score: ast.Scored

    @property
    def is_small(self) -> bool:
        """Whether it is one number too low for a score of the assessment."""
        low, high = self.score.low, self.score.high
        return low is not None and low == high and low < _LOWEST_BARE

    @property
    def is_exact(self) -> bool:
        """Whether it is one number, with nothing before it that limits it."""
        return self.first == self.number and self.score.low == self.score.high


def read_scores(line: Line, context: Context, weights: Weights) -> list[Meaning]:
    """The scores asked for, exactly or within limits.

    A limit or whole number needs a word that calls it a score, or a query that
    speaks of the assessment; a number with decimals is one beside words of the
    assessment, and where the query has nothing but names and numbers.
    """
    found: list[Meaning] = []
    alone = all(
        token.why == "number" or line.is_function_word(at)
        for at, token in enumerate(line.tokens)
        if line.free(at)
    )
    for at in range(len(line)):
        limits = _between(line, at) or _compared(line, at) or _exact(line, at)
        if limits is None or _is_measured(line, limits.end):
            continue
        noun = _noun_before(line, limits)
        if limits.is_small and not context.anchored:
            continue
        if noun is None and line.phrase(limits.end, "counted"):
            continue
        if noun is None and not _speaks_of_scores(line, limits, context, alone=alone):
            continue
        node = ast.HasResult(score=limits.score)
        start, end = line.span(limits.first, limits.end)
        if noun is not None:
            # "nilai 97,84" is also meant where the article says "skor 97,84".
            found.append(Meaning(*line.span(noun, noun + 1), node, 0.0))
            line.take(noun, noun + 1)
        found.append(Meaning(start, end, node, weights.score, score=limits.score))
        line.take(limits.first, limits.end)
    return found


def _is_measured(line: Line, end: int) -> bool:
    """Whether a unit of measure follows; "95 tahun lalu" and "95 tahun 2023" are dated scores."""
    printed = line.free(end + 1) and line.tokens[end + 1].why == "number"
    dated = any(line.phrase(end, role) for role in _RELATIVE_YEARS) or (
        printed and line.phrase(end, "year_noun")
    )
    return line.phrase(end, "measure") > 0 and not dated


def _speaks_of_scores(line: Line, limits: _Limits, context: Context, *, alone: bool) -> bool:
    if not limits.is_exact:
        return context.anchored
    low = limits.score.low or 0.0
    if low < _LOWEST_BARE or line.tokens[limits.number].text.isdigit():
        return False
    return alone or context.anchored or context.words > 0


def _noun_before(line: Line, limits: _Limits) -> int | None:
    """The word that calls the number behind it a score, None where none does.

    Before a limit a region may stand between them; before a number alone it says
    too little that "nilai" comes up further ahead.
    """
    furthest = _FURTHEST_NOUN if limits.is_exact else _FURTHEST_NOUN + _LONGEST_NAME
    at = limits.first - 1
    while at >= 0 and limits.first - at <= furthest:
        if line.free(at):
            if line.phrase(at, "score_noun"):
                return at
            if not line.phrase(at, "score_filler"):
                return None
        elif limits.is_exact:
            return None
        at -= 1
    return None


def _number(line: Line, at: int) -> float | None:
    """The number that token ``at`` is, as far as a scale goes; None where it is none."""
    if not line.free(at) or line.tokens[at].why != "number":
        return None
    value = parse_number(line.tokens[at].text)
    return value if value is not None and value <= scale_of(None, "kl") else None


def _exact(line: Line, at: int) -> _Limits | None:
    value = _number(line, at)
    if value is None or _is_typed_to_another(line, at) or line.phrase(at + 1, "among"):
        return None
    if length := line.phrase(at + 1, "and_more"):
        return _Limits(at, at, at + 1 + length, ast.Scored(value, None))
    if length := line.phrase(at + 1, "and_less"):
        return _Limits(at, at, at + 1 + length, ast.Scored(None, value))
    sign = _SIGN.search(line.gap(at))
    return _Limits(at, at, at + 1, _limited(sign["sign"] if sign else "=", value))


def _is_typed_to_another(line: Line, at: int) -> bool:
    """Whether a sign joins the number to another one: "2-1" is the score of a match."""
    return any(
        place > 0 and line.gap(place) and not any(c.isspace() for c in line.gap(place))
        for place in range(at, min(at + 2, len(line)))
        if line.tokens[place].why == line.tokens[place - 1].why == "number"
    )


def _limited(sign: str, value: float) -> ast.Scored:
    match sign:
        case ">":
            return ast.Scored(value, None, low_open=True)
        case "<":
            return ast.Scored(None, value, high_open=True)
        case ">=" | "=>" | "≥":
            return ast.Scored(value, None)
        case "<=" | "=<" | "≤":
            return ast.Scored(None, value)
        case _:
            return ast.Scored(value, value)


def _compared(line: Line, at: int) -> _Limits | None:
    """A limit in words that begins at token ``at``: "di atas 95", "minimal 88"."""
    for role, sign in _SIGNS:
        length = line.phrase(at, role)
        if not length:
            continue
        place = at + length
        while line.phrase(place, "score_noun"):
            place += 1
        value = _number(line, place)
        if value is not None:
            return _Limits(at, place, place + 1, _limited(sign, value))
    return None


def _between(line: Line, at: int) -> _Limits | None:
    """Two limits: "antara 80 dan 90", "80-90", "80 sampai 90"."""
    opened = line.phrase(at, "between_limits")
    first = at + opened
    low = _number(line, first)
    if low is None or not line.free(first + 1):
        return None
    length = line.phrase(first + 1, "range")
    if length and not opened and line.phrase(first + 1, "joint"):
        return None
    if not length and not _DASH.fullmatch(line.gap(first + 1)):
        return None
    high = _number(line, first + 1 + length)
    if high is None or high <= low:
        return None
    return _Limits(at, first, first + 2 + length, ast.Scored(low, high))


def read_ranks(line: Line, context: Context, weights: Weights) -> list[Meaning]:
    """The ranks asked for: "peringkat pertama", "ranking ke-3", "sepuluh besar", "top 10".

    A place among the best ("3 besar") and a position need a query that speaks
    of the assessment or of ranks.
    """
    found: list[Meaning] = []
    at = 0
    while at < len(line):
        end, rank = _rank(line, at, context)
        if rank:
            start, stop = line.span(at, end)
            order: Order | None = "best" if rank == 1 else None
            node = ast.HasResult(rank=rank)
            found.append(Meaning(start, stop, node, weights.rank, rank=rank, order=order))
            line.take(at, end)
            found += scope(line, end, node)
        at = max(end, at + 1)
    return found


def _rank(line: Line, at: int, context: Context) -> tuple[int, int | None]:
    """Where a rank that begins at token ``at`` ends, and the rank; None where there is none."""
    noun = line.phrase(at, "rank_noun") or line.phrase(at, "position")
    top = 0 if noun else line.phrase(at, "top")
    place = at + noun + top
    end, rank = read_numeral(line, place)
    among = line.phrase(end, "among") if rank else 0
    if not rank or not (noun or top or among):
        return at, None
    sure = noun and not line.phrase(at, "position") and may_be_of_results(line, at)
    if not sure and not context.anchored and not (among and context.words):
        return at, None
    return end + among, rank


def scope(line: Line, at: int, node: ast.Node) -> list[Meaning]:
    """Words at token ``at`` that only say who is compared: "nasional", "se-Indonesia".

    They are no demand of their own: ``node`` stands in for them.
    """
    for place in (at, at + line.phrase(at, "place")):
        length = line.phrase(place, "scope")
        if length:
            start, end = line.span(place, place + length)
            line.take(place, place + length)
            return [Meaning(start, end, node, 0.0)]
    return []


def is_ordinal(line: Line, at: int) -> bool:
    """Whether the numeral at token ``at`` says which one: "pertama", "ketiga", "ke-3"."""
    term = line.terms[at]
    return term == "pertama" or (term.startswith("ke") and numeral(term) is None)


def read_numeral(line: Line, at: int) -> tuple[int, int | None]:
    """Where a number in words or digits, also as an ordinal, ends, and which it is."""
    if not line.free(at):
        return at, None
    if line.terms[at] == "ke" and line.free(at + 1):
        at += 1
    for length in range(_LONGEST_NUMERAL, 0, -1):
        if not all(map(line.free, range(at, at + length))):
            continue
        words = " ".join(line.terms[at : at + length])
        rank = 1 if words == "pertama" else numeral(words) or numeral(words.removeprefix("ke"))
        if rank:
            return at + length, rank
    return at, None
