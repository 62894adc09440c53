"""Explanation: the relevance of one article, taken apart along the query tree.

Nothing is computed anew: masks and scores come from the evaluator, pairs from
``proximity``. What is added here is which of it counts, and how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from searchkit.engines.base import Selection
from searchkit.engines.explained import Form, PairDetails, Part, PartKind, TermDetails
from searchkit.engines.whoosh.evaluator import Evaluator
from searchkit.engines.whoosh.matches import Matches
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.proximity import pairs
from searchkit.engines.whoosh.schema import LEAD_FIELD, RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.scoring import LENGTHS
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.engines.whoosh.terms import WeightedTerm, phrase_terms, text_fields, word_terms
from searchkit.query import ast
from searchkit.query.description import described


def explained(
    evaluator: Evaluator,
    snapshot: Snapshot,
    selection: Selection,
    number: int,
    best: float,
    *,
    near: bool,
) -> tuple[Part, ...]:
    """What article ``number``, a match of the selection, has its relevance from.

    ``best`` is the best text score of the matches; ``near`` tells whether the
    article is one of those whose proximity was looked at.
    """
    explainer = _Explainer(evaluator, snapshot, number)
    share = _Share(1 / best, 1.0)
    groups: list[tuple[PartKind, Sequence[Part]]] = [
        ("query", [explainer.part(selection.node, share)]),
        ("hints", [explainer.part(hint, share) for hint in selection.hints]),
        ("proximity", explainer.nearness(selection, share) if near else ()),
    ]
    return tuple(_group(kind, kind, True, parts) for kind, parts in groups if parts)


class _Share(NamedTuple):
    """What a node's text score and its agreement are multiplied by; 0 where they do not count."""

    scores: float
    agreement: float


_NOTHING = _Share(0.0, 0.0)
_EXPANDED: dict[type[ast.Node], PartKind] = {
    ast.Prefix: "prefix",
    ast.Wildcard: "wildcard",
    ast.Fuzzy: "fuzzy",
}
_COMBINED: dict[type[ast.Node], PartKind] = {
    ast.And: "all",
    ast.Or: "any",
    ast.AtLeast: "at least",
    ast.Either: "either",
}


