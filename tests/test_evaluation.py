"""Evaluation: measures worked out by hand, the readers of collections, runs, comparisons."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.errors import CorpusError, IndexMissing
from searchkit.evaluation import (
    Estimate,
    Evaluation,
    Topic,
    TopicResult,
    built_index,
    compare,
    evaluate,
    explain_topic,
    judgments_of,
    read_qrels,
    read_run,
    read_topics,
    write_run,
)
from searchkit.evaluation import lines as evaluation_lines
from searchkit.evaluation.bootstrap import estimates
from searchkit.evaluation.measures import measure
from searchkit.index import Index

CORPUS = (
    {"id": "banjir", "title": "Banjir di Demak", "text": "Banjir merendam sawah warga di Demak."},
    {"id": "banjir-kota", "text": "Air banjir naik di jalan kota, lalu surut pada malam hari."},
    {"id": "panen", "text": "Petani memanen padi lebih awal karena sawah mengering."},
    {"id": "pasar", "text": "Pedagang pasar menjual beras dan cabai dengan harga tetap."},
    {"id": "kebakaran", "text": "Kebakaran menghanguskan kios pedagang di dekat terminal."},
)

TOPICS = (
    Topic("t1", "banjir"),
    Topic("t2", "sawah petani"),
    Topic("t3", "pedagang beras"),
    Topic("t4", "gempa"),
)

QRELS = {
    "t1": {"banjir": 3, "banjir-kota": 1, "panen": 0},
    "t2": {"panen": 1},
    "t3": {"kebakaran": 1},
    "t4": {"pasar": 1},
}


def write_lines(path: Path, records: Sequence[Mapping[str, object]]) -> Path:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text(text, encoding="utf-8")
    return path


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def assert_told(read: Callable[[Path], object], path: Path, words: str) -> None:
    """Reading a file fails, and the error names it and says ``words``."""
    with pytest.raises(CorpusError) as caught:
        read(path)
    assert str(path) in caught.value.message
    assert words in caught.value.message


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of the corpus; tests only read it."""
    folder = tmp_path_factory.mktemp("evaluation")
    corpus = write_lines(folder / "corpus.jsonl", CORPUS)
    with built_index(corpus, keep=folder / "index") as built:
        yield built.index


# Measures ---------------------------------------------------------------------------------


def test_ndcg_is_linear_in_the_relevance() -> None:
    (scores,) = measure({"q": {"a": 3, "b": 1, "c": 0}}, {"q": ["b", "x", "a"]}).values()
    found = 1 / log2(2) + 3 / log2(4)
    best = 3 / log2(2) + 1 / log2(3)
    assert scores["nDCG@10"] == pytest.approx(found / best)
    assert (scores["MRR@10"], scores["R@100"]) == (1.0, 1.0)


def test_reciprocal_rank_is_that_of_the_first_relevant_article() -> None:
    qrels = {"q": {"a": 1, "b": 1}}
    assert measure(qrels, {"q": ["x", "y", "b", "a"]})["q"]["MRR@10"] == pytest.approx(1 / 3)


def test_ten_articles_count_for_two_measures_and_a_hundred_for_recall() -> None:
    others = [f"x{number}" for number in range(120)]
    qrels = {"q": {"a": 1, "b": 2}}
    eleventh = measure(qrels, {"q": [*others[:10], "a", *others[10:]]})["q"]
    assert eleventh == {"nDCG@10": 0.0, "MRR@10": 0.0, "R@100": 0.5}
    hundred_first = measure(qrels, {"q": [*others[:100], "a", "b"]})["q"]
    assert hundred_first["R@100"] == 0.0


def test_a_topic_that_a_run_lacks_scores_0() -> None:
    scores = measure({"q": {"a": 1}, "r": {"b": 1}}, {"q": ["a"]})
    assert set(scores["q"].values()) == {1.0}
    assert set(scores["r"].values()) == {0.0}
    assert set(measure({"q": {"a": 1}}, {})["q"].values()) == {0.0}


