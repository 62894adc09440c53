"""A text as words, with what stands between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, compress, count
from operator import add

#: One word: letters and digits, no underscore.
WORD = re.compile(r"[^\W_]+")

_OTHER = re.compile(r"[\W_]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_LETTERS_AND_DIGITS = bytes(c if chr(c).isalnum() and c < 128 else 32 for c in range(256))
_BREAK = re.compile(r"[.!?;\n]")
_DOTTED_I, _DOTLESS_I = "\u0130\u0131"  # the one letter that is longer in lower case, and its like
_ABBREVIATION_CHARS = 3


def words_of(text: str) -> list[str]:
    """The words of a short text, in lower case."""
    return [text.lower()] if text.isalnum() else WORD.findall(text.lower())


def key_of(text: str) -> str:
    """The key of a name: lower case, nothing but letters and digits."""
    return "".join(words_of(text))


def _folded(text: str) -> str:
    """The text in lower case, a space for all but letters and digits: same length and offsets."""
    lowered = text.replace(_DOTTED_I, _DOTLESS_I).lower()
    if not lowered.isascii() and any(map(str.isalnum, "".join(_BEYOND_ASCII.findall(lowered)))):
        return _OTHER.sub(" ", lowered)
    # By far the most texts: other signs than ASCII are dashes and quotes, one byte for each.
    return lowered.encode("ascii", "replace").translate(_LETTERS_AND_DIGITS).decode("ascii")


class Words:
    """The words of a text and the gaps between them.

    ``lowered[i]`` is word ``i`` in lower case; ``gap(i)`` is what stands before
    it, ``gap(len(words))`` what follows the last one. Offsets are only worked
    out for a text that has anything to look at.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._parts = _folded(text).split(" ")  # an empty one for each further sign of a gap
        self.lowered = list(filter(None, self._parts))
        self._line = (0, -1, False)

    def __len__(self) -> int:
        return len(self.lowered)

    @cached_property
    def _ends(self) -> list[int]:
        """Where each word ends."""
        parts = self._parts
        return list(compress(map(add, accumulate(map(len, parts)), count()), parts))

    def span(self, index: int) -> tuple[int, int]:
        """Start and end of word ``index`` in the text."""
        end = self._ends[index]
        return end - len(self.lowered[index]), end

    def gap(self, index: int) -> str:
        """What stands before word ``index``."""
        ends = self._ends
        if 0 < index < len(ends):
            return self.text[ends[index - 1] : ends[index] - len(self.lowered[index])]
        if index:
            return self.text[ends[-1] :]
        return self.text[: self.span(0)[0]] if ends else self.text

    def plain(self, index: int) -> str:
        """Word ``index`` as written."""
        end = self._ends[index]
        return self.text[end - len(self.lowered[index]) : end]

    def capitalised(self, index: int) -> bool:
        """Whether word ``index`` begins with a capital."""
        return self.text[self._ends[index] - len(self.lowered[index])].isupper()

    def index_at(self, offset: int) -> int:
        """The first word that ends after ``offset``; the number of words past the last."""
        return bisect_right(self._ends, offset)

    def sentence_start(self, index: int, reach: int) -> int:
        """The first word of the sentence that word ``index`` is in, at most ``reach`` before it."""
        lowest = max(0, index - reach)
        if not self._may_break(lowest, index):
            return lowest
        while index > lowest and not self.breaks_before(index):
            index -= 1
        return index

    def sentence_end(self, index: int, reach: int) -> int:
        """The word after the sentence that word ``index`` is in, at most ``reach`` behind it."""
        end, highest = index + 1, min(len(self), index + reach)
        if not self._may_break(index, highest - 1):
            return highest
        while end < highest and not self.breaks_before(end):
            end += 1
        return end

    def _may_break(self, first: int, last: int) -> bool:
        """Whether any sign that can end a sentence stands between two words."""
        start, end = self._ends[first], self._ends[last]
        return _BREAK.search(self.text, start, end) is not None

    def breaks_before(self, index: int) -> bool:
        """Whether a sentence or line ends right before word ``index``."""
        gap = self.gap(index)
        if gap == " ":
            return False
        if index == 0 or "\n" in gap or "!" in gap or "?" in gap or ";" in gap:
            return True
        if "." not in gap or gap == ".":
            return False
        short = len(self.lowered[index - 1]) <= _ABBREVIATION_CHARS and gap == ". "
        return not (short and self.capitalised(index - 1))

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
