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
    others = [other for other in passage.scores if not other.whole and other is not score]
    if score.whole or len(others) < 2 or not before:
        return False
    gap = masked[before[-1].end : score.start]
    apart = any(before[-1].end <= other.start < score.start for other in others)
    return not apart and len(gap) <= _SERIES_CHARS and not _FULL_STOP.search(gap)


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
    if any(
        year.end <= score.start and _YEAR_OPENS.fullmatch(masked, year.end, score.start)
        for year in passage.years
    ):
        return True
    return is_past(masked, passage, score)


def may_stand_bare(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a whole number without a cue is a score by its place all the same."""
    if is_past(masked, passage, score):
        rose = _ROSE_TO.match(masked, score.end)
        named = _NOUN.search(masked, passage.start, score.start)
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
    before = [other for other in passage.scores if other.end <= score.start]
    if not before or not is_past(masked, passage, before[-1]):
        return False
    became = _BECAME.fullmatch(masked, before[-1].end, score.start) is not None
    named = not before[-1].whole or _NOUN.search(masked, passage.start, score.start)
    return became and bool(named)


def _told_of_a_year(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number is a year's amount: "perolehan tahun 2022 yang hanya 67"."""
    return any(
        year.end <= score.start and _YEARS_AMOUNT.fullmatch(masked, year.end, score.start)
        for year in passage.years
    )


def _in_a_list(masked: str, passage: Passage, score: ScoreMention) -> bool:
    """Whether a bare whole number stands as the scores of its neighbours do ("B 76, C 79,58").

    Its neighbours are scores where they have decimals or a noun calls one so
    ("A mendapat nilai 43, B 47 dan C 25").
    """
    if not _LIST_CLOSES.match(masked, score.end):
        return False
    siblings = [
        other
        for other in passage.scores
        if other is not score and (not other.whole or other.cue == "noun")
    ]
    return bool(siblings) and _behind_a_name(masked, passage, score)


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
    told = _TOLD_OF_SCORES.search(masked, max(0, passage.start - _TOLD_WITHIN_CHARS), score.start)
    return told is not None and not _COUNTS.search(masked, passage.start, passage.end)


def _behind_a_name(masked: str, passage: Passage, score: ScoreMention) -> bool:
    return any(
        right_behind(masked, holder, score)
        for holder in passage.holders_before(score.start)
        if holder.body
    )


# Patterns ---------------------------------------------------------------------------------

_GAP_CHARS = 60
_SERIES_CHARS = 90
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
