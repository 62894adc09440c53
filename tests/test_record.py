"""What an engine keeps of an article is the whole article."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.engines.record import FIELDS, dump_article, load_article

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99))
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
    score=st.none() | st.floats(0, 110),
    derived=st.sampled_from([(), ("zone",), ("zone", "category")]),
    conflict=st.booleans(),
    rank=st.none() | st.integers(1, 500),
)
ARTICLES = st.builds(
    Article,
    id=TEXT,
    title=TEXT,
    text=TEXT,
    path=TEXT,
    line=st.none() | st.integers(1),
    has_headline=st.booleans(),
    outlet=st.none() | TEXT,
    published=st.none() | st.dates(date(1945, 8, 17)),
    event_date=st.none() | st.dates(date(1945, 8, 17)),
    noise=st.lists(SPANS, max_size=2).map(tuple),
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
