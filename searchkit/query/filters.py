"""Filters: the values of explicit restrictions, as typed → nodes.

The same functions serve the command line's options and ``field:value`` in a
query. A value that no article could have raises QueryError with a next step:
a filter is never guessed at and never dropped.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from searchkit.assessments.bands import all_bands, bands_named
from searchkit.errors import QueryError
from searchkit.language.numbers import parse_number
from searchkit.query.ast import (
    Dated,
    FromOutlets,
    InBands,
    InLevels,
    InRegion,
    InYears,
    Node,
    Or,
    Scored,
    WithIds,
)
from searchkit.query.parser import Clause
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.translation import N_, _

LEVEL_NAMES = {
    "provinsi": "provinsi",
    "province": "provinsi",
    "prov": "provinsi",
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "regency": "kabupaten",
    "kota": "kota",
    "city": "kota",
    "kementerian": "kementerian",
    "ministry": "kementerian",
    "lembaga": "lembaga",
    "agency": "lembaga",
    "opd": "opd",
    "unit": "opd",
}

_RANGE = re.compile(r"(?P<low>.*?)\.\.(?P<high>.*)", re.DOTALL)
_COMPARISON = re.compile(r"(?P<sign>>=|<=|>|<|=)\s*(?P<value>.+)", re.DOTALL)
# How far behind a field its value may go on without quotes, in words and characters.
_NEXT_WORDS = 3
_LONGEST_VALUE = 80
# Somebody stopped in the middle of it; the library of dates is not loaded to say so.
_OPEN_DATE = re.compile(r"\d[\d./-]*[./-]")
_PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Restrictions that all must hold; ``nodes`` has one per restricted field."""

    nodes: tuple[Node, ...] = ()

    @classmethod
    def parse(
        cls,
        *,
        regions: Sequence[str] = (),
        years: Sequence[str] = (),
        bands: Sequence[str] = (),
        outlets: Sequence[str] = (),
        levels: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Filters:
        """Filters from texts as typed; several values of one field are alternatives.

        Raises QueryError for a value that means nothing.
        """
        fields: tuple[tuple[Callable[[str], Node], Sequence[str]], ...] = (
            (region_filter, regions),
            (year_filter, years),
            (band_filter, bands),
            (outlet_filter, outlets),
            (level_filter, levels),
        )
        nodes = [any_of(tuple(map(parse, values))) for parse, values in fields if values]
        if since or until:
            nodes.append(_dated(since or "", until or ""))
        return cls(tuple(nodes))

    def among(self, ids: Iterable[str]) -> Filters:
        """The same restrictions, and only the articles with these ids."""
        return Filters((*self.nodes, WithIds(tuple(ids))))


def any_of(nodes: tuple[Node, ...]) -> Node:
    """One node that holds where any of them does."""
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def find_regions(value: str) -> tuple[Region, ...]:
    """The regions that a name or code stands for. Raises QueryError for an unknown one."""
    found = gazetteer().named(value)
    if not found:
        near = gazetteer().suggest(value)
        raise QueryError(
            _("no region is called {value!r}").format(value=value),
            _("Did you mean {names}?").format(names=_(" or ").join(near))
            if near
            else _("Use an official name or a code."),
        )
    return found


def region_filter(value: str) -> Node:
    """Articles about a region: "Jawa Timur", "jatim", "Kota Blitar", "35.72"."""
    return InRegion(tuple(region.code for region in find_regions(value)))


def year_filter(value: str) -> Node:
    """Articles of a year or years: "2023", "2021..2024", "..2022", ">=2023"."""
    low, high, low_open, high_open = _limits(value, _year, N_("year"), N_("2023 or 2021..2024"))
    first = None if low is None else int(low) + low_open
    last = None if high is None else int(high) - high_open
    return InYears(first, last)


def band_filter(value: str) -> Node:
    """Articles with a result in a band: "A", "hijau", "tertinggi", "kualitas tinggi".

    "=hijau" is that one value of the facet, without the categories of that colour.
    """
    exact = _exactly(value)
    bands = tuple(b.value for b in all_bands() if b.value == exact) or bands_named(value)
    if not bands:
        known = ", ".join(band.value for band in all_bands())
        raise QueryError(
            _("no band is called {value!r}").format(value=value),
            _("Bands: {known}.").format(known=known),
        )
    return InBands(bands)


def outlet_filter(value: str) -> Node:
    """Articles of an outlet whose name contains the value; "=tempo.co" is just that one."""
    if exact := _exactly(value):
        return FromOutlets((exact,), exact=True)
    if not re.search(r"\w", value):
        raise QueryError(
            _("{value!r} names no outlet").format(value=value),
            _("Give at least one word of its name."),
        )
    return FromOutlets((value,))


def _exactly(value: str) -> str | None:
    """The value of a facet behind "=", None where there is none."""
    return value[1:].strip() or None if value.startswith("=") else None


def level_filter(value: str) -> Node:
    """Articles about a level: "provinsi", "kabupaten", "kota", "kementerian", "lembaga", "opd"."""
    level = LEVEL_NAMES.get(value.casefold().strip("."))
    if level is None:
        known = ", ".join(dict.fromkeys(LEVEL_NAMES.values()))
        raise QueryError(
            _("no level is called {value!r}").format(value=value),
            _("Levels: {known}.").format(known=known),
        )
    return InLevels((level,))


def score_filter(value: str) -> Node:
    """Articles with a result in a range of scores: ">=90", "80..90", "98,19"."""
    return Scored(*_limits(value, parse_number, N_("score"), N_(">=90 or 80..90")))


def date_filter(value: str) -> Node:
    """Articles dated in a range: "2024", "2024-11", "2024-11-01..2024-11-15", ">=2024"."""
    if match := _RANGE.fullmatch(value):
        return _dated(match["low"].strip(), match["high"].strip())
    if match := _COMPARISON.fullmatch(value):
        return _compared(match["sign"], *_day(match["value"]))
    return Dated(*_day(value))


def _compared(sign: str, first: date, last: date) -> Dated:
    """Articles before, after or in the days from ``first`` to ``last``."""
    try:
        match sign:
            case ">=":
                return Dated(first, None)
            case ">":
                return Dated(last + date.resolution, None)
            case "<=":
                return Dated(None, last)
            case "<":
                return Dated(None, first - date.resolution)
    except OverflowError:
        raise QueryError(
            _("no date lies {sign} {first}").format(sign=sign, first=first),
            _("Write a year like 2024."),
        ) from None
    return Dated(first, last)


def _dated(since: str, until: str) -> Dated:
    """Articles from one date to another; an empty text leaves a side open."""
    first = _day(since)[0] if since else None
    last = _day(until)[1] if until else None
    if first and last and first > last:
        raise _backwards(since, until)
    return Dated(first, last)


def _backwards(low: str, high: str) -> QueryError:
    """A range that no article could lie in."""
    return QueryError(
        _("no range goes from {low} to {high}").format(low=low, high=high),
        _("The other way round: {high}..{low}").format(high=high, low=low),
    )


def _day(value: str) -> tuple[date, date]:
    """First and last day of a date, month or year as typed."""
    value = value.strip()
    try:
        if match := _PARTIAL_DATE.fullmatch(value):
            year, month = int(match["year"]), match["month"]
            if month is None:
                return date(year, 1, 1), date(year, 12, 31)
            return date(year, int(month), 1), date(
                year, int(month), monthrange(year, int(month))[1]
            )
        day = None
        if not _OPEN_DATE.fullmatch(value):
            from searchkit.language.dates import parse_date  # few queries have a date

            day = parse_date(value)
    except ValueError:
        day = None
    if day is None:
        raise QueryError(
            _("{value!r} is no date").format(value=value), _("Write 2024, 2024-11 or 2024-11-17.")
        )
    return day, day


def _year(value: str) -> float | None:
    return float(value) if re.fullmatch(r"[12]\d{3}", value) else None


def with_next_words(text: str, clause: Clause, parse: Callable[[str], Node]) -> str | None:
    """A field of a query with the words behind it in quotes, to tell how to write it.

    None where its value is in quotes already, or they make no value together.
    """
    if not text[: clause.end].endswith(clause.text):
        return None
    name = text[clause.start : clause.end - len(clause.text)]
    words = text[clause.end : clause.end + _LONGEST_VALUE].split()
    for count in range(min(_NEXT_WORDS, len(words)), 0, -1):
        value = " ".join((clause.text, *words[:count]))
        try:
            parse(value)
        except QueryError:
            continue
        return f'{name}"{value}"'
    return None


FILTERS: dict[str, Callable[[str], Node]] = {
    "region": region_filter,
    "year": year_filter,
    "band": band_filter,
    "outlet": outlet_filter,
    "date": date_filter,
    "score": score_filter,
    "level": level_filter,
}
"""What reads the value of each field that restricts."""


def _limits(
    value: str, parse: Callable[[str], float | None], what: str, example: str
) -> tuple[float | None, float | None, bool, bool]:
    """Lower and upper limit, and whether each is itself excluded."""

    def number(text: str) -> float:
        parsed = parse(text.strip())
        if parsed is None:
            raise QueryError(
                _("{value!r} is no {what}").format(value=value, what=_(what)),
                _("Write it like {example}.").format(example=_(example)),
            )
        return parsed

    if match := _RANGE.fullmatch(value):
        low, high = match["low"].strip(), match["high"].strip()
        if low or high:
            first, last = number(low) if low else None, number(high) if high else None
            if first is not None and last is not None and first > last:
                raise _backwards(low, high)
            return first, last, False, False
    if match := _COMPARISON.fullmatch(value):
        sign, limit = match["sign"], number(match["value"])
        if sign[0] == ">":
            return limit, None, sign == ">", False
        if sign[0] == "<":
            return None, limit, False, sign == "<"
        return limit, limit, False, False
    exact = number(value)
    return exact, exact, False, False
