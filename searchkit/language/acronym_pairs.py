"""Acronym pairs: short forms that a text explains, by brackets.

"Dinas Kesehatan (Dinkes)" and "Dinkes (Dinas Kesehatan)". The short form's
letters are looked for in the words beside it from the last to the first, after
A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", PSB 2003. Indonesian also makes acronyms of
syllables (Disdukcapil), so two things are asked for on top: each word but the
small ones lends a letter, and the initials decide where they fit.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.language.function_words import function_words

_BRACKET = re.compile(r"\(([^()\n]{2,120})\)")
_LEAD = re.compile(r"(?:disingkat|selanjutnya disebut|biasa disebut|atau)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SHORT = r"[^\W\d_][^\W_]{1,19}(?:[ -][A-Z]{1,4})?"
_SHORT_ALONE = re.compile(_SHORT)
_SHORT_BEFORE = re.compile(rf"(?<![^\W_]){_SHORT}(?=\s$)")
_BREAK = re.compile(r"[.!?;:]\s|[()\n]")
_QUOTES = " \"'“”‘’"
_LOOK_BACK = 160
_LONGEST_SHORT = 25


class AcronymPair(NamedTuple):
    """A short form, the long form, and the stretch of text that has both."""

    short: str
    long: str
    span: tuple[int, int]


def acronym_pairs(text: str) -> list[AcronymPair]:
    """The pairs that brackets explain, in order. Never raises, linear in the text."""
    pairs: list[AcronymPair] = []
    for bracket in _BRACKET.finditer(text):
        inside = _LEAD.sub("", bracket[1].strip(_QUOTES), count=1).strip(_QUOTES)
        pair = _short_inside(text, bracket, inside) or _long_inside(text, bracket, inside)
        if pair is not None:
            pairs.append(pair)
    return pairs


def _short_inside(text: str, bracket: re.Match[str], short: str) -> AcronymPair | None:
    """Dinas Kesehatan (Dinkes)."""
    if not _SHORT_ALONE.fullmatch(short) or not _looks_short(short):
        return None
    first = max(0, bracket.start() - _LOOK_BACK)
    before = text[first : bracket.start()]
    for stop in _BREAK.finditer(before):
        first = bracket.start() - len(before) + stop.end()
    words = list(_WORD.finditer(text, first, bracket.start()))
    size = sum(letter.isalnum() for letter in short)
    words = words[-min(size + 5, 2 * size) :]
    start = _start_of_long(short, [word.group() for word in words])
    if start is None:
        return None
    at, end = words[start].start(), words[-1].end()
    return AcronymPair(short, text[at:end], (at, bracket.end()))


def _long_inside(text: str, bracket: re.Match[str], inside: str) -> AcronymPair | None:
    """Dinkes (Dinas Kesehatan)."""
    words = _WORD.findall(inside)
    if len(words) < 2 or not any(map(str.isalpha, inside)):
        return None
    first = max(0, bracket.start() - _LONGEST_SHORT - 1)
    for before in _SHORT_BEFORE.finditer(text, first, bracket.start()):
        short = before.group()
        if _looks_short(short) and _start_of_long(short, words) == 0:
            return AcronymPair(short, inside, (before.start(), bracket.end()))
    return None


def _looks_short(word: str) -> bool:
    """Two capitals, or one at the beginning of a word of syllables."""
    return word[0].isupper() and (len(word) >= 4 or sum(map(str.isupper, word)) >= 2)


def _start_of_long(short: str, words: list[str]) -> int | None:
    """Which of ``words`` the long form begins with; it ends with the last. None for no match."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    plain = [word.casefold() for word in words]
    if len(words) < 2:
        return None
    start = _by_initials(letters, plain)
    return start if start is not None else _by_letters(letters, plain)


def _by_initials(letters: list[str], words: list[str]) -> int | None:
    """The initials of all words, or of all but the small ones."""
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at > 0 and words[at] in function_words() and words[at][0] != letter:
            at -= 1
        if at < 0 or words[at][0] != letter:
            return None
    return at


def _by_letters(letters: list[str], words: list[str]) -> int | None:
    """Letters from last to first, the first of them at the beginning of a word."""
    word, place = len(words) - 1, len(words[-1])
    lent: set[int] = set()
    for index in range(len(letters) - 1, -1, -1):
        while True:
            place -= 1
            if place < 0:
                if word not in lent and words[word] not in function_words():
                    return None
                word -= 1
                if word < 0:
                    return None
                place = len(words[word])
                continue
            if words[word][place] == letters[index] and (index or place == 0):
                lent.add(word)
                break
    return word
