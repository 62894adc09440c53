"""Exports: the hits of a result as text, the same as the command line prints."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from searchkit import open_index
from searchkit.export import EXPORT_FORMATS, ExportFormat, export_hits
from searchkit.results import Hit
from searchkit.snippets import Snippet
from tests.factory import make_article
from tests.golden.corpus import here, indexed, run_here

__all__ = ["here", "indexed"]  # fixtures


@pytest.fixture(autouse=True)
def beside_the_index(here: None, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(indexed)


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_an_export_is_what_the_command_line_prints(format: ExportFormat) -> None:
    stream = io.StringIO(newline="")
    with open_index("index") as index:
        export_hits(index.search("zona hijau").hits, format, stream)
    assert stream.getvalue()
    assert stream.getvalue() == run_here("search", "zona", "hijau", "--format", format).out


def test_no_hits_are_an_empty_list() -> None:
    texts = {}
    for format in EXPORT_FORMATS:
        stream = io.StringIO(newline="")
        export_hits((), format, stream)
        texts[format] = stream.getvalue()
    assert texts["csv"].count("\n") == 1
    assert (texts["jsonl"], texts["md"]) == ("", "")


def _hit(rank: int, text: str) -> Hit:
    article = make_article(f"a{rank}", text, f"Judul {rank}", outlet="Harian\nTimur")
    return Hit(rank, article, 1.0, Snippet(text), (), relaxed=False)


def test_markdown_cites_each_hit_and_quotes_its_snippet() -> None:
    stream = io.StringIO()
    export_hits([_hit(9, "- Nilai *naik*."), _hit(10, "")], "md", stream)
    assert stream.getvalue().splitlines() == [
        '9. Harian Timur, "Judul 9"',
        r"   > \- Nilai \*naik\*.",
        '10. Harian Timur, "Judul 10"',
    ]


def test_what_an_article_says_neither_steers_a_terminal_nor_runs_in_a_spreadsheet() -> None:
    hit = _hit(1, "=1+1\x1b[31m")
    written = {}
    for format in EXPORT_FORMATS:
        stream = io.StringIO(newline="")
        export_hits([hit], format, stream)
        assert "\x1b" not in stream.getvalue()
        written[format] = stream.getvalue()
    (row,) = csv.DictReader(io.StringIO(written["csv"]))
    assert row["snippet"] == "'=1+1"
    assert json.loads(written["jsonl"])["snippet"]["text"] == "=1+1\x1b[31m"


def test_markdown_is_there_for_lists_of_articles_alone() -> None:
    similar = run_here(
        "similar",
        run_here("search", "zona", "hijau", "-n", "1", "--format", "ids").lines[0],
        "--format",
        "md",
    )
    assert similar.code == 0
    assert similar.lines[0].startswith("1. ")
    assert run_here("facet", "year", "--format", "md").code == 2
    assert run_here("scores", "--format", "md").code == 2
    assert run_here("search", "gerhana", "--format", "md").out == ""


def test_where_markdown_is_only_a_habit_other_commands_answer_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = run_here("facet", "year").out
    monkeypatch.setenv("SEARCHKIT_FORMAT", "md")
    assert run_here("facet", "year").out == plain
    assert run_here("search", "zona", "hijau").lines[0].startswith("1. ")
