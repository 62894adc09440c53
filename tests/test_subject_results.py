"""Filters, order and facets go by the results of what an article is about, in its own year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchkit
from searchkit import Filters, Index
from tests.golden.corpus import write_records

SCORED = "{} memperoleh nilai {} dalam penilaian kepatuhan pelayanan publik Ombudsman RI tahun {}."


def record(article_id: str, title: str, text: str, year: int = 2024) -> Mapping[str, str]:
    published = f"{year}-12-20"
    return {"id": article_id, "title": title, "text": text, "published": published}


NEWS = (
    record("kota", "Nilai Kota Blitar", SCORED.format("Kota Blitar", "92,5", 2024)),
    record(
        "riwayat",
        "Nilai Kota Tegal",
        SCORED.format("Kota Tegal", "80,4", 2024)
        + " Pada penilaian tahun 2022, Kota Tegal meraih nilai 95,1.",
    ),
    record(
        "pembanding",
        "Nilai Kabupaten Ngawi",
        SCORED.format("Kabupaten Ngawi", "60,5", 2024)
        + " Nilai tertinggi 99,1 diraih oleh Kabupaten Ciamis.",
    ),
    record(
        "dengan-unit",
        "Nilai Kabupaten Jember",
        SCORED.format("Kabupaten Jember", "70,25", 2024)
        + " Dinas Sosial Kabupaten Jember meraih nilai 98,3.",
    ),
    record(
        "unit",
        "Dinas Sosial Kota Malang Dinilai Ombudsman",
        SCORED.format("Dinas Sosial Kota Malang", "97,2", 2024),
    ),
    record(
        "kementerian",
        "Kementerian Perindustrian Dinilai Ombudsman",
        SCORED.format("Kementerian Perindustrian", "91,4", 2023),
        2023,
    ),
    record(
        "kantor",
        "Polres Blora Dinilai Ombudsman",
        SCORED.format("Polres Blora", "89,6", 2023),
        2023,
    ),
    record(
        "provinsi",
        "Nilai Provinsi Jawa Timur",
        SCORED.format("Provinsi Jawa Timur", "75,5", 2023),
        2023,
    ),
    record("banjir", "Banjir di Kota Semarang", "Banjir merendam tiga kelurahan di Kota Semarang."),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("subjects")
    write_records(folder / "berita.jsonl", NEWS)
    with searchkit.open_index(folder / "index") as built:
        with built.writer() as writer:
            assert writer.sync(searchkit.read_corpus(folder / "berita.jsonl")).rejected == ()
        yield built


def found(index: Index, query: str, **options: object) -> list[str]:
    results = index.search(query, limit=50, strict=True, **options)  # type: ignore[arg-type]
    return [hit.article.id for hit in results.hits]


def counts(index: Index, field: str) -> dict[str | int, int]:
    values = index.facet(field).values  # type: ignore[arg-type]
    return {value.value: value.count for value in values}


def test_a_score_asked_for_is_the_subjects_own_of_the_articles_year(index: Index) -> None:
    assert set(found(index, "nilai:>=90")) == {"kota", "kementerian"}
    assert set(found(index, "nilai:80..90")) == {"riwayat", "kantor"}
    assert set(found(index, "nilai:<=76")) == {"pembanding", "dengan-unit", "provinsi"}
    assert found(index, "nilai:>97") == []


def test_a_band_asked_for_is_the_subjects_own(index: Index) -> None:
    def banded(band: str) -> set[str]:
        return set(found(index, "*", filters=Filters.parse(bands=[band])))

    assert banded("A") == {"kota", "kementerian", "kantor"}
    assert banded("B") == {"riwayat"}
    assert banded("hijau") == banded("A") | banded("B")
    assert banded("kuning") == {"pembanding", "dengan-unit", "provinsi"}
    assert banded("merah") == set()


def test_the_order_by_score_goes_by_the_subjects_own(index: Index) -> None:
    assert found(index, "ombudsman", sort="score") == [
        "kota",
        "kementerian",
        "kantor",
        "riwayat",
        "provinsi",
        "dengan-unit",
        "pembanding",
        "unit",  # has no score but a unit's
    ]


def test_bands_are_counted_without_units_mentions_and_history(index: Index) -> None:
    assert counts(index, "band") == {"A": 3, "B": 1, "C": 3}


def test_years_are_those_of_the_articles_own_results(index: Index) -> None:
    assert counts(index, "year") == {2023: 3, 2024: 6}  # the flood counts by its day


def test_levels_are_those_of_subjects_and_of_units_among_them(index: Index) -> None:
    levels = counts(index, "level")
    assert levels["kementerian"] == 1
    assert levels["lembaga"] == 1
    assert levels["opd"] == 1  # the other unit is told of in passing
    assert levels["provinsi"] == 1

    def of_level(level: str) -> set[str]:
        return set(found(index, "*", filters=Filters.parse(levels=[level])))

    assert of_level("opd") == {"unit"}
    assert of_level("kementerian") == {"kementerian"}
    assert of_level("lembaga") == {"kantor"}
    assert "pembanding" in of_level("kabupaten")
    assert of_level("provinsi") == {"provinsi"}


def test_an_article_with_results_of_units_alone_has_no_band_but_their_level(index: Index) -> None:
    article = index.article("unit")
    assert [(each.level, each.score) for each in article.assessments] == [("opd", 97.2)]
    assert (article.results, article.score, article.assessment_year) == ((), None, 2024)
    alone = index.search(
        "dinas sosial malang",
        filters=Filters.parse(levels=["opd"]),
        strict=True,
        facets=("band", "level"),
    )
    assert [hit.article.id for hit in alone.hits] == ["unit"]
    assert alone.facets["band"] == ()
    assert "opd" in {value.value for value in alone.facets["level"]}
