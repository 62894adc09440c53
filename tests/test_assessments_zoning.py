"""Zones told indirectly: of all, of the rest, of those named before, as a history."""

from __future__ import annotations

import pytest

from searchkit.article import Article
from searchkit.understand import understand

LEAD = "Ombudsman RI merilis hasil penilaian kepatuhan pelayanan publik tahun 2023. "
Zones = set[tuple[str, str | None]]


def _zones(text: str, title: str = "") -> Zones:
    article = understand(Article(id="1", title=title, text=LEAD + text, path="/a"))
    return {(a.entity.removeprefix("Kabupaten "), a.zone) for a in article.assessments if a.zone}


def _years(text: str, lead: str = LEAD) -> set[tuple[int | None, str | None]]:
    article = understand(Article(id="1", title="", text=lead + text, path="/a"))
    return {(a.year, a.zone) for a in article.assessments}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # who could not leave a zone is still in it
        ("Kabupaten Sigi belum bisa lepas dari zona kuning.", {("Sigi", "kuning")}),
        ("Kabupaten Sigi lepas dari zona kuning.", set()),
        ("Rapor merah maupun kuning sudah tidak ada lagi di Kabupaten Sigi.", set()),
        ("Kabupaten Sigi lolos tanpa satu pun OPD di zona kuning.", set()),
        # units that were counted before they are named
        ("Dua OPD, yaitu Dinas Sosial Kota Palu dan DPMPTSP Kota Palu, meraih zona hijau.",
         {("Dinas Sosial Kota Palu", "hijau"), ("DPMPTSP Kota Palu", "hijau")}),
        ("Dua Polres masuk zona hijau.", set()),
        # a year is no count of bodies
        ("Kabupaten Sigi pada tahun 2023 kabupaten itu masuk zona hijau.", {("Sigi", "hijau")}),
        # hopes and conditions are no results
        ("Kabupaten Sigi berpeluang meraih zona hijau.", set()),
        ("Kabupaten Sigi diharapkan tahun depan dapat naik ke zona hijau.", set()),
        ("Jangan sampai Kabupaten Sigi masuk zona merah.", set()),
        # a bare colour behind a verb or adverb
        ("Kabupaten Sigi kini sudah hijau, Poso pun kuning.",
         {("Sigi", "hijau"), ("Poso", "kuning")}),
        ("Yang hijau adalah Kabupaten Sigi dan Poso.", {("Sigi", "hijau"), ("Poso", "hijau")}),
        ("Masih banyak yang merah di Kabupaten Sigi.", set()),
        # a list opened in mid-sentence, or in brackets
        ("Tak cuma Sigi, dua daerah meraih zona hijau, yakni Kabupaten Poso dan Buol.",
         {("Poso", "hijau"), ("Buol", "hijau")}),
        ("Hasilnya zona kuning (Pemkab Poso, Pemkab Buol) dan zona merah (Pemkab Sigi).",
         {("Poso", "kuning"), ("Buol", "kuning"), ("Sigi", "merah")}),
        ("Zona hijau (2 kabupaten): Poso, Buol\nZona merah (1 kabupaten): Sigi",
         {("Poso", "hijau"), ("Buol", "hijau"), ("Sigi", "merah")}),
        # a zone long past before the name, the present one behind it
        ("Lama terpaku di zona kuning, Kabupaten Sigi akhirnya menembus zona hijau.",
         {("Sigi", "hijau")}),
        # those named before
        ("Sigi, Poso dan Buol membanggakan. Ketiganya menempati zona hijau.",
         {("Sigi", "hijau"), ("Poso", "hijau"), ("Buol", "hijau")}),
        ("Dua kabupaten masuk zona merah. Mereka adalah Kabupaten Sigi dan Poso.",
         {("Sigi", "merah"), ("Poso", "merah")}),
        ("Tiga pemda zona merah. Hanya Kabupaten Buol zona kuning. "
         "Ketiga daerah itu ialah Sigi, Poso dan Donggala.",
         {("Buol", "kuning"), ("Sigi", "merah"), ("Poso", "merah"), ("Donggala", "merah")}),
        ("Dua kabupaten mendapat rapor merah. Antara lain Sigi dan Poso, sedangkan Kota Palu "
         "mendapat rapor kuning.", {("Sigi", "merah"), ("Poso", "merah"), ("Kota Palu", "kuning")}),
        # the same, and also
        ("Kabupaten Sigi meraih zona hijau. Predikat serupa diterima Kabupaten Poso dan Buol.",
         {("Sigi", "hijau"), ("Poso", "hijau"), ("Buol", "hijau")}),
        ("Zona merah ditempati Kabupaten Sigi. Disusul Kabupaten Poso dan Buol.",
         {("Sigi", "merah"), ("Poso", "merah"), ("Buol", "merah")}),
        # the rest of those listed
        ("Yang dinilai Sigi, Poso dan Buol, hasilnya hanya Buol hijau, selainnya kuning semua.",
         {("Buol", "hijau"), ("Sigi", "kuning"), ("Poso", "kuning")}),
        ("Sigi dan Poso ikut dinilai. Tahun lalu tiga daerah hijau, sisanya kuning.", set()),
        # all governments of a province
        ("Kabupaten Sigi meraih nilai 80,1. Seluruh pemda di Sulawesi Tengah masuk zona hijau.",
         {("Sigi", "hijau")}),
        ("Seluruh kabupaten/kota di Jawa Tengah masuk zona hijau. Kabupaten Sigi ikut dinilai.",
         set()),
        # counts of many are nobody's own
        ("Kabupaten Sigi mencatat 3 OPD zona merah.", set()),
        ("Zona merah didapat dua kabupaten.", set()),
        # a dateline or outlet before a dash is no member of the list
        ("Warta Jateng - Pemkab Sigi meraih zona hijau.", {("Sigi", "hijau")}),
        # another kind of body between takes the zone for itself
        ("Kabupaten Sigi berbenah, Polres Sigi masuk zona kuning.", {("Polres Sigi", "kuning")}),
    ],
)  # fmt: skip
def test_a_zone_told_indirectly_is_given_to_those_meant(text: str, expected: Zones) -> None:
    assert _zones(text) == expected


