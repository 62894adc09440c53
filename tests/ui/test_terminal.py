"""The application in a real terminal: typed into through tmux, and refused in a pipe."""

from __future__ import annotations

import csv
import fcntl
import os
import pty
import shutil
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pilot import lines_down_to

PATIENCE_S = 60.0
SEARCHKIT = [sys.executable, "-m", "searchkit"]


def environment() -> dict[str, str]:
    """What a command in a terminal inherits; how large that is, it has to ask the terminal."""
    # A library under pytest tells the size to every process that is started without this.
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


class Terminal:
    """A tmux session of its own, in which one command runs."""

    def __init__(self, socket: Path, command: list[str], folder: Path) -> None:
        self._tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
        self.run("new-session", "-d", "-x", "120", "-y", "40", "-c", str(folder), *command)

    def run(self, *arguments: str) -> str:
        """What a tmux command prints."""
        command = [*self._tmux, *arguments]
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            env=environment(),
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


def test_from_the_first_letter_to_the_exported_file(terminal: Terminal, tmp_path: Path) -> None:
    terminal.shows("Facets", "Hits", "Article")
    terminal.type("zona hijau jawa timur")
    terminal.shows("zone: hijau", "region: Jawa Timur")
    terminal.press("Enter", "f")
    screen = terminal.shows("2024", "Space choose")
    terminal.press(*["j"] * lines_down_to(screen, "2024"), "Space")
    terminal.shows("● year: 2024")
    terminal.press("Tab", "Enter")
    terminal.shows("n next match")
    terminal.press("n")
    terminal.shows("1/")
    terminal.press("n")
    terminal.shows("2/")
    terminal.press("e")
    terminal.shows("CSV")
    terminal.press("Enter")
    terminal.shows("articles in ", ".csv")
    terminal.press("q")
    assert terminal.has_ended()
    (exported,) = tmp_path.glob("*.csv")
    rows = list(csv.DictReader(exported.read_text(encoding="utf-8").splitlines()))
    assert rows
    assert {row["year"] for row in rows} == {"2024"}


def test_a_window_of_another_size_keeps_what_is_looked_at(terminal: Terminal) -> None:
    terminal.shows("Facets", "Hits", "Article")
    terminal.type("zona hijau jawa timur")
    terminal.shows("zone: hijau", "region: Jawa Timur")
    terminal.run("resize-window", "-x", "80", "-y", "24")
    terminal.shows("zona hijau jawa timur", "region: Jawa Timur", "Hits  ")
    terminal.run("resize-window", "-x", "50", "-y", "12")
    terminal.shows("50×12", "60×15")
    terminal.run("resize-window", "-x", "120", "-y", "40")
    terminal.shows("─ Facets ─", "─ Article ─", "zona hijau jawa timur", "region: Jawa Timur")


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


# Beginning and ending -----------------------------------------------------------------------

# The terminal becomes the one that the process is controlled by, as a shell makes it.
CONTROLLED = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Line:
    """A terminal of which every byte is kept, and the command that runs in it."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._own, self._its = pty.openpty()
        fcntl.ioctl(self._its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._before = termios.tcgetattr(self._its)
        self.output = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.process = subprocess.Popen(
            [sys.executable, "-c", CONTROLLED, *SEARCHKIT, *arguments],
            stdin=self._its,
            stdout=self._its,
            stderr=self._its,
            cwd=folder,
            env=environment(),
            start_new_session=True,
        )

    def _read(self) -> None:
        with suppress(OSError):
            while some := os.read(self._own, 1 << 16):
                self.output += some

    def shows(self, *words: str) -> None:
        """Wait until all of some words have been drawn."""
        ends = time.monotonic() + PATIENCE_S
        while not all(word.encode() in self.output for word in words):
            assert time.monotonic() < ends, f"{words} never came:\n{self.output!r}"
            time.sleep(0.02)

    def type(self, keys: bytes) -> None:
        """Send keys."""
        os.write(self._own, keys)

    def exit_code(self) -> int:
        """Wait until the command has ended; all that it wrote has been read then."""
        code = self.process.wait(PATIENCE_S)
        self.settings_after = termios.tcgetattr(self._its)
        os.close(self._its)
        self._reader.join(PATIENCE_S)
        os.close(self._own)
        return code

    @property
    def is_restored(self) -> bool:
        """Whether nothing of what the application asked of the terminal is left."""
        modes = (b"1049", b"1000", b"1003", b"1006", b"1004", b"2004")
        off = all(
            self.output.rfind(b"\x1b[?%sl" % m) > self.output.rfind(b"\x1b[?%sh" % m) for m in modes
        )
        cursor = self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")
        return off and cursor and self.settings_after == self._before

    @property
    def last_words(self) -> str:
        """What was written after the application had left the screen."""
        return self.output.rpartition(b"\x1b[?1049l")[2].decode()

    def hang_up(self) -> None:
        """The terminal is gone, as when its window is closed."""
        os.close(self._its)
        os.close(self._own)

    def close(self) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self._own, self._its):
            with suppress(OSError):
                os.close(end)


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Line]]:
    """Starts searchkit with some arguments in a terminal."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    started: list[Line] = []

    def start(*arguments: str) -> Line:
        started.append(Line(tmp_path, *arguments))
        return started[-1]

    yield start
    for line in started:
        line.close()


Start = Callable[..., Line]


def test_searchkit_alone_opens_the_application_where_there_is_an_index(
    lines: Start, seeded: Path
) -> None:
    line = lines("--index", str(seeded))
    line.shows("Facets", "62 articles")
    line.type(b"\r")
    line.shows("Enter")
    line.type(b"q")
    assert line.exit_code() == 0
    assert line.is_restored


def test_searchkit_alone_prints_the_help_where_there_is_no_index(lines: Start) -> None:
    line = lines()
    assert line.exit_code() == 0
    assert b"Usage: searchkit" in line.output
    assert b"There is no index yet" in line.output
    assert b"\x1b[?1049h" not in line.output


def test_without_an_index_the_error_stands_below_what_was_there_before(lines: Start) -> None:
    line = lines("ui")
    assert line.exit_code() == 3
    assert line.is_restored
    assert "Error:" in line.last_words
    assert "searchkit index" in line.last_words


def test_ctrl_c_leaves_the_terminal_as_it_was(lines: Start, seeded: Path) -> None:
    line = lines("ui", "--index", str(seeded), "banjir")
    line.shows("Facets", "Hits")
    line.type(b"\x03")
    assert line.exit_code() == 0
    assert line.is_restored


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(
    lines: Start, seeded: Path, number: signal.Signals
) -> None:
    line = lines("ui", "--index", str(seeded))
    line.shows("Facets", "62 articles")
    line.process.send_signal(number)
    assert line.exit_code() == 0
    assert line.is_restored


def test_a_terminal_that_is_closed_ends_the_application(lines: Start, seeded: Path) -> None:
    line = lines("ui", "--index", str(seeded))
    line.shows("Facets", "62 articles")
    line.hang_up()
    line.process.wait(PATIENCE_S)
