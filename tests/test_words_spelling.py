"""Spelling: loans and slips of the pen meet the standard word; other words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.roots import roots, standard_spelling
from searchkit.language.spelling import (
    MAX_LETTERS,
    SpellingRule,
    respelt,
    spelling_rules,
    spellings,
)
from searchkit.language.stemmer import Stemmer

STEMMER = Stemmer()


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        *(("aktifitas", "aktivitas"), ("propinsi", "provinsi"), ("nopember", "november")),
        *(("pebruari", "februari"), ("ijin", "izin"), ("resiko", "risiko"), ("sistim", "sistem")),
        *(("analisa", "analisis"), ("kwalitas", "kualitas"), ("jaman", "zaman"), ("photo", "foto")),
        *(("tehnik", "teknik"), ("metoda", "metode"), ("praktek", "praktik"), ("apotik", "apotek")),
        *(("hakekat", "hakikat"), ("antri", "antre"), ("nasehat", "nasihat"), ("karir", "karier")),
        *(("standarisasi", "standardisasi"), ("obyek", "objek"), ("subyek", "subjek")),
        *(("trampil", "terampil"), ("eksport", "ekspor"), ("legalisir", "legalisasi")),
        *(("koordinir", "koordinasi"), ("akomodir", "akomodir"), ("ijasah", "ijazah")),
        *(("shalat", "salat"), ("ramadhan", "ramadan"), ("komplit", "komplet")),
    ],
)
def test_both_spellings_have_one_stem(written: str, standard: str) -> None:
    assert STEMMER.stem(written) == STEMMER.stem(standard)


@pytest.mark.parametrize(
    ("derived", "root"),
    [
        *(("diijinkan", "izin"), ("beresiko", "risiko"), ("perijinan", "izin")),
        *(("berkwalitas", "kualitas"), ("dikoordinir", "koordinasi"), ("mengantri", "antre")),
        *(("menganalisa", "analisis"), ("ketrampilan", "terampil"), ("aktifitasnya", "aktivitas")),
        *(("mempraktekkan", "praktik"), ("menghisap", "isap"), ("dinasehati", "nasihat")),
    ],
)
def test_affixes_come_off_whichever_spelling_was_written(derived: str, root: str) -> None:
    assert STEMMER.stem(derived) == root


@pytest.mark.parametrize(
    "word",
    [
        *(
            "parkir",
            "pasir",
            "sisa",
            "peta",
            "kota",
            "pihak",
            "sifat",
            "sarat",
            "akhir",
            "formulir",
        ),
        *("persib", "kediri", "brantas", "jambi", "bitung", "pikat", "teriak", "unik", "terbit"),
    ],
)
def test_a_word_that_is_spelt_well_stays(word: str) -> None:
    assert standard_spelling(word) == word


@pytest.mark.parametrize(
    "rule", spelling_rules(), ids=lambda rule: f"{rule.written}>{rule.standard}"
)
def test_every_rule_mends_its_example(rule: SpellingRule) -> None:
    assert rule.example not in roots()
    assert len(rule.example) >= rule.least
    mended = standard_spelling(rule.example)
    assert mended != rule.example and mended in roots() and rule.standard in mended


def test_every_listed_spelling_leads_to_a_known_root() -> None:
    for written, standard in spellings().items():
        assert STEMMER.stem(written) == STEMMER.stem(standard) == standard


@given(st.text("abdefghijklmnopqrstuvwxyz", min_size=1, max_size=60))
def test_any_word_is_safe_and_only_roots_are_put_in_its_place(word: str) -> None:
    standard = standard_spelling(word)
    assert standard == word or standard in roots()
    candidates = list(respelt(word, prefixed=True))
    assert len(word) <= MAX_LETTERS or not candidates
