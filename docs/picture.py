"""Draws the pictures of docs/: the flagship search as a terminal shows it, and a plot of scores.

make demo && .venv/bin/python docs/picture.py
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, LINES = 110, 60
COMMAND = ["search", "zona", "hijau", "Jawa", "Timur", "-n", "4"]
PLOT = ["scores", "--province", "jateng", "--plot", "docs/scores.svg"]
SEARCHKIT = str(Path(sys.executable).with_name("searchkit"))


def main() -> None:
    """Draw search.svg and scores.svg."""
    draw_search()
    subprocess.run([SEARCHKIT, *PLOT], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def draw_search() -> None:
    """Run the search on a terminal of its own and keep what it drew."""
    drawn = run_on_terminal([SEARCHKIT, *COMMAND])
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ searchkit " + " ".join(COMMAND) + "\n" + drawn))
    svg = console.export_svg(title="searchkit")
    # The picture brings no fonts from elsewhere: any monospaced one will do.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code, ", "")
    lines = (line.rstrip() for line in svg.splitlines())
    (ROOT / "docs" / "search.svg").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run_on_terminal(command: list[str]) -> str:
    """What a command prints when its output is a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=ROOT, env=environment):
        os.close(theirs)
        parts: list[bytes] = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
