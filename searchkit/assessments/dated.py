"""The year that a score, zone or rank carries itself: "95,27 pada 2023", "naik dari 67"."""

from __future__ import annotations

import re

from searchkit.assessments.cues import one_of
from searchkit.assessments.passages import Passage, first_from
from searchkit.assessments.ranks import RankMention
from searchkit.assessments.scores import ScoreMention
from searchkit.assessments.years import YearMention
from searchkit.assessments.zones import ZoneMention


def dated(
    masked: str, passage: Passage, mention: ScoreMention | ZoneMention | RankMention
) -> YearMention | None:
    """The year that a score, zone or rank carries itself, None for the article's.

    The year right behind it ("95,27 pada 2023"), else the nearest before it in
    its sentence (none for a score that another rose from), unless the text has
    moved on since: for a score after another score ("tahun lalu 69,86, naik
    menjadi 83,06"), for a zone anyhow ("semula merah, kini naik ke zona hijau").
    """
    if not passage.years:
        return None
    start = mention.start
    before = passage.years_before(start)
    if before and _is_contrasted(passage, before[-1], mention):
        return before[-1]
    if behind := dated_behind(masked, passage, mention.end):
        return behind
    if later := _dated_later(masked, passage, mention):
        return later
    past = isinstance(mention, ScoreMention) and is_past(masked, passage, mention)
    if not before or past:
        return None
    since = before[-1].end
    if _ROSE.match(masked, since) and _SINCE.search(
        masked, max(passage.start, before[-1].start - _SINCE_CHARS), before[-1].start
    ):
        return None
    if isinstance(mention, ZoneMention):
        if before[-1].relative and _another_zone(passage, since, mention):
            return None
    else:
        between = passage.scores_within(since, start)
        since = between[-1].end if between else start
    if passage.tells(_MOVED_ON, masked, since, start):
        return None
    return before[-1]


def _dated_later(
    masked: str, passage: Passage, mention: ScoreMention | ZoneMention | RankMention
) -> YearMention | None:
    """The year of the assessment that a result was told of: "64,5 dalam penilaian … tahun 2017".

    Nothing else that is dated may stand between: no body, score or other year.
    """
    if isinstance(mention, ScoreMention) and is_past(masked, passage, mention):
        return None
    year = first_from(passage.years, mention.end)
    if year is None or not year.year:
        return None
    if _anything_between(passage, mention.end, year.start):
        return None
    return year if _OF_ASSESSMENT.fullmatch(masked, mention.end, year.start) else None


def _is_contrasted(
    passage: Passage, year: YearMention, mention: ScoreMention | ZoneMention | RankMention
) -> bool:
    """Whether a score is last year's, set against one of this year that follows.

    In "tahun sebelumnya 57,65 tahun ini turun menjadi 54,32" the year behind the
    first score goes with the second.
    """
    if year.relative != "last" or not isinstance(mention, ScoreMention):
        return False
    if _anything_between(passage, year.end, mention.start):
        return False
    now = first_from(passage.years, mention.end)
    if now is None or now.relative != "this":
        return False
    return first_from(passage.scores, now.end) is not None


def _anything_between(passage: Passage, start: int, end: int) -> bool:
    """Whether a body or score begins in a stretch of a passage."""
    if passage.scores_within(start, end):
        return True
    holder = passage.holder_behind(start)
    return holder is not None and holder.start < end


def _another_zone(passage: Passage, since: int, zone: ZoneMention) -> bool:
    """Whether a zone of another colour or letter stands between an offset and this one."""
    return any(
        other.kind == zone.kind and (other.zone, other.category) != (zone.zone, zone.category)
        for other in passage.zones
        if since <= other.end < zone.start
    )


def dated_behind(masked: str, passage: Passage, end: int) -> YearMention | None:
    """The year right behind an offset: "Kota X pada tahun 2016", "95,27 (2023)"."""
    for year in passage.years_behind(end):
        if year.start - end > _BEHIND_CHARS:
            return None
        if _YEAR_BEHIND.fullmatch(masked, end, year.start):
            named = year.year or masked[year.start : year.start + 5].lower() == "tahun"
            return year if named else None
    return None


def is_past(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a score is the one that another rose or fell from ("naik dari 95,27")."""
    if "dari" not in passage.words:
        return False
    begin = max(passage.start, score.start - _LOOK_BACK_CHARS)
    return bool(_FROM.search(masked[begin : score.start]))


# Patterns ---------------------------------------------------------------------------------

_LOOK_BACK_CHARS = 80
_SINCE_CHARS = 30  # no fewer than ``_SINCE`` can match
_BEHIND_CHARS = 140  # no fewer than ``_YEAR_BEHIND`` can match
_OF_ASSESSMENT = re.compile(
    r"[^.;\n()]{0,60}?\b(?:dalam|pada|atas|untuk|hasil)\s(?:hasil\s)?(?:penilaian|survei|evaluasi)\b"
    r"(?:\s(?!dibanding|sebelum)[\w/-]{1,20}){0,8}\s(?:tahun\s)?",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(
    r"\s{0,2}(?:poin\s{1,2})?\)?\s{0,2}\(?(?:[^().\n]{1,30}\)\s)?"
    r"(?:(?:pada|di|untuk|pd|dalam)\s{1,2})?"
    r"(?:(?:hasil\s)?(?:penilaian|survei|evaluasi|periode)(?:\s(?:kepatuhan|ombudsman|ri)){0,3}"
    r"\s(?:pada\s)?)?(?:tahun\s{1,2})?",
    re.IGNORECASE,
)
_MOVED_ON = re.compile(
    r"\b(?:menjadi|naik|meningkat|turun|menurun|melonjak|melesat|merosot|kini|sekarang)\b"
    f"|{one_of('turns')}",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:dari|dibanding|dibandingkan|daripada|ketimbang)\s(?:(?:hasil|nilai|skor|penilaian)\s)?$",
    re.IGNORECASE,
)
_ROSE = re.compile(r"\s(?:yang\s)?menjadi\b", re.IGNORECASE)
_FROM = re.compile(
    rf"(?:{one_of('changes')}(?:\s{{1,2}}[a-z]{{1,15}}){{0,3}}\s{{1,2}}dari|^dari|[.,;(]\s?dari)"
    r"\s{1,2}(?:(?:nilai|skor|angka|poin)\s{1,2})?(?:sebelumnya\s{1,2})?$",
    re.IGNORECASE,
)
