"""Proximity: words of the query that stand together make an article rank higher."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from searchkit.engines.base import Selection
from searchkit.engines.whoosh.engine import WhooshEngine
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.weights import Weights
from tests.factory import build_store, make_article

WORDS = ("pasar", "banjir", "warga", "sekolah", "jalan", "harga")
K1 = 1.2
WINDOW = 8


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    choose = random.Random(4)
    return {
        f"a{number}": " ".join(choose.choices((*WORDS, "dan", "itu", "lama"), k=40))
        for number in range(60)
    }


@pytest.fixture(scope="module")
def engine(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> Iterator[WhooshEngine]:
    """Three segments."""
    articles = [make_article(name, text) for name, text in texts.items()]
    store = build_store(tmp_path_factory.mktemp("pairs"), articles[:20])
    for part in (articles[20:45], articles[45:]):
        with store.writer() as writer:
            for article in part:
                writer.put(article)
            writer.commit({})
    engine = store.engine()
    yield engine
    engine.close()


def _selection(words: tuple[str, ...], weights: Weights) -> Selection:
    leaves = tuple(ast.Word(word, word) for word in words)
    return Selection(ast.Or(leaves), words=leaves, weights=weights, limit=100)


def _naive(text: str, left: str, right: str, weights: Weights, idf: dict[str, float]) -> float:
    """The sequential dependence evidence of one pair, read off the words of a text."""
    words = text.split()
    places = {word: [at for at, one in enumerate(words) if one == word] for word in (left, right)}
    adjacent = sum(at + 1 in places[right] for at in places[left])
    near = sum(any(abs(at - other) < WINDOW for other in places[right]) for at in places[left])
    value = weights.adjacent * adjacent / (adjacent + K1) + weights.near * near / (near + K1)
    return min(idf[left], idf[right]) * value


@pytest.mark.parametrize("words", [("pasar", "banjir"), ("harga", "warga", "jalan")])
def test_it_adds_what_counting_by_hand_adds(
    words: tuple[str, ...], engine: WhooshEngine, texts: dict[str, str]
) -> None:
    weights = Weights(adjacent=0.7, near=0.4)
    plain = {
        match.article.id: match.relevance
        for match in engine.select(_selection(words, Weights(adjacent=0.0, near=0.0))).matches
    }
    idf = {}
    for word in words:
        holders = sum(word in text.split() for text in texts.values())
        idf[word] = math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
    added = {
        match.article.id: match.relevance - plain[match.article.id]
        for match in engine.select(_selection(words, weights)).matches
    }
    counted = {
        name: sum(_naive(texts[name], left, right, weights, idf) for left, right in pairwise(words))
        for name in added
    }
    scale = max(counted.values()) / max(added.values())
    assert scale > 0
    assert {name: value * scale for name, value in added.items()} == pytest.approx(
        counted, abs=2e-4
    )
    assert len(set(counted.values())) > 10


def test_words_that_stand_together_come_first(tmp_path: Path) -> None:
    filler = "warga kota lama menunggu kabar sampai sore hari sebelum pulang"
    store = build_store(
        tmp_path,
        [
            make_article("apart", f"{filler} {filler} pasar {filler} melihat banjir besar."),
            make_article("together", f"{filler} {filler} {filler} melihat banjir pasar besar."),
        ],
    )
    analyzer = Analyzer()
    leaves = tuple(ast.Word(t.term, t.stem) for t in analyzer.analyze("banjir pasar"))
    engine = store.engine()
    matches = engine.select(Selection(ast.And(leaves), words=leaves)).matches
    assert [match.article.id for match in matches] == ["together", "apart"]
    engine.close()


def test_pages_cut_one_order(engine: WhooshEngine) -> None:
    whole = engine.select(_selection(("pasar", "banjir"), Weights())).matches
    pages = [
        match.article.id
        for offset in range(0, len(whole), 7)
        for match in engine.select(
            _selection(("pasar", "banjir"), Weights())._replace(offset=offset, limit=7)
        ).matches
    ]
    assert pages == [match.article.id for match in whole]
