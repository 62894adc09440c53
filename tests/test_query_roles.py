"""What became of each word of a query, and query trees in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.query.description import described
from searchkit.query.expansion import expanded
from searchkit.query.parser import parse
from searchkit.query.reading import read
from searchkit.query.roles import QueryWord, query_words

ANALYZER = Analyzer()


def words(text: str) -> list[QueryWord]:
    query = expanded(read(parse(text), ANALYZER), ANALYZER, lambda form: ())
    found = query_words(query, ANALYZER)
    assert all(text[word.start : word.end] == word.text for word in found)
    return list(found)


def roles(text: str) -> dict[str, str]:
    return {word.text: word.role for word in words(text)}


def means(text: str) -> dict[str, str | None]:
    return {word.text: word.means for word in words(text)}


def test_signs_quotes_and_fields_give_words_their_role() -> None:
    assert roles('hujan +deras -angin "pohon tumbang" judul:jalan tahun:2023 -media:harian') == {
        "hujan": "clause",
        "deras": "required",
        "angin": "excluded",
        "pohon": "required",
        "tumbang": "required",
        "jalan": "clause",
        "tahun:2023": "filter",
        "-media:harian": "excluded",
    }


def test_words_tell_what_they_were_read_as() -> None:
    told = means('zona hijau Kota Malang 2023 "loket baru" judul:antrean wilayah:jatim')
    assert told["zona"] == told["hijau"]
    assert told["hijau"] is not None
    assert "hijau" in told["hijau"]
    assert told["Kota"] == told["Malang"] == "region Kota Malang"
    assert told["2023"] == "year 2023"
    assert told["loket"] == '"loket baru"'
    assert told["antrean"] == "in the title"
    assert told["wilayah:jatim"] == "region Jawa Timur"


def test_a_word_that_stands_twice_is_told_for_each_place() -> None:
    told = [word.means for word in words("kota blitar dan kota malang") if word.text == "kota"]
    assert told == ["region Kota Blitar", "region Kota Malang"]


def test_small_words_are_not_looked_for_or_only_order() -> None:
    assert roles("hujan yang deras")["yang"] in ("ignored", "hint")
    assert roles("yang") == {"yang": "clause"}


def test_other_forms_of_a_word_are_not_taken_for_typed_ones() -> None:
    (word,) = words("dinkes")
    assert (word.text, word.role) == ("dinkes", "clause")


def test_terms_stems_and_reasons_are_those_of_the_analyzer() -> None:
    layanan, nomor, awal = words("pelayanan 1.234 pelayan*")
    assert (layanan.term, layanan.stem, layanan.why) == ("pelayanan", "layan", "rule")
    assert (nomor.term, nomor.stem, nomor.why) == ("1234", None, "number")
    assert (awal.term, awal.role) == ("pelayan*", "clause")


def test_groups_and_alternatives_are_taken_apart() -> None:
    assert roles("(hujan OR banjir) -(angin topan)") == {
        "hujan": "clause",
        "banjir": "clause",
        "angin": "excluded",
        "topan": "excluded",
    }


@given(st.text(alphabet='ab 12"()+-*:.jatim zona hijau OR judul', max_size=40))
def test_any_query_is_told_in_the_order_of_its_words(text: str) -> None:
    found = words(text)
    assert [word.start for word in found] == sorted(word.start for word in found)


DESCRIBED = [
    (ast.Everything(), "every article"),
    (ast.Nothing(), "no article"),
    (ast.Word("hujan", field="title"), "title:hujan"),
    (ast.Prefix("pelayan"), "pelayan*"),
    (ast.Phrase(("loket", "baru")), '"loket baru"'),
    (ast.And((ast.Word("a"), ast.Or((ast.Word("b"), ast.Word("c"))))), "a and (b or c)"),
    (ast.AtLeast(2, (ast.Word("a"), ast.Word("b"), ast.Word("c"))), "2 of a, b, c"),
    (
        ast.And((ast.Word("a"), ast.Sense(ast.Or((ast.Word("b"), ast.Word("c"))), ast.Assesses()))),
        "a and (b or c)",
    ),
    (ast.Not(ast.And((ast.Word("a"), ast.Word("b")))), "not (a and b)"),
    (ast.InRegion(("35", "35.73")), "region Jawa Timur or Kota Malang"),
    (ast.InRegion(("99.99",)), "region 99.99"),
    (ast.Mentions(("35",)), "mention of Jawa Timur"),
    (ast.InYears(2021, 2023), "year 2021–2023"),
    (ast.InYears(2021, 2021), "year 2021"),
    (ast.InYears(2021, None), "year from 2021"),
    (ast.InYears(None, 2021), "year until 2021"),
    (ast.InBands(("A", "B", "hijau")), "band A, B or hijau"),
    (ast.Dated(date(2023, 1, 2), None), "date from 2023-01-02"),
    (ast.Scored(80, 90, high_open=True), "score ≥ 80 and < 90"),
    (ast.Scored(97.84, 97.84), "score 97.84"),
    (ast.Prefer(ast.Assesses()), "a result"),
    (ast.HasResult(levels=("kota",)), "level kota"),
    (ast.WithIds(("a", "b")), "one of 2 articles"),
    (
        ast.HasResult(codes=("35",), years=(2021, 2021), rank=3, change="up", subject=True),
        "all in a result of its subject: region Jawa Timur + year 2021 + rank 3 or better"
        " + a change up",
    ),
]


@pytest.mark.parametrize(("node", "told"), DESCRIBED, ids=lambda value: type(value).__name__)
def test_trees_are_described(node: ast.Node, told: str) -> None:
    assert described(node) == told
