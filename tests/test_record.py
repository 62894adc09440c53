"""What an engine keeps of an article is the whole article."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.engines.record import FIELDS, dump_article, load_article

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SPANS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda ends: Span(*sorted(ends)))
REGIONS = st.builds(
    RegionRef,
    code=st.just("35.72"),
    name=TEXT,
    level=st.sampled_from(["provinsi", "kabupaten", "kota"]),
    province=TEXT,
    role=st.sampled_from(["subject", "mention"]),
    spans=st.lists(SPANS, max_size=2).map(tuple),
)
RESULTS = st.builds(
    Assessment,
    entity=TEXT,
    code=st.none() | TEXT,
    level=st.just("kota"),
    province=st.none() | TEXT,
    evidence=SPANS,
    year=st.none() | st.integers(2013, 2030),
    year_method=st.sampled_from([None, "explicit", "window"]),
    score=st.none() | st.floats(0, 110),
    zone=st.sampled_from([None, "hijau", "merah"]),
    derived=st.sampled_from([(), ("zone",), ("zone", "category")]),
    conflict=st.booleans(),
    rank=st.none() | st.integers(1, 500),
)
NOISE = st.lists(st.integers(0, 99), unique=True, max_size=4).map(
    lambda ends: tuple(map(Span, sorted(ends)[::2], sorted(ends)[1::2]))
)
ARTICLES = st.builds(
    Article,
    id=TEXT,
    title=TEXT,
    text=TEXT.map(lambda text: text.ljust(99)),
    path=TEXT,
    line=st.none() | st.integers(1, 1 << 40),
    has_headline=st.booleans(),
    outlet=st.none() | TEXT,
    published=st.none() | st.dates(date(1945, 8, 17)),
    event_date=st.none() | st.dates(date(1945, 8, 17)),
    noise=NOISE,
    extra=st.dictionaries(TEXT, TEXT, max_size=2).map(MappingProxyType),
    regions=st.lists(REGIONS, max_size=2).map(tuple),
    assessments=st.lists(RESULTS, max_size=2).map(tuple),
    assessment_year=st.none() | st.integers(2013, 2030),
)


@given(ARTICLES)
def test_an_article_comes_back_as_it_was_kept(article: Article) -> None:
    assert load_article(dump_article(article)) == article


def test_the_record_is_plain_json_without_needless_fields() -> None:
    record = dump_article(Article(id="a", title="Judul", text="Isi “é”", path="/a"))
    assert record == '["a","Judul","Isi “é”","/a",""]'


def test_a_record_has_a_place_for_every_field_of_an_article() -> None:
    assert sorted(FIELDS) == sorted(field.name for field in fields(Article))


def test_a_record_is_read_from_its_bytes_too() -> None:
    article = Article(id="a", title="Judul", text="Isi “é”", path="/a")
    assert load_article(dump_article(article).encode()) == article


# Records that nobody wrote


def record(**values: object) -> list[object]:
    """The values of a record of which some are others."""
    usual: dict[str, object] = {
        "id": "a",
        "title": "Judul",
        "text": "Kota Blitar meraih 98,19.",
        "path": "/a",
        "content_hash": "0",
        "regions": [["35.72", "Kota Blitar", "kota", "Jawa Timur", "subject", 0, 11]],
        "assessments": [
            {
                "entity": "Kota Blitar",
                "code": "35.72",
                "level": "kota",
                "province": "Jawa Timur",
                "evidence": [19, 24],
            }
        ],
    }
    values = {**usual, **values}
    return [values.get(name) for name in FIELDS]


def result(**values: object) -> list[object]:
    usual = {"entity": "Kota Blitar", "level": "kota", "evidence": [19, 24]}
    return record(assessments=[{**usual, "code": None, "province": None, **values}])


def test_the_usual_record_of_these_tests_is_one() -> None:
    assert load_article(json.dumps(record(line=3, published="2024-11-17"))).line == 3
    assert load_article(json.dumps(result(score=98.19, zone="hijau"))).results[0].score == 98.19


@pytest.mark.parametrize(
    "values",
    [
        {},
        ["a"],
        [*record(), 1],
        record(id=None),
        record(text=5),
        record(title=["Judul"]),
        record(outlet=7),
        record(line="3"),
        record(line=True),
        record(line=-1),
        record(line=1 << 70),
        record(published="kemarin"),
        record(published=20241117),
        record(published=""),
        record(noise=[3]),
        record(noise=[0, 999]),
        record(noise=[5, 2]),
        record(noise=[0.5, 2]),
        record(noise=[0, 5, 3, 7]),
        record(extra={"a": 1}),
        record(extra=["a"]),
        record(regions="Blitar"),
        record(regions=[["35.72", "Kota Blitar", "kota"]]),
        record(regions=[["35.72", "Kota Blitar", "kecamatan", "Jawa Timur", "subject"]]),
        record(regions=[["35.72", "Kota Blitar", ["kota"], "Jawa Timur", "subject"]]),
        record(regions=[["35.72", "Kota Blitar", "kota", "Jawa Timur", "subject", 0, 99]]),
        record(regions=[["35.72", "Kota Blitar", "kota", "Jawa Timur", "subject", -2, 9]]),
        record(assessments={"a": 1}),
        record(assessments=[{}]),
        record(assessment_year="2024"),
        result(evidence=[3]),
        result(evidence=[0, 99]),
        result(evidence=None),
        result(level="negara"),
        result(zone="biru"),
        result(zone=[]),
        result(role="penonton"),
        result(kind=5),
        result(score="98,19"),
        result(score=float("nan")),
        result(score=float("inf")),
        result(previous=True),
        result(score=1 << 2000),
        result(year=2024.5),
        result(rank=-4),
        result(derived="zone"),
        result(derived=["score"]),
        result(conflict=1),
        result(entity=None),
        result(unknown=1),
        "\ud83d",
        record(title="\ud83d"),
        record(extra={"\udc80": ""}),
    ],
)
def test_what_no_article_has_is_refused(values: object) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        load_article(json.dumps(values))


@pytest.mark.parametrize("text", ["", "[", "[" * 100_000, "\xff", "nan", '["a","b","c","d","e"]]'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        load_article(text)


def test_backslashes_of_an_article_are_no_half_characters() -> None:
    article = Article(id="a", title="\\ud83d", text="C:\\udang", path="/a")
    assert load_article(dump_article(article)) == article


@given(ARTICLES, st.data())
def test_a_changed_record_is_an_article_or_refused(article: Article, data: st.DataObject) -> None:
    text = dump_article(article)
    at = data.draw(st.integers(0, len(text) - 1))
    try:
        found = load_article(text[:at] + data.draw(TEXT) + text[at + 1 :])
    except (ValueError, TypeError, LookupError):
        return
    assert load_article(dump_article(found)) == found
    assert len(found.body) == len(found.text)
