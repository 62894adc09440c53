"""Reading of scores, ranks, changes and superlatives."""

from __future__ import annotations

import pytest

from searchkit.query import ast
from searchkit.query.ast import Scored
from tests.readings import query, reading


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("skor di atas 95", Scored(95, None, low_open=True)),
        ("skor diatas 95", Scored(95, None, low_open=True)),
        ("nilai di bawah 30", Scored(None, 30, high_open=True)),
        ("nilai kepatuhan lebih dari 90", Scored(90, None, low_open=True)),
        ("nilai minimal 88", Scored(88, None)),
        ("nilai maksimal 54,5", Scored(None, 54.5)),
        ("nilai 90 ke atas", Scored(90, None)),
        ("nilai antara 80 dan 90", Scored(80, 90)),
        ("nilai 80-90", Scored(80, 90)),
        ("skor 80 sampai 90", Scored(80, 90)),
        ("nilai >= 90", Scored(90, None)),
        ("nilai >90", Scored(90, None, low_open=True)),
        ("nilai 97,84", Scored(97.84, 97.84)),
        ("nilai di atas 95 tahun lalu", Scored(95, None, low_open=True)),
        ("nilai 95,5 tahun ini", Scored(95.5, 95.5)),
        ("nilai di atas 95 tahun 2023", Scored(95, None, low_open=True)),
        ("nilai di atas 90 kabupaten", Scored(90, None, low_open=True)),
        ("nilai Kota Malang di atas 90", Scored(90, None, low_open=True)),
        ("skor kepatuhan jatim minimal 88", Scored(88, None)),
        ("nilai Kabupaten Ogan Komering Ilir di bawah 54", Scored(None, 54, high_open=True)),
        ("nilai 97.84", Scored(97.84, 97.84)),
        ("nilai 78.90", Scored(78.9, 78.9)),
        ("Kabupaten Bandung zona hijau 96,16", Scored(96.16, 96.16)),
        ("Blitar 98,19", Scored(98.19, 98.19)),
        ("97,84", Scored(97.84, 97.84)),
    ],
)
def test_scores_are_read_with_their_limits(text: str, score: Scored) -> None:
    assert reading(text).scores == (score,)


@pytest.mark.parametrize(
    "text",
    ["inflasi 2,5 persen", "lebih dari 90 orang", "nilai 2023", "nilai investasi 15 miliar",
     "ombudsman 17 laporan", "di atas 95 ton beras", "nilai 95 juta", "antara 80 dan 90 rumah",
     "ombudsman lebih dari 90 kabupaten", "nilai sejarah 90 tahun",
     "skor 2-1", "skor akhir 80-79", "nilai 9", "nilai ekspor jatim di atas 90",
     "nilai Kota Malang 35", "nilai kepatuhan 10 besar"],
)  # fmt: skip
def test_other_numbers_are_no_scores(text: str) -> None:
    assert reading(text).scores == ()


def test_a_score_is_found_as_a_number_and_as_a_result() -> None:
    asked = query("nilai 97,84")
    number = asked.clauses[1]
    assert isinstance(number, ast.Sense)
    assert number.meaning == ast.HasResult(score=Scored(97.84, 97.84))
    assert number.words == ast.Or((ast.Word("97.84"), ast.Word("rp97.84")))
    assert query("nilai 97.84").clauses == asked.clauses


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("peringkat pertama", 1),
        ("peringkat kedua Riau", 2),
        ("peringkat ke-3 ombudsman", 3),
        ("ranking 4 kepatuhan", 4),
        ("3 besar kepatuhan", 3),
        ("sepuluh besar ombudsman", 10),
        ("peringkat dua belas", 12),
        ("posisi ketiga kepatuhan", 3),
        ("top 10 kepatuhan", 10),
    ],
)
def test_ranks_are_read_in_words_and_digits(text: str, rank: int) -> None:
    assert reading(text).ranks == (rank,)


@pytest.mark.parametrize(
    "text",
    [
        "lima besar pasar",
        "posisi 3 strategis",
        "nomor 5",
        "3 besar",
        "daya saing indonesia peringkat 50",
    ],
)
def test_other_places_are_no_ranks(text: str) -> None:
    assert reading(text).ranks == ()


