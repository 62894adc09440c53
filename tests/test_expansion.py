"""Short forms are found by their long form, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.corpus import read_corpus
from searchkit.index import Index, open_index

ARTICLES = {
    "long": "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu membuka loket baru di pasar.",
    "short": "Warga mengurus izin usaha di loket DPMPTSP yang baru dibuka di terminal.",
    "explained": "Balai Uji Benih Ikan Nila (BUBIN) melepas ribuan benih ke danau itu.",
    "again": "Kepala Balai Uji Benih Ikan Nila memeriksa kolam di desa sebelah.",
    "only": "Kolam BUBIN penuh setelah hujan turun semalam.",
    "health": "Dinkes membagikan masker kepada pedagang.",
    "parts": "Dinas itu bekerja. Modal usaha kecil dan satu pintu pelayanan lain tidak ada.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("words")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in ARTICLES.items():
        (corpus / f"{name}.txt").write_text(f"{name.title()}\n\n{text}\n", encoding="utf-8")
    with open_index(folder / "index") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(corpus))
        yield index


def _found(index: Index, query: str, **options: bool) -> set[str]:
    results = index.search(query, strict=True, **options)  # type: ignore[arg-type]
    return {Path(hit.article.path).stem for hit in results.hits}


def test_a_short_form_finds_what_it_stands_for(index: Index) -> None:
    assert _found(index, "loket dpmptsp") == {"long", "short"}


def test_a_long_form_finds_its_short_one(index: Index) -> None:
    query = "loket dinas penanaman modal dan pelayanan terpadu satu pintu"
    assert _found(index, query) == {"long", "short"}


def test_two_words_of_a_long_form_find_its_short_one(index: Index) -> None:
    assert _found(index, "dinas kesehatan") == {"health"}


def test_what_an_article_explains_is_known_for_all(index: Index) -> None:
    assert _found(index, "bubin") == {"explained", "again", "only"}
    assert _found(index, "kolam balai uji benih ikan nila") == {"again", "only"}


def test_the_reading_says_so(index: Index) -> None:
    reading = index.search("loket dpmptsp").reading
    assert [(one.typed, one.forms) for one in reading.expansions] == [
        ("dpmptsp", ("dinas penanaman modal dan pelayanan terpadu satu pintu",))
    ]
    assert index.search("loket").reading.expansions == ()


def test_literal_queries_are_left_alone(index: Index) -> None:
    assert _found(index, "loket dpmptsp", literal=True) == {"short"}


def test_facets_count_the_same_articles(index: Index) -> None:
    assert index.facet("region", "loket dpmptsp").total == 2


def test_a_form_of_many_words_is_no_better_than_the_one_typed(index: Index) -> None:
    results = index.search("bubin", strict=True)
    scores = {Path(hit.article.path).stem: hit.relevance for hit in results.hits}
    assert max(scores, key=lambda name: scores[name]) == "only"


def test_other_forms_are_highlighted(index: Index) -> None:
    article = index.article("long.txt")
    spans = index.highlights(article, "dpmptsp")
    assert [article.text[span.start : span.end] for span in spans] == [
        "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"
    ]
