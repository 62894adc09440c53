"""``searchkit verify``, run over real files."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.commits import files, rewrite
from tests.golden.corpus import RECORDS, here, run_here, write_records

__all__ = ["here"]  # fixture


@pytest.fixture
def index() -> Path:
    write_records(Path("berita.jsonl"), RECORDS)
    assert run_here("index", "berita.jsonl").code == 0
    return Path("index")


def test_a_whole_index_is_told_on_one_line(index: Path) -> None:
    ran = run_here("verify")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("index is whole · 4 files · ")
    assert ran.out.endswith(" · 6 articles · commit 1\n")


def test_json_has_the_keys_of_the_contract(index: Path) -> None:
    (index / "catatan.txt").write_text("punya orang")
    answer = run_here("verify", "--format", "json").json
    assert list(answer) == [
        "schema",
        "whole",
        "commit",
        "files",
        "bytes",
        "articles",
        "problems",
        "notes",
        "location",
    ]
    assert (answer["whole"], answer["articles"], answer["location"]) == (True, 6, "index")
    note = "not part of the index; it is never touched"
    assert answer["notes"] == [{"file": "catatan.txt", "note": note}]
    assert run_here("verify", "--format", "csv").lines[0] == ",".join(answer)
    assert run_here("verify", "--format", "jsonl").json == answer


def test_all_damage_is_listed_with_exit_code_5_and_what_mends_it(index: Path) -> None:
    names = sorted(files(index))
    for name in names:
        path = index / "data" / name
        path.write_bytes(path.read_bytes()[:100])
    ran = run_here("verify")
    assert ran.code == 5
    assert ran.lines[0].startswith("index is damaged")
    assert [line.partition(":")[0] for line in ran.lines[1:]] == [f"data/{name}" for name in names]
    assert all(": 100 bytes, expected " in line for line in ran.lines[1:])
    assert ran.err.splitlines() == [
        "Error: the index in index is damaged: 3 problems",
        "Build the index anew: searchkit index --rebuild",
    ]
    ran = run_here("verify", "--format", "json")
    assert ran.code == 5
    assert [one["file"] for one in ran.json["problems"]] == [f"data/{name}" for name in names]
    assert run_here("index", "--rebuild").code == 0
    assert run_here("verify").code == 0


@pytest.mark.parametrize(
    "command",
    [("search", "zona"), ("verify",), ("stats",), ("facet", "year"), ("index", "berita.jsonl")],
)
def test_what_mends_an_index_names_the_one_that_was_asked_for(
    index: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    elsewhere = index.rename(tmp_path / "arsip lama")
    for name in files(elsewhere):
        (elsewhere / "data" / name).write_bytes(b"")
    ran = run_here(*command, "--index", str(elsewhere))
    assert ran.code == 5
    mending = ran.err.splitlines()[-1].removeprefix("Build the index anew: ")
    assert mending == f"searchkit index --rebuild --index '{elsewhere}'"
    assert run_here(*shlex.split(mending)[1:]).code == 0
    assert run_here(*command, "--index", str(elsewhere)).code == 0


def test_a_damaged_manifest_is_listed(index: Path) -> None:
    (index / "manifest.json").write_bytes(b"")
    ran = run_here("verify")
    assert ran.code == 5
    assert ran.lines == [
        "index is damaged",
        "manifest.json: 0 bytes without a checksum at the end, expected a line of JSON",
        "and its SHA-256",
    ]


def test_no_index_and_a_newer_one_end_with_exit_code_3(index: Path) -> None:
    ran = run_here("verify", "--index", "tiada")
    assert ran.code == 3
    assert "there is no index in tiada" in ran.err
    rewrite(index, {"format": 77})
    ran = run_here("verify")
    assert ran.code == 3
    assert "format 77" in ran.err
    assert "Update searchkit." in ran.err


def test_names_that_steer_a_terminal_are_written_harmlessly(index: Path) -> None:
    (index / "\x1b[31mmerah\n\u202ename").write_text("x")
    ran = run_here("verify")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert len(ran.lines) == 2
