"""The passages of an article: its sentences, each with what it says.

A passage is the unit in which results are attached to holders. Lists keep
their heading: the lines under "… zona merah adalah:" know of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from searchkit.article import Span
from searchkit.assessments.cues import one_of
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.ranks import RankMention, find_ranks
from searchkit.assessments.scores import ScoreMention, find_scores
from searchkit.assessments.years import YearMention, find_years
from searchkit.assessments.zones import ZoneMention, find_zones


class _Placed(Protocol):
    @property
    def start(self) -> int:
        """Where the thing begins in the text."""
        ...


_Thing = TypeVar("_Thing", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence or list item, and what was found in it, each in order.

    ``item`` tells a line of a list, ``opens_list`` a line that ends with a colon.
    """

    start: int
    end: int
    item: bool
    opens_list: bool
    holders: tuple[Holder, ...]
    scores: tuple[ScoreMention, ...]
    zones: tuple[ZoneMention, ...]
    ranks: tuple[RankMention, ...]
    years: tuple[YearMention, ...]

    @property
    def spoken_of(self) -> tuple[Holder, ...]:
        """The bodies that the passage speaks of."""
        return tuple(
            holder for holder in self.holders if holder.body and holder.weight == SPOKEN_OF
        )


def cut(
    text: str, masked: str, sentences: Sequence[Span], holders: Sequence[Holder]
) -> list[Passage]:
    """The passages of a text, in order; ``masked`` is the text as ``mask`` returns it."""
    scores, years = find_scores(masked), find_years(masked)
    if not any(holder.body and holder.body.scale == "kl" for holder in holders):
        scores = [score for score in scores if score.value <= _HIGHEST]
    score_starts = [score.start for score in scores]
    year_starts = [year.start for year in years]
    holder_starts = [holder.start for holder in holders]
    passages: list[Passage] = []
    for sentence in _stretches(masked, sentences):
        start, end = sentence.start, sentence.end
        held = _within(holders, holder_starts, sentence)
        names = [(holder.start, holder.end) for holder in held if holder.body]
        names += [match.span() for match in _REST.finditer(masked, start, end)]
        zones = find_zones(masked, start, end, names)
        line = masked[masked.rfind("\n", max(0, start - _LINE_CHARS), start) + 1 : start + 6]
        passages.append(
            Passage(
                start=start,
                end=end,
                item=bool(_ITEM.match(line)),
                opens_list=masked.endswith(":", start, end),
                holders=held,
                scores=_within(scores, score_starts, sentence),
                zones=tuple(zones),
                ranks=tuple(find_ranks(text, start, end)),
                years=_within(years, year_starts, sentence),
            )
        )
    return passages


def _stretches(masked: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """The sentences, cut after a category ("… kategori B. Kota X …": B is no initial here).

    What runs on without an end (tables, broken pages) is cut at a fixed length:
    attaching compares everything within one passage.
    """
    for sentence in sentences:
        start = sentence.start
        for match in _CATEGORY_ENDS.finditer(masked, sentence.start, sentence.end):
            yield from _short_enough(start, match.end())
            start = match.end()
        yield from _short_enough(start, sentence.end)


def _short_enough(begin: int, end: int) -> Iterator[Span]:
    for start in range(begin, end, _PASSAGE_CHARS):
        yield Span(start, min(start + _PASSAGE_CHARS, end))


def _within(things: Sequence[_Thing], starts: Sequence[int], span: Span) -> tuple[_Thing, ...]:
    """The things that begin inside a stretch; ``starts`` are their offsets, ascending."""
    return tuple(things[bisect_left(starts, span.start) : bisect_left(starts, span.end)])


# Patterns ---------------------------------------------------------------------------------

_CATEGORY_ENDS = re.compile(
    r"\b(?:kategori|katagori|zona|grade|nilai|predikat|opini)\s[A-E]\.\s(?=[A-Z])", re.IGNORECASE
)
_REST = re.compile(one_of("rest"), re.IGNORECASE)
_PASSAGE_CHARS = 4000
_HIGHEST = 100.0  # of the scale for regions; that of ministries once ended elsewhere
_LINE_CHARS = 400
_ITEM = re.compile(r"\s{0,8}(?:[(]?[\d#]{1,3}[.)]|[-–—•*·])")
