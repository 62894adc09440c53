"""Which numbers are scores, and which ranks are national."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.assessments.ranks import find_ranks
from searchkit.assessments.scores import find_scores, mask


def _values(text: str) -> list[float]:
    return [score.value for score in find_scores(mask(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("meraih nilai 97,84.", 97.84),
        ("skor 88.23 (Zona Hijau)", 88.23),
        ("nilai kepatuhan 92,5", 92.5),
        ("nilai 94", 94.0),
        ("nilai 100 atau kualitas tertinggi", 100.0),
        ("sebesar 67 (zona kuning)", 67.0),
        ("2018 (99, 23), kata dia", 99.23),
        ("nilai 99, 23 pada", 99.23),
        ("dengan 80,32 poin", 80.32),
        ("Nilai kepatuhan; 87,31", 87.31),
        ("nilai 87,31 tahun 2022", 87.31),
        ("nilai terendah, 14,2", 14.2),
        ("Kota Solok – 90,49", 90.49),
    ],
)
def test_a_score_is_read_in_every_way_it_is_written(text: str, value: float) -> None:
    assert _values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "zona kuning 51,00 - 80,99",
        "zona merah 0-50,99",
        "nilai antara 51 dan 80",
        "nilai 78 sampai 100",
        "nilai di bawah 78,00",
        "nilai di atas 81",
        "nilai 91 ke atas",
        "kepatuhan tinggi (78 – 100)",
        "272 instansi (46,42)",
        "70,83 persen",
        "sekitar 42,86%",
        "Rp849,5 miliar",
        "Kamis (14/12) 18.05 WIB",
        "26-01-2024, 18:05",
        "posisi 71 dari 98",
        "peringkat ke 91",
        "posisi 94, 95, 96, 97 dan 98",
        "urutan ke-32",
        "mencakup 73 layanan",
        "nilai dari 14 komponen",
        "dari 268 kabupaten",
        "UU Nomor 25 Tahun 2009",
        "UU 25/2009",
        "naik 15,3 poin",
        "Kenaikan dari 2017 ke 2018 mencapai 36,08",
        "rata-rata nasional 2025 sebesar 74,64",
        "12.094 pengaduan",
        "indeks 8,72",
        "Views: 1.3K",
        "nilai 1285",
    ],
)
def test_other_numbers_are_no_scores(text: str) -> None:
    assert [score for score in find_scores(mask(text)) if score.cue or not score.whole] == []


def test_a_whole_number_alone_is_a_candidate_without_a_cue() -> None:
    (score,) = find_scores(mask("Kabupaten Karimun 76, dan"))
    assert (score.whole, score.cue) == (True, None)


def test_masking_keeps_length_and_lines() -> None:
    text = "Senin (2/12/2024)\nzona 51 - 80\n"
    assert len(mask(text)) == len(text)
    assert mask(text).count("\n") == 2


@given(st.text(max_size=300) | st.text(alphabet="0123456789,.-–% ()nilaskorzn\n", max_size=120))
def test_masking_never_raises_and_never_moves_anything(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    for score in find_scores(masked):
        assert 0 < score.value <= 1000
        assert text[score.start : score.end] == masked[score.start : score.end]


@pytest.mark.parametrize(
    ("text", "rank", "of"),
    [
        ("menduduki peringkat empat nasional", 4, None),
        ("posisi ke-4 secara nasional dari 268 kabupaten", 4, 268),
        ("urutan 25 dari 34 provinsi", 25, 34),
        ("menjadi juara satu dari 416 kabupaten", 1, 416),
        ("peringkat kelima se-Indonesia", 5, None),
    ],
)
def test_a_national_rank_is_read(text: str, rank: int, of: int | None) -> None:
    (found,) = find_ranks(text, 0, len(text))
    assert (found.rank, found.of) == (rank, of)


@pytest.mark.parametrize(
    "text",
    [
        "peringkat 3 di provinsi itu",
        "masuk 10 besar nasional",
        "peringkat sepuluh besar nasional",
        "naik dari posisi 28 nasional",
        "peringkat 98 dari 34 provinsi",
        "tertinggi kedua se-Jawa Timur",
    ],
)
def test_other_orders_are_no_ranks(text: str) -> None:
    assert find_ranks(text, 0, len(text)) == []
