"""Probing: a folder with articles and an index, a canary beside it, and what may come of it."""

from __future__ import annotations

import hashlib
import json
import shutil
import stat
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from searchkit import open_index, read_corpus
from tests.prober import Probe, Prober

MANIFEST = "manifest.json"
CANARY = b"Milik orang lain; tidak boleh dibaca, ditulis atau dihapus.\n"
READING = (("search", "*", "--format", "ids"), ("stats",), ("verify",))
WRITING = (("index", "berita"),)


@pytest.fixture(scope="module")
def prober() -> Iterator[Prober]:
    with Prober() as running:
        yield running


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their index: two segments, a deletion, pieces and stems."""
    folder = tmp_path_factory.mktemp("whole")
    berita = folder / "berita"
    berita.mkdir()
    for number in range(6):
        text = f"Kabar {number}\n\nPasar lama di Kota Blitar ramai pada hari ke-{number}.\n"
        (berita / f"b{number}.txt").write_text(text)
    for _ in range(2):
        with open_index(folder / "index") as index, index.writer() as writer:
            writer.sync(read_corpus(berita), prune=True)
        (berita / "b0.txt").unlink(missing_ok=True)
        (berita / "baru.txt").write_text("Kabar Baru\n\nJembatan gantung dibuka lagi.\n")
    return folder


@pytest.fixture
def place(tmp_path: Path, whole: Path) -> Path:
    """A copy of that folder, with a canary beside the index."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True, copy_function=shutil.copy2)
    (tmp_path / "canary").mkdir()
    for name in ("canary.txt", "canary/dalam.segment"):
        (tmp_path / name).write_bytes(CANARY)
    return tmp_path


def seen(folder: Path) -> dict[str, tuple[Any, ...]]:
    """What lies in a folder, nothing of it opened: kind, size and time of change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if not path.name.startswith("writer.") and not stat.S_ISDIR(status.st_mode):
            found[str(path)] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ino)
    return found


def check(probe: Probe, codes: tuple[int, ...]) -> None:
    """It ended in one of these ways, in words for a terminal, with nothing done unasked."""
    assert not probe.failed, probe.failed
    assert probe.events == ()
    assert probe.code in codes, (probe.code, probe.err)
    told = (probe.out + probe.err).replace("\n", "")
    assert told.isprintable(), ascii(told)
    assert len(probe.err) < 2000, "a message, not a file"


def check_all(
    prober: Prober, place: Path, codes: tuple[int, ...], *commands: Sequence[str]
) -> set[int]:
    """Each command ends in one of these ways; the ways that were met."""
    for probe in (probes := prober.run_all(place, *commands)):
        check(probe, codes)
    assert len(probes) == len(commands)
    return {probe.code for probe in probes}


def check_refused(prober: Prober, place: Path, codes: tuple[int, ...] = (5,)) -> None:
    """Every command refuses the index and leaves all as it is; a rebuild mends it."""
    before = seen(place)
    commands = (*READING, *WRITING)
    probes = prober.run_all(place, *commands)
    assert len(probes) == len(commands), probes
    for command, probe in zip(commands, probes, strict=True):
        check(probe, codes)
        assert probe.out == "" or command == ("verify",), probe.out
    assert seen(place) == before
    check_mended(prober, place)


def check_mended(prober: Prober, place: Path) -> None:
    """A rebuild makes an index that answers; nothing beside the index has changed."""
    before = beside(place)
    commands = (("index", "--rebuild", "berita"), ("search", "jembatan", "--format", "ids"))
    probes = prober.run_all(place, *commands)
    for probe in probes:
        check(probe, (0,))
    assert probes[-1].out.splitlines() == ["baru.txt"]
    assert beside(place) == before
    assert (place / "canary.txt").read_bytes() == CANARY


def beside(place: Path) -> dict[str, tuple[Any, ...]]:
    """What lies beside the index."""
    return {path: facts for path, facts in seen(place).items() if "/index/" not in path}


def files_of(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted((folder / "index").rglob("*"))
        if path.is_file() and not path.name.startswith("writer.")
    ]


def signed(line: bytes) -> bytes:
    return b"%b\n%b\n" % (line, hashlib.sha256(line).hexdigest().encode())


def write_signed(place: Path, values: object) -> None:
    text = json.dumps(values, separators=(",", ":"))
    (place / "index" / MANIFEST).write_bytes(signed(text.encode("utf-8", "surrogatepass")))


def bomb_of_zeros(size: int) -> bytes:
    """So many zeros, compressed to a thousandth."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(parts) + packer.flush()
