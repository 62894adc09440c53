"""Line: the plain words of a query side by side, and which of them have been read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from copy import copy

from searchkit.language.analyzer import AnalyzedToken
from searchkit.language.function_words import function_words
from searchkit.query.cues import Phrases, Role, cues

_NOTHING: Mapping[Role, int] = {}


class Line:
    """A text with its tokens; a token once taken belongs to one meaning.

    ``terms`` are the raw terms of the tokens, by index.
    """

    def __init__(self, text: str, tokens: Sequence[AnalyzedToken]) -> None:
        self.text = text
        self.tokens = list(tokens)
        self.terms = [token.term for token in self.tokens]
        self._starts = [token.start for token in self.tokens]
        self._taken = [False] * len(self.tokens)
        self._said = [self._roles_at(at) for at in range(len(self.tokens))]

    def __len__(self) -> int:
        return len(self.tokens)

    def copy(self) -> Line:
        """The same line: what is taken of one is not of the other."""
        other = copy(self)
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
        self.take(self.index_at(start), self.index_at(end))

    def index_at(self, offset: int) -> int:
        """The first token that begins at ``offset`` or later; their number past the last."""
        return bisect_left(self._starts, offset)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where the tokens ``first`` up to ``end`` (not included) stand in the text."""
        return self.tokens[first].start, self.tokens[end - 1].end

    def gap(self, at: int) -> str:
        """What stands between token ``at`` and the one before it."""
        before = self.tokens[at - 1].end if at else 0
        return self.text[before : self.tokens[at].start]

    def phrase(self, at: int, role: Role) -> int:
        """How many tokens the longest phrase of a role takes that begins ``at``; 0 for none.

        All of them must be free. A sign between two of its words ends a phrase.
        """
        if not 0 <= at < len(self.tokens):
            return 0
        length = self._said[at].get(role, 0)
        return length if length and all(map(self.free, range(at, at + length))) else 0

    def longest(self, at: int, phrases: Phrases) -> int:
        """``phrase`` for a table of one's own."""
        if not self.free(at):
            return 0
        for words in phrases.get(self.terms[at], ()):
            if self._stand_at(at, words) and all(map(self.free, range(at, at + len(words)))):
                return len(words)
        return 0

    def _roles_at(self, at: int) -> Mapping[Role, int]:
        """The roles of the phrases that begin at token ``at``, with their lengths."""
        said = cues().get(self.terms[at], ())
        return {role: len(words) for role, words in said if self._stand_at(at, words)} or _NOTHING

    def _stand_at(self, at: int, words: tuple[str, ...]) -> bool:
        end = at + len(words)
        return len(words) == 1 or (
            tuple(self.terms[at:end]) == words
            and all(self.gap(place).isspace() for place in range(at + 1, end))
        )

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
