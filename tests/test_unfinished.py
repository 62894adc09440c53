"""Queries that are still being typed: each letter finds what it may become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Filters, QueryError
from searchkit.engines.base import Engine
from searchkit.language.analyzer import Analyzer
from searchkit.query import ast
from searchkit.query.parser import parse
from searchkit.query.reading import read
from searchkit.results import Results
from searchkit.search import Options, search, targets_of
from searchkit.snippets import highlight
from tests.factory import about, build_store, make_article

ARTICLES = (
    about(make_article("hijau", "Kota itu masuk zona hijau tahun ini.", "Zona hijau"), "35.72"),
    about(make_article("merah", "Daerah itu masuk zona merah.", "Zona merah"), "33.16"),
    make_article("banjir", "Banjir merendam jalan raya di Jakarta.", "Banjir lagi"),
    make_article("banjirnya", "Banjirnya surut sejak pagi.", "Surut"),
    make_article("bandara", "Bandara dibuka lagi setelah kabut.", "Bandara"),
    make_article("ban", "Ban mobil pecah di jalan tol.", "Ban pecah"),
    make_article("kebanjiran", "Warga kebanjiran mengungsi.", "Mengungsi"),
    make_article("jalan", "Perjalanan kereta terganggu.", "Kereta", outlet="Harian Timur"),
    about(make_article("surabaya", "Pasar Surabaya ramai.", "Pasar"), "35.78", score=90.0),
    make_article("lama", "Jembatan putus.", "Jembatan", published=date(2019, 5, 31)),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = build_store(tmp_path_factory.mktemp("unfinished"), ARTICLES).engine()
    yield engine
    engine.close()


Ask = Callable[..., Results]


@pytest.fixture(scope="module")
def ask(engine: Engine) -> Ask:
    analyzer = Analyzer()

    def ask(query: str, **options: object) -> Results:
        given = {"unfinished": True, "limit": 50, **options}
        return search(query, engine, analyzer, Options(**given))  # type: ignore[arg-type]

    return ask


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits if not hit.relaxed]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("banj", "banjir"),
        ("zona hij", "zona hijau"),
        ('"zona hij', '"zona hijau"'),
        ("jalan jak", "jalan jakarta"),
        ("(banjir OR jemba", "(banjir OR jembatan)"),
        ("+jemba", "+jembatan"),
        ("judul:jemba", "judul:jembatan"),
        ("BANJ", "banjir"),
    ],
)
def test_the_beginning_of_a_word_finds_what_the_word_finds(
    ask: Ask, typed: str, meant: str
) -> None:
    found = ids(ask(meant, unfinished=False))
    assert found
    assert set(ids(ask(typed))) >= set(found)


def test_what_only_begins_so_comes_after_the_word_itself_and_its_forms(ask: Ask) -> None:
    found = ids(ask("banjir"))
    assert found[:3] == ids(ask("banjir", unfinished=False))
    assert found[0] == "banjir"
    assert set(found[:3]) == {"banjir", "banjirnya", "kebanjiran"}
    ban = ids(ask("ban"))
    assert ban[0] == "ban"
    assert set(ban[1:]) == {"banjir", "banjirnya", "bandara", "kebanjiran"}


@pytest.mark.parametrize(
    "query", ["banj ", "banj*", '"banj"', "(banj)", "banj,", "-banj", "b", "x1"]
)
def test_only_a_plain_word_at_the_very_end_may_go_on(ask: Ask, query: str) -> None:
    typed, finished = (ask(query, unfinished=unfinished) for unfinished in (True, False))
    assert ids(typed) == ids(finished)
    assert typed.diagnostics == finished.diagnostics


@pytest.mark.parametrize("query", ["jatim", "surabaya", "2019", "zona hijau", "jawa timur"])
def test_a_last_word_that_means_something_on_its_own_stays_as_it_is(query: str) -> None:
    typed, finished = (
        read(parse(query), Analyzer(), unfinished=unfinished) for unfinished in (True, False)
    )
    assert typed.clauses == finished.clauses
    assert typed.reading == finished.reading


def test_a_zone_is_understood_as_soon_as_it_can_be_no_other(ask: Ask) -> None:
    assert ask("zona hi").reading.bands == ("hijau",)
    assert ask("kualitas ter").reading.bands == ()
    assert ask("hijau hi").reading.bands == ()


def test_words_before_the_last_one_are_whole(ask: Ask) -> None:
    assert ids(ask("banj merend")) == []
    assert ids(ask("banjir merend")) == ["banjir"]


def test_the_word_that_is_typed_is_never_corrected_and_others_are(ask: Ask) -> None:
    assert ask("surabayo", unfinished=False).corrected == "surabaya"
    typed = ask("surabayo")
    assert (typed.corrected, typed.suggestion, typed.diagnostics) == (None, None, ())
    assert ask("jembatn put").corrected == "jembatan put"
    quoted = ask('"pasar surabayo')
    assert (quoted.corrected, quoted.suggestion) == (None, None)


@pytest.mark.parametrize(
    ("query", "left_out", "rest"),
    [
        ("wilayah:", "wilayah:", "*"),
        ("banjir wilayah:", "wilayah:", "banjir"),
        ("banjir wilayah:jat", "wilayah:jat", "banjir"),
        ("banjir -wilayah:jat", "-wilayah:jat", "banjir"),
        ('banjir wilayah:"jawa ', 'wilayah:"jawa', "banjir"),
        ('banjir wilayah:"', 'wilayah:"', "banjir"),
        ("tahun:20", "tahun:20", "*"),
        ("banjir nilai:>", "nilai:>", "banjir"),
        ("jembatan tanggal:2019-", "tanggal:2019-", "jembatan"),
        ("zona:hij", "zona:hij", "*"),
        ("wilayah:jatim,jat", "jat", "wilayah:jatim"),
        ("(banjir OR", "OR", "banjir"),
        ("banjir OR ", "OR", "banjir"),
        ("banjir AND", "AND", "banjir"),
        ("(banjir wilayah:jat", "wilayah:jat", "banjir"),
    ],
)
def test_what_means_nothing_yet_is_left_out_and_told(
    ask: Ask, query: str, left_out: str, rest: str
) -> None:
    results = ask(query)
    assert ids(results) == ids(ask(rest, unfinished=False))
    (note,) = results.diagnostics
    assert note.severity == "unfinished"
    assert note.message == f"{left_out} is unfinished and left out"
    assert query[note.start : note.end].strip() == left_out
    assert note.message in results.reading.notes


@pytest.mark.parametrize(
    "query",
    ["wilayah:jat banjir", "wilayah:jat ", "tahun:20 banj", 'wilayah:"jat"', "wilayah:jat,jatim"],
)
def test_elsewhere_a_filter_that_means_nothing_is_an_error_as_ever(ask: Ask, query: str) -> None:
    with pytest.raises(QueryError):
        ask(query)


@pytest.mark.parametrize("query", ["", " ", "-", "+", '"', "(", ")", "banjir -", 'banjir "', "*"])
def test_a_sign_alone_changes_nothing(ask: Ask, query: str) -> None:
    assert ids(ask(query)) == ids(ask(query, unfinished=False))


TYPED = st.sampled_from(
    [
        'banjir OR "jalan raya" -jakarta (zona merah)',
        'wilayah:"jawa timur" tahun:2021..2024 zona:hijau nilai:>=90 surabaya',
        'judul:"zona hijau"~2 pelay*nan banjr~1 media:harian tanggal:2019-05',
        "di mana (banjir AND jalan) level:kota,provinsi",
    ]
)


@given(query=TYPED, length=st.integers(0, 80))
def test_no_letter_of_a_query_raises(ask: Ask, query: str, length: int) -> None:
    results = ask(query[:length], facets=("region", "month"), apart=True)
    assert results.total >= len(ids(results))


@given(text=st.text(alphabet='ban jir:"()+-*~?,0zw', max_size=12))
def test_an_unfinished_query_finds_at_least_what_it_finds_as_it_is(ask: Ask, text: str) -> None:
    try:
        finished = ask(text, unfinished=False, strict=True)
    except QueryError:
        finished = None
    try:
        typed = ask(text, strict=True)
    except QueryError:
        assert finished is None
        return
    if finished is not None and finished.total and not typed.diagnostics:
        assert set(ids(typed)) >= set(ids(finished))


def test_what_is_typed_is_marked_in_the_text_as_far_as_words_begin_so(engine: Engine) -> None:
    analyzer = Analyzer()
    text = "Banjirnya surut, warga kebanjiran pulang ke bandara."
    targets = targets_of("banj", engine, analyzer, unfinished=True)
    marked = [text[span.start : span.end] for span in highlight(text, targets, analyzer)]
    assert marked == ["Banjirnya", "kebanjiran"]


def test_filters_and_facets_go_with_it(ask: Ask) -> None:
    filters = Filters.parse(regions=["jatim"])
    results = ask("pas", filters=filters, facets=("region",), apart=True)
    assert ids(results) == ["surabaya"]


def test_a_word_being_typed_can_be_explained(ask: Ask) -> None:
    results = ask("jalan jak", explain=True)
    assert [word.text for word in results.words] == ["jalan", "jak"]
    assert results.hits[0].explanation is not None


def test_a_finished_query_has_no_words_that_may_go_on() -> None:
    query = read(parse("banj"), Analyzer())
    assert query.begun is None
    assert query.clauses == (ast.Word("banj", "banj"),)
