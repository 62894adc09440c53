"""Lists of regions: which of them the headline counts, and which hold results of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchkit.regions.subjects import read_regions


def _subjects(title: str, body: str) -> list[str]:
    return [ref.name for ref in read_regions(title, body) if ref.role == "subject"]


# -- the list that the headline counts

THREE_AND_THREE = (
    "Zona hijau ditempati Alor, Belu dan Ende. "
    "Zona merah masih dihuni Ngada, Sikka dan Malaka, kata panitia."
)


@pytest.mark.parametrize(
    ("band", "first"), [("Hijau", "Alor"), ("Merah", "Ngada"), ("Terendah", "Ngada")]
)
def test_of_two_lists_of_one_size_the_headline_means_the_one_in_its_zone(
    band: str, first: str
) -> None:
    found = _subjects(f"Tiga Kabupaten di NTT Zona {band}", THREE_AND_THREE)
    assert found[0] == f"Kabupaten {first}"
    assert len(found) == 3


def test_a_zone_told_behind_the_list_counts_as_well() -> None:
    body = (
        "Alor, Belu dan Ende sudah hijau, sedangkan Ngada, Sikka dan Malaka justru "
        "masuk zona merah."
    )
    assert _subjects("Tiga Kabupaten NTT Zona Merah", body)[0] == "Kabupaten Ngada"


def test_a_zone_told_a_sentence_before_the_list_counts_where_its_own_tells_none() -> None:
    body = (
        "Zona hijau diraih Alor, Belu dan Ende. Ada pula tiga kabupaten zona merah. "
        "Yaitu Ngada, Sikka dan Malaka."
    )
    assert _subjects("Tiga Kabupaten NTT Zona Merah", body)[0] == "Kabupaten Ngada"


def test_a_list_in_another_zone_is_not_the_one_counted() -> None:
    body = "Penilaian digelar panitia di NTT.\nZona hijau diraih Alor, Belu dan Ende."
    assert "Kabupaten Alor" not in _subjects("Tiga Kabupaten di NTT Zona Merah", body)


def test_a_headline_that_counts_kabupaten_means_those_of_the_list() -> None:
    body = "Yang masih merah ialah Alor, Belu dan Ende serta Kota Kupang."
    assert _subjects("Tiga Kabupaten di NTT Zona Merah", body) == [
        "Kabupaten Alor",
        "Kabupaten Belu",
        "Kabupaten Ende",
    ]


def test_items_that_begin_a_line_each_are_one_list() -> None:
    body = (
        "Panitia mengumumkan penerima bibit kopi:\n- Alor: dua ratus batang\n"
        "- Belu: sembilan puluh batang\n- Ende: tak sampai lima puluh batang\nSikka menyusul."
    )
    assert len(_subjects("Tiga Kabupaten di NTT Terima Bibit", body)) == 3


@pytest.mark.parametrize("headline", ["Deretan Kabupaten NTT", "Sejumlah Kabupaten di NTT"])
def test_regions_announced_without_a_number_are_the_list_in_the_zone(headline: str) -> None:
    found = _subjects(f"{headline} dengan Rapor Merah", THREE_AND_THREE)
    assert found == ["Kabupaten Ngada", "Kabupaten Sikka", "Kabupaten Malaka"]


def test_heads_of_regions_are_counted_like_regions() -> None:
    body = (
        "Piala lomba kebersihan pasar dibagikan panitia di depan ratusan warga, Senin malam.\n"
        "Penerimanya Bupati Alor, Bupati Belu dan Bupati Ende. Hadir pula Bupati Sikka."
    )
    assert len(_subjects("Tiga Bupati di NTT Terima Piala", body)) == 3


# -- regions in the frame of a province


def test_the_kabupaten_of_a_province_in_a_headline_are_not_the_province() -> None:
    body = "Kabupaten Alor menata pasar. Kabupaten Belu menyusul."
    assert _subjects("Kabupaten NTT Tata Pasar", body)[0] == "Kabupaten Alor"


@pytest.mark.parametrize("frame", ["se-NTT", "se NTT", "di NTT"])
def test_a_frame_holds_where_lists_only_tell_zones(frame: str) -> None:
    title = f"Ombudsman Nilai Pelayanan Pemda {frame}"
    body = (
        "Hasil penilaian itu diumumkan Ombudsman RI Perwakilan NTT dalam jumpa pers, Senin.\n"
        f"{THREE_AND_THREE}"
    )
    assert _subjects(title, body) == ["Nusa Tenggara Timur"]


def test_a_frame_and_who_got_a_result_beside_the_province_are_subjects() -> None:
    body = (
        "Penghargaan dibagikan di hadapan para undangan di aula kantor gubernur.\n"
        "Pemprov NTT dan Pemkab Belu meraih peringkat kedua."
    )
    assert _subjects("Lomba Layanan di NTT", body) == ["Nusa Tenggara Timur", "Kabupaten Belu"]


def test_who_got_a_result_outranks_the_province_where_it_all_happens() -> None:
    body = (
        "Tidak ada lagi kantor yang kotor di Bali menurut tim penilai lomba kebersihan.\n"
        "Pemkab Bangli bertengger di urutan teratas."
    )
    assert _subjects("Kantor Kian Bersih", body) == ["Kabupaten Bangli"]


# -- lists with zones


def test_lists_with_zones_are_results_where_the_ombudsman_speaks() -> None:
    body = (
        "Ombudsman RI Perwakilan NTT memaparkan kinerja selama setahun dalam jumpa pers.\n"
        "Zona hijau (2 kabupaten): Alor, Belu\nZona merah (1 kabupaten): Ende\n"
        "Acara itu juga diikuti Sikka."
    )
    assert _subjects("Tahun Pembuktian", body) == [
        "Kabupaten Alor",
        "Kabupaten Belu",
        "Kabupaten Ende",
    ]


def test_the_heading_of_a_list_tells_its_zone() -> None:
    body = (
        "Hasil penilaian dibacakan kepala kantor di hadapan para wartawan pada Senin pagi.\n"
        "Zona hijau:\n1. Alor\n2. Belu\nPeserta lain:\n1. Sikka\n2. Ende\n"
    )
    assert _subjects("Ombudsman Buka Rapor", body) == ["Kabupaten Alor", "Kabupaten Belu"]


def test_lists_with_zones_of_other_kinds_only_mention() -> None:
    body = (
        "Satgas memperbarui peta risiko penularan virus pada laman resminya hari Minggu.\n"
        "Zona merah: Alor, Belu, Ende\n"
    )
    assert _subjects("Peta Risiko Diperbarui", body) == []


def test_the_sample_of_a_survey_is_no_result() -> None:
    body = (
        "Hanya lima pemda yang menjadi lokus: Pemkab Alor, Belu, Ende, Sikka dan Ngada. "
        "Pemkab Alor memperoleh nilai baik."
    )
    assert _subjects("Opini Disampaikan", body) == ["Kabupaten Alor"]


# -- zones in a frame


def test_a_zone_in_a_frame_is_about_those_in_the_zone() -> None:
    title = "Zona Merah Pelayanan Publik di NTT, Kata Ombudsman"
    assert _subjects(title, THREE_AND_THREE)[0] == "Kabupaten Ngada"


@pytest.mark.parametrize("whole", ["Mayoritas", "Semua", "Tak Satu pun"])
def test_a_zone_of_all_in_a_frame_is_about_the_province(whole: str) -> None:
    title = f"Ombudsman: {whole} Pemda di NTT Zona Kuning"
    body = (
        "Pelayanan dinilai panitia selama setengah tahun di semua loket yang ada.\n"
        "Zona kuning ditempati Alor, Belu dan Ende."
    )
    assert _subjects(title, body) == ["Nusa Tenggara Timur"]


def test_figures_of_other_provinces_only_compare_in_a_frame() -> None:
    body = (
        "Juri membacakan hasil lomba layanan di hadapan ratusan peserta pada Senin malam.\n"
        "Pemkab Alor (81,5), Pemkab Belu (80,1), Pemkab Ende (79,9), Pemprov Bali (94,1)."
    )
    assert "Bali" not in _subjects("Layanan di NTT Membaik", body)
    assert "Bali" in _subjects("Layanan Membaik", body)


# -- assessments of units


@pytest.mark.parametrize(
    "title",
    [
        "Tiga Satker di NTT Raih Predikat Tertinggi Ombudsman",
        "Penilaian Ombudsman: Kantor Pertanahan se-NTT Hijau",
        "Survei Kepatuhan Puskesmas se NTT di Mata Ombudsman",
    ],
)
def test_the_province_of_assessed_units_is_no_subject(title: str) -> None:
    body = "KUPANG-Penilaian loket di NTT berlangsung sejak Juli dan diikuti banyak warga."
    assert _subjects(title, body) == []


@pytest.mark.parametrize("unit", ["Disdukcapil", "Tiga Puskesmas di", "Tiga Dinas Pemkab"])
def test_the_kabupaten_whose_units_are_assessed_is_the_subject(unit: str) -> None:
    assert _subjects(f"{unit} Alor Raih Predikat Ombudsman", "") == ["Kabupaten Alor"]


def test_a_province_beside_counted_bodies_is_one_of_them() -> None:
    assert _subjects("Bali dan 8 Kabupaten Tertib, Klungkung Belum", "") == [
        "Bali",
        "Kabupaten Klungkung",
    ]


# -- figures


@pytest.mark.parametrize(
    "line",
    [
        "Pemkab Sikka (Maumere) 83,2",
        "Kabupaten Sikka dengan raihan nilai 83,2",
        "Kabupaten Sikka di posisi teratas dengan perolehan nilai 83,2",
        "Kabupaten Sikka peringkat 4 dengan nilai 83,2",
        "Nilai 83,2 dikantongi Kabupaten Sikka",
    ],
)
def test_a_figure_is_found_through_the_words_between(line: str) -> None:
    body = (
        "Juri membacakan hasil lomba layanan di hadapan ratusan peserta pada Senin malam.\n"
        f"Pemkab Alor (81,5).\n{line}.\nPemkab Belu (80,1).\n"
    )
    assert "Kabupaten Sikka" in _subjects("Hasil Lomba", body)


def test_a_rank_alone_is_no_figure() -> None:
    body = (
        "Juri membacakan hasil lomba layanan di hadapan ratusan peserta pada Senin malam.\n"
        "Sekda Alor posisi 41, lalu Sekda Sikka posisi 52, dan Sekda Belu posisi 57."
    )
    assert _subjects("Hasil Lomba", body) == []


# -- datelines, branches, short names


@pytest.mark.parametrize("start", ["WARTA, Medan: ", "Medan, WARTA: ", "MEDAN-"])
def test_the_city_of_a_dateline_is_no_subject_beside_others(start: str) -> None:
    body = f"{start}Tidak ada lagi loket kosong. Kabupaten Dairi paling rapi menurut juri."
    assert _subjects("Loket Kian Rapi", body) == ["Kabupaten Dairi"]


def test_the_seat_of_a_branch_in_the_text_is_no_subject() -> None:
    body = (
        "MEDAN - Ombudsman RI Perwakilan Sumatera Utara mengundang semua kapolres. "
        "Mereka belajar di sebuah hotel di Medan."
    )
    assert _subjects("Semua Kapolres Diundang", body) == []


def test_the_heading_of_a_branch_is_no_dateline() -> None:
    body = (
        "PERWAKILAN: KALIMANTAN TENGAH - Senin, 4/3/2019\n"
        "Sampit (Warta Kalteng) - Kabupaten Lamandau dan Kota Palangka Raya ramai dikunjungi "
        "para pelancong."
    )
    assert _subjects("Dua Daerah di Kalteng Ramai", body) == [
        "Kabupaten Lamandau",
        "Kota Palangkaraya",
    ]


def test_what_the_ombudsman_says_is_no_part_of_its_name() -> None:
    assert _subjects("Ombudsman: NTT Paling Rapi", "Loket di sana rapi.") == ["Nusa Tenggara Timur"]


def test_a_wrong_short_name_in_brackets_is_no_subject() -> None:
    body = "Sulawesi Utara (Sultra) menata pasar. Pasar di sana kini bersih dan tertata."
    assert _subjects("Pasar Ditata", body) == ["Sulawesi Utara"]


# -- real articles


@pytest.mark.parametrize(("topics", "least"), [((), 0.9), (("kepatuhan",), 0.91)])
def test_subjects_agree_with_the_labels_of_other_articles(
    topics: tuple[str, ...], least: float
) -> None:
    path = Path(__file__).parent / "data" / "articles_a.jsonl"
    hits = read = labelled = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if topics and article["topic"] not in topics:
            continue
        wanted = {
            entity["name"].removeprefix("Provinsi ")
            for entity in article["entities"]
            if entity["role"] == "subject" and entity["level"] in ("provinsi", "kabupaten", "kota")
        }
        found = set(_subjects(article["title"], article["text"]))
        hits, read, labelled = hits + len(found & wanted), read + len(found), labelled + len(wanted)
    assert 2 * hits / (read + labelled) >= least
