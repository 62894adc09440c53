"""Explanation: where one topic's relevant articles stand, and what of the query they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from searchkit.errors import ArticleNotFound
from searchkit.evaluation.measures import Scores, measure
from searchkit.evaluation.topics import Judgments, Topic
from searchkit.index import Index
from searchkit.lacking import lacking
from searchkit.language.analyzer import Analyzer
from searchkit.query.query import Query
from searchkit.relevance import Behind, HitExplanation, behind
from searchkit.results import Hit
from searchkit.search import understand_query

TOP = 10
DEPTH = 1_000
"""How far down the ranking relevant articles are looked for."""


@dataclass(frozen=True, slots=True)
class ExplainedArticle:
    """An article among the first ten, or one that is relevant.

    ``judged`` is its relevance in the judgments, None without one. ``rank``
    and ``score`` are None where it is not among the first 1,000 hits, ``title``
    where the index does not hold it. ``lacks`` are words of the query. ``why``
    is that of ``HitExplanation``, "" where it was not found. A relevant article that
    stands below one that is not has the id of the nearest such article in ``above``, and
    the parts in which it is ``behind`` that, the worst first.
    """

    id: str
    title: str | None
    judged: int | None
    rank: int | None
    score: float | None
    lacks: tuple[str, ...] = ()
    why: str = ""
    above: str | None = None
    behind: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """One topic's articles by rank, those not found at the end, the most relevant first.

    ``scores`` is None where the topic has no judgments; ``found`` counts the
    articles that match, as a search says it.
    """

    topic: Topic
    scores: Scores | None
    found: int
    articles: tuple[ExplainedArticle, ...]


def explain_topic(
    index: Index,
    topic: Topic,
    judgments: Judgments | None,
    *,
    strict: bool = False,
    literal: bool = False,
) -> Explanation:
    """The first ten articles of a topic, and every relevant one.

    Raises ImportError where ir-measures is missing, and as ``Index.search``.
    """
    results = index.search(topic.query, limit=DEPTH, strict=strict, literal=literal, fold=False)
    query = understand_query(topic.query, index.analyzer, literal=literal)
    judged = judgments or {}

    @cache
    def explained(article_id: str) -> HitExplanation | None:
        return index.explain_hit(topic.query, article_id, strict=strict, literal=literal)

    told: list[ExplainedArticle] = []
    above: Hit | None = None
    for hit in results.hits:
        relevant = judged.get(hit.article.id, 0) > 0
        if hit.rank <= TOP or relevant:
            one = _found(hit, judged, query, index.analyzer, explained(hit.article.id))
            if relevant and above:
                one = _compared(one, explained(one.id), above, explained(above.article.id))
            told.append(one)
        above = above if relevant else hit
    seen = {hit.article.id for hit in results.hits}
    left = [name for name, relevance in judged.items() if relevance > 0 and name not in seen]
    left.sort(key=lambda name: (-judged[name], name))
    told += [_not_found(index, name, judged[name], query) for name in left]
    scores = None
    if judgments:
        ids = [hit.article.id for hit in results.hits]
        scores = measure({topic.qid: judgments}, {topic.qid: ids})[topic.qid]
    return Explanation(topic, scores, results.total, tuple(told))


def _found(
    hit: Hit,
    judged: Mapping[str, int],
    query: Query,
    analyzer: Analyzer,
    explained: HitExplanation | None,
) -> ExplainedArticle:
    article = hit.article
    return ExplainedArticle(
        article.id,
        article.title,
        judged.get(article.id),
        hit.rank,
        hit.relevance,
        explained.lacks if explained else lacking(article, query, analyzer),
        explained.why if explained else "",
    )


def _compared(
    article: ExplainedArticle,
    explained: HitExplanation | None,
    above: Hit,
    other: HitExplanation | None,
) -> ExplainedArticle:
    """The article with what puts it behind the hit ``above``, which is not relevant."""
    parts = behind(explained, other) if explained and other else ()
    return replace(article, above=above.article.id, behind=parts)


def _not_found(index: Index, article_id: str, relevance: int, query: Query) -> ExplainedArticle:
    try:
        article = index.article(article_id)
    except ArticleNotFound:
        return ExplainedArticle(article_id, None, relevance, None, None)
    if article.id != article_id:
        return ExplainedArticle(article_id, None, relevance, None, None)
    lacks = lacking(article, query, index.analyzer)
    return ExplainedArticle(article_id, article.title, relevance, None, None, lacks)
