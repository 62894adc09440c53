"""Targets: what of a query is to be shown where it stands in a text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from searchkit.language.distance import near_words
from searchkit.query import ast
from searchkit.query.wildcards import wildcard


@dataclass(frozen=True, slots=True)
class Targets:
    """Terms, stems, prefixes, patterns and phrases to highlight, and regions by code.

    ``loose`` are the phrases that may have other words in them, each with how
    many between two of its words; ``near`` are terms with the slips allowed; ``begun``
    are prefixes that stems may begin with as well.
    """

    terms: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    near: tuple[tuple[str, int], ...] = ()
    loose: tuple[tuple[tuple[str, ...], int], ...] = ()
    begun: tuple[str, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[ast.Node]) -> Targets:
        """Everything in the trees that makes an article match by its text."""
        leaves = [leaf for node in nodes for leaf in _leaves(node)]
        words = [leaf for leaf in leaves if isinstance(leaf, ast.Word)]
        phrases = [leaf for leaf in leaves if isinstance(leaf, ast.Phrase)]
        prefixes = [leaf for leaf in leaves if isinstance(leaf, ast.Prefix)]
        return cls(
            terms=frozenset(word.term for word in words),
            stems=frozenset(word.stem for word in words if word.stem is not None),
            prefixes=tuple(prefix.prefix for prefix in prefixes),
            begun=tuple(prefix.prefix for prefix in prefixes if prefix.weight is not None),
            phrases=tuple(phrase.terms for phrase in phrases if not phrase.slop),
            loose=tuple((phrase.terms, phrase.slop) for phrase in phrases if phrase.slop),
            patterns=tuple(leaf.pattern for leaf in leaves if isinstance(leaf, ast.Wildcard)),
            near=tuple(
                (leaf.term, leaf.distance) for leaf in leaves if isinstance(leaf, ast.Fuzzy)
            ),
            codes=tuple(
                code for leaf in leaves if isinstance(leaf, ast.InRegion) for code in leaf.codes
            ),
        )

    def fitting(self, terms: Collection[str]) -> frozenset[str]:
        """Those of some different terms that fit a pattern, or are near to a word."""
        fit: set[str] = set()
        if self.patterns:
            listed = "\n".join(terms)
            fit.update(*(wildcard(pattern).findall(listed) for pattern in self.patterns))
        if self.near:
            words = tuple(terms)
            fit.update(*(near_words(word, words, distance) for word, distance in self.near))
        return frozenset(fit)

    def hit_by(self, term: str, stem: str | None, fitting: Collection[str]) -> str | None:
        """Which word, prefix or pattern a token satisfies: its stem or term, None where none.

        ``fitting`` are those of the text's terms that ``fitting`` tells.
        """
        if stem is not None and stem in self.stems:
            return stem
        if term in self.terms or (self.prefixes and term.startswith(self.prefixes)):
            return term
        if self.begun and stem is not None and stem.startswith(self.begun):
            return stem
        return term if term in fitting else None

    def names_region(self, code: str) -> bool:
        """Whether a region, or its province, is one of ``codes``."""
        return code in self.codes or code.partition(".")[0] in self.codes


def _leaves(node: ast.Node) -> Iterator[ast.Node]:
    """The leaves of a tree, those under a Not left out."""
    match node:
        case ast.And() | ast.Or() | ast.Either() | ast.AtLeast():
            for child in node.children:
                yield from _leaves(child)
        case ast.Sense():
            yield from _leaves(node.words)
            yield from _leaves(node.meaning)
        case ast.Not():
            return
        case _:
            yield node
