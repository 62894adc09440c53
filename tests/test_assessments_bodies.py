"""Bodies beside the regions: ministries, offices and units, and what holds their results."""

from __future__ import annotations

import pytest

from searchkit.article import Article, Assessment
from searchkit.understand import understand

LEAD = "Ombudsman RI merilis hasil penilaian kepatuhan pelayanan publik tahun 2023. "


def _read(text: str, title: str = "") -> tuple[Assessment, ...]:
    return understand(Article(id="1", title=title, text=LEAD + text, path="/a")).assessments


def _scores(text: str, title: str = "") -> set[tuple[str, float]]:
    return {(a.entity, a.score) for a in _read(text, title) if a.score is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the name shown is the official one, or the printed one with its region
        ("Kemenkes meraih nilai 92,3.", {("Kementerian Kesehatan", 92.3)}),
        ("Kementerian PU dan Perumahan Rakyat 92,3.",
         {("Kementerian Pekerjaan Umum dan Perumahan Rakyat", 92.3)}),
        ("Kementerian Bahari Nusantara meraih nilai 92,3.",
         {("Kementerian Bahari Nusantara", 92.3)}),
        ("BPPT meraih nilai 92,3.", {("Badan Pengkajian dan Penerapan Teknologi", 92.3)}),
        ("Konsil Kedokteran Indonesia meraih nilai 92,3.",
         {("Konsil Kedokteran Indonesia", 92.3)}),
        ("BPN Kabupaten Nias meraih nilai 92,3.", {("Kantor Pertanahan Kabupaten Nias", 92.3)}),
        ("Kemenag Kota Palu meraih nilai 92,3.", {("Kantor Kemenag Kota Palu", 92.3)}),
        ("Lapas Kelas IIA Palu meraih nilai 92,3.", {("Lapas Palu", 92.3)}),
        ("Polres Anggrek Raya meraih nilai 92,3.", {("Polres Anggrek Raya", 92.3)}),
        ("Dinas Lingkungan Hidup Kota Palu meraih nilai 92,3.",
         {("Dinas Lingkungan Hidup Kota Palu", 92.3)}),
        ("Dinas Pendidikan, Pemuda dan Olahraga Kota Palu meraih nilai 92,3.",
         {("Dinas Pendidikan, Pemuda dan Olahraga Kota Palu", 92.3)}),
        ("Puskesmas Anggrek Utara meraih nilai 92,3.", {("Puskesmas Anggrek Utara", 92.3)}),
        ("Puskesmas Blora II meraih nilai 92,3.", {("Puskesmas Blora II", 92.3)}),
        ("RSUD Kota Palu meraih nilai 92,3.", {("RSUD Kota Palu", 92.3)}),
        ("RSUD dr. Melati Palu meraih nilai 92,3.", {("RSUD dr. Melati Palu", 92.3)}),
        ("SMPN 5 Blora meraih nilai 92,3.", {("SMPN 5 Blora", 92.3)}),
        # a name ends where a headline's verb or the next institution begins
        ("Dinas Sosial Raih Nilai 92,3 dan Dinas Kesehatan 91,2 di Kabupaten Blora.",
         {("Dinas Sosial Blora", 92.3), ("Dinas Kesehatan Blora", 91.2)}),
        ("Lima OPD Pemkab Blora dinilai: Dinas Sosial 91,2 dan DPMPTSP 89,5.",
         {("Dinas Sosial Blora", 91.2), ("DPMPTSP Blora", 89.5)}),
        # units without a place belong to whom the text speaks of
        ("Pemkab Blora meraih nilai 90,1. Rinciannya, Dinas Sosial 91,2 dan DPMPTSP 89,5.",
         {("Kabupaten Blora", 90.1), ("Dinas Sosial Blora", 91.2), ("DPMPTSP Blora", 89.5)}),
        ("Dinas Sosial 91,2, DPMPTSP 89,5 dan Dinas Kesehatan Kota Palu 90,2.",
         {("Dinas Sosial Palu", 91.2), ("DPMPTSP Palu", 89.5),
          ("Dinas Kesehatan Kota Palu", 90.2)}),
        # where a unit lies is part of it, and no holder
        ("Puskesmas Anggrek di Kabupaten Blora meraih nilai 92,3.", {("Puskesmas Anggrek", 92.3)}),
        ("Disdik Kabupaten Blora, Jawa Tengah, meraih nilai 92,3.",
         {("Disdik Kabupaten Blora", 92.3)}),
        # further names of a list are offices, too
        ("Polres Poso (92,3), Sigi (91,2) dan Buol (90,1).",
         {("Polres Poso", 92.3), ("Polres Sigi", 91.2), ("Polres Buol", 90.1)}),
        ("Kementerian Kesehatan, Keuangan, dan Perdagangan "
         "masing-masing meraih 92,3; 91,2; dan 90,1.",
         {("Kementerian Kesehatan", 92.3), ("Kementerian Keuangan", 91.2),
          ("Kementerian Perdagangan", 90.1)}),
        # many of them are nobody
        ("Lima Puskesmas meraih nilai 92,3.", set()),
        ("Semua Polres di daerah itu meraih nilai 92,3.", set()),
    ],
)  # fmt: skip
def test_an_institution_holds_its_own_score(text: str, expected: set[tuple[str, float]]) -> None:
    assert _scores(text) == expected


