"""Outcomes: which facts of an article belong to one result, and whether a body rose or fell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.engines.outcome import Outcome, outcomes
from searchkit.query.ast import HasResult, Scored
from searchkit.understand import understand
from tests.factory import make_article

HEADLINE = "Ombudsman Umumkan Nilai Kepatuhan"


def _outcomes(text: str) -> list[Outcome]:
    return list(outcomes(understand(make_article("a", text, HEADLINE))))


def _of(article: Article, **fields: object) -> Outcome:
    only = replace(article.assessments[0], **fields)  # type: ignore[arg-type]
    return next(outcomes(replace(article, assessments=(only,))))


@pytest.fixture(scope="module")
def blitar() -> Article:
    text = (
        "Kota Blitar meraih nilai 90,5 dalam penilaian kepatuhan pelayanan publik "
        "Ombudsman RI tahun 2023 dan masuk zona hijau."
    )
    return understand(make_article("a", text, HEADLINE))


def test_a_result_keeps_what_belongs_together() -> None:
    told = _outcomes(
        "Ombudsman RI mengumumkan penilaian kepatuhan pelayanan publik tahun 2023. "
        "Kota Blitar meraih nilai 90,5 (zona hijau), Kabupaten Jember mendapat nilai 61,2 "
        "(zona kuning)."
    )
    wanted = {
        ("kota", "hijau"): HasResult(levels=("kota",), bands=("A", "B", "hijau")),
        ("kota", "kuning"): HasResult(levels=("kota",), bands=("C", "kuning")),
        ("kabupaten", "kuning"): HasResult(levels=("kabupaten",), bands=("C", "kuning")),
    }
    holds = {key: any(one.satisfies(node) for one in told) for key, node in wanted.items()}
    assert holds == {
        ("kota", "hijau"): True,
        ("kota", "kuning"): False,
        ("kabupaten", "kuning"): True,
    }


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (HasResult(), True),
        (HasResult(codes=("35.72",)), True),
        (HasResult(codes=("35",)), True),
        (HasResult(codes=("33",)), False),
        (HasResult(years=(2023, 2023)), True),
        (HasResult(years=(2022, None)), True),
        (HasResult(years=(None, 2022)), False),
        (HasResult(score=Scored(90, None)), True),
        (HasResult(score=Scored(90.5, None, low_open=True)), False),
        (HasResult(rank=3), False),
        (HasResult(change="up"), False),
        (HasResult(subject=True), True),
        (HasResult(codes=("35",), years=(2023, 2023), bands=("A",), levels=("kota",)), True),
    ],
)
def test_all_that_is_set_must_hold(blitar: Article, wanted: HasResult, holds: bool) -> None:
    assert next(outcomes(blitar)).satisfies(wanted) is holds


def test_a_rise_is_told_by_the_score_before(blitar: Article) -> None:
    risen = _of(blitar, previous=60.0)
    assert (risen.change, risen.was) == ("up", "C")
    assert _of(blitar, previous=95.0).change == "down"
    assert _of(blitar, previous=90.5).change == ""


def test_the_assessment_before_2021_was_that_of_2019(blitar: Article) -> None:
    """85 was green by the limits of 2019."""
    assert _of(blitar, previous=85.0, year=2021).was == "hijau"


def test_a_fall_is_told_by_the_zones_where_there_are_no_scores(blitar: Article) -> None:
    green, yellow = (
        replace(blitar.assessments[0], score=None, year=year, zone=zone, band=zone)
        for year, zone in ((2022, "hijau"), (2023, "kuning"))
    )
    told = {one.year: one for one in outcomes(replace(blitar, assessments=(green, yellow)))}
    assert (told[2023].was, told[2023].change) == ("hijau", "down")
    assert (told[2022].was, told[2022].change) == ("", "")


@given(
    st.builds(
        Outcome,
        code=st.sampled_from(["", "35", "35.72"]),
        level=st.sampled_from(["kota", "opd"]),
        year=st.none() | st.integers(2013, 2030),
        band=st.sampled_from(["", "A", "hijau"]),
        was=st.sampled_from(["", "C"]),
        score=st.none() | st.floats(0, 1000).map(lambda score: round(score, 2)),
        rank=st.none() | st.integers(1, 600),
        change=st.sampled_from(["", "up", "down"]),
        subject=st.booleans(),
    )
)
def test_an_outcome_is_read_back_as_it_was_written(outcome: Outcome) -> None:
    assert Outcome.load(outcome.dump()) == outcome
    assert "\t" not in outcome.dump()
