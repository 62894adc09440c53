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
appeared. News dates what is fresh by its weekday or between brackets ("Kamis,
14 Desember", "(14/12)"), so such a date goes before one that has neither; in
21,385 articles of September 2019 the first with a weekday was of another year
18 times in 12,228, the first without 230 times in 1,205. A date whose printed
weekday contradicts it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from searchkit.language.dates import FoundDate, place_dates
from searchkit.language.printed_dates import calendar, find_weekdays, printed_dates


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
    lines are furniture. ``base`` is a day before which the article is known to
    have been written, for where it gives no hint itself: it places dates
    without a year.
    """
    published = published or _from_url(url)
    printed = list(printed_dates(body))
    if not printed:
        return Dates(published, None)
    found = _agreeing(place_dates(printed))
    stamps = [day for day in found if _is_stamp(body, day)]
    stamped = {stamp.start for stamp in stamps}
    events = [day for day in found if day.start not in stamped]
    published = published or _publication(stamps, events)
    month = None if published else _month_of(url)
    copyright_year = None if published else _copyright_year(text)
    hint = published or month
    guess = hint or base or _end_of(copyright_year)
    if guess and any(day.year is None for day in printed):
        placed = _agreeing(place_dates(printed, guess))
        events = [day for day in placed if day.start not in stamped]
        if hint is None:
            events = [day for day in events if day.has_year or day.weekday_agrees]
    if published:
        event = _event(body, events, published, _RECENT)
    elif month:
        event = _event(body, events, month, _RECENT + timedelta(days=31))
    else:
        event = _event_alone(body, events, base)
    if published is None and event and copyright_year:
        published = _reported_on(body, event, copyright_year)
    return Dates(published, event)


def _agreeing(found: Iterable[FoundDate]) -> list[FoundDate]:
    return [day for day in found if day.weekday_agrees is not False]


def _publication(stamps: Sequence[FoundDate], events: Sequence[FoundDate]) -> date | None:
    """The first stamp that is not the current date which a page prints above an old article.

    Such a date stands at the top without a clock time, and long after all
    that the article itself dates: its byline and its fresh events.
    """
    own = [day.day for day in events if day.weekday_agrees]
    own += [stamp.day for stamp in stamps if stamp.has_time and stamp.start < _TOP_CHARS]
    latest = max(own, default=None)
    for stamp in stamps:
        above = stamp.start < _HEAD_CHARS and not stamp.has_time
        if not (above and latest and stamp.day - latest > _RECENT):
            return stamp.day
    return None


def _event(
    body: str, events: Sequence[FoundDate], published: date, within: timedelta
) -> date | None:
    """The first fresh date, else the first date, of the time ``within`` before publication."""
    recent = [found for found in events if -_AHEAD <= published - found.day <= within]
    first = next((found for found in recent if _is_fresh(body, found)), None)
    return first.day if first else recent[0].day if recent else None


def _event_alone(body: str, events: Sequence[FoundDate], base: date | None) -> date | None:
    """The first fresh date, where nothing tells the publication.

    Without one, the first date that is no history: from the year before
    ``base``, or else of the latest year that the body names and not the day
    of a birth or foundation.
    """
    for found in events:
        if _is_fresh(body, found):
            return found.day
    if base:
        return next((found.day for found in events if _within_year(found.day, base)), None)
    year = max((int(match[0]) for match in _NAMED_YEAR.finditer(body)), default=0)
    for found in events:
        if found.day.year >= year and not _is_history(body, found):
            return found.day
    return None


def _is_fresh(body: str, found: FoundDate) -> bool:
    return bool(found.weekday_agrees) or body.startswith("(", found.start)


def _within_year(day: date, base: date) -> bool:
    return timedelta(0) <= base - day <= timedelta(days=365)


def _is_history(body: str, found: FoundDate) -> bool:
    """Whether the sentence before a date speaks of a birth, a wedding or a foundation."""
    before = body[max(0, found.start - _BESIDE_CHARS) : found.start]
    words = _WORD.findall(_SENTENCE_END.split(before)[-1].lower())
    return not calendar().history.isdisjoint(words)


def _is_stamp(body: str, found: FoundDate) -> bool:
    """Whether a date stands alone.

    Inside a line it is a sentence of its own; at the start of a line a few
    words may stand beside it: capitals or a label before ("PERWAKILAN: X, ",
    "Diterbitkan: "), anything after.
    """
    if found.start < _HEAD_CHARS and _ISO.match(body, found.start):
        return True
    start = max(0, found.start - _BESIDE_CHARS)
    _, newline, line = body[start : found.start].rpartition("\n")
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


_AHEAD = timedelta(days=1)
_RECENT = timedelta(days=60)
"""An article reports events of the last weeks; older dates in it are history."""

_HEAD_CHARS = 120
_TOP_CHARS = 500
"""Within these a page prints its current date, and the byline of the article."""

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
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d(?<!\d.{4})(?!\d)")
_COPYRIGHT_SIGNS = ("©", "copyright", "hak cipta")
