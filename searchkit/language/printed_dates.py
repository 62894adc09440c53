"""Dates in the forms that Indonesian pages print, before they are known to exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed, ``text[start:end]`` with weekday, brackets and clock time.

    ``year`` is None where none stands, ``weekday`` likewise (0 is Monday).
    ``clock`` is hour and minute, ``offset`` the time's distance from UTC.
    """

    year: int | None
    month: int
    day: int
    weekday: int | None
    start: int
    end: int
    clock: tuple[int, int] | None
    offset: timedelta | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of calendar.yaml: names of months, weekdays and time zones to numbers."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    zones: Mapping[str, int]


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Every printed date of a text, in order, without overlaps."""
    end = 0
    for digits in _DIGITS.finditer(text):
        start = digits.start()
        if start < end or _PART_OF_NUMBER.search(text, max(0, start - 2), start):
            continue
        match = _CORE.match(text, start)
        printed = _read(match, text, end) if match else None
        if match:
            end = printed.end if printed else match.end()
        if printed:
            yield printed


def calendar_spans(text: str) -> list[tuple[int, int]]:
    """Where dates and clock times stand, in order: digits there are no scores.

    Holds also dates that lack a year and those that do not exist.
    """
    spans = [(printed.start, printed.end) for printed in printed_dates(text)]
    spans += [match.span() for match in _CLOCK.finditer(text)]
    return sorted(spans)


def find_weekdays(text: str) -> Iterator[int]:
    """Weekdays that date a statement alone ("…, Jumat."), 0 for Monday, in the text's order."""
    for match in _WEEKDAY_ALONE.finditer(text):
        weekday = calendar().weekdays.get(_plain(match["weekday"]))
        if weekday is not None:
            yield weekday


@cache
def calendar() -> Calendar:
    """The words of calendar.yaml. Raises DataError where the table is not complete."""
    table = load_yaml_resource("searchkit.language", "calendar.yaml")
    months = _words(table.get("months"), range(1, 13))
    weekdays = _words(table.get("weekdays"), range(7))
    zones = table.get("zones")
    if not isinstance(zones, dict) or not all(isinstance(hour, int) for hour in zones.values()):
        raise DataError("searchkit.language/calendar.yaml: zones must map names to hours")
    return Calendar(months, weekdays, zones)


def _words(table: object, numbers: range) -> dict[str, int]:
    if not isinstance(table, dict) or sorted(table) != list(numbers):
        raise DataError(f"searchkit.language/calendar.yaml: expected entries for {numbers}")
    return {_plain(word): number for number, words in table.items() for word in words}


def _plain(word: str) -> str:
    return re.sub("['’‘`´]", "", word.lower())


# Reading one date -------------------------------------------------------------------------


