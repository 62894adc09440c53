"""Terms: where a word of a query is looked for, and with which weight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from searchkit.engines.lead import lead_term
from searchkit.engines.whoosh.schema import LEAD_FIELD, RAW_FIELDS, STEM_FIELD
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.query import ast
from searchkit.query.wildcards import opening, wildcard
from searchkit.weights import WEIGHTS, Weights


class WeightedTerm(NamedTuple):
    """A field, a term in it, and what its score is multiplied by."""

    field: str
    term: str
    weight: float


def word_terms(word: ast.Word, weights: Weights = WEIGHTS) -> list[WeightedTerm]:
    """The fields and terms in which a word is looked for; its own weight is not in theirs.

    A name or number has no stem; its raw form then carries the weight of both,
    or it would count less than any other word.
    """
    terms: list[WeightedTerm] = []
    for field in text_fields(word.field):
        raw, stem = getattr(weights, field), getattr(weights, STEM_FIELD[field])
        if word.stem is None:
            terms.append(WeightedTerm(field, word.term, raw + stem))
        else:
            terms.append(WeightedTerm(field, word.term, raw))
            terms.append(WeightedTerm(STEM_FIELD[field], word.stem, stem))
    if word.field is None:
        forms = {lead_term(word.term, word.stem), lead_term(word.term, None)}
        terms += [WeightedTerm(LEAD_FIELD, form, weights.lead) for form in sorted(forms)]
    return terms


def phrase_terms(phrase: ast.Phrase, field: str, weights: Weights = WEIGHTS) -> list[WeightedTerm]:
    """The words of a phrase as they score in one field that has it."""
    weight: float = phrase.weight * getattr(weights, field)
    return [WeightedTerm(field, term, weight) for term in phrase.terms]


def begun_fields(node: ast.Prefix, weights: Weights) -> list[tuple[str, float]]:
    """The fields in which a beginning is looked for, and what a score in each is multiplied by."""
    fields: list[tuple[str, float]] = []
    for field in text_fields(node.field):
        fields.append((field, getattr(weights, field)))
        if node.weight is not None:
            stems = STEM_FIELD[field]
            fields.append((stems, getattr(weights, stems)))
    return fields


Expanded = ast.Wildcard | ast.Fuzzy
"""Nodes that stand for any of several terms."""


def terms_for(node: Expanded, field: str, snapshot: Snapshot) -> Iterable[str]:
    """The terms of a field that a node stands for."""
    match node:
        case ast.Wildcard():
            return wildcard(node.pattern).findall(snapshot.listed(field, opening(node.pattern)))
        case ast.Fuzzy():
            return snapshot.dictionary.within(field, node.term, node.distance)


def text_fields(field: ast.TextField | None) -> tuple[ast.TextField, ...]:
    """The raw fields in which a word or phrase is looked for."""
    return RAW_FIELDS if field is None else (field,)
