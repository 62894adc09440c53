"""Months: counts by month as columns of a bar chart, joined to quarters or years where it is long.

A month is a number here, the months since the year 0, so that spans are plain ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from searchkit.translation import N_, _, grouped, numbered

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.ui.app.view import View

Span = tuple[int, int]
"""The first and the last month of a stretch, both included."""

YEAR = 12
SIZES = (1, 3, YEAR, 10 * YEAR)
"""How many months a column may stand for, the finest first."""

UNITS = {1: N_("months"), 3: N_("quarters"), YEAR: N_("years"), 10 * YEAR: N_("decades")}

WIDEST = 6  # cells of a column; wider ones say no more
NAMED_FROM = 4  # cells from which each month or quarter has its name below it
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class Bucket(NamedTuple):
    """The articles of some months."""

    first: int
    last: int
    articles: int

    @property
    def name(self) -> str:
        """``2024-11``, ``2024 Q4``, ``2024``, ``2020–2029``."""
        year, month = divmod(self.first, YEAR)
        match self.last - self.first + 1:
            case 1:
                return named(self.first)
            case 3:
                return f"{year:04} Q{month // 3 + 1}"
            case size if size <= YEAR:
                return f"{year:04}"
            case _:
                return f"{year:04}–{self.last // YEAR:04}"


def month_of(name: str) -> int | None:
    """``2024-11`` (or a day of it) as a number; None for anything else."""
    found = _MONTH.match(name)
    return int(found[1]) * YEAR + int(found[2]) - 1 if found else None


def named(month: int) -> str:
    """A month as facets and filters write it: ``2024-11``."""
    return f"{month // YEAR:04}-{month % YEAR + 1:02}"


def buckets_of(counts: Mapping[int, int], size: int) -> list[Bucket]:
    """The counts of months in stretches of ``size`` months without a gap, in order.

    Stretches begin where the calendar has them begin: quarters in January, April,
    July and October. Months without articles are there, with nothing.
    """
    if not counts:
        return []
    start, end = min(counts) // size, max(counts) // size
    totals = [0] * (end - start + 1)
    for month, count in counts.items():
        totals[month // size - start] += count
    return [
        Bucket((start + at) * size, (start + at + 1) * size - 1, total)
        for at, total in enumerate(totals)
    ]


def size_for(counts: Mapping[int, int], width: int) -> int:
    """The finest size of which all columns find room in ``width`` cells; else the coarsest."""
    if not counts:
        return SIZES[0]
    first, last = min(counts), max(counts)
    fitting = (size for size in SIZES if last // size - first // size < width)
    return next(fitting, SIZES[-1])


class Months(NamedTuple):
    """How many articles of a result are dated in each month, and how many have no date."""

    counts: Mapping[int, int]
    undated: int

    @property
    def dated(self) -> int:
        """The articles with a date."""
        return sum(self.counts.values())

    @property
    def span(self) -> Span | None:
        """The first and the last month that have articles, None where there are none."""
        return (min(self.counts), max(self.counts)) if self.counts else None

    def inside(self, span: Span) -> int:
        """The articles of some months."""
        return sum(count for month, count in self.counts.items() if span[0] <= month <= span[1])

    def fitting(self, width: int) -> int:
        """The finest size of columns that all find room in a chart of ``width`` cells."""
        return size_for(self.counts, width - len(grouped(self.dated)) - 2)


def months_of(index: Index, view: View) -> Months:
    """The months of a view's result. Raises as ``Index.search``."""
    results = index.search(
        view.asked,
        filters=view.filters(),
        limit=0,
        facets=("month",),
        apart=True,
        unfinished=view.unfinished,
    )
    told = ((month_of(str(value.value)), value.count) for value in results.facets["month"])
    counts = {month: count for month, count in told if month is not None}
    return Months(counts, max(results.total - sum(counts.values()), 0))


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns drawn ``cell`` cells wide from ``start`` on, as many as ``shown``; ``gutter`` left.

    ``cursor`` is the number of a bucket, ``kept`` the months chosen, None for all.
    """

    buckets: Sequence[Bucket]
    cursor: int
    kept: Span | None
    width: int
    height: int
    start: int = 0

    @property
    def gutter(self) -> int:
        """The cells left of the columns, for the highest count."""
        return len(grouped(self.most)) + 1

    @property
    def most(self) -> int:
        """The count of the highest column."""
        return max((bucket.articles for bucket in self.buckets), default=0)

    @property
    def room(self) -> int:
        """The cells that columns have."""
        return max(self.width - self.gutter - 1, 1)

    @property
    def cell(self) -> int:
        """The cells of a column, with the gap behind it."""
        return max(min(self.room // max(len(self.buckets), 1), WIDEST), 1)

    @property
    def shown(self) -> range:
        """The numbers of the columns that are seen, the cursor's among them."""
        room = self.room // self.cell
        start = min(max(self.start, self.cursor - room + 1), self.cursor)
        start = max(min(start, len(self.buckets) - room), 0)
        return range(start, min(start + room, len(self.buckets)))

    def holding(self, month: int) -> int:
        """The number of the column that a month is in, the nearest one where it is in none."""
        if not self.buckets:
            return 0
        first, last, _articles = self.buckets[0]
        return min(max((month - first) // (last - first + 1), 0), len(self.buckets) - 1)

    def between(self, one: int, other: int) -> Span:
        """The months from one column to another, whichever comes first."""
        one, other = sorted((one, other))
        return self.buckets[one].first, self.buckets[other].last

    def at(self, x: int) -> int:
        """The column at a place in the width, the nearest one beside them."""
        shown = self.shown
        return min(max(shown.start + (x - self.gutter) // self.cell, shown.start), shown.stop - 1)

    def lines(self) -> Iterable[Text]:
        """The bars from top to bottom, what is chosen and where the cursor is, names."""
        yield from map(self._bars, range(self.height, 0, -1))
        yield self._marks()
        yield self._names()

    def _bars(self, row: int) -> Text:
        """One line of bars, rows counted from below; the highest count is told on the first."""
        told = grouped(self.most) if row == self.height else "0" if row == 1 else ""
        line = Text.assemble((f"{told:>{self.gutter - 1}} ", "dim"))
        gap = int(self.cell > 1)
        for at in self.shown:
            bucket = self.buckets[at]
            eighths = round(bucket.articles / (self.most or 1) * self.height * 8)
            eighths = max(eighths, 1) if bucket.articles else 0
            block = _EIGHTHS[min(max(eighths - (row - 1) * 8, 0), 8)]
            line.append(block * (self.cell - gap), style=self._style(at))
            line.append(" " * gap)
        return line

    def _style(self, at: int) -> str:
        if at == self.cursor:
            return "match"
        return "bar" if self._is_kept(self.buckets[at]) else "quiet"

    def _is_kept(self, bucket: Bucket) -> bool:
        first, last = self.kept or (bucket.first, bucket.last)
        return bucket.first <= last and bucket.last >= first

    def _marks(self) -> Text:
        """The axis: thick below what is chosen, with the cursor; arrows where it goes on."""
        shown = self.shown
        before = "‹" if shown.start else " "
        line = Text(" " * (self.gutter - 1) + before)
        for at in shown:
            chosen = self.kept is not None and self._is_kept(self.buckets[at])
            middle = (self.cell - 1) // 2
            rule = ("━" if chosen else "─") * self.cell
            if at == self.cursor:
                rule = rule[:middle] + "▲" + rule[middle + 1 :]
            line.append(rule, style="match" if chosen or at == self.cursor else "dim")
        line.append("›" if shown.stop < len(self.buckets) else "")
        return line

    def _names(self) -> Text:
        """The year below its first column; months and quarters by number where there is room."""
        cells = [" "] * self.width
        free = 0
        for place, at in enumerate(self.shown):
            name = self._name(at, is_first=place == 0)
            left = self.gutter + place * self.cell
            if name and left >= free and left + len(name) <= self.width:
                cells[left : left + len(name)] = name
                free = left + len(name) + 1
        return Text("".join(cells).rstrip(), style="quiet")

    def _name(self, at: int, *, is_first: bool) -> str:
        bucket = self.buckets[at]
        year, month = divmod(bucket.first, YEAR)
        size = bucket.last - bucket.first + 1
        if is_first and size < YEAR and month and (YEAR - month) // size * self.cell <= len("2024"):
            return ""  # it would take the room of the year that begins next to it
        if is_first or size >= YEAR or not month:
            return f"{year:04}"
        if self.cell < NAMED_FROM:
            return ""
        return f"{month + 1:02}" if size == 1 else f"Q{month // size + 1}"


def unit_named(size: int) -> str:
    """What columns stand for, in words."""
    return _(UNITS[size])


def told(months: Months, chart: Chart) -> Text:
    """One line on the column under the cursor, on what is chosen, and on what has no date."""
    bucket = chart.buckets[chart.cursor]
    every = _articles(months.dated)
    if chart.kept is None:
        share = _("{n} of {many}").format(n=grouped(bucket.articles), many=every)
        line = Text.assemble((bucket.name, "bold"), f": {share}")
    else:
        first, last = chart.kept
        span = named(first) if first == last else f"{named(first)}–{named(last)}"
        share = _("{n} of {many}").format(n=grouped(months.inside(chart.kept)), many=every)
        line = Text.assemble((bucket.name, "bold"), f": {_articles(bucket.articles)} · ")
        line.append(f"{span}: {share}", style="match")
    if months.undated:
        line.append(" · " + _("undated: {n}").format(n=grouped(months.undated)))
    return line


def _articles(number: int) -> str:
    return numbered("{n} article", "{n} articles", number)
