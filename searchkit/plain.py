"""Untrusted text, made harmless for a terminal.

News pages, file names and queries may hold escape sequences that recolour a
screen, set its title or hide words. ``plain`` leaves what a reader can see.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

# Sequences of ECMA-48: CSI, then the string controls (OSC, DCS, SOS, PM, APC) as
# far as they end on their own line, then the short ones (ESC c, ESC ( 0, …).
_SEQUENCE = (
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*+(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*+[0-~]"
)
# Line and page breaks other than the newline: a blank, so that words stay apart.
_BREAKS = "\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
# Control characters, and format characters that are invisible or reorder text.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SURROGATE = "\ud800-\udfff"
_UNSAFE = re.compile(
    f"(?P<crlf>\\r(?=\\n))|(?P<gone>{_SEQUENCE}|[{_INVISIBLE}])"
    f"|(?P<blank>[{_BREAKS}])|(?P<broken>[{_SURROGATE}])"
)
# What any of these begins with: looking for one character is ten times as quick.
_SUSPECT = re.compile(f"[{_INVISIBLE}{_BREAKS}{_SURROGATE}]")
_REPLACEMENT = {"crlf": "", "gone": "", "blank": " ", "broken": "\ufffd"}

Offsets = tuple[int, int]


def _replacement(match: re.Match[str]) -> str:
    return _REPLACEMENT[match.lastgroup or "gone"]


def plain(text: str) -> str:
    """``text`` without escape sequences, control, bidi and zero-width characters.

    Newlines and tabs stay; other line breaks become a blank; half a surrogate
    pair becomes U+FFFD.
    """
    return text if _SUSPECT.search(text) is None else _UNSAFE.sub(_replacement, text)


def replacements(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches ``text[start:end]`` that ``plain`` replaces, and by what, in order."""
    at = 0
    while suspect := _SUSPECT.search(text, at):
        match = _UNSAFE.match(text, suspect.start())
        assert match is not None, "every suspect is unsafe"
        yield suspect.start(), match.end(), _replacement(match)
        at = match.end()


def plain_line(text: str) -> str:
    """``plain`` text on one line: runs of white space become one blank."""
    return " ".join(plain(text).split())


def plain_spans(text: str, spans: Iterable[Offsets]) -> tuple[str, list[Offsets]]:
    """``plain(text)``, and ``spans`` (offsets into ``text``) moved to where they stand in it.

    Spans come back in order; those that lose all their characters are dropped.
    """
    wanted = sorted(spans)
    if _SUSPECT.search(text) is None:
        return text, wanted
    starts: list[int] = []  # of each replaced stretch, in the text
    ends: list[int] = []
    shifts: list[int] = []  # how much shorter the text has become up to its end
    shift = 0
    for start, end, replacement in replacements(text):
        starts.append(start)
        ends.append(end)
        shift += end - start - len(replacement)
        shifts.append(shift)

    def moved(offset: int) -> int:
        nearest = bisect_left(starts, offset) - 1
        if nearest < 0:
            return offset
        # An offset inside a replaced stretch moves to its end.
        return max(offset, ends[nearest]) - shifts[nearest]

    shifted = [(moved(start), moved(end)) for start, end in wanted]
    return plain(text), [(start, end) for start, end in shifted if start < end]
