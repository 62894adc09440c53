"""What Whoosh's own SegmentReader reads through, see ``codec``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.filedb.structfile import BufferFile
from whoosh.reading import TermInfo

from searchkit.engines.whoosh.field import Field
from searchkit.engines.whoosh.lengths import ROUNDED
from searchkit.engines.whoosh.matcher import ArrayMatcher
from searchkit.engines.whoosh.segment import Segment


class PerDocumentReader(base.PerDocumentReader):
    """Lengths, columns and stored fields of a segment."""

    def __init__(self, segment: Segment, entry: Any) -> None:
        self._segment, self._entry = segment, entry

    def doc_count(self) -> int:
        """The number of living articles."""
        count: int = self._entry.doc_count()
        return count

    def doc_count_all(self) -> int:
        """The number of articles, deleted ones included."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether any article is deleted."""
        return bool(self._entry.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether an article is deleted."""
        return bool(self._entry.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """The deleted articles, ascending."""
        return iter(self._entry.deleted_docs())

    def supports_columns(self) -> bool:
        """Columns are kept."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether there is a column of that name."""
        return fieldname in self._segment.columns

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The reader that the column itself makes for its bytes."""
        data = self._segment.container.bytes(f"column/{fieldname}")
        return column.reader(BufferFile(data), 0, len(data), self._segment.size)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field as it is rounded, ``default`` where it is empty."""
        lengths = self._segment.length_bytes(fieldname)
        return default if lengths is None else int(ROUNDED[lengths[docnum]]) or default

    def field_length(self, fieldname: str) -> int:
        """The length of a field in all articles together."""
        return self._segment.field_length(fieldname)

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field."""
        lengths = self._segment.length_bytes(fieldname)
        return 0 if lengths is None or not len(lengths) else int(ROUNDED[lengths.min()])

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        lengths = self._segment.length_bytes(fieldname)
        return 0 if lengths is None else int(ROUNDED[lengths.max(initial=0)])

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The texts stored of an article."""
        names = self._segment.stored_names
        texts = {name: self._segment.stored_texts(name)[docnum].decode() for name in names}
        return {name: text for name, text in texts.items() if text}


class TermsReader(base.TermsReader):
    """The terms of a segment and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._segment.find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have postings, in order."""
        return sorted(self._segment.field_names)

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        """A cursor over the terms of a field."""
        field = self._segment.field(fieldname)
        return base.EmptyCursor() if field is None else Cursor(field, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms, each with its field."""
        for name in self.indexed_field_names():
            yield from self._terms_of(name, 0)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """All terms from the first that is not before ``prefix`` in a field."""
        for name in self.indexed_field_names():
            if name >= fieldname:
                start = self._field(name).lexicon.place(prefix) if name == fieldname else 0
                yield from self._terms_of(name, start)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same from some term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term. Raises KeyError."""
        field, number = self._found(fieldname, text)
        return _info(field, number)

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term stands in all articles together. Raises KeyError."""
        field, number = self._found(fieldname, text)
        return float(field.postings(number).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """In how many articles a term stands. Raises KeyError."""
        field, number = self._found(fieldname, text)
        start, end = field.bounds(number)
        return end - start

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings of a term one by one. Raises KeyError."""
        field, number = self._found(fieldname, text)
        return ArrayMatcher(field, number, format_, (fieldname, text), scorer)

    def _field(self, name: str) -> Field:
        field = self._segment.field(name)
        assert field is not None
        return field

    def _found(self, fieldname: str, text: bytes) -> tuple[Field, int]:
        found = self._segment.find(fieldname, text)
        if found is None:
            raise KeyError((fieldname, text))
        return found

    def _terms_of(self, name: str, start: int) -> Iterator[tuple[str, bytes]]:
        lexicon = self._field(name).lexicon
        return ((name, term) for term in lexicon.listed(range(start, len(lexicon))))


def _info(field: Field, number: int) -> TermInfo:
    postings = field.postings(number)
    frequencies, lengths = postings.frequencies, ROUNDED[postings.length_bytes]
    return TermInfo(
        weight=float(frequencies.sum()),
        df=len(postings),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(frequencies.max()),
        minid=int(postings.ids[0]),
        maxid=int(postings.ids[-1]),
    )


class Cursor(base.FieldCursor):
    """Stands on one of the terms of a field, or behind the last."""

    def __init__(self, field: Field, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._place = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to a term, or to the next where there is none."""
        sought = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._place = self._field.lexicon.place(sought)
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._place += 1
        return self.text()

    def text(self) -> Any:
        """The term, None behind the last."""
        if not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.lexicon[self._place])

    def term(self) -> Any:
        """The same as ``text``."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """What is known of the term."""
        return _info(self._field, self._place) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether it stands on a term."""
        return self._place < len(self._field.lexicon)
