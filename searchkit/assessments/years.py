"""Which assessment year a sentence, and an article, speak of.

Five rules, in this order:

1. A year that follows a noun of the assessment ("penilaian … tahun 2023") is
   the year assessed: *explicit*. Years of laws, budgets, plans, histories and
   copyright lines are none.
2. A (year, score) pair keeps its own year: "2016 (56,48)", "95,27 pada 2023".
3. "tahun ini" is the year of the announcement window, "tahun lalu" the
   assessment before the article's: *relative*.
4. Without any, the latest assessment announced on or before the article's
   date: *window*.
5. An article without a result has no year but an explicit one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from searchkit.article import Span, YearMethod
from searchkit.assessments.announcements import (
    FIRST_ASSESSMENT,
    announced,
    held,
    latest_assessment,
    next_assessment,
)
from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.wording import Wording, lowered, matches


class YearMention(NamedTuple):
    """A year in a text, ``text[start:end]``: printed, or relative.

    ``relative`` is "this" or "last" (the article's year and the one before it;
    ``year`` is None), or "next": the year after the one printed before
    ("setahun kemudian"), which is ``year``.
    """

    year: int | None
    relative: Literal["this", "last", "next"] | None
    start: int
    end: int


class ArticleYear(NamedTuple):
    """An assessment year, and how it was found; both None where unknown.

    ``mention`` is where the text says it, None for a year of the whole article.
    """

    year: int | None
    method: YearMethod | None
    mention: YearMention | None = None


def find_years(masked: str | Wording) -> list[YearMention]:
    """The years that may be an assessment's, in order (dates are masked beforehand)."""
    wording = Wording.of(masked)
    lower = wording.lower
    found = [
        YearMention(int(match["year"]), None, match.start(), match.end())
        for match in _YEAR.finditer(lower)
        if int(match["year"]) >= FIRST_ASSESSMENT
        and not _NOT_ASSESSED.search(lower, max(0, match.start() - 40), match.start())
    ]
    for pattern, opening, relative in _RELATIVE:
        for match in matches(pattern, lower, wording.starts(opening)):
            found.append(YearMention(None, relative, *match.span()))
    found.sort(key=lambda mention: mention.start)
    following = list(_next_years(wording, found))
    return sorted([*found, *following], key=lambda mention: mention.start) if following else found


def _next_years(wording: Wording, printed: Sequence[YearMention]) -> Iterator[YearMention]:
    """ "Setahun kemudian": the assessment after the last year printed before."""
    starts = [mention.start for mention in printed]
    for match in matches(_NEXT, wording.lower, wording.starts(_NEXT_OPENERS)):
        before = printed[: bisect_right(starts, match.start())][-1:]
        if before and before[0].year:
            yield YearMention(next_assessment(before[0].year), "next", *match.span())


def article_year(
    title: str,
    masked: str,
    sentences: Sequence[tuple[Span, Sequence[YearMention]]],
    published: date | None,
    event: date | None,
) -> ArticleYear:
    """The year that the article as a whole is about (rules 1, 3 and 4).

    ``sentences`` are those of the masked text, each with its years. Where a
    text attaches several years to the assessment, the one it attaches most
    closely wins, headline and lead counting double; on a tie the latest. Where
    years only go with results ("pada 2022 masih kuning"), the latest. A year
    whose results were announced after the article's day has none yet; the
    latest of those announced, where the text gives it at all, goes before older
    ones. Without a date, the only year that the beginning of the text gives.
    """
    title, masked = lowered(title), lowered(masked)
    votes: dict[int, float] = {}
    places: dict[int, YearMention] = {}  # where the text says each year first
    printed: list[int] = []
    for mention in find_years(title) if "20" in title else ():
        if mention.year and held(mention.year):
            weight = _attachment(title, Span(0, len(title)), mention)
            _vote(votes, mention.year, _doubled(weight) if weight >= _CLOSE else weight)
    for at, (sentence, years) in enumerate(sentences):
        for mention in years:
            if mention.year and not mention.relative and held(mention.year):
                weight = _attachment(masked, sentence, mention)
                if weight:
                    places.setdefault(mention.year, mention)
                _vote(votes, mention.year, _doubled(weight) if at < _LEAD_SENTENCES else weight)
                if at < _OPENING_SENTENCES and _CALLED_YEAR.search(
                    masked, max(0, mention.start - _NEAR_CHARS), mention.start
                ):
                    printed.append(mention.year)
    day = published or event
    window = latest_assessment(day) if day else None
    told_before = event and not published and votes and max(votes) > event.year
    if votes := _announced_by(votes, None if told_before else day):
        year = _elected(votes)
        if window and window in votes:
            year = max(year, window)
        if votes[year] >= _CLOSE or window is None or year >= window:
            return ArticleYear(year, "explicit", places.get(year))
    if window is None:
        only = printed[0] if len(set(printed)) == 1 and not day else None
        return ArticleYear(only, "explicit" if only else None)
    relative = any(mention.relative == "this" for _, years in sentences for mention in years)
    return ArticleYear(window, "relative" if relative else "window")


def _elected(votes: dict[int, float]) -> int:
    """The year with the closest hold on the assessment, unless the lead tells a later result.

    Of years that only go with results the latest; one still to come counts least.
    """
    closest = max(votes, key=lambda year: (votes[year], year))
    least = _LOOSE if votes[closest] >= _CLOSE else min(1.0, votes[closest])
    return max(
        year for year, weight in votes.items() if least <= weight < _CLOSE or year == closest
    )


