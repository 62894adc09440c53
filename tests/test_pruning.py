"""The best matches without the others: the same ones, however few there are to choose from."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from searchkit.engines.base import Engine, Selection
from searchkit.engines.whoosh import engine as whoosh_engine
from searchkit.query.ast import Or, Word
from tests.factory import build_store, make_article

COUNTS = (9, 10, 11, 39, 40, 41, 45, 50, 55, 99, 100, 101, 150)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Two hundred articles; each of some words stands in a number of them that is known."""
    choose = random.Random(5)
    places = {count: choose.sample(range(200), count) for count in COUNTS}
    texts = [["warga", "desa", *choose.choices(("sawah", "kebun"), k=at % 9)] for at in range(200)]
    for count, chosen in places.items():
        for at in chosen:
            texts[at] += [_word(count)] * choose.randint(1, 4)
    articles = [make_article(f"a{at}", " ".join(text)) for at, text in enumerate(texts)]
    engine = build_store(tmp_path_factory.mktemp("few"), articles).engine()
    yield engine
    engine.close()


def _word(count: int) -> str:
    return f"{'abcdefghijklmnop'[COUNTS.index(count)] * 3}kata"


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("other", ["sawah", None])
def test_the_best_are_the_same_uncounted(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, count: int, other: str | None
) -> None:
    monkeypatch.setattr(whoosh_engine, "FROM", 0)  # else few articles are scored as they are
    words = [_word(count), *([other] if other else []), _word(COUNTS[0])]
    node = Or(tuple(Word(word, None, "body") for word in words))
    every = engine.select(Selection(node)).matches
    best = engine.select(Selection(node, counted=False)).matches
    assert [(one.article.id, one.relevance) for one in best] == [
        (one.article.id, one.relevance) for one in every
    ]
