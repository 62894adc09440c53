"""Roles: what became of each word of a query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.query.description import described
from searchkit.query.filters import FILTERS
from searchkit.query.parser import Clause, Parsed, parse
from searchkit.query.query import Query
from searchkit.query.reading import read
from searchkit.translation import _

Role = Literal["clause", "required", "excluded", "filter", "hint", "ignored"]
"""A ``clause`` should match and may be given up; what is ``required`` or a ``filter`` must match,
and what is ``excluded`` must not; a ``hint`` only orders what matches."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a query, ``query[start:end]``, or one field with its value.

    ``term``, ``stem`` and ``why`` are as in ``AnalyzedToken``; None and "" for a
    field. ``means`` is what it was read as or belongs to ("region Jawa Timur", a
    phrase), None where it is just a word.
    """

    text: str
    start: int
    end: int
    term: str | None
    stem: str | None
    why: str
    role: Role
    means: str | None


class _Use(NamedTuple):
    role: Role
    means: str | None


def query_words(query: Query, analyzer: Analyzer) -> tuple[QueryWord, ...]:
    """The words of a query in their order."""
    return tuple(_Words(query, analyzer).of(parse(query.text).clauses))


class _Words:
    """Walks over the clauses as they were typed, next to the tree that was made of them."""

    def __init__(self, query: Query, analyzer: Analyzer) -> None:
        self._text = query.text
        self._analyzer = analyzer
        self._tokens = analyzer.analyze(query.text)
        self._uses = _uses(query)
        self._seen: Counter[str] = Counter()

    def of(self, clauses: Iterable[Clause], given: Role | None = None) -> Iterator[QueryWord]:
        for clause in clauses:
            role = given or _GIVEN.get(clause.occur)
            if clause.children:
                yield from self.of(clause.children, role)
            elif clause.kind == "field" and clause.field in FILTERS:
                yield self._whole(clause, None, role or "filter", self._value(clause))
            elif clause.kind == "prefix":
                means = None if clause.text else described(ast.Everything())
                yield self._whole(clause, f"{clause.text}*", role or "clause", means)
            elif clause.kind in ("wildcard", "fuzzy"):
                alone = clause._replace(occur="should")
                nodes = read(Parsed(self._text, (alone,), ()), self._analyzer).clauses
                terms = " ".join(map(described, nodes))
                yield self._whole(clause, terms, role or "clause", None)
            else:
                yield from self._plain(clause, role)

    def _plain(self, clause: Clause, role: Role | None) -> Iterator[QueryWord]:
        start, means = clause.start, None
        if clause.kind == "field":
            start = self._text.index(":", start) + 1
            means = _("in the {field}").format(field=clause.field)
        tokens = [token for token in self._tokens if start <= token.start < clause.end]
        if clause.kind == "phrase" and len(tokens) > 1:
            terms = tuple(token.term for token in tokens)
            means = described(ast.Phrase(terms, slop=clause.slop))
        for token in tokens:
            use = self._use(token.term)
            yield QueryWord(
                token.text,
                token.start,
                token.end,
                token.term,
                token.stem,
                token.why,
                role or use.role,
                means or use.means,
            )

    def _use(self, term: str) -> _Use:
        """What a term is there for, here where it comes up the next time."""
        uses = self._uses.get(term, [_Use("ignored", None)])
        use = uses[min(self._seen[term], len(uses) - 1)]
        self._seen[term] += 1
        return use

    def _whole(self, clause: Clause, term: str | None, role: Role, means: str | None) -> QueryWord:
        """A clause that is not taken apart into words."""
        text = self._text[clause.start : clause.end]
        return QueryWord(text, clause.start, clause.end, term, None, "", role, means)

    def _value(self, clause: Clause) -> str:
        """What a field and its value ask for."""
        alone = clause._replace(occur="should")
        query = read(Parsed(self._text, (alone,), ()), self._analyzer)
        return _(" and ").join(map(described, query.filters))


_GIVEN: Mapping[str, Role] = {"must": "required", "must_not": "excluded"}


def _uses(query: Query) -> Mapping[str, list[_Use]]:
    """What each term of the tree is there for, as often as it stands there."""
    uses: dict[str, list[_Use]] = {}
    groups: tuple[tuple[Role, tuple[ast.Node, ...]], ...] = (
        ("required", query.required),
        ("clause", query.clauses),
        ("hint", query.hints),
    )
    for role, nodes in groups:
        for node in nodes:
            for term, means in _terms(node):
                uses.setdefault(term, []).append(_Use(role, means))
    return uses


def _terms(node: ast.Node, means: str | None = None) -> Iterator[tuple[str, str | None]]:
    """The terms below a node, each with what it was read as."""
    match node:
        case ast.Word():
            yield node.term, means
        case ast.Phrase():
            for term in node.terms:
                yield term, means
        case ast.Either():
            yield from _terms(node.children[0], means)  # the others were not typed
        case ast.And() | ast.Or() | ast.AtLeast():
            for child in node.children:
                yield from _terms(child, means)
        case ast.Sense():
            yield from _terms(node.words, described(node.meaning))
        case ast.Not() | ast.Prefer():
            yield from _terms(node.child, means)
