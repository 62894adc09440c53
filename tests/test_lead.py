"""The lead: the words that an article begins with."""

from __future__ import annotations

import pytest

from searchkit.engines.base import Selection
from searchkit.engines.lead import TOP_GRADE, lead_grades
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.weights import Weights
from tests.factory import build_store, make_article

ANALYZER = Analyzer()


def test_grades_fall_from_word_to_word() -> None:
    grades = lead_grades("Banjir merendam pasar lama sejak subuh tadi.", ANALYZER)
    assert grades["banjir"] == TOP_GRADE
    values = list(grades.values())
    assert values == sorted(values, reverse=True)
    assert values[-1] < TOP_GRADE / 2


def test_a_word_far_behind_is_not_in_the_lead() -> None:
    text = "Banjir merendam pasar, " + "warga menunggu bantuan " * 20 + "sampai gubernur datang."
    assert "gubernur" not in lead_grades(text, ANALYZER)


@pytest.mark.parametrize("dateline", ["BLITAR, contoh.id – ", "Blitar (ANTARA) - ", "KEDIRI - "])
def test_the_dateline_is_no_part_of_it(dateline: str) -> None:
    sentence = "Banjir merendam pasar lama sejak subuh tadi di tiga kecamatan."
    assert lead_grades(dateline + sentence, ANALYZER) == lead_grades(sentence, ANALYZER)


def test_a_name_and_a_stem_are_apart() -> None:
    """Serang is a town, serangan an attack."""
    of_town = lead_grades("Wali kota Serang membuka pasar baru pada hari Senin.", ANALYZER)
    of_attack = lead_grades("Kota itu mendapat serangan hama wereng pada hari Senin.", ANALYZER)
    assert "=serang" in of_town
    assert "serang" not in of_town
    assert "serang" in of_attack


@pytest.mark.parametrize("text", ["", "\n\n", "–", "a"])
def test_any_text_has_a_lead(text: str) -> None:
    assert len(lead_grades(text, ANALYZER)) == (text == "a")


def test_of_two_articles_the_one_that_begins_with_the_word_is_first(tmp_path: object) -> None:
    rest = "warga menunggu bantuan dari kota tetangga sampai sore hari"
    store = build_store(
        tmp_path,  # type: ignore[arg-type]
        [
            make_article("behind", f"{rest.capitalize()} karena banjir."),
            make_article("first", f"Banjir karena {rest}."),
        ],
    )
    engine = store.engine()

    def order(weights: Weights) -> list[str]:
        word = ast.Word("banjir", "banjir")
        matches = engine.select(Selection(word, weights=weights)).matches
        return [match.article.id for match in matches if match.relevance == 1.0]

    assert order(Weights()) == ["first"]
    assert sorted(order(Weights(lead=0.0))) == ["behind", "first"]
    engine.close()
