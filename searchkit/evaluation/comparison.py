"""Comparison: an evaluation and another run of the same topics, query by query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from searchkit.errors import CorpusError
from searchkit.evaluation.bootstrap import Estimate, estimates
from searchkit.evaluation.evaluator import Evaluation
from searchkit.evaluation.measures import MEASURES, measure
from searchkit.evaluation.runs import Run
from searchkit.translation import _

SHOWN_BY = "nDCG@10"
"""The measure by which topics are listed as gained or lost."""

LISTED = 10

_TIE = 1e-9  # measures closer to each other are equal but for rounding


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of both: means, their difference with its paired interval, and topics.

    A win is a topic with a higher value than the other run has, a loss one with a lower.
    """

    value: float
    against: float
    difference: Estimate
    wins: int
    ties: int
    losses: int


@dataclass(frozen=True, slots=True)
class TopicDifference:
    """One topic: its nDCG@10, and that of the other run."""

    qid: str
    query: str
    value: float
    against: float

    @property
    def difference(self) -> float:
        """By how much it is better than the other run, negative where it is worse."""
        return self.value - self.against


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each measure of both, and the topics that differ most, at most ten either way.

    ``scores`` are those of the other run by qid; ``unanswered`` counts judged
    topics that it lacks: they count as 0.
    """

    measures: Mapping[str, Difference]
    gains: tuple[TopicDifference, ...]
    losses: tuple[TopicDifference, ...]
    scores: Mapping[str, Mapping[str, float]]
    unanswered: int


def compare(evaluation: Evaluation, against: Run) -> Comparison:
    """An evaluation against another run, over the judged topics.

    Raises CorpusError where the run has none of them, ImportError where
    ir-measures is missing.
    """
    judged = sorted(evaluation.judged, key=lambda result: result.topic.qid)
    unanswered = sum(not against.get(result.topic.qid) for result in judged)
    if judged and unanswered == len(judged):
        message = _("the run to compare with has none of the judged topics")
        raise CorpusError(message, _("Name a run of the same topics: --against RUN.trec"))
    others = measure(evaluation.qrels, against)
    ours = [result.scores or {} for result in judged]
    theirs = [others[result.topic.qid] for result in judged]
    columns = {
        name: [a[name] - b[name] for a, b in zip(ours, theirs, strict=True)] for name in MEASURES
    }
    noise = estimates(columns)
    measures = {
        name: _difference(
            [one[name] for one in ours], [one[name] for one in theirs], columns[name], noise[name]
        )
        for name in noise
    }
    topics = [
        TopicDifference(result.topic.qid, result.topic.query, one[SHOWN_BY], other[SHOWN_BY])
        for result, one, other in zip(judged, ours, theirs, strict=True)
    ]
    ordered = sorted(topics, key=lambda topic: topic.difference)
    return Comparison(
        measures,
        gains=tuple(one for one in reversed(ordered[-LISTED:]) if one.difference > _TIE),
        losses=tuple(one for one in ordered[:LISTED] if one.difference < -_TIE),
        scores=others,
        unanswered=unanswered,
    )


def _difference(
    ours: Sequence[float], theirs: Sequence[float], changes: Sequence[float], noise: Estimate
) -> Difference:
    wins = sum(change > _TIE for change in changes)
    losses = sum(change < -_TIE for change in changes)
    return Difference(
        value=_mean(ours),
        against=_mean(theirs),
        difference=noise,
        wins=wins,
        ties=len(changes) - wins - losses,
        losses=losses,
    )


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
