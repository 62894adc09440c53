"""Evaluations as plain dictionaries: what the data formats print, whole or topic by topic.

As in ``records`` and ``rows``, keys and columns are a contract: new ones go to the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.cli.records import SCHEMA, Record

if TYPE_CHECKING:
    from searchkit.evaluation import (
        Comparison,
        Difference,
        Estimate,
        Evaluation,
        ExplainedArticle,
        Explanation,
        TopicDifference,
        TopicResult,
    )

_MEASURES = ("nDCG@10", "MRR@10", "R@100")
TOPIC_COLUMNS = ("qid", "query", "judged", "relevant", "hits", *_MEASURES, "took_ms")
AGAINST_COLUMNS = tuple(f"{name} against" for name in _MEASURES)
EXPLAINED_COLUMNS = ("rank", "judged", "score", "id", "title", "lacks")


def evaluation_record(evaluation: Evaluation, comparison: Comparison | None) -> Record:
    """The measures and counts; ``against`` is null without a run to compare with."""
    return {
        "schema": SCHEMA,
        "topics": len(evaluation.results),
        "judged": len(evaluation.judged),
        "unjudged": evaluation.unjudged,
        "without_relevant": evaluation.without_relevant,
        "without_hits": evaluation.without_hits,
        "failed": [
            {"qid": result.topic.qid, "reason": result.failure} for result in evaluation.failed
        ],
        "unknown_ids": list(evaluation.unknown_ids),
        "measures": {name: _estimate(one) for name, one in evaluation.measures.items()},
        "median_ms": round(evaluation.median_ms, 3),
        "p95_ms": round(evaluation.p95_ms, 3),
        "against": _comparison(comparison) if comparison else None,
    }


def topic_record(result: TopicResult, comparison: Comparison | None) -> Record:
    """One topic; its measures are null where it is not judged."""
    scores = result.scores or {}
    record: Record = {
        "qid": result.topic.qid,
        "query": result.topic.query,
        "judged": result.scores is not None,
        "relevant": result.relevant,
        "hits": len(result.ids),
        **{name: _rounded(scores.get(name)) for name in _MEASURES},
        "took_ms": round(result.took_ms, 3),
    }
    if comparison:
        other = comparison.scores.get(result.topic.qid, {})
        record |= {f"{name} against": _rounded(other.get(name)) for name in _MEASURES}
    return record


def explanation_record(explanation: Explanation) -> Record:
    """One topic with its first articles and every relevant one."""
    scores = explanation.scores
    return {
        "schema": SCHEMA,
        "qid": explanation.topic.qid,
        "query": explanation.topic.query,
        "found": explanation.found,
        "measures": {name: _rounded(scores[name]) for name in _MEASURES} if scores else None,
        "articles": [explained_record(article) for article in explanation.articles],
    }


def explained_record(article: ExplainedArticle) -> Record:
    """One article; rank and score are null where it was not found.

    ``behind`` has what each part adds to it, and to the article ``above``.
    """
    record = {name: getattr(article, name) for name in EXPLAINED_COLUMNS}
    return record | {
        "score": _rounded(article.score),
        "lacks": list(article.lacks),
        "why": article.why,
        "above": article.above,
        "behind": [
            {
                "kind": part.kind,
                "label": part.label,
                "value": _rounded(part.value),
                "other": _rounded(part.other),
            }
            for part in article.behind
        ],
    }


def _comparison(comparison: Comparison) -> Record:
    return {
        "unanswered": comparison.unanswered,
        "measures": {name: _difference(one) for name, one in comparison.measures.items()},
        "gains": [_topic_difference(one) for one in comparison.gains],
        "losses": [_topic_difference(one) for one in comparison.losses],
    }


def _difference(one: Difference) -> Record:
    return {
        "value": _rounded(one.against),
        "difference": _estimate(one.difference),
        "beyond_noise": one.difference.beyond_noise,
        "wins": one.wins,
        "ties": one.ties,
        "losses": one.losses,
    }


def _topic_difference(one: TopicDifference) -> Record:
    return {
        "qid": one.qid,
        "query": one.query,
        "nDCG@10": _rounded(one.value),
        "against": _rounded(one.against),
        "difference": _rounded(one.difference),
    }


def _estimate(one: Estimate) -> Record:
    return {"value": _rounded(one.value), "low": _rounded(one.low), "high": _rounded(one.high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
