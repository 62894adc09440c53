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
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import NamedTuple

from searchkit.language.capitals import is_written_as_name
from searchkit.language.function_words import function_words
from searchkit.language.names import RegionName, region_names
from searchkit.language.numbers import normalize_number
from searchkit.language.stemmer import Stemmer
from searchkit.language.tables import tables_digest
from searchkit.language.tokenizer import APOSTROPHES, HYPHENS, IGNORABLE, PATTERN, cut

__all__ = ["MAX_TERM", "AnalyzedToken", "Analyzer", "function_words", "normalize_term"]

MAX_TERM = 255
"""Longer terms are cut to so many characters: nobody looks for them."""

_RULES = 2
"""Raised whenever the code gives a text other terms."""

_TABLES = ("abbreviations.csv", "affixes.csv", "function_words.csv", "name_cues.csv")
_MEMO_LIMIT = 1 << 17
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


class _Chunk(NamedTuple):
    """What one match of the tokenizer's pattern turns into, wherever it stands.

    Parallel lists, one entry per token; the stem of a number is None. ``names``
    are the tokens with a capital that may be regions, by index: only the place
    of the chunk can tell.
    """

    bounds: list[tuple[int, int]]
    terms: list[str]
    stems: list[str | None]
    names: tuple[tuple[int, RegionName], ...]


class Analyzer:
    """Turns text into terms. Remembers the spellings it has seen (at most 131,072)."""

    def __init__(self, stemmer: Stemmer | None = None) -> None:
        self.stemmer = stemmer if stemmer is not None else Stemmer()
        self._chunks: dict[str, _Chunk] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever terms may: an index built under another one is outdated."""
        return f"analyzer-{_RULES}-{tables_digest(*_TABLES)} {self.stemmer.fingerprint}"

    def analyze(self, text: str) -> list[AnalyzedToken]:
        """All tokens of ``text``, with offsets and reasons. Never raises, linear in the text."""
        tokens: list[AnalyzedToken] = []
        capitals = not text.isupper()
        positions = count()
        for match in PATTERN.finditer(text):
            chunk = self._chunk(match.group())
            at = match.start()
            stems = chunk.stems
            if chunk.names and capitals:
                stems = _stems_here(chunk, text, at)
            for (left, right), term, stem, plain in zip(
                chunk.bounds, chunk.terms, stems, chunk.stems, strict=True
            ):
                start, end = at + left, at + right
                if stem is not None:
                    why: str = self.stemmer.explain(term).why
                else:
                    why = "number" if plain is None else "name"
                position = next(positions)
                tokens.append(AnalyzedToken(text[start:end], start, end, position, term, stem, why))
        return tokens

    def spans(self, text: str) -> Iterator[tuple[int, int, str, str | None]]:
        """Start, end, term and stem of every token: ``analyze`` without reasons, faster."""
        known, capitals = self._chunks, not text.isupper()
        for match in PATTERN.finditer(text):
            printed, at = match.group(), match.start()
            chunk = known.get(printed) or self._chunk(printed)
            stems = chunk.stems
            if chunk.names and capitals:
                stems = _stems_here(chunk, text, at)
            for (left, right), term, stem in zip(chunk.bounds, chunk.terms, stems, strict=True):
                yield at + left, at + right, term, stem

    def terms(self, text: str) -> tuple[list[str], list[str | None]]:
        """Raw terms and stems by position: what ``analyze`` says, and nothing else, faster."""
        terms: list[str] = []
        stems: list[str | None] = []
        known, capitals = self._chunks, not text.isupper()
        for match in PATTERN.finditer(text):
            printed = match.group()
            chunk = known.get(printed) or self._chunk(printed)
            terms += chunk.terms
            if chunk.names and capitals:
                stems += _stems_here(chunk, text, match.start())
            else:
                stems += chunk.stems
        return terms, stems

    def _chunk(self, printed: str) -> _Chunk:
        chunk = self._chunks.get(printed)
        if chunk is None:
            chunk = self._read(printed)
            if len(self._chunks) >= _MEMO_LIMIT:
                self._chunks.clear()
            if len(printed) <= MAX_TERM:
                self._chunks[printed] = chunk
        return chunk

    def _read(self, printed: str) -> _Chunk:
        bounds = cut(printed)
        terms = [normalize_term(printed[start:end]) for start, end in bounds]
        stem = self.stemmer.stem
        stems = [stem(term) if normalize_number(term) is None else None for term in terms]
        names = tuple(
            (index, region_names()[term])
            for index, term in enumerate(terms)
            if term in region_names() and printed[bounds[index][0]].isupper()
        )
        return _Chunk(bounds, terms, stems, names)


def _stems_here(chunk: _Chunk, text: str, at: int) -> list[str | None]:
    """The stems of a chunk that stands at ``at``: None for what is a name there."""
    stems = list(chunk.stems)
    for index, name in chunk.names:
        start, end = chunk.bounds[index]
        if is_written_as_name(text, at + start, at + end, name):
            stems[index] = None
    return stems


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
