"""Acronyms: the table of short forms, and those that a text explains by itself."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.acronym_pairs import acronym_pairs
from searchkit.language.acronyms import acronyms, long_forms, long_forms_at, short_forms

pieces = st.lists(
    st.sampled_from(
        [
            *(
                "Dinas ",
                "Kesehatan ",
                "(Dinkes)",
                "(",
                ")",
                "Pemkab ",
                "dan ",
                "KPK ",
                "(KPK)",
                "\n",
            ),
            *("Komisi Pemberantasan Korupsi", " (Komisi Informasi)", ". ", "-", "é", "1", "", "'"),
        ]
    ),
    max_size=20,
).map("".join)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("pemkab", "Pemerintah Kabupaten"),
        ("Disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("DPMPTSP", "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
        ("satpol pp", "Satuan Polisi Pamong Praja"),
        ("kemenpanrb", "Kementerian Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"),
    ],
)
def test_a_short_form_and_its_long_form_find_each_other(short: str, long: str) -> None:
    assert long in long_forms(short)
    assert short.casefold() in [found.casefold() for found in short_forms(long)]
    assert short_forms(long.split()) == short_forms(long)


def test_a_short_form_may_mean_several_things() -> None:
    assert set(long_forms("PBB")) == {"Pajak Bumi dan Bangunan", "Perserikatan Bangsa-Bangsa"}
    assert len(acronyms()) >= 150


@pytest.mark.parametrize("word", ["", "kota", "Blitar", "pemkabx", "p"])
def test_an_unknown_word_has_neither(word: str) -> None:
    assert long_forms(word) == () == short_forms(word)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Kepala Dinas Kesehatan (Dinkes) hadir.", "Dinkes", "Dinas Kesehatan"),
        (
            "Loket Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu (DPMPTSP) buka.",
            "DPMPTSP",
            "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        ),
        (
            "Loket DPMPTSP (Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu) buka.",
            "DPMPTSP",
            "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
        ),
        (
            "Antrean di Dinas Kependudukan dan Pencatatan Sipil (Disdukcapil) panjang.",
            "Disdukcapil",
            "Dinas Kependudukan dan Pencatatan Sipil",
        ),
        (
            "Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi (Mendikbudristek) datang.",
            "Mendikbudristek",
            "Menteri Pendidikan, Kebudayaan, Riset, dan Teknologi",
        ),
        ("Satuan Polisi Pamong Praja (Satpol PP)", "Satpol PP", "Satuan Polisi Pamong Praja"),
        ("Dewan Air Kota (disingkat DAK) rapat", "DAK", "Dewan Air Kota"),
        ("DAK (“Dewan Air Kota”) rapat", "DAK", "Dewan Air Kota"),
        ("Wilayah Bebas dari Korupsi (WBK)", "WBK", "Wilayah Bebas dari Korupsi"),
    ],
)
def test_a_pair_is_read_with_its_place(text: str, short: str, long: str) -> None:
    (pair,) = acronym_pairs(text)
    assert (pair.short, pair.long) == (short, long)
    start, end = pair.span
    assert short in text[start:end] and long in text[start:end] and text[end - 1] == ")"


@pytest.mark.parametrize(
    "text",
    [
        "Pemkot Blitar (Jatim) menunggu.",
        "Ketua tim itu (Rina Wati) hadir pada hari kerja (Senin).",
        "Nilai Kota Malang (98,19) naik.",
        "Malang (Mal Pelayanan Publik) ramai.",
        "Dinas Sosial. Kesehatan (Dinkes) penting.",
        "Dinas Pendidikan (Dinkes) keliru.",
        "warga (WNI)",
        "Kota (KOTA) itu",
        "Dinas Kesehatan dan Olahraga (Dinkes) baru.",
        "()",
        "(DPMPTSP)",
    ],
)
def test_brackets_that_explain_no_acronym_give_no_pair(text: str) -> None:
    assert acronym_pairs(text) == []


@given(st.one_of(st.text(max_size=80), pieces))
def test_any_text_is_safe_and_every_pair_stands_in_it(text: str) -> None:
    end = 0
    for pair in acronym_pairs(text):
        assert end <= pair.span[0] < pair.span[1] <= len(text)
        stretch = text[slice(*pair.span)]
        assert pair.short in stretch and pair.long in stretch
        end = pair.span[0]


@pytest.mark.parametrize("unit", ["(", "A (", "(AB) ", "Dinas (D", "a "])
def test_long_runs_end(unit: str) -> None:
    acronym_pairs(unit * 50_000)


def test_the_table_is_loaded_only_when_it_is_asked_for() -> None:
    code = (
        "import sys; import searchkit.language.analyzer as a; a.Analyzer().terms('Pemkab Blitar');"
        "assert 'searchkit.language.acronyms' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_short_forms_in_a_row_of_terms_are_told_where_they_begin() -> None:
    found = long_forms_at(["anggota", "satpol", "pp", "dan", "pemkab"])
    assert found == [
        (),
        ("Satuan Polisi Pamong Praja",),
        (),
        (),
        ("Pemerintah Kabupaten",),
    ]
    assert long_forms_at([]) == []