def _read(match: re.Match[str], text: str, floor: int) -> PrintedDate | None:
    """The date of one match, None where the digits are a decimal, a range or a share."""
    words = calendar()
    weekday, bracket, start = _weekday_before(match.start(), text, floor)
    year: int | None
    if match["iy"]:
        year, month, day = int(match["iy"]), int(match["im"]), int(match["id"])
    elif match["nd"]:
        if len(match["ny"]) == 2 and match["sep"] != "/" and weekday is None:
            return None
        day, month, year = int(match["nd"]), int(match["nm"]), _full_year(match["ny"])
    elif match["sd"]:
        if weekday is None and not (bracket and _BRACKET_CLOSED.match(text, match.end())):
            return None
        day, month, year = int(match["sd"]), int(match["sm"]), None
    else:
        named = words.months.get(match["tm"].lower())
        if named is None:
            return None
        day, month, year = int(match["td"]), named, _full_year(match["ty"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    end, clock, offset = _clock_after(match.end(), text)
    if clock is None and bracket and (closed := _BRACKET_CLOSED.match(text, match.end())):
        end = closed.end()
    return PrintedDate(year, month, day, weekday, start, end, clock, offset)


def _weekday_before(at: int, text: str, floor: int) -> tuple[int | None, bool, int]:
    """The weekday before a date, whether a bracket opens, and where all of it starts."""
    begin = max(floor, at - _LOOK_BACK_CHARS)
    before = text[begin:at]
    if match := _BEFORE.search(before):
        word = _plain(match["weekday"])
        weekday = calendar().weekdays.get(word)
        if weekday is not None:
            return weekday, bool(match["bracket"]), begin + match.start()
    stripped = before.rstrip()
    if stripped.endswith("("):
        return None, True, begin + len(stripped) - 1
    return None, False, at


def _clock_after(at: int, text: str) -> tuple[int, tuple[int, int] | None, timedelta | None]:
    """Where the date ends with its clock time, the time, and its offset from UTC."""
    match = _AFTER.match(text, at)
    if match is None or (match["sep"] == "." and not match["zone"]):
        return at, None, None
    return match.end(), (int(match["hour"]), int(match["minute"])), _offset(match["zone"])


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    named = calendar().zones.get(zone.lower())
    if named is not None:
        return timedelta(hours=named)
    digits = zone[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -span if zone[0] == "-" else span


def _full_year(digits: str | None) -> int | None:
    """A printed year; two digits mean the years from 1970 to 2069."""
    if digits is None:
        return None
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= 70 else 2000)


# Patterns ---------------------------------------------------------------------------------

_DIGITS = re.compile(r"\d+")
_PART_OF_NUMBER = re.compile(r"/$|\d[.,]$")
_CORE = re.compile(
    r"(?P<iy>\d{4})(?P<isep>[-/.])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d)"
    r"|(?P<nd>\d{1,2})(?: ?- ?\d{1,2}(?=/))? ?(?P<sep>[/.-]) ?(?P<nm>\d{1,2})"
    r" ?(?P=sep) ?(?P<ny>\d{4}|\d{2})(?!\d)"
    r"|(?P<sd>\d{1,2}) ?/ ?(?P<sm>\d{1,2})(?!\d)"
    r"|(?P<td>\d{1,2})(?: ?[-–] ?\d{1,2}| (?:dan|sampai|hingga) \d{1,2})?[ -]{1,2}"
    r"(?P<tm>[A-Za-z]{3,10})\b\.?(?:,?[ -]{1,2}(?P<ty>\d{4})(?!\d))?"
)
_BEFORE = re.compile(
    r"(?P<weekday>[a-z]{3,9}['’‘`´]?[a-z]{0,3})\.?"
    r"(?:\s+(?:dini hari|pagi|siang|sore|petang|malam))?"
    r"\s*[,.|-]?\s*(?:(?:tanggal|tgl)\.?\s+)?(?P<bracket>\(?)\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:T|\s{0,2}\)?\s{0,2}(?:[,|–-]|pukul|jam|\bat\b|\bpk\.?)?\s{0,2})"
    r"(?P<hour>[01]?\d|2[0-4])(?P<sep>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r"\s?(?P<zone>WITA|WIB|WIT|Z|GMT|UTC|[+-]\d\d:?\d\d)?(?![\w%])",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d.,])(?:(?:\bpukul|\bjam)\s{1,2}\d{1,2}(?:[.:]\d\d){0,2}"
    r"|\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?=\s?(?:WITA|WIB|WIT)\b)|\d{1,2}:\d\d(?::\d\d)?)(?!\d)",
    re.IGNORECASE,
)
_WEEKDAY_ALONE = re.compile(
    r",\s{1,2}(?:pada\s)?(?P<weekday>[A-Z][a-z]{3,6}(?:['’‘`´]at)?)"
    r"(?:\s(?:dini hari|pagi|siang|sore|petang|malam))?(?=[.,]|\s?$)",
    re.MULTILINE,
)
_BRACKET_CLOSED = re.compile(r"\s{0,2}\)")
_LOOK_BACK_CHARS = 40
