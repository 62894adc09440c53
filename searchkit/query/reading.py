"""Reading: what the words of a query mean, next to what they say.

"zona hijau jatim" is read as band = hijau, region = Jawa Timur. A reading is a
preference: articles that satisfy it rank above those that only share the
words, and nothing is excluded by it. Only explicit fields (``wilayah:jatim``)
and filters exclude. ``readers`` finds the meanings; this module puts them into
the query tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple, TypeVar

from searchkit.errors import QueryError
from searchkit.language.analyzer import AnalyzedToken, Analyzer, normalize_term
from searchkit.language.function_words import function_words
from searchkit.query import ast, filters
from searchkit.query.parser import Clause, Diagnostic, Parsed
from searchkit.query.readers import Meaning, find_meanings, holders
from searchkit.query.targets import Targets
from searchkit.regions.gazetteer import Region

T = TypeVar("T")


class Expansion(NamedTuple):
    """What was typed, and the other forms that are looked for as well (in terms)."""

    typed: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query was understood to ask for, for people and for JSON.

    ``bands`` are as typed ("hijau", "tertinggi", "a"), ``years`` as (first,
    last), ``terms`` the raw terms that were not read as regions or years;
    ``expansions`` are short forms with what they stand for, and the other way round.
    """

    regions: tuple[Region, ...] = ()
    bands: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query ready to be answered.

    ``clauses`` should all match and may be given up one by one; ``required``
    (``+word``, phrases, exclusions) and ``filters`` always hold; ``hints`` only
    order what matches, and so does ``sequence``: all telling words in their order,
    those read as something too. ``words`` are
    the plain words with their place in the query, for spelling suggestions.
    ``diagnostics`` with severity "error" make the query unanswerable.
    """

    text: str
    clauses: tuple[ast.Node, ...]
    required: tuple[ast.Node, ...]
    filters: tuple[ast.Node, ...]
    hints: tuple[ast.Node, ...]
    sequence: tuple[ast.Word, ...]
    reading: Reading
    words: tuple[AnalyzedToken, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def targets(self) -> Targets:
        """What of it is to be shown where it stands in a text."""
        return Targets.of((*self.clauses, *self.required))

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was asked for."""
        return not (self.clauses or self.required or self.filters)


def read(parsed: Parsed, analyzer: Analyzer, *, literal: bool = False) -> Query:
    """Read a parsed query. ``literal`` takes words as words, without any meaning."""
    reader = _Reader(parsed, analyzer, literal)
    reader.read()
    query = reader.query()
    if query.is_empty and parsed.text.strip():
        message = "nothing in the query can be searched for; * finds every article"
        reader.diagnostics.append(Diagnostic(message, 0, len(parsed.text)))
        return reader.query()
    return query


