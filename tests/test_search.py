"""Search end to end on a small index: matching, relaxing, paging, sorting, counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import Article, ArticleNotFound, Filters, Index, QueryError, open_index
from searchkit.engines.base import Engine, FacetField
from searchkit.facets import FacetValue
from searchkit.search import Options, search
from tests.factory import about, build_store, make_article

ARTICLES = (
    about(make_article("blitar", "Kota Blitar masuk zona hijau. Warga senang.", "Blitar hijau"),
          "35.72", score=98.19),
    about(make_article("malang", "Nilai naik, pelayanan publik makin baik.", "Malang naik",
                       outlet="Harian Timur"), "35.73", score=97.84),
    about(make_article("jember", "Zona hijau diraih banyak daerah. Jember peringkat empat."),
          "35.09", year=2023),
    about(make_article("blora", "Blora masuk zona hijau bersama daerah lain.", "Blora hijau",
                       published=date(2024, 12, 2)), "33.16", score=97.5),
    about(make_article("banjir", "Banjir melanda jalan raya. Petugas melayani warga.", "Banjir",
                       outlet="Harian Barat"), "32.73", year=2022),
    make_article("serangan", "Serangan hama wereng merusak sawah."),
    about(make_article("serang", "Kota Serang menata pasar."), "36.73", year=2021),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    store = build_store(tmp_path_factory.mktemp("search"), ARTICLES)
    engine = store.engine()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def ask(engine: Engine) -> object:
    from searchkit.language.analyzer import Analyzer

    analyzer = Analyzer()

    def ask(query: str, **options: object) -> object:
        return search(query, engine, analyzer, Options(**options))  # type: ignore[arg-type]

    return ask


def ids(results: object, *, relaxed: bool | None = None) -> list[str]:
    hits = results.hits  # type: ignore[attr-defined]
    return [hit.article.id for hit in hits if relaxed is None or hit.relaxed == relaxed]


def test_articles_that_satisfy_the_reading_come_first(ask) -> None:
    assert ids(ask("zona hijau jatim"), relaxed=False)[0] == "blitar"
    assert set(ids(ask("zona hijau jatim"), relaxed=False)) == {"blitar", "malang", "jember"}


def test_relaxed_hits_come_after_the_strict_ones_and_are_not_counted(ask) -> None:
    results = ask("zona hijau jatim")
    assert results.total == results.strict_total == 3
    assert ids(results)[3:] == ids(results, relaxed=True)
    assert "blora" in ids(results, relaxed=True)
    assert sum(value.count for value in results.facets["region"]) == 3


def test_where_nothing_matches_strictly_the_best_relaxed_step_counts(ask) -> None:
    results = ask("banjir wereng")
    assert results.strict_total == 0
    assert results.total == 2
    assert set(ids(results, relaxed=True)) == {"banjir", "serangan"}


@pytest.mark.parametrize("query", ["banjir +wereng", 'banjir "hama wereng"', "banjir tahun:1999"])
def test_what_must_match_is_never_relaxed(ask, query: str) -> None:
    assert "banjir" not in ids(ask(query))


def test_quotes_of_a_pasted_sentence_are_no_demand(ask) -> None:
    """A headline keeps the quotes of its writer; a + makes them the reader's."""
    headline = 'Petugas melayani warga "korban" saat banjir melanda jalan raya kota'
    assert ids(ask(headline))[0] == "banjir"
    assert 'write +"korban"' in ask(headline).diagnostics[0].message
    assert ids(ask(headline.replace('"korban"', '+"korban"'))) == []
    assert ids(ask('banjir melanda "korban"')) == []


def test_of_two_articles_with_one_clause_each_none_has_more(ask) -> None:
    """How many of the clauses an article has counts for its place."""
    first, *_ = ids(ask("wereng sawah banjir pasar"))
    assert first == "serangan"


def test_strict_relaxes_nothing(ask) -> None:
    assert ids(ask("banjir wereng", strict=True)) == []


def test_pages_go_on_where_the_one_before_ended(ask) -> None:
    whole = ids(ask("zona hijau jatim", limit=7))
    paged = [
        one for page in range(4) for one in ids(ask("zona hijau jatim", limit=2, offset=2 * page))
    ]
    assert paged[:3] == whole[:3]
    ranks = [hit.rank for hit in ask("zona hijau jatim", limit=2, offset=2).hits]
    assert ranks[0] == 3


