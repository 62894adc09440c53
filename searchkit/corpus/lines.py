"""Lines: the lines of a text with their places, and what can be told from their shape."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.language.dates import find_dates

_BREAK = re.compile(r"(?:(?<=[a-z]{4})|(?<=\d\d)|(?<=[)\]\"”’]))[.!?][\"”’)\]]?\s+(?=[\"“‘A-Z])")
"""Between two sentences; a shorter word before the stop is taken for a title (Dr., Pj.)."""

_END = re.compile(r"[.!?…][\"”’'»)\]*]{0,3}$")
_STOP = re.compile(r"(?<!\.)\.[\"”’'»)\]*]{0,3}$")
_LETTER = re.compile(r"[^\W\d_]")
_DATE_SHARE = 0.5

MAX_LINES = 20_000
"""Lines of one article that are looked at: news is far shorter."""


class Line(NamedTuple):
    """One line without the white space around it: ``text[start:end]`` of the whole text.

    ``follows_blank`` tells that an empty line, or nothing, stands before it.
    """

    text: str
    start: int
    end: int
    follows_blank: bool


def lines_of(text: str) -> list[Line]:
    """The lines that hold more than white space, in order: the first ``MAX_LINES``."""
    found: list[Line] = []
    at = 0
    blank = True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped)
            found.append(Line(stripped, start, start + len(stripped), blank))
            if len(found) == MAX_LINES:
                break
        blank = not stripped
        at += len(raw) + 1
    return found


def sentence_break(line: str) -> int | None:
    """Where the second sentence of a line begins; None where there is only one."""
    match = _BREAK.search(line)
    return match.end() if match else None


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does: stop, exclamation or question mark, ellipsis."""
    return bool(_END.search(line[-8:]))


def ends_with_stop(line: str) -> bool:
    """Whether a line ends with a full stop, closing marks aside; an ellipsis is none."""
    return bool(_STOP.search(line[-8:]))


def is_date_line(line: str) -> bool:
    """Whether a line is mostly a date, with or without a name ("Senin, 2 Desember 2024 | Rina")."""
    if len(line) > 100 or not any(char.isdigit() for char in line):
        return False
    dated = sum(found.end - found.start for found in find_dates(line))
    return dated >= len(line) * _DATE_SHARE


def has_words(line: str) -> bool:
    """Whether a line holds letters at all."""
    return bool(_LETTER.search(line))
