"""Which assessment year a text is about, and which a score carries."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.assessments.announcements import announced, latest_assessment, previous_assessment
from searchkit.assessments.scores import mask
from searchkit.assessments.years import ArticleYear, article_year, find_years
from searchkit.language.sentences import sentences


def _year(text: str, published: date | None = None, title: str = "") -> ArticleYear:
    masked = mask(text)
    years = find_years(masked)
    dated = [
        (span, [year for year in years if span.start <= year.start < span.end])
        for span in sentences(text)
    ]
    found = article_year(title, masked, dated, published, None)
    place = found.mention
    assert place is None or text[place.start : place.end] == str(found.year)
    return ArticleYear(found.year, found.method)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Hasil Penilaian Kepatuhan Penyelenggaraan Pelayanan Publik Tahun 2024 terbit.", 2024),
        ("Predikat kepatuhan 2018 diterima bupati.", 2018),
        ("Survei 2019 dilakukan di enam provinsi.", 2019),
        ("Pada 2019 predikat itu diraih kota.", 2019),
        ("Zona kuning pada 2022, padahal pada 2021 hijau.", 2022),
        ("Penilaian Mei-September 2024 berjalan lancar.", 2024),
        ("Survei kepatuhan 2022 selesai paling lambat Januari 2023.", 2022),
        ("Nilai itu menurun dibandingkan tahun 2022. Predikat ini tahun 2023.", 2023),
    ],
)
def test_a_year_after_a_noun_of_the_assessment_is_explicit(text: str, year: int) -> None:
    assert _year(text) == ArticleYear(year, "explicit")


@pytest.mark.parametrize(
    "text",
    [
        "Penilaian merujuk UU Nomor 25 Tahun 2009 dan Peraturan Nomor 61 Tahun 2025.",
        "Penilaian sejalan dengan RPJMN 2015-2019.",
        "Penghargaan didukung APBD 2021.",
        "Penilaian itu diserahkan Kamis (14/11/2024).",
        "Penilaian tahun anggaran 2022.",
        "Pada 2020 penilaian tidak digelar.",
        "COPYRIGHT 2026",
    ],
)
def test_other_years_are_not_the_assessments(text: str) -> None:
    assert _year(text) == ArticleYear(None, None)


def test_the_headline_counts_double() -> None:
    text = "Nilai pada penilaian 2021 rendah."
    assert _year(text, title="Hasil Penilaian Kepatuhan 2022").year == 2022


def test_a_year_after_the_publication_has_no_result_yet() -> None:
    text = "Penilaian tahun 2024 segera dimulai. Hasil penilaian 2023 baik."
    assert _year(text, date(2023, 12, 20)).year == 2023


def test_without_a_year_the_latest_announced_results_are_meant() -> None:
    assert _year("Kota itu masuk zona hijau.", date(2024, 2, 1)) == ArticleYear(2023, "window")
    assert _year("Tahun ini kota itu hijau.", date(2024, 2, 1)) == ArticleYear(2023, "relative")
    assert _year("Kota itu masuk zona hijau.") == ArticleYear(None, None)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2013, 7, 21), None),
        (date(2013, 7, 22), 2013),
        (date(2021, 12, 28), 2019),
        (date(2021, 12, 29), 2021),
        (date(2024, 11, 13), 2023),
        (date(2024, 11, 14), 2024),
        (date(2026, 1, 28), 2024),
        (date(2030, 1, 1), 2025),
    ],
)
def test_results_are_the_latest_from_their_announcement_on(day: date, year: int | None) -> None:
    assert latest_assessment(day) == year


def test_no_assessment_was_held_for_2020() -> None:
    assert previous_assessment(2021) == 2019
    assert previous_assessment(2024) == 2023
    assert announced(2020) is None


def test_relative_years_are_found_in_order() -> None:
    found = find_years("Tahun lalu kuning, tahun ini hijau, tahun 2019 merah.")
    assert [(year.year, year.relative) for year in found] == [
        (None, "last"),
        (None, "this"),
        (2019, None),
    ]


@pytest.mark.parametrize(
    ("text", "published", "year"),
    [
        # years that go with results: the latest, whatever else is history
        ("Zona merah pada 2021, lalu zona kuning pada 2022.", None, 2022),
        # an older year told beside the latest results
        (
            "Kepatuhan tinggi tercatat pada 2019, tetapi pada 2021 berubah ke zona kuning.",
            date(2022, 8, 10),
            2021,
        ),
        # results still to be announced
        ("Sosialisasi penilaian tahun 2024; capaian 2023 zona hijau.", date(2024, 6, 12), 2023),
        # the ceremony's year is not the year assessed
        ("Hasil penilaian tahun 2021 diberikan dalam penganugerahan tahun 2022.", None, 2021),
        # where a survey began is not what is told
        ("Survei dimulai tahun 2015. Penilaian tahun 2017 memberi zona merah.", None, 2017),
    ],
)
def test_the_year_of_the_results_told_wins(text: str, published: date | None, year: int) -> None:
    assert _year(text, published).year == year


def test_the_only_year_of_the_opening_stands_in_where_no_date_is_known() -> None:
    text = "Standar layanan sepanjang tahun 2019 belum baik. Empat daerah mendapat rapor merah."
    assert _year(text) == ArticleYear(2019, "explicit")
