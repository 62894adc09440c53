"""Shares: the files to read, cut into pieces of work for several processes."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from searchkit.corpus import Corpus, Piece, Source

MAX_BYTES = 8 * 1024 * 1024
"""About so much text is read for one share: what a process builds from it fits in memory."""

FILE_BYTES = 4096
"""What opening a file costs beside its content, in bytes that could be read instead."""

_ROUNDS = 8  # shares for each process: all of them end at about the same time


class Lot(NamedTuple):
    """A file, or a piece of it, to be read by one process.

    ``known`` holds hashes of articles that the index has from this file, so
    that nothing is made of those; see ``marks``. ``renamed`` tells that the
    name of the file below its root belongs to another one already. ``ends``
    tells that nothing of the file comes after it.
    """

    source: Source
    piece: Piece | None
    known: bytes
    renamed: bool
    ends: bool


Share = tuple[Lot, ...]
"""Lots that one process reads one after the other."""


def weight(source: Source) -> int:
    """What reading a file costs, in bytes."""
    return source.size + FILE_BYTES


def share_size(sources: Iterable[Source], workers: int) -> int:
    """Bytes of a share so that there are enough for all processes, none too large."""
    return max(1, min(MAX_BYTES, sum(map(weight, sources)) // (workers * _ROUNDS)))


def shares(
    corpus: Corpus,
    sources: Iterable[Source],
    size: int,
    known: Callable[[str], Mapping[str, str]],
) -> Iterator[Share]:
    """The files in their order, as shares of about ``size`` bytes.

    Depends on the files alone: the same corpus is always cut the same way.
    ``known`` gives the ids and content hashes that the index has of a path.
    """
    share: list[Lot] = []
    filled = 0
    for lot, bytes_of_it in _lots(corpus, sources, size, known):
        share.append(lot)
        filled += bytes_of_it
        if filled >= size:
            yield tuple(share)
            share, filled = [], 0
    if share:
        yield tuple(share)


def _lots(
    corpus: Corpus,
    sources: Iterable[Source],
    size: int,
    known: Callable[[str], Mapping[str, str]],
) -> Iterator[tuple[Lot, int]]:
    """Every file, cut where it is larger than a share, each with its weight in bytes."""
    names: dict[str, str] = {}
    for source in sources:
        path = source.path
        renamed = names.setdefault(source.relative, path) != path
        hashes = marks(known(path).values())
        last: Piece | None = None
        if source.size > size:
            for piece in corpus.cut(source, size):
                if last is not None:
                    yield Lot(source, last, hashes, renamed, ends=False), size
                last = piece
        left = size if last is not None else weight(source)
        yield Lot(source, last, hashes, renamed, ends=True), left


def marks(hashes: Iterable[str]) -> bytes:
    """The first 64 bits of hex digests, sorted: eight bytes for each, whatever their number."""
    found = sorted(int(digest[:16], 16) for digest in hashes if digest)
    return array("Q", found).tobytes()


def is_marked(digest: str, known: bytes) -> bool:
    """Whether a hex digest is probably one of those that ``marks`` were made of."""
    if not known:
        return False
    found = memoryview(known).cast("Q")
    mark = int(digest[:16], 16)
    place = bisect_left(found, mark)
    return place < len(found) and found[place] == mark
