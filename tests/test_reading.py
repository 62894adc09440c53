"""Reading: regions, bands and years in plain words, as preferences only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.query.parser import parse
from searchkit.query.query import Query
from searchkit.query.readers import find_meanings, holders
from searchkit.query.reading import read
from searchkit.weights import WEIGHTS

ANALYZER = Analyzer()


def query(text: str, *, literal: bool = False) -> Query:
    return read(parse(text), ANALYZER, literal=literal)


def regions(text: str) -> list[str]:
    return [region.name for region in query(text).reading.regions]


def test_the_flagship_query_is_read() -> None:
    reading = query("zona hijau Jawa Timur").reading
    assert [region.code for region in reading.regions] == ["35"]
    assert reading.bands == ("hijau",)
    assert reading.terms == ("zona", "hijau")
    assert reading.years == ()


@pytest.mark.parametrize("text", ["jatim", "JATIM", "jawa timur", "pemprov jatim"])
def test_a_province_is_read_however_it_is_written(text: str) -> None:
    assert regions(text) == ["Jawa Timur"]


def test_the_level_decides_between_kota_and_kabupaten() -> None:
    assert regions("kota malang") == ["Kota Malang"]
    assert regions("pemkab malang") == ["Kabupaten Malang"]
    assert set(regions("Malang")) == {"Kota Malang", "Kabupaten Malang"}


def test_an_everyday_word_in_lower_case_stays_a_word_and_says_so() -> None:
    malang = query("nasib malang")
    assert malang.reading.regions == ()
    assert 'wilayah:"malang"' in malang.reading.notes[0]


@pytest.mark.parametrize(
    ("text", "band"),
    [("zona merah", "merah"), ("kualitas tertinggi", "tertinggi"), ("kategori A", "a")],
)
def test_bands_need_the_word_that_announces_them(text: str, band: str) -> None:
    assert query(text).reading.bands == (band,)


def test_a_colour_alone_is_no_band() -> None:
    assert query("ruang terbuka hijau").reading.bands == ()


def test_a_year_is_read_with_or_without_the_word_tahun() -> None:
    assert query("kepatuhan 2023").reading.years == ((2023, 2023),)
    assert query("kepatuhan tahun 2023").reading.years == ((2023, 2023),)
    assert len(query("kepatuhan tahun 2023").clauses) == 2


def test_two_years_joined_are_a_range() -> None:
    assert query("kepatuhan 2021..2023").reading.years == ((2021, 2023),)
    assert query("17/11/2031").reading.years == ()


def test_a_reading_prefers_and_a_field_restricts() -> None:
    preferred = query("banjir jatim")
    assert isinstance(preferred.clauses[1], ast.Sense)
    assert preferred.filters == ()
    restricted = query("banjir wilayah:jatim")
    assert restricted.filters == (ast.InRegion(("35",)),)
    assert restricted.reading.regions == ()


def test_literal_reads_nothing_into_the_words() -> None:
    plain = query("zona hijau jatim", literal=True)
    assert plain.reading.regions == () and plain.reading.bands == ()
    assert all(isinstance(clause, ast.Word) for clause in plain.clauses)


def test_required_excluded_and_quoted_parts_are_never_given_up() -> None:
    read_query = query('banjir +jakarta -longsor "curah hujan"')
    assert len(read_query.clauses) == 1
    assert len(read_query.required) == 3


def test_function_words_count_only_when_there_is_nothing_else() -> None:
    assert len(query("banjir di jalan").clauses) == 2
    assert len(query("yang di").clauses) == 2


def test_words_typed_without_a_space_must_stand_together() -> None:
    assert query("17/11/2031").clauses == (ast.Phrase(("17", "11", "2031")),)


def test_numbers_are_the_same_in_both_spellings() -> None:
    assert query("97,84").clauses == query("97.84").clauses
    sense = query("97,84").clauses[0]
    assert isinstance(sense, ast.Sense) and isinstance(sense.words, ast.Or)
    assert ast.Word("97.84") in sense.words.children


def test_values_of_one_field_are_alternatives() -> None:
    assert query("tahun:2023 tahun:2024").filters == (
        ast.Or((ast.InYears(2023, 2023), ast.InYears(2024, 2024))),
    )
    assert query("wilayah:jatim,jateng").filters == (
        ast.Or((ast.InRegion(("35",)), ast.InRegion(("33",)))),
    )


def test_an_impossible_field_value_is_an_error_at_its_place() -> None:
    bad = [d for d in query("banjir wilayah:atlantis").diagnostics if d.severity == "error"]
    assert [(d.start, d.end) for d in bad] == [(7, 23)]


@given(
    st.lists(
        st.sampled_from(
            ["zona", "hijau", "jatim", "Kota", "Malang", "tahun", "2023", "+", "-", '"', "(", ")",
             "OR", "nilai:>=90", "wilayah:", "x:y", "*", "di", "98,19", " ",
             "judul:a", "tahun:(", "-,", "\ud800", "\x00",
             "naik", "dari", "ke", "kuning", "tidak", "terbaik", "10", "peringkat", "pertama",
             "skor", "di atas", "antara", "80", "dan", "90", "tahun lalu", "sejak", "apa",
             "nasional", "tanpa maladministrasi", "ombudsman", "A/B", "ke-3", "besar", ">=",
             "covid", "se-"]
        )
    ).map(" ".join)
    | st.text()
)  # fmt: skip
def test_any_text_can_be_read(text: str) -> None:
    read_query = query(text)
    for word in read_query.words:
        assert text[word.start : word.end] == word.text


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("wilayah:kota malang nilai:>=90", 'wilayah:"kota malang"'),
        ("banjir -wilayah:jawa timur", '-wilayah:"jawa timur"'),
        ("zona:kualitas tinggi jatim", 'zona:"kualitas tinggi"'),
    ],
)
def test_a_value_of_several_words_without_quotes_is_told_how_to_be_written(
    text: str, advice: str
) -> None:
    errors = [d for d in query(text).diagnostics if d.severity == "error"]
    assert [error.next_step.endswith(f"in quotes: {advice}") for error in errors] == [True]


@pytest.mark.parametrize("text", ["wilayah:atlantis banjir", 'wilayah:"atlantis" kota malang'])
def test_a_value_that_no_words_behind_it_complete_gets_no_such_advice(text: str) -> None:
    assert [d.severity for d in query(text).diagnostics] == ["error"]
    assert "in quotes" not in query(text).diagnostics[0].next_step


@pytest.mark.parametrize("text", ['"', "-", "()", "- +", "🌋"])
def test_a_query_of_signs_alone_says_that_it_asks_for_nothing(text: str) -> None:
    assert query(text).is_empty
    assert "nothing in the query" in query(text).reading.notes[0]


@pytest.mark.parametrize("text", ["", "*", "banjir", "wilayah:jatim"])
def test_other_queries_do_not(text: str) -> None:
    assert query(text).reading.notes == ()


def test_each_token_is_held_by_the_meaning_around_it() -> None:
    text = "di jawa timur tahun 2023 saja"
    tokens = ANALYZER.analyze(text)
    held = holders(tokens, reversed(find_meanings(text, tokens, date(2026, 3, 1)).meanings))
    regions = [region.name for region in held[1].regions] if held[1] else []
    assert regions == ["Jawa Timur"]
    assert held[2] is held[1]
    assert [holder.years if holder and holder.years else None for holder in held] == [
        None,
        None,
        None,
        ((2023, 2023),),
        ((2023, 2023),),
        None,
    ]


@pytest.mark.parametrize(
    "text",
    ["Siapa bupati pertama", "di mana letak danau", "Kapankah gedung dibuka", "apa arti gotong"],
)
def test_a_question_is_not_demanded_only_what_it_is_about(text: str) -> None:
    asked = query(text)
    demanded = {clause.term for clause in asked.clauses if isinstance(clause, ast.Word)}
    assert demanded.isdisjoint({"siapa", "di", "mana", "letak", "kapankah", "apa", "arti"})
    assert demanded


def test_words_that_are_not_demanded_count_for_little_or_nothing() -> None:
    def weights(**changed: float) -> dict[str, float]:
        parsed = parse("apa arti gotong royong di desa")
        hints = read(parsed, ANALYZER, weights=replace(WEIGHTS, **changed)).hints
        return {hint.term: hint.weight for hint in hints if isinstance(hint, ast.Word)}

    assert weights() == {"arti": WEIGHTS.question_noun}
    assert 0 < WEIGHTS.question_noun < 1
    assert weights(function_word=0.3) == {"arti": WEIGHTS.question_noun, "di": 0.3}


def test_a_noun_of_a_question_is_a_word_like_any_other_where_nothing_is_asked() -> None:
    assert [c.term for c in query("arti nama").clauses if isinstance(c, ast.Word)] == [
        "arti",
        "nama",
    ]


def test_a_question_about_nothing_else_asks_for_its_own_words() -> None:
    assert [c.term for c in query("apa arti").clauses if isinstance(c, ast.Word)] == ["arti"]
    assert [c.term for c in query("siapa").clauses if isinstance(c, ast.Word)] == ["siapa"]


def test_weights_decide_what_agreement_counts() -> None:
    weights = replace(WEIGHTS, region=0.25, function_word=0.5)
    asked = read(parse("banjir di jatim"), ANALYZER, weights=weights)
    assert [c.weight for c in asked.clauses if isinstance(c, ast.Sense)] == [0.25]
    assert [h.weight for h in asked.hints if isinstance(h, ast.Word)] == [0.5]


@pytest.mark.parametrize(
    "text",
    ["kabupaten terbaik 2024", "skor di atas 95", "naik ke zona hijau", "kota tahun lalu ombudsman",
     "tanpa maladministrasi"],
)  # fmt: skip
def test_literal_reads_no_further_meaning_either(text: str) -> None:
    plain = query(text, literal=True)
    assert all(isinstance(hint, ast.Word) for hint in plain.hints)
    assert not any(isinstance(clause, ast.Sense) for clause in plain.clauses)
    assert plain.reading.terms == tuple(dict.fromkeys(t.term for t in ANALYZER.analyze(text)))


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("pelay?n*", ast.Wildcard("pelay?n*")),
        ("*AN", ast.Wildcard("*an")),
        ("ke~", ast.Fuzzy("ke", 0)),
        ("Kota~", ast.Fuzzy("kota", 1)),
        ("pelayanan~", ast.Fuzzy("pelayanan", 2)),
        ("pelayanan~1", ast.Fuzzy("pelayanan", 1)),
        ("pelayanan~9", ast.Fuzzy("pelayanan", 2)),
        ('judul:"kata lain"~2', ast.Phrase(("kata", "lain"), "title", slop=2)),
    ],
)
def test_patterns_and_slips_are_clauses(text: str, node: ast.Node) -> None:
    assert query(text).clauses == (node,)


def test_a_loose_phrase_is_demanded_as_any_phrase() -> None:
    assert query('"nilai publik"~3').required == (ast.Phrase(("nilai", "publik"), slop=3),)
