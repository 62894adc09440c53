"""``searchkit scores`` over a real index: the table, the pivot, the picture, the data."""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from searchkit.article import Article, Assessment, Span
from searchkit.scoreboard import Scoreboard, scoreboard_of
from searchkit.ui.scoreboard import show_pivot, show_scoreboard, sparkline
from searchkit.ui.screen import Screen
from tests.factory import build_store, result
from tests.golden import assert_golden
from tests.golden.corpus import Ran, here, quiet_environment, run_here, write_records
from tests.test_ui_results import Terminal

__all__ = ["here"]  # fixture

SVG = "{http://www.w3.org/2000/svg}"


def report(article_id: str, outlet: str, day: str, *told: str) -> dict[str, str]:
    return {
        "id": article_id,
        "title": "Hasil Penilaian Kepatuhan Pelayanan Publik",
        "outlet": outlet,
        "published": day,
        "text": "\n\n".join(told),
    }


def said(body: str, score: str, year: int, zone: str = "") -> str:
    """A paragraph of its own about one result."""
    rest = f" {body} berada di zona {zone}." if zone else ""
    return (
        f"{body} memperoleh nilai {score} dalam penilaian kepatuhan pelayanan publik Ombudsman RI "
        f"tahun {year}.{rest}"
    )


NEWS = (
    report("jatim-24", "Kabar Timur", "2024-11-20", said("Provinsi Jawa Timur", "96,1", 2024)),
    report("jatim-23", "Kabar Timur", "2023-12-16", said("Provinsi Jawa Timur", "93,48", 2023)),
    report("blitar-24", "Kabar Blitar", "2024-11-17", said("Kota Blitar", "98,19", 2024, "hijau")),
    report("blitar-ulang", "Suara Timur", "2024-11-18", said("Kota Blitar", "98,2", 2024)),
    report("blitar-salin", "Suara Timur", "2024-11-19", said("Kota Blitar", "98,19", 2024)),
    report("blitar-salah", "Warta Pantura", "2024-11-21", said("Kota Blitar", "89,19", 2024)),
    report("blitar-23", "Kabar Blitar", "2023-12-18", said("Kota Blitar", "91,5", 2023)),
    report("blitar-21", "Kabar Blitar", "2021-12-30", said("Kota Blitar", "80,25", 2021)),
    report("malang-24", "Suara Timur", "2024-11-18", said("Kota Malang", "90,5", 2024, "hijau")),
    report("malang-22", "Suara Timur", "2022-12-27", said("Kota Malang", "90,5", 2022)),
    report("malang-23", "Suara Timur", "2023-12-20", said("Kota Malang", "90,5", 2023)),
    report("jember-23", "Suara Timur", "2023-12-20", said("Kabupaten Jember", "79,2", 2023)),
    report("jember-24", "Suara Timur", "2024-11-22", said("Kabupaten Jember", "78,8", 2024)),
    report("tegal-23", "Warta Pantura", "2023-12-21", said("Kota Tegal", "61,2", 2023, "kuning")),
    report("tegal-24", "Warta Pantura", "2024-12-01", said("Kota Tegal", "61,2", 2024, "hijau")),
    report("sikka-22", "Warta Flores", "2022-12-30", said("Kabupaten Sikka", "48,3", 2022)),
    report(
        "dinas-24",
        "Kabar Blitar",
        "2024-11-23",
        "Dinas Sosial Kota Blitar memperoleh nilai 99,5 dalam penilaian kepatuhan pelayanan publik "
        "Ombudsman RI tahun 2024.",
    ),
    report(
        "banjir", "Warta Pantura", "2024-02-10", "Banjir merendam tiga kelurahan di Kota Semarang."
    ),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of the news; tests only read it."""
    folder = tmp_path_factory.mktemp("news")
    with pytest.MonkeyPatch.context() as patch:
        quiet_environment(folder, patch)
        patch.chdir(folder)
        write_records(folder / "berita.jsonl", NEWS)
        ran = run_here("index", "berita.jsonl")
        assert ran.code == 0, ran.err
    return folder


@pytest.fixture(autouse=True)
def beside_the_index(here: None, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(news)


def scores(*args: str, code: int = 0) -> Ran:
    ran = run_here("scores", *args)
    assert ran.code == code, ran.err
    return ran


def rows(*args: str, code: int = 0) -> list[tuple[str, int, float]]:
    found = scores("--format", "json", *args, code=code).json["rows"]
    return [(row["entity"], row["year"], row["score"]) for row in found]


# On the screen ----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 120])
def test_the_board(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = scores()
    assert ran.err == ""
    assert max(map(len, ran.lines)) <= width
    assert_golden(f"scores-{width}", ran.out)


@pytest.mark.parametrize("width", [80, 120])
def test_the_pivot(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = scores("--pivot")
    assert max(map(len, ran.lines)) <= width
    assert "2020" not in ran.out.splitlines()[2]
    assert_golden(f"scores-pivot-{width}", ran.out)


@pytest.mark.parametrize("width", [20, 30, 40, 60, 200])
@pytest.mark.parametrize("kind", [(), ("--pivot",)])
def test_a_table_fits_any_screen_and_keeps_bodies_and_scores(
    width: int, kind: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    ran = scores(*kind, "--region", "kota blitar", "--year", "2024")
    assert max(map(len, ran.lines)) <= min(width, 140)
    assert "Blitar" in ran.out
    assert "98,19" in ran.out


def test_disagreeing_articles_are_shown_below_the_row() -> None:
    lines = scores("--region", "kota blitar", "--year", "2024").lines
    at = next(number for number, line in enumerate(lines) if "98,19" in line)
    assert re.search(r"Kabar Blitar\s+\+1|Suara Timur\s+\+[12]", lines[at])
    assert re.fullmatch(r"\s+also told\s+89,19\s+hijau · A\s+Warta Pantura", lines[at + 1])


def test_the_articles_behind_the_results_of_one_body_are_listed_with_their_ids(
    tmp_path: Path,
) -> None:
    lines = scores("--region", "kota blitar", "--year", "2024").lines
    at = next(number for number, line in enumerate(lines) if re.match(r"Year +Told +Article", line))
    listed = " ".join(" ".join(lines[at + 1 : lines.index("", at)]).split())
    told = re.findall(r"2024 (\S+) (.*?) · id (\S+)", listed)
    assert sorted((score, ident) for score, _, ident in told) == [
        ("89,19", "blitar-salah"),
        ("98,19", "blitar-24"),
        ("98,19", "blitar-salin"),
        ("98,2", "blitar-ulang"),
    ]
    assert all("Hasil Penilaian Kepatuhan Pelayanan Publik" in named for _, named, _ in told)
    for _, _, ident in told:
        assert run_here("show", ident).code == 0
    assert "Told" not in scores("--province", "jatim").out
    rank = replace(result("35.09", None), key="35.09", rank=4)
    green = replace(result("35.09", None, 2023), key="35.09", zone="hijau", category="A")
    stream = io.StringIO()
    show_scoreboard(Screen(stream), made_up(tmp_path, rank, green))
    assert re.search(r"^2024 rank +Judul", stream.getvalue(), re.MULTILINE)
    assert re.search(r"^2023 hijau · A +Judul", stream.getvalue(), re.MULTILINE)


def test_of_many_disagreeing_articles_a_long_board_shows_some(tmp_path: Path) -> None:
    told = [
        replace(result("35.72", 60.25 + number), key="35.72", conflict=number == 1)
        for number in range(8)
    ]
    alone = io.StringIO()
    show_scoreboard(Screen(alone), made_up(tmp_path, *told))
    assert alone.getvalue().count("also told") == 7
    assert re.search(r"also told +61,25 +kuning · C !", alone.getvalue())
    assert "contradicts the score" in alone.getvalue()
    units = [a_unit(f"Dinas {number}", 50.0) for number in range(10)]
    among = io.StringIO()
    show_scoreboard(Screen(among), made_up(tmp_path / "among", *told, *units))
    assert among.getvalue().count("also told") == 4
    assert "and 3 more values" in among.getvalue()


def test_units_of_the_same_name_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [
        replace(a_unit("Puskesmas Melati", score), key=parent, parent=parent)
        for parent, score in (("Kota Blitar", 90.0), ("Kabupaten Ponorogo", 80.0))
    ]
    clear = replace(a_unit("Dinas Sosial Kota Tegal", 70.0), parent="Kota Tegal")
    board = made_up(tmp_path, *named, clear)
    for width, ponorogo in (("120", "Kabupaten Ponorogo"), ("90", "Kab. Ponorogo")):
        monkeypatch.setenv("COLUMNS", width)
        for show in (show_scoreboard, show_pivot):
            stream = io.StringIO()
            show(Screen(stream), board)
            assert "Puskesmas Melati (Kota Blitar)  " in stream.getvalue()
            assert f"Puskesmas Melati ({ponorogo}) " in stream.getvalue()
            assert "Dinas Sosial Kota Tegal  " in stream.getvalue()


def test_a_pivot_without_room_for_bands_has_them_where_no_score_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [replace(result("35.72", 98.19, year), key="35.72") for year in (2021, 2022, 2023, 2024)]
    zone = replace(result("35.72", None, 2019), key="35.72", zone="hijau", band="hijau")
    board = made_up(tmp_path, *told, zone, replace(result("35.73", 8.5), key="35.73"))
    lines = {}
    for width in ("52", "90"):
        monkeypatch.setenv("COLUMNS", width)
        stream = io.StringIO()
        show_pivot(Screen(stream), board)
        lines[width] = next(x for x in stream.getvalue().splitlines() if "98,19" in x)
    assert re.search(r"Kota Blitar +hijau +98,19 98,19 98,19 98,19 ", lines["52"])
    assert re.search(r"Kota Blitar +– hijau 98,19 hijau 98,19 A 98,19 A 98,19 A ", lines["90"])


def test_a_printed_zone_that_contradicts_the_score_is_marked() -> None:
    ran = scores("--region", "kota tegal", "--year", "2024")
    assert "hijau · C !" in ran.out
    assert "contradicts the score" in ran.out
    assert "contradicts" not in scores("--region", "kota tegal", "--year", "2023").out


def test_a_long_board_says_how_much_more_there_is() -> None:
    ran = scores("-n", "2")
    assert "Kota Malang" not in ran.out
    assert re.search(r"^… \d+ more rows: -n (\d+)$", ran.out, re.MULTILINE)
    every = re.search(r"-n (\d+)", ran.out)
    assert every
    assert "more row" not in scores("-n", every[1]).out
    assert (
        "… 4 more bodies: -n 5" in scores("--pivot", "-n", "1").out
        or "more bod" in scores("--pivot", "-n", "1").out
    )


def test_units_are_left_out_told_of_and_shown_when_asked_for() -> None:
    assert "Dinas Sosial" not in scores().out
    assert "1 result of units left out: --units" in scores("--region", "kota blitar").out
    assert "Dinas Sosial" in scores("--units", "--region", "kota blitar").out
    assert "Dinas Sosial" in scores("--level", "opd").out


def test_nothing_found_comes_with_what_there_is(tmp_path: Path) -> None:
    ran = scores("--year", "2020", code=1)
    assert "No assessment was held in 2020. This index has" in ran.err
    assert "results of 2021 to 2024" in ran.err
    ran = scores("--band", "E", code=1)
    assert "held" not in ran.err
    assert "results of 2021 to 2024: widen or leave out an option" in ran.err
    write_records(tmp_path / "lain.jsonl", (NEWS[-1],))
    place = str(tmp_path / "lain.idx")
    run_here("index", "--index", place, str(tmp_path / "lain.jsonl"))
    ran = scores("--index", place, code=1)
    assert ran.err == "No article of this index reports a result of the assessment.\n"


def test_nothing_found_is_said_with_exit_code_1() -> None:
    assert "No result found" in scores("--year", "2016", code=1).out
    assert scores("--year", "2016", "--format", "csv", code=1).lines == [
        scores("--format", "csv").lines[0]
    ]
    assert rows("--year", "2016", code=1) == []
    assert "No result found" in scores("--pivot", "--year", "2016", code=1).out


@pytest.mark.parametrize("kind", [(), ("--pivot",)])
def test_colours_never_tell_what_words_do_not(
    kind: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = scores("--region", "kota tegal", *kind).out
    assert "\x1b" not in plain
    assert "kuning" in plain or re.search(r"61,2 C", plain)


def made_up(tmp_path: Path, *results: Assessment, outlet: str | None = None) -> Scoreboard:
    made = Article(
        id="x\x1b[2J",
        title="\x1b[31mJudul [bold]",
        text="x",
        path="/x",
        outlet=outlet,
        published=date(2025, 1, 1),
        assessments=results,
    )
    engine = build_store(tmp_path / "made", [made]).engine()
    try:
        return scoreboard_of(engine, units=True)
    finally:
        engine.close()


def a_unit(entity: str, score: float | None, year: int | None = 2024) -> Assessment:
    return Assessment(
        entity, None, "opd", None, Span(0, 0), year, "explicit", score, key=f"unit:{entity}"
    )


def test_zones_have_colours_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    green = replace(result("35.72", 98.19), key="35.72")
    board = made_up(tmp_path, green)
    for show, words in ((show_scoreboard, "hijau · A"), (show_pivot, "A")):
        stream = Terminal()
        show(Screen(stream), board)
        assert f"\x1b[30;42m{words}" in stream.getvalue()


def test_hostile_names_cannot_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    board = made_up(tmp_path, a_unit("Dinas \x1b]0;x\x07[red]Palsu\u202e", 88.0))
    for show in (show_scoreboard, show_pivot):
        stream = io.StringIO()
        show(Screen(stream), board)
        assert "Dinas [red]Palsu" in stream.getvalue()
        assert not {"\x1b", "\x07", "\u202e"} & set(stream.getvalue())


def test_a_screen_without_unicode_gets_signs_and_other_steps(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")

    def in_ascii(*args: str) -> str:
        caught = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(caught, encoding="ascii"))
        from searchkit.cli.app import run

        assert run(["scores", *args]) == 0
        sys.stdout.flush()
        return caught.getvalue().decode("ascii")

    board = in_ascii("--region", "jatim")
    assert re.search(r"98,19 +hijau - A +\+ 6,69", board)
    assert re.search(r"78,8 +hijau - B +- 0,40", board)
    assert re.search(r"Kota Malang +2024 .* = ", board)
    assert re.search(r"Kota Malang .*   ###$", in_ascii("--pivot"), re.MULTILINE)


def test_results_of_an_unknown_year_come_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    board = made_up(tmp_path, a_unit("RSUD Satu", 99.0, None), a_unit("RSUD Dua", 70.0))
    stream = io.StringIO()
    show_scoreboard(Screen(stream), board)
    lines = stream.getvalue().splitlines()
    assert [line.split()[0:4] for line in lines[3:5]] == [
        ["1", "RSUD", "Dua", "2024"],
        ["2", "RSUD", "Satu", "?"],
    ]
    stream = io.StringIO()
    show_pivot(Screen(stream), board)
    assert re.search(r"Body +2024 +\? +Course", stream.getvalue())


# Filters and order ------------------------------------------------------------------------


def test_filters_and_orders() -> None:
    assert rows("--level", "kota", "--year", "2024") == [
        ("Kota Blitar", 2024, 98.19),
        ("Kota Malang", 2024, 90.5),
        ("Kota Tegal", 2024, 61.2),
    ]
    assert {name for name, _, _ in rows("--province", "jatim")} == {
        "Jawa Timur",
        "Kota Blitar",
        "Kota Malang",
        "Kabupaten Jember",
    }
    assert rows("--band", "merah") == [("Kabupaten Sikka", 2022, 48.3)]
    assert {year for _, year, _ in rows("--year", "2021..2022")} == {2021, 2022}
    assert [score for _, _, score in rows("--sort", "score", "-n", "3")] == [98.19, 96.1, 93.48]
    assert [name for name, _, _ in rows("--sort", "region", "-n", "2")] == [
        "Kota Tegal",
        "Kota Tegal",
    ]
    both = rows("--region", "kota tegal", "--region", "kota malang", "--year", "2023")
    assert {name for name, _, _ in both} == {"Kota Tegal", "Kota Malang"}
    assert rows("--province", "jatim", "--region", "kota tegal", code=1) == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--region", "Atlantis"), "no region"),
        (("--province", "Kota Blitar"), "--province 'Jawa Timur'"),
        (("--level", "desa"), "no level"),
        (("--year", "kemarin"), "no year"),
        (("--band", "ungu"), "no band"),
        (("--sort", "alphabet"), "--sort"),
        (("-n", "0"), "-n"),
        (("--plot", "gambar.pdf"), ".svg or .png"),
        (("kota",), "unexpected"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(args: tuple[str, ...], words: str) -> None:
    ran = scores(*args, code=2)
    assert words in ran.err
    assert ran.out == ""


def test_without_an_index_the_error_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "searchkit index" in scores(code=3).err


def test_help_has_examples_that_run() -> None:
    examples = re.findall(
        r"^ +searchkit (scores .*?)(?: >.*)?$", scores("--help").out, re.MULTILINE
    )
    assert len(examples) >= 5
    import shlex

    for example in examples:
        if "--plot" not in example:
            assert run_here(*shlex.split(example)).code in (0, 1), example


def test_the_shell_completes_the_command_and_its_options(monkeypatch: pytest.MonkeyPatch) -> None:
    for words, expected in (("searchkit sco", "scores"), ("searchkit scores --pi", "--pivot")):
        monkeypatch.setenv("_SEARCHKIT_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        assert f"plain,{expected}" in run_here().out


# As data ----------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_board_as_data(format: str) -> None:
    ran = scores("--format", format, "--region", "kota blitar", "--region", "kota tegal")
    shown = ran.out if format == "csv" else ran.out.replace('{"entity"', '\n{"entity"')
    assert_golden(f"scores-{format}", shown)


@pytest.mark.parametrize("format", ["json", "csv"])
def test_the_pivot_as_data(format: str) -> None:
    ran = scores("--pivot", "--format", format, "--province", "jatim")
    shown = ran.out if format == "csv" else ran.out.replace('{"entity"', '\n{"entity"')
    assert_golden(f"scores-pivot-{format}", shown)


def test_data_formats_have_every_row_unless_limited() -> None:
    found = scores("--format", "json").json
    assert found["total"] == len(found["rows"]) == len(scores("--format", "jsonl").lines)
    assert len(scores("--format", "jsonl", "-n", "2").lines) == 2
    limited = scores("--format", "json", "-n", "2").json
    assert (limited["total"], len(limited["rows"])) == (found["total"], 2)
    table = list(csv.DictReader(io.StringIO(scores("--format", "csv").out)))
    assert [float(row["score"]) for row in table] == [row["score"] for row in found["rows"]]
    tabbed = scores("--format", "tsv").lines
    assert len({line.count("\t") for line in tabbed}) == 1
    assert len(tabbed) == found["total"] + 1


def test_ids_are_those_of_the_articles_that_tell_the_values_believed() -> None:
    printed = scores("--format", "ids", "--region", "kota blitar").lines
    assert len(printed) == len(set(printed))
    assert set(printed) == {"blitar-24", "blitar-ulang", "blitar-salin", "blitar-23", "blitar-21"}
    assert run_here("show", printed[0]).code == 0
    assert set(scores("--pivot", "--format", "ids", "--region", "kota blitar").lines) == set(
        printed
    )


def test_a_pivot_has_its_years_as_columns() -> None:
    table = list(csv.DictReader(io.StringIO(scores("--pivot", "--format", "csv").out)))
    by_name = {row["entity"]: row for row in table}
    assert [name for name in table[0] if name.isdecimal()] == ["2021", "2022", "2023", "2024"]
    assert (by_name["Kota Blitar"]["2021"], by_name["Kota Blitar"]["2022"]) == ("80.25", "")
    line = scores("--pivot", "--format", "json").json["rows"][0]
    assert line["scores"] == {"2021": 80.25, "2022": None, "2023": 91.5, "2024": 98.19}
    assert line["bands"] == {"2021": "kuning", "2022": None, "2023": "A", "2024": "A"}


# As a picture -----------------------------------------------------------------------------


def picture(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()


def words_in(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")]


def points(root: ElementTree.Element, gid: str) -> list[tuple[float, float]]:
    """Where the marks of a line stand in the picture."""
    (line,) = (group for group in root.iter(f"{SVG}g") if group.get("id") == gid)
    return [(float(use.get("x", "")), float(use.get("y", ""))) for use in line.iter(f"{SVG}use")]


def test_a_picture_has_the_points_names_and_years(tmp_path: Path) -> None:
    file = tmp_path / "jatim.svg"
    ran = scores("--province", "jatim", "--plot", str(file), "--format", "ids")
    assert "Drew 4 bodies into" in ran.err
    assert "blitar-24" in ran.lines
    root = picture(file)
    words = words_in(root)
    assert "Ombudsman assessment scores, Jawa Timur, 2021–2024" in words
    assert {"2021", "2022", "2023", "2024", "A", "B", "hijau", "kuning"} <= set(words)
    assert {"Jawa Timur", "Kota Blitar", "Kota Malang", "Kabupaten Jember"} <= set(words)
    assert "Kota Tegal" not in words
    # Scores rise upwards, years go to the right, and both are to scale.
    (blitar_23, blitar_24), malang = (
        points(root, "body-35.72-2023"),
        points(root, "body-35.73-2022"),
    )
    assert blitar_23[0] == malang[1][0] < blitar_24[0] == malang[2][0]
    assert malang[0][1] == malang[1][1] == malang[2][1]
    per_point = (blitar_23[1] - blitar_24[1]) / (98.19 - 91.5)
    assert malang[2][1] - blitar_24[1] == pytest.approx(per_point * (98.19 - 90.5), abs=0.01)
    # No line leads over a year that was assessed without Blitar's score being known.
    assert len(points(root, "body-35.72-2021")) == 1


def strokes(root: ElementTree.Element, gid: str) -> float:
    (line,) = (group for group in root.iter(f"{SVG}g") if group.get("id") == gid)
    (path,) = (path for path in line.findall(f"{SVG}path"))
    width = re.search(r"stroke-width: ([\d.]+)", path.get("style", ""))
    assert width
    return float(width[1])


def test_the_province_asked_for_is_drawn_bold(tmp_path: Path) -> None:
    file = tmp_path / "jatim.svg"
    scores("--province", "jatim", "--plot", str(file))
    root = picture(file)
    assert strokes(root, "body-35-2023") > 2 * strokes(root, "body-35.72-2023")


def test_bands_of_each_year_lie_behind(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    scores("--plot", str(file))
    areas = {group.get("id") for group in picture(file).iter(f"{SVG}g")}
    assert {"band-2021-hijau", "band-2022-A", "band-2024-E"} <= areas
    assert not any(area and area.startswith(("band-2020", "band-2021-A")) for area in areas)


def test_the_same_scores_make_the_same_picture(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        scores("--plot", str(tmp_path / name))
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_picture_of_points(tmp_path: Path) -> None:
    file = tmp_path / "a.PNG"
    scores("--plot", str(file))
    data = file.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert 1200 <= width <= 2400
    assert 700 <= height <= 1600
    assert os.listdir(tmp_path) == ["a.PNG"]  # noqa: PTH208


def test_only_so_many_bodies_are_named(tmp_path: Path) -> None:
    from searchkit.ui.plot import MAX_NAMED, write_plot

    names = [f"Dinas $x_{number}^2$ _{number}" for number in range(MAX_NAMED + 3)]
    board = made_up(tmp_path, *(a_unit(name, 60.0 + at) for at, name in enumerate(names)))
    file = tmp_path / "banyak.svg"
    assert write_plot(file, board.rows).bodies == len(names)
    words = words_in(picture(file))
    assert sum(word.startswith("Dinas $x_") for word in words) == MAX_NAMED
    assert "3 more bodies in grey" in words
    assert names[-1] in words
    assert names[0] not in words


def test_long_names_leave_the_picture_its_room(tmp_path: Path) -> None:
    from searchkit.ui.plot import NAME_WIDTH, write_plot

    name = "Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu dan Tenaga Kerja {}"
    units = [
        replace(a_unit(name.format(n), 80.0), parent="Kabupaten Kepulauan Siau Tagulandang Biaro")
        for n in range(3)
    ]
    file = tmp_path / "panjang.svg"
    write_plot(file, made_up(tmp_path, *units).rows)
    words = words_in(picture(file))
    assert any(words_of.startswith("Dinas Penanaman Modal") for words_of in words)
    assert max(len(each) for each in words if "assessment scores" not in each) <= NAME_WIDTH


def test_scores_on_another_scale_have_room(tmp_path: Path) -> None:
    from searchkit.ui.plot import write_plot

    old = Assessment(
        "Kementerian Contoh", None, "kementerian", None, Span(0, 0), 2017, None, 108.5, key="k"
    )
    file = tmp_path / "lama.svg"
    board = made_up(tmp_path, old)
    assert write_plot(file, board.rows) == (1, ())
    ((_, y),) = points(picture(file), "body-k-2017")
    assert y > 0


def test_a_year_on_a_far_longer_scale_is_left_out_of_the_picture(
    tmp_path: Path,
) -> None:
    from searchkit.ui.plot import write_plot

    told = [
        Assessment(
            "Kementerian Contoh", None, "kementerian", None, Span(0, 0), year, None, score, key="k"
        )
        for year, score in ((2013, 485.0), (2015, 105.5), (2021, 85.0))
    ]
    file = tmp_path / "lama.svg"
    board = made_up(tmp_path, *told)
    assert write_plot(file, board.rows) == (1, (2013,))
    root = picture(file)
    assert "2013" not in words_in(root)
    assert {"2015", "2021"} <= set(words_in(root))
    (line,) = board.pivot().lines
    assert sparkline(line) == "▄█▇"
    alone = made_up(tmp_path / "alone", told[0])
    assert write_plot(file, alone.rows) == (1, ())


def test_a_year_that_no_assessment_can_be_of_is_left_out_of_the_picture(tmp_path: Path) -> None:
    from searchkit.ui.plot import write_plot

    told = [replace(a_unit("Dinas Contoh", 80.0), year=year) for year in (2021, 10**18)]
    file = tmp_path / "aneh.svg"
    assert write_plot(file, made_up(tmp_path, *told).rows) == (1, (10**18,))
    assert "2021" in words_in(picture(file))


def test_where_there_is_nothing_to_draw_no_file_is_written(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    ran = scores("--year", "2016", "--plot", str(file), code=1)
    assert "was not written" in ran.err
    assert not file.exists()


def test_a_picture_that_cannot_be_written_is_told_of_and_leaves_nothing(tmp_path: Path) -> None:
    ran = scores("--plot", str(tmp_path / "tiada" / "a.svg"), code=2)
    assert f"There is no folder '{tmp_path}/tiada'" in ran.err
    ran = scores("--plot", f"{tmp_path}/{'a' * 300}.svg", code=2)
    assert f"{'a' * 300}.svg: file name too long" in ran.err
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_an_old_picture_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.svg"
    file.write_text("lama", encoding="utf-8")
    scores("--plot", str(file))
    assert file.read_text(encoding="utf-8").startswith("<?xml")
    assert os.listdir(tmp_path) == ["a.svg"]  # noqa: PTH208


def test_without_matplotlib_the_error_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    file = tmp_path / "a.svg"
    ran = scores("--plot", str(file), code=2)
    assert "pip install 'searchkit[plot]'" in ran.err
    assert not file.exists()
    assert scores().out  # and all else works


# Cells ------------------------------------------------------------------------------------


def test_a_printed_rank_is_shown_and_stands_in_where_nothing_else_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    alone = replace(result("35.09", None), key="35.09", rank=4, rank_of=268)
    beside = replace(result("35.72", 98.19), key="35.72", rank=2)
    stream = io.StringIO()
    show_scoreboard(Screen(stream), made_up(tmp_path, alone, beside, outlet="Warta Uji"))
    assert re.search(r"98,19 +hijau · A +1/1 +1/1 +2 +Warta Uji\n", stream.getvalue())
    assert re.search(r"Kabupaten Jember +2024 +– +rank 4 of 268 +Warta Uji\n", stream.getvalue())


def test_a_course_is_drawn_on_each_years_scale(tmp_path: Path) -> None:
    years = ((2017, 55.0), (2018, None), (2021, 55.0), (2022, 100.0), (2023, 0.0), (2024, 12.5))
    told = (
        Assessment(
            "Kementerian Contoh",
            None,
            "kementerian",
            None,
            Span(0, 0),
            year,
            score=score,
            rank=1,
            key="k",
        )
        for year, score in years
    )
    (line,) = made_up(tmp_path, *told).pivot().lines
    # 55 of 110 is half of the scale, of 100 a little more than half.
    assert sparkline(line) == "▅ ▅█▁▂"
    assert sparkline(line, ascii_only=True) == "= =#_."
