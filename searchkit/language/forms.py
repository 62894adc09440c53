"""Forms: the distinct terms that were met, each with its stem, in numbered columns.

A text is analyzed by looking up the numbers of its forms; terms, stems and
their ids are then columns of this table, read all at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from searchkit.language.names import RegionName
from searchkit.language.numbers import normalize_number

NO_STEM = -1
"""Stands for the id of a stem where there is none."""


class Forms:
    """A table that only grows; a form keeps its number as long as the table lives.

    A form is a raw term with its stem, apart for the term printed with a
    capital where that may make a region's name of it. ``vocabulary`` holds the
    distinct terms and stems by id; one string is one id, as a term and as a stem.
    """

    def __init__(self, stem: Callable[[str], str]) -> None:
        """``stem`` gives the stem of a raw term; asked once for each."""
        self._stem = stem
        self._known: dict[tuple[str, bool], int] = {}
        self._ids: dict[str, int] = {}
        self.vocabulary: list[str] = []
        self.terms: list[str] = []
        self.term_ids = array("i")
        self.stems = Stems()
        self.plain_stems = Stems()
        """The stems in a text whose capitals say nothing: names are ordinary words there."""
        self.everyday: dict[int, RegionName] = {}
        """The forms that are names or everyday words; ``stems`` has them as words."""
        self.is_everyday = array("b")

    def number(self, term: str, name: RegionName | None) -> int:
        """The number of a form; ``name`` is the region that its capital may mean."""
        number = self._known.get((term, name is not None))
        return self._added(term, name) if number is None else number

    def _added(self, term: str, name: RegionName | None) -> int:
        number = len(self.terms)
        is_word = term.isalpha() or normalize_number(term) is None
        plain = self._stem(term) if is_word else None
        stem = plain if name is None or name.everyday else None
        self.term_ids.append(self._id(term))
        self.stems.append(stem, self._id(stem))
        self.plain_stems.append(plain, self._id(plain))
        self.terms.append(term)
        self.is_everyday.append(name is not None and name.everyday)
        if name is not None and name.everyday:
            self.everyday[number] = name
        self._known[term, name is not None] = number
        return number

    def _id(self, term: str | None) -> int:
        if term is None:
            return NO_STEM
        known = self._ids.setdefault(term, len(self.vocabulary))
        if known == len(self.vocabulary):
            self.vocabulary.append(term)
        return known


class Stems:
    """The stems of all forms by number, as words (None for none) and as ids."""

    def __init__(self) -> None:
        self.words: list[str | None] = []
        self.ids = array("i")

    def append(self, word: str | None, number: int) -> None:
        """The stem of the next form."""
        self.words.append(word)
        self.ids.append(number)
