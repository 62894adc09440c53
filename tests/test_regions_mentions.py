"""Mentions: which region a place in the text means, and in what setting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.mentions import Mention, resolve_mentions


def _named(body: str, title: str = "") -> list[str | None]:
    return [mention.region and mention.region.name for mention in resolve_mentions(title, body)]


def _settings(body: str, title: str = "") -> dict[str, str]:
    return {
        (title if mention.in_title else body)[mention.start : mention.end]: mention.setting
        for mention in resolve_mentions(title, body)
    }


def _one(body: str) -> Mention:
    (mention,) = resolve_mentions("", body)
    return mention


# -- which region


def test_a_level_said_elsewhere_decides_a_shared_name() -> None:
    body = "Pemkot Blitar menata taman. Warga Blitar senang."
    assert _named(body) == ["Kota Blitar", "Kota Blitar"]


def test_the_headline_decides_over_a_passing_mention() -> None:
    body = "Warga Kediri senang. Rombongan Kabupaten Kediri hadir."
    assert _named(body, "Taman Kota Kediri Dibuka")[1] == "Kota Kediri"


def test_a_head_of_government_decides_a_shared_name() -> None:
    assert _named("Jalan ke Kupang rusak. Bupati menjanjikan perbaikan.") == ["Kabupaten Kupang"]


def test_the_province_decides_between_namesakes_in_two_provinces() -> None:
    assert _named("Panen raya di Banjar, Kalimantan Selatan.")[0] == "Kabupaten Banjar"
    assert _named("Panen raya di Banjar, Jawa Barat.")[0] == "Kota Banjar"


def test_without_evidence_a_shared_name_stays_undecided() -> None:
    mention = _one("Hujan turun di Magelang sejak pagi.")
    assert mention.region is None
    assert {region.level for region in mention.candidates} == {"kota", "kabupaten"}


def test_a_level_word_carries_over_in_an_enumeration() -> None:
    body = "Hadir Pemkab Ngawi, Jombang, Blitar, Pemkot Surabaya, Mojokerto dan Madiun."
    assert _named(body) == [
        "Kabupaten Ngawi",
        "Kabupaten Jombang",
        "Kabupaten Blitar",
        "Kota Surabaya",
        "Kota Mojokerto",
        "Kota Madiun",
    ]


def test_a_level_word_does_not_carry_over_a_name_of_another_level() -> None:
    assert _named("Kota Semarang, Pati, Jepara, Tegal")[-1] is None


def test_a_namesake_in_the_same_enumeration_is_the_other_one() -> None:
    assert _named("Warga Serang, Kota Serang dan Cilegon ikut lomba.")[:2] == [
        "Kabupaten Serang",
        "Kota Serang",
    ]


def test_the_heading_of_a_list_decides() -> None:
    assert _named("Piala kota dibawa pulang Ambon, Palu dan Yogyakarta.")[-1] == "Kota Yogyakarta"
    assert _named("Kabupaten terbaik yaitu Badung, Solok, dan Bima.") == [
        "Kabupaten Badung",
        "Kabupaten Solok",
        "Kabupaten Bima",
    ]


def test_a_list_of_provinces_holds_provinces() -> None:
    assert _named("Disusul Riau, Jambi, Aceh dan Bengkulu.") == [
        "Riau",
        "Jambi",
        "Aceh",
        "Bengkulu",
    ]


def test_kota_and_kabupaten_named_at_once_are_two_mentions_in_one_place() -> None:
    kabupaten, kota = resolve_mentions("", "Warga Kota dan Kabupaten Bogor antre.")
    assert (kabupaten.start, kabupaten.end) == (kota.start, kota.end)
    assert {kabupaten.level, kota.level} == {"kabupaten", "kota"}


def test_members_of_one_enumeration_share_a_group() -> None:
    first, second, third = resolve_mentions("", "Kota Batu (90,1) dan Kota Solo. Ada Kota Medan.")
    assert first.group == second.group != third.group


def test_numbered_lines_are_one_enumeration() -> None:
    body = "Hasilnya:\n1. Kabupaten Agam – 71,5\n2. Kota Padang – 70,2\n3. Kota Solok – 69,9\n"
    assert len({mention.group for mention in resolve_mentions("", body)}) == 1


# -- names that may be something else


@pytest.mark.parametrize(
    "body",
    [
        "Malang nian nasibnya.",
        "Serang balik, timnya menang.",
        "Harga Batu Bara Acuan naik.",
        "Film Bima Sakti diputar.",
        "Polda Metro Jaya bertindak.",
        "Kawasan bisnis Kuningan macet.",
        "Sidang OKI dibuka.",
        "Karo Humas menjawab pertanyaan.",
    ],
)
def test_names_of_other_things_are_no_mentions(body: str) -> None:
    assert resolve_mentions("", body) == ()


def test_a_headline_in_title_case_proves_nothing() -> None:
    assert _named("Menteri itu menjawab pengkritiknya.", "Serang Balik Para Pengkritik") == []


def test_other_evidence_admits_a_doubtful_name() -> None:
    assert _named("Warga Kota Serang antre.", "Serang Banjir") == ["Kota Serang", "Kota Serang"]
    assert _named("Wisata Puncak di Papua Tengah.")[0] == "Kabupaten Puncak"
    assert _named("Kabupaten Ogan Komering Ilir (OKI) panen.") == [
        "Kabupaten Ogan Komering Ilir",
        "Kabupaten Ogan Komering Ilir",
    ]


def test_an_enumeration_of_regions_admits_a_doubtful_name() -> None:
    assert _named("Pemenangnya Denpasar, Ambon, dan Metro.")[-1] == "Kota Metro"


def test_an_address_is_no_enumeration_of_regions() -> None:
    assert _named("Kantor di Kuningan, Jakarta Selatan.") == ["Kota Administrasi Jakarta Selatan"]
    assert _named("Vila di Puncak, Kabupaten Bogor, Jawa Barat.")[0] == "Kabupaten Bogor"


def test_a_dateline_admits_a_doubtful_name() -> None:
    assert _named("METRO - Pasar itu ramai.") == ["Kota Metro"]


# -- settings


@pytest.mark.parametrize(
    ("body", "surface", "setting"),
    [
        ("Penghargaan untuk Pemkab Blora.", "Pemkab Blora", "plain"),
        ("Kota Blitar naik peringkat.", "Kota Blitar", "plain"),
        ("Bupati Jember tersenyum.", "Bupati Jember", "person"),
        ("Longsor melanda desa di Kabupaten Cilacap.", "Kabupaten Cilacap", "place"),
        ("Ia pulang ke Jember.", "Jember", "place"),
        ("Nilai tertinggi se-Jawa Timur.", "Jawa Timur", "place"),
        ("Piagam diserahkan di Jakarta, Kamis.", "Jakarta", "venue"),
        ("Mereka makan di Hotel Bunga Semarang.", "Semarang", "venue"),
        ("Acara bertempat di Kantor Pos Lama, Balikpapan.", "Balikpapan", "venue"),
        ("Rapat di Aula Melati, Kota Serang, Kamis.", "Kota Serang", "venue"),
        ("Perwakilan Ombudsman RI Provinsi Jawa Tengah datang.", "Provinsi Jawa Tengah", "seat"),
        ("Ombudsman RI perwakilan Jawa Timur datang.", "Jawa Timur", "seat"),
        ("Ombudsman melalui perwakilan di Jawa Timur menilai.", "Jawa Timur", "seat"),
        ("Kepala Ombudsman Jateng datang.", "Jateng", "seat"),
        ("Polda Jatim menyelidiki.", "Jatim", "office"),
        ("Kantor Pertanahan Kabupaten Lingga buka.", "Kabupaten Lingga", "office"),
        ("Lapas Kelas IIA Kendari penuh.", "Kendari", "office"),
        ("Selain Kota Medan, ada Deli Serdang.", "Kota Medan", "comparison"),
        ("Nilainya di atas Kota Bitung.", "Kota Bitung", "comparison"),
        ("Persib Bandung menang.", "Bandung", "club"),
        ("Bali United kalah.", "Bali", "club"),
        ("Mahasiswa Universitas Negeri Malang wisuda.", "Malang", "name"),
        ("Dosen Universitas Bunga Bangsa Cirebon hadir.", "Cirebon", "name"),
        ("Toko di Jalan Surabaya terbakar.", "Surabaya", "name"),
        ("Dermaga Tanjung Buton ditutup.", "Buton", "name"),
        ("Dikutip dari Tribun Medan.", "Medan", "name"),
        ("Lihat situs Bitung.com hari ini.", "Bitung", "name"),
        ("PPKM Jawa-Bali diperpanjang.", "Bali", "name"),
        ("Kota Bitung, Sulawesi Utara, bersih.", "Sulawesi Utara", "parent"),
    ],
)
def test_words_around_a_name_tell_its_setting(body: str, surface: str, setting: str) -> None:
    assert _settings(body)[surface] == setting


def test_a_part_of_a_region_is_where_something_is_not_a_venue() -> None:
    body = "Pemilihan digelar di 12 desa di Boyolali, kata panitia."
    assert _settings(body)["Boyolali"] == "place"
    assert _settings("Acara digelar di Boyolali, kata panitia.")["Boyolali"] == "venue"


def test_a_name_right_behind_another_tells_where_that_lies() -> None:
    assert _settings("Libur ke Kota Batu Malang.")["Malang"] == "parent"
    assert _settings("Kapal Batam Manado berangkat.")["Manado"] == "plain"


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        ("Pria asal Ponorogo itu tersesat.", True),
        ("Perajin itu berasal dari Kabupaten Ponorogo.", True),
        ("Pemain kelahiran Kota Ponorogo itu pulang.", True),
        ("Ia datang dari Ponorogo.", False),
        ("Rumahnya di Ponorogo.", False),
    ],
)
def test_a_place_that_somebody_only_comes_from_is_told_apart(body: str, origin: bool) -> None:
    mention = _one(body)
    assert (mention.origin, mention.happens_here) == (origin, not origin)


def test_all_members_of_an_enumeration_share_their_origin() -> None:
    mentions = resolve_mentions("", "Santri asal Ponorogo, Ngawi dan Pacitan pulang.")
    assert [mention.origin for mention in mentions] == [True, True, True]


def test_a_government_is_never_an_office_or_a_venue() -> None:
    mention = _one("Laporan Polres di Pemkot Kediri dibahas, Senin.")
    assert (mention.setting, mention.government) == ("plain", True)


def test_the_bare_members_of_an_enumeration_share_its_setting() -> None:
    body = "Polres Banggai, Poso dan Donggala dinilai."
    assert set(_settings(body).values()) == {"office"}


def test_those_who_attend_are_mentions() -> None:
    body = "Turut hadir Pemkot Tarakan, Pemkot Bontang, serta Pemkot Samarinda."
    assert _named(body) == ["Kota Tarakan", "Kota Bontang", "Kota Samarinda"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("BLORA (kabarblora.test)—Pasar dibuka.", "BLORA"),
        ("Blitar, OUTLET.CO.ID – Pasar dibuka.", "Blitar"),
        ("HUMAS SETDA, Bontang – Pasar dibuka.", "Bontang"),
        ("SURABAYA - Pasar dibuka.", "SURABAYA"),
        ("OUTLET-KITA.com, MEDAN - Pasar dibuka.", "MEDAN"),
        ("Foto: Humas\n\nSenin, 2 Desember 2024\n\nPALU (OUTLET) - Pasar dibuka.", "PALU"),
        ("Jum'at, 05/01/2024. Pangkalpinang - Pasar dibuka.", "Pangkalpinang"),
        ('Jakarta, OUTLET -- "Pasar dibuka," katanya.', "Jakarta"),
    ],
)
def test_a_dateline_is_found_in_its_many_forms(body: str, place: str) -> None:
    assert _settings(body)[place] == "dateline"


def test_the_outlet_in_a_dateline_is_no_mention_of_a_region() -> None:
    assert _settings("Mataram (NTB Kini) - Pasar dibuka.") == {"Mataram": "dateline", "NTB": "name"}


def test_a_result_in_a_list_is_no_dateline() -> None:
    assert "dateline" not in _settings("1. Kabupaten Solok – 71,5\n").values()


def test_offsets_of_the_title_refer_to_the_title() -> None:
    mention = resolve_mentions("Kota Blitar Juara", "Tanpa nama.")[0]
    assert mention.in_title
    assert "Kota Blitar Juara"[mention.start : mention.end] == "Kota Blitar"


# -- any text

WORDS = [region.name for region in gazetteer().regions[::13]]
WORDS += ["Malang", "Bogor", "Pemkab", "di", "Hotel", "Ombudsman", "Polres", "dan", "yaitu", "90,1"]
WORDS += ["Kota dan Kabupaten", "Selain", "kata", "1.", "(", ")", "Batu", "OKI", "PERSIB", "x"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", "\n", ", ", ". ", " - "]).map(lambda gap: gap.join(words))
)


@given(TEXTS, TEXTS)
def test_mentions_are_ordered_and_cut_names_out_of_their_text(title: str, body: str) -> None:
    before = (False, 0)
    for mention in resolve_mentions(title, body):
        text = title if mention.in_title else body
        place = (not mention.in_title, mention.start)
        assert before <= place
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.candidates
        assert mention.region is None or mention.region in mention.candidates
        before = place
