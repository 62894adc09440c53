"""Demands: which clauses an article must have, and which words only add to its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchkit.language.function_words import function_words, interrogatives, question_nouns
from searchkit.query import ast
from searchkit.weights import Weights


def parted(
    clauses: Sequence[ast.Node], weights: Weights, *, alone: bool
) -> tuple[list[ast.Node], list[ast.Node]]:
    """The clauses that are demanded, and the words that only order what matches.

    ``*``, function words and, in a question, the nouns that say what kind of
    answer is wanted are not demanded where something else is. ``alone`` tells
    that nothing is demanded beside these clauses. Interrogatives add nothing.
    """
    asked: list[ast.Node] = [c for c in clauses if not isinstance(c, ast.Everything)]
    asks = any(_is_one_of(clause, interrogatives()) for clause in asked)
    words = [clause for clause in asked if not _is_one_of(clause, function_words())]
    telling = [clause for clause in words if not (asks and _is_one_of(clause, question_nouns()))]
    demanded = telling or ((words or asked or list(clauses)) if alone else [])
    kept = set(demanded)
    weighted = (
        replace(word, weight=word.weight * _weight(word, weights))
        for word in asked
        if isinstance(word, ast.Word) and word not in kept
    )
    # What adds nothing need not be looked up.
    return demanded, [word for word in weighted if word.weight]


def _weight(word: ast.Word, weights: Weights) -> float:
    if word.term in interrogatives():
        return 0.0
    return weights.function_word if word.term in function_words() else weights.question_noun


def _is_one_of(node: ast.Node, words: frozenset[str]) -> bool:
    return isinstance(node, ast.Word) and node.field is None and node.term in words
