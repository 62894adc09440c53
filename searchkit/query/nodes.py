"""Nodes: tokens of plain words → nodes of the query tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from searchkit.language.analyzer import AnalyzedToken
from searchkit.language.function_words import function_words
from searchkit.query import ast
from searchkit.query.meaning import Meaning
from searchkit.query.readers import holders


def grouped(
    tokens: Sequence[AnalyzedToken], meanings: Sequence[Meaning], text: str
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


def sense(meaning: Meaning, tokens: Sequence[AnalyzedToken]) -> ast.Node:
    """A meaning next to its words: all of them, or for a region its name or another of its names.

    The small words of a reading ("di atas", "ke") are no part of what it says.
    """
    words: ast.Node
    if meaning.regions:
        name = phrase_of(tuple(token.term for token in tokens))
        words = ast.Or((name, ast.Mentions(tuple(region.code for region in meaning.regions))))
    else:
        telling = [token for token in tokens if token.term not in function_words()] or tokens
        words = all_of([_word(token) for token in telling]) or ast.Nothing()
    return ast.Sense(words, meaning.node, meaning.weight)


def words_of(tokens: Sequence[AnalyzedToken]) -> ast.Node:
    """Tokens that mean what they say: one word, or several typed as one, which must adjoin."""
    return _word(tokens[0]) if len(tokens) == 1 else phrase_of(tuple(t.term for t in tokens))


def phrase_of(
    terms: tuple[str, ...], within: ast.TextField | None = None, slop: int = 0
) -> ast.Node:
    """Raw terms one right after the other, but for ``slop``; a single one as a word."""
    if len(terms) == 1:
        return ast.Word(terms[0], None, within)
    return ast.Phrase(terms, within, slop=slop)


def all_of(nodes: Sequence[ast.Node]) -> ast.Node | None:
    """All of the nodes as one, None where there are none."""
    if not nodes:
        return None
    return nodes[0] if len(nodes) == 1 else ast.And(tuple(nodes))


def _word(token: AnalyzedToken) -> ast.Node:
    word = ast.Word(token.term, token.stem)
    if token.why == "number":
        # "1,5" is also meant where it is printed as Rp1,5, which is one token.
        return ast.Or((word, ast.Word(f"rp{word.term}")))
    return word
