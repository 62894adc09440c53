"""Numbers that are scores: between 10 and 100, and nothing else a number can be.

What looks like a score but is a date, a clock time, a limit, a range, a share,
a rank, a count, a change or the number of a law is masked before scores are
looked for. Every pattern is bounded, so the work is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from searchkit.assessments.cues import one_of, openers, words
from searchkit.assessments.wording import Wording, lowered, matches
from searchkit.language.printed_dates import calendar_spans

Cue = Literal["noun", "verb"]

MASK = "#"
RANGE_MASK = "~"
"""Stands for the characters of a range or limit, so that "zona hijau ~~~~~~~~" shows as one."""

_LOWEST, _HIGHEST = 10.0, 1000.0
"""Below 10 only what a noun right before calls a score; a scale once ended at 1000."""


class ScoreMention(NamedTuple):
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


def find_scores(masked: str | Wording) -> list[ScoreMention]:
    """All candidates in a text that ``mask`` has prepared, in order."""
    lower = masked.lower if isinstance(masked, Wording) else lowered(masked)
    text = masked.text if isinstance(masked, Wording) else masked
    found = (_score(match, text, lower) for match in _NUMBER.finditer(text))
    return [score for score in found if score]


def mask(text: str) -> str:
    """The text, equally long, with every number blanked out that cannot be a score."""
    return masked(Wording(text)).text


def masked(wording: Wording) -> Wording:
    """The wording of the text as ``mask`` returns it."""
    text, lower = wording.text, wording.lower
    if not _DIGIT.search(text):
        return wording
    numbers = [match.start() for match in _NUMBER_STARTS.finditer(text)]
    followed = [start for start in numbers if _FOLLOWED.match(lower, start)]
    spans = [(start, end, MASK) for start, end in calendar_spans(text)]
    spans += [(*match.span("number"), MASK) for match in _told_by_what_follows(wording, followed)]
    spans += [(*match.span("number"), MASK) for match in matches(_PER_BODY, text, numbers)]
    spans += [(*match.span("number"), MASK) for match in _told_by_what_precedes(wording)]
    spans += [(start, end, RANGE_MASK) for start, end in _ranges(wording, followed)]
    return wording.blanked(_blanked(text, spans))


def _told_by_what_follows(wording: Wording, followed: Sequence[int]) -> Iterator[re.Match[str]]:
    """Measures and shares; their numbers begin at ``followed``."""
    for start in followed:
        for pattern in _COUNTED:
            if match := pattern.match(wording.lower, start):
                yield match
        if (share := _SHARE.match(wording.lower, start)) and not _is_called_score(wording, share):
            yield share


def _told_by_what_precedes(wording: Wording) -> Iterator[re.Match[str]]:
    """Numbers of laws and lists, ranks, changes, means and money, as the group ``number``."""
    for pattern, opening in _ANNOUNCED:
        yield from matches(pattern, wording.lower, wording.starts(opening))
    yield from _MONEY.finditer(wording.text)
    lines = (line.end() for line in _LINE_END.finditer(wording.text))
    yield from matches(_LIST_NUMBER, wording.text, chain((0,), lines))


def _is_called_score(wording: Wording, match: re.Match[str]) -> bool:
    """Whether a percentage is a score: "nilai 76,24 persen", "Kabupaten X (35,49%)"."""
    start, end = match.span("number")
    if "," not in match["number"] and "." not in match["number"]:
        return False
    if _named(wording.lower, start):
        return True
    named = _BRACKETED_NAME.search(wording.text, max(0, start - 40), start)
    return bool(named and _BRACKET_CLOSES.match(wording.text, end))


def _blanked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """The text with stretches filled with a sign, later ones over earlier; lines stay lines."""
    characters = list(text)
    for start, end, filler in spans:
        lines = text[start:end].split("\n")
        characters[start:end] = "\n".join(filler * len(line) for line in lines)
    return "".join(characters)


def _score(match: re.Match[str], text: str, lower: str) -> ScoreMention | None:
    start, end = match.span()
    if match["spaced"] and not _may_hold_a_blank(match, text, lower):
        end = match.end("head")
    digits = text[start:end]
    value = float(digits.replace(",", ".").replace(" ", ""))
    whole = digits.isdigit()
    if value > _HIGHEST or (value < _LOWEST and (whole or not _named(lower, start))):
        return None
    if whole and (follower := _NEXT_WORD.match(text, end)) and follower[1] not in _AFTER_SCORES:
        return None
    cue = _cue(lower, start, end, whole)
    share = _PERCENT.match(lower, end) is not None and not _named(lower, start)
    return ScoreMention(value, start, end, cue, whole, share)


def _named(lower: str, start: int) -> bool:
    """Whether a noun right before a number calls it a score."""
    return bool(_NOUN_RIGHT_BEFORE.search(lower, max(0, start - 40), start))


def _may_hold_a_blank(match: re.Match[str], text: str, lower: str) -> bool:
    """Whether "99, 23" is one number: between brackets, or right after "nilai" or "meraih"."""
    start, end = match.span()
    if lower.endswith("(", 0, start) and lower.startswith(")", end):
        return True
    if _ONE_OF_MANY.match(text, end):
        return False
    return _named(lower, start) or bool(_VERB_BEFORE.search(lower[max(0, start - 20) : start]))


def _cue(lower: str, start: int, end: int, whole: bool) -> Cue | None:
    """The cue of a number; a whole number needs one that is nearer and plainer."""
    if _POINTS_AFTER.match(lower, end):
        return "noun"
    before = lower[max(0, start - _LOOK_BACK_CHARS) : start]
    if (_NOUN_NEAR if whole else _NOUN_BEFORE).search(before):
        return "noun"
    if _VERB_BEFORE.search(before) and (not whole or _AMOUNT_BEFORE.search(before)):
        return "noun" if _NOUN_IN_SENTENCE.search(before) else "verb"
    return None


def _ranges(wording: Wording, followed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranges ("81,00 - 100", "antara 51 dan 80") and limits ("di atas 81")."""
    lower = wording.lower
    for match in matches(_RANGE, lower, sorted([*followed, *wording.starts(_BETWEEN)])):
        low, high = (float(match[name].replace(",", ".")) for name in ("low", "high"))
        if low < high and (match["between"] or match["joint"] != "dan"):
            yield match.start("low"), match.end()
    for match in matches(_LIMIT_BEFORE, lower, wording.starts(_LIMIT_OPENERS)):
        yield match.span("number")
    for match in matches(_LIMIT_AFTER, lower, followed):
        yield match.span("number")


