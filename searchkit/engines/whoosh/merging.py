"""Merging: several segments → one, on arrays, without what was deleted.

The postings of a term follow one another segment by segment, so that no sort
is needed: each piece knows where in the whole it belongs. Terms are taken in
runs, which bounds the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Mask, Places, offsets, stretches
from searchkit.engines.whoosh.boundary import reading
from searchkit.engines.whoosh.checksums import Made
from searchkit.engines.whoosh.columns import dump_ordinals
from searchkit.engines.whoosh.field import Encoded, Field
from searchkit.engines.whoosh.lengths import ROUNDED
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.segmentwriter import SegmentWriter
from searchkit.engines.whoosh.stored import StoredWriter

_RUN = 2_000_000
"""Postings that are merged at a time; they take about 100 bytes each."""


def merge_segments(segments: Sequence[Segment], path: Path) -> Made:
    """Write the live articles of some segments as one, in their order.

    Raises IndexDamaged where one of them is; there is no new file then.
    """
    with reading(path.parent):
        return _merged(segments, path)


def _merged(segments: Sequence[Segment], path: Path) -> Made:
    parts = [_Part.of(segment) for segment in segments]
    base = 0
    for part in parts:
        part.base = base
        base += part.live
    writer = SegmentWriter(path, base)
    try:
        for name in sorted({name for segment in segments for name in segment.field_names}):
            _merge_field(name, parts, writer)
        for name in sorted({name for segment in segments for name in segment.columns}):
            _merge_column(name, parts, writer)
        for name in sorted({name for segment in segments for name in segment.stored_names}):
            writer.add_stored(name, _merged_texts(name, parts))
        return writer.close()
    except BaseException:
        writer.discard()
        raise


@dataclass(slots=True, eq=False)
class _Part:
    """A segment that is merged: which of its articles live, and the number of the first of
    them in the whole."""

    segment: Segment
    kept: Mask | None
    live: int
    base: int = 0

    @classmethod
    def of(cls, segment: Segment) -> _Part:
        if segment.deleted is None or not segment.deleted.any():
            return cls(segment, None, segment.size)
        kept = ~segment.deleted
        return cls(segment, kept, int(kept.sum()))

    def of_live(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of values for each article those of the living."""
        return values if self.kept is None else values[self.kept]