@dataclass
class _Reader:
    """Collects the parts of a Query while walking over the clauses."""

    parsed: Parsed
    analyzer: Analyzer
    literal: bool
    clauses: list[ast.Node] = field(default_factory=list)
    required: list[ast.Node] = field(default_factory=list)
    restrictions: dict[str, list[ast.Node]] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)
    words: list[AnalyzedToken] = field(default_factory=list)
    sequence: list[ast.Word] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self) -> None:
        for plain, run in groupby(self.parsed.clauses, key=_is_plain):
            if plain:
                self.clauses += self._run(list(run))
            else:
                for clause in run:
                    self._clause(clause)

    def query(self) -> Query:
        clauses = _without_needless(self.clauses, alone=not self.required)
        return Query(
            text=self.parsed.text,
            clauses=tuple(dict.fromkeys(clauses)),
            required=tuple(self.required),
            filters=tuple(filters.any_of(tuple(nodes)) for nodes in self.restrictions.values()),
            hints=(),
            sequence=tuple(self.sequence),
            reading=self._reading(),
            words=tuple(self.words),
            diagnostics=(*self.parsed.diagnostics, *self.diagnostics),
        )

    def _reading(self) -> Reading:
        notes = [d.message for d in (*self.parsed.diagnostics, *self.diagnostics)]
        return Reading(
            regions=_unique(region for meaning in self.meanings for region in meaning.regions),
            bands=_unique(meaning.band for meaning in self.meanings if meaning.band),
            years=_unique(meaning.years for meaning in self.meanings if meaning.years),
            terms=_unique(token.term for token in self.words),
            notes=_unique(notes),
        )

    # Clauses

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "field" and clause.field in filters.FILTERS:
            self._restrict(clause)
            return
        node = self._node(clause)
        if node is None:
            return
        if clause.occur == "must_not":
            self.required.append(ast.Not(node))
        elif clause.occur == "must" or clause.kind == "phrase":
            self.required.append(node)
        else:
            self.clauses.append(node)

    def _restrict(self, clause: Clause) -> None:
        node = self._filter(clause)
        if clause.occur == "must_not":
            self.required.append(ast.Not(node))
        else:
            self.restrictions.setdefault(clause.field or "", []).append(node)

    def _filter(self, clause: Clause) -> ast.Node:
        parse = filters.FILTERS[clause.field or ""]
        try:
            return filters.any_of(tuple(parse(value) for value in _values(clause)))
        except QueryError as error:
            advice = error.next_step
            if quoted := filters.with_next_words(self.parsed.text, clause, parse):
                advice = f"Values of several words go in quotes: {quoted}"
            place = (clause.start, clause.end)
            self.diagnostics.append(Diagnostic(error.message, *place, "error", advice))
            return ast.Nothing()

    def _node(self, clause: Clause) -> ast.Node | None:
        """One clause as a node, whatever its sign; None where nothing is left of it."""
        match clause.kind:
            case "words":
                if clause.occur == "must_not":
                    tokens = self.analyzer.analyze(clause.text)
                    return self._words(tokens) if tokens else None
                return _all(self._run([clause]))
            case "prefix":
                term = normalize_term(clause.text) if clause.text else ""
                return ast.Prefix(term) if term else ast.Everything()
            case "phrase":
                return self._phrase(clause.text)
            case "field" if clause.field == "title":
                return self._title(clause)
            case "field":
                return self._filter(clause)
            case "any":
                nodes = [node for child in clause.children if (node := self._node(child))]
                return filters.any_of(tuple(nodes)) if nodes else None
            case "group":
                return self._group(clause)

    def _group(self, clause: Clause) -> ast.Node | None:
        inner = _Reader(Parsed(self.parsed.text, clause.children, ()), self.analyzer, self.literal)
        inner.read()
        self.meanings += inner.meanings
        self.words += inner.words
        self.sequence += inner.sequence
        self.diagnostics += inner.diagnostics
        query = inner.query()
        return _all([*query.clauses, *query.required, *query.filters])

    def _phrase(self, text: str, within: ast.TextField | None = None) -> ast.Node | None:
        terms = tuple(token.term for token in self.analyzer.analyze(text))
        return _phrase_of(terms, within) if terms else None

    def _title(self, clause: Clause) -> ast.Node | None:
        quoted = self.parsed.text[clause.start : clause.end].rstrip().endswith(('"', "”"))
        if quoted:
            return self._phrase(clause.text, "title")
        tokens = self.analyzer.analyze(clause.text)
        return _all([ast.Word(token.term, token.stem, "title") for token in tokens])

    # Plain words

    def _run(self, run: list[Clause]) -> list[ast.Node]:
        """Neighbouring plain words: meanings may span several of them."""
        start, end = run[0].start, run[-1].end
        text = self.parsed.text[start:end]
        if run[0].occur == "must":
            text = " " + text[1:]
        tokens = self.analyzer.analyze(text)
        self.sequence += [
            ast.Word(token.term, token.stem)
            for token in tokens
            if token.term not in function_words()
        ]
        meanings: tuple[Meaning, ...] = ()
        if not self.literal:
            found = find_meanings(text, tokens)
            meanings = found.meanings
            self.diagnostics += [Diagnostic(m, start + a, start + b) for m, a, b in found.notes]
        self.meanings += meanings
        nodes: list[ast.Node] = []
        for meaning, group in _grouped(tokens, meanings, text):
            nodes.append(self._sense(meaning, group) if meaning else self._words(group))
            if meaning is None or meaning.band:
                self.words += [_moved(token, start) for token in group]
        return nodes

    def _sense(self, meaning: Meaning, tokens: list[AnalyzedToken]) -> ast.Node:
        words: ast.Node
        if meaning.regions:
            words = ast.Or(
                (
                    _phrase_of(tuple(token.term for token in tokens)),
                    ast.Mentions(tuple(region.code for region in meaning.regions)),
                )
            )
        else:
            words = ast.And(tuple(ast.Word(token.term, token.stem) for token in tokens))
        return ast.Sense(words, meaning.node)

    def _words(self, tokens: list[AnalyzedToken]) -> ast.Node:
        if len(tokens) == 1:
            word = ast.Word(tokens[0].term, tokens[0].stem)
            if tokens[0].why == "number":
                # "1,5" is also meant where it is printed as Rp1,5, which is one token.
                return ast.Or((word, ast.Word(f"rp{word.term}")))
            return word
        return _phrase_of(tuple(token.term for token in tokens))


def _is_plain(clause: Clause) -> bool:
    return clause.kind == "words" and clause.occur == "should"


def _grouped(
    tokens: list[AnalyzedToken], meanings: tuple[Meaning, ...], text: str
) -> Iterator[tuple[Meaning | None, list[AnalyzedToken]]]:
    """Tokens by the meaning that holds them; others stay together if typed without a space."""
    group: list[AnalyzedToken] = []
    before: Meaning | None = None
    for token, holder in zip(tokens, holders(tokens, meanings), strict=True):
        if group:
            spaced = any(c.isspace() for c in text[group[-1].end : token.start])
            if holder is not before or (holder is None and spaced):
                yield before, group
                group = []
        group.append(token)
        before = holder
    if group:
        yield before, group


def _moved(token: AnalyzedToken, by: int) -> AnalyzedToken:
    return token._replace(start=token.start + by, end=token.end + by)


def _phrase_of(terms: tuple[str, ...], within: ast.TextField | None = None) -> ast.Node:
    return ast.Phrase(terms, within) if len(terms) > 1 else ast.Word(terms[0], None, within)


def _all(nodes: list[ast.Node]) -> ast.Node | None:
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else ast.And(tuple(nodes))


def _values(clause: Clause) -> list[str]:
    return [value.strip() for value in clause.text.split(",") if value.strip()] or [clause.text]


def _without_needless(clauses: list[ast.Node], alone: bool) -> list[ast.Node]:
    """Drop ``*`` and function words where something else is asked for as well."""
    asked: list[ast.Node] = [clause for clause in clauses if not isinstance(clause, ast.Everything)]
    telling: list[ast.Node] = [clause for clause in asked if not _is_function(clause)]
    if telling or not alone:
        return telling
    return asked or clauses


def _is_function(node: ast.Node) -> bool:
    return isinstance(node, ast.Word) and node.term in function_words()


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
