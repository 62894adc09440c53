"""A text as words, with what stands between them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

#: One word: letters and digits, no underscore.
WORD = re.compile(r"[^\W_]+")

_CUT = re.compile(r"([^\W_]+)")
_ABBREVIATION_CHARS = 3


def words_of(text: str) -> list[str]:
    """The words of a short text, in lower case."""
    return [text.lower()] if text.isalnum() else WORD.findall(text.lower())


def key_of(text: str) -> str:
    """The key of a name: lower case, nothing but letters and digits."""
    return "".join(words_of(text))


class Words:
    """The words of a text and the gaps between them.

    ``plain[i]`` is word ``i`` as written, ``lowered[i]`` in lower case,
    ``gaps[i]`` what stands before it; ``gaps`` has one element more than there
    are words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = _CUT.split(text)
        self.gaps = self._parts[::2]
        self.plain = self._parts[1::2]
        self.lowered = list(map(str.lower, self.plain))
        self._ends: list[int] | None = None
        self._sentences: list[int] | None = None
        self._line = (0, -1, False)

    def __len__(self) -> int:
        return len(self.plain)

    def span(self, index: int) -> tuple[int, int]:
        """Start and end of word ``index`` in the text."""
        ends = self._offsets()
        return ends[2 * index], ends[2 * index + 1]

    def index_at(self, offset: int) -> int:
        """The first word that ends after ``offset``; the number of words past the last."""
        return bisect_left(self._offsets(), offset + 1) // 2

    def sentence(self, index: int) -> tuple[int, int]:
        """First word and end (exclusive) of the sentence that word ``index`` is in."""
        if self._sentences is None:
            breaks = [at for at in range(1, len(self)) if self.breaks_before(at)]
            self._sentences = [0, *breaks, len(self)]
        after = bisect_left(self._sentences, index + 1)
        return self._sentences[after - 1], self._sentences[after]

    def breaks_before(self, index: int) -> bool:
        """Whether a sentence or line ends right before word ``index``."""
        gap = self.gaps[index]
        if gap == " ":
            return False
        if index == 0 or "\n" in gap or "!" in gap or "?" in gap or ";" in gap:
            return True
        if "." not in gap or gap == ".":
            return False
        word = self.plain[index - 1]
        abbreviated = len(word) <= _ABBREVIATION_CHARS and gap == ". " and word[0].isupper()
        return not abbreviated

    def in_lower_line(self, offset: int) -> bool:
        """Whether the line around ``offset`` has letters, all of them lower case."""
        start, end, lower = self._line
        if not start <= offset <= end:
            start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            end = len(self.text) if end < 0 else end
            lower = self.text[start:end].islower()
            self._line = (start, end, lower)
        return lower

    def _offsets(self) -> list[int]:
        if self._ends is None:  # most short texts name nothing and never get here
            self._ends = list(accumulate(map(len, self._parts)))
        return self._ends
