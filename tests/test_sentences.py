"""Sentences: full stops that end one, and those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.abbreviations import abbreviations
from searchkit.language.sentences import sentences

texts = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [
                *("Kota", "nilai", "Dr.", "M.", "dll.", "98,19", "No.", "1.", "a.", "S.H."),
                *(".", "?", "!", "…", "”", "“", '"', " ", "  ", "\n", "\n\n", "\r\n"),
                *(",", ":", "-", "\u00a0"),
            ]
        ),
        max_size=40,
    ).map("".join),
)


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Penghargaan diterima Dr. H. Ahmad di Jakarta.",
        "Warga Kab. Blora dan Kec. Cepu datang.",
        "Pj. Wali Kota hadir a.n. Gubernur pada Jl. Merdeka No. 25 itu.",
        "Rapat dipimpin M. Yusuf, S.H., M.Si. dari Semarang.",
        "Ketua Ombudsman M. Najih hadir.",
        "Nilainya naik dari 81.05 menjadi 98,19 tahun ini.",
        "Biayanya Rp. 5.000 per orang.",
        "Dokumen, map, dll. dibawa pulang.",
        "“Apa artinya?” tanya dia kepada warga.",
        "Ia diam… lalu pergi.",
    ],
)
def test_these_full_stops_do_not_end_the_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]
    assert cut(f"Awal. {sentence} Akhir.") == ["Awal.", sentence, "Akhir."]


def test_the_number_of_a_list_item_belongs_to_it() -> None:
    assert cut("1. Pemkab Suka Maju (98,02).") == ["1. Pemkab Suka Maju (98,02)."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nilainya 98,19. Kota itu hijau.", ["Nilainya 98,19.", "Kota itu hijau."]),
        ("“Kami senang.” Ia lalu pergi.", ["“Kami senang.”", "Ia lalu pergi."]),
        ("Tahun 2024. Kota naik! Benar? Ya.", ["Tahun 2024.", "Kota naik!", "Benar?", "Ya."]),
        ("Map, pena, dll. Semua dibawa.", ["Map, pena, dll.", "Semua dibawa."]),
        ("Ia diam… Lalu ia pergi.", ["Ia diam…", "Lalu ia pergi."]),
        ("Warga menunggu.Kantor tutup.", ["Warga menunggu.", "Kantor tutup."]),
        ("1. Kota A.\n2. Kota B.", ["1. Kota A.", "2. Kota B."]),
    ],
)
def test_these_marks_end_the_sentence(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_headline_ends_with_its_line() -> None:
    text = "Kota Sejuk Raih Zona Hijau\nKota Sejuk meraih nilai 90,12 dari Ombudsman."
    assert cut(text) == text.split("\n")


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert cut("nilai akhir\n\ndari kota") == ["nilai akhir", "dari kota"]


def test_a_line_that_goes_on_in_lower_case_is_one_sentence() -> None:
    text = "Wali kota menerima piagam\ndari Ombudsman di balai kota."
    assert cut(text) == [text]


def test_lines_wrapped_at_a_fixed_width_are_joined() -> None:
    text = (
        "Piagam diserahkan kepada perwakilan warga dan pegawai kantor di\n"
        "Semarang atas nilai kepatuhan yang tinggi. Nilai itu naik karena\n"
        "Dinas Sosial dan Dinas Kesehatan memperbaiki loket layanan sejak\n"
        "Januari."
    )
    first, second = cut(text)
    assert first.endswith("yang tinggi.")
    assert second.startswith("Nilai itu naik") and second.endswith("Januari.")


def test_list_items_stay_apart() -> None:
    text = "Tiga syarat berikut:\na. loket buka\nb. petugas ramah\n- ruang bersih"
    assert cut(text) == text.split("\n")


def test_an_empty_text_has_no_sentence() -> None:
    assert sentences("") == sentences(" \n\n ") == []


@given(texts)
def test_sentences_are_trimmed_ordered_and_hold_all_but_white_space(text: str) -> None:
    end = 0
    for span in sentences(text):
        assert text[end : span.start].strip() == ""
        piece = text[span.start : span.end]
        assert piece and piece == piece.strip()
        end = span.end
    assert text[end:].strip() == ""


@pytest.mark.parametrize("end", ["a", "_", '"a', ")!a"])
def test_a_long_row_of_marks_that_ends_nothing_is_read_once(end: str) -> None:
    text = "Kata" + ".!?…" * 100_000 + end  # mark by mark it would take minutes
    assert [text[span.start : span.end] for span in sentences(text)] == [text]


@pytest.mark.parametrize("unit", [".", "A. ", "a\n", "\n", ". ", "“a.” ", "Dr. ", " ", "a b\n\n"])
def test_long_runs_of_one_pattern_end(unit: str) -> None:
    text = unit * 50_000
    assert all(text[span.start : span.end].strip() for span in sentences(text))


def test_the_table_knows_titles_that_never_end_a_sentence_and_endings_that_may() -> None:
    assert abbreviations()["dr"] is False
    assert abbreviations()["dll"] is True


def test_an_abbreviation_in_brackets_ends_no_sentence() -> None:
    text = "Mewakili Penjabat (Pj.) Wali Kota, asisten hadir (kemarin.) Acara selesai."
    found = [text[span.start : span.end] for span in sentences(text)]
    assert found == [
        "Mewakili Penjabat (Pj.) Wali Kota, asisten hadir (kemarin.)",
        "Acara selesai.",
    ]
