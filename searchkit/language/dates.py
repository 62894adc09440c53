"""Dates as Indonesian news prints them: found in running text, or one in a metadata field.

Day first, always; only a number that begins with four digits is read year
first, as ISO 8601 has it. Own patterns come first. The library ``dateparser``
is asked last, and only for a metadata value: over running text it takes a
score such as 98,19 for a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from searchkit.language.printed_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    PrintedDate,
    calendar,
    printed_dates,
)

_JAKARTA = timezone(timedelta(hours=7))
_METADATA_CHARS = 120
"""Longer values are no dates; they are not looked at."""

_AHEAD = timedelta(days=31)
"""How far after the base a date without a year may lie (an announced event)."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, ``text[start:end]`` with its weekday, brackets and clock time.

    ``weekday_agrees`` is None where no weekday is printed. ``has_year`` is
    False where the year was inferred from the base.
    """

    day: date
    start: int
    end: int
    weekday_agrees: bool | None
    has_year: bool
    has_time: bool


def find_dates(text: str, base: date | None = None) -> list[FoundDate]:
    """All dates in a text, in its order.

    A date without a year ("Kamis (14/12)") is placed at or before ``base``
    (at most a month after it), where possible in a year whose weekday agrees;
    without a base it is left out. Days that do not exist are left out.
    """
    return place_dates(printed_dates(text), base)


def place_dates(dates: Iterable[PrintedDate], base: date | None = None) -> list[FoundDate]:
    """The days that printed dates name; ``find_dates`` for dates already at hand."""
    return [found for printed in dates if (found := _resolved(printed, base))]


def parse_date(text: str, base: date | None = None) -> date | None:
    """The day that one metadata value names; None where it names none.

    Understands ISO 8601, Unix seconds and every printed form. A time in a
    zone outside Indonesia (UTC+7 to +9) is told as the day in Jakarta. A date
    whose day does not exist ("31/02/2024") is None, never the nearest guess.
    ``base`` is the day from which missing years and "2 hari lalu" are counted.
    """
    value = " ".join(text[:_METADATA_CHARS].split())
    if not value or len(text.strip()) > _METADATA_CHARS:
        return None
    return _metadata_day(value, base)


@lru_cache(1 << 12)
def _metadata_day(value: str, base: date | None) -> date | None:
    """``parse_date`` of one line; many articles are of one day."""
    if value.isdigit():
        return _from_digits(value)
    printed = list(printed_dates(value))
    for candidate in printed:
        if found := _resolved(candidate, base):
            return found.day
    if printed or _NUMERIC_DATE.search(value):
        return None
    if english := _english(value):
        return english
    return _from_library(value, base)


# From the printed form to a day -----------------------------------------------------------


def _resolved(printed: PrintedDate, base: date | None) -> FoundDate | None:
    if printed.year is not None:
        day = _day(printed.year, printed.month, printed.day)
    else:
        day = _nearest(printed, base) if base else None
    if day is None:
        return None
    return FoundDate(
        day=_in_indonesia(day, printed),
        start=printed.start,
        end=printed.end,
        weekday_agrees=None if printed.weekday is None else _agrees(day, printed),
        has_year=printed.year is not None,
        has_time=printed.clock is not None,
    )


def _agrees(day: date, printed: PrintedDate) -> bool:
    """Whether the weekday is that of the day, or of the last day of a range.

    "Jumat-Sabtu (13-14/12)": the weekday beside a range may be that of its end.
    """
    weekdays = {day.weekday()}
    if printed.last_day is not None and printed.last_day > printed.day:
        weekdays.add((day.weekday() + printed.last_day - printed.day) % 7)
    return printed.weekday in weekdays


def _nearest(printed: PrintedDate, base: date) -> date | None:
    """The latest such day up to a month after the base, one whose weekday agrees first."""
    years = range(base.year + 1, base.year - 9, -1)
    days = [day for year in years if (day := _day(year, printed.month, printed.day))]
    days = [day for day in days if day - base <= _AHEAD]
    for day in days[:2]:
        if printed.weekday is None or _agrees(day, printed):
            return day
    return days[0] if days else None


def _in_indonesia(day: date, printed: PrintedDate) -> date:
    """The local day: times from outside Indonesia's three zones are moved to Jakarta's."""
    if printed.clock is None or printed.offset is None:
        return day
    if timedelta(hours=7) <= printed.offset <= timedelta(hours=9):
        return day
    hour, minute = printed.clock
    try:
        moment = datetime(day.year, day.month, day.day, tzinfo=timezone(printed.offset))
        return (moment + timedelta(hours=hour, minutes=minute)).astimezone(_JAKARTA).date()
    except (OverflowError, ValueError):
        return day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Metadata only ----------------------------------------------------------------------------


_NUMERIC_DATE = re.compile(r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,4}")
_ENGLISH = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
)


def _from_digits(value: str) -> date | None:
    """A compact ISO day (eight digits) or Unix time (ten: seconds, thirteen: milliseconds)."""
    if not value.isascii():
        return None
    if len(value) == 8:
        day = _day(int(value[:4]), int(value[4:6]), int(value[6:]))
        return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
    if len(value) in (10, 13):
        return datetime.fromtimestamp(int(value[:10]), _JAKARTA).date()
    return None


def _english(value: str) -> date | None:
    """A day in the English order: "December 2, 2024"."""
    match = _ENGLISH.search(value)
    month = calendar().months.get(match["month"].lower()) if match else None
    return _day(int(match["year"]), month, int(match["day"])) if match and month else None


def _from_library(value: str, base: date | None) -> date | None:
    import dateparser

    parsers = ["absolute-time"]
    settings: dict[str, Any] = {
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": parsers,
    }
    if base is not None:
        parsers.insert(0, "relative-time")
        settings["RELATIVE_BASE"] = datetime(base.year, base.month, base.day)
    try:
        parsed = dateparser.parse(value, languages=["id", "en"], settings=settings)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None
    if parsed is None or not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        return None
    day: date = parsed.date()
    return day
