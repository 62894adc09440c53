"""Snapshot: one commit of an index as arrays over all its segments.

Articles are numbered through the segments, in their order. With one segment
its arrays are handed on as they are; those of several are joined when first
asked for. What is worth it is kept for the life of the snapshot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from heapq import merge
from itertools import accumulate, pairwise

import numpy as np

from searchkit.article import Article
from searchkit.engines.idf import idf
from searchkit.engines.whoosh.arrays import Floats, Mask, Places
from searchkit.engines.whoosh.beginnings import postings_of, stretch
from searchkit.engines.whoosh.dictionary import Dictionary
from searchkit.engines.whoosh.facts import Column
from searchkit.engines.whoosh.postings import (
    NO_POSITIONS,
    Numbers,
    Positions,
    Postings,
    joined,
    joined_positions,
)
from searchkit.engines.whoosh.schema import LEAD_FIELD, RAW_FIELDS, fact_column
from searchkit.engines.whoosh.scoring import BM25, FieldScores, LeadScores
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.sketch import WIDTH, Rows

Ids = Places

_KEPT_POSTINGS = 4_000_000
"""The postings that are kept are let go of before they are more than this (6 bytes each)."""
_KEPT_IDFS = 100_000
_KEPT_LISTS = 4

_ENTRY = 100
"""What even an empty list takes, in postings."""


class Snapshot:
    """Array access to the segments of one commit.

    Whatever it raises for damage that no segment has told of is told by who asks it.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = tuple(segments)
        self.size = sum(segment.size for segment in self.segments)
        self._bases = list(accumulate((s.size for s in self.segments), initial=0))
        self._postings: dict[tuple[str, str], Postings] = {}
        self._kept = 0
        self._idfs: dict[tuple[str, str], float] = {}
        self._listed: dict[tuple[str, str], str] = {}
        self._columns: dict[str, Column] = {}
        self._scores: dict[str, FieldScores] = {}

    @cached_property
    def deleted(self) -> Mask | None:
        """True for articles that were deleted or replaced; None where there are none."""
        if all(segment.deleted is None for segment in self.segments):
            return None
        return np.concatenate(
            [
                np.zeros(segment.size, dtype=bool) if segment.deleted is None else segment.deleted
                for segment in self.segments
            ]
        )

    def is_live(self, number: int) -> bool:
        """Whether an article was neither deleted nor replaced."""
        return self.deleted is None or not self.deleted[number]

    # Postings

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term, empty where the field does not have it."""
        key = (field, term)
        postings = self._postings.get(key)
        if postings is None:
            postings = self._read_postings(field, term)
            self._keep(key, postings)
        return postings

    def begun(self, field: str, prefix: str) -> Postings:
        """The postings of all terms of a field that begin with ``prefix``, as those of one term."""
        key = (field, f"{prefix}*")  # no term has a star
        postings = self._postings.get(key)
        if postings is None:
            parts = (
                (postings_of(found, prefix, segment.size), base)
                for segment, base in zip(self.segments, self._bases, strict=False)
                if (found := segment.field(field)) is not None
            )
            postings = joined([part for part in parts if len(part[0])])
            self._keep(key, postings)
        return postings

    def begun_at_most(self, field: str, prefix: str) -> int:
        """More postings than this the terms of a field that begin with ``prefix`` do not have."""
        fields = filter(None, (segment.field(field) for segment in self.segments))
        stretches = (stretch(found, prefix) for found in fields)
        return sum(end - start for start, end in stretches)

    def positions(self, field: str, term: str, places: Ids) -> Positions:
        """Where a term stands in the articles at some places (ascending) of its postings.

        Positions count the tokens of the field from 0.
        """
        if len(self.segments) == 1:
            return self.segments[0].positions(field, term, places) if len(places) else NO_POSITIONS
        ids = self.postings(field, term).ids
        bounds = np.searchsorted(ids, np.array(self._bases, dtype=ids.dtype))
        parts: list[Positions] = []
        for segment, (first, last) in zip(self.segments, pairwise(bounds.tolist()), strict=True):
            inside = places[slice(*np.searchsorted(places, (first, last)))]
            if len(inside):
                parts.append(segment.positions(field, term, inside - first))
        return joined_positions(parts)

    def document_frequency(self, field: str, term: str) -> int:
        """In how many articles of the snapshot (deleted ones included) a term stands."""
        return sum(segment.document_frequency(field, term) for segment in self.segments)

    def idf(self, field: str, term: str) -> float:
        """What a term of a field tells."""
        key = (field, term)
        known = self._idfs.get(key)
        if known is None:
            if len(self._idfs) >= _KEPT_IDFS:
                self._idfs.clear()
            known = self._idfs[key] = idf(self.size, self.document_frequency(field, term))
        return known

    def average_length(self, field: str) -> float:
        """The mean number of terms of a text field, 1 where the index is empty."""
        length = sum(segment.field_length(field) for segment in self.segments)
        return length / (self.size or 1) or 1.0

    def scores(self, field: str) -> FieldScores:
        """What the postings of a field score, before they are multiplied by the idf."""
        found = self._scores.get(field)
        if found is None:
            found = LeadScores() if field == LEAD_FIELD else BM25(self.average_length(field))
            self._scores[field] = found
        return found

    # Terms

    @cached_property
    def dictionary(self) -> Dictionary:
        """The raw terms of all articles (deleted ones included)."""
        return Dictionary(self.segments, RAW_FIELDS)

    def with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of a field that begin with ``prefix``, each once, in order."""
        before = None
        for term in merge(*(segment.with_prefix(field, prefix) for segment in self.segments)):
            if term != before:
                yield term
            before = term

    def listed(self, field: str, prefix: str) -> str:
        """The same as lines of one text; those asked for last are kept."""
        key = (field, prefix)
        if key not in self._listed:
            if len(self._listed) >= _KEPT_LISTS:
                self._listed.clear()
            self._listed[key] = "\n".join(self.with_prefix(field, prefix))
        return self._listed[key]

    # Facts

    def column(self, fact: str) -> Column:
        """A fact column over all segments; "month" is worked out from "date"."""
        if fact not in self._columns:
            if fact == "month":
                self._columns[fact] = self.column("date").mapped(_month, "month")
            else:
                self._columns[fact] = self._read_column(fact)
        return self._columns[fact]

    def days(self, ids: Ids) -> Floats:
        """The dates of some articles as proleptic ordinals, 0 where there is none."""
        return self.column("date").numbers(_day, ids)

    def best_scores(self, ids: Ids) -> Floats:
        """The best score that each of some articles reports, -1 where it reports none."""
        return self.column("scores").numbers(_best_score, ids)

    def names(self, ids: Ids) -> list[str]:
        """What some articles (ascending) are called outside the index, segment by segment."""
        return [name for segment, inside in self._by_segment(ids) for name in segment.ids(inside)]

    def with_ids(self, names: Iterable[str]) -> Numbers:
        """The living articles that are called so, in ascending order."""
        # Not through ``postings``: names are looked up once, and would drive out what is kept.
        found = [self._read_postings("id", name).ids for name in dict.fromkeys(names)]
        ids = np.sort(np.concatenate([np.zeros(0, dtype=np.uint32), *found]))
        return ids if self.deleted is None else ids[~self.deleted[ids]]

    def sketches(self, ids: Ids) -> Rows:
        """The sketches of some articles (ascending), one row each."""
        rows = [segment.sketches(inside) for segment, inside in self._by_segment(ids)]
        return np.concatenate(rows) if rows else np.zeros((0, WIDTH), dtype=np.uint8)

    def article(self, number: int) -> Article:
        """An article by its number."""
        at = bisect_right(self._bases, number) - 1
        return self.segments[at].article(number - self._bases[at])

    # Inside

    def _keep(self, key: tuple[str, str], postings: Postings) -> None:
        taken = len(postings) + _ENTRY
        if self._kept + taken > _KEPT_POSTINGS:
            self._postings.clear()
            self._kept = 0
        self._postings[key] = postings
        self._kept += taken

    def _by_segment(self, ids: Ids) -> Iterator[tuple[Segment, Ids]]:
        """The segments that have some of the articles, each with their numbers inside it."""
        if len(self.segments) == 1:
            yield self.segments[0], ids
            return
        bounds = np.searchsorted(ids, self._bases)
        for at, (first, last) in enumerate(pairwise(bounds.tolist())):
            if first < last:
                yield self.segments[at], ids[first:last] - self._bases[at]

    def _read_postings(self, field: str, term: str) -> Postings:
        found = (
            (segment.postings(field, term), base)
            for segment, base in zip(self.segments, self._bases, strict=False)
        )
        return joined([(postings, base) for postings, base in found if postings is not None])

    def _read_column(self, fact: str) -> Column:
        parts = [segment.column(fact_column(fact)) for segment in self.segments]
        if len(parts) == 1:
            return Column(*parts[0], fact)
        vocabulary: dict[str, int] = {}
        tables = [
            [vocabulary.setdefault(value, len(vocabulary)) for value in values]
            for _, values in parts
        ]
        kind = np.min_scalar_type(len(vocabulary))
        ordinals = [
            np.array(table, dtype=kind)[numbers]
            for table, (numbers, _) in zip(tables, parts, strict=True)
        ]
        return Column(np.concatenate([np.zeros(0, dtype=kind), *ordinals]), list(vocabulary), fact)


def _month(iso: str) -> str:
    return iso[: len("2024-11")]


def _day(iso: str) -> float:
    return float(date.fromisoformat(iso).toordinal()) if iso else 0.0


def _best_score(scores: str) -> float:
    return max(map(float, scores.split("\t"))) if scores else -1.0
