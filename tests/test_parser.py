"""The query language: what is typed becomes clauses, and nothing makes it fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.parser import MAX_PATTERNS, Clause, parse

OPERATORS = st.sampled_from(
    ['"', "(", ")", "+", "-", "*", "?", "~", "~2", ":", "OR", " ", "..", ">=", "tahun", "“"]
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(clause.kind, clause.text) for clause in parse(text).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zona hijau", [("words", "zona"), ("words", "hijau")]),
        ('"pelayanan publik"', [("phrase", "pelayanan publik")]),
        ("“pelayanan publik”", [("phrase", "pelayanan publik")]),
        ("pelayan*", [("prefix", "pelayan")]),
        ("*", [("prefix", "")]),
        ("pelay?n*", [("wildcard", "pelay?n*")]),
        ("*an", [("wildcard", "*an")]),
        ("p?sar", [("wildcard", "p?sar")]),
        ("apa itu? siapa??", [("words", "apa"), ("words", "itu?"), ("words", "siapa??")]),
        ("kata~ kata~2", [("fuzzy", "kata"), ("fuzzy", "kata")]),
        ('"kata lain"~3 jalan', [("phrase", "kata lain"), ("words", "jalan")]),
        ('"kata lain"~ jalan', [("phrase", "kata lain"), ("words", "~"), ("words", "jalan")]),
        ("10~20 ~2", [("words", "10~20"), ("words", "~2")]),
        ("wilayah:jatim", [("field", "jatim")]),
        ('judul:"Kota Malang"', [("field", "Kota Malang")]),
        ("nilai:>=90", [("field", ">=90")]),
        ("98,19", [("words", "98,19")]),
        ("e-KTP", [("words", "e-KTP")]),
        ('"tak ditutup', [("phrase", "tak ditutup")]),
        ("banjir AND longsor", [("words", "banjir"), ("words", "longsor")]),
        ("", []),
        ("- + ()", []),
    ],
)
def test_units_are_told_apart(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_slop_and_slips_are_read() -> None:
    phrase, title, fuzzy, far, near = parse('"a b"~3 judul:"a b"~2 kata~ kata~9 kata~1').clauses
    assert (phrase.slop, title.slop) == (3, 2)
    assert (fuzzy.slips, far.slips, near.slips) == (None, 9, 1)


def test_a_sign_belongs_to_the_unit_behind_it() -> None:
    must, must_not = parse('+wajib -"tidak boleh"').clauses
    assert (must.occur, must.text) == ("must", "wajib")
    assert (must_not.occur, must_not.kind, must_not.text) == ("must_not", "phrase", "tidak boleh")


def test_or_joins_its_neighbours_only() -> None:
    either, other = parse("banjir OR longsor OR gempa jakarta").clauses
    assert [child.text for child in either.children] == ["banjir", "longsor", "gempa"]
    assert other.text == "jakarta"


def test_or_at_the_edges_is_a_word() -> None:
    assert kinds("OR banjir") == [("words", "OR"), ("words", "banjir")]
    assert kinds("banjir OR") == [("words", "banjir"), ("words", "OR")]


def test_brackets_make_a_group() -> None:
    either = parse("(banjir jakarta) OR longsor").clauses[0]
    group, word = either.children
    assert [child.text for child in group.children] == ["banjir", "jakarta"]
    assert word.text == "longsor"


def test_field_names_are_indonesian_and_english() -> None:
    fields = [c.field for c in parse("wilayah:a region:b TAHUN:2023 zone:c media:d").clauses]
    assert fields == ["region", "region", "year", "band", "outlet"]


def test_an_unknown_field_is_taken_as_words_with_a_note() -> None:
    parsed = parse("harga:mahal")
    assert kinds("harga:mahal") == [("words", "harga:mahal")]
    assert parsed.diagnostics[0].severity == "note"
    assert (parsed.diagnostics[0].start, parsed.diagnostics[0].end) == (0, 11)


@pytest.mark.parametrize(
    "text", ["(" * 5000, "-" * 5000 + "x", "a OR " * 5000, '"' * 5001, "a:" * 999]
)
def test_absurd_queries_are_parsed(text: str) -> None:
    parse(text)


def _walk(clauses: tuple[Clause, ...]) -> list[Clause]:
    return [one for clause in clauses for one in (clause, *_walk(clause.children))]


@given(st.one_of(st.text(), st.lists(st.one_of(OPERATORS, st.text(max_size=4))).map("".join)))
def test_any_text_parses_into_clauses_that_lie_inside_it(text: str) -> None:
    for clause in _walk(parse(text).clauses):
        assert 0 <= clause.start < clause.end <= len(text)


@pytest.mark.parametrize("sign", ["", "+", "-", "+-"])
def test_each_pattern_counts_once_whatever_sign_it_has(sign: str) -> None:
    most = " ".join(f"{sign}kata{number}*" for number in range(MAX_PATTERNS))
    assert len(parse(most).clauses) == MAX_PATTERNS
    more = parse(f"{most} ({sign}kat?a)")
    assert more.clauses == ()
    (told,) = more.diagnostics
    assert told.severity == "error"
    assert f" {MAX_PATTERNS + 1} " in told.message
