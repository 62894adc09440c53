"""The passages of an article: its sentences, each with what it says.

A passage is the unit in which results are attached to holders. Lists keep
their heading: the lines under "… zona merah adalah:" know of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from searchkit.article import Span
from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.ranks import RANK_WORDS, RankMention, find_ranks
from searchkit.assessments.scores import ScoreMention, find_scores
from searchkit.assessments.wording import Wording
from searchkit.assessments.years import YearMention, find_years
from searchkit.assessments.zones import LETTERS, ZONE_WORDS, ZoneMention, find_zones


class _Placed(Protocol):
    @property
    def start(self) -> int:
        """Where the thing begins in the text."""
        ...


_Thing = TypeVar("_Thing", bound=_Placed)
_START, _END = attrgetter("start"), attrgetter("end")


def first_from(things: Sequence[_Thing], at: int) -> _Thing | None:
    """The first of some things in order that begins at or behind an offset."""
    first = bisect_left(things, at, key=_START)
    return things[first] if first < len(things) else None


def begun_within(things: Sequence[_Thing], start: int, end: int) -> Sequence[_Thing]:
    """Those of some things in order that begin in a stretch."""
    first = bisect_left(things, start, key=_START)
    return things[first : bisect_left(things, end, first, key=_START)]


class Passage(NamedTuple):
    """One sentence or list item, and what was found in it, each in order.

    ``item`` tells a line of a list, ``opens_list`` a line that ends with a colon.
    ``spoken_of`` are the holders that are bodies the passage speaks of, ``words``
    its words as ``Wording`` has them: what none of them begins is not in it. ``ends``
    tells for each holder where it and all before it have ended, ``known`` what ``tells``
    has looked for.
    """

    start: int
    end: int
    item: bool
    opens_list: bool
    holders: tuple[Holder, ...]
    spoken_of: tuple[Holder, ...]
    scores: tuple[ScoreMention, ...]
    zones: tuple[ZoneMention, ...]
    ranks: tuple[RankMention, ...]
    years: tuple[YearMention, ...]
    words: frozenset[str]
    ends: Sequence[int]
    known: dict[tuple[re.Pattern[str], int], int | None]

    def holders_before(self, at: int) -> list[Holder]:
        """The holders that end at or before an offset, in order."""
        ended = bisect_right(self.ends, at)
        begun = self.holders[ended : bisect_right(self.holders, at, ended, key=_START)]
        return [*self.holders[:ended], *(holder for holder in begun if holder.end <= at)]

    def holder_behind(self, at: int) -> Holder | None:
        """The first holder that begins at or behind an offset, None where none does."""
        return first_from(self.holders, at)

    def scores_within(self, start: int, end: int) -> Sequence[ScoreMention]:
        """The scores that begin in a stretch."""
        return begun_within(self.scores, start, end)

    def score_before(self, at: int) -> ScoreMention | None:
        """The last score that ends at or before an offset, None where none does."""
        before = bisect_right(self.scores, at, key=_END)
        return self.scores[before - 1] if before else None

    def years_before(self, at: int) -> tuple[YearMention, ...]:
        """The years that end at or before an offset, in order."""
        return self.years[: bisect_right(self.years, at, key=_END)]

    def years_behind(self, at: int) -> tuple[YearMention, ...]:
        """The years that begin at or behind an offset, in order."""
        return self.years[bisect_left(self.years, at, key=_START) :]

    def tells(self, pattern: re.Pattern[str], text: str, begin: int, end: int) -> bool:
        """Whether words stand in a stretch of a passage, which begin and end in it.

        Many stretches begin at the same place: from there the words are looked for once.
        """
        key = (pattern, begin)
        if key not in self.known:
            match = pattern.search(text, begin, self.end)
            self.known[key] = match.end() if match else None
        told = self.known[key]
        return told is not None and told <= end


def cut(
    wording: Wording, blanked: Wording, sentences: Sequence[Span], holders: Sequence[Holder]
) -> list[Passage]:
    """The passages of a text, in order; ``blanked`` is the text as ``mask`` returns it."""
    masked = blanked.text
    scores, years = find_scores(blanked), find_years(blanked)
    if not any(holder.body and holder.body.scale == "kl" for holder in holders):
        scores = [score for score in scores if score.value <= _HIGHEST]
    score_starts = [score.start for score in scores]
    year_starts = [year.start for year in years]
    holder_starts = [holder.start for holder in holders]
    ranked = bool(wording.starts(RANK_WORDS))
    passages: list[Passage] = []
    for start, end in _stretches(blanked, sentences):
        held = _within(holders, holder_starts, start, end)
        words = blanked.words(start, end)
        zones = _zones(blanked, start, end, words, held)
        line = masked.rfind("\n", max(0, start - _LINE_CHARS), start) + 1
        passages.append(
            Passage(
                start=start,
                end=end,
                item=_ITEM.match(masked, line, start + 6) is not None,
                opens_list=masked.endswith(":", start, end),
                holders=held,
                spoken_of=tuple(
                    holder for holder in held if holder.body and holder.weight == SPOKEN_OF
                ),
                scores=_within(scores, score_starts, start, end),
                zones=zones,
                ranks=tuple(find_ranks(wording, start, end)) if ranked else (),
                years=_within(years, year_starts, start, end),
                words=words,
                ends=list(accumulate((holder.end for holder in held), max)),
                known={},
            )
        )
    return passages


def _zones(
    blanked: Wording, start: int, end: int, words: frozenset[str], held: Sequence[Holder]
) -> tuple[ZoneMention, ...]:
    if words.isdisjoint(ZONE_WORDS):
        return ()
    names = [(holder.start, holder.end) for holder in held if holder.body]
    if not words.isdisjoint(_REST_WORDS):
        names += [match.span() for match in _REST.finditer(blanked.lower, start, end)]
    return tuple(find_zones(blanked, start, end, names))


def _stretches(blanked: Wording, sentences: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The sentences, cut after a category ("… kategori B. Kota X …": B is no initial here).

    What runs on without an end (tables, broken pages) is cut at a fixed length:
    attaching compares everything within one passage.
    """
    lettered = blanked.starts(LETTERS) and blanked.starts(_CATEGORIES)
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        if lettered:
            for match in _CATEGORY_ENDS.finditer(blanked.lower, start, end):
                yield from _short_enough(start, match.end())
                start = match.end()
        yield from _short_enough(start, end)


def _short_enough(begin: int, end: int) -> Iterator[tuple[int, int]]:
    for start in range(begin, end, _PASSAGE_CHARS):
        yield start, min(start + _PASSAGE_CHARS, end)


def _within(
    things: Sequence[_Thing], starts: Sequence[int], start: int, end: int
) -> tuple[_Thing, ...]:
    """The things that begin inside a stretch; ``starts`` are their offsets, ascending."""
    if not starts:
        return ()
    return tuple(things[bisect_left(starts, start) : bisect_left(starts, end)])


# Patterns ---------------------------------------------------------------------------------

_CATEGORY_ENDS = re.compile(
    r"\b(?:kategori|katagori|zona|grade|nilai|predikat|opini)\s[a-e]\.\s(?=[a-z])"
)
_CATEGORIES = frozenset(["kategori", "katagori", "zona", "grade", "nilai", "predikat", "opini"])
_REST_WORDS = openers("rest")
_REST = re.compile(one_of("rest"))
_PASSAGE_CHARS = 4000
_HIGHEST = 100.0  # of the scale for regions; that of ministries once ended elsewhere
_LINE_CHARS = 400
_ITEM = re.compile(r"\s{0,8}(?:[(]?[\d#]{1,3}[.)]|[-–—•*·])")