def test_odd_names_are_names_like_others() -> None:
    qrels = {"q\0r": {"a\0b": 1, "a\0c": 1, "\ud800": 0}, "q\0s": {"é" * 2_000: 1000, "b": -1000}}
    scores = measure(qrels, {"q\0r": ["a\0c", "a\0b"], "q\0s": ["b", "é" * 2_000]})
    assert scores["q\0r"] == {"nDCG@10": 1.0, "MRR@10": 1.0, "R@100": 1.0}
    assert scores["q\0s"]["nDCG@10"] == pytest.approx(1 / log2(3))
    assert scores["q\0s"]["MRR@10"] == 0.5


ids = st.text("abcdefgh", min_size=1, max_size=3)


@given(st.dictionaries(ids, st.integers(0, 3), min_size=1).filter(lambda d: any(d.values())))
def test_a_perfect_ranking_has_ndcg_1(judgments: dict[str, int]) -> None:
    ranking = sorted(judgments, key=lambda name: -judgments[name])
    scores = measure({"q": judgments}, {"q": ranking})["q"]
    assert scores["nDCG@10"] == pytest.approx(1.0)
    assert scores["MRR@10"] == 1.0


@given(st.dictionaries(ids, st.integers(-1, 3), min_size=1), st.lists(ids, unique=True))
def test_measures_lie_between_0_and_1(judgments: dict[str, int], ranking: list[str]) -> None:
    scores = measure({"q": judgments}, {"q": ranking})["q"]
    assert all(0 <= value <= 1 + 1e-12 for value in scores.values())


# Intervals --------------------------------------------------------------------------------


def test_equal_values_leave_no_doubt() -> None:
    assert estimates({"m": [0.25] * 7})["m"] == Estimate(0.25, 0.25, 0.25)
    assert estimates({"m": []}) == {}


def test_the_interval_is_that_of_the_binomial() -> None:
    one = estimates({"m": [0.0, 1.0] * 50})["m"]
    # Of 100 fair coins 95 % show between 40 and 60 heads.
    assert one.value == 0.5
    assert one.low == pytest.approx(0.40, abs=0.011)
    assert one.high == pytest.approx(0.60, abs=0.011)
    assert one.half_width == pytest.approx((one.high - one.low) / 2)


def test_columns_are_drawn_together() -> None:
    found = estimates({"a": [0.1, 0.9, 0.4, 0.4], "b": [0.1, 0.9, 0.4, 0.4]})
    assert found["a"] == found["b"]


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_an_interval_stays_within_the_values(values: list[float]) -> None:
    one = estimates({"m": values})["m"]
    assert min(values) - 1e-12 <= one.low <= one.high <= max(values) + 1e-12


# Topics and judgments ---------------------------------------------------------------------


def test_topics_keep_their_order_and_know_their_place(tmp_path: Path) -> None:
    path = put(
        tmp_path / "t.jsonl",
        '\ufeff{"qid": "b", "query": "banjir"}\n\n{"qid": 7, "query": "panen raya", "lain": 1}\n',
    )
    topics = read_topics(path)
    assert topics == (Topic("b", "banjir"), Topic("7", "panen raya"))
    assert [topic.place for topic in topics] == [f"{path}:1", f"{path}:3"]
    assert judgments_of(topics) == {}


def test_topics_may_hold_their_judgments(tmp_path: Path) -> None:
    topics = read_topics(
        write_lines(
            tmp_path / "t.jsonl",
            [
                {"qid": "a", "query": "x", "judgments": {"p": 3, "q": 0}},
                {"qid": "b", "query": "x", "relevant_id": "p", "also_relevant_ids": ["r", 5]},
                {"qid": "c", "query": "x", "judgments": {}},
                {"qid": "d", "query": "x"},
            ],
        )
    )
    assert judgments_of(topics) == {
        "a": {"p": 3, "q": 0},
        "b": {"p": 1, "r": 1, "5": 1},
        "c": {},
    }


def test_judgments_have_two_forms(tmp_path: Path) -> None:
    trec = put(tmp_path / "q.txt", "a 0 satu 2\na\t0\tberita dua.txt\t0\n\nb 0 satu -1\n")
    lines = put(
        tmp_path / "q.jsonl",
        '{"qid": "a", "id": "satu", "relevance": 2.0}\n'
        '{"qid": "a", "id": "berita dua.txt", "relevance": 0}\n'
        '{"qid": "b", "id": "satu", "relevance": -1}\n',
    )
    expected = {"a": {"satu": 2, "berita dua.txt": 0}, "b": {"satu": -1}}
    assert read_qrels(trec) == expected
    assert read_qrels(lines) == expected


