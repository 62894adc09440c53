"""The parts of a relevance: they add up to what a selection says, whatever was asked."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import fsum

import pytest

from searchkit.engines.base import Selection
from searchkit.engines.explained import Explained, PairDetails, Part, TermDetails
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.weights import Weights
from tests.test_evaluator import CODES, WORDS, store

__all__ = ["store"]  # a fixture: three segments, with articles replaced and deleted

SEEDS = range(12)


@pytest.fixture(scope="module")
def engine(store: WhooshStore) -> Iterator[WhooshEngine]:
    engine = store.engine()
    yield engine
    engine.close()


class _Trees:
    """Random trees of every kind of node."""

    def __init__(self, seed: int) -> None:
        self._choose = random.Random(seed)
        self._analyzer = Analyzer()

    def word(self) -> ast.Word:
        token = self._analyzer.analyze(self._choose.choice((*WORDS, "tiada")))[0]
        field = self._choose.choice((None, None, "title", "body"))
        stem = token.stem if self._choose.random() < 0.8 else None
        return ast.Word(token.term, stem, field, self._choose.choice((1.0, 0.3)))

    def fact(self) -> ast.Node:
        return self._choose.choice(
            (
                ast.InRegion(tuple(self._choose.sample(CODES, k=2))),
                ast.Mentions(("35.72",)),
                ast.InYears(2021, 2022),
                ast.InBands(("A", "hijau")),
                ast.HasResult(codes=("35",), years=(2021, 2024), subject=True),
                ast.Assesses(),
            )
        )

    def text(self) -> ast.Node:
        field = self._choose.choice((None, "title", "body"))
        phrase = ast.Phrase(tuple(self._choose.choices(WORDS, k=2)), field)
        return self._choose.choice((self.word(), self.word(), phrase, ast.Prefix("pe", field)))

    def node(self, depth: int = 0) -> ast.Node:
        if depth > 2:
            return self.text()
        kind = self._choose.randrange(10)
        children = tuple(self.node(depth + 1) for _ in range(self._choose.randint(2, 3)))
        match kind:
            case 0:
                return ast.And(children)
            case 1:
                return ast.Or(children)
            case 2:
                return ast.Either((*children, children[0]))
            case 3:
                return ast.AtLeast(
                    self._choose.randint(1, 2), children, self._choose.choice((0, 0.2))
                )
            case 4 | 5:
                return ast.Sense(children[0], self.fact(), self._choose.choice((1.0, 0.5)))
            case 6:
                return ast.Prefer(self.fact(), 0.7)
            case 7:
                return ast.And((ast.Or(children), ast.Not(self.text())))
            case _:
                return self.text()

    def selection(self) -> Selection:
        clauses = (self.node(), self.node(), ast.Word("pelayanan", "layan"))
        return Selection(
            ast.AtLeast(self._choose.choice((1, 1, 2)), clauses, 0.2),
            filters=(ast.InYears(2022, None),) if self._choose.random() < 0.3 else (),
            skip=self.text() if self._choose.random() < 0.3 else None,
            sort=self._choose.choice(("relevance", "relevance", "newest")),
            limit=1_000,
            hints=tuple(self.node() for _ in range(self._choose.randint(0, 3))),
            words=tuple(self.word() for _ in range(self._choose.randint(0, 4))),
            weights=self._choose.choice((Weights(), Weights(title=2.0, lead=0.1, near=0.9))),
        )


def _adds_up(part: Part) -> bool:
    children = fsum(child.value for child in part.children)
    return not part.children or part.value == pytest.approx(children, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_parts_add_up_to_the_relevance_of_every_match(seed: int, engine: WhooshEngine) -> None:
    trees = _Trees(seed)
    matches = 0
    for _ in range(2):
        selection = trees.selection()
        for match in engine.select(selection).matches:
            explained = engine.explain(selection, match.article.id)
            assert explained is not None
            assert explained.relevance == match.relevance
            total = fsum(part.value for part in explained.parts)
            assert total == pytest.approx(match.relevance, abs=1e-5), selection
            assert all(map(_adds_up, explained.walk()))
            matches += 1
    assert matches, "the trees must give the articles a chance"


def test_random_trees_have_all_kinds_of_parts(engine: WhooshEngine) -> None:
    kinds: set[str] = set()
    for seed in SEEDS:
        selection = _Trees(seed).selection()
        for match in engine.select(selection).matches[:10]:
            explained = engine.explain(selection, match.article.id)
            assert explained is not None
            kinds |= {part.kind for part in explained.walk() if part.matches}
    assert kinds >= {
        "coordination",
        "query", "hints", "proximity", "all", "any", "either", "at least", "without", "sense",
        "word", "phrase", "prefix", "term", "reading", "pair",
    }  # fmt: skip


def _first(engine: WhooshEngine, selection: Selection) -> Explained:
    match = engine.select(selection).matches[0]
    explained = engine.explain(selection, match.article.id)
    assert explained is not None
    return explained


def test_a_term_tells_what_its_score_is_made_of(engine: WhooshEngine) -> None:
    from searchkit.engines.lead import TOP_GRADE
    from searchkit.engines.whoosh.scoring import K1, B

    explained = _first(engine, Selection(ast.Word("pelayanan", "layan")))
    terms = [part.details for part in explained.walk() if isinstance(part.details, TermDetails)]
    assert {one.form for one in terms} >= {"raw", "stem"}
    for one in terms:
        if one.length is None or one.average_length is None:
            expected = one.idf * one.frequency / TOP_GRADE
            assert one.form == "lead"
        else:
            norm = 1 - B + B * one.length / one.average_length
            expected = one.idf * one.frequency * (K1 + 1) / (one.frequency + K1 * norm)
        assert one.score == pytest.approx(one.weight * expected)
    assert explained.best == pytest.approx(sum(one.score for one in terms))
    assert explained.relevance == 1.0


def test_of_several_wordings_the_best_counts_and_the_others_add_nothing(
    engine: WhooshEngine,
) -> None:
    either = ast.Either((ast.Word("banjir"), ast.Word("hujan")))
    both = Selection(ast.And((ast.Word("banjir"), ast.Word("hujan"), either)), limit=100)
    for match in engine.select(both).matches:
        explained = engine.explain(both, match.article.id)
        assert explained is not None
        wordings = next(part for part in explained.walk() if part.kind == "either").children
        (counted,) = [wording for wording in wordings if wording.value]
        assert counted.score == max(wording.score for wording in wordings)
        assert all(wording.score > 0 for wording in wordings)


def test_readings_tell_whether_the_article_agrees_and_what_that_is_worth(
    engine: WhooshEngine,
) -> None:
    sense = ast.Sense(ast.Word("kota"), ast.InRegion(("35",)), 0.5)
    selection = Selection(ast.Or((sense, ast.Everything())), limit=1_000)
    agrees = {True: 0, False: 0}
    for match in engine.select(selection).matches:
        explained = engine.explain(selection, match.article.id)
        assert explained is not None
        (reading,) = [part for part in explained.walk() if part.kind == "reading"]
        about = any(region.code.startswith("35") for region in match.article.subjects)
        assert (reading.label, reading.matches, reading.weight) == ("region Jawa Timur", about, 0.5)
        assert reading.value == (0.5 if about else 0.0)
        agrees[about] += 1
    assert agrees[True]
    assert agrees[False]


def test_proximity_tells_how_often_two_words_stand_together(engine: WhooshEngine) -> None:
    words = (ast.Word("zona"), ast.Word("hijau"))
    selection = Selection(ast.And(words), words=words, limit=1_000)
    pairs = 0
    for match in engine.select(selection).matches:
        explained = engine.explain(selection, match.article.id)
        assert explained is not None
        body = [token.term for token in Analyzer().analyze(match.article.body)]
        adjacent = sum(both == ("zona", "hijau") for both in pairwise(body))
        for part in explained.walk():
            if isinstance(part.details, PairDetails):
                assert part.details.adjacent == adjacent
                assert part.details.near >= part.details.adjacent
                pairs += 1
    assert pairs


def test_what_the_selection_does_not_have_is_not_explained(engine: WhooshEngine) -> None:
    selection = Selection(ast.Word("banjir"), filters=(ast.Dated(date(2022, 1, 1), None),))
    found = {match.article.id for match in engine.select(selection._replace(limit=1_000)).matches}
    for article_id in (*engine.ids(), "nowhere"):
        assert (engine.explain(selection, article_id) is not None) == (article_id in found)
