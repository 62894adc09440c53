"""Section: a named array in a container, of which only what is asked for is read.

Whatever is handed out was compared with its checksums before. The small sections of a
container, and those of which everything is needed, are rather taken as a whole
(``Container.array``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.whoosh.arrays import Places
from searchkit.engines.whoosh.arrays import stretches as places_in
from searchkit.engines.whoosh.checksums import Blocks
from searchkit.engines.whoosh.damage import damaged
from searchkit.errors import IndexDamaged
from searchkit.translation import _


class Section:
    """Entries of one type: numbers, or rows of bytes.

    ``raw`` are all entries as they lie in the file, whose byte ``place`` is the first of them:
    whoever looks at them has ``compare``\\ d the stretch before.
    """

    def __init__(self, name: str, blocks: Blocks, place: int, raw: NDArray[Any]) -> None:
        self.name = name
        self.raw = raw
        self._blocks = blocks
        self._place = place
        self._width = raw.itemsize * (raw.shape[1] if raw.ndim > 1 else 1)
        self._view = memoryview(raw)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.raw)

    def compare(self, start: int, end: int) -> None:
        """See that the entries from ``start`` to before ``end`` are those that were written.

        Raises IndexDamaged where they are not.
        """
        self._blocks.compare(
            self._place + start * self._width, self._place + end * self._width, self.name
        )

    def __getitem__(self, part: slice) -> NDArray[Any]:
        """A stretch of entries; read-only. Steps are not taken."""
        start, end, _ = part.indices(len(self.raw))
        if end > start:
            self.compare(start, end)
        return self._as_native(self.raw[start:end])

    def bytes(self, start: int, end: int) -> bytes:
        """A stretch of a section of bytes. Raises IndexError where it does not reach so far."""
        if end > len(self.raw):
            raise IndexError(f"section {self.name} has {len(self)} entries")
        self._blocks.compare(self._place + start, self._place + end, self.name)
        return self._view[start:end].tobytes()

    def at(self, place: int) -> int:
        """One number. Raises IndexError where there are not so many."""
        if not 0 <= place < len(self.raw):
            raise IndexError(f"section {self.name} has {len(self)} entries")
        self.compare(place, place + 1)
        return int(self.raw[place])

    def take(self, places: NDArray[Any]) -> NDArray[Any]:
        """The entries at some places, in any order. Raises IndexError where there is no such."""
        if len(places):
            if int(places.min()) < 0 or int(places.max()) >= len(self):
                raise IndexError(f"section {self.name} has {len(self)} entries")
            starts = self._place + places.astype(np.int64) * self._width
            self._blocks.compare_each(starts, starts + self._width, self.name)
        return self._as_native(self.raw.take(places, axis=0))

    def stretches(self, starts: Places, counts: Places) -> NDArray[Any]:
        """Stretches of entries one after the other: ``counts[i]`` from ``starts[i]`` on.

        Raises IndexDamaged where they reach beyond the section, or overlap so that they have
        more entries than it.
        """
        if not len(starts):
            return self[0:0]
        ends = starts + counts
        total = int(counts.sum())
        if counts.min() < 0 or starts.min() < 0 or ends.max() > len(self) or total > len(self):
            raise self.error(
                _("stretches that are not in it"),
                _("some of {count} entries").format(count=len(self)),
            )
        if not counts.all():
            starts, ends, counts = (each.compress(counts > 0) for each in (starts, ends, counts))
        if total:
            first = self._place + starts * self._width
            self._blocks.compare_each(first, self._place + ends * self._width, self.name)
        return self._as_native(self.raw.take(places_in(starts, counts), axis=0))

    def whole(self) -> NDArray[Any]:
        """All entries; read-only."""
        return self[:]

    def require(self, count: int) -> None:
        """Raise IndexDamaged unless there are just so many entries."""
        if len(self) != count:
            raise self.error(_("{count} entries").format(count=len(self)), str(count))

    def error(self, found: str, expected: str) -> IndexDamaged:
        """The error for entries that cannot be, although nothing has changed them."""
        return damaged(
            self._blocks.path,
            _("section {name} has {found}").format(name=self.name, found=found),
            expected,
        )

    def _as_native(self, entries: NDArray[Any]) -> NDArray[Any]:
        return entries if entries.dtype.isnative else entries.astype(entries.dtype.newbyteorder())
