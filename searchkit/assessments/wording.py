"""Wording: a text in lower case with the places of its words, made once for all who read it.

Most of what is looked for begins with one of a few words, and most texts hold
none of them. So the words are found once, and patterns are only tried where
one stands that they may begin with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, compress

_LETTERS = bytes(c if chr(c).isalpha() and c < 128 else 32 for c in range(256))
_SMALL = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
"""What ``re`` takes for the same letter without regard to case, and ``str.lower`` does not."""


class Wording:
    """``text``, and ``lower``: the same in lower case, equally long, offsets unchanged.

    A word is a run of letters from a to z, as far as they go: in "ke-4" and
    "covid19" that is "ke" and "covid". A pattern for ``lower`` is written in
    lower case and compiled without IGNORECASE; it then matches what it would
    match in ``text`` with it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = lowered(text)
        letters = self.lower.encode("ascii", "replace").translate(_LETTERS).decode("ascii")
        parts = letters.split(" ")  # an empty one for each further sign between two words
        starts = accumulate(map((1).__add__, map(len, parts)), initial=0)
        self._starts = list(compress(starts, parts))
        self._words = list(filter(None, parts))
        self._places: dict[str, list[int]] = {}
        for word, start in zip(self._words, self._starts, strict=True):
            if word in self._places:
                self._places[word].append(start)
            else:
                self._places[word] = [start]

    @classmethod
    def of(cls, text: str | Wording) -> Wording:
        """The wording of a text, or what is one already."""
        return text if isinstance(text, Wording) else cls(text)

    def words(self, start: int, end: int) -> frozenset[str]:
        """The words that begin in a stretch."""
        starts = self._starts
        return frozenset(self._words[bisect_left(starts, start) : bisect_left(starts, end)])

    def word_before(self, at: int) -> str:
        """The last word that begins before an offset, empty where there is none."""
        before = bisect_left(self._starts, at)
        return self._words[before - 1] if before else ""

    def blanked(self, text: str) -> Wording:
        """The wording of the text with parts blanked out; keeps the words of the whole text."""
        other = Wording.__new__(Wording)
        other.text, other.lower = text, lowered(text)
        other._words, other._starts, other._places = self._words, self._starts, self._places
        return other

    def starts(self, openers: frozenset[str]) -> list[int]:
        """Where one of some words begins, ascending."""
        places = self._places
        if places.keys().isdisjoint(openers):
            return []
        return sorted([start for word in places.keys() & openers for start in places[word]])


def matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` finds where every match begins at one of ``starts`` (ascending)."""
    end = -1
    for start in starts:
        if start >= end and (match := pattern.match(text, start)):
            yield match
            end = match.end()


def lowered(text: str) -> str:
    """The text in lower case as ``re`` compares it, equally long."""
    if not text.isascii():
        for letter, small in _SMALL:
            text = text.replace(letter, small)
    return text.lower()
