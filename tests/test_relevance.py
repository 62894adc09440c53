"""Why a hit stands where it does: its parts, what it lacks, and one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from pathlib import Path

import pytest

from searchkit import HitExplanation, Index, open_index
from searchkit.relevance import behind, contributions
from searchkit.results import Results
from searchkit.weights import WEIGHTS
from tests.factory import about, make_article
from tests.golden.corpus import write_records

RECORDS = (
    {"id": "loket", "title": "Loket Pelayanan Kota Malang Ditambah",
     "text": "Pemerintah Kota Malang menambah loket pelayanan publik di kelurahan. "
     "Dinas Kesehatan ikut membuka loket.", "published": "2024-03-01"},
    {"id": "antre", "title": "Warga Mengantre",
     "text": "Warga mengantre lama di loket. Pelayanan publik di kelurahan itu dinilai lambat.",
     "published": "2023-03-01"},
    {"id": "hujan", "title": "Hujan Deras", "text": "Hujan deras turun sejak pagi di loket parkir.",
     "published": "2022-03-01"},
    {"id": "pasar", "title": "Harga Beras", "text": "Harga beras naik di pasar.",
     "published": "2022-04-01"},
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    from searchkit import read_corpus

    folder = tmp_path_factory.mktemp("relevance")
    write_records(folder / "berita.jsonl", RECORDS)
    with open_index(folder / "index") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(folder / "berita.jsonl"))
        yield index


def explained(results: Results) -> dict[str, HitExplanation]:
    found = {hit.article.id: hit.explanation for hit in results.hits}
    assert None not in found.values()
    return found  # type: ignore[return-value]


def test_hits_are_explained_where_that_is_asked_for(index: Index) -> None:
    plain = index.search("loket pelayanan")
    assert plain.words == ()
    assert all(hit.explanation is None for hit in plain.hits)
    results = index.search("loket pelayanan", explain=True)
    assert [word.term for word in results.words] == ["loket", "pelayanan"]
    assert [hit.article.id for hit in results.hits] == [hit.article.id for hit in plain.hits]
    for hit in results.hits:
        assert hit.explanation is not None
        assert hit.explanation.relevance == hit.relevance
        assert hit.explanation.relaxed == hit.relaxed
        total = fsum(part.value for part in hit.explanation.parts)
        assert total == pytest.approx(hit.relevance, abs=1e-5)


def test_what_each_word_adds_sums_up_to_the_relevance(index: Index) -> None:
    for hit in index.search("loket pelayanan Kota Malang 2024 hujan", explain=True).hits:
        assert hit.explanation is not None
        added = contributions(hit.explanation.parts)
        assert fsum(added.values()) == pytest.approx(hit.relevance, abs=1e-5)


def test_relaxed_hits_tell_what_they_lack(index: Index) -> None:
    found = explained(index.search("loket pelayanan Kota Malang", explain=True))
    assert not found["loket"].relaxed
    assert found["loket"].lacks == ()
    assert found["loket"].why.startswith("strict match; agrees with region Kota Malang; best words")
    assert found["antre"].relaxed
    assert found["antre"].lacks == ("Kota Malang",)
    assert found["antre"].why.startswith("matches only in part; lacks Kota Malang; does not agree")
    assert found["hujan"].lacks == ("pelayanan", "Kota Malang")


def test_of_a_name_that_regions_share_any_will_do(index: Index) -> None:
    found = explained(index.search("loket pelayanan Malang", explain=True))
    assert len(index.search("loket pelayanan Malang").reading.regions) == 2
    assert found["loket"].lacks == ()
    assert found["antre"].lacks == ("Kabupaten Malang", "Kota Malang")
    both = explained(index.search("loket Malang Batu", explain=True))
    assert both["loket"].lacks == ("Kota Batu",)


def test_words_near_to_each_other_are_told(index: Index) -> None:
    found = explained(index.search("pelayanan publik", explain=True))
    assert "words near to each other" in found["loket"].why
    assert (
        "words near to each other"
        not in explained(index.search("loket", explain=True))["loket"].why
    )


def test_a_word_that_is_there_in_another_form_is_not_lacking(index: Index) -> None:
    found = explained(index.search("dinkes loket", explain=True))
    assert found["loket"].lacks == ()
    assert found["hujan"].lacks == ("dinkes",)


def test_another_order_is_told_first(index: Index) -> None:
    found = explained(index.search("loket", sort="newest", explain=True))
    assert all(one.why.startswith("ordered by date, the newest first; ") for one in found.values())


def test_one_hit_is_explained_as_on_its_page(index: Index) -> None:
    query = "loket pelayanan Kota Malang"
    for article_id, told in explained(index.search(query, explain=True)).items():
        assert index.explain_hit(query, article_id) == told
    assert index.explain_hit(query, "pasar") is None
    assert index.explain_hit(query, "nowhere") is None
    assert index.explain_hit(query, "antre", strict=True) is None


def test_filters_hold_for_an_explained_hit(index: Index) -> None:
    assert index.explain_hit("loket tahun:2022", "hujan") is not None
    assert index.explain_hit("loket tahun:2022", "antre") is None


def test_one_article_is_behind_another_in_what_adds_less_to_it(index: Index) -> None:
    found = explained(index.search("loket pelayanan Kota Malang", explain=True))
    parts = behind(found["hujan"], found["loket"])
    assert (parts[0].kind, parts[0].label) == ("reading", "region Kota Malang")
    assert (parts[0].value, parts[0].other) == (0.0, WEIGHTS.region)
    assert "pelayanan" in {part.label for part in parts}
    differences = [part.value - part.other for part in parts]
    assert differences == sorted(differences)
    assert all(difference < 0 for difference in differences)
    assert behind(found["loket"], found["loket"]) == ()


def test_a_reading_that_is_met_does_not_lack_its_words(tmp_path: Path) -> None:
    from searchkit.language.analyzer import Analyzer
    from searchkit.search import Options, search
    from tests.factory import build_store

    article = about(make_article("a", "Blitar senang dengan nilainya."), "35.72", score=98.19)
    engine = build_store(tmp_path, [article]).engine()
    results = search("nilai di atas 90", engine, Analyzer(), Options(explain=True))
    (hit,) = results.hits
    assert hit.explanation is not None
    assert "90" not in hit.explanation.lacks
    assert "score > 90" in hit.explanation.why
    engine.close()


def test_a_corrected_query_is_explained_as_it_was_searched_for(index: Index) -> None:
    results = index.search("pelayanan klurahan", explain=True)
    assert results.corrected == "pelayanan kelurahan"
    assert [word.text for word in results.words] == ["pelayanan", "kelurahan"]
    for article_id, told in explained(results).items():
        assert index.explain_hit("pelayanan klurahan", article_id) == told
