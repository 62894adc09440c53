"""The evaluator against an independent oracle: Whoosh's own searcher on the same index."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from whoosh import query as whoosh_query
from whoosh.scoring import BM25F, TF_IDF, MultiWeighting
from whoosh.searching import Searcher

from searchkit.engines.idf import idf
from searchkit.engines.lead import TOP_GRADE
from searchkit.engines.whoosh.commit import Commit
from searchkit.engines.whoosh.evaluator import Evaluator
from searchkit.engines.whoosh.folder import IndexFolder
from searchkit.engines.whoosh.manifest import read_manifest
from searchkit.engines.whoosh.scoring import K1, B
from searchkit.engines.whoosh.snapshot import Snapshot
from searchkit.engines.whoosh.stock import StockIndex
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.engines.whoosh.terms import word_terms
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.weights import WEIGHTS
from tests.factory import about, build_store, make_article

WORDS = [
    "pelayanan",
    "melayani",
    "layanan",
    "publik",
    "kota",
    "kabupaten",
    "nilai",
    "zona",
    "hijau",
    "merah",
    "warga",
    "banjir",
    "hujan",
    "jalan",
    "sekolah",
    "guru",
    "pasar",
    "harga",
    "beras",
    "naik",
    "turun",
    "penilaian",
    "penghargaan",
    "ombudsman",
]
CODES = ("35", "35.72", "35.73", "33.16", "64.74", "11")
COUNT = 120


def _texts(seed: int) -> list[str]:
    choose = random.Random(seed)
    return [" ".join(choose.choices(WORDS, k=choose.randint(3, 60))) for _ in range(COUNT)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> WhooshStore:
    """Three segments, with articles replaced and deleted."""
    choose = random.Random(3)
    articles = [
        about(
            make_article(f"a{i}", text, title=" ".join(choose.choices(WORDS, k=4)),
                         outlet=choose.choice(("Harian Satu", "Dua Online", None)),
                         published=date(2021 + i % 4, 1 + i % 12, 1)),
            *choose.sample(CODES, k=choose.randint(0, 2)),
            score=choose.choice((None, 45.5, 82.0, 97.84)),
            year=2021 + i % 4,
        )
        for i, text in enumerate(_texts(1))
    ]  # fmt: skip
    store = build_store(tmp_path_factory.mktemp("oracle"), articles[:80])
    for part in (articles[70:105], articles[100:]):
        with store.writer() as writer:
            for article in part:
                writer.put(article)
            for article in part[:3]:
                writer.delete(article.id)
            writer.commit({})
    return store


class LuceneIdf(MultiWeighting):
    """Whoosh's BM25F, with the inverse document frequency that searchkit uses, and
    for the words of the lead frequency times that."""

    def __init__(self) -> None:
        bm25f = BM25F(B=B, K1=K1)
        bm25f.idf = self.idf
        super().__init__(bm25f, lead=TF_IDF())

    def idf(self, searcher: Searcher, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        articles, holders = parent.doc_count_all(), parent.doc_frequency(fieldname, text)
        return math.log(1 + (articles - holders + 0.5) / (holders + 0.5))


@pytest.fixture(scope="module")
def searcher(store: WhooshStore) -> Iterator[Searcher]:
    index = StockIndex(store.folder)
    with index.searcher(weighting=LuceneIdf()) as searcher:
        yield searcher
    index.close()


@pytest.fixture(scope="module")
def snapshot(store: WhooshStore) -> Snapshot:
    folder = IndexFolder(store.folder)
    return Snapshot(Commit(folder, read_manifest(folder)).segments())


def test_the_oracle_index_has_segments_and_deletions(searcher: Searcher) -> None:
    assert len(searcher.leaf_searchers()) >= 2
    assert searcher.reader().has_deletions()


def _translate(node: ast.Node) -> whoosh_query.Query:
    """The same question in Whoosh's own query classes."""
    match node:
        case ast.Word():
            return whoosh_query.Or(
                [
                    whoosh_query.Term(f, term, boost=w / TOP_GRADE if f == "lead" else w)
                    for f, term, w in word_terms(node)
                ]
            )
        case ast.And((child, ast.InRegion(codes))):
            region = whoosh_query.Or([whoosh_query.Term("region", code) for code in codes])
            return whoosh_query.Require(_translate(child), region)
        case ast.And(children):
            return whoosh_query.And([_translate(child) for child in children])
        case ast.Or(children):
            return whoosh_query.Or([_translate(child) for child in children])
    raise AssertionError(node)


