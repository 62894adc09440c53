"""Line: the plain words of a query side by side, and which of them have been read."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.language.analyzer import AnalyzedToken
from searchkit.language.function_words import function_words
from searchkit.query.cues import Phrases, Role, cues


class Line:
    """A text with its tokens; a token once taken belongs to one meaning.

    ``terms`` are the raw terms of the tokens, by index.
    """

    def __init__(self, text: str, tokens: Sequence[AnalyzedToken]) -> None:
        self.text = text
        self.tokens = list(tokens)
        self.terms = [token.term for token in self.tokens]
        self._taken = [False] * len(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def copy(self) -> Line:
        """The same line: what is taken of one is not of the other."""
        other = Line(self.text, self.tokens)
        other._taken = list(self._taken)
        return other

    def free(self, at: int) -> bool:
        """Whether there is a token ``at`` that nothing has been read from yet."""
        return 0 <= at < len(self.tokens) and not self._taken[at]

    def take(self, first: int, end: int) -> None:
        """Take the tokens ``first`` up to ``end``, not included."""
        self._taken[first:end] = [True] * (end - first)

    def take_span(self, start: int, end: int) -> None:
        """Take all tokens that begin in ``text[start:end]``."""
        for at, token in enumerate(self.tokens):
            if start <= token.start < end:
                self._taken[at] = True

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where the tokens ``first`` up to ``end`` (not included) stand in the text."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def gap(self, at: int) -> str:
        """What stands between token ``at`` and the one before it."""
        before = self.tokens[at - 1].end if at else 0
        return self.text[before : self.tokens[at].start]

    def phrase(self, at: int, role: Role) -> int:
        """How many tokens the longest free phrase of a role takes that begins ``at``; 0 for none.

        A sign between two of its words ends a phrase.
        """
        return self.longest(at, cues(role))

    def longest(self, at: int, phrases: Phrases) -> int:
        """``phrase`` for a table of one's own."""
        if not self.free(at):
            return 0
        for words in phrases.get(self.terms[at], ()):
            places = range(at, at + len(words))
            if (
                tuple(self.terms[at : at + len(words)]) == words
                and all(map(self.free, places))
                and all(self.gap(place).isspace() for place in places[1:])
            ):
                return len(words)
        return 0

    def places(self, role: Role) -> list[int]:
        """Where free phrases of a role begin, in order."""
        return [at for at in range(len(self)) if self.phrase(at, role)]

    def ends_with(self, end: int, role: Role) -> int:
        """How many tokens the phrase of a role takes that ends right before ``end``; 0 for none."""
        for length in (3, 2, 1):
            if end - length >= 0 and self.phrase(end - length, role) == length:
                return length
        return 0

    def is_function_word(self, at: int) -> bool:
        """Whether token ``at`` is one of the small words that hold a sentence together."""
        return self.terms[at] in function_words()
