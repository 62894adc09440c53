"""Where an article comes from: cited, opened in the browser or in the editor."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import uuid
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from textual.widgets import OptionList

from searchkit.ui.app.source import Question, editor_command, web_address
from tests.pilot import browse_of, open_application, settled, shown, told, until
from tests.ui.articles import BLITAR, index_of, reader_of

ADDRESS = BLITAR["url"]


@pytest.mark.parametrize("address", [ADDRESS, "http://a.example", "https://a.example/x#y"])
def test_web_addresses_can_be_opened(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "-help",
        "a.example/berita",
        "https://",
        "https://a.example/\x1b[2J",
        "https://a.example/\u202egnp",
        "https://a.example/x y",
        "https://a.example/x\nhttps://b.example",
        "https://[::1",
    ],
)
def test_other_addresses_are_not_opened(address: str) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize(
    ("environ", "line", "command"),
    [
        ({"EDITOR": "vi"}, 3, ["vi", "+3", "/berita/a.jsonl"]),
        ({"EDITOR": "ed", "VISUAL": "/usr/bin/nvim -R"}, 3, ["/usr/bin/nvim", "-R", "+3"]),
        ({"EDITOR": "emacs -nw"}, 12, ["emacs", "-nw", "+12", "/berita/a.jsonl"]),
        ({"EDITOR": "nano"}, None, ["nano", "/berita/a.jsonl"]),
        ({"EDITOR": "'/opt/my editor/run' -x"}, 3, ["/opt/my editor/run", "-x"]),
        ({"VISUAL": "", "EDITOR": "kak"}, 1, ["kak", "+1", "/berita/a.jsonl"]),
    ],
)
def test_the_editor_is_told_the_file_and_the_line_it_can_understand(
    environ: dict[str, str], line: int | None, command: list[str]
) -> None:
    got = editor_command(environ, "/berita/a.jsonl", line)
    assert got is not None
    assert got[: len(command)] == command
    assert got[-1] == "/berita/a.jsonl"


def test_no_editor_no_command() -> None:
    assert editor_command({}, "/berita/a.txt", None) is None


def test_a_path_that_looks_like_an_option_is_none() -> None:
    command = editor_command({"EDITOR": "vi"}, "-c:q", None)
    assert command is not None
    assert command[-1] == str(Path.cwd() / "-c:q")


# In the application -----------------------------------------------------------------------


@pytest.fixture
def blitar(tmp_path: Path) -> Path:
    return index_of(tmp_path, BLITAR)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A browser that writes down what it was given; the file with it."""
    asked = tmp_path / "asked"
    script = _script(tmp_path / "browser", f'echo "$@" > {asked}.new; mv {asked}.new {asked}')
    monkeypatch.setenv("BROWSER", f"{script} %s &")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    return asked


def _script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


async def test_y_copies_the_citation_and_tells_it(blitar: Path) -> None:
    citation = pytest.importorskip("searchkit.citation").citation
    async with open_application(blitar, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("y")
        article = reader_of(pilot).article
        assert article is not None
        cited = " ".join(citation(article).split())
        assert pilot.app.clipboard == cited
        assert ADDRESS in cited
        assert [words for words in told(pilot) if words.startswith(f"Copied: {cited[:60]}")]


async def test_nothing_is_opened_before_it_was_shown_and_chosen(
    blitar: Path, browser: Path
) -> None:
    async with open_application(blitar, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Question)
        assert ADDRESS in shown(pilot)
        assert "berita.jsonl:1" in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, Question)
        assert not browser.exists()


async def test_enter_gives_the_address_to_the_browser(blitar: Path, browser: Path) -> None:
    async with open_application(blitar, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, browser.exists)
    assert browser.read_text(encoding="utf-8").strip() == ADDRESS


async def test_no_file_of_the_current_folder_is_run_for_the_browser(
    blitar: Path, browser: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = tmp_path / "dari-orang"
    foreign.mkdir()
    (foreign / "webbrowser.py").write_text("raise SystemExit\n", encoding="utf-8")
    monkeypatch.chdir(foreign)
    async with open_application(blitar, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, browser.exists)
    assert browser.read_text(encoding="utf-8").strip() == ADDRESS


async def test_an_address_of_an_article_without_a_file_is_still_asked_about(
    blitar: Path, tmp_path: Path, browser: Path
) -> None:
    (tmp_path / "berita.jsonl").unlink()
    async with open_application(blitar, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        assert ADDRESS in shown(pilot)


async def test_where_there_is_neither_page_nor_file_that_is_told(tmp_path: Path) -> None:
    folder = index_of(tmp_path, {**BLITAR, "url": "javascript:alert(1)"})
    (tmp_path / "berita.jsonl").unlink()
    async with open_application(folder, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        assert any("is not there any more" in words for words in told(pilot))


async def test_without_an_editor_the_variables_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    folder = index_of(tmp_path, {**BLITAR, "url": ""})
    async with open_application(folder, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        assert any("$VISUAL or $EDITOR" in words for words in told(pilot))


async def test_an_editor_that_cannot_have_the_terminal_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "vi")
    folder = index_of(tmp_path, {**BLITAR, "url": ""})
    async with open_application(folder, "loket") as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("o")
        await pilot.pause()
        assert "No other program can be given this terminal." in told(pilot)


# In a real terminal -----------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize(("code", "words"), [(0, ""), (3, "The program ended with an error.")])
def test_the_editor_has_the_terminal_and_gives_it_back(
    tmp_path: Path, code: int, words: str
) -> None:
    folder = index_of(tmp_path, {**BLITAR, "url": ""})
    asked = tmp_path / "asked"
    editor = _script(tmp_path / "vi", f'echo "$@" > {asked}; echo EDITING; read x; exit {code}')
    socket = f"searchkit-{uuid.uuid4().hex[:8]}"
    tmux = ["tmux", "-L", socket, "-f", "/dev/null"]
    environ = f"env -u COLUMNS -u LINES VISUAL={editor}"
    command = f"{environ} {sys.executable} -m searchkit ui --index {folder} loket"

    def screen() -> str:
        capture = [*tmux, "capture-pane", "-p"]
        return subprocess.run(capture, capture_output=True, text=True, check=True).stdout

    subprocess.run([*tmux, "new-session", "-d", "-x", "120", "-y", "40", command], check=True)
    try:
        _wait(lambda: "Wali kota menyebut" in screen(), screen)
        subprocess.run([*tmux, "send-keys", "Enter"], check=True)
        _wait(lambda: "Enter read" in screen(), screen)
        subprocess.run([*tmux, "send-keys", "o"], check=True)
        _wait(lambda: "EDITING" in screen(), screen)
        assert asked.read_text(encoding="utf-8").strip() == f"+1 {tmp_path / 'berita.jsonl'}"
        subprocess.run([*tmux, "send-keys", "Enter"], check=True)
        _wait(lambda: "Wali kota menyebut" in screen() and words in screen(), screen)
        assert "EDITING" not in screen()
    finally:
        subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)


def _wait(so: Callable[[], bool], screen: Callable[[], str]) -> None:
    until_s = monotonic() + 60
    while not so():
        assert monotonic() < until_s, screen()
        sleep(0.05)
