"""Which region holds which score: the nearest one before it, if nothing stands between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from searchkit.assessments.bare import in_series, is_announced, may_stand_bare, right_behind
from searchkit.assessments.bodies import Body
from searchkit.assessments.cues import one_of
from searchkit.assessments.dated import is_past
from searchkit.assessments.handing import handed_to, shared_out
from searchkit.assessments.holder import COMPARED, SPOKEN_OF, Holder
from searchkit.assessments.passages import Passage
from searchkit.assessments.reasons import Why
from searchkit.assessments.scores import ScoreMention
from searchkit.assessments.topics import Topic
from searchkit.language.numerals import NUMERAL


class Attached(NamedTuple):
    """A score, the body that holds it, and ``why`` so."""

    body: Body
    score: ScoreMention
    why: Why


def attach_scores(
    masked: str, passage: Passage, topic: Topic, *, zoned: bool = False
) -> list[Attached]:
    """The scores of a passage with the bodies that hold them, in order.

    A score belongs to the nearest holder before it in its sentence; to the
    region behind it where words such as "diraih oleh" hand it over, or where
    none stands before; to the topic where the sentence names nobody. A number
    that nothing announces must stand right behind its holder ("Kabupaten X
    (98,02)"). Scores of other bodies are left out. Percentages and figures
    below 10 are scores only beside zones: in the passage, or where it is a part
    of a list with a zone (``zoned``).
    """
    attached: list[Attached] = []
    if not passage.scores:
        return attached
    shared = shared_out(masked, passage)
    for score in passage.scores:
        if (holder := shared.get(score)) and holder.body:
            attached.append(Attached(holder.body, score, "each"))
            continue
        if score.whole and not score.cue and not may_stand_bare(masked, passage, score):
            continue
        if (score.share or score.value < _LOWEST) and not passage.zones and not zoned:
            continue
        body, why = _holder_of(masked, passage, score, topic, attached)
        if body:
            attached += [
                Attached(each, score, why) for each in _alike(masked, passage, score, body)
            ]
    return attached


def _alike(masked: str, passage: Passage, score: ScoreMention, body: Body) -> list[Body]:
    """The bodies that share a score: "X dan Y sama-sama meraih nilai 90,1"."""
    before = passage.holders_before(score.start)
    last = before[-1] if before else None
    if last is None or last.body != body or not passage.tells(_BOTH, masked, last.end, score.start):
        return [body]
    listed = [each.body for each in before if each.group == last.group >= 0 and each.body]
    return list(dict.fromkeys(listed)) or [body]


def _holder_of(
    masked: str,
    passage: Passage,
    score: ScoreMention,
    topic: Topic,
    attached: Sequence[Attached],
) -> tuple[Body | None, Why]:
    """The body that a score belongs to, None for nobody, and the rule that told."""
    before = passage.holders_before(score.start)
    if receiver := handed_to(masked, passage, score):
        return receiver.body, "handed"
    if score.cue is None and not is_announced(masked, passage, score):
        if not before:
            return None, "tight"
        if right_behind(masked, before[-1], score):
            return before[-1].body, "tight"
        in_row = in_series(masked, passage, score, before)
        return before[-1].body if in_row else None, "row"
    if _is_of_a_part(masked, score, before):
        return None, "nearest"
    for holder in reversed(before):
        if holder.body is None or holder.weight == SPOKEN_OF:
            return holder.body, "nearest"
        if holder.weight == COMPARED and _compared_score(masked, holder, score):
            return holder.body, "compared"
    behind = passage.holder_behind(score.end)
    its = not before and passage.tells(_ITS, masked, passage.start, score.start)
    if behind and not its and behind.weight == SPOKEN_OF and _alone(passage, score, behind):
        return behind.body, "ahead"
    if attached:
        return attached[-1].body, "before"
    about = topic() if _tells_of_topic(masked, passage, score) else None
    placed = [holder.body for holder in before if holder.body]
    if placed and (about is None or about in placed):
        return placed[-1], "placed"
    return about, "topic"


def _is_of_a_part(masked: str, score: ScoreMention, before: Sequence[Holder]) -> bool:
    """Whether a score is that of a dimension of a body: "nilai 88,7 pada dimensi input".

    The part stands right behind it, or right before the body that it is of.
    """
    if _PART_BEHIND.match(masked, score.end):
        return True
    if len(before) < 2 or before[-2].body is not None:
        return False
    part, body = before[-2], before[-1]
    gap = masked[part.end : body.start]
    return _PART.match(masked, part.start) is not None and gap in (" ", ", ", " pada ", " di ")


def _tells_of_topic(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a score in a sentence that names nobody may be that of whom the text speaks of."""
    if passage.tells(_COUNTED, masked, passage.start, score.start):
        return False
    if score.cue == "noun" or is_past(masked, passage, score):
        return True
    if passage.tells(_WE, masked, passage.start, score.start):
        return True
    return not score.whole and bool(passage.years or passage.ranks)


def _alone(passage: Passage, score: ScoreMention, behind: Holder) -> bool:
    """Whether no other score stands between a score and the region behind it."""
    return not passage.scores_within(score.end, behind.start)


def _compared_score(masked: str, holder: Holder, score: ScoreMention) -> bool:
    """Whether a number right behind a body that another is compared with is its own.

    "di atas X (67,5)", "dibanding X dengan nilai 67,5"; but not "di atas X, yakni 80".
    """
    own = _COMPARED_OWN.match(masked, holder.end)
    return own is not None and right_behind(masked, holder, score)


# Patterns ---------------------------------------------------------------------------------

_LOWEST = 10.0
_BOTH = re.compile(r"\bsama-sama\b", re.IGNORECASE)
_PART = re.compile(one_of("parts"), re.IGNORECASE)
_PART_BEHIND = re.compile(
    r"\s(?:poin\s)?(?:pada|untuk|di|dalam)\s" + one_of("parts"), re.IGNORECASE
)
_COMPARED_OWN = re.compile(
    r"\s?[(:=]|,?\syang\b|\s(?:dengan|nilai|skor|senilai|bernilai)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"\b(?:{NUMERAL}|banyak|sejumlah|beberapa)\s(?:daerah|kabupaten|kota|pemda|instansi|opd)\b",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:nilai|skor|angka|poin)nya\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:kita|kami)\b", re.IGNORECASE)
