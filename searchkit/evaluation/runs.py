"""Runs: the ranked articles of each topic, and their form as a TREC file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path

from searchkit.disk import write_wanted
from searchkit.errors import CorpusError
from searchkit.evaluation.lines import read_lines
from searchkit.translation import _

DEPTH = 100
"""So many articles of each topic are looked at: as far as R@100 looks."""

TAG = "searchkit"

Run = Mapping[str, Sequence[str]]
"""The ids of each topic's articles, best first, by qid."""

_TREC_RUN = "qid Q0 id rank score tag"


def scores_by_rank(ids: Sequence[str]) -> dict[str, int]:
    """A score for each id that falls by 1 with the rank, and ends with 1.

    What reads runs orders them by score alone. The relevance of a search cannot
    serve: strict matches stand before relaxed ones whatever it is.
    """
    return {article_id: len(ids) - place for place, article_id in enumerate(ids)}


def write_run(path: Path, run: Run) -> None:
    """Write ``qid Q0 id rank score searchkit`` lines, score by ``scores_by_rank``.

    A topic without articles has no line. A file that is there already is replaced at
    once: half a run would be measured as if it were one. Raises OSError, naming the file.
    """
    lines = (
        f"{qid} Q0 {article_id} {rank} {score} {TAG}\n"
        for qid, ids in run.items()
        for rank, (article_id, score) in enumerate(scores_by_rank(ids).items(), start=1)
    )
    try:
        write_wanted(path, "".join(lines).encode())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def read_run(path: Path) -> Run:
    """The run of a TREC file (it may be gzipped).

    As in trec_eval the score decides the order, of equal scores the larger id
    comes first, and the rank is not looked at. Raises CorpusError, naming file
    and line, for what is no such line and for an article that stands twice
    under one topic; and for a file without lines.
    """
    found: dict[str, dict[str, float]] = {}
    for line in read_lines(path):
        try:
            # From both ends: the id of an article may hold blanks.
            qid, _q0, rest = line.text.split(None, 2)
            article_id, _rank, score, _tag = rest.rsplit(None, 3)
            value = float(score)
            if isnan(value):
                raise ValueError(score)
        except ValueError:
            raise CorpusError(
                _("{place}: not a line of a run; expected: {form}").format(
                    place=line.place, form=_TREC_RUN
                )
            ) from None
        scores = found.setdefault(qid, {})
        if article_id in scores:
            raise CorpusError(
                _("{place}: {article_id!r} stands twice under {qid!r}").format(
                    place=line.place, article_id=article_id, qid=qid
                )
            )
        scores[article_id] = value
    if not found:
        raise CorpusError(
            _("{path} holds no run").format(path=path),
            _("Its lines are: {form}").format(form=_TREC_RUN),
        )
    return {
        qid: tuple(sorted(scores, key=lambda name: (scores[name], name), reverse=True))
        for qid, scores in found.items()
    }
