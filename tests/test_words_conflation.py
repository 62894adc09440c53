"""Conflation: which words share a stem, and which only look as if they should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from searchkit.language.analyzer import Analyzer
from searchkit.language.stemmer import Stemmer

ANALYZER = Analyzer()
STEMMER = Stemmer()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("alasan", "alas"), ("setuju", "tuju"), ("persetujuan", "tujuan"), ("mengaku", "aku")),
        *(("meninggal", "tinggal"), ("pengumuman", "umum"), ("mengalami", "alami")),
        *(("menghampiri", "hampir"), ("merayakan", "raya"), ("pertunjukan", "tunjuk")),
        *(("setelah", "telah"), ("sebelum", "belum"), ("sebuah", "buah"), ("melalui", "lalu")),
        *(("bersetubuh", "tubuh"), ("menyaring", "nyaring"), ("kurasi", "kuras")),
        *(("pengarang", "arang"), ("pelukis", "peluk"), ("perasa", "asa"), ("bertopi", "top")),
        *(("merapi", "rapi"), ("taliban", "talib"), ("antioksidan", "oksidan")),
        *(("penjabaran", "jabar"), ("feminis", "finis"), ("menyelimuti", "limut")),
    ],
)
def test_words_of_different_meaning_keep_apart(one: str, other: str) -> None:
    assert STEMMER.stem(one) != STEMMER.stem(other)


@pytest.mark.parametrize(
    "family",
    [
        "setuju menyetujui disetujui persetujuan ketidaksetujuan setujui",
        "selimut menyelimuti diselimuti terselimuti",
        "saring menyaring penyaring penyaringan disaring",
        "karang pengarang mengarang karangan",
        "akui mengaku mengakui diakui pengakuan",
        "padu memadukan dipadukan perpaduan",
        "kota kotanya kotaku kotamu kotalah kotakah kotapun kota-kota kota-kotanya perkotaan",
        "anak anak-anak anak-anaknya beranak",
        "lari berlari berlari-lari lari-lari",
        "panen pascapanen pasca-panen",
        "korupsi antikorupsi",
        "provinsi propinsi antarprovinsi",
        "batu bebatuan batuan",
    ],
)
def test_words_of_one_family_meet(family: str) -> None:
    words = [word for word in family.split() if word not in ("pascapanen", "pasca-panen")]
    assert len({STEMMER.stem(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["walaupun", "meskipun", "adapun", "maupun", "ataupun"])
def test_conjunctions_in_pun_are_words_of_their_own(word: str) -> None:
    assert STEMMER.stem(word) == word
    assert STEMMER.stem("bagaimanapun") == "bagaimanapun"


@pytest.mark.parametrize("word", ["sayur-mayur", "kupu-kupu", "lauk-pauk", "gerak-gerik"])
def test_a_reduplication_with_a_meaning_of_its_own_is_no_form_of_its_half(word: str) -> None:
    assert STEMMER.stem(word) == word != STEMMER.stem(word.partition("-")[0])


@pytest.mark.parametrize("word", ["di-PHK", "mem-PHK", "ter-PHK", "PHK-kan", "di-PHK-kan", "PHK"])
def test_an_acronym_is_found_under_its_affixes(word: str) -> None:
    assert [token.stem for token in ANALYZER.analyze(word)] == ["phk"]


def test_no_name_is_damaged_in_a_text(shared: Path) -> None:
    ordinary = {"kepulauan", "pegunungan", "seribu"}  # words of names of several words
    table = shared / "data" / "regions" / "region_stem_damage.csv"
    with table.open(encoding="utf-8", newline="") as file:
        names = [row["word"] for row in csv.DictReader(file)]
    assert len(names) > 30
    for name in set(names) - ordinary:
        token = ANALYZER.analyze(f"Warga Kabupaten {name.title()} menunggu.")[2]
        assert token.term == name and token.stem in (None, name)


def test_no_word_is_drawn_to_the_name_of_a_region(shared: Path) -> None:
    table = shared / "data" / "regions" / "region_stem_attractors.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["single_word_region"] == "1"]
    assert len(rows) > 200
    drawn = {}
    for row in rows:
        name = row["word"]
        region = ANALYZER.analyze(f"Warga Kabupaten {name.title()} menunggu.")[2]
        others = [word.partition(":")[0] for word in row["top_other_words"].split()]
        stems = {word: STEMMER.stem(word) for word in others if not word.startswith(name)}
        drawn.update({word: name for word, stem in stems.items() if stem == region.stem})
    assert drawn == {}
