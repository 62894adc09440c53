"""Where a fact about an article was read: in its text, its headline or its metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.explain import Fact

Place = Literal["text", "headline", "metadata"]


def place_of(fact: Fact, article: Article) -> Place:
    """Where a fact stands. What has no place in the text but is a date, or a year that the
    headline does not name or that was worked out, came with the article or follows from its date.
    """
    if fact.span.start < fact.span.end:
        return "text"
    dated = fact.kind == "date" or (fact.kind == "year" and not _in_headline(fact.value, article))
    return "metadata" if dated else "headline"


def _in_headline(year: str, article: Article) -> bool:
    """Whether a year was read from the headline, and does not just happen to stand there."""
    methods = {each.year_method for each in article.assessments if str(each.year) == year}
    return year in article.title and (not methods or "explicit" in methods)
