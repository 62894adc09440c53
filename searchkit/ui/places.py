"""Where a fact about an article was read: in its text, its headline or its metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.explain import Fact

Place = Literal["text", "headline", "metadata"]


def place_of(fact: Fact, article: Article) -> Place:
    """Where a fact stands. What has no place in the text but is a date, or a year that the
    headline does not name, came with the article or follows from its date.
    """
    if fact.span.start < fact.span.end:
        return "text"
    dated = fact.kind == "date" or (fact.kind == "year" and fact.value not in article.title)
    return "metadata" if dated else "headline"
