"""Results read out of whole texts: who holds which score, zone and rank, and in which year."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.article import Article, Assessment
from searchkit.understand import understand

LEAD = "Ombudsman RI merilis hasil penilaian kepatuhan pelayanan publik tahun 2023. "


def _read(text: str, title: str = "", published: date | None = None) -> tuple[Assessment, ...]:
    article = Article(id="1", title=title, text=text, path="/a", published=published)
    return understand(article).assessments


def _scores(text: str, title: str = "") -> set[tuple[str, float, int | None]]:
    return {(a.entity, a.score, a.year) for a in _read(text, title) if a.score is not None}


def _zones(text: str, title: str = "") -> set[tuple[str, str | None, str | None]]:
    return {(a.entity, a.zone, a.category) for a in _read(text, title)}


ONE_YEAR = [
    # the nearest region before the score
    (
        "Kota Kendari memperoleh 47,80 dan Bombana 35,97.",
        "Kota Kendari 47.8, Kabupaten Bombana 35.97",
    ),
    ("Pemkab Blora meraih nilai 94 dengan 14 komponen.", "Kabupaten Blora 94"),
    ("Nilai Kabupaten Serang sebesar 84,11 diberikan atas 9 produk.", "Kabupaten Serang 84.11"),
    (
        "Kota Metro (skor 88,10), Lampung Barat (85,02).",
        "Kota Metro 88.1, Kabupaten Lampung Barat 85.02",
    ),
    # shared names stay apart
    (
        "Kota Malang mendapat nilai 91,2 sedangkan Kabupaten Malang 67.",
        "Kota Malang 91.2, Kabupaten Malang 67",
    ),
    # the score before its holder
    ("Nilai tertinggi 99,96 diraih oleh Kabupaten Ciamis.", "Kabupaten Ciamis 99.96"),
    ("Dengan nilai 92,08, Jawa Timur masuk zona hijau.", "Jawa Timur 92.08"),
    (
        "Nilai 71,2 diperoleh Kabupaten Pidie dan 69,8 diperoleh Kabupaten Bireuen.",
        "Kabupaten Pidie 71.2, Kabupaten Bireuen 69.8",
    ),
    # whole numbers in lists of scores
    (
        "Nilai Ngada 67,5, Ende 71,85 dan Sikka 60 poin.",
        "Kabupaten Ngada 67.5, Kabupaten Ende 71.85, Kabupaten Sikka 60",
    ),
    # lists
    (
        "Daftarnya:\n1. Pemkab Agam, Sumatera Barat (98,02).\n2. Kota Solok (97,1).",
        "Kabupaten Agam 98.02, Kota Solok 97.1",
    ),
    ("Daftarnya:\n1). Pemprov Bali : 98,63\n2). Pemprov Riau : 97,20", "Bali 98.63, Riau 97.2"),
    (
        "Daftar:\n1. Kabupaten Tebo\nNilai: 92,5\nKategori: A\n2. Kota Jambi\nNilai: 89,59",
        "Kabupaten Tebo 92.5, Kota Jambi 89.59",
    ),
    (
        "| Kabupaten Bulungan | 88,12 |\n| Kota Tarakan | 90,01 |",
        "Kabupaten Bulungan 88.12, Kota Tarakan 90.01",
    ),
    # units, offices, ministries and other assessments keep their own
    ("DPMPTSP Kota Depok meraih nilai 100. Nilainya sempurna.", "DPMPTSP Kota Depok 100"),
    (
        "Polres Blora meraih nilai 92,10. Kantor Pertanahan Blora 90,2.",
        "Polres Blora 92.1, Kantor Pertanahan Blora 90.2",
    ),
    (
        "Kementerian Kesehatan meraih 92,3, sedangkan Pemprov Bali 98,1.",
        "Kementerian Kesehatan 92.3, Bali 98.1",
    ),
    (
        "Kabupaten Kolaka mendapat nilai 81,68, dengan Dinas Sosial 79,9, Puskesmas Poli 78,1.",
        "Kabupaten Kolaka 81.68, Dinas Sosial Kolaka 79.9, Puskesmas Poli 78.1",
    ),
    ("Pemkab Kendal meraih nilai SAKIP 72,10 dan indeks kepuasan masyarakat 88,20.", ""),
    (
        "Kabupaten Lebak mencatat nilai 83,45. Dimensi input 21,3 dan dimensi proses 30,2.",
        "Kabupaten Lebak 83.45",
    ),
    ("Nilai terbaik datang dari Kabupaten Sula, yaitu 69,63.", "Kabupaten Kepulauan Sula 69.63"),
    # a unit as a means or a speaker holds nothing
    (
        "Pemkot Bukittinggi melalui DPMPTSP, Disdukcapil dan Dinas Kesehatan meraih nilai 89,55.",
        "Kota Bukittinggi 89.55",
    ),
    ("Kepala Dinas Kominfo Kota Batu mengatakan nilai Kota Batu 86,2.", "Kota Batu 86.2"),
    # comparison and venue
    (
        "Kota Cimahi mencatat skor 96,13, di atas Kabupaten Garut (85,02).",
        "Kota Cimahi 96.13, Kabupaten Garut 85.02",
    ),
    (
        "Bupati Sintang menerimanya di Hotel Mercure Pontianak. Nilai yang diraih Sintang 82,03.",
        "Kabupaten Sintang 82.03",
    ),
    # limits, ranks, shares
    ("Kota Bima mendapat nilai 80,10 di posisi 71 dari 98. Zona hijau 78 - 100.", "Kota Bima 80.1"),
    ("Sebanyak 272 instansi (46,42) hijau, serapan Kota Bima 92,11 persen.", ""),
]


@pytest.mark.parametrize(("text", "expected"), ONE_YEAR)
def test_a_score_goes_to_who_holds_it(text: str, expected: str) -> None:
    wanted = set()
    for pair in filter(None, expected.split(", ")):
        name, _, score = pair.rpartition(" ")
        wanted.add((name, float(score), 2023))
    assert _scores(LEAD + text) == wanted


def test_a_sentence_without_a_name_speaks_of_the_subject() -> None:
    text = LEAD + "Nilainya mencapai 96,97."
    assert _scores(text, "Pemkab Wonosobo Raih Penghargaan") == {
        ("Kabupaten Wonosobo", 96.97, 2023)
    }


def test_a_sentence_about_a_unit_makes_it_the_topic() -> None:
    text = LEAD + "Puskesmas Selomerto berbenah. Nilainya 96,97."
    scores = _scores(text, "Pemkab Wonosobo Raih Penghargaan")
    assert scores == {("Puskesmas Selomerto", 96.97, 2023)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Kota Tegal meraih 85,20, naik dari 71,3 pada 2022.", {(85.2, 2023), (71.3, 2022)}),
        ("Nilai Kota Tegal turun dari 90,11 menjadi 85,02.", {(90.11, 2022), (85.02, 2023)}),
        ("Nilai Kota Tegal naik dari 65 menjadi 85,02.", {(65.0, 2022), (85.02, 2023)}),
        (
            "Kota Tegal mulai tahun 2017 dengan skor 31,56. Setahun kemudian skornya 56,48.",
            {(31.56, 2017), (56.48, 2018)},
        ),
        (
            "Kota Tegal meraih skor 94,66, di atas perolehan 2022 yang hanya 67.",
            {(94.66, 2023), (67.0, 2022)},
        ),
        ("Kota Tegal mendapat 2021 (70,12) dan 2022 (75,01).", {(70.12, 2021), (75.01, 2022)}),
        (
            "Kota Tegal tahun lalu mendapat nilai 69,86, tahun ini 83,06.",
            {(69.86, 2022), (83.06, 2023)},
        ),
        (
            "Kota Tegal meraih skor 94,66, meningkat dibandingkan tahun 2021 sebesar 67.",
            {(94.66, 2023), (67.0, 2021)},
        ),
    ],
)
def test_each_score_keeps_its_own_year(text: str, years: set[tuple[float, int]]) -> None:
    assert {(score, year) for _, score, year in _scores(LEAD + text)} == years


def test_the_year_before_2021_was_2019() -> None:
    text = "Ombudsman menilai kepatuhan tahun 2021. Nilai Kota Tegal naik dari 71,3 menjadi 85,2."
    assert _scores(text) == {("Kota Tegal", 85.2, 2021), ("Kota Tegal", 71.3, 2019)}


def test_the_same_result_told_twice_is_one_with_the_first_evidence() -> None:
    text = LEAD + "Kota Tegal meraih nilai 85,20. Nilai Kota Tegal 85,20 itu membanggakan."
    (result,) = _read(text)
    assert result.evidence.start == text.index("85,20")


def test_evidence_is_where_the_score_stands() -> None:
    text = LEAD + "Kota Tegal meraih nilai 85,20."
    (result,) = _read(text)
    assert text[result.evidence.start : result.evidence.end] == "85,20"


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Kota Kupang masuk zona kuning.", {("Kota Kupang", "kuning", None)}),
        ("Kota Kupang naik dari zona merah ke zona kuning.", {("Kota Kupang", "kuning", None)}),
        ("Di Kota Kupang tidak ada lagi rapor merah.", set()),
        ("Sebanyak 16 daerah masuk zona hijau.", set()),
        (
            "Polres Sigi dan Buol meraih zona hijau.",
            {("Polres Sigi", "hijau", None), ("Polres Buol", "hijau", None)},
        ),
        ("Ada tiga zona: zona hijau, zona kuning dan zona merah.", set()),
        (
            "Alor dan Belu berada di zona merah, sedangkan Kota Kupang di zona kuning.",
            {("Kabupaten Alor", "merah", None), ("Kabupaten Belu", "merah", None)}
            | {("Kota Kupang", "kuning", None)},
        ),
        (
            "Zona kuning diraih Kabupaten Alor dan Sikka; zona merah Kabupaten Ende.",
            {("Kabupaten Alor", "kuning", None), ("Kabupaten Sikka", "kuning", None)}
            | {("Kabupaten Ende", "merah", None)},
        ),
        (
            "Daftar zona merah:\n- Kabupaten Nias\n- Kabupaten Nias Barat\n",
            {("Kabupaten Nias", "merah", None), ("Kabupaten Nias Barat", "merah", None)},
        ),
        ("Hanya dua daerah zona hijau. Kedua daerah itu Kota Palu dan Kabupaten Sigi.",
         {("Kota Palu", "hijau", None), ("Kabupaten Sigi", "hijau", None)}),
        ("Kota Palu meraih kategori B.", {("Kota Palu", "hijau", "B")}),
        ("Kota Palu meraih kualitas tertinggi.", {("Kota Palu", "hijau", "A")}),
        ("Kota Palu memperoleh predikat kepatuhan tinggi.", {("Kota Palu", "hijau", None)}),
        ("Zona merah hilang dari Kabupaten Sigi.", set()),
        ("Kabupaten Sigi akhirnya meninggalkan zona kuning.", set()),
        ("Tiga daerah masuk zona hijau dan Kabupaten Sigi masih merah.",
         {("Kabupaten Sigi", "merah", None)}),
        ("Kota Palu meraih kategori B. Kabupaten Sigi meraih kategori C.",
         {("Kota Palu", "hijau", "B"), ("Kabupaten Sigi", "kuning", "C")}),
        ("Pemkab Sigi menyaksikan pemberian kualitas tertinggi.", set()),
    ],
)  # fmt: skip
def test_a_zone_goes_to_who_is_in_it(
    text: str, zones: set[tuple[str, str | None, str | None]]
) -> None:
    assert _zones(LEAD + text) == zones


def test_a_zone_of_the_headline_belongs_to_its_region() -> None:
    (result,) = _read(LEAD + "Piagam diterima bupati.", "Pemkab Jember Raih Zona Hijau")
    assert (result.entity, result.zone) == ("Kabupaten Jember", "hijau")
    assert result.evidence.start == result.evidence.end


def test_what_follows_from_the_score_is_named_as_derived() -> None:
    (result,) = _read(LEAD + "Kota Palu meraih nilai 79,72.")
    assert (result.zone, result.category, result.band) == ("hijau", "B", "B")
    assert result.derived == ("zone", "category")


def test_a_printed_zone_that_contradicts_the_score_is_kept_and_flagged() -> None:
    (result,) = _read(LEAD + "Kota Palu meraih nilai 79,72 di zona kuning.")
    assert (result.zone, result.band, result.conflict) == ("kuning", "B", True)


def test_the_awards_name_is_no_category() -> None:
    (result,) = _read(LEAD + "Kota Palu meraih predikat kepatuhan tinggi dengan nilai 97,84.")
    assert (result.category, result.conflict) == ("A", False)


def test_results_of_2025_have_a_quality_and_no_colour() -> None:
    text = "Ombudsman menyerahkan opini pelayanan publik tahun 2025. Kota Batu meraih nilai 76,04."
    (result,) = _read(text)
    assert (result.zone, result.category, result.band) == (None, "sedang", "sedang")


def test_without_a_year_a_score_has_no_band() -> None:
    (result,) = _read("Ombudsman menilai kepatuhan. Kota Palu meraih nilai 79,72.")
    assert (result.year, result.zone, result.band) == (None, None, None)


def test_a_rank_alone_is_a_result_without_a_zone() -> None:
    text = LEAD + "Kabupaten Jember menempati posisi ke-4 nasional dari 268 kabupaten."
    (result,) = _read(text)
    assert (result.rank, result.rank_of, result.zone, result.score) == (4, 268, None, None)


def test_how_the_year_was_found_is_kept() -> None:
    explicit = _read(LEAD + "Kota Palu meraih nilai 79,72.")[0]
    window = _read(
        "Ombudsman menilai kepatuhan. Kota Palu meraih nilai 79,72.", published=date(2024, 2, 1)
    )[0]
    assert (explicit.year, explicit.year_method) == (2023, "explicit")
    assert (window.year, window.year_method) == (2023, "window")


@pytest.mark.parametrize(
    "text",
    [
        "Kota Surabaya masuk zona merah covid-19 dan pelayanan publik dibatasi.",
        "Pemkab Pacitan meraih opini WTP dari BPK dengan nilai 95,70.",
        "Pemkab Serang meraih nilai SAKIP 74,54.",
        "Arema FC di peringkat 10 dengan 43 poin.",
        "Ombudsman menerima 574 aduan, 90 dari Kabupaten Lombok Barat.",
        "Ruang terbuka hijau Kota Palu mencapai nilai 80,5.",
    ],
)
def test_articles_about_other_things_have_no_results(text: str) -> None:
    assert _read(text) == ()


def test_a_mentioned_region_has_its_result_with_its_role() -> None:
    text = LEAD + "Kota Palu meraih nilai 79,72. Nilai tertinggi 99,1 diraih Kabupaten Ciamis."
    roles = {a.entity: a.role for a in _read(text, "Kota Palu Masuk Zona Hijau")}
    assert roles == {"Kota Palu": "subject", "Kabupaten Ciamis": "mention"}
