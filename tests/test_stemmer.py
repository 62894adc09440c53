"""Stemmer: roots of words, corrections to Sastrawi, names, and what is no word at all."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.corrections import overrides, root_changes
from searchkit.language.derivation import _AFFIXED, _Roots, _sastrawi, root_of
from searchkit.language.names import region_names
from searchkit.language.stemcache import StemCache
from searchkit.language.stemmer import MAX_LETTERS, Stemmer
from searchkit.language.stemtable import StemTable

WORDS = st.sampled_from("abyzé-")


@pytest.fixture(scope="module")
def stemmer() -> Stemmer:
    return Stemmer()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("family", "stem"),
    [
        ("pelayanan melayani dilayani layanan pelayanannya terlayani", "layan"),
        ("penilaian menilai dinilai dinilainya senilai nilainya", "nilai"),
        ("kepatuhan mematuhi dipatuhi patuhi ketidakpatuhan", "patuh"),
        ("pengaduan mengadukan aduan diadukan", "adu"),
        ("perawatan perawat merawat dirawat", "rawat"),
        ("gerakan pergerakan bergerak gerakannya", "gerak"),
        ("membeli dibeli membelinya dibelinya pembelian", "beli"),
        ("kerusakan perusakan merusak dirusak", "rusak"),
        ("mengurangi dikurangi berkurang", "kurang"),
        ("penyalahgunaan menyalahgunakan disalahgunakan", "salahguna"),
        ("risiko resiko beresiko risikonya", "risiko"),
    ],
)
def test_words_of_one_family_share_a_stem(stemmer: Stemmer, family: str, stem: str) -> None:
    assert {word: stemmer.stem(word) for word in family.split()} == dict.fromkeys(
        family.split(), stem
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kediri", "diri"),
        ("temanggung", "tanggung"),
        ("bekasi", "bekas"),
        ("pemalang", "malang"),
        ("penghargaan", "harga"),
        ("penduduk", "duduk"),
        ("undangan", "undang-undang"),
        ("beragam", "agam"),
        ("pemilu", "pilu"),
    ],
)
def test_words_that_only_look_related_keep_apart(stemmer: Stemmer, one: str, other: str) -> None:
    assert stemmer.stem(one) != stemmer.stem(other)


@pytest.mark.parametrize(
    ("word", "stem", "why"),
    [
        ("melayani", "layan", "rule"),
        ("kota", "kota", "unchanged"),
        ("walaupun", "walaupun", "unchanged"),
        ("meskipun", "meskipun", "override"),
        ("berikan", "beri", "override"),
        ("berikannya", "beri", "override"),
        ("kediri", "kediri", "name"),
        ("kedirilah", "kediri", "name"),
        ("kota-kota", "kota", "reduplication"),
        ("berlari-lari", "lari", "reduplication"),
        ("anak-anaknya", "anak", "reduplication"),
        ("meniru-nirukan", "tiru", "reduplication"),
        ("meniru-niru", "tiru", "reduplication"),
        ("tolong-menolong", "tolong", "reduplication"),
        ("kebarat-baratan", "barat", "reduplication"),
        ("undang-undang", "undang-undang", "override"),
        ("undang-undang-nya", "undang-undang", "override"),
        ("sayur-mayur", "sayur-mayur", "override"),
        ("kupu-kupu", "kupu-kupu", "override"),
        ("resiko", "risiko", "spelling"),
        ("beresiko", "risiko", "rule"),
        ("reruntuhan", "runtuh", "rule"),
        ("pascabencana", "bencana", "rule"),
        ("di-phk-kan", "phk", "compound"),
        ("e-ktp", "ktp", "compound"),
        ("di-phk", "phk", "compound"),
        ("ktp-nya", "ktp", "compound"),
        ("covid-19", "covid", "compound"),
        ("kota2", "kota", "compound"),
        ("g-20", "g20", "compound"),
        ("1990-an", "1990", "compound"),
        ("dani", "dani", "unchanged"),
        ("akui", "akui", "override"),
    ],
)
def test_the_stem_comes_with_its_reason(stemmer: Stemmer, word: str, stem: str, why: str) -> None:
    found = stemmer.explain(word)
    assert (found.word, found.stem, found.why) == (word, stem, why)
    assert stemmer.stem(word) == stem


def test_sastrawis_own_cases_hold_unless_a_correction_says_otherwise(
    stemmer: Stemmer, shared: Path
) -> None:
    corrected = {change.example for change in root_changes()} | set(overrides())
    cases = [
        (row["word"].lower(), row["pysastrawi_1.2.1_full_dict_stem"])
        for row in rows(shared / "data" / "language" / "sastrawi_cases.csv")
        if row["agrees"] == "1" and " " not in row["word"]
    ]
    assert len(cases) > 200
    wrong = {w: stemmer.stem(w) for w, stem in cases if stemmer.stem(w) != stem}
    assert set(wrong) <= corrected, wrong


def test_what_users_reported_as_wrong_is_right_now(stemmer: Stemmer, shared: Path) -> None:
    complaints = rows(shared / "data" / "language" / "complaints.csv")
    wrong = {
        row["word"]: stemmer.stem(row["word"])
        for row in complaints
        if stemmer.stem(row["word"]) != row["expected_by_reporter"]
    }
    # a conjunction of its own, no longer felt as a form of hingga
    assert wrong == {"sehingga": "sehingga"}


def test_no_region_name_that_stemming_damages_is_damaged(stemmer: Stemmer, shared: Path) -> None:
    everyday = {"bagian", "kepulauan", "meriah", "pegunungan", "seribu"}
    names = {row["word"] for row in rows(shared / "data" / "regions" / "region_stem_damage.csv")}
    assert {name for name in names - everyday if stemmer.stem(name) != name} == set()


def test_every_name_table_row_tells_what_plain_sastrawi_does() -> None:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    plain = StemmerFactory().create_stemmer()
    for name in region_names().values():
        assert plain.stem(name.name) == (name.damaged_to or name.name)
        assert name.damaged_to or name.attracts


def test_every_changed_root_has_the_effect_it_is_there_for(stemmer: Stemmer) -> None:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    roots = set(StemmerFactory().get_words())
    for change in root_changes():
        assert (change.root in roots) != change.added, f"{change.root} changes nothing"
        assert stemmer.stem(change.example) == change.stem, change


def test_every_override_of_a_plain_word_changes_something() -> None:
    plain = {word: stem for word, stem in overrides().items() if "-" not in word and len(word) > 3}
    assert len(plain) > 100
    assert [word for word, stem in plain.items() if root_of(word) == stem] == []


def test_a_stem_is_a_fixed_point_for_overrides(stemmer: Stemmer) -> None:
    assert {stem for stem in overrides().values() if stemmer.stem(stem) != stem} == set()


def test_the_memo_grows_and_tells_what_is_not_kept_yet() -> None:
    memo: dict[str, str] = {}
    stemmer = Stemmer(memo, StemTable(StemTable().with_words("f", {"melayani": "layan"})))
    assert stemmer.stem("melayani") == "layan"
    assert stemmer.unkept() == {}
    stemmer.stem("dilayani")
    assert stemmer.memo is memo and memo["dilayani"] == "layan"
    assert stemmer.unkept() == {"dilayani": "layan"}


@given(st.dictionaries(st.text(WORDS, min_size=1), st.text(WORDS, min_size=1)), st.text(WORDS))
def test_a_stored_table_answers_like_a_dict(words: dict[str, str], other: str) -> None:
    table = StemTable(StemTable().with_words("version 1", words))
    assert table.fingerprint == "version 1"
    assert len(table) == len(words)
    for word in (*words, other):
        assert table.get(word) == words.get(word)


def test_a_table_grows_by_new_words() -> None:
    table = StemTable(StemTable().with_words("f", {"b": "x", "aa": "y"}))
    grown = StemTable(table.with_words("f", {"a": "z"}))
    assert [grown.get(word) for word in ("a", "aa", "b", "c")] == ["z", "y", "x", None]


@given(st.data())
def test_a_table_of_which_any_byte_has_changed_is_empty(data: st.DataObject) -> None:
    table = bytearray(StemTable().with_words("f", {"melayani": "layan", "berdua": "dua"}))
    table[data.draw(st.integers(0, len(table) - 1))] ^= data.draw(st.integers(1, 255))
    changed = StemTable(bytes(table))
    assert len(changed) == 0 and changed.fingerprint == ""
    assert changed.get("melayani") is None


def test_stems_that_came_with_an_index_are_not_shared_with_others(tmp_path: Path) -> None:
    false = StemTable(StemTable().with_words("f", {"anak": "salah"}))
    stemmer = Stemmer(kept=false, cache=tmp_path)
    assert stemmer.stem("anak-anak") == "salah"
    stemmer.stem("dilayani")
    stemmer.share()
    other = Stemmer(cache=tmp_path)
    assert other.stem("anak-anak") == "anak"
    assert other.stem("dilayani") == "layan"
    assert StemCache(tmp_path, other.fingerprint).table.get("dilayani") == "layan"


def test_a_word_in_the_memo_does_not_load_sastrawi() -> None:
    code = (
        "import sys; from searchkit.language.stemmer import Stemmer;"
        "s = Stemmer({'melayani': 'layan'});"
        "assert s.stem('melayani') == 'layan' and s.explain('melayani').why == 'rule';"
        "s.stem('ombudsmen'); s.fingerprint;"
        "assert not [name for name in sys.modules if name.startswith('Sastrawi')];"
        "s.stem('dilayani'); assert 'Sastrawi' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_fingerprint_names_sastrawi_and_is_stable() -> None:
    assert Stemmer().fingerprint == Stemmer({"a": "a"}).fingerprint
    assert "sastrawi-1." in Stemmer().fingerprint


def test_a_string_too_long_for_a_word_is_left_alone(stemmer: Stemmer) -> None:
    for long in (
        "me" + "a" * MAX_LETTERS + "kan",
        "a" * 1_000_000,
        "a-" * 500_000,
        "1" * 1_000_000,
    ):
        size = len(stemmer.memo)
        assert stemmer.stem(long) == long
        assert len(stemmer.memo) == size or len(long) <= 2 * MAX_LETTERS


@given(st.one_of(st.text(max_size=50), st.text("abeikmnprtu-0123456789.", max_size=50)))
def test_any_input_is_safe(text: str) -> None:
    stemmer = Stemmer()
    assert stemmer.explain(text).stem == stemmer.stem(text)
    assert bool(stemmer.stem(text)) == bool(text)


def _slow_rules() -> Any:
    """Sastrawi's own rules on the same roots, all but those for infixes tried on every word."""
    from Sastrawi.Stemmer.Stemmer import Stemmer as Rules

    rules = Rules(_Roots())
    provider = rules.visitor_provider
    provider.prefix_visitors = [
        visitor
        for visitor in provider.prefix_visitors
        if not any(
            f"Rule{number}" in type(rule).__name__
            for rule in getattr(visitor, "disambiguators", ())
            for number in range(37, 41)
        )
    ]
    return rules


SLOW = _slow_rules()
AFFIXED = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "di", "ke", "se", "ber", "be", "ter", "mem", "men", "peng", "diper"]),
        st.sampled_from(["", "ke", "per", "ber"]),
        st.one_of(
            st.sampled_from(["layan", "ajar", "kerja", "beri", "anta", "duduk", "temu", "rusak"]),
            st.text("abdegiklmnprstuy", min_size=2, max_size=7),
        ),
        st.sampled_from(["", "an", "kan", "i", "nya", "kannya", "lah"]),
    ),
)


@given(AFFIXED)
def test_asking_fewer_rules_gives_the_same_stems(word: str) -> None:
    assert _sastrawi().stem_word(word) == SLOW.stem_word(word)


def test_no_infix_is_found_where_none_is(stemmer: Stemmer) -> None:
    assert stemmer.stem("feminis") == "feminis"
    assert stemmer.stem("tercemari") == "cemar"
    assert stemmer.stem("kinerja") == "kerja"


@given(st.text("abdegiklmnprstuy", min_size=4, max_size=14))
def test_what_the_quick_check_passes_over_sastrawi_leaves_whole(word: str) -> None:
    if not _AFFIXED.match(word):
        assert _sastrawi().stem_word(word) == word
