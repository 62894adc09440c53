"""Numbers that are scores: between 10 and 100, and nothing else a number can be.

What looks like a score but is a date, a clock time, a limit, a range, a share,
a rank, a count, a change or the number of a law is masked before scores are
looked for. Every pattern is bounded, so the work is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from searchkit.assessments.cues import one_of, words
from searchkit.language.printed_dates import calendar_spans

Cue = Literal["noun", "verb"]

MASK = "#"
RANGE_MASK = "~"
"""Stands for the characters of a range or limit, so that "zona hijau ~~~~~~~~" shows as one."""

_LOWEST, _HIGHEST = 10.0, 1000.0
"""Below 10 only what a noun right before calls a score; a scale once ended at 1000."""


@dataclass(frozen=True, slots=True)
class ScoreMention:
    """A number that may be a score, ``text[start:end]``.

    ``cue`` is the kind of word that announced it ("nilai 97,84" a noun,
    "meraih 97,84" a verb), None where it stands alone. ``whole`` is True for a
    number without decimals; alone, such a number is rarely a score. ``share``
    tells that a sign of percentage follows and that no noun calls it a score.
    """

    value: float
    start: int
    end: int
    cue: Cue | None
    whole: bool
    share: bool = False


def find_scores(masked: str) -> list[ScoreMention]:
    """All candidates in a text that ``mask`` has prepared, in order."""
    return [score for match in _NUMBER.finditer(masked) if (score := _score(match, masked))]


def mask(text: str) -> str:
    """The text, equally long, with every number blanked out that cannot be a score."""
    characters = list(text)
    for start, end in calendar_spans(text):
        _blank(characters, start, end, MASK)
    for pattern in _MASKED:
        for match in pattern.finditer(text):
            if pattern is not _SHARE or not _is_called_score(text, match):
                _blank(characters, *match.span("number"), MASK)
    for start, end in _ranges(text):
        _blank(characters, start, end, RANGE_MASK)
    return "".join(characters)


def _is_called_score(text: str, match: re.Match[str]) -> bool:
    """Whether a percentage is a score: "nilai 76,24 persen", "Kabupaten X (35,49%)"."""
    start, end = match.span("number")
    if "," not in match["number"] and "." not in match["number"]:
        return False
    if _named(text, start):
        return True
    named = _BRACKETED_NAME.search(text, max(0, start - 40), start)
    return bool(named and _BRACKET_CLOSES.match(text, end))


def _blank(characters: list[str], start: int, end: int, filler: str) -> None:
    for at in range(start, end):
        if characters[at] != "\n":
            characters[at] = filler


def _score(match: re.Match[str], masked: str) -> ScoreMention | None:
    end = match.end()
    if match["spaced"] and not _may_hold_a_blank(match, masked):
        end = match.end("head")
    digits = masked[match.start() : end]
    value = float(digits.replace(",", ".").replace(" ", ""))
    whole = digits.isdigit()
    if value > _HIGHEST or (value < _LOWEST and (whole or not _named(masked, match.start()))):
        return None
    cue = _cue(masked, match.start(), end, whole)
    if whole and (follower := _NEXT_WORD.match(masked, end)) and follower[1] not in _AFTER_SCORES:
        return None
    share = _PERCENT.match(masked, end) is not None and not _named(masked, match.start())
    return ScoreMention(value, match.start(), end, cue, whole, share)


def _named(masked: str, start: int) -> bool:
    """Whether a noun right before a number calls it a score."""
    return bool(_NOUN_RIGHT_BEFORE.search(masked, max(0, start - 40), start))


def _may_hold_a_blank(match: re.Match[str], masked: str) -> bool:
    """Whether "99, 23" is one number: between brackets, or right after "nilai" or "meraih"."""
    start, end = match.span()
    if masked.endswith("(", 0, start) and masked.startswith(")", end):
        return True
    if _ONE_OF_MANY.match(masked, end):
        return False
    return _named(masked, start) or bool(_VERB_BEFORE.search(masked[max(0, start - 20) : start]))


def _cue(masked: str, start: int, end: int, whole: bool) -> Cue | None:
    """The cue of a number; a whole number needs one that is nearer and plainer."""
    begin = max(0, start - _LOOK_BACK_CHARS)
    if _POINTS_AFTER.match(masked, end):
        return "noun"
    before = masked[begin:start]
    if (_NOUN_NEAR if whole else _NOUN_BEFORE).search(before):
        return "noun"
    if _VERB_BEFORE.search(before) and (not whole or _AMOUNT_BEFORE.search(before)):
        return "noun" if _NOUN_IN_SENTENCE.search(before) else "verb"
    return None


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Ranges ("81,00 - 100", "antara 51 dan 80") and limits ("di atas 81")."""
    for match in _RANGE.finditer(text):
        low, high = (float(match[name].replace(",", ".")) for name in ("low", "high"))
        if low < high and (match["between"] or match["joint"] != "dan"):
            yield match.start("low"), match.end()
    for pattern in _LIMITS:
        for match in pattern.finditer(text):
            yield match.span("number")


# Patterns ---------------------------------------------------------------------------------

_LOOK_BACK_CHARS = 90
_PLAIN = r"\d{1,3}(?:[.,]\d{1,2})?(?!\d)"
_NUMBER_GROUP = rf"(?P<number>{_PLAIN})"

