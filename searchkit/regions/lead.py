"""The first paragraph of an article, and its first sentence."""

from __future__ import annotations

import re

_LEAD_REACH = 500  # characters of a first paragraph
_SHORTEST_LEAD = 60  # characters
_LINE = re.compile(r"[^\n]+")
_FULL_STOP = re.compile(r"[.!?][\"”]?\s")


def lead_of(body: str, start: int) -> tuple[int, int, int]:
    """Where the first paragraph after ``start`` begins, its first sentence ends, it ends.

    Short lines before it (captions, counters) are passed over.
    """
    first: re.Match[str] | None = None
    for line in _LINE.finditer(body, start, start + 4 * _LEAD_REACH):
        first = first or line
        if len(line.group().strip()) >= _SHORTEST_LEAD:
            first = line
            break
    if first is None:
        return start, start, start
    begin = first.start()
    lead = first.group()[:_LEAD_REACH]
    full_stop = _FULL_STOP.search(lead)
    return begin, begin + (full_stop.end() if full_stop else len(lead)), begin + len(lead)
