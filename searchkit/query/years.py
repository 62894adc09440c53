"""Years: "2023", "2021-2023", "sejak 2021", "tahun lalu", "dua tahun terakhir"."""

from __future__ import annotations

from datetime import date

from searchkit.language.numerals import numeral
from searchkit.query import ast
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Years
from searchkit.weights import Weights

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_JOINTS = ("-", "–", "..", "/")
_LONGEST_NUMERAL = 3


def read_years(line: Line, today: date, weights: Weights) -> list[Meaning]:
    """The years asked for, alone, as spans, and relative to ``today``.

    A relative year means the assessment's or the calendar's, whichever an
    article has: early in a year "tahun ini" are results of the year before.
    """
    found: list[Meaning] = []
    for at in range(len(line)):
        reading = _last_years(line, at, today) or _relative(line, at, today) or _printed(line, at)
        if reading is None:
            continue
        end, years = reading
        first = at - 1 if line.free(at - 1) and _announced(line, at - 1) else at
        start, stop = line.span(first, end)
        spans = tuple(ast.InYears(*span) for span in years)
        node = spans[0] if len(spans) == 1 else ast.Or(spans)
        found.append(Meaning(start, stop, node, weights.year, years=years))
        line.take(first, end)
    return found


Reading = tuple[int, tuple[Years, ...]]
"""The token behind the last one read, and the spans that will do."""


def _relative(line: Line, at: int, today: date) -> Reading | None:
    """ "tahun ini", "tahun lalu", "tahun terakhir"."""
    for role in ("this_year", "latest_year", "last_year"):
        length = line.phrase(at, role)
        if length:
            assessed, before = _assessed(today)
            match role:
                case "this_year":
                    meant = (assessed, today.year)
                case "latest_year":
                    meant = (assessed, assessed)
                case _:
                    meant = (before, today.year - 1)
            return at + length, tuple((year, year) for year in sorted(set(meant)))
    return None


def _last_years(line: Line, at: int, today: date) -> Reading | None:
    """ "dua tahun terakhir", "3 tahun terakhir"."""
    for length in range(_LONGEST_NUMERAL, 0, -1):
        end = at + length
        if not line.phrase(end, "latest_year") or not all(map(line.free, range(at, end))):
            continue
        count = numeral(" ".join(line.terms[at:end]))
        if count:
            first, _ = _assessed(today, count)
            span = (min(first, today.year - count + 1), today.year)
            return end + line.phrase(end, "latest_year"), (span,)
    return None


def _assessed(today: date, count: int = 1) -> tuple[int, int]:
    """The first of the latest ``count`` assessment years, and the one before it."""
    # Read from a table of its own, which few queries need.
    from searchkit.assessments.announcements import latest_assessment, previous_assessment

    year = latest_assessment(today) or today.year
    for _ in range(count - 1):
        year = previous_assessment(year)
    return year, previous_assessment(year)


def _printed(line: Line, at: int) -> Reading | None:
    """A year or two that are printed, with what limits them."""
    for role in ("since", "after", "before", "until"):
        length = line.phrase(at, role)
        place = at + length + _announced(line, at + length) if length else at
        year = _year(line, place) if length else None
        if year is None:
            continue
        if role == "since" and (joined := _joined_year(line, place + 1)):
            end, last = joined
            return end, (_ordered(year, last),)
        span: Years
        match role:
            case "since":
                span = (year, None)
            case "after":
                span = (year + 1, None)
            case "before":
                span = (None, year - 1)
            case _:
                span = (None, year)
        return place + 1, (span,)
    return _plain(line, at)


def _plain(line: Line, at: int) -> Reading | None:
    """A year, or a span of two: "2021-2023", "antara 2021 dan 2023"."""
    opened = line.phrase(at, "between_limits")
    place = at + opened + (_announced(line, at + opened) if opened else 0)
    year = _year(line, place)
    if year is None:
        return None
    joined = _joined_year(line, place + 1, both=bool(opened))
    if joined:
        end, last = joined
        return end, (_ordered(year, last),)
    if opened or not _stands_alone(line, place):
        return None
    return place + 1, ((year, year),)


def _ordered(year: int, last: int | None) -> Years:
    return (year, None) if last is None else (min(year, last), max(year, last))


def _joined_year(line: Line, at: int, both: bool = False) -> tuple[int, int | None] | None:
    """The token behind the year that ends a span, and the year; None for one that is now."""
    if not line.free(at):
        return None
    length = line.phrase(at, "range") or line.phrase(at, "to")
    if length and line.phrase(at, "joint") and not both:
        return None
    place = at + length + (_announced(line, at + length) if length else 0)
    if not length and line.gap(at) not in _JOINTS:
        return None
    if length and (now := line.phrase(place, "now")):
        return place + now, None
    year = _year(line, place)
    alone = place + 1 >= len(line) or _spaced(line.gap(place + 1))
    return (place + 1, year) if year is not None and alone else None


def _announced(line: Line, at: int) -> int:
    return line.phrase(at, "year_noun")


def _year(line: Line, at: int) -> int | None:
    if not line.free(at):
        return None
    text = line.tokens[at].text
    if len(text) != 4 or not text.isascii() or not text.isdecimal():
        return None
    return int(text) if _FIRST_YEAR <= int(text) <= _LAST_YEAR else None


def _stands_alone(line: Line, at: int) -> bool:
    """Whether nothing is typed to the year without a space, as in a date."""
    before = at == 0 or _spaced(line.gap(at)) or not line.gap(at)
    return before and (at + 1 >= len(line) or _spaced(line.gap(at + 1)))


def _spaced(gap: str) -> bool:
    return any(c.isspace() for c in gap)
