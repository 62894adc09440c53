"""Evaluator: query tree → which articles match, and how well.

Every node is evaluated in a frame, the articles that are still in question: of
several demands the one that the fewest articles meet comes first, and the others
are only looked at where it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

import numpy as np

from searchkit.engines.idf import idf
from searchkit.engines.whoosh.arrays import Places, places_of
from searchkit.engines.whoosh.facts import predicate
from searchkit.engines.whoosh.marking import List, all_of, any_of
from searchkit.engines.whoosh.matches import NOTHING, SPARSE, Frame, Matches, plus, spread, united
from searchkit.engines.whoosh.phrases import with_phrase
from searchkit.engines.whoosh.scratch import Scratch
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.engines.whoosh.terms import (
    Expanded,
    WeightedTerm,
    begun_fields,
    phrase_terms,
    terms_for,
    text_fields,
    word_terms,
)
from searchkit.query import ast
from searchkit.weights import WEIGHTS, Weights

_MEMO_BYTES = 64 << 20
"""The memo is emptied before it takes more than this."""

_KEPT_WORDS = 1000

MARKED = 32
"""Where the rarest of several demands is met by more than one article in so many, all of them
are marked in arrays of the index's size: cheaper then than to look each up."""


class Evaluator:
    """Evaluates query trees on one snapshot; equal nodes are evaluated once in all of it."""

    def __init__(self, snapshot: Snapshot, weights: Weights = WEIGHTS) -> None:
        self._snapshot = snapshot
        self.weights = weights
        self._memo: dict[tuple[ast.Node, bool], Matches] = {}
        self._memo_bytes = 0
        self._terms_of: dict[ast.Word, list[WeightedTerm]] = {}
        self.scratch = Scratch(snapshot.size)

    def frame(self, ids: Places | None = None, *, scored: bool = True) -> Frame:
        """All articles of the snapshot, or some of them (ascending)."""
        return Frame(self.scratch, ids, scored=scored)

    def evaluate(self, node: ast.Node, frame: Frame | None = None) -> Matches:
        """The matches of a tree in a frame, or in the whole snapshot.

        Deleted articles are not left out here.
        """
        frame = frame or self.frame()
        if frame.ids is not None and (known := frame.known.get(node)) is not None:
            return known
        key = (node, frame.scored)
        kept = self._memo.get(key)
        if kept is None and frame.ids is not None and isinstance(node, ast.Wildcard | ast.Fuzzy):
            # Which terms these stand for costs more than where they are: it is asked once.
            kept = self.evaluate(node, self.frame(scored=frame.scored))
        found = self._evaluate(node, frame) if kept is None else kept.among(frame)
        if frame.ids is not None:
            frame.known[node] = found
        elif kept is None:
            self._keep(key, found)
        return found

    def _word_terms(self, word: ast.Word) -> list[WeightedTerm]:
        found = self._terms_of.get(word)
        if found is None:
            if len(self._terms_of) >= _KEPT_WORDS:
                self._terms_of.clear()
            found = self._terms_of[word] = word_terms(word, self.weights)
        return found

    def forget(self) -> None:
        """Let go of the matches that are kept."""
        self._memo.clear()
        self._memo_bytes = 0

    def _keep(self, key: tuple[ast.Node, bool], found: Matches) -> None:
        taken = found.bytes
        if taken > _MEMO_BYTES:
            return
        if self._memo_bytes + taken > _MEMO_BYTES:
            self.forget()
        self._memo[key] = found
        self._memo_bytes += taken

    def _evaluate(self, node: ast.Node, frame: Frame) -> Matches:
        everywhere = frame.ids is None and not frame.scored
        if everywhere and isinstance(node, ast.Or | ast.Word) and self._are_many(node):
            return Matches(any_of(self._listed(node), self.scratch))
        match node:
            case ast.Everything():
                return Matches(np.arange(frame.size))
            case ast.Nothing():
                return NOTHING
            case ast.WithIds():
                return Matches(frame.find(self._snapshot.with_ids(node.ids))[0])
            case ast.Word():
                return self._terms(self._word_terms(node), frame, node.weight)
            case ast.Prefix():
                return self._begun(node, frame)
            case ast.Wildcard() | ast.Fuzzy():
                return self._expanded(node, frame)
            case ast.Phrase():
                return self._phrase(node, frame)
            case ast.And():
                return self._all(node.children, frame)
            case ast.Or():
                return self._at_least(1, node.children, frame)
            case ast.Either():
                parts = [self.evaluate(child, frame) for child in node.children]
                return united(parts, frame, best=True)
            case ast.AtLeast():
                return self._at_least(node.count, node.children, frame, node.coordination)
            case ast.Not():
                return self._not(node, frame)
            case ast.Sense():
                return self._sense(node, frame)
            case ast.Prefer():
                found = self.evaluate(node.child, frame)
                return Matches(found.places, None, np.full(len(found.places), node.weight))
            case (
                ast.InRegion()
                | ast.Mentions()
                | ast.InYears()
                | ast.InBands()
                | ast.InLevels()
                | ast.FromOutlets()
                | ast.Dated()
                | ast.Scored()
                | ast.Assesses()
                | ast.HasResult()
            ):
                column, test = predicate(node)
                return Matches(self._snapshot.column(column).where(node, test, frame.ids))
            case _:
                assert_never(node)

    def restricted(self, node: ast.Node, filters: Iterable[ast.Node], frame: Frame) -> Matches:
        """The matches of a node that all of some others match as well, without their scores."""
        return self._all((node,), frame, tuple(filters))

    def hinted(self, found: Matches, hints: Iterable[ast.Node], frame: Frame) -> Matches:
        """The same matches with what the hints that match add to score and agreement."""
        hints = tuple(hints)
        if not hints or not len(found.places):
            return found
        inside = frame.narrowed(found.places)
        scores, agreement = found.scores, found.agreement
        for hint in hints:
            part = self.evaluate(hint, inside)
            scores = plus(scores, spread(part.places, part.scores, inside.size))
            agreement = plus(agreement, spread(part.places, part.agreement, inside.size))
        return Matches(found.places, scores, agreement)

    # Text

    def _begun(self, node: ast.Prefix, frame: Frame) -> Matches:
        snapshot = self._snapshot
        parts: list[Matches] = []
        for field, weight in begun_fields(node, self.weights):
            postings = snapshot.begun(field, node.prefix)
            places, which = frame.find(postings.ids)
            scores = None
            if frame.scored and node.weight is not None:
                scores = snapshot.scores(field).of(postings, which)
                scores *= node.weight * weight * idf(snapshot.size, len(postings))
            parts.append(Matches(places, scores))
        found = united(parts, frame)
        if frame.scored and node.weight is None:
            # A constant score, as Whoosh gives: how often a term with it occurs tells little.
            return Matches(found.places, np.ones(len(found.places)))
        return found

    def _expanded(self, node: Expanded, frame: Frame) -> Matches:
        terms = [
            WeightedTerm(field, term, 0.0)
            for field in text_fields(node.field)
            for term in terms_for(node, field, self._snapshot)
        ]
        found = self._terms(terms, frame, 0.0)
        return Matches(found.places, np.ones(len(found.places)) if frame.scored else None)

    def _phrase(self, node: ast.Phrase, frame: Frame) -> Matches:
        parts: list[Matches] = []
        for field in text_fields(node.field):
            places = with_phrase(self._snapshot, field, node.terms, frame, slop=node.slop)
            if not len(places):
                continue
            terms = phrase_terms(node, field, self.weights)
            # Each of the articles found has all of the terms.
            scores = self._terms(terms, frame.narrowed(places), 1.0).scores
            parts.append(Matches(places, scores))
        return united(parts, frame)

    def _terms(self, terms: Sequence[WeightedTerm], frame: Frame, times: float) -> Matches:
        """Any of the terms; weighted scores add up."""
        snapshot = self._snapshot
        parts: list[Matches] = []
        for field, term, weight in terms:
            postings = snapshot.postings(field, term)
            if not len(postings):
                continue
            places, which = frame.find(postings.ids)
            scores = None
            if frame.scored and times * weight:
                factor = times * weight * snapshot.idf(field, term)
                scores = snapshot.scores(field).of(postings, which)
                scores *= factor
            parts.append(Matches(places, scores))
        return united(parts, frame)

    # Combinations

    def _all(
        self, children: Sequence[ast.Node], frame: Frame, unscored: Sequence[ast.Node] = ()
    ) -> Matches:
        demands = [(child, True) for child in children] + [(child, False) for child in unscored]
        demands.sort(key=lambda demand: self.most(demand[0]))
        if frame.ids is None and not frame.scored and len(demands) > 1:
            least = self.most(demands[0][0])
            if MARKED * least > frame.size:
                groups = [self._listed(node) for node, _ in demands]
                return Matches(all_of(groups, self.scratch))
        found: Matches | None = None
        for node, counts in demands:
            if found is not None and not len(found.places):
                break
            inside = frame if found is None else frame.narrowed(found.places)
            part = self.evaluate(node, inside if counts else inside.unscored)
            if not counts:
                part = Matches(part.places)
            if found is None:
                found = part
                continue
            found = found.at(part.places)
            scores = plus(found.scores, part.scores)
            found = Matches(found.places, scores, plus(found.agreement, part.agreement))
        return self.evaluate(ast.Everything(), frame) if found is None else found

    def _are_many(self, node: ast.Node) -> bool:
        return SPARSE * self.most(node) >= self._snapshot.size

    def _listed(self, node: ast.Node) -> list[List]:
        """Lists of articles that together are those that a node matches."""
        if isinstance(node, ast.Or):
            return [ids for child in node.children for ids in self._listed(child)]
        if isinstance(node, ast.Word) and (node, False) not in self._memo:
            terms = self._word_terms(node)
            return [self._snapshot.postings(field, term).ids for field, term, _ in terms]
        return [self.evaluate(node, self.frame(scored=False)).places]

    def _at_least(
        self, count: int, children: Sequence[ast.Node], frame: Frame, coordination: float = 0.0
    ) -> Matches:
        if count > len(children):
            return NOTHING
        share = coordination / max(len(children), 1)
        if count < 2:
            parts = [self.evaluate(child, frame).agreeing(share) for child in children]
            everything = [] if count == 1 else [Matches(np.arange(frame.size))]
            return united((*parts, *everything), frame)
        # Whatever has ``count`` of the children has one of any but count - 1 of them.
        ordered = sorted(children, key=self.most)[: len(children) - count + 1]
        first = [Matches(self.evaluate(child, frame).places) for child in ordered]
        places = united(first, frame).places
        inside = frame.narrowed(places)
        parts = [self.evaluate(child, inside).agreeing(share) for child in children]
        found = united(parts, inside, least=count)
        return found._replace(places=places.take(found.places))

    def _not(self, node: ast.Not, frame: Frame) -> Matches:
        mask = np.ones(frame.size, dtype=bool)
        mask[self.evaluate(node.child, frame.unscored).places] = False
        return Matches(places_of(mask))

    def _sense(self, node: ast.Sense, frame: Frame) -> Matches:
        words = self.evaluate(node.words, frame)
        meant = self.evaluate(node.meaning, frame).places
        meaning = Matches(meant, None, np.full(len(meant), node.weight))
        return united((words, meaning), frame)

    # Order of evaluation

    def most(self, node: ast.Node) -> int:
        """More articles than this do not match, as far as that is known without a look at them."""
        if (known := self._memo.get((node, True))) is not None:
            return len(known.places)
        match node:
            case ast.Nothing():
                return 0
            case ast.WithIds():
                return len(node.ids)
            case ast.Word():
                terms = self._word_terms(node)
                return sum(len(self._snapshot.postings(field, term)) for field, term, _ in terms)
            case ast.Prefix():
                fields = begun_fields(node, self.weights)
                counts = [self._snapshot.begun_at_most(field, node.prefix) for field, _ in fields]
                return min(sum(counts), self._snapshot.size)
            case ast.Phrase():
                return sum(
                    min(len(self._snapshot.postings(field, term)) for term in node.terms)
                    for field in text_fields(node.field)
                )
            case ast.And():
                return min(map(self.most, node.children), default=self._snapshot.size)
            case ast.Or() | ast.Either():
                return sum(map(self.most, node.children))
            case ast.AtLeast():
                counts = sorted(map(self.most, node.children))
                return sum(counts[: len(counts) - max(node.count, 1) + 1])
            case ast.Sense():
                return self.most(node.words) + self.most(node.meaning)
            case ast.Prefer():
                return self.most(node.child)
            case _:
                return self._snapshot.size
