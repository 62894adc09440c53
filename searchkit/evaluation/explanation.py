"""Explanation: where one topic's relevant articles stand, and what of the query they lack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from searchkit.article import Article
from searchkit.errors import ArticleNotFound
from searchkit.evaluation.measures import Scores, measure
from searchkit.evaluation.topics import Judgments, Topic
from searchkit.index import Index
from searchkit.language.analyzer import Analyzer, function_words
from searchkit.query import ast
from searchkit.query.meaning import years_named
from searchkit.query.reading import Query
from searchkit.search import Hit, understand_query

TOP = 10
DEPTH = 1_000
"""How far down the ranking relevant articles are looked for."""


@dataclass(frozen=True, slots=True)
class ExplainedArticle:
    """An article among the first ten, or one that is relevant.

    ``judged`` is its relevance in the judgments, None without one. ``rank``
    and ``score`` are None where it is not among the first 1,000 hits, ``title``
    where the index does not hold it. ``lacks`` are words of the query.
    """

    id: str
    title: str | None
    judged: int | None
    rank: int | None
    score: float | None
    lacks: tuple[str, ...] = ()


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
    told = [
        _found(hit, judged, query, index.analyzer)
        for hit in results.hits
        if hit.rank <= TOP or judged.get(hit.article.id, 0) > 0
    ]
    seen = {hit.article.id for hit in results.hits}
    left = [name for name, relevance in judged.items() if relevance > 0 and name not in seen]
    left.sort(key=lambda name: (-judged[name], name))
    told += [_not_found(index, name, judged[name], query) for name in left]
    scores = None
    if judgments:
        ids = [hit.article.id for hit in results.hits]
        scores = measure({topic.qid: judgments}, {topic.qid: ids})[topic.qid]
    return Explanation(topic, scores, results.total, tuple(told))


def lacking(article: Article, query: Query, analyzer: Analyzer) -> tuple[str, ...]:
    """The words of a query that an article has neither as they are nor in another form.

    A region, year or zone that was read out of the query is lacking where the
    article is neither about it nor has its word. Function words never are.
    """
    terms, stems = analyzer.terms(f"{article.title}\n{article.body}")
    has = {*terms, *(stem for stem in stems if stem is not None)}
    zones = {value for result in article.results for value in (result.zone, result.category)}
    known = {zone.lower() for zone in zones if zone}
    lacks = [
        word.text
        for word in query.words
        if word.term not in function_words()
        and not {word.term, word.stem} & has
        and not (word.term in query.reading.bands and word.term in known)
    ]
    for node in query.required:
        if isinstance(node, ast.Phrase):
            lacks += [term for term in node.terms if term not in has]
    lacks += [
        region.name
        for region in query.reading.regions
        if not any(_within(one.code, region.code) for one in article.regions)
    ]
    spans = query.reading.years
    numbers = {int(term) for term in has if len(term) == 4 and term.isascii() and term.isdecimal()}
    years = {article.year, *numbers} if spans else set()
    if not any(ast.InYears(*span).has(year) for span in spans for year in years):
        lacks += [years_named(*span) for span in spans]
    return tuple(dict.fromkeys(lacks))


def _found(
    hit: Hit, judged: Mapping[str, int], query: Query, analyzer: Analyzer
) -> ExplainedArticle:
    article = hit.article
    return ExplainedArticle(
        article.id,
        article.title,
        judged.get(article.id),
        hit.rank,
        hit.relevance,
        lacking(article, query, analyzer),
    )


def _not_found(index: Index, article_id: str, relevance: int, query: Query) -> ExplainedArticle:
    try:
        article = index.article(article_id)
    except ArticleNotFound:
        return ExplainedArticle(article_id, None, relevance, None, None)
    if article.id != article_id:
        return ExplainedArticle(article_id, None, relevance, None, None)
    lacks = lacking(article, query, index.analyzer)
    return ExplainedArticle(article_id, article.title, relevance, None, None, lacks)


def _within(code: str, region: str) -> bool:
    """Whether a region is the one meant, or lies in it."""
    return code == region or code.startswith(f"{region}.")
