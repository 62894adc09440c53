"""Evaluator: every topic through the search, its hits against the judgments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from searchkit.errors import QueryError
from searchkit.evaluation.bootstrap import Estimate, estimates
from searchkit.evaluation.measures import MEASURES, Scores, measure, require_measures
from searchkit.evaluation.runs import DEPTH, Run
from searchkit.evaluation.topics import Judgments, Qrels, Topic
from searchkit.index import Index

NO_JUDGMENTS: Judgments = {}


@dataclass(frozen=True, slots=True)
class TopicResult:
    """One topic: the ids of its first hundred articles, and what they are worth.

    ``scores`` is None where the topic has no judgments; ``failure`` says why
    its query could not be answered, None where it was. ``took_ms`` is the time
    of the search in milliseconds, without snippets.
    """

    topic: Topic
    ids: tuple[str, ...]
    took_ms: float
    failure: str | None = None
    judgments: Judgments | None = None
    scores: Scores | None = None

    @property
    def relevant(self) -> int:
        """How many articles are judged as relevant."""
        return sum(relevance > 0 for relevance in (self.judgments or NO_JUDGMENTS).values())


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All topics, in their order, and the means of the measures over those judged.

    ``unknown_ids`` are judged articles that the index does not hold: they
    cannot be found and lower the measures. ``measures`` is empty where no
    topic is judged.
    """

    results: tuple[TopicResult, ...]
    measures: Mapping[str, Estimate]
    unknown_ids: tuple[str, ...]

    @property
    def judged(self) -> tuple[TopicResult, ...]:
        """The topics with judgments: those that the measures are of."""
        return tuple(result for result in self.results if result.scores is not None)

    @property
    def unjudged(self) -> int:
        """How many topics have no judgments and were left out of the measures."""
        return len(self.results) - len(self.judged)

    @property
    def without_relevant(self) -> int:
        """How many topics have judgments, none of them relevant: they score 0 whatever is found."""
        return sum(not result.relevant for result in self.judged)

    @property
    def without_hits(self) -> int:
        """How many topics, judged or not, found nothing."""
        return sum(not result.ids for result in self.results)

    @property
    def failed(self) -> tuple[TopicResult, ...]:
        """The topics whose query could not be answered; they found nothing."""
        return tuple(result for result in self.results if result.failure is not None)

    @property
    def run(self) -> Run:
        """The ranking of each topic."""
        return {result.topic.qid: result.ids for result in self.results}

    @property
    def qrels(self) -> Qrels:
        """The judgments of the topics that have any."""
        return {result.topic.qid: result.judgments or NO_JUDGMENTS for result in self.judged}

    @property
    def median_ms(self) -> float:
        """Half of the answered queries took at most so many milliseconds; 0 where none was."""
        return median(self._times()) if self._times() else 0.0

    @property
    def p95_ms(self) -> float:
        """So many milliseconds were enough for 95 % of the answered queries (nearest rank)."""
        times = sorted(self._times())
        return times[(len(times) * 95 - 1) // 100] if times else 0.0

    def _times(self) -> list[float]:
        return [result.took_ms for result in self.results if result.failure is None]


def evaluate(
    index: Index,
    topics: Sequence[Topic],
    qrels: Qrels,
    *,
    strict: bool = False,
    literal: bool = False,
    fold: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Search for every topic as ``Index.search`` does and measure what comes back.

    Topics that ``qrels`` does not know, or has no judgment for, are searched
    for but not measured; judgments of other topics are passed over. Copies
    count on their own, as they are judged, unless ``fold``.
    ``progress`` is called with the number of topics done. Raises ImportError
    where ir-measures is missing, and as ``Index.search`` for an index that
    cannot be read; a query that means nothing ends up as ``failure``.
    """
    require_measures()
    found: list[TopicResult] = []
    for done, topic in enumerate(topics, start=1):
        found.append(_searched(index, topic, strict=strict, literal=literal, fold=fold))
        if progress:
            progress(done)
    results = _judged(found, qrels)
    judged = [result for result in results if result.scores is not None]
    return Evaluation(results, means(judged), _unknown(index, judged))


def means(judged: Iterable[TopicResult]) -> dict[str, Estimate]:
    """The mean of each measure over topics, whatever their order."""
    scores = [result.scores or {} for result in sorted(judged, key=lambda one: one.topic.qid)]
    return estimates({name: [each[name] for each in scores] for name in MEASURES})


def _searched(
    index: Index, topic: Topic, *, strict: bool, literal: bool, fold: bool
) -> TopicResult:
    try:
        # Snippets of a hundred articles would take most of the time, and nobody reads them.
        results = index.search(
            topic.query, limit=DEPTH, strict=strict, literal=literal, fold=fold, snippet_chars=0
        )
    except QueryError as error:
        return TopicResult(topic, (), 0.0, error.message)
    ids = tuple(hit.article.id for hit in results.hits)
    return TopicResult(topic, ids, results.took_ms)


def _judged(found: Iterable[TopicResult], qrels: Qrels) -> tuple[TopicResult, ...]:
    """The results with their judgments and scores, as far as there are any."""
    found = tuple(found)
    asked = {one.topic.qid: one.ids for one in found if qrels.get(one.topic.qid)}
    scores = measure({qid: qrels[qid] for qid in asked}, asked)
    return tuple(
        TopicResult(
            one.topic,
            one.ids,
            one.took_ms,
            one.failure,
            qrels[one.topic.qid] if one.topic.qid in asked else None,
            scores.get(one.topic.qid),
        )
        for one in found
    )


def _unknown(index: Index, judged: Collection[TopicResult]) -> tuple[str, ...]:
    """The judged ids that no article of the index has, in order."""
    named = {name for result in judged for name in result.judgments or NO_JUDGMENTS}
    seen = {article_id for result in judged for article_id in result.ids}
    left = named - seen
    # Index.article guesses at ids that it does not have, which takes its time for each.
    return tuple(sorted(left.difference(index.ids()))) if left else ()
