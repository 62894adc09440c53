"""Page: a sheet broken into rows for a width, ready to be drawn row by row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.segment import Segment
from rich.style import Style

from searchkit.ui.app.rows import Row, paragraphs_of, rows_of
from searchkit.ui.app.sheet import MATCH, SOFT, Reading, Sheet, sheet_of

LEAST = 10  # cells; a page is never narrower
HERE = "here"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a sheet, from top to bottom; ``starts`` are the characters they begin at."""

    sheet: Sheet
    rows: Sequence[Row]
    starts: Sequence[int]

    def row_of(self, at: int) -> int:
        """The row that a character of the sheet stands in."""
        return max(bisect_right(self.starts, at) - 1, 0)

    def segments(
        self, number: int, look: Callable[[str], Style], here: tuple[int, int] | None = None
    ) -> list[Segment]:
        """A row as it is drawn; ``look`` finds a style by its name.

        The match at the place ``here`` is looked for as HERE.
        """
        start, end, indent = self.rows[number]
        text = self.sheet.text
        drawn = [Segment(" " * indent)] if indent else []
        for first, last, style in self._runs(start, end, here):
            drawn.append(Segment(text[first:last], look(style) if style else None))
        return drawn

    def _runs(
        self, start: int, end: int, here: tuple[int, int] | None
    ) -> Iterator[tuple[int, int, str]]:
        """The stretches of a row that look the same."""
        marks = [mark for layer in self.sheet.layers for mark in layer.between(start, end)]
        if here and here[0] < end and here[1] > start:
            marks.append((*here, HERE))
        if not marks:
            yield start, end, ""
            return
        styles = [""] * (end - start)
        for first, last, style in marks:
            first, last = max(first, start), min(last, end)
            styles[first - start : last - start] = [style] * (last - first)
        at = start
        for look, run in groupby(styles):
            after = at + sum(1 for _same in run)
            gap = look.startswith(SOFT) and self.sheet.text[at:after].isspace()
            yield at, after, "" if gap else look
            at = after


def look_of(name: str, named: Callable[[str], Style]) -> Style:
    """The style of a mark; ``named`` finds those of the theme.

    Matches are bold and underlined; facts among them slant and are neither, so that the
    two are told apart without colour.
    """
    if name == MATCH:
        return named("match") + Style(bold=True, underline=True)
    if name.startswith(SOFT):
        fact = named(name.removeprefix(SOFT))
        return Style(color=fact.color, bgcolor=fact.bgcolor, reverse=fact.reverse, italic=True)
    return named(name)


def page_of(reading: Reading, width: int, *, why: bool = False) -> Page:
    """An article for rows of ``width`` cells; ``why`` tells the reasons of its facts."""
    return paged(sheet_of(reading, why=why), width)


def paged(sheet: Sheet, width: int) -> Page:
    """A sheet in rows of another width."""
    width = max(width, LEAST)
    text, body = sheet.text, sheet.body
    rows = list(rows_of(text, 0, body.start - 1, width))
    rows += paragraphs_of(text, body.start, body.end, width)
    if body.end < len(text):
        rows += rows_of(text, body.end + 1, len(text) - 1, width)
    return Page(sheet, rows, [row.start for row in rows])