def test_gzipped_files_are_read_whatever_their_name(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(gzip.compress(b'{"qid": "a", "query": "banjir"}\n', mtime=0))
    assert read_topics(path) == (Topic("a", "banjir"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no topics"),
        ('{"qid": "a", "query": "x"}\nbukan json\n', ":2: not valid JSON"),
        ('{"qid": "a", "query": "x"}\n["b"]\n', ":2: expected a JSON object"),
        ('{"qid": "a"}', ':1: a topic needs its words under "query"'),
        ('{"qid": "a", "query": "  "}', ':1: a topic needs its words under "query"'),
        ('{"query": "x"}', ':1: expected a name under "qid"'),
        ('{"qid": true, "query": "x"}', ':1: expected a name under "qid"'),
        ('{"qid": "a b", "query": "x"}', ":1: the qid 'a b' holds white space"),
        ('{"qid": "a", "query": "x"}\n{"qid": "a", "query": "y"}', ":2: the qid 'a' stands"),
        ('{"qid": "a", "query": "x", "judgments": {"p": "tinggi"}}', ":1: the relevance is a"),
        ('{"qid": "a", "query": "x", "judgments": {"p": true}}', ":1: the relevance is a"),
        ('{"qid": "a", "query": "x", "judgments": ["p"]}', ':1: "judgments" maps ids'),
        ('{"qid": "a", "query": "x", "also_relevant_ids": "p"}', ':1: "also_relevant_ids" is a'),
        ('{"qid": "a", "query": "x", "judgments": []}', ':1: "judgments" maps ids'),
        ('{"qid": "a", "query": "x", "judgments": {" ": 1}}', ":1: expected the id of an article"),
        ('{"qid": "a", "query": "x", "relevant_id": 5.5}', ":1: expected the id of an article"),
        ("[" * 100_000, ":1: JSON nested too deeply"),
    ],
)
def test_what_is_wrong_with_topics_is_told_with_its_place(
    tmp_path: Path, content: str, words: str
) -> None:
    path = put(tmp_path / "t.jsonl", content)
    assert_told(read_topics, path, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("\n", "holds no judgments"),
        ("a 0 p 1\na 0 p\n", ":2: not a judgment"),
        ("a 0 p tinggi\n", ":1: not a judgment"),
        ("a 0 p 1.5\n", ":1: not a judgment"),
        ("a 0 p 1001\n", ":1: the relevance is more than 1,000"),
        ("a 0 p 1\na 0 p 2\n", ":2: 'p' has relevance 2 for 'a', and 1 in an earlier line"),
        ('{"qid": "a", "relevance": 1}\n', ':1: a judgment needs the article under "id"'),
        ('{"qid": "a", "id": "p"}\n', ":1: the relevance is a whole number, not None"),
        ('{"qid": "a", "id": "p", "relevance": 0.5}\n', ":1: the relevance is a whole number"),
    ],
)
def test_what_is_wrong_with_judgments_is_told_with_its_place(
    tmp_path: Path, content: str, words: str
) -> None:
    path = put(tmp_path / "q.txt", content)
    assert_told(read_qrels, path, words)


def test_files_that_cannot_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = "".join(f'{{"qid": "{number}", "query": "banjir"}}\n' for number in range(50))
    packed = gzip.compress(topics.encode(), mtime=0)
    broken = tmp_path / "t.gz"
    broken.write_bytes(packed[:-9])
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"qid": "a", "query": "x"}\n{"qid": "b", "query": "caf\xe9"}\n')
    with pytest.raises(CorpusError, match="gzipped and damaged"):
        read_topics(broken)
    with pytest.raises(CorpusError, match=r"latin\.jsonl:2: not valid UTF-8"):
        read_topics(latin)
    with pytest.raises(CorpusError, match="does not exist"):
        read_topics(tmp_path / "tidak-ada")
    with pytest.raises(CorpusError, match="cannot be read: is a directory"):
        read_topics(tmp_path)
    monkeypatch.setattr(evaluation_lines, "MAX_LINE_BYTES", 30)
    with pytest.raises(CorpusError, match=r"q\.txt:2: the line is longer"):
        read_qrels(put(tmp_path / "q.txt", "a 0 p 1\na 0 " + "p" * 30 + " 1\n"))


