"""Evaluator: query tree → which articles match, and how well.

Every node becomes three arrays over all articles of the snapshot: a mask, a
score and the number of readings that the article agrees with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce
from typing import NamedTuple, assert_never

import numpy as np

from searchkit.engines.whoosh.schema import RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.scoring import FIELD_WEIGHTS, bm25, idf
from searchkit.engines.whoosh.snapshot import Floats, Mask, Snapshot
from searchkit.query import ast


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

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
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
            case ast.AtLeast():
                return self._at_least(node.count, node.children)
            case ast.Not():
                return self._fact(~self.evaluate(node.child).mask)
            case ast.Sense():
                return self._sense(node)
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
            ):
                return self._fact(self._where(node))
            case _:
                assert_never(node)

    def _fact(self, mask: Mask) -> Matches:
        nothing = np.zeros(self._snapshot.size)
        return Matches(mask, nothing, nothing)

    # Text

    def _word(self, node: ast.Word) -> Matches:
        found = self._terms(word_terms(node))
        return found._replace(scores=found.scores * node.weight)

    def _prefix(self, node: ast.Prefix) -> Matches:
        mask = np.zeros(self._snapshot.size, dtype=bool)
        for field in _fields(node.field):
            for term in self._snapshot.terms_with_prefix(field, node.prefix):
                mask[self._snapshot.postings(field, term).ids] = True
        # A constant score, as Whoosh gives: how often a prefix occurs tells little.
        return Matches(mask, mask.astype(float), np.zeros(self._snapshot.size))

    def _phrase(self, node: ast.Phrase) -> Matches:
        from whoosh.query.positional import Phrase as WhooshPhrase  # few queries have a phrase

        mask = np.zeros(self._snapshot.size, dtype=bool)
        scores = np.zeros(self._snapshot.size)
        for field in _fields(node.field):
            found = self._snapshot.matching(WhooshPhrase(field, list(node.terms)))
            weight = FIELD_WEIGHTS[field]
            words = self._terms([(field, term, weight) for term in node.terms])
            scores += np.where(found, words.scores, 0.0)
            mask |= found
        return Matches(mask, scores, np.zeros(self._snapshot.size))

    def _terms(self, terms: list[tuple[str, str, float]]) -> Matches:
        """Any of the (field, term, weight) triples; weighted scores add up."""
        snapshot = self._snapshot
        mask = np.zeros(snapshot.size, dtype=bool)
        scores = np.zeros(snapshot.size)
        for field, term, weight in terms:
            postings = snapshot.postings(field, term)
            if not len(postings):
                continue
            mask[postings.ids] = True
            scores[postings.ids] += weight * bm25(
                postings,
                snapshot.lengths(field),
                snapshot.average_length(field),
                idf(snapshot.size, snapshot.document_frequency(field, term)),
            )
        return Matches(mask, scores, np.zeros(snapshot.size))

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

    def _at_least(self, count: int, children: tuple[ast.Node, ...]) -> Matches:
        hits = np.zeros(self._snapshot.size, dtype=np.int64)
        scores = np.zeros(self._snapshot.size)
        agreement = np.zeros(self._snapshot.size)
        for part in map(self.evaluate, children):
            hits += part.mask
            scores += np.where(part.mask, part.scores, 0.0)
            agreement += np.where(part.mask, part.agreement, 0.0)
        return Matches(hits >= count, scores, agreement)

    def _sense(self, node: ast.Sense) -> Matches:
        words = self.evaluate(node.words)
        meaning = self.evaluate(node.meaning).mask
        return Matches(
            words.mask | meaning,
            np.where(words.mask, words.scores, 0.0),
            np.where(words.mask, words.agreement, 0.0) + meaning,
        )

    # Facts

    def _where(self, node: ast.Facts) -> Mask:
        column, predicate = _predicate(node)
        return self._snapshot.column(column).where(predicate)


def word_terms(word: ast.Word) -> list[tuple[str, str, float]]:
    """The fields and terms in which a word is looked for, with their weights.

    A name or number has no stem; its raw form then carries the weight of both,
    or it would count less than any other word.
    """
    terms: list[tuple[str, str, float]] = []
    for field in _fields(word.field):
        raw, stem = FIELD_WEIGHTS[field], FIELD_WEIGHTS[STEM_FIELD[field]]
        if word.stem is None:
            terms.append((field, word.term, raw + stem))
        else:
            terms += [(field, word.term, raw), (STEM_FIELD[field], word.stem, stem)]
    return terms


def _fields(field: ast.TextField | None) -> tuple[str, ...]:
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
                _in_range(float(score), node) for score in value.split("\t") if score
            )
        case _:
            assert_never(node)


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


def _in_range(score: float, node: ast.Scored) -> bool:
    if node.low is not None and (score < node.low or (node.low_open and score == node.low)):
        return False
    return not (
        node.high is not None and (score > node.high or (node.high_open and score == node.high))
    )
