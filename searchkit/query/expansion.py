"""Expansion: a short form is looked for in full as well, and the other way round.

"DPMPTSP" also finds "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu" as
a phrase, "dinas kesehatan" also finds "Dinkes". What is known stands in the
table of acronyms; what the indexed articles explain themselves comes on top.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from searchkit.language.acronyms import long_forms, short_forms
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import telling
from searchkit.query import ast
from searchkit.query.query import Expansion, Query

LONGEST = 9
"""Long forms of more words are not looked for in a query."""

MOST_FORMS = 3
"""So many other forms of one word are looked for: the ones named first."""

Explained = Callable[[str], Sequence[str]]
"""A short form, or the telling words of a long one → its other forms in terms, as articles
explain them, likeliest first."""


def expanded(query: Query, analyzer: Analyzer, explained: Explained) -> Query:
    """The query with the other forms of its words, which its reading tells."""
    expander = _Expander(analyzer, explained)
    clauses = expander.clauses(query.clauses)
    if not expander.found:
        return query
    reading = replace(query.reading, expansions=tuple(dict.fromkeys(expander.found)))
    return replace(query, clauses=clauses, reading=reading)


class _Expander:
    def __init__(self, analyzer: Analyzer, explained: Explained) -> None:
        self._analyzer = analyzer
        self._explained = explained
        self.found: list[Expansion] = []

    def clauses(self, clauses: Sequence[ast.Node]) -> tuple[ast.Node, ...]:
        """Words next to each other that are a long form become one clause."""
        nodes: list[ast.Node] = []
        at = 0
        while at < len(clauses):
            words = _words(clauses[at : at + LONGEST])
            for size in range(len(words), 0, -1):
                if wordings := self._others([word.term for word in words[:size]]):
                    nodes.append(ast.Either((_all(clauses[at : at + size]), *wordings)))
                    at += size
                    break
            else:
                nodes.append(self._inside(clauses[at]))
                at += 1
        return tuple(nodes)

    def _inside(self, clause: ast.Node) -> ast.Node:
        """A word that was also read as something is looked for in its other forms, too."""
        if not (isinstance(clause, ast.Sense) and isinstance(clause.words, ast.Word)):
            return clause
        wordings = self._others([clause.words.term])
        if not wordings:
            return clause
        return replace(clause, words=ast.Either((clause.words, *wordings)))

    def _others(self, terms: list[str]) -> tuple[ast.Node, ...]:
        typed = " ".join(terms)
        known = short_forms(typed) if len(terms) > 1 else long_forms(typed)
        printed = (" ".join(self._analyzer.terms(form)[0]) for form in known)
        forms = tuple(dict.fromkeys((*printed, *self._explained(typed))))[:MOST_FORMS]
        if forms:
            self.found.append(Expansion(typed, forms))
        return tuple(_wording(form.split(" "), len(terms)) for form in forms)


def _words(clauses: Sequence[ast.Node]) -> list[ast.Word]:
    """The plain words at the beginning of some clauses."""
    words: list[ast.Word] = []
    for clause in clauses:
        if not isinstance(clause, ast.Word) or clause.field is not None:
            break
        words.append(clause)
    return words


def _all(clauses: Sequence[ast.Node]) -> ast.Node:
    return clauses[0] if len(clauses) == 1 else ast.And(tuple(clauses))


def _wording(terms: list[str], typed: int) -> ast.Node:
    """Another form, worth as many words as were typed: it is the same thing, said at length."""
    weight = typed / len(telling(terms).split() or terms)
    if len(terms) == 1:
        return ast.Word(terms[0], weight=weight)
    return ast.Phrase(tuple(terms), weight=weight)
