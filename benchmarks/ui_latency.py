"""How long the application takes from a key press to the results on the screen.

    python benchmarks/ui_latency.py INDEX [--queries N] [--start]

Types queries letter by letter into the application (through Textual's pilot, 120 by 40 cells), and
takes the time from each key until the answer to just that text is drawn. ``--start`` takes the time
from the start of the process to its first frame, in a pseudo-terminal, instead.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

from searchkit.ui.app.application import Application
from searchkit.ui.app.browse import Browse

QUERIES = (
    "banjir jakarta",
    "zona hijau jawa timur",
    "pelayanan publik ombudsman",
    "presiden jokowi kabinet",
    "kebakaran hutan riau 2019",
    "harga bbm naik",
    "polisi tangkap pelaku",
    "gempa bumi maluku",
    "demo mahasiswa dpr",
    "timnas indonesia",
)
SIZE = (120, 40)
ROUNDS = 5
DEADLINE_S = 20.0


async def typed(index: Path, queries: int) -> list[float]:
    """Milliseconds from each key to its answer on the screen."""
    app = Application(str(index))
    taken: list[float] = []
    async with app.run_test(size=SIZE) as pilot:
        browse = app.screen
        assert isinstance(browse, Browse)
        await drawn(browse, "")
        for query in QUERIES[:queries]:
            for end in range(1, len(query) + 1):
                key = "space" if query[end - 1] == " " else query[end - 1]
                started = time.perf_counter()
                # The pilot itself waits longer, until nothing at all goes on.
                pressed = asyncio.create_task(pilot.press(key))
                await drawn(browse, query[:end])
                taken.append((time.perf_counter() - started) * 1000)
                await pressed
            await pilot.press("ctrl+u")
            await drawn(browse, "")
    return taken


async def drawn(browse: Browse, query: str) -> None:
    """Wait until the answer to a query is drawn."""
    ends = time.perf_counter() + DEADLINE_S
    while browse.drawn is None or browse.drawn.query != query:
        if time.perf_counter() > ends:
            raise TimeoutError(f"no answer to {query!r}")
        await asyncio.sleep(0.001)


def first_frame(index: Path) -> float:
    """Seconds from the start of the process until the panes are on the screen."""
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        command = [sys.executable, "-m", "searchkit", "--lang", "en", "ui", "--index", str(index)]
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
    seen = b""
    try:
        while b"Facets" not in seen:
            if not select.select([terminal], [], [], DEADLINE_S)[0]:
                raise TimeoutError("no frame")
            seen += os.read(terminal, 1 << 16)
        return time.perf_counter() - started
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--queries", type=int, default=len(QUERIES))
    parser.add_argument("--start", action="store_true")
    told = parser.parse_args()
    if told.start:
        times = [first_frame(told.index) for _ in range(ROUNDS)]
        print(f"first frame: median {statistics.median(times):.2f} s, worst {max(times):.2f} s")
        return
    taken = sorted(asyncio.run(typed(told.index, told.queries)))
    p95 = taken[int(len(taken) * 0.95)]
    print(
        f"{len(taken)} keys: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms,"
        f" worst {taken[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