def _oracle(node: ast.Node, searcher: Searcher) -> dict[int, float]:
    """Scores by article number. Exclusion is done on the results of two searches:
    Whoosh's AndNotMatcher does not look again after a skip and lets articles through.
    """
    if isinstance(node, ast.And) and isinstance(node.children[-1], ast.Not):
        kept, excluded = node.children[0], node.children[-1].child
        without = _oracle(excluded, searcher)
        found = _oracle(kept, searcher)
        return {number: score for number, score in found.items() if number not in without}
    return {hit.docnum: hit.score for hit in searcher.search(_translate(node), limit=None)}


def _scores(evaluator: Evaluator, node: ast.Node, snapshot: Snapshot) -> dict[int, float]:
    """The text scores of the articles that match and are not deleted, by their number."""
    found = evaluator.evaluate(node)
    scores = [0.0] * len(found.places) if found.scores is None else found.scores.tolist()
    matches = zip(found.places.tolist(), scores, strict=True)
    return {number: score for number, score in matches if snapshot.is_live(number)}


def _random_node(choose: random.Random, analyzer: Analyzer, depth: int = 0) -> ast.Node:
    kinds = ("word", "title", "and", "or", "region", *(() if depth else ("not", "not")))
    kind = choose.choice(kinds)
    if depth > 2 or kind in ("word", "title"):
        token = analyzer.analyze(choose.choice((*WORDS, "kepatuhan", "tiada")))[0]
        stem = token.stem if choose.random() < 0.8 else None
        return ast.Word(token.term, stem, "title" if kind == "title" else None)
    children = tuple(_random_node(choose, analyzer, depth + 1) for _ in range(2))
    if kind == "and":
        return ast.And(children)
    if kind == "or":
        return ast.Or(children)
    if kind == "not":
        return ast.And((children[0], ast.Not(children[1])))
    return ast.And((children[0], ast.InRegion(tuple(choose.sample(CODES, k=2)))))


@pytest.mark.parametrize("seed", range(60))
def test_random_trees_match_and_score_as_in_whoosh(
    seed: int, searcher: Searcher, snapshot: Snapshot
) -> None:
    choose = random.Random(seed)
    evaluator, analyzer = Evaluator(snapshot), Analyzer()
    for _ in range(5):
        node = _random_node(choose, analyzer)
        mine = _scores(evaluator, node, snapshot)
        assert mine == pytest.approx(_oracle(node, searcher), rel=1e-5), node


@pytest.mark.parametrize("phrase", [("zona", "hijau"), ("kota", "kabupaten"), ("tiada", "ada")])
def test_phrases_match_as_in_whoosh(
    phrase: tuple[str, ...], searcher: Searcher, snapshot: Snapshot
) -> None:
    mine = _scores(Evaluator(snapshot), ast.Phrase(phrase, "body"), snapshot)
    query = whoosh_query.Phrase("body", list(phrase), boost=WEIGHTS.body)
    theirs = {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}
    assert mine == pytest.approx(theirs, rel=1e-5)


def test_prefixes_match_as_in_whoosh(searcher: Searcher, snapshot: Snapshot) -> None:
    mine = _scores(Evaluator(snapshot), ast.Prefix("pe", "body"), snapshot)
    theirs = {hit.docnum for hit in searcher.search(whoosh_query.Prefix("body", "pe"), limit=None)}
    assert set(mine) == theirs


def test_a_weighted_beginning_scores_as_if_all_its_terms_were_one(snapshot: Snapshot) -> None:
    mine = _scores(Evaluator(snapshot), ast.Prefix("pe", "body", 2.0), snapshot)
    expected: dict[int, float] = {}
    for field, weight in (("body", WEIGHTS.body), ("body_stem", WEIGHTS.body_stem)):
        counts: dict[int, int] = {}
        lengths: dict[int, int] = {}
        for term in snapshot.with_prefix(field, "pe"):
            found = snapshot.postings(field, term)
            for number, often, length in zip(
                found.ids.tolist(), found.frequencies.tolist(), found.length_bytes, strict=True
            ):
                counts[number] = counts.get(number, 0) + often
                lengths[number] = length
        told = idf(snapshot.size, len(counts))
        for number, often in counts.items():
            score = snapshot.scores(field).exact(
                np.array([float(often)]), np.array([lengths[number]], dtype=np.uint8)
            )
            added = 2.0 * weight * told * float(score[0])
            expected[number] = expected.get(number, 0.0) + added
    assert len(expected) > COUNT // 2
    assert mine == pytest.approx(
        {number: score for number, score in expected.items() if snapshot.is_live(number)}
    )


