"""Results: what a search has found, as everybody above it sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.article import Article
from searchkit.engines.base import FacetField, Match, Sort
from searchkit.facets import FacetValue
from searchkit.language.analyzer import Analyzer
from searchkit.query.parser import Diagnostic
from searchkit.query.query import Reading
from searchkit.query.targets import Targets
from searchkit.snippets import Snippet, highlight, snippet

if TYPE_CHECKING:
    from searchkit.answers import DirectAnswer
    from searchkit.query.roles import QueryWord
    from searchkit.relevance import HitExplanation


@dataclass(frozen=True, slots=True)
class Hit:
    """One article of a result.

    ``rank`` counts from 1 over all pages; ``title_highlights`` are half-open
    offsets into the title; ``relaxed`` tells that part of the query is missing.
    ``copies`` are articles that match as well and tell the same in almost the
    same words; they are no hits of their own. ``explanation`` is there where it was
    asked for.
    """

    rank: int
    article: Article
    relevance: float
    snippet: Snippet
    title_highlights: tuple[tuple[int, int], ...]
    relaxed: bool
    copies: tuple[Article, ...] = ()
    explanation: HitExplanation | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, with exact counts over all matching articles.

    ``total`` and ``facets`` count the strict matches where there are any, else
    the relaxed ones (a facet that was counted apart also those with other values
    than its own field asks for); ``folded`` of ``total`` are copies, shown with the hit that
    tells the same. ``corrected`` is the query in the better spelling that was
    searched for instead, with ``misspelt``, the words as typed that it replaces:
    reading, notes and highlights are those of it. ``suggestion`` is a whole query,
    better spelt, that was not searched for. ``asks`` tells a question: its hits
    stand in one order, relaxed or not. ``answers`` are what the articles tell
    where the query asks for a body's result, on the first page alone. ``words``
    tell what became of each word of the query, where explanations were asked for.
    """

    query: str
    reading: Reading
    total: int
    strict_total: int
    took_ms: float
    hits: tuple[Hit, ...]
    facets: Mapping[FacetField, tuple[FacetValue, ...]]
    suggestion: str | None
    offset: int
    limit: int
    sort: Sort
    diagnostics: tuple[Diagnostic, ...]
    answers: tuple[DirectAnswer, ...] = ()
    folded: int = 0
    corrected: str | None = None
    misspelt: tuple[str, ...] = ()
    asks: bool = False
    words: tuple[QueryWord, ...] = ()

    @property
    def relaxed(self) -> bool:
        """Whether any hit on the page lacks part of the query."""
        return any(hit.relaxed for hit in self.hits)


def hit_of(
    rank: int,
    match: Match,
    targets: Targets,
    analyzer: Analyzer,
    *,
    snippet_chars: int,
    relaxed: bool = False,
) -> Hit:
    """A match as a hit, with what of it answers to ``targets``."""
    title = highlight(match.article.title, targets, analyzer)
    return Hit(
        rank=rank,
        article=match.article,
        relevance=match.relevance,
        snippet=snippet(match.article, targets, analyzer, snippet_chars),
        title_highlights=tuple((span.start, span.end) for span in title),
        relaxed=relaxed,
        copies=match.copies,
    )
