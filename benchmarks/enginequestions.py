"""Questions that are put to engines: words drawn by how many articles they stand in.

Every kind of question is asked in two ways: ``body`` looks for the raw words in
the body alone; ``ranked`` looks for them as searchkit ranks, raw and stemmed, in
headline, body and lead, each with its weight. The words are drawn from the real
news with a fixed seed, phrases from words that stand side by side there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Literal, NamedTuple

from enginewords import Ready

from searchkit.engines.base import FacetField
from searchkit.engines.lead import lead_term
from searchkit.language.analyzer import Analyzer
from searchkit.language.function_words import function_words
from searchkit.query.ast import Word
from searchkit.weights import WEIGHTS

Scope = Literal["body", "ranked"]
Shape = Literal["and", "or", "phrase", "prefix"]
SCOPES: tuple[Scope, ...] = ("body", "ranked")

SEED = 29
BANDS: Mapping[str, tuple[float, float]] = {
    "common": (0.03, 0.20),
    "medium": (0.003, 0.03),
    "rare": (0.0001, 0.003),
}
"""The share of the articles that a word of each band stands in; function words are in none."""
PAIRS = (("common", "common"), ("common", "medium"), ("medium", "rare"))
FUNCTION = (("function", "function"),)
MIN_FUNCTION = 0.2
MIN_PHRASE = 0.001
"""The least share of the articles that each word of a phrase stands in."""
PREFIX_LETTERS = 5

ALL: tuple[FacetField, ...] = ("region", "year", "band")


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: what is asked, and of which words.

    ``counted`` tells whether the exact total is asked for, ``filtered`` that only
    articles about one region count.
    """

    name: str
    shape: Shape
    pairs: Sequence[tuple[str, str]] = PAIRS
    facets: tuple[FacetField, ...] = ()
    counted: bool = True
    filtered: bool = False


KINDS = (
    Kind("AND", "and"),
    Kind("AND + 2 facets", "and", facets=("year", "band")),
    Kind("AND + 3 facets", "and", facets=ALL),
    Kind("OR, top 10 alone", "or", counted=False),
    Kind("OR", "or"),
    Kind("OR + 3 facets", "or", facets=ALL),
    Kind("OR of function words, top 10 alone", "or", FUNCTION, counted=False),
    Kind("OR of function words + 3 facets", "or", FUNCTION, ALL),
    Kind("OR in a region + 2 facets", "or", facets=("year", "band"), filtered=True),
    Kind("phrase", "phrase", ()),
    Kind("prefix", "prefix", ()),
)


class Question(NamedTuple):
    """What one peer is asked. A prefix is the term of the only word."""

    kind: Kind
    scope: Scope
    words: tuple[Word, ...]
    region: str | None = None


class WeightedTerm(NamedTuple):
    """A field, a term in it, and what its score is multiplied by."""

    field: str
    term: str
    weight: float


def weighted_terms(word: Word) -> list[WeightedTerm]:
    """Where searchkit looks for a word, and what each place counts (see docs/ranking.md)."""
    found: list[WeightedTerm] = []
    for field in (word.field,) if word.field else ("title", "body"):
        raw, stem = getattr(WEIGHTS, field), getattr(WEIGHTS, f"{field}_stem")
        if word.stem is None:
            found.append(WeightedTerm(field, word.term, raw + stem))
        else:
            found.append(WeightedTerm(field, word.term, raw))
            found.append(WeightedTerm(f"{field}_stem", word.stem, stem))
    if word.field is None:
        forms = {lead_term(word.term, word.stem), lead_term(word.term, None)}
        found += [WeightedTerm("lead", form, WEIGHTS.lead) for form in sorted(forms)]
    return found


class Vocabulary:
    """The words of a corpus by band, its neighbours, and its regions."""

    def __init__(self, articles: Iterable[Ready], seed: int = SEED) -> None:
        frequencies: Counter[str] = Counter()
        regions: Counter[str] = Counter()
        neighbours: list[tuple[str, str]] = []
        chance = Random(seed)
        count = 0
        for article in articles:
            words = article.body.split()
            frequencies.update(set(words))
            regions.update(article.regions)
            if len(words) > 1:
                neighbours.append(chance.choice(list(pairwise(words))))
            count += 1
        small = function_words()
        plain = sorted(word for word in frequencies if len(word) > 2 and word.isalpha())
        self._plain = plain
        self._bands: dict[str, list[str]] = {
            name: [
                word
                for word in plain
                if low * count <= frequencies[word] < high * count and word not in small
            ]
            for name, (low, high) in BANDS.items()
        }
        self._bands["function"] = [
            word for word in plain if word in small and frequencies[word] >= MIN_FUNCTION * count
        ]
        self._neighbours = [
            pair
            for pair in neighbours
            if all(word.isalpha() and frequencies[word] >= MIN_PHRASE * count for word in pair)
            and not small.issuperset(pair)
        ]
        self._regions = regions
        self._chance = chance
        self._analyzer = Analyzer()

    def questions(self, count: int) -> list[Question]:
        """So many questions of every kind and scope; the same words in both scopes."""
        asked: list[Question] = []
        for kind in KINDS:
            for number in range(count):
                terms = self._terms(kind, number)
                region = self._region() if kind.filtered else None
                for scope in SCOPES:
                    words = tuple(self._word(term, kind, scope) for term in terms)
                    asked.append(Question(kind, scope, words, region))
        return asked

    def band(self, name: str) -> Sequence[str]:
        """The words of a band, all there are where it has none."""
        return self._bands[name] or self._plain

    def _terms(self, kind: Kind, number: int) -> tuple[str, ...]:
        if kind.shape == "phrase":
            return self._chance.choice(self._neighbours)
        if kind.shape == "prefix":
            return (self._chance.choice(self.band("medium"))[:PREFIX_LETTERS],)
        first, second = kind.pairs[number % len(kind.pairs)]
        if first == second:
            return tuple(self._chance.sample(self.band(first), 2))
        return self._chance.choice(self.band(first)), self._chance.choice(self.band(second))

    def _word(self, term: str, kind: Kind, scope: Scope) -> Word:
        field: Literal["body"] | None = "body" if scope == "body" else None
        if scope == "body" or kind.shape in ("phrase", "prefix"):
            return Word(term, None, field)
        _, stems = self._analyzer.terms(term)
        return Word(term, stems[0])

    def _region(self) -> str:
        """A region, as often as articles are about it."""
        return self._chance.choices(list(self._regions), weights=list(self._regions.values()))[0]
