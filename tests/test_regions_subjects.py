"""Which regions an article is about."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest

from searchkit.regions.mentions import resolve_mentions
from searchkit.regions.subjects import read_regions, regions_of


def _subjects(title: str, body: str) -> list[str]:
    return [ref.name for ref in read_regions(title, body) if ref.role == "subject"]


def _mentioned(title: str, body: str) -> list[str]:
    return [ref.name for ref in read_regions(title, body) if ref.role == "mention"]


# -- the headline


def test_the_region_of_the_headline_is_the_subject() -> None:
    title, body = "Pemkot Cimahi Juara", "SOREANG - Juara kedua Kota Bogor, ketiga Kota Depok."
    assert _subjects(title, body) == ["Kota Cimahi"]
    assert _mentioned(title, body) == ["Kabupaten Bandung", "Kota Bogor", "Kota Depok"]


def test_several_regions_of_the_headline_are_subjects_in_its_order() -> None:
    assert _subjects("Bitung dan Minahasa Perbaiki Loket", "") == [
        "Kota Bitung",
        "Kabupaten Minahasa",
    ]


def test_a_kabupaten_or_kota_outranks_its_province() -> None:
    title = "Rembang Teladan di Jawa Tengah"
    assert _subjects(title, "REMBANG - Rembang jadi teladan se-Jateng.") == ["Kabupaten Rembang"]


def test_a_provincial_government_in_the_headline_is_a_subject_of_its_own() -> None:
    title = "Bukittinggi Naik, Pemprov Sumbar Turun"
    assert _subjects(title, "") == ["Kota Bukittinggi", "Sumatera Barat"]


def test_a_region_that_is_only_compared_with_is_no_subject() -> None:
    title = "Selain Pemprov Sulut, Pemkot Tomohon Berbenah"
    assert _subjects(title, "") == ["Kota Tomohon"]


def test_a_place_in_the_headline_is_the_subject_where_nothing_else_is_named() -> None:
    assert _subjects("Longsor di Cilacap", "Longsor menutup jalan.") == ["Kabupaten Cilacap"]
    assert _subjects("Pemkot Cimahi Diberi Piala di Depok", "") == ["Kota Cimahi"]


def test_the_province_of_an_ombudsman_branch_is_no_subject() -> None:
    title = "Ombudsman Jatim Buka Gerai"
    body = "SURABAYA - Ombudsman Perwakilan Jawa Timur membuka gerai aduan pada hari pasar."
    assert _subjects(title, body) == []
    assert "Jawa Timur" in _mentioned(title, body)


def test_the_region_of_an_office_is_no_subject() -> None:
    title = "Kantor Imigrasi Ketapang Pindah Gedung"
    assert _subjects(title, "Kantor Imigrasi Ketapang pindah gedung pekan depan.") == []


def test_an_office_at_work_makes_the_place_the_subject() -> None:
    title, body = "Polda Jatim Sita Ganja", "SURABAYA - Polda Jatim menyita ganja di Sidoarjo."
    assert _subjects(title, body) == ["Kabupaten Sidoarjo"]


def test_a_city_with_the_regions_around_it_is_all_of_them() -> None:
    found = _subjects("Hujan Guyur Malang Raya", "")
    assert set(found) == {"Kota Malang", "Kabupaten Malang", "Kota Batu"}


def test_the_city_that_only_tells_where_another_lies_is_no_subject() -> None:
    assert _subjects("Liburan ke Kota Batu Malang", "") == ["Kota Batu"]


# -- regions counted in the headline

TWO_LISTS = (
    "Nilai baik diraih Kota Bima, Dompu dan Lombok Utara di NTB.\n"
    "Nilai cukup didapat Kota Mataram dan Lombok Tengah."
)


@pytest.mark.parametrize("headline", ["Tiga Pemda di NTB Hijau", "3 Daerah di NTB Hijau"])
def test_the_list_with_as_many_members_as_the_headline_counts_holds_the_subjects(
    headline: str,
) -> None:
    assert _subjects(headline, TWO_LISTS) == [
        "Kota Bima",
        "Kabupaten Dompu",
        "Kabupaten Lombok Utara",
    ]


def test_two_counts_in_the_headline_take_two_lists() -> None:
    assert len(_subjects("3 Daerah Hijau, 2 Daerah Kuning", TWO_LISTS)) == 5


@pytest.mark.parametrize(("number", "count"), [("Tiga", 3), ("Sebelas", 11), ("Dua Belas", 12)])
def test_numbers_in_words_are_counts(number: str, count: int) -> None:
    names = ["Alor", "Belu", "Ende", "Ngada", "Sikka", "Malaka", "Lembata", "Nagekeo", "Kupang"]
    names += ["Manggarai", "Rote Ndao", "Flores Timur"]
    body = f"Yaitu Pemkab {', Pemkab '.join(names[:count])}. Hadir pula Kota Bima dan Dompu."
    assert len(_subjects(f"{number} Pemkab Terbaik", body)) == count


def test_of_two_numbers_the_part_is_the_count() -> None:
    assert len(_subjects("3 dari 10 Daerah di NTB Hijau", TWO_LISTS)) == 3


FOUR_OF_NINE = (
    "Empat kabupaten di Lampung menerima bibit kopi pekan ini, kata panitia di balai desa.\n"
    "Penerimanya yakni Lampung Barat, Tanggamus, Pesawaran dan Way Kanan."
)


@pytest.mark.parametrize("headline", ["Bibit Kopi Dibagikan", "Bibit Kopi Dibagikan di Lampung"])
def test_the_first_sentence_counts_where_the_headline_names_no_region(headline: str) -> None:
    assert len(_subjects(headline, FOUR_OF_NINE)) == 4


def test_a_region_of_the_headline_outranks_a_count_in_the_first_sentence() -> None:
    assert _subjects("Lampung Panen Kopi", FOUR_OF_NINE) == ["Lampung"]


def test_a_pemprov_beside_a_count_is_the_province_of_the_article() -> None:
    title = "Pemprov dan Tiga Pemda di NTB Hijau"
    assert _subjects(title, TWO_LISTS)[-1] == "Nusa Tenggara Barat"


def test_a_headline_that_counts_offices_is_not_about_the_province() -> None:
    assert _subjects("Lima Polres di Banten Pindah", "Lima polres pindah gedung.") == []


# -- lists of results


def test_every_region_with_a_figure_is_a_subject_of_a_list_of_results() -> None:
    body = (
        "Hasil penilaian di Jambi:\n1. Kabupaten Tebo – 71,5\n2. Kota Sungai Penuh – 70,25\n"
        "3. Kabupaten Bungo – 69,75\n"
    )
    assert _subjects("Ombudsman Umumkan Hasil Penilaian", body) == [
        "Kabupaten Tebo",
        "Kota Sungai Penuh",
        "Kabupaten Bungo",
    ]


def test_figures_behind_the_province_belong_to_the_region_before_it() -> None:
    body = (
        "Tiga besar diumumkan kemarin di hadapan para kepala daerah.\n"
        "1. Pemkab Bangli, Bali (77,25).\n2. Pemkot Cimahi, Jawa Barat (76,75)\n"
        "3. Pemkot Salatiga, Jawa Tengah (75,10)\n"
    )
    assert _subjects("Daftar Terbaik", body) == ["Kabupaten Bangli", "Kota Cimahi", "Kota Salatiga"]


def test_shares_of_votes_are_no_results() -> None:
    body = (
        "Hasil akhir diumumkan komisi pemilihan di ibu kota kemarin malam.\n"
        "Ia unggul di Ponorogo 53,7 persen, Kabupaten Tuban 55,3 persen, Sampang 60,1 persen."
    )
    assert _subjects("Hasil Pemilu Diumumkan", body) == []


def test_a_list_without_figures_only_mentions() -> None:
    body = "Yang pernah ikut: Tarakan, Surabaya, Kendari, Ternate, Ciamis dan Sragen."
    assert _subjects("Mengenal Adipura", body) == []
    assert len(_mentioned("Mengenal Adipura", body)) == 6


@pytest.mark.parametrize(
    "result",
    ["Pemkab Sikka dan Ende juga meraih piala.", "Piala diraih oleh Kabupaten Sikka dan Ende."],
)
def test_results_in_words_make_subjects_where_the_lead_names_nobody(result: str) -> None:
    body = f"Lomba kebersihan pasar tingkat nasional tahun ini diikuti ratusan peserta.\n{result}"
    assert _subjects("Pemenang Lomba Diumumkan", body) == ["Kabupaten Sikka", "Kabupaten Ende"]


def test_a_result_of_a_bare_name_makes_no_subject() -> None:
    body = "Laga itu berakhir tanpa gol di hadapan ribuan penonton.\nBali meraih satu angka."
    assert _subjects("Laga Tanpa Gol", body) == []


# -- the lead


def test_the_lead_decides_where_the_headline_names_nobody() -> None:
    title = "Panen Raya, Bupati: Terima Kasih Petani"
    body = "Pemkab Sragen menggelar panen raya padi di Masaran, Kamis.\nKota Tegal menyusul."
    assert _subjects(title, body) == ["Kabupaten Sragen"]


def test_a_pemkot_without_a_name_picks_the_kota_of_the_lead() -> None:
    body = "Taman baru Kota Semarang dipuji di hadapan Bupati Demak dan tamu lain."
    assert _subjects("Taman Rampung, Pemkot Disanjung", body) == ["Kota Semarang"]


def test_captions_before_the_lead_are_passed_over() -> None:
    body = (
        "Dilihat: 572 kali\nKantor Camat Klojen Malang\n"
        "Pemerintah Kota Batu menerima piala atas kebersihan pasar dan taman kota tahun ini."
    )
    assert _subjects("", body) == ["Kota Batu"]


def test_a_venue_is_no_subject() -> None:
    body = "Pemkab Kudus menerima piala di Hotel Bunga Semarang, Senin (6/5/2024)."
    assert _subjects("", body) == ["Kabupaten Kudus"]
    assert _mentioned("", f"{body} Kota Semarang ramai.") == ["Kota Semarang"]


def test_a_flood_is_about_the_place_it_strikes() -> None:
    body = "BEKASI - Banjir merendam ratusan rumah di Kota Bekasi, Jawa Barat."
    assert _subjects("Banjir Rendam Ratusan Rumah", body) == ["Kota Bekasi"]


def test_where_somebody_comes_from_is_no_subject() -> None:
    body = "Penyanyi asal Tegal itu merilis lagu baru bersama dua musisi lain pekan ini."
    assert _subjects("Lagu Baru Dirilis", body) == []


def test_a_place_late_in_the_lead_is_the_subject_where_nothing_else_is() -> None:
    body = (
        "Dua pencuri ternak akhirnya ditangkap warga. "
        "Keduanya bersembunyi di sebuah gubuk di Kabupaten Bangkalan."
    )
    assert _subjects("Pencuri Ternak Ditangkap", body) == ["Kabupaten Bangkalan"]


def test_a_long_list_of_places_late_in_the_lead_only_mentions() -> None:
    body = (
        "Harga cabai naik sejak awal pekan. Kenaikan terjadi antara lain di Tuban, Blora, Pati, "
        "Rembang dan Demak."
    )
    assert _subjects("Harga Cabai Naik", body) == []


def test_the_area_and_seat_of_a_branch_in_the_headline_are_no_subjects() -> None:
    title = "Ombudsman Jatim Buka Posko Aduan"
    body = "Surabaya - Ombudsman Jawa Timur membuka posko aduan, terutama bagi warga di Surabaya."
    assert _subjects(title, body) == []


def test_the_dateline_stands_in_where_no_other_region_is_named() -> None:
    body = "TERNATE - Polisi menangkap dua orang pencuri ternak pada hari Sabtu malam."
    assert _subjects("Dua Pencuri Ditangkap", body) == ["Kota Ternate"]


def test_a_dateline_of_the_capital_alone_says_nothing() -> None:
    body = "JAKARTA - Menteri mengumumkan aturan baru tentang pupuk bagi para petani."
    assert _subjects("Aturan Pupuk Terbit", body) == []


def test_a_club_is_not_its_city() -> None:
    assert _subjects("Persib Bandung Menang", "Persib Bandung menang telak.") == []
    assert _mentioned("Persib Bandung Menang", "Persib Bandung menang telak.") == []


def test_a_frame_province_is_the_subject_where_no_region_in_it_is() -> None:
    title = "Sebagian Besar Pemda di Maluku Terlambat"
    body = "AMBON - Laporan keuangan sebagian besar pemerintah daerah belum disetor."
    assert _subjects(title, body) == ["Maluku"]


def test_an_undecided_name_stands_for_the_city_or_the_province_of_that_name() -> None:
    assert _subjects("Bandung Juara Umum", "Bandung juara umum.") == ["Kota Bandung"]
    assert _subjects("Jambi Diselimuti Asap", "Jambi diselimuti asap.") == ["Jambi"]


# -- the references


def test_spans_are_places_in_the_body() -> None:
    body = "Pemkot Bitung menang. Warga Bitung senang."
    (ref,) = read_regions("Bitung Menang", body)
    assert [body[span.start : span.end] for span in ref.spans] == ["Pemkot Bitung", "Bitung"]
    assert (ref.code, ref.level, ref.province) == ("71.72", "kota", "Sulawesi Utara")


def test_a_region_of_the_title_alone_has_no_spans() -> None:
    (ref,) = read_regions("Bitung Menang", "Tim itu menang.")
    assert ref.spans == ()


def test_mentions_at_hand_give_the_same_answer() -> None:
    title, body = "Kota Blitar Juara", "Kota Blitar juara di Jawa Timur."
    mentions = resolve_mentions(title, body)
    assert regions_of(title, body, mentions) == read_regions(title, body)


@pytest.mark.parametrize(
    ("title", "body"), [("", ""), ("Berita", "Tanpa nama tempat."), ("", "\n")]
)
def test_an_article_without_regions_has_none(title: str, body: str) -> None:
    assert read_regions(title, body) == ()


# -- real articles

ORIGINALS = {
    "000": "Kota Blitar",
    "001": "Kabupaten Blora",
    "002": "Kota Malang",
    "003": "Kota Bontang",
    "004": "Kabupaten Jember",
}


@pytest.mark.parametrize(("number", "subject"), ORIGINALS.items())
def test_the_originals_are_about_one_region_each(shared: Path, number: str, subject: str) -> None:
    (path,) = (shared / "seeds").glob(f"{number}_*.txt")
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    assert _subjects("", text) == [subject]
    assert _subjects(first, rest) == [subject]


def _key(name: str) -> str:
    return re.sub(r"[\W_]", "", name.removeprefix("Provinsi ").lower())


def _f1(articles: list[dict[str, object]]) -> float:
    """F1 of the subject regions over all articles together, names compared by key."""
    hits = read = labelled = 0
    for article in articles:
        entities = article["entities"]
        assert isinstance(entities, list)
        wanted = {
            _key(entity["name"])
            for entity in entities
            if entity["role"] == "subject" and entity["level"] in ("provinsi", "kabupaten", "kota")
        }
        found = {_key(name) for name in _subjects(str(article["title"]), str(article["text"]))}
        hits, read, labelled = hits + len(found & wanted), read + len(found), labelled + len(wanted)
    return 2 * hits / (read + labelled)


def test_subjects_agree_with_the_labels(shared: Path) -> None:
    lines = (shared / "data/articles_dev/articles.jsonl").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert _f1(articles) >= 0.89
    assert _f1([article for article in articles if article["topic"] == "kepatuhan"]) >= 0.93


def test_general_news_is_read_without_a_fault(shared: Path) -> None:
    with lzma.open(shared / "data/news/click_id.jsonl.xz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line) for _, line in zip(range(300), file, strict=False)]
    for article in articles:
        for ref in read_regions(article["title"], article["text"]):
            assert all(0 <= s.start < s.end <= len(article["text"]) for s in ref.spans)
