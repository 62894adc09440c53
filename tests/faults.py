"""Faults made with real means: full and read-only disks, few descriptors, little memory."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchkit import Index, SyncReport, open_index, read_corpus
from tests.conftest import ROOT

DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2  # capabilities of Linux
_VERSION_3 = 0x20080522

WORDS = ("banjir", "warga", "sungai", "jalan", "pasar", "sekolah", "jembatan", "hujan", "petani")


def write_articles(folder: Path, numbers: range, turn: int = 1) -> None:
    """Made-up articles, each a file; another ``turn`` is another text."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        words = " ".join(WORDS[(number * turn + at) % len(WORDS)] + str(at) for at in range(60))
        text = f"Kabar {number} giliran {turn}\n\nWarga kota membahas {words} pada rapat desa.\n"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")


def sync(index: Index | Path, corpus: Path, **options: object) -> SyncReport:
    """Sync a folder."""
    index = open_index(index) if isinstance(index, Path) else index
    rebuild = bool(options.pop("rebuild", False))
    with index, index.writer(wait_s=0, rebuild=rebuild) as writer:
        return writer.sync(read_corpus(corpus), **options)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, str]:
    """What an index answers: the texts of its articles by id; none where there is no index."""
    with open_index(folder) as index:
        if not index.exists():
            return {}
        return {id: article.text for id in index.ids() if (article := index.article(id))}


def leftovers(folder: Path) -> list[str]:
    """Files that no commit needs, as far as their names tell; to be asked after a commit."""
    with open_index(folder) as index:
        segments = index.stats().segments
    found = [path.name for path in folder.rglob("*")]
    unnamed = [name for name in found if name.endswith((".new", ".tmp"))]
    extra = len([name for name in found if name.endswith(".segment")]) - segments
    return unnamed + ["a segment"] * extra


@contextmanager
def tmpfs(place: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes; skips the test where none can be mounted."""
    place.mkdir()
    options = f"size={size}"
    mounting = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    try:
        done = subprocess.run(mounting, capture_output=True, check=False).returncode == 0
    except OSError:
        done = False
    if not done:
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def remount(place: Path, option: str) -> None:
    """Mount a disk again as "ro" or "rw"."""
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)


@contextmanager
def nearly_full(disk: Path, left: int) -> Iterator[None]:
    """A disk with so many bytes left."""
    filler = disk / "filler"
    found = os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, found.f_bavail * found.f_frsize - left))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(name: str, most: int) -> Iterator[None]:
    """A limit of this process (``RLIMIT_FSIZE`` …), set back at the end."""
    resource = pytest.importorskip("resource")
    number = getattr(resource, name)
    before = resource.getrlimit(number)
    resource.setrlimit(number, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(number, before)


@contextmanager
def obeying_permissions() -> Iterator[None]:
    """While it lasts, permissions hold for this thread even where root runs it.

    Skips the test where they cannot be made to.
    """
    if os.name == "nt":
        pytest.skip("permissions are others there")
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("root can do everything here")
    before = _capabilities()
    kept = list(before)
    kept[0] &= ~(1 << DAC_OVERRIDE | 1 << DAC_READ_SEARCH)
    _set_capabilities(kept)
    try:
        yield
    finally:
        _set_capabilities(before)


def _capabilities() -> list[int]:
    """Effective, permitted and inheritable ones, of the first 32 and of the others."""
    header, data = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None, use_errno=True).capget(header, data) == 0
    return list(data)


def _set_capabilities(values: Sequence[int]) -> None:
    header, data = (ctypes.c_uint32 * 2)(_VERSION_3, 0), (ctypes.c_uint32 * 6)(*values)
    assert ctypes.CDLL(None, use_errno=True).capset(header, data) == 0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a program of its own left behind; ``told`` are its lines on stderr."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> list[str]:
        """The lines on stderr, none of them of a traceback."""
        assert "Traceback" not in self.err, self.err
        return self.err.splitlines()


def searchkit(
    *args: str,
    cwd: Path,
    limit: str = "",
    environ: Mapping[str, str | None] = {},
    before: Callable[[], None] | None = None,
    redirect: str = "",
) -> Ended:
    """Run ``searchkit`` as a program of its own.

    ``limit`` is what a shell is to set before (``ulimit -n 16``), ``redirect`` where it is
    to lead the streams (``<&-``); in ``environ`` None takes a variable away.
    """
    settled: dict[str, str | None] = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    command = [sys.executable, "-m", "searchkit", *args]
    if limit or redirect:
        command = ["/bin/sh", "-c", f'{limit or ":"}; exec "$@" {redirect}', "sh", *command]
    ran = subprocess.run(
        command,
        cwd=cwd,
        env={name: value for name, value in settled.items() if value is not None},
        stdin=None if "<" in redirect else subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=before,
        check=False,
    )
    return Ended(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def counted(ran: Ended) -> dict[str, int]:
    """The counts of ``index --format json``."""
    found: dict[str, int] = json.loads(ran.out)
    return found
