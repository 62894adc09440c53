"""The command line as a whole: help, usage errors, settings, exit codes, streams."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import searchkit
from searchkit.cli import errors
from searchkit.cli.app import COMMANDS, commands
from tests.golden.corpus import here, indexed, run_here, write_records

__all__ = ["here", "indexed"]  # fixtures

SEARCHKIT = (sys.executable, "-m", "searchkit")


def walk(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from walk(command, (*path, name))


ALL = list(walk(commands))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    ran = run_here(*path, "--help")
    assert ran.code == 0
    assert re.search(r"^  [A-Z][^.]*\.$", ran.out, re.MULTILINE)
    assert re.search(rf"Examples?:\n.*searchkit {' '.join(path)}", ran.out, re.DOTALL)
    assert run_here(*path, "-h") == ran


def test_all_commands_of_the_contract_are_there() -> None:
    assert list(COMMANDS) == [
        "ui",
        "index",
        "search",
        "facet",
        "suggest",
        "show",
        "similar",
        "explain",
        "save",
        "saved",
        "news",
        "scores",
        "stats",
        "verify",
        "analyze",
        "eval",
        "config",
        "completion",
    ]


def test_every_option_of_every_command_is_explained() -> None:
    for path in ALL:
        command: click.Command = commands
        for name in path:
            assert isinstance(command, click.Group)
            found = command.get_command(click.Context(command), name)
            assert found is not None
            command = found
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.help, f"{' '.join(path)} {param.opts[0]}"


def test_alone_it_prints_help_and_a_first_step() -> None:
    ran = run_here()
    assert ran.code == 0
    assert ran.out.startswith("Usage: searchkit")
    assert "There is no index yet. Type: searchkit index FOLDER" in ran.out


def test_alone_with_an_index_it_prints_help_only(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(indexed)
    assert "no index yet" not in run_here().out


def test_version() -> None:
    assert run_here("--version").out == f"searchkit {searchkit.__version__}\n"


def test_a_search_without_an_index_says_what_to_type() -> None:
    ran = run_here("search", "banjir")
    assert (ran.code, ran.out) == (3, "")
    assert "Type: searchkit index FOLDER" in ran.err
    assert "seeds/" not in ran.err


def test_the_articles_that_come_along_are_offered_where_they_are() -> None:
    Path("seeds").mkdir()
    assert "searchkit index seeds/" in run_here("search", "banjir").err


def test_the_first_step_keeps_the_place_that_was_asked_for() -> None:
    ran = run_here("stats", "--index", "arsip lama")
    assert ran.code == 3
    assert "searchkit index --index 'arsip lama' FOLDER" in ran.err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["serch", "banjir"], "Did you mean: searchkit search banjir"),
        (["banjir", "jatim"], "To search, type: searchkit search banjir jatim"),
        (["search"], "Missing argument"),
        (["search", "banjir", "--regoin", "x"], "--region"),
        (["search", "banjir", "-n", "0"], "0"),
        (["search", "banjir", "--sort", "umur"], "relevance"),
        (["search", "banjir", "--format", "xml"], "jsonl"),
        (["facet", "warna"], "region"),
        (["facet", "region", "--facet", "year"], "--facet"),
        (["stats", "--format", "ids"], "ids"),
        (["--format", "ids", "stats"], "There is no --format ids here"),
        (["search", "banjir", "--index", ""], "--index is empty"),
        (["index"], "Type: searchkit index FOLDER"),
        (["index", "tidak-ada"], "tidak-ada"),
        (["search", "banjir", "--config", "tidak-ada.yaml"], "tidak-ada.yaml"),
        (["completion", "tcsh"], "bash"),
    ],
)
def test_a_usage_error_says_what_to_do(args: list[str], words: str) -> None:
    ran = run_here(*args)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    ran = run_here("completion", shell)
    assert ran.code == 0
    assert "_SEARCHKIT_COMPLETE" in ran.out


def test_completion_completes_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {**os.environ, "_SEARCHKIT_COMPLETE": "bash_complete"}
    environ |= {"COMP_WORDS": "searchkit se", "COMP_CWORD": "1"}
    ran = subprocess.run(SEARCHKIT, env=environ, capture_output=True, text=True, check=True)
    assert ran.stdout == "plain,search\n"


def test_config_shows_values_and_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("searchkit.yaml").write_text("limit: 7\n", encoding="utf-8")
    monkeypatch.setenv("SEARCHKIT_INDEX", "arsip")
    shown = run_here("config", "--format", "json").json
    assert shown["limit"] == {"value": 7, "origin": str(Path.cwd() / "searchkit.yaml")}
    assert shown["index"] == {"value": "arsip", "origin": "SEARCHKIT_INDEX"}
    assert shown["facets"] == {"value": ["region", "year", "band"], "origin": "default"}
    assert run_here("config", "--index", "x", "--format", "csv").lines[:2] == [
        "setting,value,origin",
        "index,x,flag --index",
    ]
    assert "searchkit.yaml" in run_here("config").out


def test_config_path_lists_the_files() -> None:
    assert run_here("config", "path").lines[-1] == str(Path.cwd() / "searchkit.yaml")
    assert run_here("--config", "lain.yaml", "config", "path").lines[-1] == "lain.yaml"


def test_a_broken_config_is_a_usage_error() -> None:
    Path("searchkit.yaml").write_text("limt: 7\n", encoding="utf-8")
    ran = run_here("config")
    assert ran.code == 2
    assert "searchkit.yaml: unknown setting 'limt'" in ran.err
    assert "Did you mean limit?" in ran.err


def test_shared_options_work_before_and_after_the_command(indexed: Path) -> None:
    where = str(indexed / "index")
    before = run_here("--index", where, "--format", "ids", "search", "banjir")
    after = run_here("search", "banjir", "--index", where, "--format", "ids")
    assert before == after
    assert before.lines == ["banjir"]
    nearest = run_here("--format", "json", "--index", where, "search", "banjir", "--format", "ids")
    assert nearest == after


def test_a_configured_format_that_a_command_lacks_gives_way(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(indexed)
    monkeypatch.setenv("SEARCHKIT_FORMAT", "ids")
    assert run_here("search", "banjir").out == "banjir\n"
    assert run_here("stats").out.startswith("articles")


def test_analyze_needs_no_index() -> None:
    ran = run_here("analyze", "Pelayanan", "publik", "-", "98,19", "--format", "json")
    assert ran.code == 0
    assert ran.json["text"] == "Pelayanan publik - 98,19"
    assert [token["term"] for token in ran.json["tokens"]] == ["pelayanan", "publik", "98.19"]
    assert list(ran.json["tokens"][0]) == [
        "text",
        "start",
        "end",
        "position",
        "term",
        "stem",
        "why",
        "long_forms",
    ]
    assert run_here("analyze", "...").code == 1


def test_analyze_tells_why_words_have_their_stems() -> None:
    text = "anak-anak rumahnyalah di-PHK analisa 1.234,5 Kediri"
    tokens = run_here("analyze", text, "--format", "json").json["tokens"]
    assert {token["text"]: (token["stem"], token["why"]) for token in tokens} == {
        "anak-anak": ("anak", "reduplication"),
        "rumahnyalah": ("rumah", "rule"),
        "di-PHK": ("phk", "compound"),
        "analisa": ("analisis", "spelling"),
        "1.234,5": (None, "number"),
        "Kediri": (None, "name"),
    }


def test_analyze_tells_what_short_forms_stand_for() -> None:
    ran = run_here("analyze", "Satpol", "PP", "Pemkab")
    assert "Stands for" in ran.out
    assert "Pemerintah Kabupaten" in " ".join(ran.out.split())
    tokens = run_here("analyze", "Satpol PP Pemkab", "--format", "json").json["tokens"]
    assert [token["long_forms"] for token in tokens] == [
        ["Satuan Polisi Pamong Praja"],
        [],
        ["Pemerintah Kabupaten"],
    ]
    assert "Stands for" not in run_here("analyze", "hujan").out


def test_analyze_reads_a_text_as_a_query() -> None:
    query = ("zona", "hijau", "jatim", "2023", "-wartawan", "dinkes")
    ran = run_here("analyze", "--query", *query)
    assert ran.code == 0
    assert ran.lines[0] == "Read as: region Jawa Timur · zone hijau · year 2023"
    assert "must not be there" in ran.out
    assert "Also looked for: dinkes = dinas kesehatan" in ran.out
    answer = run_here("analyze", "--query", *query, "--format", "json").json
    assert list(answer) == ["schema", "query", "reading", "words"]
    assert answer["reading"]["years"] == [[2023, 2023]]
    assert answer["words"][2]["means"] == "region Jawa Timur"
    assert answer["reading"]["expansions"] == [{"typed": "dinkes", "forms": ["dinas kesehatan"]}]
    csv = run_here("analyze", "--query", *query, "--format", "csv").lines
    assert csv[0] == "text,start,end,term,stem,why,role,means"
    assert csv[5] == "wartawan,23,31,wartawan,wartawan,unchanged,excluded,"


def test_analyze_refuses_a_query_that_means_nothing() -> None:
    ran = run_here("analyze", "--query", "wilayah:antahberantah")
    assert (ran.code, ran.out) == (2, "")
    assert "antahberantah" in ran.err


def test_analyze_reads_standard_input() -> None:
    ran = subprocess.run(
        [*SEARCHKIT, "analyze", "-", "--format", "tsv"],
        input="banjir",
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[1].startswith("banjir\t0\t6\t0\tbanjir\tbanjir\t")


def test_a_reader_that_leaves_is_no_error(indexed: Path) -> None:
    command = f"{sys.executable} -m searchkit search '*' --format jsonl | true"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command}"],
        cwd=indexed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    assert ran.returncode in (0, 141)


def test_a_closed_pipe_ends_the_run_quietly(indexed: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for format in ("rich", "json", "csv"):
        ran = subprocess.run(
            [*SEARCHKIT, "search", "*", "--format", format],
            cwd=indexed,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (141, "")
    os.close(writing)


def test_a_full_disk_is_told(indexed: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("w") as stdout:
        ran = subprocess.run(
            [*SEARCHKIT, "search", "*", "--format", "json"],
            cwd=indexed,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == 74
    assert "no space left" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_from_the_start_is_no_defect(indexed: Path, closed: str) -> None:
    ran = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *SEARCHKIT, "search", "zona"],
        cwd=indexed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_locale_without_unicode_gets_ascii_and_data_stays_utf8(indexed: Path) -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [*SEARCHKIT, "search", "zona", "kuning"],
        cwd=indexed,
        env=environ,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert b"61,2 - kuning - C" in ran.stdout
    assert b"#" in ran.stdout
    ran = subprocess.run(
        [*SEARCHKIT, "analyze", "café", "--format", "json"],
        env=environ,
        capture_output=True,
        check=False,
    )
    assert "café".encode() in ran.stdout


def on_a_terminal(*args: str, cwd: Path, **environ: str) -> str:
    """What searchkit prints when stdout is a terminal of 80 columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*SEARCHKIT, *args],
        cwd=cwd,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environ},
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    parts: list[bytes] = []
    try:
        while part := os.read(leader, 4096):
            parts.append(part)
    except OSError:  # Linux says so when the other end is closed
        pass
    process.wait()
    os.close(leader)
    return b"".join(parts).decode()