@pytest.mark.parametrize(
    ("text", "level", "parent", "province"),
    [
        ("Kemenkes meraih nilai 92,3.", "kementerian", None, None),
        ("BPOM meraih nilai 92,3.", "lembaga", None, None),
        ("Polres Poso meraih nilai 92,3.", "lembaga", "Kabupaten Poso", "Sulawesi Tengah"),
        ("Dinas Sosial Kota Palu 92,3.", "opd", "Kota Palu", "Sulawesi Tengah"),
    ],
)
def test_level_and_parent_tell_where_it_belongs(
    text: str, level: str, parent: str | None, province: str | None
) -> None:
    (result,) = _read(text)
    assert (result.level, result.parent, result.province) == (level, parent, province)
    assert result.code is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Disdukcapil Kota Palu 92,3.", "Dinas Kependudukan dan Pencatatan Sipil Kota Palu 92,3."),
        ("Dinkes Blora 92,3.", "Dinas Kesehatan Kabupaten Blora 92,3."),
        ("Kemensos 92,3.", "Kementerian Sosial 92,3."),
        ("Kantah Kota Palu 92,3.", "Kantor Pertanahan Palu 92,3."),
        ("RSUD Depok 92,3.", "RSUD Kota Depok 92,3."),
    ],
)
def test_the_key_is_the_same_however_a_body_is_written(one: str, other: str) -> None:
    (first,), (second,) = _read(one), _read(other)
    assert first.key == second.key
    assert first.key


def test_the_key_of_a_region_is_its_code() -> None:
    (result,) = _read("Kota Palu meraih nilai 92,3.")
    assert result.key == result.code == "72.71"


def test_a_unit_is_a_subject_only_where_the_headline_names_it() -> None:
    text = "Puskesmas Anggrek Kabupaten Blora meraih nilai 92,3."
    (passing,) = _read(text, "Pemkab Blora Terima Penghargaan")
    (subject,) = _read(text, "Puskesmas Anggrek Terima Penghargaan")
    assert (passing.role, subject.role) == ("mention", "subject")


def test_results_leave_units_out() -> None:
    text = LEAD + "Kabupaten Blora meraih nilai 90,1, Dinas Sosial Blora 92,3."
    article = understand(Article(id="1", title="Blora Zona Hijau", text=text, path="/a"))
    assert [result.entity for result in article.results] == ["Kabupaten Blora"]


def test_results_are_those_of_the_articles_own_year() -> None:
    text = LEAD + "Kabupaten Blora meraih nilai 90,1, naik dari 75,2 pada 2022."
    article = understand(Article(id="1", title="Blora Zona Hijau", text=text, path="/a"))
    assert [(result.year, result.score) for result in article.results] == [(2023, 90.1)]
    assert {result.year for result in article.assessments} == {2022, 2023}
    assert article.results[0].previous == 75.2


@pytest.mark.parametrize(
    ("year", "score", "read"), [(2013, "452", True), (2017, "108", True), (2022, "108", False)]
)
def test_ministries_have_the_scale_of_their_year(year: int, score: str, read: bool) -> None:
    text = f"Ombudsman menilai kepatuhan tahun {year}. Kementerian Sosial mendapat nilai {score}."
    found = understand(Article(id="1", title="", text=text, path="/a")).assessments
    assert [result.score for result in found] == ([float(score)] if read else [])


def test_a_nameless_government_is_the_region_spoken_of() -> None:
    text = "Kabupaten Poso meraih zona hijau. Pemprov masih berada di zona kuning."
    zones = {(result.entity, result.zone) for result in _read(text, "Pemkab Poso Dipuji")}
    assert zones == {("Kabupaten Poso", "hijau"), ("Sulawesi Tengah", "kuning")}


def test_one_of_many_governments_is_nobody() -> None:
    assert _read("Sebanyak 34 Pemprov dan 98 Pemkot masuk zona hijau.", "Pemkab Poso Dipuji") == ()