# Patterns (all that carry words are for text in lower case) ---------------------------------

_LOOK_BACK_CHARS = 90
_PLAIN = r"\d{1,3}(?:[.,]\d{1,2})?(?!\d)"
_NUMBER_GROUP = rf"(?P<number>{_PLAIN})"

# They begin with the digit itself, over which ``re`` skips text fastest; what may not stand
# before it is said behind it.
_DIGIT = re.compile(r"\d")
_NUMBER_STARTS = re.compile(r"\d(?<!\w\d)")
_NUMBER = re.compile(
    r"(?P<head>\d(?<![\w.,/#~]\d)(?<!\w-\d)\d{0,2})(?:[.,]\d{1,2}|,\d{3}|(?P<spaced>, \d\d))?"
    r"(?!\w)(?![.,/]\d)"
)
_FOLLOWED = re.compile(
    rf"(?<![\w.,]){_PLAIN}\s{{0,3}}(?:[-–—]|s/d|s\.d\.|sd|sampai|hingga|dan|poin|"
    + one_of("measures", "shares", "durations", "limits_after")
    + ")"
)
"""All that the patterns have in common that tell a number by what follows it."""
_BETWEEN = frozenset({"antara"})
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<between>antara\s{{1,3}})?(?P<low>{_PLAIN})\s{{0,2}}"
    rf"(?P<joint>[-–—]|s/d|s\.d\.|sd|sampai dengan|sampai|hingga|dan)\s{{0,2}}(?P<high>{_PLAIN})"
)
_LIMIT_BEFORE = re.compile(
    rf"{one_of('limits_before')}\s{{1,3}}(?:(?:nilai|skor|angka|poin|dari)\s{{1,3}})?"
    + _NUMBER_GROUP
)
_LIMIT_OPENERS = openers("limits_before")
_LIMIT_AFTER = re.compile(
    rf"(?<![\w.,]){_NUMBER_GROUP}\s{{1,3}}(?:poin\s{{1,3}})?{one_of('limits_after')}"
)
_COUNTED = (
    # a measure: Rp849,5 miliar, 272 orang
    re.compile(rf"(?<![\w.,]){_NUMBER_GROUP}\s{{0,2}}{one_of('measures')}"),
    re.compile(
        rf"(?<![\w.,]){_NUMBER_GROUP}\s{{1,2}}{one_of('durations')}"
        r"(?!\s{1,2}(?:\d|ini|lalu|kemarin|silam|sebelumnya))"
    ),
)
_SHARE = re.compile(rf"(?<![\w.,]){_NUMBER_GROUP}\s{{0,2}}{one_of('shares')}")
# 272 instansi (46,42)
_PER_BODY = re.compile(
    rf"\b\d[\d.]{{0,8}}\s[a-z/]{{3,20}}(?:\s[a-z/]{{3,20}})?\s\({_NUMBER_GROUP}\)"
)
_ANNOUNCED = (
    # the number of a law
    (
        re.compile(rf"{one_of('laws')}\s{{0,2}}{_NUMBER_GROUP}(?:\s?/\s?\d{{4}})?"),
        openers("laws"),
    ),
    # ranks and orders: peringkat 94, 95 dan 96 · posisi 71 dari 98 · ke-4
    (
        re.compile(
            rf"{one_of('rank_nouns')}\s{{1,3}}(?:ke\s?-?\s?)?"
            r"(?P<number>\d{1,3}(?:\s?(?:,|dan|dari)\s?\d{1,3}(?!\d|[.,]\d)){0,12})(?!\d|[.,]\d)"
        ),
        openers("rank_nouns"),
    ),
    (re.compile(r"\bke\s?-\s?(?P<number>\d{1,3})\b"), frozenset({"ke"})),
    # a change: naik 5,2 poin · kenaikan dari 2017 ke 2018 mencapai 36,08
    (
        re.compile(
            rf"{one_of('changes')}\s{{1,3}}(?:{one_of('change_verbs')}\s{{1,3}})?{_NUMBER_GROUP}"
            r"(?!\s{1,3}dari\b)"
        ),
        openers("changes"),
    ),
    (
        re.compile(
            r"\b(?:kenaikan|peningkatan|penurunan|selisih|lonjakan)(?:nya)?\b[^.,;\n]{0,40}?"
            rf"{one_of('change_amounts')}\s{{1,3}}{_NUMBER_GROUP}"
        ),
        frozenset(
            f"{noun}{ending}"
            for noun in ("kenaikan", "peningkatan", "penurunan", "selisih", "lonjakan")
            for ending in ("", "nya")
        ),
    ),
    # a mean over many bodies
    (
        re.compile(
            rf"{one_of('means')}[^.;\n]{{0,60}}?(?<![\w.,])(?P<number>\d{{2}}[.,]\d{{1,2}})(?!\d)"
        ),
        openers("means"),
    ),
)
_MONEY = re.compile(rf"Rp(?<!\wRp)\.?\s?{_NUMBER_GROUP}")
_LINE_END = re.compile("\n")
# a list's own numbers: "12. Kabupaten …"
_LIST_NUMBER = re.compile(r"\s{0,8}[(]?(?P<number>\d{1,3})[.)](?=\s|\D)")

