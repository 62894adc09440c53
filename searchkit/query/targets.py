"""Targets: what of a query is to be shown where it stands in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from searchkit.query import ast


@dataclass(frozen=True, slots=True)
class Targets:
    """Terms, stems, prefixes and phrases to highlight, and regions by code."""

    terms: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[ast.Node]) -> Targets:
        """Everything in the trees that makes an article match by its text."""
        leaves = [leaf for node in nodes for leaf in _leaves(node)]
        words = [leaf for leaf in leaves if isinstance(leaf, ast.Word)]
        return cls(
            terms=frozenset(word.term for word in words),
            stems=frozenset(word.stem for word in words if word.stem is not None),
            prefixes=tuple(leaf.prefix for leaf in leaves if isinstance(leaf, ast.Prefix)),
            phrases=tuple(leaf.terms for leaf in leaves if isinstance(leaf, ast.Phrase)),
            codes=tuple(
                code for leaf in leaves if isinstance(leaf, ast.InRegion) for code in leaf.codes
            ),
        )

    def hit_by(self, term: str, stem: str | None) -> str | None:
        """Which word or prefix a token satisfies: its stem or term, None where none."""
        if stem is not None and stem in self.stems:
            return stem
        if term in self.terms or (self.prefixes and term.startswith(self.prefixes)):
            return term
        return None

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
