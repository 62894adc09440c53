"""Direct answers: a query that asks for a body's result gets it from the articles that tell it."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit import Article, Filters, Index
from searchkit.answers import DirectAnswer
from searchkit.assessments.cues import words
from searchkit.language.analyzer import Analyzer
from searchkit.questions import question_words
from searchkit.search import Options, search
from searchkit.ui.results import show_results
from searchkit.ui.screen import Screen
from searchkit.understand import understand
from tests.factory import build_store, make_article
from tests.golden import assert_golden
from tests.golden.corpus import here, run_here, write_records
from tests.test_scoreboard import articles, of_values, store_of

__all__ = ["here"]  # fixture

Record = dict[str, str]


def report(
    article_id: str, body: str, score: str, year: int, rest: str = "", **fields: str
) -> Record:
    """An article about one body's score in one year."""
    return {
        "id": article_id,
        "title": f"{body} Menerima Penilaian Ombudsman",
        "outlet": "Warta Uji",
        "published": f"{year}-12-20",
        "text": f"{body} memperoleh nilai {score} dalam penilaian kepatuhan pelayanan publik "
        f"Ombudsman RI tahun {year}. {rest}",
        **fields,
    }


NEWS: tuple[Record, ...] = (
    report("kota-malang", "Kota Malang", "90,5", 2024, "Kota Malang berada di zona hijau."),
    report("kota-malang-lama", "Kota Malang", "76,25", 2022),
    report(
        "kab-malang",
        "Kabupaten Malang",
        "94,66",
        2024,
        text="Nilai Kabupaten Malang dalam penilaian kepatuhan pelayanan publik Ombudsman RI "
        "tahun 2024 naik dari 67 menjadi 94,66.",
    ),
    report("blitar-1", "Kota Blitar", "98,19", 2024, "Kota Blitar masuk zona hijau."),
    report("blitar-2", "Kota Blitar", "98,19", 2024, published="2024-12-28", outlet="Suara Uji"),
    report("blitar-3", "Kota Blitar", "89,19", 2024, published="2024-12-30"),
    report("tegal", "Kota Tegal", "61,2", 2023, "Kota Tegal berada di zona merah."),
    {
        "id": "jember",
        "title": "Kabupaten Jember Peringkat 4",
        "published": "2023-12-20",
        "text": "Kabupaten Jember menduduki peringkat 4 dari 268 kabupaten dalam penilaian "
        "kepatuhan pelayanan publik Ombudsman RI tahun 2023.",
    },
    report("jatim", "Provinsi Jawa Timur", "92,08", 2024),
    report("banjar-kota", "Kota Banjar", "80,4", 2023),
    report("banjar-kab", "Kabupaten Banjar", "70,3", 2023),
    {
        "id": "banjir",
        "title": "Banjir di Kota Semarang",
        "published": "2024-02-10",
        "text": "Banjir merendam tiga kelurahan di Kota Semarang.",
    },
)


def build(folder: Path, records: Sequence[Record]) -> Index:
    write_records(folder / "berita.jsonl", records)
    index = searchkit.open_index(folder / "index")
    with index.writer() as writer:
        assert writer.sync(searchkit.read_corpus(folder / "berita.jsonl")).rejected == ()
    return index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with build(tmp_path_factory.mktemp("answers"), NEWS) as built:
        yield built


Ask = Callable[..., list[tuple[str, int | None, float | None]]]


@pytest.fixture
def ask(index: Index) -> Ask:
    """The answers to a query: entity, year and score of each."""

    def asked(query: str, **options: object) -> list[tuple[str, int | None, float | None]]:
        found = index.search(query, **options).answers  # type: ignore[arg-type]
        return [(answer.entity, answer.year, answer.score) for answer in found]

    return asked


def only(index: Index, query: str) -> DirectAnswer:
    (answer,) = index.search(query).answers
    return answer


# What is answered -------------------------------------------------------------------------


