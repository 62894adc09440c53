"""``searchkit save``, ``saved`` and ``news``, over a real index."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from searchkit.cli import rows
from tests.golden.corpus import RECORDS, quiet_environment, run_here, write_records

ROOT = Path(__file__).resolve().parent.parent

STORY = (
    "Banjir kembali merendam jalan utama di Kota Tegal. Warga diminta waspada karena hujan masih "
    "turun di hulu. Petugas menyiapkan perahu karet dan membuka dapur umum di balai kota sejak "
    "Jumat pagi untuk warga yang mengungsi."
)
FLOODS = tuple(
    {
        "id": name,
        "title": f"Banjir Rendam Kota Tegal {name}",
        "published": "2024-03-01",
        "outlet": outlet,
        "text": lead + STORY,
    }
    for name, outlet, lead in (
        ("wire1", "ANTARA", "Tegal (ANTARA) - "),
        ("wire2", "Koran Timur", "TEGAL, korantimur.com – "),
    )
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of its own in the current folder, and nothing of the machine's settings."""
    quiet_environment(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)
    sync(RECORDS)


def sync(records: Sequence[dict[str, str]]) -> None:
    write_records(Path("berita.jsonl"), records)
    ran = run_here("index", "berita.jsonl")
    assert ran.code == 0, ran.err


def data(tmp_path: Path) -> Path:
    return tmp_path / ".local" / "share" / "searchkit"


# save -----------------------------------------------------------------------------------------


def test_saving_tells_how_many_articles_match_and_how_to_ask_for_news() -> None:
    ran = run_here("save", "Zona Hijau", "zona", "hijau", "-jember", "--region", "jatim")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "Saved Zona Hijau · 2 articles match now",
        "What is new to it: searchkit news 'Zona Hijau'",
    ]
    ran = run_here("save", "a", "tiada-sama-sekali")
    assert ran.lines[0] == "Saved a · no article matches all of it now"


def test_a_search_is_saved_with_all_that_narrows_it(tmp_path: Path) -> None:
    filters = ("--region", "jatim", "--region", "35.72", "--year", "2023..2024", "--band", "hijau")
    more = ("--outlet", "Kabar", "--level", "kota", "--since", "2023", "--until", "2025-01")
    order = ("--sort", "newest", "--format", "json")
    answer = run_here("save", "semua", "nilai", *filters, *more, *order).json
    assert list(answer) == ["schema", *rows.SAVED_COLUMNS, "matching"]
    assert answer["regions"] == ["jatim", "35.72"]
    assert (answer["since"], answer["until"], answer["sort"]) == ("2023", "2025-01", "newest")
    assert answer["index"] == str(tmp_path / "index")
    assert (answer["new"], answer["matching"]) == (0, 1)
    [listed] = run_here("saved", "--format", "json").json["searches"]
    assert listed == {key: answer[key] for key in rows.SAVED_COLUMNS}


