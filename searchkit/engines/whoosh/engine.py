"""WhooshEngine: selections answered from one snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from whoosh.index import FileIndex

from searchkit.article import Article
from searchkit.engines.base import FacetField, Match, Selected, Selection
from searchkit.engines.record import load_article
from searchkit.engines.whoosh.evaluator import Evaluator, Matches
from searchkit.engines.whoosh.folder import Folder
from searchkit.engines.whoosh.schema import RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.snapshot import Floats, Ids, Snapshot
from searchkit.errors import REBUILD, IndexDamaged


class WhooshEngine:
    """A readable snapshot of one commit; implements ``engines.base.Engine``."""

    def __init__(self, index: FileIndex, folder: Folder) -> None:
        self._index = index
        self._folder = folder
        self._snapshot = Snapshot(index.reader())
        self._evaluator = Evaluator(self._snapshot)

    def select(self, selection: Selection) -> Selected:
        """Find, order, cut and count; see ``engines.base.Engine``."""
        found = self._evaluator.evaluate(selection.node)
        mask = found.mask & self._snapshot.live
        for node in selection.filters:
            mask &= self._evaluator.evaluate(node).mask
        if selection.skip is not None:
            mask &= ~self._evaluator.evaluate(selection.skip).mask
        ids = np.flatnonzero(mask)
        relevance = _relevance(found, ids)
        shown = self._ordered(ids, relevance, selection)
        return Selected(
            matches=tuple(
                Match(self._article(int(ids[place])), float(relevance[place])) for place in shown
            ),
            total=len(ids),
            counts={field: self._counts(field, ids) for field in selection.facets},
        )

    def article(self, article_id: str) -> Article | None:
        """The article with exactly this id, None where there is none."""
        for number in self._snapshot.postings("id", article_id).ids:
            if self._snapshot.live[number]:
                return self._article(int(number))
        return None

    def ids(self) -> Sequence[str]:
        """All article ids, in the order of the alphabet."""
        terms = (term.decode() for term in self._snapshot.reader.lexicon("id"))
        live = self._snapshot.live
        return [term for term in terms if live[self._snapshot.postings("id", term).ids].any()]

    def document_frequency(self, term: str) -> int:
        """In how many articles a raw term stands, title or body (the larger of both)."""
        return max(self._snapshot.document_frequency(field, term) for field in RAW_FIELDS)

    def stem_frequency(self, stem: str) -> int:
        """In how many articles a word with this stem stands (as ``document_frequency``)."""
        fields = STEM_FIELD.values()
        return max(self._snapshot.document_frequency(field, stem) for field in fields)

    def near_terms(self, term: str, distance: int) -> Iterable[tuple[str, int]]:
        """Other raw terms within an edit distance, with frequencies; by the alphabet."""
        for near in sorted(self._snapshot.dictionary.near(term, distance) - {term}):
            yield near, self.document_frequency(near)

    def terms_with_prefix(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Raw terms that begin with ``prefix``, with frequencies; in no particular order."""
        return self._snapshot.dictionary.with_prefix(prefix).items()

    @property
    def segments(self) -> int:
        """The number of segments."""
        return sum(1 for _ in self._snapshot.reader.leaf_readers())

    def close(self) -> None:
        """Let go of the files."""
        self._snapshot.reader.close()
        self._index.close()
        self._folder.close_files()

    def _article(self, number: int) -> Article:
        try:
            return load_article(self._snapshot.record(number)["record"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(
                f"article {number} of the index cannot be read ({error})",
                REBUILD,
            ) from error

    def _ordered(self, ids: Ids, relevance: Floats, selection: Selection) -> Ids:
        """Places in ``ids`` of the articles to show."""
        if not selection.limit:
            return ids[:0]
        days = self._snapshot.days[ids]
        keys: tuple[Floats, ...]
        match selection.sort:
            case "relevance":
                keys = (-days, -relevance)
            case "newest":
                keys = (-relevance, -days)
            case "oldest":
                keys = (-relevance, np.where(days > 0, days, np.inf))
            case "score":
                best = self._snapshot.best_scores[ids]
                keys = (-days, -relevance, -best)
        order: Ids = np.lexsort((ids, *keys))
        return order[selection.offset : selection.offset + selection.limit]

    def _counts(self, field: FacetField, ids: Ids) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for values, count in self._snapshot.column(field).counts(ids):
            for value in filter(None, values.split("\t")):
                counts[value] += count
        return dict(counts)


def _relevance(found: Matches, ids: Ids) -> Floats:
    """Score plus agreement: one reading agreed with outweighs any difference in score.

    Rounded, so that articles with the same terms tie whatever the order of summation.
    """
    scores = found.scores[ids]
    ceiling = float(scores.max(initial=0.0)) + 1.0
    relevance: Floats = np.round(scores + ceiling * found.agreement[ids], 6)
    return relevance