def test_the_result_of_a_body_and_year_is_answered_with_its_article(index: Index) -> None:
    answer = only(index, "skor Kota Malang 2024")
    assert (answer.entity, answer.code, answer.year) == ("Kota Malang", "35.73", 2024)
    assert (answer.score, answer.zone, answer.category) == (90.5, "hijau", "A")
    assert (answer.band, answer.derived, answer.conflict) == ("A", ("category",), False)
    (source,) = answer.sources
    assert (source.article.id, source.article.outlet) == ("kota-malang", "Warta Uji")
    text = index.article(source.article.id).text
    assert text[source.result.evidence.start : source.result.evidence.end] == "90,5"
    assert answer.others == ()


@pytest.mark.parametrize(
    "query",
    [
        "skor kota malang 2024",
        "Berapa nilai Kota Malang tahun 2024?",
        "berapa skor yang diraih Pemkot Malang pada penilaian Ombudsman RI 2024",
        "nilai kepatuhan pelayanan publik Kota Malang, Jawa Timur 2024",
        "nilai indeks kepatuhan Kota Malang 2024",
        "zona hijau Kota Malang 2024",
        "predikat kota malang 2024",
        "nilainya kota malang 2024 berapa",
        "peringkat kota malang 2024 -banjir",
        "skor kota malang menurut siaran pers ombudsman 2024",
        '2024 skor wilayah:"kota malang"',
        "skor tahun:2024 Kota Malang",
    ],
)
def test_a_question_may_be_put_in_many_ways(ask: Ask, query: str) -> None:
    assert ask(query) == [("Kota Malang", 2024, 90.5)]


def test_a_shared_bare_name_gets_a_line_for_each_body(ask: Ask) -> None:
    both = {("Kota Malang", 2024, 90.5), ("Kabupaten Malang", 2024, 94.66)}
    assert set(ask("skor Malang 2024")) == both
    assert len(ask("skor Malang 2024")) == 2


def test_a_province_tells_which_of_several_bodies_is_meant(ask: Ask) -> None:
    assert {entity for entity, *_ in ask("skor Banjar")} == {"Kota Banjar", "Kabupaten Banjar"}
    assert ask("skor Banjar Jawa Barat") == [("Kota Banjar", 2023, 80.4)]
    found = ask("skor Banjar Jawa Barat dan Kota Tegal")
    assert [entity for entity, *_ in found] == ["Kota Banjar", "Kota Tegal"]


def test_a_province_has_a_result_of_its_own(ask: Ask) -> None:
    assert ask("skor Jawa Timur 2024") == [("Jawa Timur", 2024, 92.08)]


def test_without_a_year_the_newest_known_is_answered(ask: Ask) -> None:
    assert ask("skor Kota Malang") == [("Kota Malang", 2024, 90.5)]
    assert ask("skor Kota Tegal") == [("Kota Tegal", 2023, 61.2)]


def test_every_year_asked_for_is_answered(ask: Ask) -> None:
    assert ask("skor Kota Malang 2021..2024") == [
        ("Kota Malang", 2024, 90.5),
        ("Kota Malang", 2022, 76.25),
    ]


def test_several_bodies_come_in_the_order_of_the_query_at_most_three(ask: Ask) -> None:
    three = ["Kota Tegal", "Kota Blitar", "Kabupaten Malang"]
    found = ask("skor Kota Tegal, Kota Blitar dan Kabupaten Malang")
    assert [entity for entity, *_ in found] == three
    assert len(ask("skor Malang 2021..2024, Tegal, Blitar")) == 3
    assert ask("skor Kota Tegal, Kota Blitar, Kota Malang, Kabupaten Jember") == []


def test_a_rank_answers_where_no_score_is_known(index: Index) -> None:
    answer = only(index, "peringkat Kabupaten Jember 2023")
    assert (answer.score, answer.rank, answer.rank_of) == (None, 4, 268)


def test_the_score_before_is_told(index: Index) -> None:
    assert only(index, "nilai Kabupaten Malang 2024").previous == 67