def test_the_shared_collections_can_be_read(shared: Path) -> None:
    queries = read_topics(shared / "data/articles_dev/queries.jsonl")
    questions = read_topics(shared / "data/retrieval/tydiqa_id_queries_dev.jsonl.gz")
    assert (len(queries), len(questions)) == (40, 3070)
    for topics in (queries, questions):
        assert all(max(judged.values()) > 0 for judged in judgments_of(topics).values())
        assert len(judgments_of(topics)) == len(topics)


# Runs -------------------------------------------------------------------------------------

names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=8
)
article_ids = st.lists(names, min_size=1, max_size=3).map(" ".join)


@given(st.dictionaries(names, st.lists(article_ids, unique=True, min_size=1)))
def test_a_run_read_back_is_the_run_that_was_written(run: dict[str, list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.trec"
        write_run(path, run)
        if run:
            assert read_run(path) == {qid: tuple(ids) for qid, ids in run.items()}
        else:
            assert path.read_bytes() == b""


def test_a_run_has_the_form_of_trec(tmp_path: Path) -> None:
    path = tmp_path / "run.trec"
    write_run(path, {"t1": ["b", "a"], "t2": [], "t3": ["a"]})
    assert path.read_text(encoding="utf-8") == (
        "t1 Q0 b 1 2 searchkit\nt1 Q0 a 2 1 searchkit\nt3 Q0 a 1 1 searchkit\n"
    )


def test_scores_decide_the_order_of_a_run_as_in_trec_eval(tmp_path: Path) -> None:
    run = "q Q0 a 1 0.5 x\nq Q0 b 2 7e-1 x\nq Q0 c 3 0.5 x\n"
    assert read_run(put(tmp_path / "r", run)) == {"q": ("b", "c", "a")}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no run"),
        ("q Q0 a 1 2 x\nq Q0 a 1 2\n", ":2: not a line of a run"),
        ("q Q0 a 1 tinggi x\n", ":1: not a line of a run"),
        ("q Q0 a 1 nan x\n", ":1: not a line of a run"),
        ("q Q0 a 1 3 x\nq Q0 a 2 2 x\n", ":2: 'a' stands twice under 'q'"),
    ],
)
def test_what_is_wrong_with_a_run_is_told_with_its_place(
    tmp_path: Path, content: str, words: str
) -> None:
    path = put(tmp_path / "r.trec", content)
    assert_told(read_run, path, words)


# Evaluation -------------------------------------------------------------------------------


def test_topics_are_searched_for_as_by_a_search(index: Index) -> None:
    evaluation = evaluate(index, TOPICS, QRELS)
    for result in evaluation.results:
        hits = index.search(result.topic.query, limit=100).hits
        assert result.ids == tuple(hit.article.id for hit in hits)


def test_measures_are_means_over_topics(index: Index) -> None:
    evaluation = evaluate(index, TOPICS, QRELS)
    one, two, three, four = evaluation.results
    assert one.ids == ("banjir", "banjir-kota")
    assert two.ids[0] == "panen"
    assert three.ids == ("pasar", "kebakaran")
    assert four.ids == ()
    assert [result.relevant for result in evaluation.results] == [2, 1, 1, 1]
    assert evaluation.measures["nDCG@10"].value == pytest.approx((1 + 1 + 1 / log2(3) + 0) / 4)
    assert evaluation.measures["MRR@10"].value == pytest.approx((1 + 1 + 1 / 2 + 0) / 4)
    assert evaluation.measures["R@100"].value == pytest.approx(3 / 4)
    assert evaluation.without_hits == 1
    assert (evaluation.unjudged, evaluation.without_relevant) == (0, 0)
    assert 0 < evaluation.median_ms <= evaluation.p95_ms


