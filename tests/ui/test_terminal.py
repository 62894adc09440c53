"""The application in a real terminal: typed into through tmux, and refused in a pipe."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PATIENCE_S = 60.0
SEARCHKIT = [sys.executable, "-m", "searchkit"]
FACETS = slice(1, 33)  # the columns of the left pane


class Terminal:
    """A tmux session of its own, in which one command runs."""

    def __init__(self, socket: Path, command: list[str], folder: Path) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
        self.run("new-session", "-d", "-x", "120", "-y", "40", "-c", str(folder), *command)

    def run(self, *arguments: str) -> str:
        """What a tmux command prints."""
        command = [*self._tmux, *arguments]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=PATIENCE_S
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self.run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type letters."""
        self.run("send-keys", "-l", text)

    @property
    def screen(self) -> str:
        """What is on the screen, empty where the command has ended."""
        try:
            return self.run("capture-pane", "-p")
        except subprocess.CalledProcessError:
            return ""

    def shows(self, *words: str) -> str:
        """Wait until all of some words are on the screen; what it shows then."""
        ends = time.monotonic() + PATIENCE_S
        while True:
            screen = self.screen
            if all(word in screen for word in words):
                return screen
            assert time.monotonic() < ends, f"{words} never came:\n{screen}"
            time.sleep(0.02)

    def has_ended(self) -> bool:
        """Wait until the command has ended, and the session with it."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            try:
                self.run("has-session")
            except subprocess.CalledProcessError:
                return True
            time.sleep(0.02)
        return False

    def close(self) -> None:
        """End whatever is left."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminal(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """The application on the sample index, in a folder of its own."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    command = [*SEARCHKIT, "ui", "--index", str(seeded)]
    session = Terminal(tmp_path / "tmux", command, tmp_path)
    try:
        yield session
    finally:
        session.close()


def lines_down_to(screen: str, value: str) -> int:
    """How many lines below the first value of the facets another one stands; headings are none."""
    rows = [line[FACETS] for line in screen.splitlines()[3:-2]]
    values = [row.strip() for row in rows if row.startswith(("  ", "▸ ", "▾ ", "✓ "))]
    return next(at for at, row in enumerate(values) if row.startswith(value))


def test_from_the_first_letter_to_the_exported_file(terminal: Terminal, tmp_path: Path) -> None:
    terminal.shows("Facets", "Hits", "Article")
    terminal.type("zona hijau jawa timur")
    terminal.shows("zone: hijau", "region: Jawa Timur")
    terminal.press("Enter", "f")
    screen = terminal.shows("2023", "Space choose")
    terminal.press(*["j"] * lines_down_to(screen, "2023"), "Space")
    terminal.shows("● year: 2023")
    terminal.press("Tab", "Enter")
    terminal.shows("n next match")
    terminal.press("n")
    terminal.shows("1/")
    terminal.press("n")
    terminal.shows("2/")
    terminal.press("e")
    terminal.shows("CSV")
    terminal.press("Enter")
    terminal.shows(".csv")
    terminal.press("q")
    assert terminal.has_ended()
    (exported,) = tmp_path.glob("*.csv")
    rows = list(csv.DictReader(exported.read_text(encoding="utf-8").splitlines()))
    assert rows
    assert {row["year"] for row in rows} == {"2023"}


def test_a_pipe_is_told_what_to_do_instead(seeded: Path) -> None:
    ran = subprocess.run(
        [*SEARCHKIT, "ui", "--index", str(seeded)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert ran.returncode == 2
    assert "needs a terminal" in ran.stderr
    assert "searchkit search" in ran.stderr
    assert ran.stdout == ""
