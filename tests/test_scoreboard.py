"""The scoreboard: which rows articles make together, and which value of several is believed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit import Article, Assessment, Filters, IndexMissing, Scoreboard, Span
from searchkit.assessments.bands import band_of, bands_in
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.errors import QueryError
from searchkit.scoreboard import Row, province_filter
from searchkit.scoreboard.board import Board
from searchkit.scoreboard.values import is_rounding, tellings_of, values_of
from searchkit.version import RULES_VERSION
from tests.factory import result

BLITAR, MALANG, KEDIRI, KAB_BLITAR, JATIM = "35.72", "35.73", "35.71", "35.05", "35"
TEGAL, JATENG = "33.76", "33"

_numbers = iter(range(1, 1_000_000))


def told(
    code: str,
    score: float | None = None,
    year: int | None = 2024,
    *,
    outlet: str | None = "",
    day: date | None = date(2024, 12, 1),
    article_id: str = "",
    **fields: object,
) -> Article:
    """An article that tells one result of a region; every article has its own outlet."""
    number = next(_numbers)
    base = replace(result(code, score, year), key=code, year_method="explicit")
    return article(
        replace(base, **fields),  # type: ignore[arg-type]
        outlet=f"Warta {number}" if outlet == "" else outlet,
        day=day,
        article_id=article_id or f"a{number}",
    )


def article(
    *results: Assessment,
    outlet: str | None = "Warta",
    day: date | None = date(2024, 12, 1),
    article_id: str = "",
) -> Article:
    article_id = article_id or f"a{next(_numbers)}"
    return Article(
        id=article_id,
        title=f"Judul {article_id}",
        text="Hasil penilaian.",
        path=f"/c/{article_id}",
        outlet=outlet,
        published=day,
        content_hash=article_id,
        assessments=results,
    )


def body(
    entity: str, level: str, score: float | None, year: int = 2024, **fields: object
) -> Assessment:
    """A result of a body that is no region; of the key that such bodies get."""
    base = Assessment(
        entity, None, "opd", None, Span(0, 0), year, "explicit", score, key=entity.casefold()
    )
    return replace(base, level=level, **fields)  # type: ignore[arg-type]


def board_of(articles: Iterable[Article]) -> Board:
    return Board(chain.from_iterable(map(tellings_of, articles)))


def row_of(articles: Iterable[Article]) -> Row:
    """The only row that articles make."""
    board = board_of(articles)
    (cell,) = board.cells
    return board.row(cell)


def store_of(folder: Path, articles: Iterable[Article]) -> None:
    """A real index of the articles, in a folder's folder "index"."""
    store = WhooshStore(folder / "index", rules=str(RULES_VERSION))
    with store.writer() as writer:
        for each in articles:
            writer.put(each)
        writer.commit({})


def of_values(told: Any) -> tuple[object, ...]:
    """What a row, a value or an answer tells, and the ids of its sources."""
    names = ("score", "zone", "category", "band", "derived", "conflict")
    ids_of = [getattr(source, "article", source).id for source in told.sources]
    return *(getattr(told, name) for name in names), ids_of


def scoreboard(folder: Path, articles: Iterable[Article], **options: object) -> Scoreboard:
    """The scoreboard of a real index of the articles."""
    store_of(folder, articles)
    with searchkit.open_index(folder / "index") as index:
        return index.scoreboard(**options)  # type: ignore[arg-type]


def again(folder: Path, **options: object) -> Scoreboard:
    with searchkit.open_index(folder / "index") as index:
        return index.scoreboard(**options)  # type: ignore[arg-type]


def ids(values: Iterable[object]) -> list[list[str]]:
    return [[source.id for source in value.sources] for value in values]  # type: ignore[attr-defined]


# From files -------------------------------------------------------------------------------

SENTENCE = (
    "{body} memperoleh nilai {score} dalam penilaian kepatuhan pelayanan publik Ombudsman RI "
    "tahun {year}. {rest}"
)


