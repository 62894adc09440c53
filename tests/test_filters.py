"""Explicit restrictions: what users type for a region, a year, a band, a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from searchkit.errors import QueryError
from searchkit.query import ast
from searchkit.query.filters import (
    Filters,
    band_filter,
    date_filter,
    level_filter,
    outlet_filter,
    region_filter,
    score_filter,
    year_filter,
)


@pytest.mark.parametrize("name", ["Jawa Timur", "jatim", "JATIM", "Provinsi Jawa Timur", "35"])
def test_a_province_has_many_names(name: str) -> None:
    assert region_filter(name) == ast.InRegion(("35",))


def test_kota_and_kabupaten_stay_apart() -> None:
    assert region_filter("Kota Malang") == ast.InRegion(("35.73",))
    assert region_filter("Pemkab Malang") == ast.InRegion(("35.07",))
    assert set(region_filter("Malang").codes) == {"35.07", "35.73"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023", 2023, 2023),
        ("2021..2024", 2021, 2024),
        ("..2022", None, 2022),
        (">=2023", 2023, None),
        (">2023", 2024, None),
        ("<2023", None, 2022),
    ],
)
def test_years_and_ranges_of_years(value: str, first: int | None, last: int | None) -> None:
    assert year_filter(value) == ast.InYears(first, last)


def test_a_colour_means_all_its_bands_and_a_grade_only_itself() -> None:
    assert set(band_filter("hijau").bands) >= {"A", "B", "hijau"}  # type: ignore[union-attr]
    assert band_filter("a") == ast.InBands(("A",))


@pytest.mark.parametrize(
    ("value", "node"),
    [
        (">=90", ast.Scored(90.0, None)),
        ("> 90", ast.Scored(90.0, None, low_open=True)),
        ("80..90,5", ast.Scored(80.0, 90.5)),
        ("98,19", ast.Scored(98.19, 98.19)),
    ],
)
def test_scores_compare(value: str, node: ast.Node) -> None:
    assert score_filter(value) == node


@pytest.mark.parametrize(
    ("value", "since", "until"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-11-01..2024-11-15", date(2024, 11, 1), date(2024, 11, 15)),
        ("17/11/2024", date(2024, 11, 17), date(2024, 11, 17)),
        (">2023", date(2024, 1, 1), None),
    ],
)
def test_dates_may_be_parts_of_a_day(value: str, since: date, until: date | None) -> None:
    assert date_filter(value) == ast.Dated(since, until)


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        (region_filter, "Atlantis"),
        (year_filter, "kemarin"),
        (band_filter, "ungu"),
        (score_filter, "banyak"),
        (date_filter, "31/02/2024"),
        (date_filter, "2024-13"),
        (date_filter, ">9999"),
        (date_filter, "<0001"),
        (level_filter, "desa"),
        (outlet_filter, "--"),
    ],
)
def test_a_value_that_means_nothing_says_what_would(parse: object, value: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(value)  # type: ignore[operator]
    assert value.lstrip("<>") in caught.value.message
    assert caught.value.next_step


def test_a_misspelt_region_is_suggested() -> None:
    with pytest.raises(QueryError) as caught:
        region_filter("Jawa Timr")
    assert "Jawa Timur" in caught.value.next_step


def test_values_of_one_field_are_alternatives_and_fields_add_up() -> None:
    nodes = Filters.parse(regions=["jatim"], years=["2023", "2024"], since="2024").nodes
    assert nodes == (
        ast.InRegion(("35",)),
        ast.Or((ast.InYears(2023, 2023), ast.InYears(2024, 2024))),
        ast.Dated(date(2024, 1, 1), None),
    )


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (year_filter, "2024..2021"),
        (score_filter, "90..80"),
        (date_filter, "2024-11..2024-10"),
    ],
)
def test_a_range_that_runs_backwards_is_an_error(
    read: Callable[[str], ast.Node], value: str
) -> None:
    low, high = value.split("..")
    with pytest.raises(QueryError) as caught:
        read(value)
    assert f"{high}..{low}" in caught.value.next_step


def test_since_after_until_is_an_error() -> None:
    with pytest.raises(QueryError, match="from 2024 to 2021"):
        Filters.parse(since="2024", until="2021")
    assert Filters.parse(since="2024-01", until="2024-02").nodes == (
        ast.Dated(date(2024, 1, 1), date(2024, 2, 29)),
    )
    assert Filters.parse(since="2024", until="2024-01").nodes == (
        ast.Dated(date(2024, 1, 1), date(2024, 1, 31)),
    )


def test_an_equals_sign_means_just_that_value_of_a_facet() -> None:
    assert band_filter("=hijau") == ast.InBands(("hijau",))
    assert set(band_filter("hijau").bands) > {"hijau"}  # type: ignore[union-attr]
    assert outlet_filter("=tempo.co") == ast.FromOutlets(("tempo.co",), exact=True)
    assert outlet_filter("tempo.co") == ast.FromOutlets(("tempo.co",))
    assert Filters.parse(outlets=["=tempo.co"], bands=["=A"]).nodes == (
        ast.InBands(("A",)),
        ast.FromOutlets(("tempo.co",), exact=True),
    )
    for read in (band_filter, outlet_filter):
        for value in ("=", "= "):
            with pytest.raises(QueryError):
                read(value)