class _Explainer:
    """Takes nodes apart for one article."""

    def __init__(self, evaluator: Evaluator, snapshot: Snapshot, number: int) -> None:
        self._evaluator = evaluator
        self._snapshot = snapshot
        self._number = number
        self._frame = evaluator.frame(np.array([number]))

    def part(self, node: ast.Node, share: _Share) -> Part:
        """A node and what is below it."""
        matches = self._matches(node)
        if not matches:
            share = _NOTHING
        match node:
            case ast.Word() | ast.Phrase():
                return self._text(node, share)
            case ast.Prefix() | ast.Wildcard() | ast.Fuzzy():
                score = self._score(node)
                kind = _EXPANDED[type(node)]
                return Part(kind, described(node), matches, score * share.scores, score)
            case ast.And() | ast.Or() | ast.AtLeast():
                children = [self.part(child, share) for child in node.children]
                if isinstance(node, ast.AtLeast) and node.coordination:
                    children.append(self._coordination(node, share))
                return self._combined(node, children)
            case ast.Either():
                return self._combined(node, self._wordings(node, share))
            case ast.Sense():
                words = self.part(node.words, share)
                reading = self._reading(node.meaning, node.weight, share)
                return _group("sense", described(node.words), matches, [words, reading])
            case ast.Prefer():
                return self._reading(node.child, node.weight, share)
            case ast.Not():
                return Part("without", described(node), matches, 0.0)
            case _:
                return Part("fact", described(node), matches, 0.0)

    def nearness(self, selection: Selection, share: _Share) -> list[Part]:
        """The pairs of neighbouring words that stand near to each other."""
        here = np.array([self._number])
        parts: list[Part] = []
        for pair in pairs(self._snapshot, selection.words, here, selection.weights):
            score = float(pair.scores[0])
            details = PairDetails(
                pair.left, pair.right, int(pair.adjacent[0]), int(pair.near[0]), pair.idf, score
            )
            label = f"{pair.left} {pair.right}"
            value = score * share.scores
            parts.append(Part("pair", label, score > 0, value, score, details=details))
        return parts

    def _found(self, node: ast.Node) -> Matches:
        return self._evaluator.evaluate(node, self._frame)

    def _matches(self, node: ast.Node) -> bool:
        return len(self._found(node).places) > 0

    def _score(self, node: ast.Node) -> float:
        """The text score of a node on its own, 0 where the article does not match it."""
        scores = self._found(node).scores
        return 0.0 if scores is None else float(scores.sum())

    def _agreement(self, node: ast.Node) -> float:
        agreement = self._found(node).agreement
        return 0.0 if agreement is None else float(agreement.sum())

    def _combined(self, node: ast.Node, children: Sequence[Part]) -> Part:
        kind, matches = _COMBINED[type(node)], self._matches(node)
        return _group(kind, described(node), matches, children, self._score(node))

    def _wordings(self, node: ast.Either, share: _Share) -> list[Part]:
        """Of several wordings the best score counts, and the best agreement."""
        scores = [self._score(child) for child in node.children]
        agreements = [self._agreement(child) for child in node.children]
        scored, agreed = scores.index(max(scores)), agreements.index(max(agreements))
        return [
            self.part(
                child,
                _Share(
                    share.scores if place == scored else 0.0,
                    share.agreement if place == agreed else 0.0,
                ),
            )
            for place, child in enumerate(node.children)
        ]

    def _coordination(self, node: ast.AtLeast, share: _Share) -> Part:
        """What an article agrees for having several of the children, whatever these agree."""
        bare = replace(node, coordination=0.0)
        added = self._agreement(node) - self._agreement(bare)
        count = sum(map(self._matches, node.children))
        label = f"{count} of {len(node.children)} clauses"
        value, weight = added * share.agreement, node.coordination
        return Part("coordination", label, self._matches(node), value, weight=weight)

    def _reading(self, node: ast.Node, weight: float, share: _Share) -> Part:
        matches = self._matches(node)
        value = weight * share.agreement if matches else 0.0
        return Part("reading", described(node), matches, value, weight=weight)

    def _text(self, node: ast.Word | ast.Phrase, share: _Share) -> Part:
        if isinstance(node, ast.Word):
            kind: PartKind = "word"
            terms, times = word_terms(node, self._evaluator.weights), node.weight
        else:
            kind, terms, times = "phrase", self._phrase_terms(node), 1.0
        parts = list(self._terms(terms, times, share))
        return _group(kind, described(node), self._matches(node), parts, self._score(node))

    def _phrase_terms(self, node: ast.Phrase) -> list[WeightedTerm]:
        """Its words in those fields where they stand one right after the other."""
        fields = [
            field for field in text_fields(node.field) if self._matches(replace(node, field=field))
        ]
        weights = self._evaluator.weights
        return [term for field in fields for term in phrase_terms(node, field, weights)]

    def _terms(self, terms: Iterable[WeightedTerm], times: float, share: _Share) -> Iterable[Part]:
        """The terms that the article has."""
        for field, term, weight in terms:
            postings = self._snapshot.postings(field, term)
            place = postings.place(self._number)
            if place is None:
                continue
            posting = postings.at(np.array([place]))
            told = self._snapshot.idf(field, term)
            score = times * weight * told * float(self._snapshot.scores(field).of(posting)[0])
            details = self._details(field, term, posting, times * weight, score)
            value = score * share.scores
            yield Part("term", details.term, True, value, score, details=details)

    def _details(
        self, field: str, term: str, posting: Postings, weight: float, score: float
    ) -> TermDetails:
        snapshot = self._snapshot
        in_lead = field == LEAD_FIELD
        form: Form = "lead" if in_lead else "raw" if field in RAW_FIELDS else "stem"
        return TermDetails(
            field=_SHOWN_FIELD[field],
            term=term.removeprefix("=") if in_lead else term,
            form=form,
            frequency=int(posting.frequencies[0]),
            document_frequency=snapshot.document_frequency(field, term),
            idf=snapshot.idf(field, term),
            length=None if in_lead else float(LENGTHS[posting.length_bytes[0]]),
            average_length=None if in_lead else snapshot.average_length(field),
            weight=weight,
            score=score,
        )


_SHOWN_FIELD: dict[str, str] = {LEAD_FIELD: "body"}
_SHOWN_FIELD.update((field, field) for field in RAW_FIELDS)
_SHOWN_FIELD.update((stems, field) for field, stems in STEM_FIELD.items())


def _group(
    kind: PartKind, label: str, matches: bool, parts: Sequence[Part], score: float | None = None
) -> Part:
    """A part whose value is the sum of those below it; and its score, unless it is given."""
    total = sum(part.score for part in parts) if score is None else score
    value = sum(part.value for part in parts)
    return Part(kind, label, matches, value, total, children=tuple(parts))
