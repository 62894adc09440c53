"""Which region holds which score: the nearest one before it, if nothing stands between."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from searchkit.assessments.bodies import Body
from searchkit.assessments.cues import one_of
from searchkit.assessments.holder import COMPARED, SPOKEN_OF, Holder
from searchkit.assessments.passages import Passage
from searchkit.assessments.ranks import RankMention
from searchkit.assessments.reasons import Why
from searchkit.assessments.scores import ScoreMention
from searchkit.assessments.years import YearMention
from searchkit.assessments.zones import ZoneMention
from searchkit.language.numerals import NUMERAL

Topic = Callable[[], Body | None]
"""Tells whom a sentence speaks of that names nobody; asked only where needed."""


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
    for score in passage.scores:
        if score.whole and not score.cue and not _may_stand_bare(masked, passage, score):
            continue
        if (score.share or score.value < _LOWEST) and not passage.zones and not zoned:
            continue
        body, why = _holder_of(masked, passage, score, topic, attached)
        if body:
            attached.append(Attached(body, score, why))
    return attached


def dated(
    masked: str, passage: Passage, mention: ScoreMention | ZoneMention | RankMention
) -> YearMention | None:
    """The year that a score, zone or rank carries itself, None for the article's.

    The year right behind it ("95,27 pada 2023"), else the nearest before it in
    its sentence (none for a score that another rose from), unless the text has
    moved on since: for a score after another score ("tahun lalu 69,86, naik
    menjadi 83,06"), for a zone anyhow ("semula merah, kini naik ke zona hijau").
    """
    start = mention.start
    if behind := dated_behind(masked, passage, mention.end):
        return behind
    before = [year for year in passage.years if year.end <= start]
    past = isinstance(mention, ScoreMention) and is_past(masked, passage, mention)
    if not before or past:
        return None
    since = before[-1].end
    if isinstance(mention, ZoneMention):
        if before[-1].relative and _another_zone(passage, since, mention):
            return None
    else:
        between = [score for score in passage.scores if since <= score.start < start]
        since = between[-1].end if between else start
    if _MOVED_ON.search(masked, since, start):
        return None
    return before[-1]


def _another_zone(passage: Passage, since: int, zone: ZoneMention) -> bool:
    """Whether a zone of another colour or letter stands between an offset and this one."""
    return any(
        other.kind == zone.kind and (other.zone, other.category) != (zone.zone, zone.category)
        for other in passage.zones
        if since <= other.end < zone.start
    )


def dated_behind(masked: str, passage: Passage, end: int) -> YearMention | None:
    """The year right behind an offset: "Kota X pada tahun 2016", "95,27 (2023)"."""
    for year in passage.years:
        if year.start >= end and _YEAR_BEHIND.fullmatch(masked, end, year.start):
            named = year.year or masked[year.start : year.start + 5].lower() == "tahun"
            return year if named else None
    return None


def is_past(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a score is the one that another rose or fell from ("naik dari 95,27")."""
    begin = max(passage.start, score.start - _LOOK_BACK_CHARS)
    return bool(_FROM.search(masked[begin : score.start]))


def _holder_of(
    masked: str,
    passage: Passage,
    score: ScoreMention,
    topic: Topic,
    attached: Sequence[Attached],
) -> tuple[Body | None, Why]:
    """The body that a score belongs to, None for nobody, and the rule that told."""
    before = [holder for holder in passage.holders if holder.end <= score.start]
    if receiver := _handed_to(masked, passage, score):
        return receiver.body, "handed"
    if score.cue is None and not _is_announced(masked, passage, score):
        if not before:
            return None, "tight"
        if _right_behind(masked, before[-1], score):
            return before[-1].body, "tight"
        in_row = _in_series(masked, passage, score, before)
        return before[-1].body if in_row else None, "row"
    for holder in reversed(before):
        if holder.body is None or holder.weight == SPOKEN_OF:
            return holder.body, "nearest"
        if holder.weight == COMPARED and _compared_score(masked, holder, score):
            return holder.body, "compared"
    behind = next((holder for holder in passage.holders if holder.start >= score.end), None)
    if behind and behind.weight == SPOKEN_OF and _alone(passage, score, behind):
        return behind.body, "ahead"
    if attached:
        return attached[-1].body, "before"
    about = topic() if _tells_of_topic(masked, passage, score) else None
    placed = [holder.body for holder in before if holder.body]
    if placed and (about is None or about in placed):
        return placed[-1], "placed"
    return about, "topic"


def _tells_of_topic(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a score in a sentence that names nobody may be that of whom the text speaks of."""
    if _COUNTED.search(masked, passage.start, score.start):
        return False
    if score.cue == "noun" or is_past(masked, passage, score):
        return True
    if _WE.search(masked, passage.start, score.start):
        return True
    return not score.whole and bool(passage.years or passage.ranks)


def _handed_to(masked: str, passage: Passage, score: ScoreMention) -> Holder | None:
    """Who gets a score by the words behind it: "99,96 diraih oleh X", "107 untuk Y"."""
    behind = next((holder for holder in passage.holders if holder.start >= score.end), None)
    if behind and _HANDED_OVER.fullmatch(masked[score.end : behind.start][:_LOOK_BACK_CHARS]):
        return behind
    return None


def _alone(passage: Passage, score: ScoreMention, behind: Holder) -> bool:
    """Whether no other score stands between a score and the region behind it."""
    return not any(score.end <= other.start < behind.start for other in passage.scores)


def _in_series(
    masked: str, passage: Passage, score: ScoreMention, before: Sequence[Holder]
) -> bool:
    """Whether a bare number is one of a row of names, each with its number.

    Then more may stand between the two: "A menempati urutan pertama (97,41),
    disusul B (96,98)".
    """
    others = [other for other in passage.scores if not other.whole and other is not score]
    if score.whole or len(others) < 2 or not before:
        return False
    gap = masked[before[-1].end : score.start]
    apart = any(before[-1].end <= other.start < score.start for other in others)
    return not apart and len(gap) <= _SERIES_CHARS and not _FULL_STOP.search(gap)


def _compared_score(masked: str, holder: Holder, score: ScoreMention) -> bool:
    """Whether a number right behind a body that another is compared with is its own.

    "di atas X (67,5)", "dibanding X dengan nilai 67,5"; but not "di atas X, yakni 80".
    """
    own = _COMPARED_OWN.match(masked, holder.end)
    return own is not None and _right_behind(masked, holder, score)


def _right_behind(masked: str, holder: Holder, score: ScoreMention) -> bool:
    gap = masked[holder.end : score.start]
    return len(gap) <= _GAP_CHARS and bool(_TIGHT.fullmatch(gap))


def _is_announced(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a year or a comparison announces a number: "2016 (56,48)", "naik dari 67,5"."""
    if _told_of_a_year(masked, passage, score):
        return True
    if any(
        year.end <= score.start and _YEAR_OPENS.fullmatch(masked, year.end, score.start)
        for year in passage.years
    ):
        return True
    return is_past(masked, passage, score)


def _may_stand_bare(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a whole number without a cue is a score by its place all the same."""
    if is_past(masked, passage, score) and _ROSE_TO.match(masked, score.end):
        return True
    if _told_of_a_year(masked, passage, score) or _in_a_list(masked, passage, score):
        return True
    return _handed_to(masked, passage, score) is not None


def _told_of_a_year(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number is a year's amount: "perolehan tahun 2022 yang hanya 67"."""
    return any(
        year.end <= score.start and _YEARS_AMOUNT.fullmatch(masked, year.end, score.start)
        for year in passage.years
    )


def _in_a_list(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number stands as the scores of its neighbours do ("B 76, C 79,58")."""
    if not _LIST_CLOSES.match(masked, score.end):
        return False
    siblings = [other for other in passage.scores if other is not score and not other.whole]
    return bool(siblings) and any(
        _right_behind(masked, holder, score)
        for holder in passage.holders
        if holder.end <= score.start
    )


# Patterns ---------------------------------------------------------------------------------

_LOOK_BACK_CHARS = 80
_GAP_CHARS = 60
_SERIES_CHARS = 90
_FULL_STOP = re.compile(r"[.;]\s|\n")
_HANDED_OVER = re.compile(
    r"\s{0,2}(?:poin)?\s{0,2}[,)]?\s{0,2}(?:yang\s{1,2})?"
    + one_of("receivers")
    + r"(?:\s{1,2}[a-z]{1,20}){0,4}\s{0,2}",
    re.IGNORECASE,
)
_TIGHT = re.compile(
    r"(?:\s{1,2}yang\b)?[\s*()\[\]:;,–—=/|.-]*(?:"
    + one_of("score_verbs")
    + r"|juga|zona|zonasi|hijau|kuning|merah)?"
    r"[\s*(\[:;–—=-]*(?:" + one_of("score_verbs", "score_nouns") + r")?[\s(:]*"
    r"(?:" + one_of("score_verbs") + r"\s)?",
    re.IGNORECASE,
)
_LOWEST = 10.0
_COMPARED_OWN = re.compile(
    r"\s?[(:=]|\s(?:dengan|yang|nilai|skor|senilai|bernilai)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    rf"\b(?:{NUMERAL}|banyak|sejumlah|beberapa)\s(?:daerah|kabupaten|kota|pemda|instansi|opd)\b",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(
    r"\s{0,2}(?:poin\s{1,2})?\)?\s{0,2}\(?(?:[^().\n]{1,30}\)\s)?"
    r"(?:(?:pada|di|untuk|pd|dalam)\s{1,2})?"
    r"(?:(?:hasil\s)?(?:penilaian|survei|evaluasi|periode)(?:\s(?:kepatuhan|ombudsman|ri)){0,3}"
    r"\s(?:pada\s)?)?(?:tahun\s{1,2})?",
    re.IGNORECASE,
)

_YEAR_OPENS = re.compile(
    r"\s{0,2}[(:=]?\s{0,2}(?:(?:dengan|kita|kami|sebesar)\s{1,2}){0,2}", re.IGNORECASE
)
_YEARS_AMOUNT = re.compile(
    r"\s{1,2}(?:yang\s{1,2})?(?:hanya|sebesar|mencapai|adalah|yakni|yaitu)\s{1,2}", re.IGNORECASE
)
_MOVED_ON = re.compile(
    r"\b(?:menjadi|naik|meningkat|turun|menurun|melonjak|melesat|merosot|kini|sekarang)\b"
    f"|{one_of('turns')}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?:{one_of('changes')}(?:\s{{1,2}}[a-z]{{1,15}}){{0,3}}\s{{1,2}}dari|^dari|[.,;(]\s?dari)"
    r"\s{1,2}(?:(?:nilai|skor|angka|poin)\s{1,2})?(?:sebelumnya\s{1,2})?$",
    re.IGNORECASE,
)
_ROSE_TO = re.compile(
    r"\s{1,2}(?:[(]?(?:pada\s)?(?:tahun\s)?(?:lalu|20\d\d)[)]?\s)?(?:menjadi|ke)\s{1,2}\d\d[.,]\d",
    re.IGNORECASE,
)
_LIST_CLOSES = re.compile(
    r"\s?(?:[,.;)\n]|(?:dan|serta|pada|dalam|sedangkan|sementara|poin)\b|$)", re.IGNORECASE
)
_WE = re.compile(r"\b(?:kita|kami)\b", re.IGNORECASE)