# What is not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "Kota Malang 2024",
        "kepatuhan Kota Malang 2024",
        "skor 2024",
        "banjir Kota Malang",
        "angka kemiskinan Kota Malang 2024",
        "nilai tukar rupiah Malang",
        "skor Arema Malang 2024",
        "nilai SAKIP Kota Malang 2024",
        "nilai indeks pelayanan publik Kota Malang 2024",
        "nilai indeks pelayanan publik Kota Malang ombudsman",
        "opini WTP Kota Malang ombudsman",
        "zona merah covid Kota Malang ombudsman",
        "skor tertinggi Jawa Timur 2024",
        "berapa kabupaten di Jawa Timur zona hijau ombudsman",
        "zona hijau Jawa Timur",
        '"skor Kota Malang" 2024',
        "skor -malang",
    ],
)
def test_what_asks_for_something_else_gets_no_answer(ask: Ask, query: str) -> None:
    assert ask(query) == []


def test_what_the_index_does_not_know_is_not_made_up(ask: Ask) -> None:
    assert ask("skor Kota Malang 2023") == []
    assert ask("skor Kota Surabaya 2024") == []
    assert ask("skor Kota Semarang") == []


def test_literal_words_and_later_pages_get_no_answer(ask: Ask) -> None:
    assert ask("skor Kota Malang 2024", literal=True) == []
    assert ask("skor Kota Malang 2024", offset=10) == []


def test_no_other_matter_is_spelt_in_words_that_fit_a_question() -> None:
    known = question_words()
    for name in ("other_assessments", "other_colours", "epidemics"):
        for phrase in words(name):
            meanings = [known.get(word.casefold()) for word in phrase.split()]
            assert None in meanings, phrase


# Filters ----------------------------------------------------------------------------------


def test_filters_hold_for_answers(ask: Ask) -> None:
    def filtered(query: str, **options: Sequence[str] | str) -> list[str]:
        found = ask(query, filters=Filters.parse(**options))  # type: ignore[arg-type]
        return [f"{entity} {year}" for entity, year, _ in found]

    assert filtered("skor Kota Malang", years=["2022"]) == ["Kota Malang 2022"]
    assert filtered("skor Kota Malang 2024", years=["2022"]) == []
    assert filtered("skor Malang", regions=["kota malang"]) == ["Kota Malang 2024"]
    assert filtered("skor Kota Malang", regions=["jateng"]) == []
    assert filtered("skor Malang", levels=["kabupaten"]) == ["Kabupaten Malang 2024"]
    assert filtered("skor Kota Malang", bands=["C"]) == ["Kota Malang 2022"]
    assert filtered("skor Kota Malang", until="2023") == ["Kota Malang 2022"]
    assert filtered("skor Kota Malang", outlets=["Suara Lain"]) == []


def test_a_filter_may_name_the_body(ask: Ask) -> None:
    chosen = Filters.parse(regions=["35.73"], years=["2024"])
    assert ask("berapa skor", filters=chosen) == [("Kota Malang", 2024, 90.5)]


# Sources ----------------------------------------------------------------------------------


def test_where_articles_disagree_all_values_are_told_the_commonest_first(index: Index) -> None:
    answer = only(index, "skor Kota Blitar 2024")
    assert (answer.score, [source.article.id for source in answer.sources]) == (
        98.19,
        ["blitar-2", "blitar-1"],
    )
    (other,) = answer.others
    assert (other.score, [source.article.id for source in other.sources]) == (89.19, ["blitar-3"])


def test_a_printed_zone_that_contradicts_the_score_is_told(index: Index) -> None:
    answer = only(index, "skor Kota Tegal 2023")
    assert (answer.score, answer.zone, answer.conflict) == (61.2, "merah", True)


def test_a_rounded_score_agrees_with_the_exact_one(tmp_path: Path) -> None:
    records = (
        report("bulat", "Kota Madiun", "97,8", 2024),
        report("tepat", "Kota Madiun", "97,84", 2024, published="2024-12-19"),
    )
    with build(tmp_path, records) as index:
        answer = only(index, "skor Kota Madiun 2024")
    assert (answer.score, answer.others) == (97.84, ())
    assert {source.article.id for source in answer.sources} == {"bulat", "tepat"}


