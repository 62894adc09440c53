"""Figures that are scores by their form or place, and those that only look like scores."""

from __future__ import annotations

import pytest

from searchkit.article import Article
from searchkit.understand import understand

LEAD = "Ombudsman RI merilis hasil penilaian kepatuhan pelayanan publik tahun 2023. "
Scores = set[tuple[str, float]]


def _scores(text: str, title: str = "", lead: str = LEAD) -> Scores:
    article = understand(Article(id="1", title=title, text=lead + text, path="/a"))
    found = [a for a in article.assessments if a.score is not None]
    return {(a.entity.removeprefix("Kabupaten "), a.score or 0.0) for a in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # forms
        ("Kabupaten Sigi meraih nilai 74,367.", {("Sigi", 74.367)}),
        ("Kabupaten Sigi mengumpulkan nilai 17, 33.", {("Sigi", 17.33)}),
        ("Kabupaten Sigi meraih 17, 33 dan 40 penghargaan.", set()),
        ("Kabupaten Sigi zona merah, nilainya 8,71.", {("Sigi", 8.71)}),
        ("Nilai Kabupaten Sigi 8,71.", set()),
        # a percentage is a score where a noun or zones say so
        ("Kabupaten Sigi mendapat penilaian 76,24 persen.", {("Sigi", 76.24)}),
        ("Zona merah Kabupaten Sigi (35,49%) dan Buol (42,43 %).",
         {("Sigi", 35.49), ("Buol", 42.43)}),
        ("Laporan dari Kabupaten Sigi (35,49%) dan Buol (42,43 %).", set()),
        # whole numbers in lists, brackets, tables and behind a rise
        ("Kabupaten Sigi mendapat nilai 43, Poso 47, dan Buol 25.",
         {("Sigi", 43.0), ("Poso", 47.0), ("Buol", 25.0)}),
        ("Tercantum Kabupaten Sigi (67).", {("Sigi", 67.0)}),
        ("Tercantum 12 aduan Kabupaten Sigi (67).", set()),
        ("No | Instansi | Nilai\n1 | Pemkab Sigi | 84\n", {("Sigi", 84.0)}),
        ("Nilai Kabupaten Sigi naik dari 73,5 menjadi 84.", {("Sigi", 73.5), ("Sigi", 84.0)}),
        ("Daerah merah di Kabupaten Sigi turun dari 92 menjadi 64.", set()),
        # handed over, and shared out in order
        ("Skor 90,13 untuk Kabupaten Sigi, 89,44 Kabupaten Poso dan 84,17 diraih Kabupaten Buol.",
         {("Sigi", 90.13), ("Poso", 89.44), ("Buol", 84.17)}),
        ("Kabupaten Sigi, Poso dan Buol mendapat skor masing-masing 78,25; 67,05; dan 66,1.",
         {("Sigi", 78.25), ("Poso", 67.05), ("Buol", 66.1)}),
        ("Kabupaten Sigi menempati urutan pertama (97,41), disusul Poso (96,98) dan Buol (90,1).",
         {("Sigi", 97.41), ("Poso", 96.98), ("Buol", 90.1)}),
        ("Kota Blitar dan Kabupaten Blitar sama-sama meraih nilai 90,1.",
         {("Kota Blitar", 90.1), ("Blitar", 90.1)}),
        # a dimension of a body is not the body
        ("Kabupaten Sigi memperoleh nilai 88,72 pada dimensi input.", set()),
        ("Untuk dimensi proses, Kabupaten Sigi mengantongi 88,72.", set()),
        # who a result comes from
        ("Angka terbaik datang dari Kabupaten Sigi, yaitu 69,63. Pemprov Bali meraih 65,98.",
         {("Sigi", 69.63), ("Bali", 65.98)}),
        ("Kabupaten Sigi belajar dari Kabupaten Buol, yang meraih nilai 99,1.", {("Buol", 99.1)}),
        # compared with
        ("Skor Kabupaten Sigi 83,62, terpaut jauh dari Kabupaten Buol dengan skor 91,45.",
         {("Sigi", 83.62), ("Buol", 91.45)}),
        ("Kabupaten Sigi unggul di atas Kabupaten Buol, yakni mencapai 80,03.", {("Sigi", 80.03)}),
        # a word behind a whole number makes it a count
        ("Di Kabupaten Sigi skor 14 Kabupaten lain bervariasi.", set()),
        ("Ada satu kabupaten yang memiliki nilai 79.", set()),
        # a shared name in apposition is the province
        ("Kabupaten Merangin, Jambi, memperoleh nilai 87,43.", {("Merangin", 87.43)}),
        ("Lampung Selatan (Lamsel) memperoleh nilai 87,43.", {("Lampung Selatan", 87.43)}),
        # "Skornya" goes on about the one before, not the neighbours in a ranking
        ("Kabupaten Sigi urutan 127. Skornya 63,67, diapit Kabupaten Poso dan Kabupaten Buol.",
         {("Sigi", 63.67)}),
        # "untuk" hands a score over, but not to one that has its own
        ("Pemkab Poso nilainya 71,15 untuk Buol 66,67, sementara Sigi 67,33.",
         {("Poso", 71.15), ("Buol", 66.67), ("Sigi", 67.33)}),
        # the relative clause of a place speaks of it
        ("Sebaliknya terlihat di Kabupaten Sigi yang meraih nilai 80,1.", {("Sigi", 80.1)}),
    ],
)  # fmt: skip
def test_a_figure_is_a_score_by_its_place(text: str, expected: Scores) -> None:
    assert _scores(text) == expected


def test_a_sentence_with_a_year_or_rank_goes_on_about_the_subject() -> None:
    text = "Tahun ini bisa mengoleksi 73,17 di posisi ke 82 dari 199 kabupaten."
    assert _scores(text, "Pemkab Sigi Terima Rapor") == {("Sigi", 73.17)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kabupaten Sigi meraih nilai 64,52 dalam penilaian kepatuhan tahun 2017.",
         {(64.52, 2017)}),
        ("Kabupaten Sigi naik dari tahun sebelumnya menjadi 80,13.", {(80.13, 2023)}),
        ("Kabupaten Sigi tahun sebelumnya di angka 57,65 tahun ini menurun menjadi 54,32.",
         {(57.65, 2022), (54.32, 2023)}),
        ("Kabupaten Sigi meraih nilai 64,52, lebih baik dari penilaian tahun 2021.",
         {(64.52, 2023)}),
        ("Kabupaten Sigi meraih nilai 56,48 pada 2016 dan 63,15 pada 2017.",
         {(56.48, 2016), (63.15, 2017)}),
        ("Pada 2020 Kabupaten Sigi meraih nilai 88,1.", {(88.1, 2020)}),
        ("Kabupaten Sigi meraih 64,52 (kualitas sedang) pada 2022.", {(64.52, 2022)}),
    ],
)  # fmt: skip
def test_a_year_behind_a_score_counts_where_it_is_told_of(
    text: str, years: set[tuple[float, int]]
) -> None:
    article = understand(Article(id="1", title="", text=LEAD + text, path="/a"))
    assert {(a.score, a.year) for a in article.assessments} == years
