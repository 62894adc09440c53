"""Wildcards: terms that fit a pattern, and terms a few slips away from one.

``?`` stands for one character and ``*`` for any number of them. Each piece
between two stars is looked for once, at the first place where it fits: the
time is linear in the term whatever the pattern.
"""

from __future__ import annotations

import re
from functools import lru_cache

MOST_SLIPS = 2
"""More slips are not looked for, as in Lucene: most words have neighbours that far away."""

_SHORT, _LONG = 3, 6


def slips_for(term: str) -> int:
    """How many slips ``term~`` allows: none below three letters, two from six letters on.

    As Elasticsearch's fuzziness AUTO.
    """
    return 0 if len(term) < _SHORT else 1 if len(term) < _LONG else MOST_SLIPS


@lru_cache(maxsize=256)
def wildcard(pattern: str) -> re.Pattern[str]:
    """An expression for the lines of a text that fit, each a term."""
    first, *others = (_piece(piece) for piece in pattern.split("*"))
    if not others:
        return re.compile(f"^{first}$", re.MULTILINE)
    *middle, last = others
    pieces = "".join(f"(?>[^\\n]*?{piece})" for piece in middle if piece)
    return re.compile(f"^{first}{pieces}[^\\n]*{last}$", re.MULTILINE)


def opening(pattern: str) -> str:
    """What every term that fits begins with."""
    return re.split(r"[?*]", pattern, maxsplit=1)[0]


def _piece(piece: str) -> str:
    return "".join("[^\\n]" if c == "?" else re.escape(c) for c in piece)
