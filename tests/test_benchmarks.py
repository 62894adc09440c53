"""The peers that searchkit is measured against, and the table that they share."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from searchkit.evaluation import Topic

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"

ARTICLES = (
    {
        "id": "beras",
        "title": "Harga beras naik di pasar induk",
        "text": "Pedagang mengeluh karena harga beras naik sejak awal bulan. Pembeli berkurang.",
    },
    {
        "id": "banjir",
        "title": "Banjir merendam puluhan rumah",
        "text": "Sungai meluap setelah hujan deras semalam. Warga mengungsi ke balai desa.",
    },
    {
        "id": "loket",
        "title": "Loket baru melayani warga lanjut usia",
        "text": "Petugas melayani pemohon kartu keluarga di loket khusus tanpa antrean panjang.",
    },
    {
        "id": "sepak-bola",
        "title": "Kiper muda menyelamatkan tim tuan rumah",
        "text": "Pertandingan berakhir imbang setelah dua penalti ditepis pada babak kedua.",
    },
)

QUERIES = {
    "beras": "harga beras di pasar",
    "banjir": "rumah terendam banjir",
    "loket": "loket kartu keluarga",
    "sepak-bola": "penalti ditepis kiper",
}

PEERS = {
    "raw_bm25": None,
    "sastrawi_bm25": "Sastrawi",
    "snowball_bm25": "snowballstemmer",
    "fts5": None,
    "tantivy": "tantivy",
}


@pytest.fixture(scope="module")
def benchmarks() -> Iterator[Any]:
    """The modules of benchmarks/, imported as its scripts import each other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        names = ("peers", "relevance", "testcollections")
        yield SimpleNamespace(**{name: import_module(name) for name in names})


@pytest.fixture
def collection(benchmarks: Any, tmp_path: Path) -> Any:
    """A collection of the articles, each the only answer to its query."""
    corpus = tmp_path / "articles.jsonl"
    corpus.write_text("".join(f"{json.dumps(one)}\n" for one in ARTICLES), encoding="utf-8")
    topics = tuple(Topic(f"q-{name}", query, {name: 1}) for name, query in QUERIES.items())
    material = benchmarks.testcollections.Material(corpus, topics)
    return benchmarks.testcollections.Collection(
        "small", (corpus,), lambda _: material, ("nDCG@10", "MRR@10")
    )


@pytest.fixture(params=PEERS)
def ranked(
    request: pytest.FixtureRequest, benchmarks: Any, collection: Any
) -> Callable[[str], list[str]]:
    """Each peer in turn, over the articles; skipped where its package is missing."""
    if package := PEERS[request.param]:
        pytest.importorskip(package)
    with collection.opened() as material:
        ranker: Callable[[str], list[str]] = getattr(benchmarks.peers, request.param)(
            material.documents()
        )
    return ranker


def test_a_peer_ranks_the_article_that_says_it_first(ranked: Callable[[str], list[str]]) -> None:
    assert {name: ranked(query)[0] for name, query in QUERIES.items()} == {
        name: name for name in QUERIES
    }


@pytest.mark.parametrize(
    "query",
    ['"harga beras', "title:(beras AND", "beras* NOT", "harga - beras) OR [", "beras^2~ IN [x]"],
)
def test_no_character_of_a_query_is_an_operator(
    ranked: Callable[[str], list[str]], query: str
) -> None:
    assert ranked(query)[0] == "beras"


@pytest.mark.parametrize("query", ["", "?!", "zzzz"])
def test_a_query_without_known_words_finds_nothing(
    ranked: Callable[[str], list[str]], query: str
) -> None:
    assert ranked(query) == []


@pytest.mark.parametrize(
    ("peer", "found"),
    [("raw_bm25", []), ("sastrawi_bm25", ["loket"]), ("snowball_bm25", ["loket"])],
)
def test_peers_differ_in_their_terms(
    benchmarks: Any, collection: Any, peer: str, found: list[str]
) -> None:
    if package := PEERS[peer]:
        pytest.importorskip(package)
    with collection.opened() as material:
        assert getattr(benchmarks.peers, peer)(material.documents())("pelayanan") == found