def test_colour_is_for_terminals_that_want_it(indexed: Path) -> None:
    query = ("search", "zona", "hijau")
    assert "\x1b[30;42m" in on_a_terminal(*query, cwd=indexed)
    for printed in (
        on_a_terminal(*query, "--no-color", cwd=indexed),
        on_a_terminal("--no-color", *query, cwd=indexed),
        on_a_terminal(*query, cwd=indexed, NO_COLOR="1"),
        on_a_terminal(*query, cwd=indexed, SEARCHKIT_COLOR="never"),
    ):
        assert "98,19 · hijau · A" in printed
        assert not re.search(r"\x1b\[[0-9;]*[34][0-7]m", printed)
    assert "\x1b" not in on_a_terminal(*query, cwd=indexed, TERM="dumb")


def test_progress_is_drawn_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "berita").mkdir()
    write_records(tmp_path / "berita" / "a.jsonl")
    printed = on_a_terminal("index", "berita", cwd=tmp_path)
    assert "6 added" in printed
    assert run_here("index", "berita", "--rebuild").err == ""


def test_colour_can_be_forced_into_a_pipe_but_progress_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "berita").mkdir()
    write_records(tmp_path / "berita" / "a.jsonl")
    monkeypatch.setenv("SEARCHKIT_COLOR", "always")
    monkeypatch.setenv("TERM", "xterm")
    assert run_here("index", "berita").err == ""
    assert "\x1b[30;42m" in run_here("search", "zona", "hijau").out


def test_raw_text_is_exact_in_a_pipe_and_safe_on_a_terminal(
    indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(indexed)
    piped = run_here("show", "peretas", "--raw")
    assert piped.out == run_here("show", "peretas", "--format", "json").json["text"]
    assert "[bold red]Tulisan[/bold red]" in piped.out
    printed = on_a_terminal("show", "peretas", "--raw", cwd=indexed)
    assert not {"\x1b", "\x9b", "\u202e"} & set(printed)
    assert "[bold red]Tulisan[/bold red]" in printed


def test_a_defect_is_no_empty_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors.fail_with_defect(ZeroDivisionError("kosong")) == 70
    (line,) = capsys.readouterr().err.splitlines()
    assert "ZeroDivisionError: kosong" in line


def test_an_interrupt_exits_with_130() -> None:
    process = subprocess.Popen(
        [*SEARCHKIT, "analyze", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    # More than a pipe holds: when it is written, the command is reading.
    process.stdin.write(b"banjir " * 100_000)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert (process.returncode, err) == (130, b"Interrupted.\n")
