"""Explanations: every fact of an article, where it stands, and why it was read so."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import get_args

import pytest

from searchkit.article import Article
from searchkit.assessments.reasons import SENTENCES, Why
from searchkit.explain import Fact, explain
from searchkit.understand import understand

LEAD = "Ombudsman RI merilis hasil penilaian kepatuhan pelayanan publik tahun 2023. "


def _facts(text: str, title: str = "", published: date | None = None) -> tuple[Fact, ...]:
    article = Article(id="1", title=title, text=text, path="/a", published=published)
    return explain(understand(article))


def _of_kind(facts: tuple[Fact, ...], kind: str) -> list[tuple[str, str | None]]:
    return [(fact.value, fact.entity) for fact in facts if fact.kind == kind]


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(get_args(Why))


def test_a_result_is_told_with_its_body_and_its_reason() -> None:
    text = LEAD + "Kota Tegal meraih nilai 85,20 dan masuk zona hijau."
    facts = _facts(text)
    (score,) = [fact for fact in facts if fact.kind == "score"]
    assert text[score.span.start : score.span.end] == "85,20"
    assert (score.value, score.entity) == ("85.2", "Kota Tegal")
    assert "nearest body" in score.why
    assert "2023 (explicit)" in score.why
    assert _of_kind(facts, "zone") == [("hijau", "Kota Tegal")]


def test_the_year_stands_where_the_text_says_it() -> None:
    (year,) = [fact for fact in _facts(LEAD + "Kota Tegal 85,20.") if fact.kind == "year"]
    assert (LEAD[year.span.start : year.span.end], year.value) == ("2023", "2023")


def test_a_year_from_the_date_has_no_place_in_the_text() -> None:
    text = "Penilaian kepatuhan Ombudsman memberi Kota Tegal nilai 85,20."
    (year,) = [fact for fact in _facts(text, published=date(2024, 2, 1)) if fact.kind == "year"]
    assert (year.span.start, year.span.end, year.value) == (0, 0, "2023")
    assert "latest results" in year.why


def test_the_score_of_the_year_before_is_called_previous() -> None:
    facts = _facts(LEAD + "Nilai Kota Tegal naik dari 71,30 menjadi 85,02.")
    assert _of_kind(facts, "previous") == [("71.3", "Kota Tegal")]
    assert _of_kind(facts, "score") == [("85.02", "Kota Tegal")]


def test_regions_tell_subject_and_venue_apart() -> None:
    text = LEAD + "Piagam diterima Bupati Blora di Hotel Mawar Surabaya. Blora meraih nilai 90,1."
    facts = _facts(text, "Kabupaten Blora Raih Zona Hijau")
    whys = {fact.value: fact.why for fact in facts if fact.kind == "region"}
    assert "the article is about it" in whys["Kabupaten Blora"]
    assert "only mentioned" in whys["Kota Surabaya"]


def test_what_only_the_headline_tells_has_no_place() -> None:
    facts = _facts("Ombudsman menyerahkan piagam penilaian kepatuhan 2023.", "Blora Zona Hijau")
    (zone,) = [fact for fact in facts if fact.kind == "zone"]
    assert (zone.span.start, zone.span.end) == (0, 0)
    assert "headline" in zone.why


@pytest.mark.parametrize(
    "text",
    [
        LEAD + "Kota Tegal 85,20 (2023), Kota Solo 71,3 (2022), zona hijau 2021 Kota Batu.",
        "Kota Tegal.",
        "",
    ],
)
def test_places_are_disjoint_and_in_order(text: str) -> None:
    facts = _facts(text)
    placed = [fact for fact in facts if fact.span.end > fact.span.start]
    assert list(facts[len(facts) - len(placed) :]) == placed
    for left, right in pairwise(placed):
        assert left.span.end <= right.span.start