def test_a_name_is_taken_only_once_unless_it_is_replaced() -> None:
    assert run_here("save", "banjir", "banjir").code == 0
    ran = run_here("save", "BANJIR", "zona")
    assert (ran.code, ran.out) == (2, "")
    assert "'banjir' already" in ran.err and "--replace" in ran.err
    assert run_here("save", "BANJIR", "zona", "--replace").code == 0
    assert [each["query"] for each in run_here("saved", "--format", "json").json["searches"]] == [
        "zona"
    ]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("banjir", "banjir", "--region", "atlantis"), "no region is called 'atlantis'"),
        (("banjir", "wilayah:atlantis"), "no region is called 'atlantis'"),
        (("../banjir", "banjir"), "is no name"),
        (("-banjir", "banjir"), "'-banjir' is no name"),
        (("banjir",), "QUERY"),
    ],
)
def test_what_could_never_be_asked_is_not_saved(
    args: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    ran = run_here("save", *args)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert not (data(tmp_path) / "saved.yaml").exists()


def test_without_an_index_the_error_says_what_to_type() -> None:
    ran = run_here("save", "banjir", "banjir", "--index", "tiada")
    assert ran.code == 3
    assert "searchkit index --index tiada" in ran.err


# saved ----------------------------------------------------------------------------------------


def test_saved_searches_are_listed_with_the_counts_of_their_news() -> None:
    assert run_here("saved").code == 1
    run_here("save", "banjir", "banjir", "--sort", "newest")
    run_here("save", "hijau", "zona hijau", "--region", "jatim", "--unread")
    sync([*RECORDS, *FLOODS])
    ran = run_here("saved")
    assert ran.code == 0
    head, flood, green = ran.lines
    assert head.split() == ["Name", "New", "Query", "Last", "read"]
    assert flood.split()[:2] == ["banjir", "2"] and "banjir · order newest" in flood
    assert green.split()[:2] == ["hijau", "3"] and "region jatim" in green
    assert green.endswith("never")
    assert run_here("saved").lines == ran.lines  # looking marks nothing as read


def test_other_formats_of_the_list() -> None:
    run_here("save", "banjir", "banjir", "--region", "jateng")
    run_here("save", "zona", "zona", "--unread")
    assert run_here("saved", "--format", "ids").lines == ["banjir", "zona"]
    lines = [json.loads(line) for line in run_here("saved", "--format", "jsonl").lines]
    assert [(line["name"], line["new"]) for line in lines] == [("banjir", 0), ("zona", 5)]
    [first, _] = csv.DictReader(io.StringIO(run_here("saved", "--format", "csv").out))
    assert tuple(first) == rows.SAVED_COLUMNS
    assert (first["name"], first["regions"], first["new"]) == ("banjir", "jateng", "0")
    assert run_here("saved", "--format", "tsv").lines[0] == "\t".join(rows.SAVED_COLUMNS)


def test_searches_are_renamed_and_removed() -> None:
    run_here("save", "banjir", "banjir")
    ran = run_here("saved", "--rename", "banjir", "air bah")
    assert (ran.code, ran.out) == (0, "Renamed banjir to air bah\n")
    ran = run_here("saved", "--remove", "air ba")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean air bah?" in ran.err
    ran = run_here("saved", "--remove", "Air Bah", "--format", "ids")
    assert (ran.code, ran.lines) == (0, ["air bah"])
    assert run_here("saved").code == 1
    assert run_here("saved", "--remove", "a", "--rename", "a", "b").code == 2


def test_a_search_whose_index_is_gone_or_that_means_nothing_is_listed_all_the_same(
    tmp_path: Path,
) -> None:
    run_here("save", "banjir", "banjir")
    with (data(tmp_path) / "saved.yaml").open("a") as file:
        file.write("rusak:\n  query: x\n  regions: jatm\n  index: ../../../index\n")
        file.write("pindah:\n  query: x\n  index: /tiada\n")
    ran = run_here("saved")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.lines[1:4]] == [
        ["banjir", "0"],
        ["rusak", "?"],
        ["pindah", "?"],
    ]
    assert ran.lines[3].endswith("/tiada")
    assert "searchkit news NAME says why" in ran.lines[4]
    ran = run_here("news", "rusak")
    assert (ran.code, ran.out) == (2, "")
    assert "'rusak' means nothing: no region is called 'jatm'" in ran.err
    assert str(data(tmp_path) / "saved.yaml") in ran.err
    ran = run_here("news", "pindah")
    assert ran.code == 3
    assert "searchkit index --index /tiada" in ran.err


# news -----------------------------------------------------------------------------------------


def test_news_are_shown_once_as_cards_below_the_name_of_their_search() -> None:
    run_here("save", "banjir", "banjir")
    run_here("save", "zona", "zona")
    sync([*RECORDS, *FLOODS])
    ran = run_here("news")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0].startswith("banjir · 2 new articles since ")
    assert "Banjir Rendam Kota Tegal wire" in ran.out
    assert "+1 other outlet" in ran.out
    assert "Semarang" not in ran.out and "zona" not in ran.out
    again = run_here("news")
    assert (again.code, again.out, again.err) == (1, "", "")


def test_news_of_one_search_leave_those_of_others() -> None:
    for name in ("banjir", "tegal"):
        run_here("save", name, name)
    sync([*RECORDS, *FLOODS])
    assert run_here("news", "BANJIR", "--format", "ids").code == 0
    assert run_here("news", "banjir").code == 1
    assert run_here("news", "--format", "ids", "--no-fold").lines == ["wire1", "wire2"]


def test_peeking_leaves_all_unread_and_a_limit_leaves_the_rest() -> None:
    run_here("save", "zona", "zona", "--unread", "--sort", "oldest")
    assert len(run_here("news", "--peek", "--format", "ids").lines) == 5
    ran = run_here("news", "-n", "2")
    assert "3 more are not shown" in ran.out
    assert run_here("news", "--peek", "--format", "ids").lines == ["tegal", "blitar", "malang"]


def test_an_article_that_was_gone_at_one_reading_is_new_when_it_is_back() -> None:
    run_here("save", "banjir", "banjir")
    write_records(Path("berita.jsonl"), RECORDS[:-1])
    assert run_here("index", "berita.jsonl", "--prune").code == 0
    assert run_here("news").code == 1
    sync(RECORDS)
    assert run_here("news", "--format", "ids").lines == ["banjir"]


def test_data_formats_name_the_search_of_each_hit() -> None:
    run_here("save", "banjir", "banjir", "--unread")
    run_here("save", "kota", "kota", "--unread", "--region", "jateng")
    news = ("news", "--peek", "--format")
    answer = run_here(*news, "json").json
    assert [(each["name"], each["new"]) for each in answer["searches"]] == [
        ("banjir", 1),
        ("kota", 2),
    ]
    assert list(answer["searches"][0]) == [*rows.SAVED_COLUMNS, "hits", "folded"]
    lines = [json.loads(line) for line in run_here(*news, "jsonl").lines]
    assert [(line["search"], line["rank"]) for line in lines] == [
        ("banjir", 1),
        ("kota", 1),
        ("kota", 2),
    ]
    [first, *_] = csv.DictReader(io.StringIO(run_here(*news, "csv").out))
    assert tuple(first) == rows.NEWS_COLUMNS
    assert (first["search"], first["id"]) == ("banjir", "banjir")
    assert sorted(run_here(*news, "ids").lines) == ["banjir", "tegal"]  # once, in two searches