def test_an_article_that_only_tells_the_zone_agrees_with_a_score_of_that_zone(
    tmp_path: Path,
) -> None:
    zone = "Kota Madiun {} penilaian kepatuhan pelayanan publik Ombudsman RI tahun 2024."
    records = (
        report("skor", "Kota Madiun", "97,84", 2024),
        report("hijau", "Kota Madiun", "", 2024, text=zone.format("masuk zona hijau dalam")),
        report("merah", "Kota Madiun", "", 2024, text=zone.format("masuk zona merah dalam")),
    )
    with build(tmp_path, records) as index:
        answer = only(index, "skor Kota Madiun 2024")
    assert {source.article.id for source in answer.sources} == {"skor", "hijau"}
    assert (answer.zone, answer.derived) == ("hijau", ("category",))
    (other,) = answer.others
    assert (other.score, other.zone, other.sources[0].article.id) == (None, "merah", "merah")


def test_an_article_about_the_body_goes_before_a_newer_one_that_mentions_it(
    tmp_path: Path,
) -> None:
    records = (
        report("tentang", "Kota Madiun", "97,84", 2024, published="2024-12-01"),
        report(
            "sebut",
            "Kabupaten Ngawi",
            "88,1",
            2024,
            "Nilai tertinggi 97,84 diraih oleh Kota Madiun.",
            published="2024-12-30",
        ),
    )
    with build(tmp_path, records) as index:
        answer = only(index, "skor Kota Madiun 2024")
    assert [source.article.id for source in answer.sources] == ["tentang", "sebut"]


def test_every_article_counts_however_many_are_newer(tmp_path: Path) -> None:
    newer = (report(f"baru-{number}", "Kota Madiun", "97,84", 2024) for number in range(40))
    old = (
        report("lama-1", "Kota Madiun", "70,5", 2022, outlet="Suara A"),
        report("lama-2", "Kota Madiun", "70,5", 2022, outlet="Suara B"),
        report("susulan", "Kota Madiun", "75,5", 2022, published="2025-01-10"),
    )
    other = report("ngawi", "Kabupaten Ngawi", "60,5", 2021)
    with build(tmp_path, (*old, other, *newer)) as index:
        answer = only(index, "skor Kota Madiun 2022")
        both = index.search("skor Kota Madiun dan Kabupaten Ngawi").answers
    assert (answer.score, [source.article.id for source in answer.sources]) == (
        70.5,
        ["lama-1", "lama-2"],
    )
    assert [(answer.entity, answer.year) for answer in both] == [
        ("Kota Madiun", 2024),
        ("Kabupaten Ngawi", 2021),
    ]


# The same as on the scoreboard ------------------------------------------------------------


def answers_equal_rows(index: Index, entity: str, filters: Filters | None = None) -> None:
    """A body has the same values, others, ranks and sources wherever they are asked for."""
    board = index.scoreboard(filters=filters).rows
    for year in (2022, 2023, 2024):
        rows = [row for row in board if row.entity == entity and row.year == year]
        found = index.search(f"skor {entity} {year}", filters=filters).answers
        assert [of_values(row) for row in rows] == [of_values(answer) for answer in found]
        assert [list(map(of_values, row.others)) for row in rows] == [
            list(map(of_values, answer.others)) for answer in found
        ]
        assert [(row.year, row.rank, row.rank_of, row.previous) for row in rows] == [
            (answer.year, answer.rank, answer.rank_of, answer.previous) for answer in found
        ]


@settings(max_examples=40)
@given(articles(), st.sampled_from([None, "outlets", "since", "bands", "years"]))
def test_an_answer_is_what_the_scoreboard_tells(
    tmp_path_factory: pytest.TempPathFactory, found: list[Article], filtered: str | None
) -> None:
    chosen = {"outlets": ["warta a"], "since": "2024-11-21", "bands": ["A"], "years": ["2024"]}
    filters = Filters.parse(**{filtered: chosen[filtered]}) if filtered else None  # type: ignore[arg-type]
    folder = tmp_path_factory.mktemp("same")
    store_of(folder, found)
    with searchkit.open_index(folder / "index") as index:
        answers_equal_rows(index, "Kota Blitar", filters)
        answers_equal_rows(index, "Kota Malang", filters)