def _doubled(weight: float) -> float:
    """The weight in headline and lead; what is loosely attached stays so."""
    return weight * 2 if weight >= _CLOSE else min(weight * 2, _CLOSE - 1)


def _announced_by(votes: dict[int, float], day: date | None) -> dict[int, float]:
    """The votes for years whose results were out by a day, or told before their time.

    Where none was, those that hang closely on the assessment, save years to come.
    """
    if day is None:
        return votes
    known = {year: weight for year, weight in votes.items() if year <= day.year}
    out = {
        year: weight
        for year, weight in known.items()
        if (first := announced(year)) is None or first - _EARLY <= day
    }
    return out or {year: weight for year, weight in known.items() if weight >= _CLOSE}


def _vote(votes: dict[int, float], year: int, weight: float) -> None:
    if weight:
        votes[year] = max(votes.get(year, 0.0), weight)


def _attachment(text: str, sentence: Span, mention: YearMention) -> float:
    """How closely a year hangs on a noun of the assessment in its sentence, 0 for not at all.

    Less where the year is compared with ("dibanding 2022"), and least where
    the sentence prepares for an assessment to come.
    """
    begin = max(sentence.start, mention.start - _ATTACHED_WITHIN_CHARS)
    before = text[begin : mention.start]
    if _ONE_MONTH.search(before, max(0, len(before) - _MONTH_CHARS)):
        return 0.0
    if _NOUN_THEN_YEAR.search(before):
        weight = 0.5 if _COMPARED.search(before) else 3.0
    elif _RESULT_THEN_YEAR.search(before):
        weight = 0.5 if _COMPARED.search(before) else 1.5
    elif _CEREMONY_THEN_YEAR.search(before):
        weight = 0.9
    elif _NOUN_THEN_YEAR_LATER.search(before) or _YEAR_THEN_NOUN.match(
        text, mention.end, sentence.end
    ):
        weight = 0.25 if _COMPARED.search(before) else 1.5
    else:
        return 0.0
    to_come = _PREPARED.search(before) or _TO_COME.match(text, mention.end, sentence.end)
    return weight * (0.2 if to_come else 1.0)


# Patterns ---------------------------------------------------------------------------------

_ATTACHED_WITHIN_CHARS = 130
_LEAD_SENTENCES = 2
_OPENING_SENTENCES = 4
_NEAR_CHARS = 16
_CALLED_YEAR = re.compile(r"\b(?:tahun|sepanjang|selama)\s{1,3}$")
_LOOSE = 2.0  # of a year with a result, in the lead
_CLOSE = 3.0  # the weight of a year right behind "penilaian tahun"
_EARLY = timedelta(days=30)  # results reach some before they are announced to all
# The digit first, over which ``re`` skips text fastest; then what may not stand before it.
_YEAR = re.compile(r"(?P<year>2(?<![\w.,/#~]2)(?<!\d[-–]2)0\d\d)(?![\w/]|[-–]\d|[.,]\d)")
_NOT_ASSESSED = re.compile(
    rf"(?:{one_of('other_years')}(?:\s{{1,3}}[a-z]{{1,12}}){{0,2}}|{one_of('laws')}\s?[\d#]+(?:\s?/)?)"
    r"\s{1,3}(?:tahun\s{1,3})?(?:anggaran\s{1,3})?$"
)
_NEXT, _NEXT_OPENERS = re.compile(one_of("next_year")), openers("next_year")
_RELATIVE: tuple[tuple[re.Pattern[str], frozenset[str], Literal["last", "this"]], ...] = (
    (re.compile(one_of("last_year")), openers("last_year"), "last"),
    (re.compile(one_of("this_year")), openers("this_year"), "this"),
)
_NO_OTHER_YEAR = r"(?:(?!\b20\d\d\b)[^.,;:\n]){0,120}$"
_RESULT_THEN_YEAR = re.compile(one_of("result_nouns") + r"[^.,;:\n]{0,120}$")
_CEREMONY_THEN_YEAR = re.compile(one_of("ceremony_nouns") + r"[^.,;:\n]{0,120}$")
_NOUN_THEN_YEAR = re.compile(one_of("assessment_nouns") + _NO_OTHER_YEAR)
_NOUN_THEN_YEAR_LATER = re.compile(one_of("assessment_nouns") + r"[^.;\n]{0,120}\btahun\s{1,3}$")
_YEAR_THEN_NOUN = re.compile(
    r"\W{0,3}(?:[^\W\d]{1,20}\s{1,3}){0,6}"
    + one_of("assessment_nouns", "result_nouns", "ceremony_nouns")
)
_COMPARED = re.compile(
    r"\b(?:dari|dibanding|dibandingkan|daripada|sejak|sebelumnya)\s{1,3}"
    r"(?:[\d.,]{1,7}\s{1,3})?(?:[a-z]{1,15}\s{1,3})?(?:pada\s{1,3})?(?:tahun\s{1,3})?$"
)
_PREPARED = re.compile(one_of("preparations", "hopes") + r"[^.,;\n]{0,120}$")
_TO_COME = re.compile(r"[^.,;\n]{0,30}\b(?:akan|mendatang|nanti)\b")
_MONTH_CHARS = 12
_ONE_MONTH = re.compile(
    r"(?<!-)(?<!- )(?<!hingga )(?<!sampai )(?<!–)\b(?:januari|februari|maret|april|mei|juni"
    r"|juli|agustus|september|oktober|november|nopember|desember)\s$"
)
