"""Candidates: what a word that stands in no article may have been meant as.

Words of the index and names of regions compete. Fewer slips come first
(``language.distance``); of those with as many, the one that is likelier to have
been meant: what the slips cost (``language.slips``) against how often the
candidate occurs, as in a noisy channel (Kernighan, Church and Gale 1990).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest
from math import log
from typing import NamedTuple

from searchkit.engines.base import Engine, all_articles
from searchkit.language.acronyms import long_forms
from searchkit.language.analyzer import AnalyzedToken, Analyzer
from searchkit.language.distance import near_words, slips_between
from searchkit.language.roots import roots
from searchkit.language.slips import FIRST, slip_cost
from searchkit.regions.gazetteer import Name, RegionLevel, at_level
from searchkit.regions.misspelt import NearName, level_before, name_words, near_names

# Letters from which a word one slip away is near, and from which two slips may be made.
_SURE_FROM = 5
_TWO_SLIPS_FROM = 8
_TWO_SLIPS_FROM_WITH_LEVEL = 6  # "Kota X" leaves no doubt that X is a name
_LONGEST_NAME = 4  # words of a region's name that may be misspelt together

# One more slip is about as much less likely as a word that is e^5 (150) times rarer.
_COST = 5.0
# A query names a region far more often than a text about it does.
_REGION_WEIGHT = 20
# How many times likelier a capital makes it that a name was meant, as a logarithm.
_CAPITAL = 1.5
# Costs are worked out for so many candidates at most, the most frequent ones.
_MOST = 32
# What may well be right (a form of a known root, a name) or is far from what it may mean is
# taken for a slip only where this share of the articles has the other word; a form of a known
# root moreover where so many have it.
_COMMON, _SEVERAL = 1 / 2000, 3
# A known root is right; another word is only proposed where so little makes one of the other.
_TYPICAL = 0.8
# What this share of the articles has at most may be misspelt in them, too, where a near word
# stands in so many times more of them.
_RARE = 1 / 5000
_TIMES_RARER = 100


class Candidate(NamedTuple):
    """What the words ``first`` to ``last`` (both included) may mean; ``sure`` ones may be searched.

    ``score`` is better the lower, among candidates as sure with the same ``distance``.
    """

    text: str
    first: int
    last: int
    distance: int
    score: float
    sure: bool


class Candidates:
    """Finds candidates in one index; what it has counted is kept for the next word."""

    def __init__(self, engine: Engine, analyzer: Analyzer) -> None:
        self._engine = engine
        self._analyzer = analyzer

    def is_rare(self, word: AnalyzedToken) -> bool:
        """Whether a word stands in so few of many articles that it may be misspelt there, too."""
        if word.stem is None:
            return False
        frequency = self._engine.document_frequency(word.stem, stemmed=True)
        if not 0 < frequency <= _RARE * self._articles:
            return False
        return not (word.stem in roots() or self._is_root(word) or word.term in name_words())

    def commoner(self, words: Sequence[AnalyzedToken], place: int) -> Candidate | None:
        """What is one slip from the rare word ``words[place]`` and far more frequent."""
        names = [name for name in self._names(words, place) if name.distance == 1]
        if long_name := [name for name in names if name.first < name.last]:
            return min(long_name, key=_order)
        least = _TIMES_RARER * self._engine.document_frequency(words[place].term)
        near = self._words(words[place], place, known=False, least=least)
        return min((found for found in near if found.distance == 1), key=_order, default=None)

    def best(self, words: Sequence[AnalyzedToken], place: int) -> Candidate | None:
        """What ``words[place]`` may mean, perhaps together with its neighbours; None: nothing.

        ``words`` follow one another in the query.
        """
        known = self._is_root(words[place])
        found = [*self._names(words, place)]
        if long_name := [name for name in found if name.first < name.last]:
            return min(long_name, key=_order)
        if known:
            found = []
        found += self._words(words[place], place, known)
        return min(found, key=_order) if found else None

    # Words

    def _words(
        self, word: AnalyzedToken, place: int, known: bool, least: int = 1
    ) -> Iterator[Candidate]:
        """The nearest words that stand in at least ``least`` articles."""
        term = word.term
        distance, near = self._near(term, 1 if known else _slips(len(term)), least)
        derived = word.stem != term and word.stem in roots()
        capital = word.text[:1].isupper()
        for other, frequency in nlargest(_MOST, near, key=lambda pair: pair[1]):
            cost = slip_cost(term, other)
            score = _COST * cost - log(1 + frequency)
            if capital and self._is_of_language(other):
                score += _CAPITAL
            frequent = frequency >= _COMMON * self._articles
            near_enough = frequent and cost < distance + FIRST
            if known and not (near_enough and cost <= _TYPICAL):
                continue
            far = distance > 1 or len(term) < _SURE_FROM or (capital and word.start > 0)
            replaceable = not derived or (frequent and frequency >= _SEVERAL)
            sure = not known and replaceable and (near_enough or not far)
            yield Candidate(other, place, place, distance, score, sure)

    def _near(self, term: str, most: int, least: int) -> tuple[int, list[tuple[str, int]]]:
        """The smallest distance up to ``most`` at which there are words, and these.

        Where no article has one as it is, roots of which some have other forms.
        """
        for distance in range(1, most + 1):
            near = [pair for pair in self._engine.near_terms(term, distance) if pair[1] >= least]
            if not near and least == 1:
                others = near_words(term, tuple(roots()), distance)
                near = [
                    (root, 0)
                    for root in others
                    if self._engine.document_frequency(root, stemmed=True)
                ]
            if near:
                return distance, near
        return most, []

    def _is_root(self, word: AnalyzedToken) -> bool:
        """Whether the language has the word itself, so that it is right although no article has it.

        A form of a known root may still be a slip: many roots are short, and affixes hide much.
        """
        parts = word.term.split("-")
        return all(part in roots() for part in parts) or bool(long_forms(word.term))

    def _is_of_language(self, term: str) -> bool:
        return term in roots() or self._analyzer.stemmer.stem(term) in roots()

    # Names of regions

    def _names(self, words: Sequence[AnalyzedToken], place: int) -> Iterable[Candidate]:
        """Names of one word, or of several around the unknown one."""
        for size in range(_LONGEST_NAME, 0, -1):
            for first in range(max(0, place - size + 1), min(place, len(words) - size) + 1):
                yield from self._name(words, first, first + size - 1)

    def _name(self, words: Sequence[AnalyzedToken], first: int, last: int) -> Iterable[Candidate]:
        typed = words[first : last + 1]
        surface = " ".join(word.text for word in typed)
        level = level_before([word.term for word in words[:first]])
        capital = all(word.text[:1].isupper() for word in typed)
        letters = sum(len(word.term) for word in typed)
        allowed = _slips(letters)
        if len(typed) == 1 and not (capital or level):
            allowed = min(1, allowed)  # a common word needs more likeness to become a name
        elif level and letters >= _TWO_SLIPS_FROM_WITH_LEVEL:
            allowed = 2
        for near in near_names(surface, allowed):
            regions = at_level(near.name.regions, level)
            if not regions or not _fits(near.name, level, capital):
                continue
            distance = slips_between(near.typed, near.key)
            if not distance:
                continue
            score = _COST * slip_cost(near.typed, near.key) - self._weight(near)
            if capital or level:
                score -= _CAPITAL
            # Alone and without a capital it may as well be a form of a known root.
            sure = bool(len(typed) > 1 or capital or level) or typed[0].stem not in roots()
            yield Candidate(near.name.text, first, last, distance, score, sure)

    def _weight(self, near: NearName) -> float:
        articles = max(self._about.get(region.code, 0) for region in near.name.regions)
        return log(1 + _REGION_WEIGHT * articles + self._engine.document_frequency(near.key))

    @cached_property
    def _articles(self) -> int:
        return all_articles(self._engine).total

    @cached_property
    def _about(self) -> dict[str, int]:
        """In how many articles each region is a subject."""
        return dict(all_articles(self._engine, ("region",)).counts["region"])


def _slips(letters: int) -> int:
    """How many slips a word of so many letters may have."""
    return 1 if letters < _TWO_SLIPS_FROM else 2


def _fits(name: Name, level: RegionLevel | None, capital: bool) -> bool:
    """Whether the name would be read as a region where the misspelt one stands."""
    return level is not None or name.use == "any" or (name.use == "capitalised" and capital)


def _order(candidate: Candidate) -> tuple[int, bool, float, str]:
    return candidate.distance, not candidate.sure, candidate.score, candidate.text
