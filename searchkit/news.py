"""News: the articles that are new to a saved search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from searchkit.index import Index
from searchkit.results import Results
from searchkit.savedsearch import SavedSearch
from searchkit.seen import hashed


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a saved search: ``ids`` of articles, in no particular order.

    ``matching`` are the hashes of all that matches, ``seen`` of what had been seen.
    """

    search: SavedSearch
    ids: tuple[str, ...]
    matching: frozenset[bytes] = field(repr=False)
    seen: frozenset[bytes] = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def results(self, index: Index, *, limit: int | None = None, fold: bool = True) -> Results:
        """The new articles as hits, in the order of the search; raises as ``Index.search``.

        At most ``limit``, all where it is None. ``fold`` puts copies under one of them.
        """
        return index.search(
            self.search.query,
            filters=self.search.filters.among(self.ids),
            limit=len(self) if limit is None else limit,
            sort=self.search.sort,
            facets=(),
            strict=True,
            fold=fold,
        )

    def read(self, seen: frozenset[bytes], only: Iterable[str] | None = None) -> frozenset[bytes]:
        """The hashes of what has been seen once this was read, or (``only``) a part of it.

        ``seen`` is what has been by now: more than before where others read it, too.
        """
        unread = set(self.ids).difference(self.ids if only is None else only)
        read = self.matching.difference(map(hashed, unread))
        return read if seen == self.seen else read | seen


def news_of(search: SavedSearch, ids: Iterable[str], seen: frozenset[bytes]) -> News:
    """What is new among the articles that match now, next to the hashes of those seen."""
    hashes = {article: hashed(article) for article in ids}
    new = tuple(article for article, its in hashes.items() if its not in seen)
    return News(search, new, frozenset(hashes.values()), seen)
