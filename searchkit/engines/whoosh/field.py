"""Field: the postings of one field of a segment, as arrays one after the other.

For every posting, in the order of terms and then of articles, there are the
article's number and a code: its frequency in the upper byte (255 stands for
that or more, the exact ones being kept apart) and the length of the field in
the article, in the byte that Whoosh rounds it to, in the lower. Positions
follow one another in the same order, as ``gaps``; where those of every
thirty-second posting begin is written down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places, distinct, offsets, stretches
from searchkit.engines.whoosh.container import Container, ContainerWriter, narrowest
from searchkit.engines.whoosh.gaps import byte_counts, decode
from searchkit.engines.whoosh.lexicon import Lexicon, write_lexicon
from searchkit.engines.whoosh.postings import MANY, Large, Positions, Postings
from searchkit.engines.whoosh.section import Section
from searchkit.errors import IndexDamaged
from searchkit.translation import _

PLAIN_CODE = 1 << 8
"""Once, in a field without lengths."""

_STEP = 32

_MAX_FREQUENCY = 1 << 32
"""No article has so many terms: one inversion takes no more."""

_SCATTERED = 6
"""Positions of postings that lie further apart than every so manyth are read group by group."""


class Encoded(NamedTuple):
    """The positions of some postings as ``gaps``, and how many bytes each posting takes."""

    data: NDArray[np.uint8]
    counts: Places


class FieldWriter:
    """Writes the postings of a field, in pieces; their numbers are known beforehand.

    ``counts`` has the number of postings of each term, ``articles`` is the size
    of the segment, ``positions`` how many bytes they take (None: the field keeps
    none). In a ``plain`` field every code is ``PLAIN_CODE``, and none is kept.
    """

    def __init__(
        self,
        container: ContainerWriter,
        field: str,
        terms: Sequence[bytes],
        counts: Places,
        *,
        articles: int,
        plain: bool = False,
        positions: int | None = None,
    ) -> None:
        write_lexicon(container, field, terms)
        starts = offsets(counts)
        postings = int(starts[-1])
        container.add(f"{field}/starts", starts.astype(narrowest(postings)))
        self._container, self._field = container, field
        self._ids = container.reserve(f"{field}/ids", narrowest(articles), postings)
        self._codes = None if plain else container.reserve(f"{field}/codes", "u2", postings)
        self._many: list[tuple[Places, Places]] = []
        self._written = self._position_bytes = 0
        self._positions = self._steps = None
        if positions is not None:
            self._positions = container.reserve(f"{field}/positions", "u1", positions)
            steps = -(-postings // _STEP) + 1
            self._steps = container.reserve(f"{field}/steps", narrowest(positions), steps)

    def write(
        self,
        ids: NDArray[Any],
        frequencies: NDArray[Any],
        length_bytes: NDArray[Any] | int = 0,
        positions: Encoded | None = None,
    ) -> None:
        """The next postings, and the ``gaps`` of their positions."""
        self._ids.write(ids)
        if self._codes is not None:
            capped = np.minimum(frequencies, MANY).astype(np.uint16)
            self._codes.write(capped << np.uint16(8) | np.uint16(length_bytes))
            many = np.flatnonzero(capped == MANY)
            if len(many):
                self._many.append((many + self._written, frequencies[many].astype(np.int64)))
        if self._positions is not None and self._steps is not None and positions is not None:
            starts = offsets(positions.counts)[:-1] + self._position_bytes
            self._steps.write(starts[-self._written % _STEP :: _STEP])
            self._positions.write(positions.data)
            self._position_bytes += len(positions.data)
        self._written += len(ids)

    def close(self) -> None:
        """Write what is known only now."""
        if self._steps is not None:
            self._steps.write([self._position_bytes])
        if self._many:
            places, frequencies = (np.concatenate(part) for part in zip(*self._many, strict=True))
            self._container.add(f"{self._field}/many", places.astype("<u8"))
            self._container.add(f"{self._field}/how many", frequencies.astype("<u8"))


class Field:
    """The postings of a field as they lie in the container of a segment of ``articles``.

    Raises KeyError where it has no such field, IndexDamaged where its sections do not fit
    together.
    """

    def __init__(self, container: Container, field: str, articles: int) -> None:
        self.name = field
        self.articles = articles
        self.lexicon = Lexicon(container, field)
        self.starts = container.section(f"{field}/starts")
        self.starts.require(len(self.lexicon) + 1)
        self.ids = container.section(f"{field}/ids")
        self.is_plain = f"{field}/codes" not in container
        self.has_positions = f"{field}/positions" in container
        self._container = container
        self._bounds = memoryview(self.starts.raw)  # type: ignore[arg-type]

    def bounds(self, number: int) -> tuple[int, int]:
        """Between which places the postings of a term stand."""
        self.starts.compare(number, number + 2)
        start, end = self._bounds[number], self._bounds[number + 1]
        if not start <= end <= len(self.ids):
            raise self._misplaced(start, end)
        return start, end

    def places(self, first: int, last: int) -> Places:
        """Where the postings of each term from ``first`` to before ``last`` begin, and where those
        of the last of them end."""
        found = self.starts[first : last + 1].astype(np.int64)
        if found[0] < 0 or (found[1:] < found[:-1]).any() or found[-1] > len(self.ids):
            raise self._misplaced(found[0], found[-1])
        return found

    def postings(self, number: int) -> Postings:
        """The postings of the term with this number."""
        return self.part(*self.bounds(number))

    def part(self, start: int, end: int) -> Postings:
        """The postings at the places from ``start`` to before ``end``."""
        ids = self.ids[start:end]
        if len(ids) and int(ids.max()) >= self.articles:
            raise self.ids.error(
                _("article {number}").format(number=ids.max()),
                _("numbers below {count}").format(count=self.articles),
            )
        codes = np.full(len(ids), PLAIN_CODE, np.uint16) if self.is_plain else self.codes[start:end]
        large = None
        if self._many is not None:
            places, frequencies = self._many
            first, last = np.searchsorted(places, (start, end))
            if first < last:
                large = Large(places[first:last] - start, frequencies[first:last])
        return Postings(ids.astype(np.uint32, copy=False), codes, large)

    def positions(self, number: int, places: Places) -> Positions:
        """The positions of the postings of a term that stand at ``places`` (ascending) among
        them."""
        places = places + self.bounds(number)[0]
        if not len(places):
            return Positions(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.uint32))
        # Whole groups are read: where within them a posting begins is not kept.
        first, last = int(places[0]) // _STEP, int(places[-1]) // _STEP + 1
        if len(places) * _SCATTERED >= (last - first) * _STEP:
            start, end = first * _STEP, min(last * _STEP, len(self.ids))
            data, frequencies = self._position_bytes(first, last), self._frequencies(start, end)
            wanted = places - start
        else:
            groups = distinct(places // _STEP)
            starts = self.steps.take(groups).astype(np.int64)
            counts = self.steps.take(groups + 1).astype(np.int64) - starts
            data = self.position_bytes.stretches(starts, counts)
            sizes = np.minimum((groups + 1) * _STEP, len(self.ids)) - groups * _STEP
            frequencies = self._frequencies_of(groups * _STEP, sizes)
            shifts = groups * _STEP - offsets(sizes)[:-1]
            wanted = places - shifts[np.searchsorted(groups, places // _STEP)]
        return Positions(offsets(frequencies.take(wanted)), decode(data, frequencies, wanted))

    def encoded(self, start: int, end: int) -> Encoded:
        """The positions of all postings at the places from ``start`` to before ``end``."""
        first, last = start // _STEP, -(-end // _STEP)
        data = self._position_bytes(first, last)
        counts = byte_counts(
            data, self._frequencies(first * _STEP, min(last * _STEP, len(self.ids)))
        )
        ends = offsets(counts)
        left, right = start - first * _STEP, end - first * _STEP
        return Encoded(data[ends[left] : ends[right]], counts[left:right])

    @cached_property
    def codes(self) -> Section:
        """The code of every posting. Raises KeyError in a plain field."""
        return self._section("codes", len(self.ids))

    @cached_property
    def position_bytes(self) -> Section:
        """All positions as ``gaps``. Raises KeyError in a field that keeps none."""
        return self._section("positions")

    @cached_property
    def steps(self) -> Section:
        """Where the positions of every thirty-second posting begin, and where the last end."""
        return self._section("steps", -(-len(self.ids) // _STEP) + 1)

    def _section(self, name: str, count: int | None = None) -> Section:
        section = self._container.section(f"{self.name}/{name}")
        if count is not None:
            section.require(count)
        return section

    @cached_property
    def _many(self) -> tuple[Places, Places] | None:
        if f"{self.name}/many" not in self._container:
            return None
        places, frequencies = self._section("many"), self._section("how many")
        frequencies.require(len(places))
        for section, limit in ((places, len(self.ids)), (frequencies, _MAX_FREQUENCY)):
            if int(section.whole().max(initial=0)) >= max(limit, 1):
                raise section.error(
                    _("the number {number}").format(number=section.whole().max()),
                    _("numbers below {count}").format(count=limit),
                )
        return places.whole().astype(np.int64), frequencies.whole().astype(np.int64)

    def _position_bytes(self, first: int, last: int) -> NDArray[np.uint8]:
        """The positions of the groups of postings from ``first`` to before ``last``."""
        start, end = self.steps.at(first), self.steps.at(last)
        if not start <= end <= len(self.position_bytes):
            raise self._misplaced(start, end)
        return self.position_bytes[start:end]

    def _frequencies(self, start: int, end: int) -> Places:
        """The exact frequencies of the postings from ``start`` to before ``end``."""
        if self.is_plain:
            return np.ones(end - start, dtype=np.int64)
        return self._exact(self.codes[start:end], lambda many: many + start)

    def _frequencies_of(self, starts: Places, counts: Places) -> Places:
        """Those of some stretches of postings, one after the other."""
        if self.is_plain:
            return np.ones(int(counts.sum()), dtype=np.int64)
        codes = self.codes.stretches(starts, counts)
        return self._exact(codes, lambda many: stretches(starts, counts).take(many))

    def _exact(self, codes: NDArray[np.uint16], places_of: Callable[[Places], Places]) -> Places:
        """Frequencies by their codes; ``places_of`` tells where in the field some of them stand."""
        found = (codes >> np.uint16(8)).astype(np.int64)
        if self._many is not None and len(many := np.flatnonzero(found == MANY)):
            places, frequencies = self._many
            found[many] = frequencies.take(np.searchsorted(places, places_of(many)))
        return found

    def _misplaced(self, start: int, end: int) -> IndexDamaged:
        return self._container.error(
            _("in field {field} something stands from {start} to {end}").format(
                field=self.name, start=start, end=end
            ),
            _("ascending places inside it"),
        )