def test_bm25_prefers_the_shorter_and_the_rarer(benchmarks: Any) -> None:
    document = benchmarks.testcollections.Document
    ranked = benchmarks.peers.raw_bm25(
        [
            document("lama", "", "sawah kering " + "dan juga " * 20),
            document("pendek", "", "sawah basah"),
            document("lain", "", "sawah bupati"),
        ]
    )
    assert ranked("kering sawah") == ["lama", "pendek", "lain"]
    assert ranked("sawah") == ["pendek", "lain", "lama"]


def test_the_table_has_a_row_for_searchkit_and_each_peer(benchmarks: Any, collection: Any) -> None:
    peers = benchmarks.relevance.installed(benchmarks.peers.PEERS)
    asked = benchmarks.relevance.measured(collection, peers)
    head, line, *rest = benchmarks.relevance.table([asked])
    rows = [one.split("|")[1:-1] for one in rest if one.startswith("|")]
    assert [cell.strip() for cell in head.split("|")[1:-1]] == [
        "",
        "small nDCG@10",
        "small MRR@10",
        "indexing",
        "a query",
    ]
    assert line.count("---") == 5
    assert [row[0].strip() for row in rows] == ["**searchkit**", *(peer.name for peer in peers)]
    assert all(len(row) == 5 for row in rows)
    # All find everything here: equal values are all the best, and nothing differs.
    assert all(row[1].strip().startswith("**1.000**") for row in rows)
    assert all("(+0.000 ± 0.000)" in row[2] for row in rows[1:])


def test_differences_are_those_of_the_peer_from_searchkit(benchmarks: Any, collection: Any) -> None:
    silent = benchmarks.peers.Peer("knows little", lambda _: lambda query: ["banjir", "beras"])
    asked = benchmarks.relevance.measured(collection, [silent])
    row = list(benchmarks.relevance.table([asked]))[3]
    # Two of four are found, one of them second.
    assert "| 0.375 (−0.625 ± " in row
    assert "*) |" in row
    assert "0 topics below" in next(iter(benchmarks.relevance.losses(asked, 5)))


def test_losses_name_the_topics_that_peers_answer_better(benchmarks: Any, collection: Any) -> None:
    asked = benchmarks.relevance.measured(collection, [])
    answered = asked.answers.pop(benchmarks.relevance.OURS)
    run = {**answered.run, "q-beras": ("banjir",), "q-loket": ("banjir", "loket")}
    worse = benchmarks.relevance.Answered(0.0, 0.0, run, answered.cells)
    asked.answers.update({"**searchkit**": worse, "peer": answered})
    *_, first, second = benchmarks.relevance.losses(asked, 5)
    assert first == "| q-beras | harga beras di pasar | – | 1 |"
    assert second == "| q-loket | loket kartu keluarga | 2 | 1 |"


def test_a_peer_whose_package_is_missing_is_left_out(benchmarks: Any) -> None:
    peer = benchmarks.peers.Peer
    there, missing = peer("there", list), peer("missing", list, "no_package_is_called_so")
    assert benchmarks.relevance.installed([there, missing]) == [there]


def test_headlines_are_asked_of_bodies_alone(benchmarks: Any, tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl.xz"
    body = "Warga  bergotong royong.\nJalan desa selesai."
    records = [
        {"id": f"n{at}", "title": f"Kabar ke {at} dari desa", "text": f"Isi nomor {at}."}
        for at in range(20)
    ]
    records[3]["text"], records[7]["text"] = body, " ".join(body.upper().split())
    records.append({"id": "short", "title": "Dua kata", "text": "Berita tanpa judul."})
    records.append({"id": "empty", "title": "Judul tanpa isi berita", "text": " "})
    with lzma.open(news, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(one)}\n" for one in records)
    with benchmarks.testcollections.headlines(100, news=news).opened() as everything:
        documents, topics = everything.documents(), everything.topics
    assert {document.id for document in documents} == {f"n{at}" for at in range(20)}
    assert {document.title for document in documents} == {""}
    judged = {topic.query: topic.judgments for topic in topics}
    assert judged["Kabar ke 5 dari desa"] == {"n5": 1}
    assert judged["Kabar ke 3 dari desa"] == judged["Kabar ke 7 dari desa"] == {"n3": 1, "n7": 1}
    with benchmarks.testcollections.headlines(4, 10, news=news).opened() as some:
        assert [topic.qid for topic in some.topics] == [topic.qid for topic in topics[:4]]
        assert some.documents() == documents[:10]
