"""Numbers that no word announces, and when their place makes them scores all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.assessments.cues import one_of
from searchkit.assessments.dated import dated_behind, is_past
from searchkit.assessments.handing import handed_to
from searchkit.assessments.holder import Holder
from searchkit.assessments.passages import Passage
from searchkit.assessments.scores import ScoreMention


def in_series(masked: str, passage: Passage, score: ScoreMention, before: Sequence[Holder]) -> bool:
    """Whether a bare number is one of a row of names, each with its number.

    Then more may stand between the two: "A menempati urutan pertama (97,41),
    disusul B (96,98)".
    """
    if score.whole or not before or score.start - before[-1].end > _SERIES_CHARS:
        return False
    between = passage.scores_within(before[-1].end, score.start)
    if any(not other.whole for other in between):
        return False
    others = [other for other in passage.scores if not other.whole and other is not score]
    return len(others) > 1 and not _FULL_STOP.search(masked, before[-1].end, score.start)


def right_behind(masked: str, holder: Holder, score: ScoreMention) -> bool:
    """Whether a number stands right behind a name, a verb or noun of scores at most between."""
    gap = masked[holder.end : score.start]
    return len(gap) <= _GAP_CHARS and bool(_TIGHT.fullmatch(gap))


def is_announced(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a year or a comparison tells of a number: "2016 (56,48)", "63,1 pada 2017"."""
    if _told_of_a_year(masked, passage, score) or _risen_to(masked, passage, score):
        return True
    if dated_behind(masked, passage, score.end):
        return True
    if _comes_behind_a_year(masked, passage, score, _YEAR_OPENS):
        return True
    return is_past(masked, passage, score)


def may_stand_bare(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a whole number without a cue is a score by its place all the same."""
    if is_past(masked, passage, score):
        rose = _ROSE_TO.match(masked, score.end)
        named = passage.tells(_NOUN, masked, passage.start, score.start)
        if rose and (named or rose["decimals"]):
            return True
    if _told_of_a_year(masked, passage, score) or _in_a_list(masked, passage, score):
        return True
    if _risen_to(masked, passage, score) or _in_a_line(masked, passage, score):
        return True
    return handed_to(masked, passage, score) is not None


def _risen_to(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a whole number is what another score became: "naik dari 73,5 menjadi 84"."""
    if "dari" not in passage.words:
        return False  # is_past would tell so of each
    before = passage.score_before(score.start)
    if before is None or not is_past(masked, passage, before):
        return False
    if not _BECAME.fullmatch(masked, before.end, score.start):
        return False
    return not before.whole or passage.tells(_NOUN, masked, passage.start, score.start)


def _told_of_a_year(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number is a year's amount: "perolehan tahun 2022 yang hanya 67"."""
    return _comes_behind_a_year(masked, passage, score, _YEARS_AMOUNT)


def _comes_behind_a_year(
    masked: str, passage: Passage, score: ScoreMention, gap: re.Pattern[str]
) -> bool:
    """Whether nothing but a gap of this kind stands between a year and a number."""
    for year in reversed(passage.years_before(score.start)):
        if score.start - year.end > _YEAR_GAP_CHARS:
            return False
        if gap.fullmatch(masked, year.end, score.start):
            return True
    return False


def _in_a_list(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number stands as the scores of its neighbours do ("B 76, C 79,58").

    Its neighbours are scores where they have decimals or a noun calls one so
    ("A mendapat nilai 43, B 47 dan C 25").
    """
    if not _LIST_CLOSES.match(masked, score.end):
        return False
    return _behind_a_name(masked, passage, score) and any(
        other is not score and (not other.whole or other.cue == "noun") for other in passage.scores
    )


def _in_a_line(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number closes a line or bracket behind a name ("Kota X: 84", "X (67)").

    The text must have spoken of scores by then, and the passage of nothing
    that is counted.
    """
    bracketed = masked.endswith("(", 0, score.start) and masked.startswith(")", score.end)
    closes = bracketed or _LINE_CLOSES.match(masked, score.end)
    if not closes or not _behind_a_name(masked, passage, score):
        return False
    if not bracketed and not _COLUMN.search(masked, max(0, score.start - 3), score.start):
        return False
    begin = max(0, passage.start - _TOLD_WITHIN_CHARS)
    if not passage.tells(_TOLD_OF_SCORES, masked, begin, score.start):
        return False
    return not passage.tells(_COUNTS, masked, passage.start, passage.end)


def _behind_a_name(masked: str, passage: Passage, score: ScoreMention) -> bool:
    return any(
        right_behind(masked, holder, score)
        for holder in passage.holders_before(score.start)
        if holder.body and score.start - holder.end <= _GAP_CHARS
    )


# Patterns ---------------------------------------------------------------------------------

_GAP_CHARS = 60
_SERIES_CHARS = 90
_YEAR_GAP_CHARS = 40  # no shorter than what the two patterns for it can match
_FULL_STOP = re.compile(r"[.;]\s|\n")
_TIGHT = re.compile(
    r"(?:,?\s{1,2}yang\b)?[\s*()\[\]:;,–—=/|.-]*(?:"
    + one_of("score_verbs")
    + r"|juga|zona|zonasi|hijau|kuning|merah)?"
    r"[\s*(\[:;–—=-]*(?:" + one_of("score_verbs", "score_nouns") + r")?[\s(:]*"
    r"(?:" + one_of("score_verbs") + r"\s)?",
    re.IGNORECASE,
)
_YEAR_OPENS = re.compile(
    r"\s{0,2}[(:=]?\s{0,2}(?:(?:dengan|kita|kami|sebesar)\s{1,2}){0,2}", re.IGNORECASE
)
_YEARS_AMOUNT = re.compile(
    r"\s{1,2}(?:yang\s{1,2})?(?:hanya|sebesar|mencapai|adalah|yakni|yaitu)\s{1,2}", re.IGNORECASE
)
_TO = r"\s{1,2}(?:[(]?(?:pada\s)?(?:tahun\s)?(?:lalu|20\d\d)[)]?\s)?(?:menjadi|ke)\s{1,2}"
_BECAME = re.compile(_TO, re.IGNORECASE)
_ROSE_TO = re.compile(
    _TO + r"(?:(?P<decimals>\d\d[.,]\d)|\d{2,3}(?=\s?(?:[.,;)]|poin\b|pada\b|dan\b|$)))",
    re.IGNORECASE,
)
_LIST_CLOSES = re.compile(
    r"\s?(?:[,.;)\n]|(?:dan|serta|pada|dalam|sedangkan|sementara|poin)\b|$)", re.IGNORECASE
)
_NOUN = re.compile(one_of("score_nouns"), re.IGNORECASE)
_LINE_CLOSES = re.compile(r"[ \t|.;]*(?:\n|$)|[.;]\s")
_COLUMN = re.compile(r"[:|=–-]\s?$")
_TOLD_WITHIN_CHARS = 1500
_TOLD_OF_SCORES = re.compile(
    one_of("score_nouns") + r"|\b(?:hasil|laporan|petikan)\s(?:tabel\s)?(?:penilaian|survei)\b"
    r"|\bpenilaian\skepatuhan\b|\bpenilaian\spenyelenggaraan\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:aduan|pengaduan|laporan\smasyarakat|kasus|orang|warga|unit|produk|layanan|kali)\b",
    re.IGNORECASE,
)
