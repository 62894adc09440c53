"""The five articles that everything began with: what must be read, found and counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from searchkit import Filters, Index, open_index, read_corpus


@pytest.fixture(scope="module")
def index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with open_index(tmp_path_factory.mktemp("originals")) as index:
        with index.writer() as writer:
            report = writer.sync(read_corpus(shared / "seeds"))
        assert (report.added, report.rejected) == (5, ())
        yield index


def names(index: Index, query: str, **options: object) -> list[str]:
    """The subjects of the hits, in order."""
    hits = index.search(query, **options).hits  # type: ignore[arg-type]
    return [hit.article.subjects[0].name for hit in hits]


@pytest.mark.parametrize(
    ("number", "subject", "published", "event", "year", "result"),
    [
        ("000", "Kota Blitar", date(2024, 11, 17), None, 2024, (98.19, "hijau", "A", ())),
        (
            "001",
            "Kabupaten Blora",
            date(2024, 12, 2),
            date(2024, 12, 2),
            2024,
            (97.84, "hijau", "A", ("zone", "category")),
        ),
        ("002", "Kota Malang", None, date(2024, 11, 14), 2024, (97.84, "hijau", "A", ())),
        ("003", "Kota Bontang", None, date(2024, 1, 30), 2023, (88.23, "hijau", "A", ())),
        ("004", "Kabupaten Jember", date(2023, 12, 15), date(2023, 12, 14), 2023, None),
    ],
)
def test_what_is_read_out_of_each(
    index: Index,
    number: str,
    subject: str,
    published: date | None,
    event: date | None,
    year: int,
    result: tuple[float, str, str, tuple[str, ...]] | None,
) -> None:
    article = index.article(number)
    assert [region.name for region in article.subjects] == [subject]
    assert (article.published, article.event_date, article.year) == (published, event, year)
    (assessment,) = article.results
    assert (assessment.entity, assessment.year) == (subject, year)
    if result is None:
        assert (assessment.score, assessment.zone, assessment.category) == (None, None, None)
        assert (assessment.rank, assessment.rank_of) == (4, 268)
    else:
        score, zone, category, derived = result
        assert (assessment.score, assessment.zone, assessment.category) == (score, zone, category)
        assert set(derived) <= set(assessment.derived) | {"category"}
        printed = article.text[assessment.evidence.start : assessment.evidence.end]
        assert float(printed.replace(",", ".")) == score


def test_zona_hijau_jawa_timur(index: Index) -> None:
    results = index.search("zona hijau Jawa Timur")
    strict = [hit.article.subjects[0].name for hit in results.hits if not hit.relaxed]
    relaxed = [hit.article.subjects[0].name for hit in results.hits if hit.relaxed]
    assert set(strict) == {"Kota Blitar", "Kota Malang", "Kabupaten Jember"}
    assert set(relaxed) <= {"Kabupaten Blora", "Kota Bontang"}
    assert results.total == 3
    assert all(hit.snippet.text for hit in results.hits)


def test_the_year_facet(index: Index) -> None:
    counts = index.facet("year")
    assert [(value.value, value.count) for value in counts.values] == [(2023, 2), (2024, 3)]


@pytest.mark.parametrize("query", ["97.84", "97,84"])
def test_a_score_is_found_in_either_spelling(index: Index, query: str) -> None:
    assert set(names(index, query)) == {"Kabupaten Blora", "Kota Malang"}


def test_an_abbreviated_province_finds_its_regions(index: Index) -> None:
    assert set(names(index, "Jatim")) == {"Kota Blitar", "Kota Malang", "Kabupaten Jember"}


def test_filters_exclude(index: Index) -> None:
    filters = Filters.parse(regions=["Jawa Timur"], years=["2023"])
    assert names(index, "penghargaan", filters=filters) == ["Kabupaten Jember"]


def test_sorting_by_score(index: Index) -> None:
    filters = Filters.parse(bands=["A"])
    hits = index.search("pelayanan terbaik", filters=filters, sort="score").hits
    assert [hit.article.score for hit in hits] == [98.19, 97.84, 97.84, 88.23]


def test_the_text_is_kept_but_furniture_is_not_searched(index: Index) -> None:
    article = index.article("004")
    assert "Baca juga: Bupati Jember" in article.text
    assert "Baca juga" not in article.body
    assert names(index, "Meritokrasi") == []
