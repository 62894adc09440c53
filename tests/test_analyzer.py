"""Analyzer: terms and stems as articles and queries share them."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.analyzer import (
    MAX_TERM,
    AnalyzedToken,
    Analyzer,
    function_words,
    normalize_term,
)
from searchkit.language.capitals import is_written_as_name, name_cues
from searchkit.language.names import region_names
from searchkit.language.numbers import normalize_number
from searchkit.language.stemmer import Stemmer
from searchkit.language.tokenizer import tokenize

ANALYZER = Analyzer()

texts = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *("Kota", "Serang", "serang", "SERANG", "Malang", "batu-batu", "Kab.", "98,19"),
                *("melayani", "e-KTP", "Jum’at", "S.H.", "d/h", "Rp1,5", "www.a.id"),
                *(".", ",", "\n", "“", "…", "é", "ﬁ", "½", "ß", "İ", "ʼn", "\u00ad", "-", "ﷺ"),
                *("Serang-Malang", "Puncak", "5", "%", "5 %", "5  %", "3 %5", "%5,", "(Batu)."),
            ]
        ),
        max_size=25,
    ).map(" ".join),
)


def stems(text: str) -> dict[str, str | None]:
    return {token.term: token.stem for token in ANALYZER.analyze(text)}


def stem_of(word: str, text: str) -> str | None:
    [token] = [token for token in ANALYZER.analyze(text) if token.term == word]
    return token.stem


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("Pelayanan", "pelayanan"),
        ("Jum'at", "jumat"),
        ("Jum’at", "jumat"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("pela\u00adyanan", "pelayanan"),
        ("Straße", "strasse"),
        ("ﬁnal", "final"),
        ("Ｋｏｔａ", "kota"),
        ("９８", "98"),
        ("98,19", "98.19"),
        ("98.19", "98.19"),
        ("12.500", "12500"),
        ("S.H.", "sh"),
        ("a.n.", "an"),
        ("d/h", "d/h"),
        ("Kota‑Kota", "kota-kota"),
        ("COVID-19", "covid-19"),
        ("www.Ombudsman.go.id", "www.ombudsman.go.id"),
    ],
)
def test_a_term_folds_what_is_only_a_way_of_writing(printed: str, term: str) -> None:
    assert normalize_term(printed) == term
    assert [token.term for token in ANALYZER.analyze(printed)] == [term]


def test_a_token_knows_where_it_stands_and_why_it_has_its_stem() -> None:
    assert ANALYZER.analyze("Melayani 98,19 di Kediri") == [
        AnalyzedToken("Melayani", 0, 8, 0, "melayani", "layan", "rule"),
        AnalyzedToken("98,19", 9, 14, 1, "98.19", None, "number"),
        AnalyzedToken("di", 15, 17, 2, "di", "di", "unchanged"),
        AnalyzedToken("Kediri", 18, 24, 3, "kediri", None, "name"),
    ]


def test_an_ordinary_word_always_has_a_stem() -> None:
    assert stems("kota itu melayani warga") == {
        "kota": "kota",
        "itu": "itu",
        "melayani": "layan",
        "warga": "warga",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Warga di Serang menunggu.",
        "Warga Kota Serang menunggu.",
        "Nilai itu naik, kata Pemkab Serang.",
        "Serang, 14 November – Wali kota hadir.",
        "SERANG, Harian Contoh – Wali kota hadir.",
        "Warga Kab. Serang menunggu.",
        "Pemkot Serang Raih Zona Hijau Lagi",
        "jalan tol Serang-Panimbang dibuka",
        "Serang",
        "Kota Serang",
    ],
)
def test_an_everyday_word_that_is_written_as_a_region_has_no_stem(text: str) -> None:
    assert stem_of("serang", text) is None


@pytest.mark.parametrize(
    "text",
    [
        "serang",
        "mereka akan serang balik",
        "Serang balik itu gagal.",
        "Ia datang. Serang balik itu gagal.",
        "Warga Serang Kantor Kelurahan Lama",
        " " * 50 + "Serang balik itu gagal.",
        "POLISI TANGKAP WARGA SERANG",
    ],
)
def test_an_everyday_word_that_may_be_just_a_word_keeps_its_stem(text: str) -> None:
    assert stem_of("serang", text) == "serang"


def test_a_name_that_is_no_everyday_word_needs_only_its_capital() -> None:
    assert stem_of("kediri", "Kediri meraih zona hijau.") is None
    assert stem_of("kediri", "kediri zona hijau") == "kediri"


def test_an_attack_never_means_the_city() -> None:
    attack, city = ANALYZER.analyze("serangan"), ANALYZER.analyze("Pemkot Serang melayani warga")
    assert attack[0].stem == "serang"
    assert attack[0].term not in {token.term for token in city}
    assert attack[0].stem not in {token.stem for token in city}


def test_numbers_meet_however_they_are_written() -> None:
    assert ANALYZER.terms("98,19") == ANALYZER.terms("98.19") == (["98.19"], [None])


@pytest.mark.parametrize(
    "one, other",
    [
        ("Rp1,5 triliun", "Rp 1,5 triliun"),
        ("Rp1,5 triliun", "rp.1.5 triliun"),
        ("5,3%", "5,3 persen"),
        ("5,3 %", "5.3 persen"),
        ("12.500 warga", "12500 warga"),
        ("ke-21", "ke21"),
        ("nonASN", "non-ASN"),
        ("non-ASN", "non ASN"),
        ("se-Jawa Timur", "se Jawa Timur"),
    ],
)
def test_ways_of_writing_a_thing_are_the_same_terms(one: str, other: str) -> None:
    assert ANALYZER.terms(one) == ANALYZER.terms(other)


def test_an_amount_is_found_without_its_currency() -> None:
    assert "1.5" in ANALYZER.terms("anggaran Rp1,5 triliun")[0]


def test_years_and_decimals_stay_exact() -> None:
    assert ANALYZER.terms("2024 98,19 98,190 20,24")[0] == ["2024", "98.19", "98.19", "20.24"]


def test_an_ordinal_is_found_by_its_number() -> None:
    assert "4" in ANALYZER.terms("peringkat ke-4")[0]
    assert ANALYZER.terms("juara ke3") == ANALYZER.terms("juara ke-3")


def test_another_spelling_keeps_its_raw_term_and_meets_in_the_stem() -> None:
    (written,) = ANALYZER.analyze("Propinsi")
    (standard,) = ANALYZER.analyze("provinsi")
    assert (written.term, standard.term) == ("propinsi", "provinsi")
    assert written.stem == standard.stem == "provinsi"


def test_an_overlong_word_becomes_a_term_of_bounded_length() -> None:
    (term,), (stem,) = ANALYZER.terms("a" * 1_000_000)
    assert len(term) == MAX_TERM and stem == term


def test_a_long_text_without_white_space_is_as_good_as_any() -> None:
    terms, stems = ANALYZER.terms("(Serang)" * 20_000)
    assert (set(terms), set(stems), len(terms)) == ({"serang"}, {None}, 20_000)
    assert list(ANALYZER.spans("(Serang)" * 20_000))[-1][:2] == (8 * 20_000 - 7, 8 * 20_000 - 1)


def test_analyzers_agree_whatever_they_have_seen_before() -> None:
    text = "Serang balik. Warga Serang melayani kota-kota di Malang."
    used = Analyzer(Stemmer({"melayani": "layan"}))
    used.terms("Serang MALANG Kota-kota melayani")
    assert used.analyze(text) == Analyzer().analyze(text)


def test_the_fingerprint_covers_the_stemmer() -> None:
    assert Analyzer().fingerprint == Analyzer().fingerprint
    assert Stemmer().fingerprint in Analyzer().fingerprint


@given(texts)
def test_the_terms_of_a_text_are_those_of_its_tokens(text: str) -> None:
    tokens = tokenize(text)
    terms = [normalize_term(token.text) for token in tokens]
    stems: list[str | None] = []
    for token, term in zip(tokens, terms, strict=True):
        name = region_names().get(term) if token.text[0].isupper() else None
        if name and not text.isupper() and is_written_as_name(text, token.start, token.end, name):
            stems.append(None)
        else:
            number = normalize_number(term) is not None
            stems.append(None if number else ANALYZER.stemmer.stem(term))
    assert ANALYZER.terms(text) == (terms, stems)
    places = [(start, end) for start, end, _, _ in ANALYZER.spans(text)]
    assert places == [(token.start, token.end) for token in tokens]


@given(texts)
def test_ids_are_the_terms_and_stems_in_the_vocabulary(text: str) -> None:
    analyzer = Analyzer(ANALYZER.stemmer)
    vocabulary = analyzer.vocabulary
    analyzer.ids("Warga Serang melayani 5 %")
    before = list(vocabulary)
    terms, stems = analyzer.ids(text)
    assert terms.dtype == stems.dtype == np.int32
    told = (
        [vocabulary[term] for term in terms],
        [vocabulary[stem] if stem >= 0 else None for stem in stems],
    )
    assert told == analyzer.terms(text)
    assert analyzer.vocabulary is vocabulary and vocabulary[: len(before)] == before
    assert len(set(vocabulary)) == len(vocabulary)


@given(texts, st.integers(0, 9))
def test_the_first_terms_are_the_beginning_of_all(text: str, most: int) -> None:
    terms, stems = ANALYZER.terms(text)
    assert ANALYZER.terms(text, most) == (terms[:most], stems[:most])


def test_what_was_forgotten_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("searchkit.language.analyzer._MEMO_LIMIT", 2)
    text = "Pemkot Serang, Kota Batu dan Kediri: serang balik! Batu-batu di Serang."
    assert Analyzer(ANALYZER.stemmer).terms(text) == ANALYZER.terms(text)


def test_one_word_is_one_id_as_a_term_and_as_a_stem() -> None:
    (layan, melayani), (root, stem) = Analyzer().ids("layan melayani")
    assert layan == root == stem != melayani


@given(texts)
def test_terms_and_analyze_agree(text: str) -> None:
    tokens = ANALYZER.analyze(text)
    assert ANALYZER.terms(text) == (
        [token.term for token in tokens],
        [token.stem for token in tokens],
    )
    assert [token.position for token in tokens] == list(range(len(tokens)))


@given(texts)
def test_analyzed_tokens_cut_the_text_and_hold_terms(text: str) -> None:
    end = 0
    for token in ANALYZER.analyze(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        assert 0 < len(token.term) <= MAX_TERM and token.stem != ""
        assert not any(char.isspace() for char in token.term)
        end = token.end


@pytest.mark.parametrize(
    "word", ["yang", "di", "ke", "dari", "dan", "untuk", "pada", "oleh", "ini", "adalah", "siapa"]
)
def test_words_without_a_topic_are_function_words(word: str) -> None:
    assert word in function_words()


@pytest.mark.parametrize(
    "word", ["tidak", "kasus", "naik", "turun", "tahun", "tinggi", "sedang", "kota", "zona"]
)
def test_words_that_carry_the_topic_are_not(word: str) -> None:
    assert word not in function_words()


def test_function_words_stay_in_the_terms() -> None:
    assert ANALYZER.terms("zona hijau di kota itu")[0] == ["zona", "hijau", "di", "kota", "itu"]


def test_cues_of_a_region_are_words_that_a_name_follows() -> None:
    assert {"kota", "kabupaten", "pemkot"} <= name_cues()


@given(
    st.lists(
        st.sampled_from(
            ["Kota", "Jum'at", "98,19", "5 %", "rumah-rumah", "–", "(PBB)", "\n", "  "]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_bounds_are_those_of_the_spans(text: str) -> None:
    analyzer = Analyzer()
    spans = [(start, end) for start, end, _, _ in analyzer.spans(text)]
    for positions in (range(len(spans)), range(0, len(spans), 3), range(1, len(spans), 4)):
        assert list(analyzer.bounds(text, positions)) == [spans[at] for at in positions]


def test_tokens_without_white_space_between_them_are_placed_in_linear_time() -> None:
    analyzer = Analyzer()

    def steps(tokens: int) -> int:
        text = "kota/" * tokens
        analyzer.terms(text)
        made = 0

        def count(frame: object, event: str, told: object) -> None:
            nonlocal made
            made += 1

        sys.setprofile(count)
        try:
            list(analyzer.bounds(text, range(tokens)))
        finally:
            sys.setprofile(None)
        return made

    assert steps(800) < 3 * steps(400)
