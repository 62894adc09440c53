"""Clauses: where a sentence may be parted without breaking what belongs together.

A clause ends at a comma, semicolon, colon or dash, and before a conjunction or a relative.
"""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.article import Span
from searchkit.language.function_words import clause_openers


def clause_gaps(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """What parts the clauses of ``text[start:end]``: from the end of one to the start of the next.

    In order, with something before and behind each. A comma is part of the gap; one inside
    a closing quotation mark stays with its clause.
    """
    end = len(text) if end is None else end
    gaps: list[Span] = []
    for match in _gap().finditer(text, start, end):
        gap = Span(*match.span())
        if gap.end < end and not text[start : gap.start].isspace() and start < gap.start:
            gaps.append(gap)
            start = gap.end
    return gaps


@lru_cache
def _gap() -> re.Pattern[str]:
    opening = "|".join(sorted(clause_openers(), key=len, reverse=True))
    return re.compile(
        r"[,;:]\s++"  # banjir, kata …
        r"|(?<=[,;:.!?][\"\u201d\u2019])\s++"  # banjir," kata …
        r"|(?<=\S)\s++[-\u2013\u2014]\s++"
        rf"|(?<=\w)\s++(?=(?:{opening})\s)"
    )
