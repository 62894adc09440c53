"""Scores that other words hand to a body: "99,96 diraih oleh X", "masing-masing 90 dan 85"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from searchkit.assessments.cues import one_of
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.passages import Passage, first_from
from searchkit.assessments.scores import ScoreMention


def handed_to(masked: str, passage: Passage, score: ScoreMention) -> Holder | None:
    """Who gets a score by the words behind it: "99,96 diraih oleh X", "107 untuk Y", "89,4 Z"."""
    behind = passage.holder_behind(score.end)
    if behind is None:
        return None
    if _has_its_own(masked, passage, behind) and passage.holders[0].end <= score.start:
        return None  # "X 71,15 untuk Y 66,67"
    gap = masked[score.end : min(behind.start, score.end + _LOOK_BACK_CHARS + 1)]
    if _HANDED_OVER.fullmatch(gap):
        return behind
    listed = gap == " " and _LIST_GOES_ON.search(
        masked, max(passage.start, score.start - _LIST_CHARS), score.start
    )
    return behind if listed else None


def _has_its_own(masked: str, passage: Passage, holder: Holder) -> bool:
    """Whether a score stands right behind a body, with nothing but a blank or bracket between."""
    after = first_from(passage.scores, holder.end)
    return after is not None and masked[holder.end : after.start] in (" ", " (", ": ")


def shared_out(masked: str, passage: Passage) -> Mapping[ScoreMention, Holder]:
    """The scores of a passage that are told of several bodies in their order.

    "A, B dan C memperoleh masing-masing 90,1; 85,2 dan 80": as many scores as
    bodies are listed before them.
    """
    if passage.words.isdisjoint(_EACH_WORDS):
        return {}
    for match in _EACH.finditer(masked, passage.start, passage.end):
        scores = passage.scores_within(match.end(), passage.end)
        if not scores or scores[0].start - match.end() > _LOOK_BACK_CHARS:
            continue
        run = [scores[0]]
        for left, right in pairwise(scores):
            if not _BETWEEN_SCORES.fullmatch(masked, left.end, right.start):
                break
            run.append(right)
        before = passage.holders_before(match.start())
        holders = before[-len(run) :]
        spoken_of = all(holder.body and holder.weight == SPOKEN_OF for holder in holders)
        if len(run) > 1 and len(holders) == len(run) and spoken_of:
            return dict(zip(run, holders, strict=True))
    return {}


# Patterns ---------------------------------------------------------------------------------

_LOOK_BACK_CHARS = 80
_LIST_CHARS = 8  # no fewer than what goes on a list, and the blank behind it
_LIST_GOES_ON = re.compile(r"(?:,|;|:|\bdan|\bserta)\s$", re.IGNORECASE)
_EACH_WORDS = frozenset({"masing", "berturut", "berurutan"})
_EACH = re.compile(r"\b(?:masing-masing|berturut-turut|secara berurutan)\b", re.IGNORECASE)
_BETWEEN_SCORES = re.compile(r"(?:\s?[;,])?\s(?:(?:dan|serta)\s)?")
_HANDED_OVER = re.compile(
    r"\s{0,2}(?:poin)?\s{0,2}[,)]?\s{0,2}(?:yang\s{1,2})?"
    + one_of("receivers")
    + r"(?:\s{1,2}[a-z]{1,20}){0,4}\s{0,2}",
    re.IGNORECASE,
)
