"""Unfinished: a query that is still being typed.

Its last word stands for every word that begins so, an open quote holds words that
are all but the last of them complete, and a field whose value means nothing yet asks
for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from searchkit.assessments.bands import all_bands
from searchkit.language.analyzer import AnalyzedToken, Analyzer
from searchkit.query import ast
from searchkit.query.meaning import Readings
from searchkit.query.parser import FIELD_NAMES, JOINTS, QUOTES, Clause, Diagnostic, Parsed
from searchkit.query.query import Query
from searchkit.translation import _

FEWEST = 2
"""Letters of a word that others may begin with: a single one begins too many."""

Stands = Callable[[str], bool]
"""Whether a term stands in any article."""


def left_out(text: str, start: int, end: int) -> Diagnostic:
    """What is told of a part of a query that means nothing before more of it is typed."""
    message = _("{part} is unfinished and left out").format(part=text[start:end].strip())
    return Diagnostic(message, start, end, "unfinished")


def opened(parsed: Parsed) -> Parsed:
    """The clauses of a query that is being typed; what was left out is told.

    The last word of an open quote becomes a clause of its own, a name of a field
    without a value and an OR without a right side go.
    """
    notes: list[Diagnostic] = []
    clauses = _opened(parsed.clauses, parsed.text, notes)
    return Parsed(parsed.text, clauses, (*parsed.diagnostics, *notes))


def begun_at(parsed: Parsed, analyzer: Analyzer) -> int | None:
    """Where the word begins that may go on; None where the query ends otherwise.

    It is a plain word, or one looked for in titles, right at the end of the text.
    """
    clause = _last(parsed.clauses)
    if clause is None or clause.end != len(parsed.text) or clause.occur == "must_not":
        return None
    if clause.kind != "words" and (clause.kind != "field" or clause.field != "title"):
        return None
    start = parsed.text.rfind(clause.text, clause.start)
    tokens = analyzer.analyze(clause.text)
    if len(tokens) != 1 or start + tokens[0].end != len(parsed.text):
        return None
    return start + tokens[0].start if sum(map(str.isalpha, tokens[0].term)) >= FEWEST else None


def begun(node: ast.Node, last: AnalyzedToken) -> ast.Node:
    """A node of some tokens with the word of the last one marked as being typed."""
    match node:
        case ast.Word() if node.term == last.term:
            return replace(node, begun=True)
        case ast.And():
            return replace(node, children=tuple(begun(child, last) for child in node.children))
        case ast.Sense():
            return replace(node, words=begun(node.words, last))
        case _:
            return node


def completed(
    text: str, last: AnalyzedToken, meanings: Callable[[str], Readings]
) -> Readings | None:
    """What plain words mean where their last one can only become the name of one band.

    None where it can become none, or several. ``meanings`` reads a text.
    """
    ways: list[Readings] = []
    for name in _bands_begun(last.term):
        whole = text[: last.start] + name
        way = meanings(whole)
        if way.reaches(len(whole)) and way.meanings[-1].bands:
            ways.append(way)
    if len(ways) != 1:
        return None
    *others, meaning = ways[0].meanings
    return replace(ways[0], meanings=(*others, replace(meaning, end=last.end)))


def _bands_begun(term: str) -> list[str]:
    """The words in the names of bands that begin with a term and are longer."""
    words = {
        word
        for band in all_bands()
        for word in (band.zone, *band.label.split())
        if word and word.startswith(term) and word != term
    }
    return sorted(words)


def widened(query: Query, stands: Stands, begins: Stands) -> Query:
    """The query with its last word standing for every word that begins like it, too.

    Articles that have it as it is come first, if there are any. ``begins``
    tells whether any term of an article begins with another one.
    """
    if query.begun is None:
        return query

    def wide(node: ast.Node) -> ast.Node:
        match node:
            case ast.Word() if node.begun:
                return _wide(replace(node, begun=False), query.weights.typed, stands, begins)
            case ast.And() | ast.Or() | ast.Either() | ast.AtLeast():
                return replace(node, children=tuple(map(wide, node.children)))
            case ast.Sense():
                return replace(node, words=wide(node.words))
            case _:
                return node

    return replace(
        query,
        clauses=tuple(map(wide, query.clauses)),
        required=tuple(map(wide, query.required)),
    )


def _wide(word: ast.Word, weight: float, stands: Stands, begins: Stands) -> ast.Node:
    beginning = ast.Prefix(word.term, word.field, word.weight)
    if stands(word.term):
        # Words that only begin so score where the word itself does not, or it would count twice.
        longer = ast.And((beginning, ast.Not(word)))
        return ast.Or((word, ast.Prefer(word, weight), longer))
    # The stem of half a word would be that of another one.
    return beginning if begins(word.term) else word


def _last(clauses: tuple[Clause, ...]) -> Clause | None:
    """The clause that ends last, inside of others."""
    if not clauses:
        return None
    return _last(clauses[-1].children) if clauses[-1].children else clauses[-1]


def _opened(clauses: tuple[Clause, ...], text: str, notes: list[Diagnostic]) -> tuple[Clause, ...]:
    """Some clauses side by side, the last of them opened."""
    if not clauses:
        return ()
    *before, last = clauses
    if last.kind == "any":
        *others, right = last.children
        changed = _opened((right,), text, notes)
        group = Clause("group", "", right.start, right.end, children=changed)
        kept = (*others, *((group,) if len(changed) > 1 else changed))
        return (*before, last._replace(children=kept) if len(kept) > 1 else kept[0])
    if last.kind == "group":
        children = _opened(last.children, text, notes)
        return (*before, last._replace(children=children)) if children else tuple(before)
    if last.kind == "phrase" and last.occur != "must_not":
        return (*before, *_open_quote(last, text))
    if last.kind == "words" and _is_unfinished(last, bool(before), text):
        notes.append(left_out(text, last.start, last.end))
        return tuple(before)
    return clauses


def _is_unfinished(clause: Clause, follows: bool, text: str) -> bool:
    """Whether it is a name of a field without a value, or, behind others, what joins units."""
    if clause.end == len(text) and clause.text.endswith(":"):
        return clause.text[:-1].casefold() in FIELD_NAMES
    return follows and clause.text in JOINTS and clause.end == len(text.rstrip())


def _open_quote(phrase: Clause, text: str) -> tuple[Clause, ...]:
    """A phrase, or what is complete of an open one and the word that it ends with."""
    inside = phrase.text
    is_open = phrase.end == len(text) and text[-1] not in QUOTES and not phrase.slop
    if not is_open or inside[-1].isspace():
        return (phrase,)
    word = inside.split()[-1]
    complete = inside[: -len(word)]
    start = phrase.end - len(word)
    if not complete.strip():
        return (phrase._replace(kind="words", text=word),)
    return (phrase._replace(text=complete, end=start), Clause("words", word, start, phrase.end))
