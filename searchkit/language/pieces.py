"""Pieces: a text between its white space, and where in it the tokens stand.

No token reaches over white space. Pieces come up again and again, so that the places
of tokens within one are remembered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from searchkit.language.tokenizer import PATTERN, cut

Bounds = tuple[tuple[int, int], ...]

_PIECE = re.compile(r"\S+(?:(?<=[0-9]) %\S*)*")
_MARKS = '.,"“”()?!;:'
"""Marks beside a word that neither belong to it nor make anything else of it."""
_SHORT = 255
"""The places in longer pieces are not remembered."""


def pieces_of(text: str) -> list[str]:
    """The stretches between white space, in order; "5 %" is one, for it is one amount."""
    return text.split() if " %" not in text else _PIECE.findall(text)


def word_of(piece: str) -> str | None:
    """The word that a piece is but for the marks around it, None where it may be more."""
    core = piece.strip(_MARKS)
    return core if len(core) > 1 and core.isascii() and core.isalpha() else None


def bounds_of(piece: str) -> Bounds:
    """Where the tokens of a piece begin and end within it."""
    return _bounds_of_short(piece) if len(piece) <= _SHORT else _bounds_in(piece)


def starts_of(text: str, pieces: Sequence[str]) -> list[int]:
    """Where in a text its pieces begin."""
    starts: list[int] = []
    at = 0
    for piece in pieces:
        at = text.index(piece, at)
        starts.append(at)
        at += len(piece)
    return starts


class Located:
    """The tokens of a text by position: ``terms``, ``stems``, and where a token stands.

    ``counts`` has the number of tokens of each piece. Places are worked out only for the
    tokens that somebody asks for.
    """

    def __init__(
        self,
        text: str,
        pieces: Sequence[str],
        counts: Iterable[int],
        terms: Sequence[str],
        stems: Sequence[str | None],
    ) -> None:
        self.terms = terms
        self.stems = stems
        self._text = text
        self._pieces = pieces
        self._first = list(accumulate(counts, initial=0))
        self._starts: list[int] = []

    def span(self, position: int) -> tuple[int, int]:
        """Where a token begins and ends in the text."""
        if not self._starts:
            self._starts = starts_of(self._text, self._pieces)
        piece = bisect_right(self._first, position) - 1
        start, end = bounds_of(self._pieces[piece])[position - self._first[piece]]
        at = self._starts[piece]
        return at + start, at + end


@lru_cache(1 << 15)
def _bounds_of_short(piece: str) -> Bounds:
    return _bounds_in(piece)


def _bounds_in(piece: str) -> Bounds:
    word = word_of(piece)
    if word is not None:
        at = piece.index(word)
        return tuple((at + start, at + end) for start, end in cut(word))
    return tuple(
        (match.start() + start, match.start() + end)
        for match in PATTERN.finditer(piece)
        for start, end in cut(match.group())
    )