def test_hits_of_a_question_stand_in_one_order(ask) -> None:
    """The answer need not have every word of the question."""
    results = ask("siapa petugas yang melayani warga sawah banjir")
    assert results.asks
    assert results.strict_total == 0
    assert {"banjir", "serangan"} <= set(ids(results))
    relevances = [hit.relevance for hit in results.hits]
    assert relevances == sorted(relevances, reverse=True)
    assert all(hit.relaxed for hit in results.hits)


def test_a_question_tells_which_hits_have_all_of_it(ask) -> None:
    results = ask("siapa melayani warga")
    assert results.total == results.strict_total == 1
    assert ids(results, relaxed=False) == ["banjir"]
    assert "blitar" in ids(results, relaxed=True)
    assert sum(value.count for value in results.facets["year"]) == 1
    assert ids(ask("siapa melayani warga", strict=True)) == ["banjir"]


def test_pages_of_a_question_go_on_where_the_one_before_ended(ask) -> None:
    whole = ids(ask("mengapa zona hijau naik di pasar"))
    pages = [
        ids(ask("mengapa zona hijau naik di pasar", offset=offset, limit=2))
        for offset in range(0, len(whole), 2)
    ]
    assert [name for page in pages for name in page] == whole


def test_in_a_question_the_words_say_more_than_the_region(ask) -> None:
    """As a list of demands, whoever names a place wants that place."""
    words = "serangan hama wereng kota"
    assert ids(ask(f"{words} blitar"))[0] == "blitar"
    assert ids(ask(f"bagaimana {words} blitar"))[0] == "serangan"


def test_other_forms_of_a_word_are_found_but_the_exact_form_first(ask) -> None:
    assert ids(ask("pelayanan")) == ["malang", "banjir"]
    assert ids(ask("melayani")) == ["banjir", "malang"]


def test_a_name_is_not_a_stem(ask) -> None:
    assert ids(ask("Kota Serang", strict=True)) == ["serang"]
    assert ids(ask("serangan", strict=True)) == ["serangan"]


def test_excluded_words_exclude_all_forms(ask) -> None:
    assert "banjir" not in ids(ask("warga -pelayanan"))


def test_prefix_and_alternatives(ask) -> None:
    assert ids(ask("melay*")) == ["banjir"]
    assert set(ids(ask("wereng OR banjir", strict=True))) == {"serangan", "banjir"}


def test_sort_orders(ask) -> None:
    newest = [hit.article.date for hit in ask("*", sort="newest").hits]
    assert newest == sorted(newest, key=lambda day: day or date.min, reverse=True)
    oldest = [hit.article.date for hit in ask("*", sort="oldest").hits]
    assert oldest == sorted(oldest, key=lambda day: day or date.max)
    assert ids(ask("*", sort="score"))[:3] == ["blitar", "malang", "blora"]


def test_everything_and_nothing(ask) -> None:
    assert ask("*").total == len(ARTICLES)
    assert ask("").total == 0
    assert ask("", filters=Filters.parse(years=["2024"])).total == 3
    assert ask("media:timur").total == 1


def test_a_field_that_means_nothing_is_an_error_not_an_empty_result(ask) -> None:
    with pytest.raises(QueryError, match="atlantis"):
        ask("banjir wilayah:atlantis")


@pytest.mark.parametrize(
    ("query", "better"),
    [
        ("pelayanna publik", "pelayanan publik"),
        ("wrga", "warga"),
        ("98.20", None),
        ("zzzzzz", None),
    ],
)
def test_a_misspelt_word_is_corrected_and_a_number_is_not(
    ask, query: str, better: str | None
) -> None:
    assert ask(query).corrected == better


def test_facets_are_labelled_and_ordered(ask) -> None:
    facets = ask("*", facets=("region", "year", "band", "outlet", "level")).facets
    assert [value.value for value in facets["year"]] == [2021, 2022, 2023, 2024]
    assert facets["region"][0].label == "Jawa Timur"
    assert [child.label for child in facets["region"][0].children] == [
        "Kabupaten Jember",
        "Kota Blitar",
        "Kota Malang",
    ]
    assert [(v.value, v.zone) for v in facets["band"]] == [("A", "hijau")]
    assert {value.label for value in facets["outlet"]} == {"Harian Timur", "Harian Barat"}
    assert [value.value for value in facets["level"]] == ["kabupaten", "kota"]