def test_topics_without_judgments_are_left_out(index: Index) -> None:
    qrels = {"t1": {"banjir": 1}, "t2": {}, "t3": {"pasar": 0}, "lain": {"panen": 1}}
    evaluation = evaluate(index, TOPICS, qrels)
    assert [result.topic.qid for result in evaluation.judged] == ["t1", "t3"]
    assert (evaluation.unjudged, evaluation.without_relevant) == (2, 1)
    assert evaluation.measures["MRR@10"].value == 0.5
    assert set(evaluation.run) == {"t1", "t2", "t3", "t4"}
    nothing = evaluate(index, TOPICS, {})
    assert (nothing.measures, nothing.unjudged) == ({}, 4)


def test_judged_articles_that_the_index_lacks_are_named(index: Index) -> None:
    qrels = {"t1": {"banjir": 1, "hilang": 1, "banj": 0}, "lain": {"lupa": 1}}
    assert evaluate(index, TOPICS, qrels).unknown_ids == ("banj", "hilang")


def test_a_query_that_means_nothing_does_no_harm_to_the_others(index: Index) -> None:
    topics = (Topic("rusak", "wilayah:atlantis"), *TOPICS)
    evaluation = evaluate(index, topics, {**QRELS, "rusak": {"panen": 1}})
    (failed,) = evaluation.failed
    assert failed.topic.qid == "rusak"
    assert "atlantis" in (failed.failure or "")
    assert set((failed.scores or {}).values()) == {0.0}
    assert evaluation.without_hits == 2
    assert len(evaluation.judged) == 5


def test_copies_count_on_their_own_unless_they_are_to_be_folded(tmp_path: Path) -> None:
    text = "Hujan deras membuat sungai meluap dan air masuk ke rumah warga. " * 4
    copies = [{"id": name, "title": f"Berita {name}", "text": text} for name in ("satu", "dua")]
    qrels = {"t": {"satu": 1, "dua": 1}}
    with built_index(write_lines(tmp_path / "corpus.jsonl", copies)) as built:
        topics = (Topic("t", "sungai meluap"),)
        apart = evaluate(built.index, topics, qrels)
        folded = evaluate(built.index, topics, qrels, fold=True)
        explained = explain_topic(built.index, topics[0], qrels["t"])
    assert set(apart.results[0].ids) == {"satu", "dua"}
    assert len(folded.results[0].ids) == 1
    assert {article.rank for article in explained.articles} == {1, 2}


def test_strict_and_literal_are_those_of_the_search(index: Index) -> None:
    topics = (Topic("t2", "sawah petani banjir"), Topic("t5", "Demak"))
    strict = evaluate(index, topics, QRELS, strict=True)
    assert strict.results[0].ids == ()
    assert evaluate(index, topics, QRELS).results[0].ids != ()
    literal = evaluate(index, topics, QRELS, literal=True)
    hits = index.search("Demak", limit=100, literal=True).hits
    assert literal.results[1].ids == tuple(hit.article.id for hit in hits)


@settings(max_examples=15)
@given(st.permutations(TOPICS))
def test_the_order_of_topics_changes_nothing(index: Index, topics: list[Topic]) -> None:
    before, after = evaluate(index, TOPICS, QRELS), evaluate(index, topics, QRELS)
    assert before.measures == after.measures
    assert before.run == after.run


def test_progress_counts_topics(index: Index) -> None:
    done: list[int] = []
    evaluate(index, TOPICS, QRELS, progress=done.append)
    assert done == [1, 2, 3, 4]


def test_times_are_those_of_answered_queries() -> None:
    def took(ms: float, failure: str | None = None) -> TopicResult:
        return TopicResult(Topic("q", "x"), (), ms, failure)

    results = [took(float(ms)) for ms in range(1, 101)]
    evaluation = Evaluation((*results, took(0.0, "rusak")), {}, ())
    assert (evaluation.median_ms, evaluation.p95_ms) == (50.5, 95.0)
    assert Evaluation((took(3.0),), {}, ()).p95_ms == 3.0
    assert Evaluation((), {}, ()).p95_ms == 0.0