@pytest.mark.parametrize(
    ("text", "was", "bands", "change"),
    [
        ("naik dari kuning ke hijau", ("kuning",), ("hijau",), "up"),
        ("naik dari zona kuning ke zona hijau", ("kuning",), ("hijau",), "up"),
        ("naik ke zona hijau", (), ("hijau",), "up"),
        ("turun dari hijau ke kuning", ("hijau",), ("kuning",), "down"),
        ("turun dari zona hijau", ("hijau",), (), "down"),
        ("dari zona merah menjadi hijau", ("merah",), ("hijau",), "up"),
        ("kuning ke hijau", ("kuning",), ("hijau",), "up"),
        ("zona hijau jadi merah", ("hijau",), ("merah",), "down"),
        ("naik dari B ke A", ("b",), ("a",), "up"),
        ("turun dari kategori A ke C", ("a",), ("c",), "down"),
        ("nilai kepatuhan menurun", (), (), "down"),
        ("kepatuhan meningkat", (), (), "up"),
        ("nilai ombudsman anjlok", (), (), "down"),
    ],
)
def test_changes_are_read(
    text: str, was: tuple[str, ...], bands: tuple[str, ...], change: str
) -> None:
    asked = reading(text)
    assert (asked.was, asked.bands, asked.change) == (was, bands, change)


@pytest.mark.parametrize(
    "text", ["harga naik", "ombudsman turun tangan", "naik pangkat", "dari hulu ke hilir"]
)
def test_other_rises_are_no_changes(text: str) -> None:
    assert reading(text).change is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("pelayanan publik terburuk", "worst"),
        ("provinsi terbaik", "best"),
        ("kabupaten terbaik nasional", "best"),
        ("nilai tertinggi", "best"),
        ("skor terendah", "worst"),
        ("terburuk ombudsman", "worst"),
        ("jatim terbaik", "best"),
        ("daerah paling buruk kepatuhannya", "worst"),
        ("peringkat pertama", "best"),
        ("peringkat terakhir kepatuhan", "worst"),
        ("5 terburuk ombudsman", "worst"),
    ],
)
def test_superlatives_of_results_order_by_them(text: str, order: str) -> None:
    assert reading(text).order == order


@pytest.mark.parametrize(
    "text",
    [
        "film terbaik",
        "suhu tertinggi di jakarta",
        "juara piala",
        "restoran terbaik malang",
        "transportasi publik terbaik",
        "sepatu ori terbaik",
    ],
)
def test_other_superlatives_stay_words(text: str) -> None:
    assert reading(text).order is None


def test_a_count_before_a_superlative_is_no_word_to_be_found() -> None:
    for text in ("10 kabupaten terbaik", "5 provinsi terburuk", "tiga kota dengan nilai tertinggi"):
        assert reading(text).ranks == ()
        words = [c.term for c in query(text).clauses if isinstance(c, ast.Word)]
        assert set(words) <= {"nilai"}


def test_a_place_beside_a_superlative_is_a_rank() -> None:
    assert reading("terbaik ketiga ombudsman").ranks == reading("ketiga terbaik ombudsman").ranks
    assert reading("terbaik ketiga ombudsman").ranks == (3,)


@pytest.mark.parametrize(
    "text", ["terbaik nasional", "terbaik se-Indonesia", "peringkat 3 nasional"]
)
def test_who_is_compared_is_no_demand_of_its_own(text: str) -> None:
    clauses = query(f"kabupaten {text}").clauses
    assert all(isinstance(clause, ast.Sense) for clause in clauses)


def test_a_quality_is_no_superlative() -> None:
    assert reading("kualitas tertinggi").order is None
    assert reading("kualitas tertinggi").bands == ("tertinggi",)


def test_a_note_tells_how_to_order_by_score_outright() -> None:
    assert "--sort score" in reading("provinsi terbaik").notes[0]
    assert reading("provinsi terburuk").notes == ()
