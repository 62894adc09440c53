"""WhooshEngine: selections answered from one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from searchkit.article import Article
from searchkit.engines.base import FacetField, Match, Selected, Selection
from searchkit.engines.whoosh.arrays import places_of
from searchkit.engines.whoosh.boundary import tells_damage
from searchkit.engines.whoosh.counting import Counter
from searchkit.engines.whoosh.evaluator import Evaluator
from searchkit.engines.whoosh.marking import count_any
from searchkit.engines.whoosh.matches import Matches
from searchkit.engines.whoosh.proximity import proximity
from searchkit.engines.whoosh.pruning import (
    FROM,
    Scored,
    best_matches,
    is_any_of_words,
    scored_lists,
    summed_terms,
)
from searchkit.engines.whoosh.ranking import Ranking
from searchkit.engines.whoosh.schema import ACRONYM_FIELD, RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.snapshot import Ids, Snapshot
from searchkit.query import ast
from searchkit.weights import Weights

REORDERED = 100
"""So many of the first articles are ordered anew by proximity."""

KEPT = 6
"""Selections whose matches are kept for the next article to explain; a search makes fewer."""

KEPT_ARTICLES = 100
"""The articles last shown are kept: with the next letter of a query most come up again."""

if TYPE_CHECKING:
    from searchkit.engines.explained import Explained


class WhooshEngine:
    """A readable snapshot of one commit; implements ``engines.base.Engine``."""

    def __init__(self, snapshot: Snapshot, close: Callable[[], None] = lambda: None) -> None:
        """``close`` lets go of the files behind the snapshot."""
        self._snapshot = snapshot
        self._close = close
        self._counter = Counter(snapshot)
        self._evaluators: dict[Weights, Evaluator] = {}
        self._last: Evaluator | None = None
        self._kept: dict[Selection, Ranking] = {}
        self._article = lru_cache(KEPT_ARTICLES)(snapshot.article)

    @tells_damage
    def select(self, selection: Selection) -> Selected:
        """Find, order, cut and count; see ``engines.base.Engine``."""
        lists = self._summed(selection)
        counts: Mapping[FacetField, Mapping[str, int]] = {}
        free = bool(lists) and self._is_free(selection)
        if free and not selection.facets:
            found = self._best(lists, selection)
            scratch = self._evaluator(selection.weights).scratch
            ids = [one.postings.ids for one in lists]
            total = len(found.places)
            if selection.counted:
                total = count_any(ids, scratch, self._snapshot.deleted)
        else:
            found = self._found(selection, scored=selection.limit > 0 and not lists)
            total, counts = len(found.places), self._counter.counts(selection.facets, found.places)
            if lists and total:
                # The best of all that have some words need not be looked for among the matches.
                found = self._best(lists, selection, None if free else found.places)
        if not selection.limit:
            return Selected((), total, counts)
        ranking = self._ranking(selection, found)
        page, copies, folded = self._page(ranking, selection)
        relevance = ranking.relevance(page)
        whole = self._whole(selection, ranking.ids.take(page))
        matches = tuple(
            Match(
                self._article(int(ranking.ids[place])),
                float(relevance[at]),
                tuple(self._article(int(ranking.ids[copy])) for copy in copies.get(int(place), ())),
                bool(whole[at]),
            )
            for at, place in enumerate(page)
        )
        return Selected(matches, total, counts, folded)

    @tells_damage
    def matching(self, selection: Selection) -> Sequence[str]:
        """The ids of all articles that match, in the order of the alphabet."""
        return sorted(self._snapshot.names(self._found(selection, scored=False).places))

    @tells_damage
    def explain(self, selection: Selection, article_id: str) -> Explained | None:
        """The parts of an article's relevance; see ``engines.base.Engine``."""
        from searchkit.engines.explained import Explained  # few searches explain
        from searchkit.engines.whoosh.explanation import explained

        ranking, number = self._kept_ranking(selection), self._number(article_id)
        place = np.flatnonzero(ranking.ids == number)
        if number is None or not len(place):
            return None
        evaluator = self._evaluator(selection.weights)
        near = bool(np.isin(place, ranking.raised).any())
        parts = explained(evaluator, self._snapshot, selection, number, ranking.best, near=near)
        relevance = float(ranking.relevance(place)[0])
        whole = bool(self._whole(selection, np.array([number]))[0])
        return Explained(relevance, ranking.best, parts, whole)

    @tells_damage
    def article(self, article_id: str) -> Article | None:
        """The article with exactly this id, None where there is none."""
        number = self._number(article_id)
        return None if number is None else self._article(number)

    @tells_damage
    def copies(self, article_id: str) -> tuple[Article, ...]:
        """The articles that tell the same as this one in almost the same words."""
        number = self._number(article_id)
        if number is None:
            return ()
        from searchkit.engines.whoosh.folding import copies_of  # few searches ask for them

        copies = map(int, copies_of(self._snapshot, number))
        return tuple(self._article(copy) for copy in copies if self._snapshot.is_live(copy))

    @tells_damage
    def ids(self) -> Sequence[str]:
        """All article ids, in the order of the alphabet."""
        return sorted(id for segment in self._snapshot.segments for id in segment.ids())

    @tells_damage
    def document_frequency(self, term: str, *, stemmed: bool = False) -> int:
        """In how many articles a raw term, or a stem, stands in title or body (the larger)."""
        fields = STEM_FIELD.values() if stemmed else RAW_FIELDS
        return max(self._snapshot.document_frequency(field, term) for field in fields)

    @tells_damage
    def near_terms(self, term: str, distance: int) -> Iterable[tuple[str, int]]:
        """Other raw terms within an edit distance, with frequencies; by the alphabet."""
        near = sorted(self._snapshot.dictionary.near(term, distance) - {term})
        return [(other, self.document_frequency(other)) for other in near]

    @tells_damage
    def terms_with_prefix(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Raw terms that begin with ``prefix``, with frequencies; in no particular order."""
        return self._snapshot.dictionary.with_prefix(prefix).items()

    @tells_damage
    def explained(self, form: str) -> Sequence[str]:
        """Other forms of an acronym; see ``engines.base.Engine``.

        What one article explains and others explain otherwise is left out.
        """
        snapshot = self._snapshot
        found = {
            pair.partition("=")[2]: snapshot.document_frequency(ACRONYM_FIELD, pair)
            for pair in snapshot.with_prefix(ACRONYM_FIELD, f"{form}=")
        }
        often = [other for other, count in found.items() if count > 1 or len(found) == 1]
        return sorted(often, key=lambda other: (-found[other], other))

    @property
    def place(self) -> Path:
        """The folder of the segments; there is nothing to read where there are none."""
        segments = self._snapshot.segments
        return segments[0].place.parent if segments else Path()

    @property
    def segments(self) -> int:
        """The number of segments."""
        return len(self._snapshot.segments)

    def close(self) -> None:
        """Let go of the files."""
        self._close()

    def _evaluator(self, weights: Weights) -> Evaluator:
        if self._last is None or self._last.weights is not weights:
            if weights not in self._evaluators:
                self._evaluators[weights] = Evaluator(self._snapshot, weights)
            self._last = self._evaluators[weights]
        return self._last

    def _summed(self, selection: Selection) -> list[Scored]:
        """The lists of postings that scores are sums of, where it pays to leave out what cannot be
        among the first; else none."""
        if selection.sort != "relevance" or selection.hints or not selection.limit:
            return []
        evaluator = self._evaluator(selection.weights)
        # To look for the best among some matches pays where they are very many.
        if not self._is_free(selection) and evaluator.most(selection.node) < FROM:
            return []
        terms = summed_terms(selection.node, selection.weights)
        return scored_lists(self._snapshot, terms) if terms else []

    def _is_free(self, selection: Selection) -> bool:
        """Whether all articles match that have any of the words that they score by."""
        narrows = selection.filters or selection.skip is not None
        return not narrows and is_any_of_words(selection.node)

    def _best(
        self, lists: Sequence[Scored], selection: Selection, ids: Ids | None = None
    ) -> Matches:
        """Of some matches, or of all that the lists have, the best with their scores."""
        count = selection.offset + selection.limit
        if selection.fold:
            from searchkit.engines.whoosh.folding import WINDOW  # counts fold nothing

            count += WINDOW
        if len(selection.words) > 1:
            count = max(count, REORDERED)
        frame = self._evaluator(selection.weights).frame()
        return best_matches(lists, frame, count, ids, self._snapshot.deleted)

    def _found(self, selection: Selection, *, scored: bool) -> Matches:
        """All that match and are not deleted."""
        evaluator = self._evaluator(selection.weights)
        filters = selection.filters
        if selection.skip is not None:
            filters = (*filters, ast.Not(selection.skip))
        frame = evaluator.frame(scored=scored)
        if filters:
            found = evaluator.restricted(selection.node, filters, frame)
        else:
            found = evaluator.evaluate(selection.node, frame)
        deleted = self._snapshot.deleted
        return found if deleted is None else found.at(places_of(~deleted.take(found.places)))

    def _ranking(self, selection: Selection, found: Matches) -> Ranking:
        """The matches with their relevance, raised by proximity where that is asked for."""
        evaluator, words = self._evaluator(selection.weights), selection.words
        found = evaluator.hinted(found, selection.hints, evaluator.frame())
        ranking = Ranking(self._snapshot, found)
        if len(words) > 1 and selection.sort == "relevance":
            ranking.raise_first(
                REORDERED, lambda ids: proximity(self._snapshot, words, ids, selection.weights)
            )
        return ranking

    def _kept_ranking(self, selection: Selection) -> Ranking:
        """The ranking of a selection, kept for the last few of them."""
        asked = selection._replace(offset=0, limit=1, facets=(), fold=False)
        ranking = self._kept.get(asked)
        if ranking is None:
            ranking = self._ranking(asked, self._found(asked, scored=True))
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[asked] = ranking
        return ranking

    def _page(
        self, ranking: Ranking, selection: Selection
    ) -> tuple[Ids, dict[int, list[int]], int]:
        """The places on the page, the copies under each, and how many are folded in all."""
        first, last = selection.offset, selection.offset + selection.limit
        if not selection.fold:
            return ranking.first(last, selection.sort)[first:], {}, 0
        from searchkit.engines.whoosh.folding import WINDOW, leaders  # counts fold nothing

        window = ranking.first(WINDOW, selection.sort)
        leading = leaders(self._snapshot, ranking.ids.take(window))
        kept = window.compress(leading == np.arange(len(window)))
        folded = len(window) - len(kept)
        if last > len(kept):
            behind = ranking.first(last + folded, selection.sort)[len(window) :]
            kept = np.concatenate([kept, behind])
        copies: dict[int, list[int]] = {}
        for place in np.flatnonzero(leading != np.arange(len(window))).tolist():
            copies.setdefault(int(window[leading[place]]), []).append(int(window[place]))
        return kept[first:last], copies, folded

    def _whole(self, selection: Selection, ids: Ids) -> list[bool]:
        """Which articles have what ``selection.whole`` demands: all where it demands nothing."""
        if selection.whole is None or not len(ids):
            return [True] * len(ids)
        evaluator = self._evaluator(selection.weights)
        frame = evaluator.frame(np.sort(ids), scored=False)
        having = np.sort(ids).take(evaluator.evaluate(selection.whole, frame).places)
        whole: list[bool] = np.isin(ids, having).tolist()
        return whole

    def _number(self, article_id: str) -> int | None:
        for number in self._snapshot.postings("id", article_id).ids.tolist():
            if self._snapshot.is_live(number):
                return int(number)
        return None
