"""Ranks among all bodies of a kind: "peringkat empat nasional", "posisi ke-4 dari 268 kabupaten".

A rank within a province or a list ("tertinggi kedua se-Jawa Timur", "10
besar") is none: only one that the text calls national, or gives with the
number of bodies ranked, is told.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.wording import Wording
from searchkit.language.numerals import NUMERAL, numeral


class RankMention(NamedTuple):
    """A rank, 1 for the best; ``of`` is how many were ranked, None where not said."""

    rank: int
    of: int | None
    start: int
    end: int


def find_ranks(text: str | Wording, start: int, end: int) -> list[RankMention]:
    """The ranks in one sentence, ``text[start:end]``, in order."""
    wording = Wording.of(text)
    if wording.words(start, end).isdisjoint(RANK_WORDS):
        return []
    lower = wording.lower
    found: list[RankMention] = []
    national = _NATIONAL.search(lower, start, end) is not None
    for match in _RANK.finditer(lower, start, end):
        word = match["rank"]
        rank = 1 if word == "pertama" else numeral(word)
        of_match = _OF.search(lower, match.end(), min(end, match.end() + _OF_WITHIN_CHARS))
        of = int(of_match["of"]) if of_match else None
        past = _FROM.search(lower, max(start, match.start() - 8), match.start())
        if past or not rank or (of is None and not national) or (of is not None and rank > of):
            continue
        found.append(
            RankMention(rank, of, match.start(), of_match.end() if of_match else match.end())
        )
    return found


_OF_WITHIN_CHARS = 60
RANK_WORDS = openers("rank_nouns")
_RANK = re.compile(
    rf"{one_of('rank_nouns')}\s{{1,3}}(?:ke\s?-?\s?)?(?P<rank>{NUMERAL}|pertama)\b"
    r"(?!\s?besar|\s(?:belas|puluh)|[.,]\d)"
)
_OF = re.compile(rf"\bdari\s{{1,3}}(?:total\s)?(?P<of>\d{{1,3}})\s{{1,3}}{one_of('rank_scopes')}")
_NATIONAL = re.compile(r"\b(?:nasional|se-?indonesia|di indonesia)\b")
_FROM = re.compile(r"\bdari\s{1,2}$")
