"""Reading: what the words of a query mean, next to what they say.

"zona hijau jatim" is read as band = hijau, region = Jawa Timur. A reading is a
preference: articles that satisfy it rank above those that only share the
words, and nothing is excluded by it. Only explicit fields (``wilayah:jatim``)
and filters exclude. ``readers`` finds the meanings; this module puts them into
the query tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import TypeVar

from searchkit.errors import QueryError
from searchkit.language.analyzer import AnalyzedToken, Analyzer, normalize_term
from searchkit.language.function_words import function_words, interrogatives
from searchkit.query import ast, filters
from searchkit.query.context import NO_CONTEXT, Context
from searchkit.query.demands import parted
from searchkit.query.joint import joint_hints
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Readings
from searchkit.query.nodes import all_of, grouped, phrase_of, sense, words_of
from searchkit.query.parser import Clause, Diagnostic, Parsed
from searchkit.query.query import Query, Reading
from searchkit.query.readers import find_meanings
from searchkit.query.unfinished import begun, begun_at, completed, left_out, opened
from searchkit.query.wildcards import MOST_SLIPS, slips_for
from searchkit.translation import _
from searchkit.weights import SHORT, WEIGHTS, Weights

T = TypeVar("T")


def read(
    parsed: Parsed,
    analyzer: Analyzer,
    *,
    literal: bool = False,
    today: date | None = None,
    weights: Weights = WEIGHTS,
    unfinished: bool = False,
) -> Query:
    """Read a parsed query. ``literal`` takes words as words, without any meaning.

    ``today`` is the day that "tahun lalu" goes by, the present one if not told;
    ``weights`` are what agreement with each reading counts. ``unfinished`` marks the
    last word and leaves out what means nothing yet, see ``query.unfinished``.
    """
    begins = None
    if unfinished:
        parsed = opened(parsed)
        begins = begun_at(parsed, analyzer)
    tokens = analyzer.analyze(parsed.text)
    # Words that are only words need no context, and no names of regions to be loaded for it.
    context = Context.of(Line(parsed.text, tokens)) if tokens and not literal else NO_CONTEXT
    telling = _telling(tokens)
    plain = (c.text for c in parsed.clauses if _is_plain(c))
    sentence = sum(_telling(analyzer.analyze(text)) for text in plain) > SHORT
    asks = any(token.term in interrogatives() for token in tokens)
    weights = weights.for_query(telling, asks=asks)
    day = today or date.today()
    known = _Settings(analyzer, literal, day, context, weights, asks, sentence, unfinished, begins)
    reader = _Reader(parsed, known)
    reader.read()
    query = reader.query()
    if query.is_empty and any(note.severity == "unfinished" for note in query.diagnostics):
        return replace(query, clauses=(ast.Everything(),))
    if query.is_empty and parsed.text.strip():
        message = _("nothing in the query can be searched for; * finds every article")
        reader.diagnostics.append(Diagnostic(message, 0, len(parsed.text)))
        return reader.query()
    return query


@dataclass(frozen=True, slots=True)
class _Settings:
    """What holds for all parts of a query."""

    analyzer: Analyzer
    literal: bool
    today: date
    context: Context
    weights: Weights
    asks: bool
    sentence: bool
    unfinished: bool
    begun: int | None


@dataclass
class _Reader:
    """Collects the parts of a Query while walking over the clauses."""

    parsed: Parsed
    settings: _Settings
    clauses: list[ast.Node] = field(default_factory=list)
    required: list[ast.Node] = field(default_factory=list)
    restrictions: dict[str, list[ast.Node]] = field(default_factory=dict)
    hints: list[ast.Node] = field(default_factory=list)
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
        weights = self.settings.weights
        clauses, words = parted(self.clauses, weights, alone=not self.required)
        whole = all(isinstance(clause, ast.Sense) for clause in clauses)
        hints: tuple[ast.Node, ...] = (*words, *self.hints)
        if not self.settings.literal:
            hints += joint_hints(self.meanings, self.settings.context, weights, whole=whole)
        return Query(
            text=self.parsed.text,
            clauses=tuple(dict.fromkeys(clauses)),
            required=tuple(self.required),
            filters=tuple(filters.any_of(tuple(nodes)) for nodes in self.restrictions.values()),
            hints=tuple(dict.fromkeys(hints)),
            sequence=tuple(self.sequence),
            reading=self._reading(),
            words=tuple(self.words),
            diagnostics=self._told(),
            asks=self.settings.asks,
            weights=weights,
            begun=self.settings.begun,
        )

    def _told(self) -> tuple[Diagnostic, ...]:
        """What there is to say about the query, but nothing about a word that may go on."""
        told, begun = (*self.parsed.diagnostics, *self.diagnostics), self.settings.begun
        if begun is None:
            return told
        return tuple(each for each in told if each.severity != "note" or each.end <= begun)

    def _reading(self) -> Reading:
        told = self.meanings
        notes = [diagnostic.message for diagnostic in self._told()]
        return Reading(
            regions=_unique(region for meaning in told for region in meaning.regions),
            bands=_unique(band for meaning in told for band in meaning.bands),
            years=_unique(span for meaning in told for span in meaning.years),
            terms=_unique(token.term for token in self.words),
            notes=_unique(notes),
            levels=_unique(level for meaning in told for level in meaning.levels),
            scores=_unique(meaning.score for meaning in told if meaning.score),
            ranks=_unique(meaning.rank for meaning in told if meaning.rank),
            was=_unique(band for meaning in told for band in meaning.was),
            change=next((meaning.change for meaning in told if meaning.change), None),
            order=next((meaning.order for meaning in told if meaning.order), None),
            meanings=tuple(told),
        )

    # Clauses

    def _clause(self, clause: Clause) -> None:
        if clause.kind == "field" and clause.field in filters.FILTERS:
            self._restrict(clause)
            return
        if clause.kind == "phrase" and clause.occur == "should" and self.settings.sentence:
            self._quoted(clause)
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

    def _quoted(self, clause: Clause) -> None:
        """Quotes in a sentence are the writer's own: their words are words like the others."""
        self.clauses += self._run([clause])
        message = _('in a text of so many words "{text}" is no demand; write +"{text}"').format(
            text=clause.text
        )
        self.diagnostics.append(Diagnostic(message, clause.start, clause.end))

    def _restrict(self, clause: Clause) -> None:
        node = self._filter(clause)
        if node is None:
            return
        if clause.occur == "must_not":
            self.required.append(ast.Not(node))
        else:
            self.restrictions.setdefault(clause.field or "", []).append(node)

    def _filter(self, clause: Clause) -> ast.Node | None:
        """What a field and its value ask for; None where the value means nothing yet."""
        parse = filters.FILTERS[clause.field or ""]
        nodes: list[ast.Node] = []
        try:
            for value in _values(clause):
                nodes.append(parse(value))
            return filters.any_of(tuple(nodes))
        except QueryError as error:
            if self._may_go_on(clause, value):
                end = len(self.parsed.text)
                start = end - len(value) if nodes else clause.start
                self.diagnostics.append(left_out(self.parsed.text, start, end))
                return filters.any_of(tuple(nodes)) if nodes else None
            advice = error.next_step
            if quoted := filters.with_next_words(self.parsed.text, clause, parse):
                advice = _("Values of several words go in quotes: {quoted}").format(quoted=quoted)
            place = (clause.start, clause.end)
            self.diagnostics.append(Diagnostic(error.message, *place, "error", advice))
            return ast.Nothing()

    def _may_go_on(self, clause: Clause, value: str) -> bool:
        """Whether more of one of a field's values may be typed: of the last one."""
        text = self.parsed.text
        if not self.settings.unfinished or clause.end != len(text):
            return False
        return not clause.text or text.rstrip().endswith(value)

    def _node(self, clause: Clause) -> ast.Node | None:
        """One clause as a node, whatever its sign; None where nothing is left of it."""
        match clause.kind:
            case "words":
                if clause.occur == "must_not":
                    tokens = self.settings.analyzer.analyze(clause.text)
                    return words_of(tokens) if tokens else None
                return all_of(self._run([clause]))
            case "prefix":
                term = normalize_term(clause.text) if clause.text else ""
                return ast.Prefix(term) if term else ast.Everything()
            case "wildcard":
                return ast.Wildcard(normalize_term(clause.text))
            case "fuzzy":
                return self._fuzzy(clause)
            case "phrase":
                return self._phrase(clause)
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
        settings = self.settings
        if clause.occur == "must_not":  # what is excluded is not asked for
            settings = replace(settings, literal=True)
        inner = _Reader(Parsed(self.parsed.text, clause.children, ()), settings)
        inner.read()
        self.hints += inner.hints
        self.meanings += inner.meanings
        self.words += inner.words
        self.sequence += inner.sequence
        self.diagnostics += inner.diagnostics
        query = inner.query()
        return all_of([*query.clauses, *query.required, *query.filters])

    def _phrase(self, clause: Clause, within: ast.TextField | None = None) -> ast.Node | None:
        terms = tuple(token.term for token in self.settings.analyzer.analyze(clause.text))
        return phrase_of(terms, within, clause.slop) if terms else None

    def _fuzzy(self, clause: Clause) -> ast.Node | None:
        terms = [token.term for token in self.settings.analyzer.analyze(clause.text)]
        slips = [slips_for(term) if clause.slips is None else clause.slips for term in terms]
        return all_of(
            [ast.Fuzzy(term, min(n, MOST_SLIPS)) for term, n in zip(terms, slips, strict=True)]
        )

    def _title(self, clause: Clause) -> ast.Node | None:
        typed = self.parsed.text[clause.start : clause.end].rstrip()
        quoted = typed.endswith(('"', "”")) or clause.slop > 0
        if quoted:
            return self._phrase(clause, "title")
        tokens = self.settings.analyzer.analyze(clause.text)
        begun = self.settings.begun is not None and self.settings.begun >= clause.start
        return all_of([ast.Word(token.term, token.stem, "title", begun=begun) for token in tokens])

    # Plain words

    def _run(self, run: list[Clause]) -> list[ast.Node]:
        """Neighbouring plain words: meanings may span several of them."""
        start, end = run[0].start, run[-1].end
        text = self.parsed.text[start:end]
        if run[0].occur == "must":
            text = " " + text[1:]
        tokens = self.settings.analyzer.analyze(text)
        self.sequence += [
            ast.Word(token.term, token.stem)
            for token in tokens
            if token.term not in function_words()
        ]
        meanings: tuple[Meaning, ...] = ()
        may_go_on = bool(tokens) and start + tokens[-1].start == self.settings.begun
        if not self.settings.literal:
            found = self._meanings(text, tokens)
            may_go_on = may_go_on and not found.reaches(tokens[-1].end)
            if may_go_on:
                found = completed(text, tokens[-1], self._meanings) or found
            meanings = found.meanings
            self.hints += found.hints
            self.diagnostics += [
                Diagnostic(note.message, start + note.start, start + note.end)
                for note in found.notes
            ]
        self.meanings += (
            replace(each, start=start + each.start, end=start + each.end) for each in meanings
        )
        nodes: list[ast.Node] = []
        for meaning, group in grouped(tokens, meanings, text):
            node = sense(meaning, group) if meaning else words_of(group)
            last = may_go_on and group[-1] is tokens[-1]
            nodes.append(begun(node, group[-1]) if last else node)
            if meaning is None or meaning.keeps_words:
                self.words += [_moved(token, start) for token in group]
        return nodes

    def _meanings(self, text: str, tokens: Sequence[AnalyzedToken] | None = None) -> Readings:
        known = self.settings
        tokens = known.analyzer.analyze(text) if tokens is None else tokens
        return find_meanings(text, tokens, known.today, known.context, known.weights)


def _telling(tokens: Iterable[AnalyzedToken]) -> int:
    return sum(token.term not in function_words() for token in tokens)


def _is_plain(clause: Clause) -> bool:
    return clause.kind == "words" and clause.occur == "should"


def _moved(token: AnalyzedToken, by: int) -> AnalyzedToken:
    return token._replace(start=token.start + by, end=token.end + by)


def _values(clause: Clause) -> list[str]:
    return [value.strip() for value in clause.text.split(",") if value.strip()] or [clause.text]


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
