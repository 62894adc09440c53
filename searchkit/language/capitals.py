"""Capitals: whether a word that could be a region's name is written as one."""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.abbreviations import holds_sentence
from searchkit.language.function_words import function_words
from searchkit.language.names import RegionName
from searchkit.language.tables import PACKAGE

_WINDOW = 200
_LOOK_BACK = 24
_HEADLINE_WORDS = 4
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,20})\.?\s{1,3}$")
_OPENING = " \t\r\u00a0\"'“”‘’(["


@lru_cache
def name_cues(package: str = PACKAGE) -> frozenset[str]:
    """Words that a region's name follows, in lower case. Raises DataError on a bad row."""
    rows = load_csv_resource(package, "name_cues.csv", ("cue", "meaning"))
    cues = frozenset(row["cue"] for row in rows)
    if len(cues) != len(rows) or not all(cue.isalpha() and cue.islower() for cue in cues):
        raise DataError(f"{package}/name_cues.csv: a repeated cue, or not lower case")
    return cues


def is_written_as_name(text: str, start: int, end: int, name: RegionName) -> bool:
    """Whether ``text[start:end]``, which begins with a capital, stands for the region.

    ``text`` has lower-case letters somewhere. A name that is no everyday word
    is a name wherever it has a capital. An everyday word (batu, serang) is one
    after a cue (Kota Batu), and otherwise unless its capital has another
    reason: a headline in which every word has one, or the beginning of a
    sentence that goes on in lower case (``Serang balik itu ...``; but
    ``Malang, 14 November`` is where a report was written).
    """
    if not name.everyday:
        return True
    before = _WORD_BEFORE.search(text, max(0, start - _LOOK_BACK), start)
    if before is not None and before[1].lower() in name_cues():
        return True
    return not _in_headline(text, start, end) and not _opens_sentence(text, start, end)


def _in_headline(text: str, start: int, end: int) -> bool:
    """Whether every word of the line but function words begins with a capital."""
    left = text.rfind("\n", max(0, start - _WINDOW), start) + 1
    right = text.find("\n", end, end + _WINDOW)
    if (not left and start > _WINDOW) or (right < 0 and len(text) > end + _WINDOW):
        return False
    words = _WORD.findall(text[left : right if right >= 0 else len(text)])
    return len(words) >= _HEADLINE_WORDS and all(
        not word[0].islower() or word in function_words() for word in words
    )


def _opens_sentence(text: str, start: int, end: int) -> bool:
    """Whether the word begins a sentence that goes on in lower case."""
    first = max(0, start - _LOOK_BACK)
    before = text[first:start].rstrip(_OPENING)
    opens_line = before.endswith("\n") or not before
    if not opens_line:
        mark, stop = before[-1], first + len(before) - 1
        if mark not in ".!?…" or (mark == "." and holds_sentence(text, stop)):
            return False
    following = text[end : end + 8].lstrip()[:1]
    return following.islower() or not (opens_line or following.isalnum())
