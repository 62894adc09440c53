"""Measures of a ranking against judgments; the one importer of ir-measures.

nDCG@10 takes the relevance itself as gain (linear, as trec_eval's ndcg_cut),
discounted by log2(1 + rank), over the best that the judgments allow. MRR@10
averages RR@10: 1 / rank of the first relevant article among the first ten,
else 0. R@100 is the share of the relevant articles among the first hundred.
An article without a judgment counts as not relevant. For the last two relevant
means a relevance of 1 or more.
"""

from __future__ import annotations

from collections.abc import Mapping

from searchkit.evaluation.runs import DEPTH, Run, scores_by_rank
from searchkit.evaluation.topics import Qrels

MEASURES = ("nDCG@10", "MRR@10", "R@100")
"""The measures, as they are told."""

Scores = Mapping[str, float]
"""The value of each of ``MEASURES``, between 0 and 1."""

_TOLD_AS = {"RR@10": "MRR@10"}


def require_measures() -> None:
    """Raise ImportError where ir-measures is not installed; before any work is done for it."""
    import ir_measures  # noqa: F401


def measure(qrels: Qrels, run: Run) -> dict[str, Scores]:
    """The measures of every topic of ``qrels``; all 0 for one that the run lacks.

    Raises ImportError where ir-measures is missing.
    """
    # Only evaluation pays for it; whoever searches need not have it.
    import ir_measures
    from ir_measures import RR, R, nDCG

    # The library behind it is written in C and ends the process over odd names: it gets numbers.
    asked = [qid for qid, judgments in qrels.items() if judgments]
    judged: dict[str, dict[str, int]] = {}
    ranked: dict[str, dict[str, int]] = {}
    for number, qid in enumerate(asked):
        ids = run.get(qid, ())[:DEPTH]
        codes = {name: str(code) for code, name in enumerate({**qrels[qid], **dict.fromkeys(ids)})}
        judged[str(number)] = {codes[name]: grade for name, grade in qrels[qid].items()}
        if ids:
            ranked[str(number)] = {codes[name]: one for name, one in scores_by_rank(ids).items()}
    found = {qid: dict.fromkeys(MEASURES, 0.0) for qid in qrels}
    if ranked:
        for metric in ir_measures.iter_calc([nDCG @ 10, RR @ 10, R @ 100], judged, ranked):
            name = str(metric.measure)
            found[asked[int(metric.query_id)]][_TOLD_AS.get(name, name)] = float(metric.value)
    return dict(found)
