"""The scoreboard in the application: who got which score, and where it is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

import searchkit
from searchkit.query import ast
from searchkit.scoreboard import asked_of
from searchkit.search import understand_query
from searchkit.ui.app.board import BODY, COLUMNS, Board, cells_of, widths_for
from searchkit.ui.app.reader import Reader
from searchkit.ui.app.scores import Scores
from searchkit.ui.app.sources import Sources
from tests.golden.corpus import HOSTILE
from tests.pilot import browse_of, open_application, settled, shown
from tests.test_cli_scores import report, said
from tests.ui.index import build

LONG = "\n\n".join(f"Paragraf ke-{n} tentang kerja pegawai di loket." for n in range(60))

NEWS = (
    report("blitar-24", "Kabar Blitar", "2024-11-17", LONG, said("Kota Blitar", "98,19", 2024)),
    report("malang-24", "Suara Timur", "2024-11-18", said("Kota Malang", "90,5", 2024, "hijau")),
    report("malang-lain", "Warta Raya", "2024-11-19", said("Kota Malang", "91,5", 2024)),
    report("malang-lagi", "Kabar Kota", "2024-11-20", said("Kota Malang", "90,5", 2024)),
    report("malang-23", "Suara Timur", "2023-12-20", said("Kota Malang", "70,5", 2023, "kuning")),
    report("tegal-23", "Warta Pantura", "2023-12-21", said("Kota Tegal", "61,2", 2023, "kuning")),
    report("jember-22", "Suara Timur", "2022-12-23", said("Kabupaten Jember", "99,1", 2022)),
    report("dinas", "Kabar Blitar", "2024-11-17", said("Dinas Sosial Kota Blitar", "99,9", 2024)),
    report("banjir", "Kabar Blitar", "2024-01-17", "Banjir menggenangi pasar sejak subuh."),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("news"), NEWS)


async def press(pilot: Pilot[object], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def scores(pilot: Pilot[object]) -> list[tuple[str, int | None, float | None]]:
    """The rows of the board in their order."""
    rows = pilot.app.screen.query_one(Board)._rows
    return [(row.entity, row.year, row.score) for row in rows]


def lines(pilot: Pilot[object]) -> list[str]:
    return shown(pilot).splitlines()


async def test_the_highest_score_stands_first_with_all_that_is_known_of_it(index: Path) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c")
        assert [score for *_rest, score in scores(pilot)] == [99.1, 98.19, 90.5, 70.5, 61.2]
        head, of_what, columns, first, *_ = lines(pilot)
        assert "5 results · 4 bodies · 2022–2024 · highest first" in head
        assert of_what.strip() == "all articles"
        assert (
            " ".join(columns.split()) == "# Body Level Year Score Zone Change Prov. Nation Told by"
        )
        assert (
            " ".join(first.split()) == "1 Kabupaten Jember kabupaten 2022 99,1 hijau · A 1/1 1/1 1"
        )
        malang = next(line for line in lines(pilot) if "Kota Malang" in line and "2024" in line)
        assert "↑ 20,00" in malang
        assert malang.rstrip().endswith("2 ≠")


async def test_the_only_source_is_opened_at_the_place_of_the_number(index: Path) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c", "down", "enter")
        assert pilot.app.screen is browse_of(pilot)
        reader = pilot.app.screen.query_one(Reader)
        assert pilot.app.focused is reader
        assert reader.article is not None
        assert reader.article.id == "blitar-24"
        assert any(
            "98,19 dalam penilaian" in line or "nilai 98,19" in line for line in lines(pilot)
        )


@pytest.mark.parametrize("size", [(100, 32), (80, 24)])
async def test_the_place_is_found_where_the_reader_was_not_there_yet(
    index: Path, size: tuple[int, int]
) -> None:
    async with open_application(index, size=size) as pilot:
        await press(pilot, "escape", "c", "down", "enter")
        text = " ".join(shown(pilot).split())
        assert "98,19 dalam" in text
        assert "Paragraf ke-3 " not in text


async def test_of_several_sources_one_is_chosen_and_those_that_disagree_are_told(
    index: Path,
) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c", "down", "down", "enter")
        assert isinstance(pilot.app.screen, Sources)
        screen = shown(pilot)
        assert "Kota Malang · 2024 · 3 articles" in screen
        assert "≠ They tell 2 different values" in screen
        told = [line for line in lines(pilot) if " 2024" in line and "·" in line]
        assert any(
            "90,5 · hijau · A" in line and "Kabar Kota · 20 Nov 2024" in line for line in told
        )
        assert any("≠  91,5" in line and "Warta Raya · 19 Nov 2024" in line for line in told)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Scores)
        await press(pilot, "enter", "G", "enter")
        reader = pilot.app.screen.query_one(Reader)
        assert reader.article is not None
        assert reader.article.id == "malang-lain"


async def test_the_order_is_score_year_region(index: Path) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c", "s")
        assert [year for _, year, _ in scores(pilot)] == [2024, 2024, 2023, 2023, 2022]
        assert "newest first" in shown(pilot)
        await press(pilot, "s")
        assert next(entity for entity, *_ in scores(pilot)) == "Kota Tegal"
        await press(pilot, "s")
        assert scores(pilot)[0][2] == 99.1


async def test_units_are_left_out_until_they_are_wanted(index: Path) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c")
        assert "u: 1 result of units." in shown(pilot)
        await press(pilot, "u")
        assert scores(pilot)[0][2] == 99.9
        await press(pilot, "u")
        assert scores(pilot)[0][2] == 99.1


async def test_the_query_is_read_and_what_was_chosen_holds(index: Path) -> None:
    async with open_application(index, "skor tertinggi jawa timur 2024") as pilot:
        await press(pilot, "escape", "c")
        assert {entity for entity, *_ in scores(pilot)} == {"Kota Blitar", "Kota Malang"}
        assert "region: Jawa Timur · year: 2024" in shown(pilot)
    async with open_application(index) as pilot:
        browse = browse_of(pilot)
        browse.look_at(browse.view.toggled("year", "2023").toggled("outlet", "Suara Timur"))
        await press(pilot, "escape", "c")
        assert scores(pilot) == [("Kota Malang", 2023, 70.5)]
        assert "year: 2023 · outlet: Suara Timur" in shown(pilot)


async def test_words_choose_the_articles_where_any_of_them_tells_a_result(index: Path) -> None:
    async with open_application(index, "loket") as pilot:
        await press(pilot, "escape", "c")
        assert scores(pilot) == [("Kota Blitar", 2024, 98.19)]
        assert "articles with: loket" in shown(pilot)
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "c")
        assert len(scores(pilot)) == 5
        assert "no article with banjir" in lines(pilot)[1]
        assert "these are of all articles" in lines(pilot)[1]


async def test_a_word_that_is_still_being_typed_stands_for_those_that_begin_so(
    index: Path,
) -> None:
    async with open_application(index) as pilot:
        await press(pilot, *"loke", "escape", "c")
        assert scores(pilot) == [("Kota Blitar", 2024, 98.19)]


async def test_where_nothing_is_told_a_sentence_says_what_would_be_there(
    index: Path, tmp_path: Path
) -> None:
    async with open_application(index, "kota blitar 2019") as pilot:
        await press(pilot, "escape", "c")
        assert "No article tells such a result; the index has 6 results." in shown(pilot)
        await press(pilot, "enter", "s", "escape")
        assert pilot.app.screen is browse_of(pilot)
    async with open_application(build(tmp_path, NEWS[-1:])) as pilot:
        await press(pilot, "escape", "c")
        words = " ".join(shown(pilot).split())
        assert "No article of this index reports a result" in words
        assert "the highest score first" in words


async def test_the_board_opens_again_as_it_was_left_while_the_result_is_the_same(
    index: Path,
) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c", "s", "G", "enter", "c")
        board = pilot.app.screen.query_one(Board)
        assert board.cursor == 4
        assert board.row is not None
        assert board.row.entity == "Kabupaten Jember"
        await press(pilot, "escape")
        browse_of(pilot).look_at(browse_of(pilot).view.toggled("region", "35"))
        await press(pilot, "c")
        assert pilot.app.screen.query_one(Board).cursor == 0
        assert scores(pilot)[0][2] == 99.1


async def test_a_click_chooses_a_row_and_a_second_one_opens_it(index: Path) -> None:
    async with open_application(index) as pilot:
        await press(pilot, "escape", "c")
        await pilot.click("#board", offset=(10, 2))
        assert pilot.app.screen.query_one(Board).cursor == 1
        await pilot.click("#board", offset=(10, 2))
        await settled(pilot)
        reader = pilot.app.screen.query_one(Reader)
        assert reader.article is not None
        assert reader.article.id == "blitar-24"


async def test_no_text_of_an_article_does_anything_to_the_screen(tmp_path: Path) -> None:
    hostile = [
        report(f"[red]x{n}\x1b[2J", HOSTILE, "2024-11-18", said("Kota Malang", "90,5", 2024))
        | {"title": HOSTILE}
        for n in range(2)
    ]
    async with open_application(build(tmp_path, hostile)) as pilot:
        await press(pilot, "escape", "c", "enter")
        screen = shown(pilot)
        assert "[bold red]Tulisan[/bold red]" in screen
        assert not set("\x1b\x9b\x07\u202e") & set(screen)


async def test_a_long_board_fits_a_small_screen_and_is_walked_to_its_end(
    shared: Path, tmp_path: Path
) -> None:
    location = tmp_path / "index"
    with searchkit.open_index(location).writer() as writer:
        writer.sync(searchkit.read_corpus(shared / "data" / "articles_dev" / "articles.jsonl"))
    async with open_application(location, size=(80, 24)) as pilot:
        await press(pilot, "escape", "c")
        board = pilot.app.screen.query_one(Board)
        many = len(scores(pilot))
        assert many > 200
        assert all(len(line.rstrip()) <= 80 for line in lines(pilot))
        assert lines(pilot)[2].split()[-2:] == ["Told", "by"]
        await press(pilot, "G")
        assert board.cursor == many - 1
        row = board.row
        assert row is not None
        assert any(cells_of(row, many, short=True)[BODY][:20] in line for line in lines(pilot))
        await press(pilot, "pageup", "k", "g")
        assert board.cursor == 0
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert "Level" in lines(pilot)[2]


# What it is made of -----------------------------------------------------------------------


def test_columns_give_way_to_the_name_in_their_turn() -> None:
    line = [
        "12", "Kabupaten Tanjung Jabung Timur", "kabupaten", "2024", "98,19", "hijau · A",
        "↑ 1,25", "1/38", "12/416", "3 ≠",
    ]  # fmt: skip
    assert set(widths_for([line], 120)) == set(range(len(COLUMNS)))
    for width in (90, 80, 70, 60):
        widths = widths_for([line], width)
        assert sum(widths.values()) + 2 * (len(widths) - 1) <= width
        assert widths[BODY] >= 20
    assert 2 not in widths_for([line], 90)


def test_what_a_query_asks_of_a_scoreboard(tmp_path: Path) -> None:
    analyzer = searchkit.open_index(tmp_path).analyzer

    def asked(text: str) -> tuple[tuple[ast.Node, ...], tuple[ast.Node, ...]]:
        found = asked_of(understand_query(text, analyzer))
        return (*found.fields, *found.rows), found.words

    assert asked("*") == ((), ())
    assert asked("berapa skor kepatuhan tertinggi") == ((), ())
    rows, words = asked("zona hijau kota malang 2022..2024")
    assert ast.InRegion(("35.73",)) in rows
    assert ast.InYears(2022, 2024) in rows
    assert any(isinstance(node, ast.InBands) for node in rows)
    assert words == ()
    rows, words = asked("wilayah:jatim pendidikan")
    assert rows == (ast.InRegion(("35",)),)
    assert words == (ast.Word("pendidikan", "didik"),)
