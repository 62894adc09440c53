"""Facets counted apart: what else could be chosen keeps its counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Article, Filters
from searchkit.engines.base import Engine, FacetField
from searchkit.facets import FacetCounts, FacetValue
from searchkit.language.analyzer import Analyzer
from searchkit.results import Results
from searchkit.search import Options, count, search
from tests.factory import about, build_store, make_article

FIELDS: tuple[FacetField, ...] = ("region", "year", "month", "band", "outlet", "level")

PLACES = ("35.72", "35.73", "35.09", "33.16", "33.74", "32.73", "36.73", "35")
WORDS = ("banjir melanda", "zona hijau diraih", "pasar ditata", "warga melayani warga")


def _articles() -> Iterator[Article]:
    for number in range(48):
        text = f"Kabar {WORDS[number % 4]} hari itu. {WORDS[number * 7 % 3]} sekali lagi."
        article = make_article(
            f"a{number:02}",
            text,
            f"Judul {number}",
            outlet=("Harian Timur", "Harian Barat", None)[number % 3],
            published=date(2021 + number % 4, 1 + number % 12, 1 + number % 28),
        )
        score = (None, 98.0, 85.5, 60.0, 40.0)[number % 5]
        codes = (PLACES[number % 8],) if number % 7 else ("35.72", "33.16")
        yield about(article, *codes, score=score, year=2021 + number % 3)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = build_store(tmp_path_factory.mktemp("narrowing"), _articles()).engine()
    yield engine
    engine.close()


Ask = Callable[..., Results]
Count = Callable[[FacetField, str, Filters], FacetCounts]


@pytest.fixture(scope="module")
def ask(engine: Engine) -> Ask:
    analyzer = Analyzer()

    def ask(query: str, **options: object) -> Results:
        given = {"facets": FIELDS, "apart": True, **options}
        return search(query, engine, analyzer, Options(**given))  # type: ignore[arg-type]

    return ask


@pytest.fixture(scope="module")
def counts(engine: Engine) -> Count:
    analyzer = Analyzer()
    return lambda field, query, filters: count(query, engine, analyzer, field, filters)


def _flat(values: tuple[FacetValue, ...]) -> dict[str, int]:
    flat: dict[str, int] = {}
    for value in values:
        flat |= {str(value.value): value.count} | _flat(value.children)
    return flat


CHOICES: dict[FacetField, tuple[str, tuple[str, ...]]] = {
    "region": ("regions", ("jatim", "Kota Blitar", "33", "Kota Semarang")),
    "year": ("years", ("2021", "2023", "..2022")),
    "band": ("bands", ("hijau", "A", "merah")),
    "outlet": ("outlets", ("timur", "Harian Barat")),
    "level": ("levels", ("kota", "provinsi")),
}
SPANS = (("2022", None), (None, "2023-04"), ("2021-11", "2023-02"), ("2022-03-05", "2022-03"))
Chosen = dict[FacetField, Any]
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        field: st.lists(st.sampled_from(values), min_size=1, max_size=2)
        for field, (_, values) in CHOICES.items()
    }
    | {"month": st.sampled_from(SPANS)},
)
QUERIES = st.sampled_from(["*", "banjir", "zona hijau", "warga", "banjir OR pasar", "-pasar"])


def _filters(chosen: Chosen, *, without: FacetField | None = None) -> Filters:
    parts: dict[str, object] = {}
    for field, values in chosen.items():
        if field == "month" and field != without:
            parts["since"], parts["until"] = values
        elif field != without:
            parts[CHOICES[field][0]] = values
    return Filters.parse(**parts)  # type: ignore[arg-type]


@given(query=QUERIES, chosen=CHOSEN)
def test_a_facet_counts_as_if_nothing_of_it_were_chosen(
    ask: Ask, counts: Count, query: str, chosen: Chosen
) -> None:
    results = ask(query, filters=_filters(chosen), strict=True)
    for field in FIELDS:
        alone = counts(field, query, _filters(chosen, without=field))
        expected = _flat(alone.values) if alone.strict_total else {}
        assert _flat(results.facets[field]) == expected


@given(query=QUERIES, chosen=CHOSEN)
def test_hits_and_totals_stay_as_they_are(ask: Ask, query: str, chosen: Chosen) -> None:
    filters = _filters(chosen)
    apart, plain = ask(query, filters=filters), ask(query, filters=filters, apart=False)
    assert [hit.article.id for hit in apart.hits] == [hit.article.id for hit in plain.hits]
    assert (apart.total, apart.strict_total) == (plain.total, plain.strict_total)
    for field in FIELDS:
        if field not in chosen:
            assert apart.facets[field] == plain.facets[field]


@given(query=QUERIES, chosen=CHOSEN)
def test_what_is_chosen_counts_the_same_either_way(ask: Ask, query: str, chosen: Chosen) -> None:
    filters = _filters(chosen)
    apart, plain = ask(query, filters=filters), ask(query, filters=filters, apart=False)
    for value in _chosen_codes(chosen):
        one = _flat(apart.facets["region"]).get(value, 0)
        assert one == _flat(plain.facets["region"]).get(value, 0)


def _chosen_codes(chosen: Chosen) -> list[str]:
    codes = {"jatim": "35", "Kota Blitar": "35.72", "33": "33", "Kota Semarang": "33.74"}
    return [codes[name] for name in chosen.get("region", [])]


def test_a_chosen_kota_keeps_the_counts_of_all_other_provinces(ask: Ask) -> None:
    everything = ask("*", apart=False)
    narrowed = ask("*", filters=Filters.parse(regions=["Kota Blitar"]))
    assert 0 < narrowed.total < everything.total
    assert narrowed.facets["region"] == everything.facets["region"]
    assert narrowed.facets["year"] != everything.facets["year"]


def test_a_filter_inside_the_query_is_left_out_of_its_own_facet_too(ask: Ask) -> None:
    typed = ask("banjir wilayah:jatim tahun:2021")
    given = ask("banjir", filters=Filters.parse(regions=["jatim"], years=["2021"]))
    assert typed.total == given.total
    assert typed.facets == given.facets
    assert {value.value for value in typed.facets["region"]} > {"35"}


def test_a_range_of_dates_keeps_the_counts_of_all_months(ask: Ask) -> None:
    everything = ask("*", apart=False).facets["month"]
    results = ask("*", filters=Filters.parse(since="2022-03", until="2023"))
    assert results.facets["month"] == everything
    assert results.total == sum(
        value.count for value in everything if "2022-03" <= str(value.value) <= "2023-12"
    )


def test_months_stand_in_the_order_of_time_under_their_iso_name(ask: Ask) -> None:
    months = ask("*").facets["month"]
    names = [str(value.value) for value in months]
    assert names == sorted(names)
    assert names[0] == "2021-01"
    assert [value.label for value in months] == names
    assert sum(value.count for value in months) == ask("*").total


def test_a_month_is_that_of_the_day_published_else_of_the_event(tmp_path: Path) -> None:
    dated = (
        make_article("a", "Banjir.", published=date(2024, 11, 30), event_date=date(2024, 10, 1)),
        make_article("b", "Banjir.", event_date=date(2023, 1, 31)),
        make_article("c", "Banjir."),
    )
    store = build_store(tmp_path / "index", dated)
    with store.writer() as writer:  # a second segment, with a month that the first one has
        writer.put(make_article("d", "Banjir.", published=date(2024, 11, 1)))
        writer.commit({})
    engine = store.engine()
    counted = count("banjir", engine, Analyzer(), "month", Filters())
    engine.close()
    assert [(value.value, value.count) for value in counted.values] == [
        ("2023-01", 1),
        ("2024-11", 2),
    ]
    assert counted.total == 4


def test_what_is_excluded_stays_excluded(ask: Ask) -> None:
    regions = ask("* -wilayah:jatim wilayah:jateng").facets["region"]
    assert "33" in _flat(regions)
    assert "32" in _flat(regions)
    without = ask("* -wilayah:jatim").facets["region"]
    assert regions == without


def test_where_only_part_of_a_query_matches_the_others_count_by_the_same_part(ask: Ask) -> None:
    results = ask("banjir zzzq", filters=Filters.parse(regions=["jatim"]), limit=50)
    assert results.strict_total == 0
    assert results.facets["region"] == ask("banjir", limit=50).facets["region"]


def test_the_answers_to_a_question_count_apart_as_well(ask: Ask) -> None:
    results = ask("di mana banjir melanda", filters=Filters.parse(regions=["jatim"]))
    assert results.asks
    values = _flat(results.facets["region"])
    assert values["35"] == results.total
    assert "33" in values