def test_eighteen_of_nineteen_says_it_of_all_but_one() -> None:
    text = (
        "Nilai Kabupaten Solok 97,7, Kota Solok 90,5, Kabupaten Agam 95,4.\n"
        "Sebanyak 2 dari 3 pemda meraih kategori A, sedangkan Kota Solok kategori B."
    )
    article = understand(
        Article(id="1", title="", text="Survei kepatuhan Ombudsman. " + text, path="/a")
    )
    letters = {(a.entity, a.category) for a in article.assessments}
    assert letters == {("Kabupaten Solok", "A"), ("Kota Solok", "B"), ("Kabupaten Agam", "A")}


def test_words_of_service_in_quotes_are_those_of_the_offices_listed_behind() -> None:
    text = "Penilaian maladministrasi pelayanan publik oleh Ombudsman tahun 2025. "
    text += 'Dua satker "Sangat Baik" yakni Kanimsus Kelas I Non TPI Tangerang dan Bapas Kelas I '
    text += 'Serang. Satu lainnya meraih predikat Kualitas Pelayanan (KP) "Baik", yakni Rutan Palu.'
    article = understand(Article(id="1", title="", text=text, path="/a"))
    assert {(each.entity, each.category) for each in article.assessments} == {
        ("Kantor Imigrasi Khusus Tangerang", "tertinggi"),
        ("Bapas Serang", "tertinggi"),
        ("Rutan Palu", "tinggi"),
    }


def test_two_of_three_says_nothing_where_it_leaves_open_which_two() -> None:
    text = "Skor Kabupaten Sigi 90,1, Kabupaten Poso 85,2, Kabupaten Buol 60,3.\n"
    text += "Sebanyak 2 dari 3 kabupaten di Sulawesi Tengah masuk zona hijau."
    assert _zones(text) == {("Sigi", "hijau"), ("Poso", "hijau"), ("Buol", "kuning")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kabupaten Sigi pernah hijau pada 2019, lalu turun ke zona kuning pada 2021.",
         {(2019, "hijau"), (2021, "kuning")}),
        ("Tahun lalu Kabupaten Sigi zona merah, kini masuk zona kuning.",
         {(2022, "merah"), (2023, "kuning")}),
        ("Hanya Kabupaten Sigi pada tahun 2016 dan Poso pada tahun 2017 memperoleh zona hijau.",
         {(2016, "hijau"), (2017, "hijau")}),
    ],
)  # fmt: skip
def test_each_zone_of_a_history_keeps_its_year(
    text: str, expected: set[tuple[int | None, str | None]]
) -> None:
    assert _years(text) == expected


@pytest.mark.parametrize(
    ("lead", "text", "category"),
    [
        ("Penilaian Ombudsman tahun 2025. ", 'Kota Palu berkategori "Sangat Baik".', "tertinggi"),
        ("Penilaian Ombudsman tahun 2025. ", "Kota Palu berpredikat Cukup.", "sedang"),
        ("Penilaian Ombudsman tahun 2023. ", "Kota Palu berkategori sangat baik.", None),
        ("Penilaian Ombudsman tahun 2023. ", "Kota Palu naik dari B ke A.", "A"),
        ("Penilaian Ombudsman tahun 2019. ", "Kota Palu meraih kualitas tertinggi.", "tertinggi"),
    ],
)
def test_categories_are_those_of_their_year(lead: str, text: str, category: str | None) -> None:
    article = understand(Article(id="1", title="", text=lead + text, path="/a"))
    assert [a.category for a in article.assessments] == ([category] if category else [])
