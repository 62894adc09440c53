"""Rows: a text broken into lines of so many cells.

A row is a stretch of the text, so that every character is found by its offset. Rows end
at blanks, or beside wide characters, which have none between their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import get_character_cell_size

PILED = 8  # characters in a cell of a row, at most: marks may be piled up on a letter

# Characters of one cell, for certain: those that nearly every article consists of.
_OTHER = re.compile("[^ -~\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e]")
_WORD = re.compile(r"\S")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


class Row(NamedTuple):
    """``text[start:end]``, after ``indent`` blanks."""

    start: int
    end: int
    indent: int = 0


class _Cells(dict[int, str]):
    """The cells of each character, as a digit."""

    def __missing__(self, code: int) -> str:
        self[code] = digit = str(get_character_cell_size(chr(code)))
        return digit


_CELLS = _Cells()


def rows_of(text: str, start: int, end: int, width: int) -> Iterator[Row]:
    """The lines of ``text[start:end]``; what is wrapped keeps the indent of its beginning."""
    for first, last in _lines(text, start, end):
        indent = 0
        while first + indent < last and indent < width // 4 and text[first + indent] == " ":
            indent += 1
        for row in _wrapped(text, first + indent, last, width - indent):
            yield Row(*row, indent)


def paragraphs_of(text: str, start: int, end: int, width: int) -> Iterator[Row]:
    """The paragraphs of ``text[start:end]``, an empty row between them.

    Each line is one, unless empty lines set paragraphs apart.
    """
    word = _WORD.search(text, start, end)
    each_line = word is None or _EMPTY_LINE.search(text, word.start(), end) is None
    apart = begun = False
    for first, last in _lines(text, start, end):
        last = first + len(text[first:last].rstrip())
        if first == last:
            apart = True
            continue
        if begun and (apart or each_line):
            yield Row(first, first)
        begun, apart = True, False
        for row in _wrapped(text, first, last, width):
            yield Row(*row)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start <= end:
        line_break = text.find("\n", start, end)
        last = end if line_break < 0 else line_break
        yield start, last
        start = last + 1


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """One line as stretches of at most ``width`` cells, without the blanks between them."""
    if end - start <= width and _OTHER.search(text, start, end) is None:
        yield start, end
        return
    fits = _Fit(text, start, end, width)
    at = start
    while at < end:
        full = fits(at)
        last = following = full
        if full < end:
            cut = max(text.rfind(" ", at, full + 1), fits.beside_wide(at, full))
            last = following = cut if cut > at else full
        while last > at and text[last - 1] == " ":
            last -= 1
        while following < end and text[following] == " ":
            following += 1
        if last > at:
            yield at, last
        at = following


class _Fit:
    """How much of a line goes into a row."""

    def __init__(self, text: str, start: int, end: int, width: int) -> None:
        self._start, self._end, self._width = start, end, width
        narrow = _OTHER.search(text, start, end) is None
        self._cells = "" if narrow else text[start:end].translate(_CELLS)

    def __call__(self, at: int) -> int:
        """The end of what fits from ``at`` on; at least one character."""
        if not self._cells:
            return min(self._end, at + self._width)
        cells, offset = self._cells, self._start
        first = at - offset
        last = min(len(cells), first + self._width)
        used = last - first + cells.count("2", first, last) - cells.count("0", first, last)
        while used > self._width and last > first + 1:
            last -= 1
            used -= int(cells[last])
        most = min(len(cells), first + PILED * self._width)
        while last < most and used + int(cells[last]) <= self._width:
            used += int(cells[last])
            last += 1
        return last + offset

    def beside_wide(self, at: int, full: int) -> int:
        """The last place up to ``full`` before or behind a wide character; ``at`` if none."""
        if not self._cells:
            return at
        first, last = at - self._start, full - self._start
        if last < len(self._cells) and self._cells[last] == "2":
            return full
        wide = self._cells.rfind("2", first, last)
        if wide < 0:
            return at
        behind = wide + 1
        while behind < last and self._cells[behind] == "0":
            behind += 1
        return behind + self._start
