"""Evaluation: how well an index answers topics whose relevant articles are known.

::

    from searchkit.evaluation import built_index, evaluate, judgments_of, read_topics

    topics = read_topics(Path("topics.jsonl"))
    with built_index(Path("corpus.jsonl")) as built:
        evaluation = evaluate(built.index, topics, judgments_of(topics))
    evaluation.measures["nDCG@10"].value

The measures come from ir-measures, an optional dependency (``searchkit[eval]``).
"""

from searchkit.evaluation.bootstrap import Estimate
from searchkit.evaluation.building import Built, built_index
from searchkit.evaluation.comparison import Comparison, Difference, TopicDifference, compare
from searchkit.evaluation.evaluator import Evaluation, TopicResult, evaluate
from searchkit.evaluation.explanation import ExplainedArticle, Explanation, explain_topic
from searchkit.evaluation.measures import MEASURES, require_measures
from searchkit.evaluation.runs import Run, read_run, write_run
from searchkit.evaluation.topics import Qrels, Topic, judgments_of, read_qrels, read_topics

__all__ = [
    "MEASURES",
    "Built",
    "Comparison",
    "Difference",
    "Estimate",
    "Evaluation",
    "ExplainedArticle",
    "Explanation",
    "Qrels",
    "Run",
    "Topic",
    "TopicDifference",
    "TopicResult",
    "built_index",
    "compare",
    "evaluate",
    "explain_topic",
    "judgments_of",
    "read_qrels",
    "read_run",
    "read_topics",
    "require_measures",
    "write_run",
]
