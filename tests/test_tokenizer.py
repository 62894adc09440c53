"""Tokenizer: what stays one token, what does not, and offsets that cut exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.tokenizer import Token, tokenize

indonesian = st.lists(
    st.sampled_from(
        [
            *("kota", "Kota", "98", "19", "Rp", "di", "nya", "me", "a", "S", "H", "COVID", "ke"),
            *("e", "an", "http://", "www.", "é", "e\u0301", "\u00ad", "😀", "٣", "２", "½", "ß"),
            *("-", "‑", "'", "’", ".", ",", "/", " ", "\n", "@", "_", "“", "(", "…"),
        ]
    ),
    max_size=30,
).map("".join)
texts = st.one_of(st.text(max_size=60), indonesian)


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


@pytest.mark.parametrize(
    "printed",
    [
        *("98,19", "97.84", "12.500", "1.234,56", "1,234,567", "2024"),
        *(
            "e-KTP",
            "E-Government",
            "KTP-el",
            "KTP-nya",
            "di-PHK",
            "PHK-kan",
            "me-review",
            "kuasa-Mu",
        ),
        *("kota-kota", "Kota-Kota", "KOTA-KOTA", "berlari-lari", "anak-anaknya", "kebarat-baratan"),
        *("dibesar-besarkan", "meniru-nirukan", "tolong-menolong", "tulis-menulis", "tali-temali"),
        *("sayur-mayur", "lauk-pauk", "gerak-gerik", "bolak-balik", "malaikat-malaikat-Nya"),
        *("Jum'at", "Jum’at", "Qur'an", "d/h", "a/n", "a.n.", "S.H.", "U.S.A."),
        *("COVID-19", "G-20", "F16", "4G", "kota2", "1990-an"),
        *("pelayanan", "café", "cafe\u0301", "pela\u00adyanan", "Straße", "Москва"),
        "https://ombudsman.go.id/news/r/nilai-2024?page=2",
        "www.ombudsman.go.id/hasil",
    ],
)
def test_one_word_stays_one_token(printed: str) -> None:
    assert words(f"Kata {printed} itu") == ["Kata", printed, "itu"]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Jakarta-Bandung", ["Jakarta", "Bandung"]),
        ("Banten-Tenggarong", ["Banten", "Tenggarong"]),
        ("putra-putri", ["putra", "putri"]),
        ("dosen-mahasiswa", ["dosen", "mahasiswa"]),
        ("se-Indonesia", ["se", "Indonesia"]),
        ("non-ASN", ["non", "ASN"]),
        ("dan/atau", ["dan", "atau"]),
        ("17/11/2024", ["17", "11", "2024"]),
        ("17.11.2024", ["17", "11", "2024"]),
        ("17-11-2024", ["17", "11", "2024"]),
        ("1,2,3", ["1", "2", "3"]),
        ("2021-2022", ["2021", "2022"]),
        ("81,00-100", ["81,00", "100"]),
        ("ke-4", ["ke", "4"]),
        ("ke21", ["ke", "21"]),
        ("Rp1,5", ["Rp", "1,5"]),
        ("rp12.500", ["rp", "12.500"]),
        ("Rp.1.500.000", ["Rp", "1.500.000"]),
        ("5,3%", ["5,3", "%"]),
        ("5,3 %", ["5,3", "%"]),
        ("% saja", ["saja"]),
        ("nonASN", ["non", "ASN"]),
        ("pascaPPKM", ["pasca", "PPKM"]),
        ("eKTP", ["eKTP"]),
        ("non-COVID-19", ["non", "COVID-19"]),
        ("18.05WIB", ["18.05", "WIB"]),
        ("nama_berkas", ["nama", "berkas"]),
        ("humas@ombudsman.go.id", ["humas", "ombudsman", "go", "id"]),
        ("#ZonaHijau @pemkot", ["ZonaHijau", "pemkot"]),
        ("“Kota” 'baik'", ["Kota", "baik"]),
        ("bagus👍🏽sekali", ["bagus", "sekali"]),
        ("M. Najih", ["M", "Najih"]),
        ("M.H.Thamrin", ["M.H.", "Thamrin"]),
        ("nilai 98,19.", ["nilai", "98,19"]),
        ("nilai 98,19, naik", ["nilai", "98,19", "naik"]),
        ("(https://contoh.id/a-b).", ["https://contoh.id/a-b"]),
    ],
)
def test_what_merely_stands_together_is_parted(printed: str, expected: list[str]) -> None:
    assert words(printed) == expected


def test_kinds_tell_words_numbers_and_mixtures_apart() -> None:
    kinds = {token.text: token.kind for token in tokenize("Nilai 98,19 e-KTP COVID-19 Rp1,5 ke-4")}
    assert kinds == {
        "Nilai": "word",
        "98,19": "number",
        "e-KTP": "word",
        "COVID-19": "mixed",
        "Rp": "word",
        "1,5": "number",
        "ke": "word",
        "4": "number",
    }


def test_offsets_point_into_the_original() -> None:
    assert tokenize("di Kota-kota!") == [
        Token("di", 0, 2, "word"),
        Token("Kota-kota", 3, 12, "word"),
    ]


@given(texts)
def test_offsets_cut_the_token_out_of_the_text(text: str) -> None:
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text != ""


@given(texts)
def test_tokens_are_in_order_and_apart(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert token.start >= end
        end = token.end


@given(texts)
def test_gaps_and_tokens_together_are_the_text(text: str) -> None:
    rebuilt, at = "", 0
    for token in tokenize(text):
        rebuilt += text[at : token.start] + token.text
        at = token.end
    assert rebuilt + text[at:] == text


@given(texts)
def test_no_letter_or_ascii_digit_is_lost(text: str) -> None:
    covered = {at for token in tokenize(text) for at in range(token.start, token.end)}
    for at, char in enumerate(text):
        if (char.isalpha() or char in "0123456789") and char != "ʼ":
            assert at in covered


@given(texts)
def test_no_token_holds_white_space(text: str) -> None:
    assert not any(char.isspace() for token in tokenize(text) for char in token.text)


@pytest.mark.parametrize(
    "unit",
    ["a", "a-", "ha-", "1.", "a.", "1.000.", "www.", "a'", "Rp1.", "a/", "ke1", "1%", "nonA"],
)
def test_long_runs_of_one_pattern_end(unit: str) -> None:
    text = unit * 50_000
    assert sum(len(token.text) for token in tokenize(text)) <= len(text)
