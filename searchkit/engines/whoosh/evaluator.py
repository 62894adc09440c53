"""Evaluator: query tree → which articles match, and how well.

Every node becomes three arrays over all articles of the snapshot: a mask, a
score and the number of readings that the article agrees with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, reduce
from typing import NamedTuple, assert_never

import numpy as np

from searchkit.engines.idf import idf
from searchkit.engines.lead import lead_term
from searchkit.engines.outcome import Outcome
from searchkit.engines.whoosh.schema import LEAD_FIELD, RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.scoring import bm25, lead
from searchkit.engines.whoosh.snapshot import Floats, Mask, Postings, Snapshot
from searchkit.query import ast
from searchkit.weights import WEIGHTS, Weights

WeightedTerm = tuple[str, str, float]
"""A field, a term in it, and what its score is multiplied by."""


class Matches(NamedTuple):
    """Dense arrays, one entry per article of the snapshot.

    ``scores`` and ``agreement`` mean nothing where ``mask`` is False.
    """

    mask: Mask
    scores: Floats
    agreement: Floats


# Dense arrays of one node take about 17 bytes an article; the memo is emptied
# before it outgrows this many bytes.
_MEMO_BYTES = 64 << 20
_NODE_BYTES_PER_ARTICLE = 17


class Evaluator:
    """Evaluates query trees on one snapshot; equal nodes are evaluated once."""

    def __init__(self, snapshot: Snapshot, weights: Weights = WEIGHTS) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self._memo: dict[ast.Node, Matches] = {}
        self._memo_limit = max(16, _MEMO_BYTES // (_NODE_BYTES_PER_ARTICLE * (snapshot.size + 1)))

    def evaluate(self, node: ast.Node) -> Matches:
        """The matches of a tree. Deleted articles are not masked here."""
        found = self._memo.get(node)
        if found is None:
            found = self._evaluate(node)
            if len(self._memo) >= self._memo_limit:
                self._memo.clear()
            self._memo[node] = found
        return found

    def _evaluate(self, node: ast.Node) -> Matches:
        match node:
            case ast.Everything():
                return self._fact(np.ones(self._snapshot.size, dtype=bool))
            case ast.Nothing():
                return self._fact(np.zeros(self._snapshot.size, dtype=bool))
            case ast.Word():
                return self._word(node)
            case ast.Prefix():
                return self._prefix(node)
            case ast.Phrase():
                return self._phrase(node)
            case ast.And():
                return self._all(node.children)
            case ast.Or():
                return self._at_least(1, node.children)
            case ast.Either():
                return self._either(node.children)
            case ast.AtLeast():
                return self._at_least(node.count, node.children, node.coordination)
            case ast.Not():
                return self._fact(~self.evaluate(node.child).mask)
            case ast.Sense():
                return self._sense(node)
            case ast.Prefer():
                mask = self.evaluate(node.child).mask
                return Matches(mask, np.zeros(self._snapshot.size), np.where(mask, node.weight, 0))
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
                return self._fact(self._where(node))
            case _:
                assert_never(node)

    def _fact(self, mask: Mask) -> Matches:
        nothing = np.zeros(self._snapshot.size)
        return Matches(mask, nothing, nothing)

    def hinted(self, found: Matches, hints: Iterable[ast.Node]) -> Matches:
        """The same matches with what the hints that match add to score and agreement."""
        scores, agreement = found.scores, found.agreement
        for hint in map(self.evaluate, hints):
            scores = scores + np.where(hint.mask, hint.scores, 0.0)
            agreement = agreement + np.where(hint.mask, hint.agreement, 0.0)
        return Matches(found.mask, scores, agreement)

    # Text

    def word_terms(self, node: ast.Word) -> list[WeightedTerm]:
        """The fields and terms in which a word is looked for; see the function of that name."""
        return word_terms(node, self._weights)

    def phrase_terms(self, node: ast.Phrase, field: str) -> list[WeightedTerm]:
        """The words of a phrase as they score in one field that has it."""
        weight: float = node.weight * getattr(self._weights, field)
        return [(field, term, weight) for term in node.terms]

    def _word(self, node: ast.Word) -> Matches:
        found = self._terms(self.word_terms(node))
        return found._replace(scores=found.scores * node.weight)

    def _prefix(self, node: ast.Prefix) -> Matches:
        mask = np.zeros(self._snapshot.size, dtype=bool)
        for field in text_fields(node.field):
            for term in self._snapshot.terms_with_prefix(field, node.prefix):
                mask[self._snapshot.postings(field, term).ids] = True
        # A constant score, as Whoosh gives: how often a prefix occurs tells little.
        return Matches(mask, mask.astype(float), np.zeros(self._snapshot.size))

    def _phrase(self, node: ast.Phrase) -> Matches:
        mask = np.zeros(self._snapshot.size, dtype=bool)
        scores = np.zeros(self._snapshot.size)
        for field in text_fields(node.field):
            found = self._snapshot.with_phrase(field, node.terms)
            words = self._terms(self.phrase_terms(node, field))
            scores += np.where(found, words.scores, 0.0)
            mask |= found
        return Matches(mask, scores, np.zeros(self._snapshot.size))

    def _terms(self, terms: list[WeightedTerm]) -> Matches:
        """Any of the terms; weighted scores add up."""
        snapshot = self._snapshot
        mask = np.zeros(snapshot.size, dtype=bool)
        scores = np.zeros(snapshot.size)
        for field, term, weight in terms:
            postings = snapshot.postings(field, term)
            if not len(postings):
                continue
            mask[postings.ids] = True
            scores[postings.ids] += weight * self.scored(field, term, postings)
        return Matches(mask, scores, np.zeros(snapshot.size))

    def scored(self, field: str, term: str, postings: Postings) -> Floats:
        """The score, not weighted, of a term in a field for each of some of its postings."""
        snapshot = self._snapshot
        term_idf = idf(snapshot.size, snapshot.document_frequency(field, term))
        if field == LEAD_FIELD:
            return lead(postings, term_idf)
        return bm25(postings, snapshot.lengths(field), snapshot.average_length(field), term_idf)

    # Combinations

    def _all(self, children: tuple[ast.Node, ...]) -> Matches:
        parts = [self.evaluate(child) for child in children]
        if not parts:
            return self.evaluate(ast.Everything())
        return Matches(
            reduce(np.logical_and, (part.mask for part in parts)),
            np.add.reduce([part.scores for part in parts]),
            np.add.reduce([part.agreement for part in parts]),
        )

    def _at_least(
        self, count: int, children: tuple[ast.Node, ...], coordination: float = 0.0
    ) -> Matches:
        hits = np.zeros(self._snapshot.size, dtype=np.int64)
        scores = np.zeros(self._snapshot.size)
        agreement = np.zeros(self._snapshot.size)
        for part in map(self.evaluate, children):
            hits += part.mask
            scores += np.where(part.mask, part.scores, 0.0)
            agreement += np.where(part.mask, part.agreement, 0.0)
        agreement += coordination * hits / max(len(children), 1)
        return Matches(hits >= count, scores, agreement)

    def _either(self, children: tuple[ast.Node, ...]) -> Matches:
        parts = [self.evaluate(child) for child in children]
        return Matches(
            reduce(np.logical_or, (part.mask for part in parts)),
            reduce(np.maximum, (np.where(part.mask, part.scores, 0.0) for part in parts)),
            reduce(np.maximum, (np.where(part.mask, part.agreement, 0.0) for part in parts)),
        )

    def _sense(self, node: ast.Sense) -> Matches:
        words = self.evaluate(node.words)
        meaning = self.evaluate(node.meaning).mask
        return Matches(
            words.mask | meaning,
            np.where(words.mask, words.scores, 0.0),
            np.where(words.mask, words.agreement, 0.0) + node.weight * meaning,
        )

    # Facts

    def _where(self, node: ast.Facts) -> Mask:
        column, predicate = _predicate(node)
        return self._snapshot.column(column).where(predicate)


def word_terms(word: ast.Word, weights: Weights = WEIGHTS) -> list[WeightedTerm]:
    """The fields and terms in which a word is looked for, with their weights.

    A name or number has no stem; its raw form then carries the weight of both,
    or it would count less than any other word.
    """
    terms: list[WeightedTerm] = []
    for field in text_fields(word.field):
        raw, stem = getattr(weights, field), getattr(weights, STEM_FIELD[field])
        if word.stem is None:
            terms.append((field, word.term, raw + stem))
        else:
            terms += [(field, word.term, raw), (STEM_FIELD[field], word.stem, stem)]
    if word.field is None:
        forms = {lead_term(word.term, word.stem), lead_term(word.term, None)}
        terms += [(LEAD_FIELD, form, weights.lead) for form in sorted(forms)]
    return terms


def text_fields(field: ast.TextField | None) -> tuple[ast.TextField, ...]:
    """The raw fields in which a word or phrase is looked for."""
    return RAW_FIELDS if field is None else (field,)


def _predicate(node: ast.Facts) -> tuple[str, Callable[[str], bool]]:
    """The fact column that a node looks at, and the test for one of its values."""
    match node:
        case ast.InRegion():
            return "region", _any_of(node.codes)
        case ast.Mentions():
            return "mention", _any_of(node.codes)
        case ast.InLevels():
            return "level", _any_of(node.levels)
        case ast.Assesses():
            return "assessed", _any_of(node.keys) if node.keys else bool
        case ast.InBands():
            return "band", _any_of(node.bands)
        case ast.FromOutlets():
            wanted = [_spaced(outlet) for outlet in node.outlets]
            return "outlet", lambda value: any(name in _spaced(value) for name in wanted)
        case ast.InYears():
            return "year", _between(str(node.first or "0000"), str(node.last or "9999"))
        case ast.Dated():
            since = node.since.isoformat() if node.since else "0000"
            until = node.until.isoformat() if node.until else "9999"
            return "date", _between(since, until)
        case ast.Scored():
            return "scores", lambda value: any(
                node.has(float(score)) for score in value.split("\t") if score
            )
        case ast.HasResult():
            return "outcomes", lambda value: any(one.satisfies(node) for one in _loaded(value))
        case _:
            assert_never(node)


@lru_cache(maxsize=1 << 16)
def _loaded(outcomes: str) -> tuple[Outcome, ...]:
    return tuple(Outcome.load(one) for one in outcomes.split("\t") if one)


def _spaced(name: str) -> str:
    """Lower-case words with one space around each, so that whole words compare."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return f" {' '.join(words)} "


def _any_of(wanted: tuple[str, ...]) -> Callable[[str], bool]:
    chosen = frozenset(wanted)
    return lambda value: not chosen.isdisjoint(value.split("\t"))


def _between(first: str, last: str) -> Callable[[str], bool]:
    # Years and ISO dates order like their texts; an unknown one lies nowhere.
    return lambda value: value != "" and first <= value <= last
