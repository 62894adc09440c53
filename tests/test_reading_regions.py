"""Reading of regions: long and short names, governments, everyday words, seats."""

from __future__ import annotations

import pytest

from searchkit.query import ast
from searchkit.regions.gazetteer import gazetteer
from searchkit.weights import WEIGHTS
from tests.readings import query, reading, regions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kutim", ["Kabupaten Kutai Timur"]),
        ("Solo", ["Kota Surakarta"]),
        ("gubernur sumut", ["Sumatera Utara"]),
        ("Pemprov Jatim", ["Jawa Timur"]),
        ("jogja", ["DI Yogyakarta", "Kota Yogyakarta"]),
        ("di yogyakarta", ["DI Yogyakarta"]),
        ("banjir di yogyakarta", ["DI Yogyakarta", "Kota Yogyakarta"]),
        ("Pemkab Malang", ["Kabupaten Malang"]),
        ("Pemkab. Malang", ["Kabupaten Malang"]),
        ("pemkab. malang ombudsman", ["Kabupaten Malang"]),
        ("bupati malang", ["Kabupaten Malang"]),
        ("Pemkot Malang", ["Kota Malang"]),
        ("wali kota malang", ["Kota Malang"]),
        ("Malang", ["Kabupaten Malang", "Kota Malang"]),
        ("kota dan kabupaten blitar", ["Kabupaten Blitar", "Kota Blitar"]),
    ],
)
def test_a_region_is_read_however_it_is_called(text: str, names: list[str]) -> None:
    assert regions(text) == names


def test_the_level_word_is_part_of_the_region_and_no_demand_of_its_own() -> None:
    for region in gazetteer().regions:
        if region.level != "provinsi":
            asked = query(f"{region.name.lower()} ombudsman")
            assert region in asked.reading.regions
            assert len(asked.clauses) == 2, region.name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kota batu ombudsman", ["Kota Batu"]),
        ("metro nilai ombudsman", ["Kota Metro"]),
        ("puncak zona merah", ["Kabupaten Puncak"]),
        ("agam kepatuhan", ["Kabupaten Agam"]),
        ("buru maluku", ["Maluku", "Kabupaten Buru"]),
        ("tanah datar zona hijau", ["Kabupaten Tanah Datar"]),
        ("tebing tinggi 2023", ["Kota Tebing Tinggi"]),
        ("Tanah Datar banjir", ["Kabupaten Tanah Datar"]),
        ("wisata di malang", ["Kabupaten Malang", "Kota Malang"]),
        ("bima", ["Kabupaten Bima", "Kota Bima"]),
    ],
)
def test_an_everyday_word_is_a_region_where_the_query_speaks_for_it(
    text: str, names: list[str]
) -> None:
    assert sorted(regions(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    ["batu akik", "Metro tv", "liburan ke puncak", "jual tanah datar", "di medan perang",
     "memburu waktu", "nasib malang", "keberagaman budaya"],
)  # fmt: skip
def test_an_everyday_word_without_that_stays_a_word(text: str) -> None:
    assert regions(text) == []
    assert all(not isinstance(clause, ast.Sense) for clause in query(text).clauses)


def test_a_level_before_a_province_means_the_regions_in_it() -> None:
    asked = reading("kabupaten jatim zona merah")
    assert [region.name for region in asked.regions] == ["Jawa Timur"]
    assert asked.levels == ("kabupaten",)


def test_a_seat_of_government_weighs_less_than_the_name() -> None:
    (seat,) = query("Kepanjen").clauses
    (name,) = query("Kabupaten Malang").clauses
    assert isinstance(seat, ast.Sense) and isinstance(name, ast.Sense)
    assert seat.meaning == name.meaning == ast.InRegion(("35.07",))
    assert (seat.weight, name.weight) == (WEIGHTS.seat, WEIGHTS.region)


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("kabupaten", ("Pemkab.", "bupati", "pemerintah kabupaten")),
        ("kota", ("Pemkot", "wali kota", "walikota")),
        ("provinsi", ("Pemprov", "gubernur")),
    ],
)
def test_a_government_or_its_head_before_the_name_tells_which_region(
    level: str, words: tuple[str, ...]
) -> None:
    wrong = [
        text
        for region in gazetteer().regions
        if region.level == level
        for word in words
        for text in (f"{word} {region.base}", f"{word} {region.base}".lower())
        if [each.code for each in reading(text).regions] != [region.code]
    ]
    assert wrong == []