def test_without_an_index_there_is_nothing_to_evaluate(tmp_path: Path) -> None:
    with searchkit.open_index(tmp_path / "kosong") as index, pytest.raises(IndexMissing):
        evaluate(index, TOPICS, QRELS)


# Building ---------------------------------------------------------------------------------


def test_the_index_is_gone_afterwards_whatever_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_lines(tmp_path / "c.jsonl", CORPUS)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with built_index(corpus) as built:
        location = built.index.location
        assert location.is_dir() and location.is_relative_to(temporary)
        assert built.report.articles == len(CORPUS)
    assert list(temporary.iterdir()) == []
    with pytest.raises(ZeroDivisionError), built_index(corpus):
        raise ZeroDivisionError
    with pytest.raises(CorpusError), built_index(tmp_path / "tidak-ada.jsonl"):
        pass
    assert list(temporary.iterdir()) == []


def test_a_corpus_may_be_gzipped(tmp_path: Path) -> None:
    plain = write_lines(tmp_path / "c.jsonl", (*CORPUS, {"id": "kosong", "text": ""}))
    packed = tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    with built_index(plain) as one, built_index(packed) as other:
        asked = [evaluate(built.index, TOPICS, QRELS) for built in (one, other)]
        assert asked[0].run == asked[1].run
        (rejected,) = other.report.rejected
        assert (rejected.path, rejected.line) == (str(packed), 6)


def test_a_kept_index_stays_and_never_replaces_another(tmp_path: Path) -> None:
    corpus = write_lines(tmp_path / "c.jsonl", CORPUS)
    with built_index(corpus, keep=tmp_path / "index"):
        pass
    with searchkit.open_index(tmp_path / "index") as index:
        assert index.stats().articles == len(CORPUS)
    with pytest.raises(CorpusError, match="is there already"), built_index(corpus, keep=tmp_path):
        pass


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("c.jsonl", b'{"id": "a"}\n', "c.jsonl:1: has no text"),
        ("c.jsonl.gz", b"bukan gzip", "c.jsonl.gz holds no article"),
        ("c.jsonl.gz", gzip.compress(b'{"id": "a", "text": "b"}\n', mtime=0)[:-9], "damaged"),
        ("c.doc.gz", gzip.compress(b"x", mtime=0), "c.doc.gz: not a format searchkit reads"),
    ],
)
def test_a_corpus_without_articles_is_told(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CorpusError) as caught, built_index(path):
        pass
    assert words in caught.value.message


# Comparison -------------------------------------------------------------------------------


def test_a_comparison_counts_topics_and_lists_what_differs(index: Index) -> None:
    evaluation = evaluate(index, TOPICS, QRELS)
    other = {
        "t1": ("banjir", "banjir-kota"),
        "t2": ("pasar", "panen"),
        "t3": ("kebakaran",),
        "t9": ("panen",),
    }
    comparison = compare(evaluation, other)
    rank_2 = 1 / log2(3)
    one = comparison.measures["nDCG@10"]
    assert (one.wins, one.ties, one.losses) == (1, 2, 1)
    assert one.value == pytest.approx((1 + 1 + rank_2) / 4)
    assert one.against == pytest.approx((1 + rank_2 + 1) / 4)
    assert one.difference.value == pytest.approx(0)
    assert not one.difference.beyond_noise
    (gain,), (loss,) = comparison.gains, comparison.losses
    assert (gain.qid, gain.query) == ("t2", "sawah petani")
    assert gain.difference == pytest.approx(1 - rank_2)
    assert loss.qid == "t3"
    assert loss.difference == pytest.approx(rank_2 - 1)
    assert comparison.unanswered == 1


def test_a_run_against_itself_differs_in_nothing(index: Index) -> None:
    evaluation = evaluate(index, TOPICS, QRELS)
    comparison = compare(evaluation, evaluation.run)
    assert (comparison.gains, comparison.losses) == ((), ())
    for one in comparison.measures.values():
        assert (one.wins, one.ties, one.losses) == (0, 4, 0)
        assert one.difference == Estimate(0.0, 0.0, 0.0)