_BRACKETED_NAME = re.compile(r"\b[A-Z][\w-]{2,20}\s\($")
_PERCENT = re.compile(rf"\s?{one_of('shares')}")
_BRACKET_CLOSES = re.compile(r"\s?(?:%|persen)\s?\)")
_ONE_OF_MANY = re.compile(r"\s?(?:,|dan|serta)\s?\d")
_WORDS = r"(?:\s{1,3}[a-z/()-]{1,24})"
_OPEN = r"\s{0,3}[:;=(–-]?\s{0,3}$"
_NOUN_BEFORE = re.compile(one_of("score_nouns") + _WORDS + r"{0,6}(?:,\s|" + _OPEN + ")$")
_NOUN_NEAR = re.compile(one_of("score_nouns") + _WORDS + "{0,3}" + _OPEN)
_NOUN_RIGHT_BEFORE = re.compile(
    one_of("score_nouns", "score_names")
    + r"(?:\s{1,3}(?:kepatuhan|akhir|total|sebesar|mencapai|hanya|rata-rata|yakni|adalah)){0,2}"
    + r"\s{1,3}$"
)
_NOUN_IN_SENTENCE = re.compile(one_of("score_nouns") + r"[^.\n]*$")
_VERB_BEFORE = re.compile(one_of("score_verbs") + _OPEN)
_AMOUNT_BEFORE = re.compile(r"\b(?:sebesar|senilai|bernilai)\s{1,3}$")
_POINTS_AFTER = re.compile(r"\s{0,2}(?:poin|point)\b")
_NEXT_WORD = re.compile(r"\s{1,3}([a-z]+|Kabupaten|Kota|Provinsi|Pemda|Daerah|OPD|Instansi)\b")
_AFTER_SCORES = frozenset(words("after_scores"))
