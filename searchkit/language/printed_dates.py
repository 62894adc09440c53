"""Dates in the forms that Indonesian pages print, before they are known to exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
    ``last_day`` ends a range of days ("13-14/12/2024"), of which ``day`` is the first.
    """

    year: int | None
    month: int
    day: int
    weekday: int | None
    start: int
    end: int
    clock: tuple[int, int] | None
    offset: timedelta | None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of calendar.yaml: names of months, weekdays and time zones to numbers.

    ``history`` holds the words beside a day that is told as long past.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    zones: Mapping[str, int]
    history: frozenset[str]


def printed_dates(text: str) -> Iterator[PrintedDate]:
    """Every printed date of a text, in order, without overlaps."""
    patterns = _patterns()
    end = 0
    for digits in patterns.head.finditer(text):
        start = digits.start()
        if start < end:
            continue
        if match := patterns.date.match(text, start):
            printed = _read(match, text, end)
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
    history = table.get("history")
    if not isinstance(history, list) or not all(isinstance(word, str) for word in history):
        raise DataError("searchkit.language/calendar.yaml: history must be a list of words")
    return Calendar(months, weekdays, zones, frozenset(history))


def _words(table: object, numbers: range) -> dict[str, int]:
    if not isinstance(table, dict) or sorted(table) != list(numbers):
        raise DataError(f"searchkit.language/calendar.yaml: expected entries for {numbers}")
    return {_plain(word): number for number, words in table.items() for word in words}


def _plain(word: str) -> str:
    return re.sub("['’‘`´]", "", word.lower())


# Reading one date -------------------------------------------------------------------------


def _read(match: re.Match[str], text: str, floor: int) -> PrintedDate | None:
    """The date of one match, None where the digits are a decimal, a range or a share."""
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
        month = calendar().months[match["tm"].lower()]
        day, year = int(match["td"]), _full_year(match["ty"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    end, clock, offset = _clock_after(match.end(), text)
    if clock is None and bracket and (closed := _BRACKET_CLOSED.match(text, match.end())):
        end = closed.end()
    last = match["nl"] or match["sl"] or match["tl"]
    last_day = int(last) if last else None
    return PrintedDate(year, month, day, weekday, start, end, clock, offset, last_day)


def _weekday_before(at: int, text: str, floor: int) -> tuple[int | None, bool, int]:
    """The weekday before a date, whether a bracket opens, and where all of it starts."""
    begin = max(floor, at - _LOOK_BACK_CHARS)
    if match := _patterns().weekday.search(text, begin, at):
        weekday = calendar().weekdays[_plain(match["weekday"])]
        return weekday, bool(match["bracket"]), match.start()
    stripped = text[begin:at].rstrip()
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


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The expressions that hold words of the calendar.

    ``head`` finds the digits that may begin a date. It begins with a plain
    class of characters, over which ``re`` skips text several times faster
    than over any other beginning; ``date`` and ``weekday`` are then asked at
    those few places alone.
    """

    head: re.Pattern[str]
    date: re.Pattern[str]
    weekday: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = calendar()
    initials = "".join(sorted({word[0] for word in words.months}))
    return _Patterns(
        head=re.compile(_HEAD.replace("INITIALS", initials + initials.upper())),
        date=re.compile(_DATE.replace("MONTHS", _one_of(words.months))),
        weekday=re.compile(
            _WEEKDAY.replace(
                "WEEKDAYS",
                _one_of(f"{word[:3]}{_APOSTROPHE}?{word[3:]}" for word in words.weekdays),
            ),
            re.IGNORECASE | re.ASCII,
        ),
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_APOSTROPHE = "['’‘`´]"
_HEAD = (
    # not within a number (1.308) or an address
    r"[0-9](?<![0-9/].)(?<![0-9][.,].)[0-9]{0,3}"
    r"(?= ?[/.–-] ?[0-9]|[ -]{0,2}[INITIALS]| (?:dan|sampai|hingga) [0-9])"
)
_DATE = (
    r"(?P<iy>[0-9]{4})(?P<isep>[-/.])(?P<im>[0-9]{1,2})(?P=isep)(?P<id>[0-9]{1,2})(?![0-9])"
    r"|(?P<nd>[0-9]{1,2})(?: ?- ?(?P<nl>[0-9]{1,2})(?= ?/))? ?(?P<sep>[/.-]) ?(?P<nm>[0-9]{1,2})"
    r" ?(?P=sep) ?(?P<ny>[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|(?P<sd>[0-9]{1,2})(?: ?- ?(?P<sl>[0-9]{1,2})(?= ?/))? ?/ ?(?P<sm>[0-9]{1,2})(?![0-9])"
    r"|(?P<td>[0-9]{1,2})(?:(?: ?[-–] ?| (?:dan|sampai|hingga) )(?P<tl>[0-9]{1,2}))?"
    # "12Desember" lacks the blank; "12mei" is no date
    r"(?:[ -]{1,2}|(?=[A-Z][a-z]{3}))"
    r"(?P<tm>(?ai:MONTHS))\b\.?(?:,?[ -]{1,2}(?P<ty>[0-9]{4})(?![0-9]))?"
)
_WEEKDAY = (
    rf"(?<![a-z])(?P<weekday>(?:WEEKDAYS){_APOSTROPHE}?)\.?"
    r"(?:\s+(?:dini hari|pagi|siang|sore|petang|malam))?"
    r"\s*+[,.|-]?\s*+(?:(?:tanggal|tgl)\.?\s++)?(?P<bracket>\(?)\s*$"
)
_AFTER = re.compile(
    r"(?:T|\s{0,2}\)?\s{0,2}(?:[,|–-]|pukul|jam|\bat\b|\bpk\.?)?\s{0,2})"
    r"(?P<hour>[01]?\d|2[0-4])(?P<sep>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?"
    r"\s?(?P<zone>WITA|WIB|WIT|Z|GMT|UTC|[+-]\d\d:?\d\d)?(?![\w%])",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    # a class of characters first, for speed; the lookbehinds then say what began
    r"[0-9JPjp](?<![0-9.,].)"
    r"(?:(?<!\w[JPjp])(?i:(?<=p)ukul|(?<=j)am)\s{1,2}[0-9]{1,2}(?:[.:][0-9]{2}){0,2}"
    r"|(?<=[0-9])[0-9]?(?:[.:][0-9]{2}(?:[.:][0-9]{2})?(?=\s?(?i:WITA|WIB|WIT)\b)"
    r"|:[0-9]{2}(?::[0-9]{2})?))(?![0-9])"
)
_WEEKDAY_ALONE = re.compile(
    r",\s{1,2}(?:pada\s)?(?P<weekday>[A-Z][a-z]{3,6}(?:['’‘`´]at)?)"
    r"(?:\s(?:dini hari|pagi|siang|sore|petang|malam))?(?=[.,]|\s?$)",
    re.MULTILINE,
)
_BRACKET_CLOSED = re.compile(r"\s{0,2}\)")
_LOOK_BACK_CHARS = 40