@pytest.mark.parametrize("prefix", ["p", "pe", "pel", "pelayanan", "zz"])
def test_a_beginning_is_looked_up_where_its_terms_lie(snapshot: Snapshot, prefix: str) -> None:
    for field in ("title", "body", "body_stem"):
        terms = list(snapshot.with_prefix(field, prefix))
        lists = [snapshot.postings(field, term).ids.tolist() for term in terms]
        begun = snapshot.begun(field, prefix)
        assert begun.ids.tolist() == sorted({number for ids in lists for number in ids})
        assert snapshot.begun_at_most(field, prefix) == sum(map(len, lists))


def test_whooshs_own_parser_works_on_the_index(searcher: Searcher) -> None:
    from whoosh.qparser import QueryParser

    query = QueryParser("body_stem", searcher.schema).parse("melayani")
    assert set(query.all_terms()) == {("body_stem", "layan")}
    assert len(searcher.search(query, limit=None)) > 0


FACTS = [
    (ast.InRegion(("35",)), lambda a: any(r.code.startswith("35") for r in a.subjects)),
    (ast.Mentions(("35.72",)), lambda a: any(r.code == "35.72" for r in a.regions)),
    (ast.InYears(2022, 2023), lambda a: a.year in (2022, 2023)),
    (ast.InYears(None, 2022), lambda a: a.year is not None and a.year <= 2022),
    (ast.InBands(("A", "hijau")), lambda a: any(r.band in ("A", "hijau") for r in a.results)),
    (ast.InLevels(("kota",)), lambda a: any(r.level == "kota" for r in a.subjects)),
    (ast.FromOutlets(("satu",)), lambda a: a.outlet == "Harian Satu"),
    (ast.Dated(date(2022, 2, 1), date(2023, 5, 1)),
     lambda a: date(2022, 2, 1) <= a.date <= date(2023, 5, 1)),
    (ast.Scored(82.0, None), lambda a: any((r.score or 0) >= 82 for r in a.results)),
    (ast.Scored(82.0, None, low_open=True), lambda a: any((r.score or 0) > 82 for r in a.results)),
    (ast.Scored(None, 50.0), lambda a: any(r.score and r.score <= 50 for r in a.results)),
    (ast.AtLeast(2, (ast.InYears(2021, 2022), ast.InRegion(("35",)), ast.InLevels(("kota",)))),
     lambda a: (a.year in (2021, 2022)) + any(r.code.startswith("35") for r in a.subjects)
     + any(r.level == "kota" for r in a.subjects) >= 2),
]  # fmt: skip


@pytest.mark.parametrize(("node", "holds"), FACTS, ids=lambda value: type(value).__name__)
def test_facts_select_what_a_look_at_every_article_selects(
    node: ast.Node, holds: object, store: WhooshStore
) -> None:
    from searchkit.engines.base import Selection

    engine = store.engine()
    everything = engine.select(Selection(ast.Everything(), limit=1000)).matches
    expected = {m.article.id for m in everything if holds(m.article)}  # type: ignore[operator]
    selected = engine.select(Selection(node, limit=1000))
    assert {match.article.id for match in selected.matches} == expected
    assert selected.total == len(expected)
    assert expected, "the corpus must give this fact a chance"
    engine.close()


def test_the_weight_of_a_word_multiplies_its_score(snapshot: Snapshot) -> None:
    evaluator = Evaluator(snapshot)
    plain = evaluator.evaluate(ast.Word("pelayanan", "layan"))
    double = evaluator.evaluate(ast.Word("pelayanan", "layan", weight=2.5))
    assert plain.places.tolist() == double.places.tolist()
    assert plain.scores is not None
    assert plain.scores.max() > 0
    assert double.scores == pytest.approx(2.5 * plain.scores)