@dataclass(frozen=True, eq=False)
class _Source:
    """The postings of a field in one part, by the numbers that terms have in the whole."""

    part: _Part
    field: Field
    terms: Places

    @cached_property
    def numbers(self) -> Places:
        """The number in the whole of each article of the part."""
        kept = self.part.kept
        if kept is None:
            return np.arange(self.part.base, self.part.base + self.part.segment.size)
        numbers: Places = self.part.base + np.cumsum(kept) - 1
        return numbers

    def run(self, first: int, last: int) -> _Run:
        """The living postings of the terms from ``first`` to before ``last`` of the whole."""
        low, high = np.searchsorted(self.terms, (first, last)).tolist()
        starts = self.field.places(low, high)
        start, end = int(starts[0]), int(starts[-1])
        postings = self.field.part(start, end)
        terms = np.repeat(self.terms[low:high] - first, np.diff(starts))
        positions = self.field.encoded(start, end) if self.field.has_positions else None
        ids, frequencies, lengths = postings.ids, postings.frequencies, postings.length_bytes
        if self.part.kept is not None:
            kept = self.part.kept[ids]
            if positions is not None:
                data = positions.data[np.repeat(kept, positions.counts)]
                positions = Encoded(data, positions.counts[kept])
            ids, lengths = ids[kept], lengths[kept]
            terms, frequencies = terms[kept], frequencies[kept]
        return _Run(terms, self.numbers[ids], frequencies, lengths, positions)

    def counts(self, terms: int) -> Places:
        """The number of living postings of each term of the whole."""
        starts = self.field.places(0, len(self.field.lexicon))
        found = np.zeros(terms, dtype=np.int64)
        if self.part.kept is None:
            found[self.terms] = np.diff(starts)
        else:
            kept = self.part.kept[self.field.ids.whole()]
            found[self.terms] = np.add.reduceat(kept, starts[:-1], dtype=np.int64)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Postings of one part, in the order of terms: term, article, frequency, length byte; and
    their positions."""

    terms: Places
    ids: Places
    frequencies: Places
    lengths: NDArray[np.uint8]
    positions: Encoded | None


def _merge_field(name: str, parts: Sequence[_Part], writer: SegmentWriter) -> None:
    fields = [(part, field) for part in parts if (field := part.segment.field(name))]
    lexicons = [field.lexicon.listed() for _, field in fields]
    every = sorted(set().union(*lexicons))
    places = {term: place for place, term in enumerate(every)}
    sources = [
        _Source(part, field, np.fromiter(map(places.__getitem__, terms), np.int64, len(terms)))
        for (part, field), terms in zip(fields, lexicons, strict=True)
    ]
    counts: Places = np.zeros(len(every), dtype=np.int64)
    for source in sources:
        counts += source.counts(len(every))
    with_positions = any(field.has_positions for _, field in fields)
    used = np.flatnonzero(counts)
    if not len(used):
        return
    _merge_lengths(name, parts, writer)
    out = writer.field(
        name,
        every if len(used) == len(every) else [every[number] for number in used.tolist()],
        counts[used],
        plain=all(field.is_plain for _, field in fields),
        positions=sum(map(_position_bytes, sources)) if with_positions else None,
    )
    for first, last in _runs(counts):
        run = _interleaved([source.run(first, last) for source in sources])
        out.write(run.ids, run.frequencies, run.lengths, run.positions)
    out.close()


def _runs(counts: Places) -> Iterator[tuple[int, int]]:
    """Runs of terms with about ``_RUN`` postings, a single term having perhaps more."""
    ends = np.cumsum(counts)
    first = 0
    while first < len(counts):
        done = int(ends[first - 1]) if first else 0
        last = max(int(np.searchsorted(ends, done + _RUN, "right")), first + 1)
        yield first, last
        first = last


def _interleaved(runs: Sequence[_Run]) -> _Run:
    """The postings of several parts in the order of terms, and of parts within a term."""
    if len(runs) == 1:
        return runs[0]
    terms = np.concatenate([run.terms for run in runs])
    frequencies = np.concatenate([run.frequencies for run in runs])
    order = _order(runs, terms)
    positions = None
    encoded = [run.positions for run in runs if run.positions is not None]
    if encoded:
        counts = np.concatenate([part.counts for part in encoded])
        places = stretches(offsets(counts)[order], counts[order])
        data = np.concatenate([part.data for part in encoded])[places]
        positions = Encoded(data, counts[order])
    return _Run(
        terms[order],
        np.concatenate([run.ids for run in runs])[order],
        frequencies[order],
        np.concatenate([run.lengths for run in runs])[order],
        positions,
    )


def _order(runs: Sequence[_Run], terms: Places) -> Places:
    """Which posting of the runs, one after the other, stands at each place of the whole.

    ``terms`` are those of all runs; within each run they ascend.
    """
    order = np.empty(len(terms), dtype=np.int64)
    free = offsets(np.bincount(terms, minlength=1))[:-1]  # where the next one of each term goes
    done = 0
    for run in runs:
        numbers = np.arange(len(run.terms))
        counts = np.bincount(run.terms, minlength=len(free))
        order[(free - offsets(counts)[:-1])[run.terms] + numbers] = done + numbers
        free += counts
        done += len(numbers)
    return order


def _position_bytes(source: _Source) -> int:
    """How many bytes the positions of the living postings of a part take."""
    field, kept = source.field, source.part.kept
    if not field.has_positions:
        return 0
    if kept is None:
        return len(field.position_bytes)
    total = 0
    for start in range(0, len(field.ids), _RUN):
        ids = field.ids[start : start + _RUN]
        total += int(field.encoded(start, start + len(ids)).counts[kept[ids]].sum())
    return total


def _merge_lengths(name: str, parts: Sequence[_Part], writer: SegmentWriter) -> None:
    """The length bytes of the living. As in Whoosh's own merging the rounded lengths add up."""
    found = [(part, part.segment.length_bytes(name)) for part in parts]
    if all(lengths is None for _, lengths in found):
        return
    rounded = np.concatenate(
        [
            np.zeros(part.live, dtype=np.uint8) if lengths is None else part.of_live(lengths)
            for part, lengths in found
        ]
    )
    writer.add_lengths(name, rounded, int(ROUNDED[rounded].sum()))


def _merge_column(name: str, parts: Sequence[_Part], writer: SegmentWriter) -> None:
    """A column of all living articles. Raises ValueError for one that only Whoosh can read."""
    kinds = {kind for part in parts if (kind := part.segment.columns.get(name))}
    if kinds == {"rows"}:
        rows = [part.of_live(part.segment.rows(name)).tobytes() for part in parts]
        writer.add_column(name, b"".join(rows), "rows")
    elif kinds == {"ordinals"}:
        writer.add_column(name, _merged_ordinals(name, parts), "ordinals")
    else:
        raise ValueError(f"column {name!r} cannot be merged: {', '.join(sorted(kinds))}")


def _merged_ordinals(name: str, parts: Sequence[_Part]) -> bytes:
    vocabulary: dict[str, int] = {"": 0}
    pieces: list[NDArray[Any]] = []
    for part in parts:
        ordinals, texts = part.segment.column(name)
        ordinals = part.of_live(ordinals)
        table = np.zeros(len(texts), dtype=np.int64)
        for ordinal in np.flatnonzero(np.bincount(ordinals)).tolist():
            table[ordinal] = vocabulary.setdefault(texts[ordinal], len(vocabulary))
        pieces.append(table[ordinals])
    return dump_ordinals(np.concatenate(pieces), list(vocabulary))


def _merged_texts(name: str, parts: Sequence[_Part]) -> StoredWriter:
    """The stored texts of the living: whole blocks where nothing was deleted."""
    texts = StoredWriter()
    for part in parts:
        stored = part.segment.stored_texts(name)
        if part.kept is None and part.live >= _MANY_TEXTS:
            texts.add_all(stored)
            continue
        for number in range(len(stored)) if part.kept is None else np.flatnonzero(part.kept):
            texts.add(stored[int(number)])
    return texts


_MANY_TEXTS = 1000
"""So few texts are compressed again, so that no block stays small."""
