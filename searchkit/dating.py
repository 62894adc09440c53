"""When an article was published, and when what it reports took place.

A day of publication is told by, in this order:

1. the reader, from metadata;
2. the path of the address: ``/2022/01/18/``, ``20221223…``;
3. a stamp: a date that stands alone in its line or sentence ("Senin, 02
   Desember 2024 23:06 WIB"), or an ISO date at the head of the text;
4. a weekday ("kata Bupati dalam keterangan tertulis, Jumat"), where a dated
   event and a copyright line of the same year fix it: the first such weekday
   on or after the event.

A date inside a sentence is when the event took place, never when the page
appeared. A date whose printed weekday contradicts it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from searchkit.language.dates import FoundDate, find_dates
from searchkit.language.printed_dates import find_weekdays


@dataclass(frozen=True, slots=True)
class Dates:
    """The two days of an article, each None where nothing tells it."""

    published: date | None
    event: date | None


def dates_of(
    body: str, text: str, url: str | None, published: date | None, base: date | None = None
) -> Dates:
    """Publication and event of an article whose reader found ``published``.

    ``body`` is the text without page furniture, ``text`` all of it: copyright
    lines are furniture. ``base`` helps to place dates without a year where
    the article itself gives no hint of the year.
    """
    copyright_year = _copyright_year(text)
    published = published or _from_url(url)
    hint = published or _month_of(url) or _end_of(copyright_year)
    found = [day for day in find_dates(body, hint or base) if day.weekday_agrees is not False]
    if hint is None:
        found = [day for day in found if day.has_year or day.weekday_agrees]
    stamps: list[FoundDate] = []
    events: list[FoundDate] = []
    for day in found:
        (stamps if day.has_year and _is_stamp(body, day) else events).append(day)
    published = published or next((stamp.day for stamp in stamps), None)
    event = _event(events, published)
    if published is None and event and copyright_year:
        published = _reported_on(body, event, copyright_year)
    return Dates(published, event)


def _event(events: Sequence[FoundDate], published: date | None) -> date | None:
    """The first date that lies close before the publication, where that is known."""
    for found in events:
        if published is None or -_AHEAD_DAYS <= (published - found.day).days <= _RECENT_DAYS:
            return found.day
    return None


def _is_stamp(body: str, found: FoundDate) -> bool:
    """Whether a date stands alone.

    Inside a line it is a sentence of its own; at the start of a line a few
    words may stand beside it: capitals or a label before ("PERWAKILAN: X, ",
    "Diterbitkan: "), anything after.
    """
    if found.start < _HEAD_CHARS and _ISO.match(body, found.start):
        return True
    start = max(0, found.start - _BESIDE_CHARS)
    before, newline, line = body[start : found.start].rpartition("\n")
    begins_line = bool(newline) or start == 0
    label_at = 0
    for stop in _SENTENCE_END.finditer(line):
        label_at = stop.end()
    label = line[label_at:].strip()
    inside = bool(label_at) or not begins_line
    if inside and _WORD.search(label):
        return False
    behind = body[found.end : found.end + _BESIDE_CHARS]
    if stop_behind := _SENTENCE_END.search(behind):
        behind = behind[: stop_behind.start()]
    if inside:
        return not _WORD.search(behind)
    labelled = label.isupper() or label.endswith(":") or not label.strip("-–—•|*()")
    return labelled and len(_WORD.findall(label) + _WORD.findall(behind)) <= _STAMP_WORDS


def _reported_on(body: str, event: date, year: int) -> date | None:
    """The day of the first statement dated by a weekday alone, on or after the event."""
    for weekday in find_weekdays(body):
        day = event + timedelta(days=(weekday - event.weekday()) % 7)
        return day if day.year == year else None
    return None


def _from_url(url: str | None) -> date | None:
    match = _URL_DAY.search(url or "")
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _month_of(url: str | None) -> date | None:
    """The last day of the month in an address such as ``/2023/03/title``."""
    match = _URL_MONTH.search(url or "")
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"])
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _end_of(year: int | None) -> date | None:
    return date(year, 12, 31) if year else None


def _copyright_year(text: str) -> int | None:
    """The year of the last copyright line.

    Years are looked for first: few articles print any, and "copyright" is
    then asked for in the little text before each.
    """
    floor = 0
    found = None
    for year in _YEAR_OF_CENTURY.finditer(text):
        before = text[max(floor, year.start() - _COPYRIGHT_CHARS) : year.start()]
        line = before.rpartition("\n")[2].lower()
        if any(sign in line for sign in _COPYRIGHT_SIGNS):
            found = int(year[0])
        floor = year.end()
    return found


_AHEAD_DAYS = 1
_RECENT_DAYS = 60
"""An article reports events of the last weeks; older dates in it are history."""

_HEAD_CHARS = 120
_BESIDE_CHARS = 60
_STAMP_WORDS = 3
_COPYRIGHT_CHARS = 90
# Expressions that are searched for begin with a plain character or class of
# characters: ``re`` skips text several times faster to such a beginning.
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[\"”)]?(?:\s|$))")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = r"(?P<year>199\d|20[0-4]\d)(?<!\d.{4})"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_URL_DAY = re.compile(rf"{_YEAR}(?P<sep>[/-]?){_MONTH}(?P=sep){_DAY}(?:\d{{6}})?(?!\d)")
_URL_MONTH = re.compile(rf"{_YEAR}[/-]{_MONTH}(?!\d)")
_YEAR_OF_CENTURY = re.compile(r"20\d\d(?!\d)")
_COPYRIGHT_SIGNS = ("©", "copyright", "hak cipta")