def test_outlets_count_for_answers_as_they_do_on_the_scoreboard(tmp_path: Path) -> None:
    copies = (
        report(f"salinan-{number}", "Kota Madiun", "89,19", 2024, outlet="Warta Kota")
        for number in range(3)
    )
    two = (
        report(f"dua-{outlet}", "Kota Madiun", "98,19", 2024, outlet=f"Suara {outlet}")
        for outlet in "AB"
    )
    records: Iterable[Record] = (*copies, *two, report("bulat", "Kota Madiun", "98,2", 2024))
    with build(tmp_path, tuple(records)) as index:
        answer = only(index, "skor Kota Madiun 2024")
        assert (answer.score, len(answer.sources)) == (98.19, 3)
        assert [other.score for other in answer.others] == [89.19]
        answers_equal_rows(index, "Kota Madiun")


def test_a_score_asked_for_is_that_of_the_answer(ask: Ask) -> None:
    assert ask("skor Kota Malang nilai:>=90") == [("Kota Malang", 2024, 90.5)]
    assert ask("skor Kota Malang nilai:<80") == [("Kota Malang", 2022, 76.25)]
    assert ask("skor Kota Malang nilai:>95") == []


LOADED = """
import sys
import searchkit
with searchkit.open_index(sys.argv[1]) as index:
    found = index.search(sys.argv[2])
print(len(found.answers), *sorted(name for name in sys.modules if name.startswith("searchkit.")))
"""


