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
from searchkit.engines.whoosh.checksums import BITS, BLOCK, Blocks
from searchkit.engines.whoosh.damage import damaged
from searchkit.errors import IndexDamaged
from searchkit.translation import _


class Section:
    """Entries of one type: numbers, or rows of bytes.

    ``raw`` are all entries as they lie in the file, the first of them at its byte ``place``:
    whoever looks at them compares the stretch before.
    """

    def __init__(self, name: str, blocks: Blocks, place: int, raw: NDArray[Any]) -> None:
        self.name = name
        self.raw = raw
        self._view = memoryview(raw)  # type: ignore[arg-type]
        self._blocks = blocks
        self._compared = blocks.compared
        self._place = place
        self._width = raw.itemsize * (raw.shape[1] if raw.ndim > 1 else 1)

    def __len__(self) -> int:
        return len(self._view)

    def compare(self, start: int, end: int) -> None:
        """See that the entries from ``start`` to before ``end`` are those that were written.

        Raises IndexDamaged where they are not.
        """
        start, end = self._place + start * self._width, self._place + end * self._width
        # The same as in ``Blocks.compare``, without calling it where all has been compared.
        if self._compared.find(0, start >> BITS, (end + BLOCK - 1) >> BITS) >= 0:
            self._blocks.compare(start, end, self.name)

    def __getitem__(self, part: slice) -> NDArray[Any]:
        """A stretch of entries; read-only. Steps are not taken."""
        start, end, _ = part.indices(len(self._view))
        if end > start:
            self.compare(start, end)
        return self.raw[start:end]

    def bytes(self, start: int, end: int) -> bytes:
        """A stretch of a section of bytes. Raises IndexError where it does not reach so far."""
        if end > len(self._view):
            raise IndexError(f"section {self.name} has {len(self)} entries")
        self.compare(start, end)
        return self._view[start:end].tobytes()

    def at(self, place: int) -> int:
        """One number. Raises IndexError where there are not so many."""
        if not 0 <= place < len(self._view):
            raise IndexError(f"section {self.name} has {len(self)} entries")
        self.compare(place, place + 1)
        number: int = self._view[place]
        return number

    def numbers(self, start: int, end: int) -> list[int]:
        """A few numbers in a row, fewer where there are not so many."""
        end = min(end, len(self._view))
        self.compare(start, end)
        return self._view[start:end].tolist()

    def take(self, places: NDArray[Any]) -> NDArray[Any]:
        """The entries at some places, in any order. Raises IndexError where there is no such."""
        if len(places) and not self._is_compared():
            low, high = int(places.min()), int(places.max()) + 1
            if low < 0 or high > len(self):
                raise IndexError(f"section {self.name} has {len(self)} entries")
            if not self._is_compared_between(low, high, len(places)):
                starts = self._place + places.astype(np.int64) * self._width
                self._blocks.compare_each(starts, starts + self._width, self.name)
        return self.raw.take(places, axis=0)

    def stretches(self, starts: Places, counts: Places) -> NDArray[Any]:
        """Stretches of entries one after the other: ``counts[i]`` from ``starts[i]`` on.

        Raises IndexDamaged unless each of them begins where, or after, the one before ends.
        """
        bounds = np.empty(2 * len(starts), dtype=np.int64)
        bounds[::2] = starts
        np.add(starts, counts, out=bounds[1::2])
        if not len(bounds):
            return self[0:0]
        low, high = int(bounds[0]), int(bounds[-1])
        if low < 0 or high > len(self) or not (bounds[:-1] <= bounds[1:]).all():
            raise self.error(
                _("stretches that are not in it"),
                _("some of {count} entries").format(count=len(self)),
            )
        if not self._is_compared_between(low, high, len(starts)):
            filled = np.flatnonzero(counts)
            places = self._place + bounds * self._width
            begin, end = places[::2].take(filled), places[1::2].take(filled)
            self._blocks.compare_each(begin, end, self.name)
        return self.raw.take(places_in(starts, counts), axis=0)

    def whole(self) -> NDArray[Any]:
        """All entries; read-only."""
        return self[:]

    def _is_compared(self) -> bool:
        return self._blocks.are_compared(self._place, self._place + len(self) * self._width)

    def _is_compared_between(self, low: int, high: int, count: int) -> bool:
        """Whether no entry between two places is left to be compared.

        Where ``count`` parts are wanted of hardly more blocks all of these are compared: it is
        seen at once the next time.
        """
        start, end = self._place + low * self._width, self._place + high * self._width
        if end - start <= BLOCK * count:
            self._blocks.compare(start, end, self.name)
            return True
        return self._blocks.are_compared(start, end)

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
