"""Prober: the command line on folders that nobody should trust, in processes that are watched.

``python -m tests.prober`` reads tasks as lines of JSON, runs each in a fork of itself that
may take no more than so much memory, and prints what came of it as a line of JSON. A task is
a folder and some commands, one after the other.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.chaos.trial import tried

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 20.0
"""No task of up to twenty commands may take longer."""

MEMORY = 512 << 20
"""Bytes that a run may take more than a process that has loaded all modules."""

_EXECUTES = re.compile(
    r"pickle\.find_class|os\.(system|exec|posix_spawn|startfile|putenv)|subprocess\.Popen"
    r"|ctypes\.\w+|socket\.(connect|bind|getaddrinfo)|pty\.spawn|webbrowser\.open"
)
_CHANGES = re.compile(
    r"open|os\.(remove|rename|rmdir|mkdir|truncate|link|symlink|chmod|chown|utime|listdir|scandir)"
    r"|shutil\.\w+"
)


_FOLDER_AT = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.rename": 2, "os.chmod": 2}
"""Where in the values of an event the number of the folder stands that a path is named from."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a run gave back. ``events`` are those that should never be: something executed, or
    a place beside index and corpus touched. ``failed`` tells why there is no answer."""

    code: int
    out: str
    err: str
    events: tuple[str, ...]
    failed: str = ""


class Prober:
    """A process of its own that runs one probe after the other."""

    def __enter__(self) -> Prober:
        command = [sys.executable, "-m", "tests.prober"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def run(self, folder: Path, *arguments: str) -> Probe:
        """Run ``searchkit`` with these arguments in ``folder``, where index/ and berita/ are."""
        return self.run_all(folder, arguments)[0]

    def run_all(self, folder: Path, *commands: Sequence[str]) -> list[Probe]:
        """The same for several commands; one that ends the process is the last."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([str(folder), commands]) + "\n")
        self._process.stdin.flush()
        answers = json.loads(self._process.stdout.readline())
        return [Probe(**{**answer, "events": tuple(answer["events"])}) for answer in answers]


def _probes(folder: str, commands: Sequence[Sequence[str]]) -> list[Probe]:
    seconds = SECONDS * (1 + len(commands) // 20)
    outcome = tried(lambda: _watched(folder, commands), seconds)
    return [Probe(-1, "", "", (), outcome.failed)] if outcome.failed else outcome.value


def _watched(folder: str, commands: Sequence[Sequence[str]]) -> list[Probe]:
    os.chdir(folder)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    events: list[str] = []
    allowed = tuple(f"{os.path.realpath(folder)}/{name}" for name in ("index", "berita"))
    beside = os.path.realpath(folder)

    def watch(event: str, values: tuple[Any, ...]) -> None:
        if _EXECUTES.fullmatch(event):
            events.append(f"{event} {values!r:.200}")
        elif _CHANGES.fullmatch(event) and values and isinstance(values[0], (str, bytes)):
            path = _place(os.fsdecode(values[0]), values[_FOLDER_AT.get(event, 0)])
            if path.startswith(f"{beside}/") and not path.startswith(allowed):
                events.append(f"{event} {values!r:.200}")

    sys.addaudithook(watch)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    probes = []
    for command in commands:
        events.clear()
        probes.append(Probe(*_run(command), tuple(events)))
    return probes


def _place(path: str, folder: Any) -> str:
    """The place that a call means, which may be named from an open folder; no link is followed."""
    is_open = isinstance(folder, int) and folder >= 0
    start = Path(f"/proc/self/fd/{folder}").readlink() if is_open else Path.cwd()
    return os.path.normpath(start / path)


def _run(arguments: Sequence[str]) -> tuple[int, str, str]:
    from searchkit.cli.app import run

    out, err = io.BytesIO(), io.BytesIO()
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
    code = run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    return code, out.getvalue().decode(), err.getvalue().decode()


def _warm_up() -> None:
    """Load what commands load, so that no probe does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "berita").mkdir()
        (folder / "berita" / "a.txt").write_text("Kabar Pasar\n\nPasar lama di Kota Blitar ramai.")
        for arguments in (
            ("index", "berita"),
            ("search", "pasar", "--explain"),
            ("stats",),
            ("verify",),
        ):
            _run_in(folder, arguments)


def _run_in(folder: Path, arguments: Sequence[str]) -> None:
    before = sys.stdout, sys.stderr, Path.cwd()
    os.chdir(folder)
    try:
        _run(arguments)
    finally:
        sys.stdout, sys.stderr = before[:2]
        os.chdir(before[2])


def main() -> None:
    """Probe one folder after the other, as long as tasks come."""
    _warm_up()
    for line in sys.stdin:
        probes = _probes(*json.loads(line))
        sys.stdout.write(json.dumps([asdict(probe) for probe in probes]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
