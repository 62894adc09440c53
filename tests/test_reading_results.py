"""Reading of levels, and of all that one result should have together: in a real index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from searchkit.article import Article
from searchkit.engines.base import Engine
from searchkit.query import ast
from searchkit.regions.gazetteer import gazetteer
from searchkit.search import Options, search
from tests.factory import about, build_store, make_article, result
from tests.readings import ANALYZER, TODAY, query, reading


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("kabupaten zona merah", ("kabupaten",)),
        ("pemkot penghargaan ombudsman", ("kota",)),
        ("gubernur ombudsman", ("provinsi",)),
        ("kementerian zona merah", ("kementerian",)),
        ("pemda zona hijau", ("kabupaten", "kota", "provinsi")),
        ("polres kepatuhan", ("lembaga",)),
        ("kantor pertanahan penilaian ombudsman", ("lembaga",)),
        ("puskesmas zona hijau", ("opd",)),
        ("wali kota terbaik", ("kota",)),
    ],
)
def test_levels_are_read_where_results_are_asked_for(text: str, levels: tuple[str, ...]) -> None:
    assert reading(text).levels == levels


@pytest.mark.parametrize("text", ["kota tua", "di kota itu", "bupati korupsi", "puskesmas libur"])
def test_elsewhere_they_are_words(text: str) -> None:
    assert reading(text).levels == ()
    assert all(isinstance(clause, ast.Word) for clause in query(text).clauses)


def test_a_level_is_met_by_its_word_or_by_a_result() -> None:
    level = query("pemkab zona merah").clauses[0]
    assert isinstance(level, ast.Sense)
    assert level.words == ast.Word("pemkab", "pemkab")
    assert level.meaning == ast.HasResult(levels=("kabupaten",))


def test_a_sort_of_bodies_stays_a_word() -> None:
    assert query("polres zona merah").clauses[0] == ast.Word("polres", "polres")


def told(article_id: str, text: str, *results: tuple[str, str], year: int = 2021) -> Article:
    """An article about regions, by code, each with its zone in a year."""
    article = about(make_article(article_id, text), *(code for code, _ in results), year=year)
    assessments = tuple(
        replace(result(code, year=year, band=zone), zone=zone, key=code)  # type: ignore[arg-type]
        for code, zone in results
    )
    return replace(article, assessments=assessments, assessment_year=year)


ARTICLES = (
    told("mixed", "Zona merah untuk kota dan zona hijau untuk kabupaten pada 2021.",
         ("35.73", "merah"), ("35.07", "hijau")),
    told("red", "Zona merah untuk kabupaten pada 2021. " + "Warga menunggu perbaikan. " * 5,
         ("35.09", "merah")),
    told("green", "Ombudsman menilai pelayanan publik; nilainya bagus.", ("64.74", "hijau")),
    make_article("covid", "Satgas menetapkan zona merah covid di tiga kelurahan."),
    make_article("opinion", "Ombudsman menilai pelayanan publik; nilainya bagus.",
                 published=date(2025, 5, 1)),
    make_article("film", "Penghargaan film terbaik diserahkan malam ini."),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = build_store(tmp_path_factory.mktemp("results"), ARTICLES).engine()
    yield engine
    engine.close()


@pytest.fixture
def ids(engine: Engine) -> Callable[..., list[str]]:
    def ids(text: str, **options: object) -> list[str]:
        chosen = Options(today=TODAY, facets=(), **options)  # type: ignore[arg-type]
        return [hit.article.id for hit in search(text, engine, ANALYZER, chosen).hits]

    return ids


def test_one_result_that_has_all_of_it_counts_more(ids: Callable[..., list[str]]) -> None:
    assert ids("kabupaten zona merah 2021")[:2] == ["red", "mixed"]
    assert ids("kabupaten zona merah 2021", literal=True)[0] == "mixed"


def test_another_matter_is_not_pulled_to_results(ids: Callable[..., list[str]]) -> None:
    assert ids("zona merah covid")[0] == "covid"


def test_a_superlative_orders_by_results_and_hides_nothing(ids: Callable[..., list[str]]) -> None:
    assert ids("kabupaten terburuk")[0] == "red"
    assert ids("kota terbaik")[0] == "green"
    assert ids("film terbaik")[0] == "film"
    assert set(ids("pelayanan publik terburuk")) >= {"green", "opinion", "red"}


def test_words_of_the_assessment_alone_prefer_articles_with_results(
    ids: Callable[..., list[str]],
) -> None:
    assert ids("nilai ombudsman") == ["green", "opinion"]
    assert ids("nilai ombudsman", literal=True) == ["opinion", "green"]
    assert not query("ombudsman").hints


def test_regions_and_years_alone_ask_for_no_results() -> None:
    assert query("banjir jatim 2020").hints == ()
    together = query("Wonosobo 2023").hints[0]
    assert isinstance(together, ast.Prefer)
    code = gazetteer().named("Wonosobo")[0].code
    assert together.child == ast.HasResult((code,), years=(2023, 2023), subject=True)


def test_all_demands_are_on_one_result() -> None:
    hints = query("kota jatim zona hijau 2024 nilai di atas 95").hints
    wanted = ast.HasResult(
        codes=("35",),
        levels=("kota",),
        years=(2024, 2024),
        bands=("A", "hijau", "B"),
        score=ast.Scored(95, None, low_open=True),
    )
    children = [hint.child for hint in hints if isinstance(hint, ast.Prefer)]
    assert {replace(child, bands=()) for child in children if isinstance(child, ast.HasResult)} == {
        replace(wanted, bands=()),
        replace(wanted, bands=(), subject=True),
    }
    assert {len(child.bands) for child in children if isinstance(child, ast.HasResult)} == {3}


def test_a_change_is_demanded_in_every_year_that_will_do() -> None:
    hints = query("nilai kepatuhan turun tahun ini").hints
    together = [h.child for h in hints if isinstance(h, ast.Prefer) and isinstance(h.child, ast.Or)]
    changes = {one.change for node in together for one in node.children}  # type: ignore[union-attr]
    assert together and changes == {"down"}


def test_what_is_excluded_is_not_asked_for() -> None:
    asked = query("ombudsman -(zona merah) kabupaten")
    assert asked.reading.bands == ()
    assert asked.reading.levels == ("kabupaten",)


def test_beside_words_of_the_assessment_a_region_asks_for_its_results() -> None:
    hints = query("Kota Bontang ombudsman").hints
    children = [hint.child for hint in hints if isinstance(hint, ast.Prefer)]
    assert children == [
        ast.HasResult(("64.74",), subject=True),
        ast.HasResult(("64.74",)),
    ]
    assert query("banjir Kota Bontang").hints == ()