def test_what_is_worse_everywhere_is_beyond_noise_and_ten_are_listed(tmp_path: Path) -> None:
    judged: dict[str, Any] = {"judgments": {"panen": 1}, "scores": dict.fromkeys(("nDCG@10",), 0.0)}
    judged["scores"] |= {"MRR@10": 0.0, "R@100": 0.0}
    results = tuple(
        TopicResult(Topic(f"q{number:02}", "padi"), (), 1.0, **judged) for number in range(12)
    )
    run = {result.topic.qid: ("panen",) for result in results}
    comparison = compare(Evaluation(results, {}, ()), run)
    one = comparison.measures["MRR@10"]
    assert one.losses == 12
    assert one.difference == Estimate(-1.0, -1.0, -1.0)
    assert one.difference.beyond_noise
    assert len(comparison.losses) == 10
    assert comparison.gains == ()


def test_a_run_of_other_topics_cannot_be_compared(index: Index) -> None:
    with pytest.raises(CorpusError, match="none of the judged topics"):
        compare(evaluate(index, TOPICS, QRELS), {"lain": ("panen",)})


# Explanation ------------------------------------------------------------------------------


def test_an_explanation_shows_where_relevant_articles_stand_and_what_they_lack(
    index: Index,
) -> None:
    topic = Topic("t", "pedagang menjual kios di pasar")
    judgments = {"kebakaran": 1, "panen": 1, "banjir": 2, "hilang": 1, "banjir-kota": 0}
    explanation = explain_topic(index, topic, judgments)
    pasar, kebakaran, banjir, hilang, panen = explanation.articles
    assert (pasar.id, pasar.rank, pasar.judged) == ("pasar", 1, None)
    assert pasar.lacks == ("kios",)
    assert (kebakaran.id, kebakaran.rank, kebakaran.judged) == ("kebakaran", 2, 1)
    assert kebakaran.lacks == ("menjual", "pasar")
    assert pasar.score is not None and kebakaran.score is not None
    assert (banjir.id, banjir.rank, banjir.score) == ("banjir", None, None)
    assert banjir.lacks == ("pedagang", "menjual", "kios", "pasar")
    assert (hilang.id, hilang.title, hilang.lacks) == ("hilang", None, ())
    assert panen.title is not None
    assert explanation.scores == measure({"t": judgments}, {"t": ("pasar", "kebakaran")})["t"]


def test_another_form_of_a_word_is_not_lacking(index: Index) -> None:
    explanation = explain_topic(index, Topic("t", "panen sawah"), {"panen": 1})
    assert explanation.articles[0].id == "panen"
    assert explanation.articles[0].lacks == ()


def test_a_region_read_out_of_the_query_is_lacking_where_nothing_lies_in_it(index: Index) -> None:
    explanation = explain_topic(index, Topic("t", "banjir jateng"), {"banjir-kota": 1})
    lacks = {article.id: article.lacks for article in explanation.articles}
    assert lacks == {"banjir": (), "banjir-kota": ("Jawa Tengah",)}


def test_a_topic_without_judgments_can_be_explained(index: Index) -> None:
    explanation = explain_topic(index, Topic("t", "banjir"), None)
    assert explanation.scores is None
    assert [article.judged for article in explanation.articles] == [None, None]


def test_a_relevant_article_below_one_that_is_not_is_compared_with_it(index: Index) -> None:
    topic = Topic("t", "pedagang menjual kios di pasar")
    pasar, kebakaran = explain_topic(index, topic, {"kebakaran": 1}).articles
    assert (pasar.above, pasar.behind) == (None, ())
    assert kebakaran.above == "pasar"
    assert kebakaran.why.startswith("matches only in part; lacks menjual")
    gaps = [part.value - part.other for part in kebakaran.behind]
    assert gaps == sorted(gaps)
    assert all(gap < 0 for gap in gaps)
    assert {"menjual", "pasar"} <= {part.label for part in kebakaran.behind}


def test_what_stands_above_all_others_is_behind_nothing(index: Index) -> None:
    topic = Topic("t", "pedagang menjual kios di pasar")
    first, *_ = explain_topic(index, topic, {"pasar": 1, "kebakaran": 1}).articles
    assert (first.id, first.above, first.behind) == ("pasar", None, ())