QUERIES = st.sampled_from(
    ["*", "zona", "hijau", "warga", "jatim", "banjir OR zona", "-zona", "kota"]
)
YEARS = st.lists(st.sampled_from(["2021", "2022", "2023", "2024", "2022.."]), max_size=2)
REGIONS = st.lists(st.sampled_from(["jatim", "Kota Blitar", "33", "banten"]), max_size=2)
FIELDS: tuple[FacetField, ...] = ("region", "year", "month", "band", "outlet", "level")


@settings(deadline=None)
@given(query=QUERIES, years=YEARS, regions=REGIONS)
def test_facet_counts_equal_a_count_by_hand(
    ask, query: str, years: list[str], regions: list[str]
) -> None:
    filters = Filters.parse(years=years, regions=regions)
    results = ask(query, filters=filters, limit=100, facets=FIELDS, strict=True)
    found = [hit.article for hit in results.hits]
    assert results.total == len(found)
    for field in FIELDS:
        expected = Counter(value for article in found for value in _values(article, field))
        assert _flat(results.facets[field]) == expected


def _values(article: Article, field: FacetField) -> set[str]:
    match field:
        case "region":
            return {c for r in article.subjects for c in (r.code, r.code.partition(".")[0])}
        case "year":
            return {str(article.year)} if article.year else set()
        case "month":
            return {article.date.isoformat()[:7]} if article.date else set()
        case "band":
            return {result.band for result in article.results if result.band}
        case "outlet":
            return {article.outlet} if article.outlet else set()
        case "level":
            return {region.level for region in article.subjects}


def _flat(values: tuple[FacetValue, ...]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for value in values:
        counted[str(value.value)] += value.count
        counted.update(_flat(value.children))
    return counted


def test_a_committed_change_is_seen_after_the_writer(tmp_path: Path) -> None:
    with open_index(tmp_path / "index") as index:
        _put(index, "a", "banjir")
        assert index.search("banjir").total == 1
        _put(index, "b", "banjir")
        assert index.search("banjir").total == 2


def _put(index: Index, name: str, text: str) -> None:
    from searchkit import read_corpus

    folder = index.location.parent / "berita"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(f"Judul {name}\n\nAda {text} di sini.")
    with index.writer() as writer:
        writer.sync(read_corpus(folder))


def test_unknown_sort_orders_and_facets_are_query_errors(tmp_path: Path) -> None:
    with open_index(tmp_path / "index") as index:
        _put(index, "a", "banjir")
        with pytest.raises(QueryError, match="sort order"):
            index.search("banjir", sort="loudest")  # type: ignore[arg-type]
        with pytest.raises(QueryError, match="facet"):
            index.search("banjir", facets=("colour",))  # type: ignore[arg-type]
        with pytest.raises(QueryError, match="facet"):
            index.facet("colour")  # type: ignore[arg-type]


def test_a_facet_tells_when_nothing_matches_everything(tmp_path: Path) -> None:
    with open_index(tmp_path / "index") as index:
        _put(index, "a", "banjir")
        assert index.facet("year", "banjir").strict_total == 1
        partly = index.facet("year", "banjir gempa")
        assert (partly.total, partly.strict_total) == (1, 0)


def test_an_article_is_found_by_any_part_of_its_id_that_fits_no_other(tmp_path: Path) -> None:
    with open_index(tmp_path / "index") as index:
        _put(index, "kota-tanjungpinang-a", "banjir")
        _put(index, "kota-tanjungbalai-b", "banjir")
        assert index.article("tanjungpinang").id == "kota-tanjungpinang-a.txt"
        assert index.article(str(tmp_path / "berita" / "kota-tanjungbalai-b.txt")).id
        with pytest.raises(ArticleNotFound, match="fits 2 articles"):
            index.article("kota-")
        with pytest.raises(ArticleNotFound, match="no article"):
            index.article("atlantis")


def test_a_record_is_found_by_the_place_that_results_print(tmp_path: Path) -> None:
    from searchkit import read_corpus

    table = tmp_path / "berita.csv"
    table.write_text("id,text\nsatu,Banjir di kota.\ndua,Gempa di desa.\n")
    with open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(table))
        assert index.article(f"{table}:3").id == "dua"
        with pytest.raises(ArticleNotFound):
            index.article(f"{table}:9")


def test_every_band_has_a_label_of_its_own() -> None:
    from searchkit.assessments.bands import all_bands
    from searchkit.facets import facet_values

    values = facet_values("band", {band.value: 1 for band in all_bands()})
    assert [value.value for value in values] == [band.value for band in all_bands()]
    assert len({value.label for value in values}) == len(values)
