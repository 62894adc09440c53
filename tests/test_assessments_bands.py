"""The band table: limits by year and body, and what users call the bands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from searchkit.assessments.bands import all_bands, band_called, band_of, bands_named


@pytest.mark.parametrize(
    ("score", "year", "value"),
    [
        (80, 2021, "kuning"),
        (80, 2022, "B"),
        (80, 2025, "tinggi"),
        (50.99, 2018, "merah"),
        (51, 2018, "kuning"),
        (81, 2018, "hijau"),
        (100, 2018, "hijau"),
        (31.99, 2023, "E"),
        (32, 2023, "D"),
        (53.99, 2023, "D"),
        (54, 2023, "C"),
        (77.99, 2023, "C"),
        (78, 2023, "B"),
        (87.99, 2023, "B"),
        (88, 2023, "A"),
        (100, 2024, "A"),
        (53.38, 2025, "rendah"),
    ],
)
def test_a_score_has_the_band_of_its_year(score: float, year: int, value: str) -> None:
    band = band_of(score, year)
    assert band is not None
    assert band.value == value


@pytest.mark.parametrize(
    ("score", "year"),
    [(90, None), (90, 2020), (90, 2014), (90, 1999), (90, 2026), (100.01, 2023), (-1, 2023)],
)
def test_without_limits_there_is_no_band(score: float, year: int | None) -> None:
    assert band_of(score, year) is None


def test_ministries_have_limits_of_their_own() -> None:
    ministry, region = band_of(108, 2017, "kl"), band_of(85, 2017, "pemda")
    assert ministry is not None
    assert region is not None
    assert (ministry.value, region.value) == ("hijau", "hijau")
    assert band_of(85, 2017, "kl") != region
    assert band_of(90, 2018, "kl") is None
    assert band_of(600, 2013, "kl") is None


def test_no_colour_is_derived_from_2025_on() -> None:
    band = band_of(90.34, 2025)
    assert band is not None
    assert (band.zone, band.category, band.service) == (None, "tertinggi", "sangat baik")


def test_the_published_scores_all_fit_the_table(shared: Path) -> None:
    table = shared / "data" / "assessments" / "published_scores.tsv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == 75
    for row in rows:
        band = band_of(
            float(row["score"]), int(row["year"]), "kl" if row["body"] == "kl" else "pemda"
        )
        assert band is not None, row
        service = (band.service or "").replace(" ", "")
        known = {band.value, band.zone, band.label, service}
        assert row["want"].lower().replace("_or_lower", "").replace(" ", "") in {
            (name or "").lower().replace(" ", "") for name in known
        }, row


def test_bands_are_listed_best_first_and_once() -> None:
    values = " ".join(band.value for band in all_bands())
    assert values == "A tertinggi hijau B tinggi C sedang kuning D rendah merah E"


@pytest.mark.parametrize(
    ("word", "values"),
    [
        ("A", ("A",)),
        ("a", ("A",)),
        ("hijau", ("A", "hijau", "B")),
        ("Zona Hijau", ("A", "hijau", "B")),
        ("zona  kuning", ("C", "kuning")),
        ("rapor merah", ("D", "merah", "E")),
        ("tertinggi", ("A", "tertinggi")),
        ("kualitas tertinggi", ("A", "tertinggi")),
        ("tinggi", ("B", "tinggi")),
        ("kepatuhan tinggi", ("A", "hijau", "B")),
        ("kategori b", ("B",)),
        ("", ()),
        ("biru", ()),
    ],
)
def test_what_a_user_calls_a_band(word: str, values: tuple[str, ...]) -> None:
    assert bands_named(word) == values


def test_every_band_is_named_by_its_own_value() -> None:
    for band in all_bands():
        assert band.value in bands_named(band.value)


@pytest.mark.parametrize(
    ("word", "year", "value"),
    [
        ("tertinggi", 2023, "A"),
        ("tertinggi", 2025, "tertinggi"),
        ("tertinggi", 2018, None),
        ("tertinggi", None, None),
        ("B", None, "B"),
        ("B", 2018, None),
    ],
)
def test_a_printed_category_means_what_its_year_calls_it(
    word: str, year: int | None, value: str | None
) -> None:
    band = band_called(word, year)
    assert (band.value if band else None) == value
