"""Segment: the articles of one file, as arrays over its memory map.

The sections of the file: for every indexed field its terms and postings (see
``field``) and, where it is scored, its length in each article; every column as
``column/NAME``; the texts stored for a field as ``stored/NAME``.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from searchkit.article import Article
from searchkit.engines.record import load_article
from searchkit.engines.whoosh.arrays import Mask, Places
from searchkit.engines.whoosh.boundary import tells_damage
from searchkit.engines.whoosh.columns import load_ordinals
from searchkit.engines.whoosh.container import Container
from searchkit.engines.whoosh.field import Field
from searchkit.engines.whoosh.lexicon import key_of
from searchkit.engines.whoosh.postings import Positions, Postings
from searchkit.engines.whoosh.schema import RECORD, SKETCH
from searchkit.engines.whoosh.section import Section
from searchkit.engines.whoosh.sketch import WIDTH, Rows
from searchkit.engines.whoosh.stored import Stored
from searchkit.translation import _

SUFFIX = ".segment"


ColumnKind = Literal["ordinals", "rows", "other"]
"""Texts as ordinals, rows of bytes, or whatever Whoosh alone can read."""


class Segment:
    """One segment; articles are numbered from 0. Whatever is open stays readable when the
    file is deleted.

    ``deleted`` tells which of the articles were deleted or replaced, None: none.
    Raises IndexDamaged or OSError where the file cannot be read; so does whatever is asked
    of it later.
    """

    def __init__(self, path: Path, deleted: Mask | None = None) -> None:
        self.container = Container(path)
        self._facts = _Facts.of(self.container)
        self.size = self._facts.articles
        self.deleted = deleted
        self._fields: dict[str, Field] = {}
        self._stored: dict[str, Stored] = {}

    @property
    def place(self) -> Path:
        """The file."""
        return self.container.path

    @property
    def field_names(self) -> frozenset[str]:
        """The fields that have postings."""
        return self._facts.fields

    @property
    def columns(self) -> Mapping[str, ColumnKind]:
        """The columns, and how each is kept."""
        return self._facts.columns

    @property
    def stored_names(self) -> tuple[str, ...]:
        """The fields with stored texts."""
        return self._facts.stored

    @tells_damage
    def field(self, name: str) -> Field | None:
        """The postings of a field, None where there are none."""
        found = self._fields.get(name)
        if found is None and name in self._facts.fields:
            found = self._fields[name] = Field(self.container, name, self.size)
        return found

    @tells_damage
    def postings(self, field: str, term: str) -> Postings | None:
        """The postings of a term, None where the field does not have it."""
        found = self.find(field, key_of(term))
        return found[0].postings(found[1]) if found else None

    def positions(self, field: str, term: str, places: Places) -> Positions:
        """Where a term that the field has stands, in those of its postings that are at ``places``
        (ascending) among them.

        Raises KeyError where it does not have the term.
        """
        found = self.find(field, key_of(term))
        if found is None:
            raise KeyError(term)
        return self._positions(*found, places)

    @tells_damage
    def _positions(self, field: Field, number: int, places: Places) -> Positions:
        return field.positions(number, places)

    @tells_damage
    def document_frequency(self, field: str, term: str) -> int:
        """In how many articles, deleted ones included, a term stands."""
        found = self.find(field, key_of(term))
        if found is None:
            return 0
        start, end = found[0].bounds(found[1])
        return end - start

    @tells_damage
    def find(self, field: str, term: bytes) -> tuple[Field, int] | None:
        """A field and the number of a term in it, None where it does not have the term."""
        postings = self.field(field)
        number = None if postings is None else postings.lexicon.find(term)
        return None if postings is None or number is None else (postings, number)

    @tells_damage
    def with_prefix(self, field: str, prefix: str) -> list[str]:
        """The terms of a field that begin with ``prefix``, in order."""
        postings = self.field(field)
        if postings is None:
            return []
        found = postings.lexicon.with_prefix(key_of(prefix))
        return [term.decode() for term in postings.lexicon.listed(found)]

    @tells_damage
    def ids(self, numbers: Places | None = None) -> list[str]:
        """The ids of the living articles, or of those with some numbers, by the alphabet."""
        field = self.field("id")
        if field is None:
            return []
        ids = field.lexicon.listed()
        if numbers is not None:
            wanted = np.zeros(self.size, dtype=bool)
            wanted[numbers] = True
        elif self.deleted is not None:
            wanted = ~self.deleted
        else:
            return list(map(bytes.decode, ids))
        starts = field.places(0, len(field.lexicon))
        found = np.add.reduceat(wanted[field.ids.whole()], starts[:-1]) > 0
        return [ids[place].decode() for place in np.flatnonzero(found).tolist()]

    def field_length(self, field: str) -> int:
        """The number of terms of a field in all articles together."""
        return self._facts.lengths.get(field, 0)

    @tells_damage
    def length_bytes(self, field: str) -> NDArray[np.uint8] | None:
        """The length of a field in each article, in the byte that Whoosh rounds it to."""
        name = f"{field}/length bytes"
        if name not in self.container:
            return None
        section = self.container.section(name)
        section.require(self.size)
        return section.whole()

    @tells_damage
    def column(self, name: str) -> tuple[NDArray[Any], list[str]]:
        """One ordinal for each article, and the vocabulary; all "" where there is no column."""
        if name not in self.columns:
            return np.zeros(self.size, dtype=np.uint8), [""]
        return load_ordinals(self.container.bytes(f"column/{name}"), self.size)

    @tells_damage
    def rows(self, name: str) -> NDArray[np.uint8]:
        """A row of bytes for each article."""
        return self._rows(name).whole()

    @tells_damage
    def sketches(self, numbers: Places) -> Rows:
        """The sketches of some articles, all zeros where a text is too short to have one."""
        if SKETCH not in self.columns:
            return np.zeros((len(numbers), WIDTH), dtype=np.uint8)
        return self._rows(SKETCH).take(numbers)

    def _rows(self, name: str) -> Section:
        width = self.container.count(f"column/{name}") // max(self.size, 1)
        rows = self.container.section(f"column/{name}", width or 1)
        rows.require(self.size)
        return rows

    def article(self, number: int) -> Article:
        """An article. Raises IndexDamaged where nothing of the kind is stored."""
        try:
            return load_article(self.record(number))
        except (LookupError, TypeError, ValueError, zlib.error) as error:
            found = _("article {number} is none ({error})").format(number=number, error=error)
            raise self.container.error(found, _("what is known of an article")) from error

    def record(self, number: int) -> bytes:
        """An article as JSON. Raises KeyError where nothing is stored."""
        return self.stored_texts(RECORD)[number]

    @tells_damage
    def stored_texts(self, name: str) -> Stored:
        """The texts stored of a field."""
        found = self._stored.get(name)
        if found is None:
            found = Stored(self.container, f"stored/{name}")
            if len(found) != self.size:
                raise ValueError(f"{len(found)} stored texts of {self.size} articles")
            self._stored[name] = found
        return found


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the directory of a segment tells of it."""

    articles: int
    fields: frozenset[str]
    lengths: Mapping[str, int]
    columns: Mapping[str, ColumnKind]
    stored: tuple[str, ...]

    @classmethod
    def of(cls, container: Container) -> _Facts:
        """The facts of a container. Raises IndexDamaged where they are none of a segment."""
        match container.facts:
            case {
                "articles": int(articles),
                "fields": list(fields),
                "lengths": dict(lengths),
                "columns": dict(columns),
                "stored": list(stored),
            } if (
                0 <= articles <= container.size  # there is a byte of each at least
                and all(isinstance(name, str) for name in (*fields, *stored))
                and all(type(count) is int and count >= 0 for count in lengths.values())
                and set(columns.values()) <= set(get_args(ColumnKind))
            ):
                return cls(articles, frozenset(fields), lengths, columns, tuple(stored))
        raise container.error(
            _("its directory tells {facts}").format(facts=f"{container.facts!r:.200}"),
            _("what a segment has"),
        )