def sentence(body: str, score: str, year: int, rest: str = "") -> str:
    return SENTENCE.format(body=body, score=score, year=year, rest=rest)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The same result in every form that is read, once rounded, once with a slip."""
    folder = tmp_path / "berita"
    folder.mkdir()
    told = sentence("Kota Blitar", "94,66", 2024, "Kota Blitar masuk zona hijau.")
    (folder / "a.txt").write_text(
        f"Kota Blitar Masuk Zona Hijau\n\nWarta A - Senin (18/11/2024). {told}\n", encoding="utf-8"
    )
    (folder / "b.md").write_text(
        f"---\ntitle: Hasil Kota Blitar\noutlet: Warta B\ndate: 2024-11-19\n---\n\n{told}\n",
        encoding="utf-8",
    )
    page = (
        "<html><head><title>Kota Blitar Dinilai</title>"
        '<meta property="og:site_name" content="Warta C">'
        '<meta property="article:published_time" content="2024-11-20T08:00:00+07:00"></head>'
        f"<body><article><h1>Kota Blitar Dinilai</h1><p>{told}</p>"
        "<p>Wali kota berterima kasih kepada pegawai loket dan warga.</p></article></body></html>"
    )
    (folder / "c.html").write_text(page, encoding="utf-8")
    records = [
        {
            "id": "bulat",
            "title": "Nilai Kota Blitar",
            "outlet": "Warta D",
            "published": "2024-11-21",
            "text": sentence("Kota Blitar", "94,7", 2024),
        },
        {
            "id": "keliru",
            "title": "Nilai Kota Blitar",
            "outlet": "Warta E",
            "published": "2024-11-22",
            "text": sentence("Kota Blitar", "49,66", 2024),
        },
    ]
    (folder / "d.jsonl").write_text(
        "".join(json.dumps(record) + "\n" for record in records), encoding="utf-8"
    )
    with (folder / "e.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "title", "text", "published", "outlet"])
        text = sentence("Kota Blitar", "91,5", 2023)
        table.writerow(["lama", "Nilai Kota Blitar", text, "2023-12-20", "Warta F"])
    return folder


def test_articles_of_all_forms_make_one_row_a_year(files: Path, tmp_path: Path) -> None:
    index = searchkit.open_index(tmp_path / "index")
    with index.writer() as writer:
        writer.sync(searchkit.read_corpus(files))
    new, old = index.scoreboard().rows
    assert (new.entity, new.year, new.score, new.zone, new.category) == (
        "Kota Blitar",
        2024,
        94.66,
        "hijau",
        "A",
    )
    assert {Path(source.path).name for source in new.sources} == {
        "a.txt",
        "b.md",
        "c.html",
        "d.jsonl",
    }
    assert {source.score for source in new.sources} == {94.66, 94.7}
    (other,) = new.others
    assert (other.score, ids([other])) == (49.66, [["keliru"]])
    assert (old.year, old.score, old.previous) == (2023, 91.5, None)
    assert (new.previous, new.change) == (91.5, 3.16)


def test_an_index_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        searchkit.open_index(tmp_path / "nothing").scoreboard()


def test_an_order_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="alphabet"):
        searchkit.open_index(tmp_path).scoreboard(sort="alphabet")  # type: ignore[arg-type]


# Which value is believed ------------------------------------------------------------------


def test_scores_of_other_scales_are_compared_in_parts_of_these(tmp_path: Path) -> None:
    """Ministries were scored up to 110 in 2017; 104 of these is less than 97 of 100."""
    ministry = body("Kementerian Contoh", "kementerian", 104.0, 2017)
    board = scoreboard(tmp_path, [article(ministry), told(TEGAL, 97.0)], sort="score")
    assert [row.score for row in board.rows] == [97.0, 104.0]


def test_what_most_outlets_tell_is_believed_and_the_others_stay() -> None:
    row = row_of(
        [
            told(BLITAR, 89.19, article_id="keliru"),
            told(BLITAR, 98.19, article_id="satu", day=date(2024, 11, 1)),
            told(BLITAR, 98.19, article_id="dua", day=date(2024, 11, 2)),
        ]
    )
    assert (row.score, ids([row])) == (98.19, [["dua", "satu"]])
    assert [(other.score, other.category) for other in row.others] == [(89.19, "A")]
    assert ids(row.others) == [["keliru"]]


def test_copies_of_one_outlet_count_once() -> None:
    copies = [
        told(BLITAR, 89.19, outlet=name) for name in ("Warta Kota", "warta  kota", "WARTA KOTA")
    ]
    assert row_of([*copies, told(BLITAR, 98.19), told(BLITAR, 98.19)]).score == 98.19


def test_articles_without_an_outlet_count_each_for_itself() -> None:
    lone = [told(BLITAR, 98.19, outlet=None) for _ in range(3)]
    assert row_of([*lone, told(BLITAR, 89.19), told(BLITAR, 89.19)]).score == 98.19


def test_among_equals_an_article_about_the_body_is_believed() -> None:
    passing = told(BLITAR, 89.19, role="mention", day=date(2025, 1, 1))
    assert row_of([passing, told(BLITAR, 98.19)]).score == 98.19


def test_then_one_that_tells_the_year() -> None:
    guessed = told(BLITAR, 89.19, year_method="window", day=date(2025, 1, 1))
    assert row_of([guessed, told(BLITAR, 98.19)]).score == 98.19


def test_then_the_newest() -> None:
    old, undated = told(BLITAR, 89.19, day=date(2024, 11, 1)), told(BLITAR, 80.0, day=None)
    row = row_of([old, undated, told(BLITAR, 98.19)])
    assert [row.score, *(other.score for other in row.others)] == [98.19, 89.19, 80.0]


@pytest.mark.parametrize(
    ("short", "exact", "expected"),
    [
        (94.7, 94.66, True),
        (95.0, 94.66, True),
        (100.0, 99.96, True),
        (94.6, 94.65, True),  # a final 5 goes either way
        (94.7, 94.65, True),
        (94.6, 94.66, False),  # cut off, not rounded
        (94.0, 94.66, False),
        (94.66, 94.7, False),  # the other way round
        (94.66, 94.66, False),
        (94.8, 94.66, False),
    ],
)
def test_what_is_a_rounding_of_a_score(short: float, exact: float, expected: bool) -> None:
    assert is_rounding(short, exact) is expected


def test_the_exact_form_stands_for_rounded_ones_however_many() -> None:
    row = row_of([told(BLITAR, 94.7), told(BLITAR, 94.7), told(BLITAR, 95.0), told(BLITAR, 94.66)])
    assert (row.score, row.others, len(row.sources)) == (94.66, (), 4)


def test_a_rounding_of_two_scores_goes_with_the_better_told() -> None:
    row = row_of(
        [
            told(BLITAR, 95.3),
            told(BLITAR, 94.66),
            told(BLITAR, 94.66),
            told(BLITAR, 95.0, article_id="r"),
        ]
    )
    assert row.score == 94.66
    assert "r" in ids([row])[0]


def test_a_zone_alone_is_a_source_where_it_fits_and_a_value_where_not() -> None:
    zone = {"zone": "hijau", "band": "hijau"}
    fits = told(BLITAR, article_id="hijau", **zone)
    wrong = told(BLITAR, article_id="merah", zone="merah", band="merah")
    row = row_of([fits, wrong, told(BLITAR, 98.19, article_id="nilai")])
    assert ids([row]) == [["nilai", "hijau"]]
    assert [(other.score, other.zone) for other in row.others] == [(None, "merah")]


def test_a_score_is_believed_before_any_number_of_bare_zones() -> None:
    zones = [told(BLITAR, zone="kuning", band="kuning") for _ in range(3)]
    assert row_of([*zones, told(BLITAR, 98.19)]).score == 98.19


def test_results_without_a_score_make_rows() -> None:
    rank = row_of([told(BLITAR, rank=4, rank_of=98)])
    assert (rank.score, rank.band, rank.rank, rank.rank_of) == (None, None, 4, 98)
    assert (rank.in_nation, rank.in_province) == (None, None)
    lettered = row_of(
        [
            told(BLITAR, zone="hijau", band="hijau"),
            told(BLITAR, zone="hijau", category="A", band="A"),
        ]
    )
    assert (lettered.zone, lettered.category, lettered.band, lettered.others) == (
        "hijau",
        "A",
        "A",
        (),
    )


def test_what_one_article_printed_is_not_derived() -> None:
    derived = told(BLITAR, 98.19, derived=("zone", "category"))
    assert row_of([derived]).derived == ("zone", "category")
    assert row_of([derived, told(BLITAR, 98.19, derived=("category",))]).derived == ("category",)


def test_a_contradiction_in_one_article_is_told() -> None:
    wrong = told(BLITAR, 98.19, zone="kuning", conflict=True)
    row = row_of([wrong, told(BLITAR, 98.19), told(BLITAR, 98.19)])
    assert (row.zone, row.conflict, row.others) == ("hijau", True, ())
    assert {source.zone for source in row.sources} == {"hijau", "kuning"}


def test_a_printed_rank_is_the_one_told_with_the_number_of_ranked() -> None:
    row = row_of([told(BLITAR, 98.19, rank=2), told(BLITAR, 98.19, rank=3, rank_of=98)])
    assert (row.rank, row.rank_of) == (3, 98)


def test_one_article_is_one_source_though_it_tells_a_score_twice() -> None:
    twice = told(BLITAR, 94.66, article_id="satu")
    twice = replace(twice, assessments=(*told(BLITAR, 94.7).assessments, *twice.assessments))
    row = row_of([twice])
    assert [(source.id, source.score) for source in row.sources] == [("satu", 94.66)]


def test_a_body_goes_by_the_name_that_most_tell() -> None:
    region = {"key": "x", "parent_code": BLITAR}
    short = body("Dinsos Kota Blitar", "opd", 90.0, **region)
    long = body("Dinas Sosial Kota Blitar", "opd", 90.0, province="Jawa Timur", **region)
    board = board_of(
        article(each, outlet=f"Warta {at}") for at, each in enumerate((short, long, long))
    )
    (cell,) = board.cells
    assert (board.row(cell).entity, board.row(cell).province) == (
        "Dinas Sosial Kota Blitar",
        "Jawa Timur",
    )


def test_units_without_a_region_are_never_taken_for_one_another() -> None:
    bare = [body("Dinas Sosial", "opd", score) for score in (91.0, 61.0)]
    board = board_of(article(each) for each in bare)
    rows = [board.row(cell) for cell in board.cells]
    assert [(row.score, row.others) for row in rows] == [(91.0, ()), (61.0, ())]
    assert len({row.key for row in rows}) == 2
    placed = [replace(each, parent_code=BLITAR, province="Jawa Timur") for each in bare]
    (cell,) = board_of(article(each) for each in placed).cells
    assert cell[1] == 2024
    one = board_of([article(bare[0], body("Dinas Sosial", "opd", 61.0, 2023))])
    assert len({key for key, _ in one.cells}) == 1


# Change and rank --------------------------------------------------------------------------


def rows_of(articles: Sequence[Article]) -> dict[int | None, Row]:
    board = board_of(articles)
    return {cell[1]: board.row(cell) for cell in board.cells}


def test_the_change_is_against_the_index_before_it_is_against_an_articles_word() -> None:
    rows = rows_of([told(BLITAR, 90.1, 2023), told(BLITAR, 94.66, 2024, previous=67.0)])
    assert (rows[2024].previous, rows[2024].change) == (90.1, 4.56)
    alone = rows_of([told(BLITAR, 94.66, 2024, previous=95.06)])[2024]
    assert (alone.previous, alone.change) == (95.06, -0.4)
    assert rows_of([told(BLITAR, 94.66, 2024), told(BLITAR, 60.0, 2022)])[2024].previous is None


def test_the_assessment_before_2021_is_that_of_2019() -> None:
    rows = rows_of([told(BLITAR, 60.0, 2019), told(BLITAR, 61.5, 2021)])
    assert rows[2021].change == 1.5


def test_scores_on_different_scales_are_not_subtracted() -> None:
    ministry = [
        body("Kementerian Contoh", "kementerian", score, year)
        for year, score in ((2016, 95.0), (2017, 100.0), (2021, 90.0), (2022, 91.0))
    ]
    rows = rows_of([article(each) for each in ministry])
    assert (rows[2017].previous, rows[2017].change) == (95.0, None)
    assert rows[2022].change == 1.0


def test_an_unknown_year_has_neither_rank_nor_change() -> None:
    rows = rows_of([told(BLITAR, 90.0, None, previous=80.0), told(BLITAR, 91.0, 2024)])
    assert (rows[None].in_nation, rows[None].in_province) == (None, None)
    assert (rows[None].previous, rows[None].change) == (None, None)
    assert rows[2024].in_nation == (1, 1)


def test_ranks_count_all_that_the_index_knows_of_the_kind(tmp_path: Path) -> None:
    articles = [
        told(BLITAR, 90.0),
        told(MALANG, 95.0),
        told(KEDIRI, 90.0),
        told(KAB_BLITAR, 99.0),
        told(TEGAL, 92.0),
        told(JATIM, 97.0),
        told(JATENG, 98.0),
        told(BLITAR, 50.0, 2023),
    ]
    board = scoreboard(tmp_path, articles, filters=Filters.parse(regions=["kota blitar"]))
    new, old = board.rows
    assert new.in_nation == (3, 4)  # among kota; level with Kediri, behind Malang and Tegal
    assert new.in_province == (3, 4)  # among kabupaten and kota of Jawa Timur
    assert old.in_nation == (1, 1)
    provinces = {row.code: row for row in again(tmp_path).rows if row.level == "provinsi"}
    assert (provinces[JATIM].in_nation, provinces[JATIM].in_province) == ((2, 2), None)
    ranked = {row.code: row.in_nation for row in again(tmp_path).rows if row.year == 2024}
    assert ranked[KEDIRI] == (3, 4)


def test_an_office_in_a_region_is_not_ranked_among_agencies() -> None:
    office = body("Polres Blitar", "lembaga", 90.0, province="Jawa Timur", parent_code=BLITAR)
    agency = body("Badan Contoh", "lembaga", 95.0)
    board = board_of([article(office, agency)])
    rows = {row.entity: row for row in map(board.row, board.cells)}
    assert rows["Polres Blitar"].in_nation == (1, 1)
    assert rows["Polres Blitar"].in_province == (1, 1)
    assert (rows["Badan Contoh"].in_nation, rows["Badan Contoh"].in_province) == ((1, 1), None)


# Filters and order ------------------------------------------------------------------------


@pytest.fixture
def jatim(tmp_path: Path) -> Path:
    """An index of regions, offices, units and a ministry in two years."""
    region = {"province": "Jawa Timur", "parent": "Kota Blitar", "parent_code": BLITAR}
    articles = [
        told(JATIM, 97.0, 2024),
        told(BLITAR, 98.19, 2024),
        told(BLITAR, 80.0, 2023),
        told(KAB_BLITAR, 60.0, 2024),
        told(TEGAL, 99.0, 2024),
        told(MALANG, None, 2024, rank=7),
        told(KEDIRI, 70.0, None),
        article(body("Dinas Sosial Kota Blitar", "opd", 99.5, **region)),  # type: ignore[arg-type]
        article(body("Polres Blitar Kota", "lembaga", 88.5, **region)),  # type: ignore[arg-type]
        article(body("Kementerian Contoh", "kementerian", 93.0)),
        article(body("Puskesmas Contoh", "opd", 77.0, province="Jawa Timur")),
    ]
    scoreboard(tmp_path, articles)
    return tmp_path


def names(board: Scoreboard) -> list[str]:
    return [f"{row.entity} {row.year}" for row in board.rows]


def test_newest_first_then_best_is_the_order_unless_asked(jatim: Path) -> None:
    assert names(again(jatim)) == [
        "Kota Tegal 2024",
        "Kota Blitar 2024",
        "Jawa Timur 2024",
        "Kementerian Contoh 2024",
        "Polres Blitar Kota 2024",
        "Kabupaten Blitar 2024",
        "Kota Malang 2024",
        "Kota Blitar 2023",
        "Kota Kediri None",
    ]


def test_best_first_with_unknown_years_last(jatim: Path) -> None:
    board = again(jatim, sort="score", filters=Filters.parse(regions=["jatim"]))
    assert [row.score for row in board.rows] == [98.19, 97.0, 88.5, 80.0, 60.0, None, 70.0]


def test_by_region_a_province_comes_before_its_regions_and_each_before_its_units(
    jatim: Path,
) -> None:
    board = again(jatim, sort="region", units=True)
    assert list(dict.fromkeys(row.entity for row in board.rows)) == [
        "Kota Tegal",
        "Jawa Timur",
        "Puskesmas Contoh",
        "Kabupaten Blitar",
        "Kota Blitar",
        "Dinas Sosial Kota Blitar",
        "Polres Blitar Kota",
        "Kota Kediri",
        "Kota Malang",
        "Kementerian Contoh",
    ]


def test_a_region_includes_its_offices_and_if_asked_its_units(jatim: Path) -> None:
    blitar = Filters.parse(regions=["kota blitar"])
    assert names(again(jatim, filters=blitar)) == [
        "Kota Blitar 2024",
        "Polres Blitar Kota 2024",
        "Kota Blitar 2023",
    ]
    assert again(jatim, filters=blitar).units_left_out == 1
    with_units = again(jatim, filters=blitar, units=True)
    assert names(with_units)[0] == "Dinas Sosial Kota Blitar 2024"
    assert with_units.units_left_out == 0


def test_a_province_includes_all_within_it(jatim: Path) -> None:
    for filters in (Filters.parse(regions=["35"]), Filters((province_filter("jatim"),))):
        entities = {row.entity for row in again(jatim, filters=filters, units=True).rows}
        assert {"Kota Tegal", "Kementerian Contoh"}.isdisjoint(entities)
        assert len(entities) == 8


def test_a_province_is_asked_for_by_a_name_that_is_one() -> None:
    assert province_filter("yogyakarta").codes == ("34",)
    with pytest.raises(QueryError, match="Kota Blitar is no province"):
        province_filter("Kota Blitar")
    with pytest.raises(QueryError, match="no region"):
        province_filter("Atlantis")


def test_filters_of_one_field_are_alternatives_and_of_several_all_hold(jatim: Path) -> None:
    assert names(again(jatim, filters=Filters.parse(years=["2023", "2022"]))) == [
        "Kota Blitar 2023"
    ]
    assert names(again(jatim, filters=Filters.parse(bands=["hijau"], levels=["kota"]))) == [
        "Kota Tegal 2024",
        "Kota Blitar 2024",
        "Kota Blitar 2023",
    ]
    assert names(again(jatim, filters=Filters.parse(levels=["opd"]))) == [
        "Dinas Sosial Kota Blitar 2024",
        "Puskesmas Contoh 2024",
    ]
    every_year = again(jatim, filters=Filters.parse(years=["..2030"]))
    assert "Kota Kediri None" not in names(every_year)
    assert (
        again(jatim, filters=Filters.parse(bands=["kuning"])).rows[0].entity == "Kabupaten Blitar"
    )
    assert again(jatim, filters=Filters.parse(years=["1999"])).rows == ()


def test_outlets_and_days_choose_the_articles_that_count(tmp_path: Path) -> None:
    articles = [
        told(BLITAR, 98.19, outlet="Warta Satu"),
        told(BLITAR, 98.19, outlet="Warta Dua"),
        told(BLITAR, 89.19, outlet="Suara", day=date(2024, 12, 24)),
    ]
    assert scoreboard(tmp_path, articles).rows[0].score == 98.19
    for filters in (Filters.parse(outlets=["suara"]), Filters.parse(since="2024-12-20")):
        (row,) = again(tmp_path, filters=filters).rows
        assert (row.score, row.others) == (89.19, ())


def test_a_pivot_has_a_line_for_each_body_and_a_column_for_each_year(jatim: Path) -> None:
    pivot = again(jatim, filters=Filters.parse(levels=["kota"])).pivot()
    assert pivot.years == (2023, 2024, None)
    lines = {line.entity: [row and row.score for row in line.rows] for line in pivot.lines}
    assert lines == {
        "Kota Tegal": [None, 99.0, None],
        "Kota Blitar": [80.0, 98.19, None],
        "Kota Malang": [None, None, None],
        "Kota Kediri": [None, None, 70.0],
    }


def test_an_index_without_results_has_an_empty_board(tmp_path: Path) -> None:
    board = scoreboard(tmp_path, [article(article_id="kosong")])
    assert (board.rows, board.years, board.bodies, board.pivot().lines) == ((), (), 0, ())


# Whatever the articles --------------------------------------------------------------------

SCORES = st.sampled_from([None, 94.0, 94.6, 94.65, 94.66, 94.7, 95.0, 95.3, 61.2])
ZONES = st.sampled_from([None, "hijau", "kuning"])
DAYS = st.sampled_from([None, date(2024, 11, 20), date(2024, 11, 21)])


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    """Articles on two bodies in two years that agree, round and contradict each other."""
    found = []
    for number in range(draw(st.integers(1, 9))):
        score, year = draw(SCORES), draw(st.sampled_from([2023, 2024, None]))
        base = result(draw(st.sampled_from([BLITAR, MALANG])), score, year)
        zone = draw(ZONES) if score is None else base.zone
        shown = replace(
            base,
            key=str(base.code),
            zone=zone,
            band=base.band or zone,
            rank=draw(st.sampled_from([None, 3, 4])),
            rank_of=draw(st.sampled_from([None, 98])),
            previous=draw(st.sampled_from([None, 67.0, 68.0])),
            role=draw(st.sampled_from(["subject", "mention"])),
            year_method=draw(st.sampled_from(["explicit", "window"])),
        )
        outlet = draw(st.sampled_from([None, "Warta A", "warta a", "Warta B"]))
        found.append(article(shown, outlet=outlet, day=draw(DAYS), article_id=f"h{number}"))
    return found


def whole(found: Iterable[Article]) -> dict[object, Row]:
    board = board_of(found)
    return {cell: board.row(cell) for cell in board.cells}


@given(articles(), st.randoms())
def test_the_order_of_the_articles_does_not_matter(found: list[Article], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert whole(shuffled) == whole(found)


@given(articles())
def test_every_article_stands_behind_exactly_one_value(found: list[Article]) -> None:
    told_by = [
        source.id
        for row in whole(found).values()
        for value in (row, *row.others)
        for source in value.sources
    ]
    assert sorted(told_by) == sorted(each.id for each in found)


@given(articles())
def test_no_value_of_a_row_is_a_rounding_of_another(found: list[Article]) -> None:
    for row in whole(found).values():
        scores = [each.score for each in (row, *row.others) if each.score is not None]
        assert len(set(scores)) == len(scores)
        assert not any(is_rounding(one, other) for one in scores for other in scores)
        if row.score is None:
            assert scores == []


@given(articles())
def test_a_value_is_one_that_an_article_told(found: list[Article]) -> None:
    for row in whole(found).values():
        for value in (row, *row.others):
            told_here = {source.score for source in value.sources}
            assert value.score in told_here
            assert all(
                score is None or score == value.score or is_rounding(score, value.score or 0.0)
                for score in told_here
            )


@given(articles(), st.sampled_from(["Warta C", "Warta D"]))
def test_one_more_article_for_the_value_believed_never_unseats_it(
    found: list[Article], outlet: str
) -> None:
    for (key, year), row in whole(found).items():  # type: ignore[misc]
        if row.score is None:
            continue
        more = told(key, row.score, year, outlet=outlet, day=date(2024, 11, 22))
        assert whole([*found, more])[key, year].score == row.score


def test_values_are_lists_of_tellings() -> None:
    one, other = told(BLITAR, 98.19), told(BLITAR, 89.19, role="mention")
    values = values_of(chain(tellings_of(one), tellings_of(other)))
    assert [[telling.article.id for telling in value] for value in values] == [[one.id], [other.id]]


# The bands that scores are drawn on ---------------------------------------------------------


@pytest.mark.parametrize("scale", ["pemda", "kl"])
def test_the_bands_of_a_year_ascend_and_are_those_of_its_scores(
    scale: Literal["pemda", "kl"],
) -> None:
    for year in range(2013, 2026):
        bands = bands_in(year, scale)
        assert list(bands) == sorted(bands, key=lambda each: each[0])
        for low, high, band in bands:
            assert low < high
            assert band_of(low, year, scale) == band
            assert band_of((low + high) / 2, year, scale) == band
    assert bands_in(2020, scale) == ()
    assert [band.value for _, _, band in bands_in(2024, scale)] == ["E", "D", "C", "B", "A"]
