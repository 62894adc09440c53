"""Analyzer: text → terms, the one way for articles and queries alike.

Each token becomes two terms at the same position: the raw one (``term``) and
its ``stem``, so that pelayanan finds melayani and Kediri never means diri.
Numbers have no stem, and neither has a region's name where it is written as
one, so that Serang is never found by serangan (in a text without lower case
capitals say nothing, and all words are ordinary). No word is left out: function
words are told apart by ``function_words`` and weighed by whoever ranks.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import accumulate, chain, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from searchkit.language.capitals import is_written_as_name
from searchkit.language.forms import NO_STEM, Forms
from searchkit.language.function_words import function_words
from searchkit.language.names import region_names
from searchkit.language.numbers import normalize_number
from searchkit.language.stemmer import Stemmer
from searchkit.language.tables import tables_digest
from searchkit.language.tokenizer import APOSTROPHES, HYPHENS, IGNORABLE, PATTERN, cut

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int32]

__all__ = ["MAX_TERM", "AnalyzedToken", "Analyzer", "function_words", "normalize_term"]

MAX_TERM = 255
"""Longer terms are cut to so many characters: nobody looks for them."""

_RULES = 2
"""Raised whenever the code gives a text other terms."""

_TABLES = ("abbreviations.csv", "affixes.csv", "function_words.csv", "name_cues.csv")
_MEMO_LIMIT = 1 << 18
_MARKS = '.,"“”()?!;:'
"""Marks beside a word that neither belong to it nor make anything else of it."""

_Bounds = tuple[tuple[int, int], ...]
_PIECE = re.compile(r"\S+(?:(?<=[0-9]) %\S*)*")
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?")
_FOLD = dict.fromkeys(map(ord, APOSTROPHES + IGNORABLE)) | {ord(hyphen): "-" for hyphen in HYPHENS}


class AnalyzedToken(NamedTuple):
    """One token and what the index knows it by.

    ``text`` is the stretch ``[start:end]`` of the analyzed text; ``position``
    counts tokens from 0. ``stem`` is None for numbers and for names; ``why``
    says what decided: "number", "name", or a reason of ``Stemmer.explain``.
    """

    text: str
    start: int
    end: int
    position: int
    term: str
    stem: str | None
    why: str


class Analyzer:
    """Turns text into terms. Remembers what it has seen between white space.

    No token reaches over white space, so that the tokens of a text are those of
    its pieces, of which 262,144 are remembered at most. Where a piece stands
    only matters to names that are everyday words as well.
    """

    def __init__(self, stemmer: Stemmer | None = None) -> None:
        self.stemmer = stemmer if stemmer is not None else Stemmer()
        self._forms = Forms(self.stemmer.stem)
        self._pieces = _Pieces(self._forms)

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever terms may: an index built under another one is outdated."""
        return f"analyzer-{_RULES}-{tables_digest(*_TABLES)} {self.stemmer.fingerprint}"

    @property
    def vocabulary(self) -> list[str]:
        """The terms and stems met so far, by the ids that ``ids`` gives them.

        The same list as long as the analyzer lives: it grows with each new term
        and never changes otherwise. It belongs to this analyzer, in this
        process, and also has terms of texts that were only looked at.
        """
        return self._forms.vocabulary

    def ids(self, text: str) -> tuple[Ids, Ids]:
        """The ids of raw terms and of stems by position: ``terms`` as two arrays of int32.

        ``vocabulary[id]`` is the term. A string has one id, whether it is a raw
        term or a stem; -1 stands for no stem. Both arrays are new and as long
        as the text has tokens.
        """
        import numpy as np  # who only asks for terms does not need it

        pieces = _pieces_of(text)
        known, forms = self._forms, np.fromiter(self._numbered(pieces), np.intp)
        if not len(forms):
            return np.empty(0, np.int32), np.empty(0, np.int32)
        capitals = not text.isupper()
        stems = np.frombuffer((known.stems if capitals else known.plain_stems).ids, np.int32)[forms]
        if capitals and np.frombuffer(known.is_everyday, np.bool_)[forms].any():
            stems[list(self._names(text, pieces))] = NO_STEM
        return np.frombuffer(known.term_ids, np.int32)[forms], stems

    def terms(self, text: str, most: int | None = None) -> tuple[list[str], list[str | None]]:
        """Raw terms and stems by position: what ``analyze`` says, and nothing else, faster.

        With ``most`` those of so many tokens at the beginning.
        """
        pieces = _pieces_of(text)
        known, forms = self._forms, list(islice(self._numbered(pieces), most))
        capitals = not text.isupper()
        column = (known.stems if capitals else known.plain_stems).words
        stems = [column[form] for form in forms]
        if capitals and not known.everyday.keys().isdisjoint(forms):
            for place in takewhile(len(forms).__gt__, self._names(text, pieces)):
                stems[place] = None
        return [known.terms[form] for form in forms], stems

    def spans(self, text: str) -> Iterator[tuple[int, int, str, str | None]]:
        """Start, end, term and stem of every token: ``analyze`` without reasons, faster."""
        terms, stems = self.terms(text)
        at = position = 0
        for piece in _pieces_of(text):
            at = text.index(piece, at)
            for start, end in _bounds(piece):
                yield at + start, at + end, terms[position], stems[position]
                position += 1
            at += len(piece)

    def bounds(self, text: str, positions: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Start and end of the tokens at rising ``positions``; of a few, faster than ``spans``."""
        pieces = _pieces_of(text)
        behind = list(accumulate(len(self._pieces[piece]) for piece in pieces))
        starts = _starts(text, pieces)
        last = -1
        within: _Bounds = ()  # a piece may hold all tokens of a text
        for position in positions:
            place = bisect_right(behind, position)
            if place != last:
                last, within = place, _bounds(pieces[place])
            start, end = within[position - (behind[place - 1] if place else 0)]
            yield starts[place] + start, starts[place] + end

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """All tokens of ``text``, with offsets and reasons. Never raises, linear in the text."""
        return [
            AnalyzedToken(text[start:end], start, end, position, term, stem, self._why(term, stem))
            for position, (start, end, term, stem) in enumerate(self.spans(text))
        ]

    def _why(self, term: str, stem: str | None) -> str:
        if stem is not None:
            return self.stemmer.explain(term).why
        return "number" if normalize_number(term) is not None else "name"

    def _numbered(self, pieces: list[str]) -> Iterator[int]:
        """The forms of a text in its pieces."""
        return chain.from_iterable(map(self._pieces.__getitem__, pieces))

    def _names(self, text: str, pieces: list[str]) -> Iterator[int]:
        """The positions of everyday words that are written as names."""
        everyday = self._forms.everyday
        at = position = 0
        for piece in pieces:
            at = text.index(piece, at)
            forms = self._pieces[piece]
            if not everyday.keys().isdisjoint(forms):
                bounds = _bounds(piece)
                for place, form in enumerate(forms):
                    name = everyday.get(form)
                    start, end = bounds[place]
                    if name and is_written_as_name(text, at + start, at + end, name):
                        yield position + place
            position += len(forms)
            at += len(piece)


class _Pieces(dict[str, tuple[int, ...]]):
    """A stretch between white space → the numbers of its forms, remembered."""

    def __init__(self, forms: Forms) -> None:
        self._form = forms.number
        self._chunks: dict[str, tuple[int, ...]] = {}

    def __missing__(self, piece: str) -> tuple[int, ...]:
        word = _word_of(piece)
        if word is not None:
            # Nothing is bound to a word that goes on in small letters.
            plain = word[1:].islower()
            return _kept(self, piece, (self._number(word),) if plain else self._chunk(word))
        found = (self._chunk(match.group()) for match in PATTERN.finditer(piece))
        return _kept(self, piece, tuple(chain.from_iterable(found)))

    def _chunk(self, chunk: str) -> tuple[int, ...]:
        """The forms of one match of the tokenizer's pattern."""
        forms = self._chunks.get(chunk)
        if forms is None:
            printed = (chunk[start:end] for start, end in cut(chunk))
            forms = _kept(self._chunks, chunk, tuple(map(self._number, printed)))
        return forms

    def _number(self, printed: str) -> int:
        term = normalize_term(printed)
        return self._form(term, region_names().get(term) if printed[0].isupper() else None)


def _kept(memo: dict[str, tuple[int, ...]], key: str, forms: tuple[int, ...]) -> tuple[int, ...]:
    if len(memo) >= _MEMO_LIMIT:
        memo.clear()
    if len(key) <= MAX_TERM:
        memo[key] = forms
    return forms


def _pieces_of(text: str) -> list[str]:
    """The stretches between white space, in order; "5 %" is one, for it is one amount."""
    return text.split() if " %" not in text else _PIECE.findall(text)


def _starts(text: str, pieces: list[str]) -> list[int]:
    """Where the pieces of a text begin in it."""
    if sum(map(len, pieces)) + len(pieces) - 1 == len(text):  # one blank between any two
        return list(accumulate((len(piece) + 1 for piece in pieces), initial=0))
    starts: list[int] = []
    at = 0
    for piece in pieces:
        at = text.index(piece, at)
        starts.append(at)
        at += len(piece)
    return starts


def _word_of(piece: str) -> str | None:
    """The word that a piece is but for the marks around it, None where it may be more."""
    core = piece.strip(_MARKS)
    return core if len(core) > 1 and core.isascii() and core.isalpha() else None


def _bounds(piece: str) -> _Bounds:
    """Where the tokens of a piece begin and end within it."""
    return _bounds_of_short(piece) if len(piece) <= MAX_TERM else _bounds_in(piece)


@lru_cache(1 << 15)
def _bounds_of_short(piece: str) -> _Bounds:
    return _bounds_in(piece)


def _bounds_in(piece: str) -> _Bounds:
    word = _word_of(piece)
    if word is not None:
        at = piece.index(word)
        return tuple((at + start, at + end) for start, end in cut(word))
    return tuple(
        (match.start() + start, match.start() + end)
        for match in PATTERN.finditer(piece)
        for start, end in cut(match.group())
    )


def normalize_term(printed: str) -> str:
    """The raw term of one token: case and diacritics folded, numbers canonical.

    Apostrophes inside a word and the full stops of an abbreviation go
    (``Jum'at`` → ``jumat``, ``S.H.`` → ``sh``), hyphens stay, ``%`` is the word
    that it is read as. At most
    ``MAX_TERM`` characters, never empty.
    """
    if printed.isascii() and printed.isalpha():
        return printed.lower()[:MAX_TERM]
    term = (printed if printed.isascii() else _fold_letters(printed)).casefold().translate(_FOLD)
    number = normalize_number(term)
    if number is not None:
        return number[:MAX_TERM]
    if term == "%":
        return "persen"
    if _DOTTED.fullmatch(term):
        term = term.replace(".", "")
    return term[:MAX_TERM] or printed[:MAX_TERM]


def _fold_letters(text: str) -> str:
    """NFKC without case and combining marks; white space that it brings in is dropped."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(c for c in apart if not unicodedata.combining(c) and not c.isspace())
    return unicodedata.normalize("NFKC", plain)