@pytest.mark.parametrize("format", ["rich", "json", "jsonl", "csv", "tsv", "ids"])
def test_where_nothing_is_new_nothing_is_printed(format: str) -> None:
    run_here("save", "banjir", "banjir")
    ran = run_here("news", "--format", format)
    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_a_broken_search_does_not_keep_the_news_of_the_others(tmp_path: Path) -> None:
    run_here("save", "banjir", "banjir", "--unread")
    file = data(tmp_path) / "saved.yaml"
    before = file.read_text()
    file.write_text(f"rusak:\n  query: x\n  years: kapan\n  index: {tmp_path}/index\n{before}")
    ran = run_here("news", "--format", "ids")
    assert (ran.code, ran.lines) == (0, ["banjir"])
    assert "'rusak' means nothing" in ran.err
    ran = run_here("news", "--format", "ids")
    assert (ran.code, ran.out) == (2, "")


def test_an_unknown_name_and_a_broken_file_are_told(tmp_path: Path) -> None:
    ran = run_here("news", "banjr")
    assert (ran.code, ran.out) == (2, "")
    assert "searchkit save NAME QUERY" in ran.err
    run_here("save", "banjir", "banjir")
    assert "Did you mean banjir?" in run_here("news", "banjr").err
    file = data(tmp_path) / "saved.yaml"
    file.write_text("banjir:\n  query: [x\n")
    for args in (("news",), ("saved",), ("save", "a", "b"), ("saved", "--remove", "banjir")):
        ran = run_here(*args)
        assert (ran.code, ran.out) == (2, "")
        assert f"{file}: not valid YAML at line 3" in ran.err
    assert file.read_text() == "banjir:\n  query: [x\n"


def test_without_a_name_the_searches_of_this_index_are_asked(tmp_path: Path) -> None:
    ran = run_here("news")
    assert (ran.code, ran.out) == (1, "")
    assert "No search is saved yet" in ran.err
    run_here("save", "banjir", "banjir", "--unread")
    assert run_here("index", "berita.jsonl", "--index", "lain").code == 0
    ran = run_here("news", "--index", "lain")
    assert (ran.code, ran.out) == (1, "")
    assert str(tmp_path / "index") in ran.err
    ran = run_here("news", "banjir", "--index", "lain")
    assert (ran.code, ran.out) == (2, "")
    assert "was saved for the index in" in ran.err
    assert run_here("news", "banjir", "--index", "./index").code == 0


def test_no_text_of_a_search_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    run_here("save", "jahat", "banjir \x1b]0;judul\x07 \x1b[31m")
    assert "\\e" in (data(tmp_path) / "saved.yaml").read_text()
    for ran in (run_here("saved"), run_here("news", "jahat", "--peek")):
        assert "\x1b" not in ran.out + ran.err


# Away from any terminal -----------------------------------------------------------------------


def from_cron(tmp_path: Path, *args: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run as cron does: from another folder, with next to no environment, nothing to type at."""
    return subprocess.run(
        [sys.executable, "-m", "searchkit", *args],
        cwd="/",
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def test_one_line_of_a_crontab_is_an_alert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")
    run_here("save", "banjir", "banjir")
    ran = from_cron(tmp_path, "news", "banjir")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, b"", b"")
    sync([*RECORDS, *FLOODS])
    ran = from_cron(tmp_path, "news", "banjir")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert b"Banjir Rendam Kota Tegal" in ran.stdout
    assert b"\x1b" not in ran.stdout
    ran = from_cron(tmp_path, "news", "banjir")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, b"", b"")


def test_what_could_not_be_written_stays_unread() -> None:
    run_here("save", "banjir", "banjir", "--unread")
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [sys.executable, "-m", "searchkit", "news"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (141, b"")
    assert run_here("news", "--format", "ids").lines == ["banjir"]


@pytest.mark.parametrize(
    ("saving", "expected"),
    [(("banjir",), b"Nothing is new since "), (("tiada", "--unread"), b"Nothing is new\r\n")],
)
def test_on_a_terminal_nothing_new_is_told(saving: tuple[str, ...], expected: bytes) -> None:
    run_here("save", "banjir", *saving)
    ours, theirs = pty.openpty()
    ran = subprocess.run(
        [sys.executable, "-m", "searchkit", "news", "--no-color"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)
    told = os.read(ours, 1000)
    os.close(ours)
    assert (ran.returncode, ran.stderr) == (1, b"")
    assert told.startswith(expected)


def test_the_folder_of_saved_searches_can_be_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_DATA_DIR", "catatan")
    run_here("save", "banjir", "banjir")
    assert (tmp_path / "catatan" / "saved.yaml").is_file()
    assert not data(tmp_path).exists()
    (tmp_path / "searchkit.yaml").write_text("data_dir: lain\n")
    monkeypatch.delenv("SEARCHKIT_DATA_DIR")
    assert run_here("saved").code == 1
