"""Edits: a text as it is shown, and where the characters of its source stand in it.

What is unsafe is left out, tabs become blanks, and marks may be put in between; every
offset of the source can be found in what is shown, and back.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from rich.cells import cell_len

from searchkit.ui.plain import replacements

TAB = 8  # cells from one tab stop to the next

# Tabs; then variation selectors and the colours of emoji: terminals disagree about their cells.
_TABS_AND_VARIANTS = re.compile("[\t\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")


class Edit(NamedTuple):
    """``source[start:end]`` becomes ``shown[at:after]``."""

    start: int
    end: int
    at: int
    after: int


class Edits:
    """A source text with ``insertions``, each before an offset of it, in order.

    ``text`` is what is shown.
    """

    def __init__(self, source: str, insertions: Iterable[tuple[int, str]] = ()) -> None:
        self._edits: list[Edit] = []
        pieces: list[str] = []
        done = length = 0
        column = 0
        has_tabs = "\t" in source
        for start, end, written in _merged(_replaced(source), insertions):
            kept = source[done:start]
            if has_tabs:
                column = _column(column, kept)
                written = " " * (TAB - column % TAB) if written == "\t" else written
                column = _column(column, written)
            pieces += (kept, written)
            at = length + len(kept)
            length = at + len(written)
            self._edits.append(Edit(start, end, at, length))
            done = end
        pieces.append(source[done:])
        self.text = "".join(pieces)
        self._ends = [edit.end for edit in self._edits]
        self._afters = [edit.after for edit in self._edits]

    def start(self, offset: int) -> int:
        """Where what begins at an offset of the source begins in what is shown."""
        offset = self._outside(offset)
        return self._shown(offset, bisect_right(self._ends, offset) - 1)

    def end(self, offset: int) -> int:
        """Where what ends at an offset of the source ends: before what was put in there."""
        offset = self._outside(offset)
        last = bisect_right(self._ends, offset) - 1
        while last >= 0 and self._edits[last].start == self._edits[last].end == offset:
            last -= 1
        return self._shown(offset, last)

    def spans(self, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Spans of the source in what is shown; those of which nothing is left are dropped."""
        for start, end in spans:
            shown = self.start(start), self.end(end)
            if shown[0] < shown[1]:
                yield shown

    def source(self, place: int) -> int:
        """The offset in the source of a place in what is shown."""
        last = bisect_right(self._afters, place) - 1
        offset = place
        if last >= 0:
            offset += self._edits[last].end - self._edits[last].after
        if last + 1 < len(self._edits) and self._edits[last + 1].at <= place:
            return self._edits[last + 1].start
        return offset

    def _outside(self, offset: int) -> int:
        """The offset; the end of what was replaced where it lies inside."""
        following = bisect_right(self._ends, offset)
        if following < len(self._edits) and self._edits[following].start < offset:
            return self._edits[following].end
        return offset

    def _shown(self, offset: int, last: int) -> int:
        """Where an offset went, ``last`` being the last edit before it."""
        return offset if last < 0 else offset + self._edits[last].after - self._edits[last].end


def _replaced(source: str) -> Iterator[tuple[int, int, str]]:
    """What is replaced, in order; a tab by a tab, which depends on its column."""
    done = 0
    for start, end, written in chain(replacements(source), [(len(source), len(source), "")]):
        for match in _TABS_AND_VARIANTS.finditer(source, done, start):
            yield match.start(), match.end(), "\t" if match[0] == "\t" else ""
        if start < end:
            yield start, end, written
        done = end


def _merged(
    replaced: Iterator[tuple[int, int, str]], insertions: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, int, str]]:
    """Replaced stretches and insertions in order; what falls into a stretch comes after it."""
    waiting = next(replaced, None)
    for offset, written in insertions:
        while waiting is not None and waiting[0] < offset:
            yield waiting
            offset = max(offset, waiting[1])
            waiting = next(replaced, None)
        yield offset, offset, written
    if waiting is not None:
        yield waiting
    yield from replaced


def _column(column: int, text: str) -> int:
    """The column behind a text that begins in a column."""
    _before, line_break, last = text.rpartition("\n")
    return cell_len(last) + (0 if line_break else column)