def loaded_by(index: Index, query: str) -> tuple[int, set[str]]:
    """How many answers a query gets in a new process, and the modules that it loads."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, str(index.location), query],
        capture_output=True,
        text=True,
        check=True,
    )
    answers, *modules = ran.stdout.split()
    return int(answers), set(modules)


def test_only_a_query_that_asks_pays_for_answers(index: Index) -> None:
    answers, loaded = loaded_by(index, "Kota Malang 2024")
    assert answers == 0
    assert not {name for name in loaded if "scoreboard" in name or "answers" in name}
    answers, loaded = loaded_by(index, "skor Kota Malang 2024")
    assert answers == 1
    # Neither rows nor the rules on texts are needed for it.
    assert "searchkit.scoreboard.board" in loaded
    assert not loaded & {"searchkit.scoreboard.rows", "searchkit.assessments.years"}


# On the command line ----------------------------------------------------------------------


@pytest.fixture
def searched(tmp_path: Path) -> None:
    """The news, indexed in the current folder."""
    write_records(tmp_path / "berita.jsonl", NEWS)
    assert run_here("index", "berita.jsonl").code == 0


def test_words_that_ask_for_a_result_are_met_by_one(tmp_path: Path) -> None:
    """The article says it without the word that asks."""
    text = "Kota Blitar masuk zona hijau penilaian kepatuhan Ombudsman RI tahun 2024."
    article = understand(make_article("blitar", text, "Blitar Hijau"))
    engine = build_store(tmp_path, [article]).engine()

    def strict(query: str, **options: bool) -> int:
        return search(query, engine, Analyzer(), Options(**options)).strict_total  # type: ignore[arg-type]

    assert strict("skor Kota Blitar") == 1
    assert strict("skor Kota Blitar", literal=True) == 0
    assert strict("skor pajak Kota Blitar") == 0
    engine.close()


@pytest.mark.parametrize("width", [80, 120])
def test_answers_stand_above_the_hits(
    searched: None, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = [
        run_here("search", query, "-n", "1", "--facet", "none").out
        for query in (
            "skor Malang 2024",
            "skor Kota Blitar 2024",
            "nilai Kota Tegal",
            "peringkat Kabupaten Jember 2023",
        )
    ]
    assert_golden(f"answers-{width}", "\n".join(shown))


def test_of_many_contradicting_values_three_are_shown_and_the_rest_told_of(tmp_path: Path) -> None:
    many = [
        report(f"n-{number}", "Kota Madiun", f"7{number},{number}5", 2024, outlet=f"Warta {number}")
        for number in range(1, 9)
    ]
    write_records(tmp_path / "berita.jsonl", many)
    assert run_here("index", "berita.jsonl").code == 0
    lines = run_here("search", "skor Kota Madiun 2024", "-n", "1", "--facet", "none").lines
    assert sum("also told" in line for line in lines) == 3
    (hint,) = (line for line in lines if "and 4 more values" in line)
    command = hint.partition("searchkit ")[2].split()
    shown = run_here(*command).out
    assert shown.count("also told") == 7


@pytest.mark.parametrize("width", [20, 40, 60, 79, 100, 200])
def test_no_answer_is_wider_than_the_screen(
    searched: None, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run_here("search", "skor", "Kota", "Blitar", "2024").lines
    assert any("98,19" in line for line in lines)
    assert max(map(len, lines)) <= width


def test_json_holds_the_answers(searched: None) -> None:
    (answer,) = run_here("search", "skor Kota Blitar 2024", "--format", "json").json["answers"]
    assert list(answer) == [
        "entity",
        "code",
        "year",
        "score",
        "zone",
        "category",
        "band",
        "derived",
        "conflict",
        "rank",
        "rank_of",
        "previous",
        "sources",
        "others",
    ]
    assert (answer["entity"], answer["score"], answer["derived"]) == (
        "Kota Blitar",
        98.19,
        ["category"],
    )
    source = answer["sources"][1]
    assert list(source) == ["id", "title", "outlet", "published", "path", "evidence", "event_date"]
    assert (source["id"], source["published"], source["path"]) == (
        "blitar-1",
        "2024-12-20",
        "berita.jsonl",
    )
    assert set(source["evidence"]) == {"start", "end"}
    assert [other["score"] for other in answer["others"]] == [89.19]
    assert "entity" not in answer["others"][0]
    assert run_here("search", "banjir", "--format", "json").json["answers"] == []


def test_hits_have_everything_that_show_tells_of_a_result(searched: None) -> None:
    (hit,) = run_here("search", "nilai Kabupaten Malang", "--strict", "--format", "json").json[
        "hits"
    ]
    assert (
        hit["assessments"] == run_here("show", "kab-malang", "--format", "json").json["assessments"]
    )
    assert {"band", "derived", "conflict", "rank_of", "year_method", "previous", "kind"} <= set(
        hit["assessments"][0]
    )
    assert {"parent", "parent_code", "key"} <= set(hit["assessments"][0])


def test_hostile_titles_of_sources_cannot_steer_the_terminal(tmp_path: Path) -> None:
    title = "Kota Madiun \x1b[2J\u202e[bold]Hijau[/]"
    records = [report("jahat", "Kota Madiun", "97,84", 2024, title=title, outlet="W\x1b]0;x\x07")]
    write_records(tmp_path / "berita.jsonl", records)
    run_here("index", "berita.jsonl")
    out = run_here("search", "skor Kota Madiun 2024").out
    assert "(W, Kota Madiun [bold]Hijau[/], 20 Dec 2024)" in " ".join(out.split())
    assert not {"\x1b", "\u202e", "\x07"} & set(out)


# The change of a score, beside a hit and in show --------------------------------------------


@pytest.mark.parametrize(("width", "told"), [(80, True), (48, False)])
def test_a_hit_tells_how_its_score_changed_where_there_is_room(
    searched: None, width: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    hits = run_here("search", "nilai", "wilayah:35.07", "--facet", "none").out
    assert "94,66 · hijau · A" in hits
    assert ("A] ↑27,66" in hits) == told
    assert "↑" not in run_here("search", "penilaian", "wilayah:35.73").out


def test_a_screen_without_arrows_gets_a_sign(
    searched: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    with searchkit.open_index("index") as index:
        show_results(Screen(stream), index.search("penilaian wilayah:35.07", facets=()))
    stream.seek(0)
    assert "A] +27,66" in stream.read()


def test_show_tells_the_score_before(searched: None) -> None:
    shown = run_here("show", "kab-malang").out
    assert "Kabupaten Malang · 2024 ·  94,66 · hijau · A  · up from 67\n" in shown


def test_show_tells_whose_a_unit_is(tmp_path: Path) -> None:
    text = (
        "Kota Madiun memperoleh nilai 97,84 dalam penilaian kepatuhan pelayanan publik Ombudsman "
        "RI tahun 2024. Dinas Sosial Kota Madiun mendapat nilai 99,5."
    )
    records = [report("madiun", "Kota Madiun", "", 2024, text=text)]
    write_records(tmp_path / "berita.jsonl", records)
    run_here("index", "berita.jsonl")
    assert "(unit of Kota Madiun)" in run_here("show", "madiun").out
