"""WhooshEngine: selections answered from one snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from whoosh.index import FileIndex

from searchkit.article import Article
from searchkit.engines.base import FacetField, Match, Selected, Selection
from searchkit.engines.record import load_article
from searchkit.engines.whoosh.evaluator import Evaluator, Matches
from searchkit.engines.whoosh.folder import Folder
from searchkit.engines.whoosh.proximity import proximity
from searchkit.engines.whoosh.schema import ACRONYM_FIELD, RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.snapshot import Floats, Ids, Mask, Snapshot
from searchkit.errors import REBUILD, IndexDamaged
from searchkit.query import ast
from searchkit.weights import Weights

REORDERED = 100
"""So many of the first articles are ordered anew by proximity."""

DIGITS = 6

KEPT = 6
"""Selections whose matches are kept for the next article to explain; a search makes fewer."""

if TYPE_CHECKING:
    from searchkit.engines.explained import Explained
    from searchkit.engines.whoosh.folding import Folding


class _Ranked(NamedTuple):
    """Matches, ascending, with their relevance; ``reordered`` are those that proximity was
    looked at for. ``best`` is the best text score among the matches, 1 where there is none."""

    ids: Ids
    relevance: Floats
    best: float
    reordered: Ids

    @classmethod
    def of(cls, found: Matches, ids: Ids) -> _Ranked:
        """The score in parts of the best one, and the agreement.

        Rounded, so that articles with the same terms tie whatever the order of summation.
        """
        best = float(found.scores[ids].max(initial=0.0)) or 1.0
        relevance = np.round(found.scores[ids] / best + found.agreement[ids], DIGITS)
        return cls(ids, relevance, best, ids[:0])


class WhooshEngine:
    """A readable snapshot of one commit; implements ``engines.base.Engine``."""

    def __init__(self, index: FileIndex, folder: Folder) -> None:
        self._index = index
        self._folder = folder
        self._snapshot = Snapshot(index.reader())
        self._evaluators: dict[Weights, Evaluator] = {}
        self._kept: dict[Selection, _Ranked] = {}

    def select(self, selection: Selection) -> Selected:
        """Find, order, cut and count; see ``engines.base.Engine``."""
        ids, relevance, *_ = self._rank(selection)
        counts = {field: self._counts(field, ids) for field in selection.facets}
        if not selection.limit:
            return Selected((), len(ids), counts)
        order = self._ordered(ids, relevance, selection)
        ranking = ids[order]
        first, last = selection.offset, selection.offset + selection.limit
        places = leaders = np.arange(len(ranking))
        if selection.fold:
            leaders = self._folding.leaders(ranking)
            places = np.flatnonzero(leaders == places)
        copies = _copies(leaders)
        whole = self._whole(selection)
        return Selected(
            matches=tuple(
                Match(
                    self._article(int(ranking[place])),
                    float(relevance[order[place]]),
                    tuple(self._article(int(ranking[copy])) for copy in copies.get(place, ())),
                    bool(whole[ranking[place]]),
                )
                for place in map(int, places[first:last])
            ),
            total=len(ids),
            counts=counts,
            folded=len(ranking) - len(places),
        )

    def explain(self, selection: Selection, article_id: str) -> Explained | None:
        """The parts of an article's relevance; see ``engines.base.Engine``."""
        from searchkit.engines.explained import Explained  # few searches explain
        from searchkit.engines.whoosh.explanation import explained

        ranked, number = self._ranking(selection), self._number(article_id)
        if number is None or number not in ranked.ids:
            return None
        evaluator = self._evaluator(selection.weights)
        near = number in ranked.reordered
        parts = explained(evaluator, self._snapshot, selection, number, ranked.best, near=near)
        relevance = float(ranked.relevance[ranked.ids == number][0])
        return Explained(relevance, ranked.best, parts, bool(self._whole(selection)[number]))

    def article(self, article_id: str) -> Article | None:
        """The article with exactly this id, None where there is none."""
        number = self._number(article_id)
        return None if number is None else self._article(number)

    def copies(self, article_id: str) -> tuple[Article, ...]:
        """The articles that tell the same as this one in almost the same words."""
        number = self._number(article_id)
        if number is None:
            return ()
        copies = self._folding.copies(number)
        return tuple(self._article(int(copy)) for copy in copies[self._snapshot.live[copies]])

    def ids(self) -> Sequence[str]:
        """All article ids, in the order of the alphabet."""
        terms = (term.decode() for term in self._snapshot.reader.lexicon("id"))
        live = self._snapshot.live
        return [term for term in terms if live[self._snapshot.postings("id", term).ids].any()]

    def document_frequency(self, term: str, *, stemmed: bool = False) -> int:
        """In how many articles a raw term, or a stem, stands in title or body (the larger)."""
        fields = STEM_FIELD.values() if stemmed else RAW_FIELDS
        return max(self._snapshot.document_frequency(field, term) for field in fields)

    def near_terms(self, term: str, distance: int) -> Iterable[tuple[str, int]]:
        """Other raw terms within an edit distance, with frequencies; by the alphabet."""
        for near in sorted(self._snapshot.dictionary.near(term, distance) - {term}):
            yield near, self.document_frequency(near)

    def terms_with_prefix(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Raw terms that begin with ``prefix``, with frequencies; in no particular order."""
        return self._snapshot.dictionary.with_prefix(prefix).items()

    def explained(self, form: str) -> Sequence[str]:
        """Other forms of an acronym; see ``engines.base.Engine``.

        What one article explains and others explain otherwise is left out.
        """
        snapshot = self._snapshot
        found = {
            pair.partition("=")[2]: snapshot.document_frequency(ACRONYM_FIELD, pair)
            for pair in snapshot.terms_with_prefix(ACRONYM_FIELD, f"{form}=")
        }
        often = [other for other, count in found.items() if count > 1 or len(found) == 1]
        return sorted(often, key=lambda other: (-found[other], other))

    @property
    def segments(self) -> int:
        """The number of segments."""
        return sum(1 for _ in self._snapshot.reader.leaf_readers())

    def close(self) -> None:
        """Let go of the files."""
        self._snapshot.reader.close()
        self._index.close()
        self._folder.close_files()

    def _evaluator(self, weights: Weights) -> Evaluator:
        if weights not in self._evaluators:
            self._evaluators[weights] = Evaluator(self._snapshot, weights)
        return self._evaluators[weights]

    def _whole(self, selection: Selection) -> Mask:
        """Which articles have what ``selection.whole`` demands: all where it demands nothing."""
        node = selection.whole or ast.Everything()
        return self._evaluator(selection.weights).evaluate(node).mask

    def _ranking(self, selection: Selection) -> _Ranked:
        """What ``_rank`` gives, kept for the last few selections."""
        asked = selection._replace(offset=0, limit=0, facets=(), fold=False)
        ranked = self._kept.get(asked)
        if ranked is None:
            ranked = self._rank(asked)
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[asked] = ranked
        return ranked

    def _rank(self, selection: Selection) -> _Ranked:
        """The matches with their relevance, ordered anew by proximity where that is asked for."""
        evaluator = self._evaluator(selection.weights)
        found = evaluator.evaluate(selection.node)
        if selection.hints:
            found = evaluator.hinted(found, selection.hints)
        mask = found.mask & self._snapshot.live
        for node in selection.filters:
            mask &= evaluator.evaluate(node).mask
        if selection.skip is not None:
            mask &= ~evaluator.evaluate(selection.skip).mask
        ids = np.flatnonzero(mask)
        ranked = _Ranked.of(found, ids)
        if len(selection.words) > 1 and selection.sort == "relevance":
            return self._by_proximity(ranked, selection)
        return ranked

    def _by_proximity(self, ranked: _Ranked, selection: Selection) -> _Ranked:
        """Relevance with what proximity adds to the first articles; the others stay behind them.

        They are the same ones whatever page is asked for.
        """
        ids, relevance, best, _ = ranked
        order = np.lexsort((ids, -self._snapshot.days[ids], -relevance))
        first = np.sort(order[:REORDERED])
        added = proximity(self._snapshot, selection.words, ids[first], selection.weights)
        better = relevance.copy()
        better[first] = np.round(relevance[first] + added / best, DIGITS)
        return _Ranked(ids, better, best, ids[first])

    @cached_property
    def _folding(self) -> Folding:
        from searchkit.engines.whoosh.folding import Folding  # facets and scores need none

        return Folding(self._snapshot)

    def _number(self, article_id: str) -> int | None:
        for number in self._snapshot.postings("id", article_id).ids:
            if self._snapshot.live[number]:
                return int(number)
        return None

    def _article(self, number: int) -> Article:
        try:
            return load_article(self._snapshot.record(number)["record"])
        except (KeyError, TypeError, ValueError) as error:
            raise IndexDamaged(
                f"article {number} of the index cannot be read ({error})",
                REBUILD,
            ) from error

    def _ordered(self, ids: Ids, relevance: Floats, selection: Selection) -> Ids:
        """Places in ``ids``, in the order to show them in."""
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
        return order

    def _counts(self, field: FacetField, ids: Ids) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for values, count in self._snapshot.column(field).counts(ids):
            for value in filter(None, values.split("\t")):
                counts[value] += count
        return dict(counts)


def _copies(leaders: Ids) -> dict[int, list[int]]:
    """The places of the copies under the place of their representative, in order."""
    copies: dict[int, list[int]] = {}
    for place in np.flatnonzero(leaders != np.arange(len(leaders))):
        copies.setdefault(int(leaders[place]), []).append(int(place))
    return copies
