"""Sentences: where they begin and end in a text.

A full stop ends a sentence unless it belongs to an abbreviation, an initial or
the number of a list item; no sentence begins in lower case (so a quotation
that ends in a question mark goes on with ``tanya dia``). News puts one
paragraph on a line, so a line break ends a sentence too, save where the text
is wrapped at a fixed width or a sentence visibly goes on in the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from searchkit.article import Span
from searchkit.language.abbreviations import holds_sentence

_CLOSING = "\"'”’»)\\]"
# It begins with a class of characters, over which ``re`` skips text fastest. Of a row of
# marks only the first is tried: what does not end a sentence there does not further on.
_STOP = re.compile(
    "[.!?…\n](?:(?<=\n)"
    f'|(?<!\n)(?<![.!?…][.!?…])[.!?…]*+(?P<closing>[{_CLOSING}]*+)(?=\\s|$|(?<=[{_CLOSING}])[A-Z“"])'
    "|(?<=[a-z]{3}\\.)(?=[A-Z][a-z]))"
)
_BLANKS = re.compile(r"[^\S\n]*+")
_ENUMERATOR = re.compile(r"\s*+(?:[0-9]{1,3}|[A-Za-z])$")
_ITEM = re.compile(r"(?:[0-9]{1,3}|[A-Za-z])[.)]\s|[-*•–—]")
_ENDED = tuple('.!?…:;"”')
_MIN_WRAP, _MAX_WRAP, _MIN_WRAPPED_LINES = 40, 100, 3


def sentences(text: str) -> list[Span]:
    """The sentences of ``text`` in order, trimmed of white space, none empty.

    Everything but white space lies in exactly one of them. Linear in the text.
    """
    soft = frozenset(_soft_breaks(text)) if "\n" in text else frozenset()
    spans: list[Span] = []
    start = 0
    for match in _STOP.finditer(text):
        at = match.start()
        ends = at not in soft if text[at] == "\n" else _ends(text, match, soft)
        if ends:
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _ends(text: str, match: re.Match[str], soft: frozenset[int]) -> bool:
    """Whether a full stop, question mark or the like ends its sentence."""
    closing = match["closing"]
    if closing is None:
        return True
    after = _next_mark(text, match.end(), soft)
    if after is not None and after.islower():
        return False
    marks = text[match.start() : match.start("closing")]
    if marks == "." and not closing.strip(")]"):
        line = text.rfind("\n", max(0, match.start() - 8), match.start()) + 1
        before = text[line : match.start()] if line or match.start() <= 8 else ""
        return not holds_sentence(text, match.start()) and not _ENUMERATOR.match(before)
    return True


def _next_mark(text: str, at: int, soft: frozenset[int]) -> str | None:
    """The next printed character, None where the line or the text ends first."""
    while True:
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if at in soft:
            at += 1
        elif at == len(text) or text[at] == "\n":
            return None
        else:
            return text[at]


def _soft_breaks(text: str) -> Iterator[int]:
    """Positions of the line breaks within a sentence."""
    block: list[tuple[int, str]] = []
    at = 0
    for line in text.split("\n"):
        at += len(line)
        if line.strip():
            block.append((at, line.strip()))
        else:
            yield from _soft_in(block)
            block = []
        at += 1
    yield from _soft_in(block)


def _soft_in(block: list[tuple[int, str]]) -> Iterator[int]:
    """The soft breaks between the lines of one block, given where each line ends."""
    wrapped = _is_wrapped([line for _, line in block])
    for (end, line), (_, following) in pairwise(block):
        if line.endswith(_ENDED) and not wrapped:
            continue
        if _ITEM.match(following) or line.endswith(":"):
            continue
        if wrapped or following[0].islower() or following[0] in ",;)%":
            yield end


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines were broken at a fixed width: no next word would have fitted."""
    if len(lines) < _MIN_WRAPPED_LINES:
        return False
    width = max(map(len, lines))
    if not _MIN_WRAP <= width <= _MAX_WRAP:
        return False
    return all(
        len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
        for line, following in pairwise(lines)
    )


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        spans.append(Span(start + left, start + right))