_NUMBER = re.compile(
    r"(?<![\w.,/#~])(?<!\w-)(?P<head>\d{1,3})(?:[.,]\d{1,2}|,\d{3}|(?P<spaced>, \d\d))?"
    r"(?!\w)(?![.,/]\d)"
)
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<between>antara\s{{1,3}})?(?P<low>{_PLAIN})\s{{0,2}}"
    rf"(?P<joint>[-–—]|s/d|s\.d\.|sd|sampai dengan|sampai|hingga|dan)\s{{0,2}}(?P<high>{_PLAIN})",
    re.IGNORECASE,
)
_LIMITS = (
    re.compile(
        rf"{one_of('limits_before')}\s{{1,3}}(?:(?:nilai|skor|angka|poin|dari)\s{{1,3}})?"
        + _NUMBER_GROUP,
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w.,]){_NUMBER_GROUP}\s{{1,3}}(?:poin\s{{1,3}})?{one_of('limits_after')}",
        re.IGNORECASE,
    ),
)
_SHARE = re.compile(rf"(?<![\w.,]){_NUMBER_GROUP}\s{{0,2}}{one_of('shares')}", re.IGNORECASE)
_MASKED = (
    # a measure or share: 42,86 persen, Rp849,5 miliar, 272 instansi (46,42)
    re.compile(rf"(?<![\w.,]){_NUMBER_GROUP}\s{{0,2}}{one_of('measures')}", re.IGNORECASE),
    _SHARE,
    re.compile(
        rf"(?<![\w.,]){_NUMBER_GROUP}\s{{1,2}}{one_of('durations')}"
        r"(?!\s{1,2}(?:\d|ini|lalu|kemarin|silam|sebelumnya))",
        re.IGNORECASE,
    ),
    re.compile(rf"\bRp\.?\s?{_NUMBER_GROUP}"),
    re.compile(rf"\b\d[\d.]{{0,8}}\s[a-z/]{{3,20}}(?:\s[a-z/]{{3,20}})?\s\({_NUMBER_GROUP}\)"),
    # the number of a law
    re.compile(rf"{one_of('laws')}\s{{0,2}}{_NUMBER_GROUP}(?:\s?/\s?\d{{4}})?", re.IGNORECASE),
    # ranks and orders: peringkat 94, 95 dan 96 · posisi 71 dari 98 · ke-4
    re.compile(
        rf"{one_of('rank_nouns')}\s{{1,3}}(?:ke\s?-?\s?)?"
        r"(?P<number>\d{1,3}(?:\s?(?:,|dan|dari)\s?\d{1,3}(?!\d|[.,]\d)){0,12})(?!\d|[.,]\d)",
        re.IGNORECASE,
    ),
    re.compile(r"\bke\s?-\s?(?P<number>\d{1,3})\b", re.IGNORECASE),
    # a list's own numbers: "12. Kabupaten …"
    re.compile(r"^\s{0,8}[(]?(?P<number>\d{1,3})[.)](?=\s|\D)", re.MULTILINE),
    # a change: naik 5,2 poin · kenaikan dari 2017 ke 2018 mencapai 36,08
    re.compile(
        rf"{one_of('changes')}\s{{1,3}}(?:{one_of('change_verbs')}\s{{1,3}})?{_NUMBER_GROUP}"
        r"(?!\s{1,3}dari\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:kenaikan|peningkatan|penurunan|selisih|lonjakan)(?:nya)?\b[^.,;\n]{0,40}?"
        rf"{one_of('change_amounts')}\s{{1,3}}{_NUMBER_GROUP}",
        re.IGNORECASE,
    ),
    # a mean over many bodies
    re.compile(
        rf"{one_of('means')}[^.;\n]{{0,60}}?(?<![\w.,])(?P<number>\d{{2}}[.,]\d{{1,2}})(?!\d)",
        re.IGNORECASE,
    ),
)

_BRACKETED_NAME = re.compile(r"\b[A-Z][\w-]{2,20}\s\($")
_PERCENT = re.compile(rf"\s?{one_of('shares')}", re.IGNORECASE)
_BRACKET_CLOSES = re.compile(r"\s?(?:%|persen)\s?\)")
_ONE_OF_MANY = re.compile(r"\s?(?:,|dan|serta)\s?\d")
_WORDS = r"(?:\s{1,3}[A-Za-z/()-]{1,24})"
_OPEN = r"\s{0,3}[:;=(–-]?\s{0,3}$"
_NOUN_BEFORE = re.compile(
    one_of("score_nouns") + _WORDS + r"{0,6}(?:,\s|" + _OPEN + ")$", re.IGNORECASE
)
_NOUN_NEAR = re.compile(one_of("score_nouns") + _WORDS + "{0,3}" + _OPEN, re.IGNORECASE)
_NOUN_RIGHT_BEFORE = re.compile(
    one_of("score_nouns", "score_names")
    + r"(?:\s{1,3}(?:kepatuhan|akhir|total|sebesar|mencapai|hanya|rata-rata|yakni|adalah)){0,2}"
    + r"\s{1,3}$",
    re.IGNORECASE,
)
_NOUN_IN_SENTENCE = re.compile(one_of("score_nouns") + r"[^.\n]*$", re.IGNORECASE)
_VERB_BEFORE = re.compile(one_of("score_verbs") + _OPEN, re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(r"\b(?:sebesar|senilai|bernilai)\s{1,3}$", re.IGNORECASE)
_POINTS_AFTER = re.compile(r"\s{0,2}(?:poin|point)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s{1,3}([a-z]+|Kabupaten|Kota|Provinsi|Pemda|Daerah|OPD|Instansi)\b")
_AFTER_SCORES = frozenset(words("after_scores"))
