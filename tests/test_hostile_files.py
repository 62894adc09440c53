"""An index folder in which files are none, or lead elsewhere."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.formats import manifest_of
from tests.prober import Prober
from tests.probing import (
    CANARY,
    MANIFEST,
    READING,
    WRITING,
    beside,
    check,
    check_all,
    check_mended,
    check_refused,
    files_of,
    place,
    prober,
    seen,
    whole,
    write_signed,
)

__all__ = ["place", "prober", "whole"]  # fixtures

Mangle = Callable[[Path], object]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        before = Path.cwd()
        os.chdir(path.parent)
        try:
            one.bind(path.name)
        finally:
            os.chdir(before)


def link_to_zeros(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_nothing(path: Path) -> None:
    path.symlink_to("tiada")


def link_outside(path: Path) -> None:
    path.symlink_to(path.parents[1] / "canary.txt")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10 << 30)


KINDS: list[Mangle] = [
    pipe,
    listen,
    link_to_zeros,
    link_to_itself,
    link_to_nothing,
    link_outside,
    sparse,
]


@pytest.mark.parametrize("make", KINDS)
def test_what_is_no_file_is_no_manifest(prober: Prober, place: Path, make: Mangle) -> None:
    path = place / "index" / MANIFEST
    path.unlink()
    make(path)
    check_refused(prober, place)


@pytest.mark.parametrize("suffix", [".segment", ".piece", ".table"])
@pytest.mark.parametrize("make", KINDS)
def test_what_is_no_file_is_no_part_of_an_index(
    prober: Prober, place: Path, make: Mangle, suffix: str
) -> None:
    path = next(path for path in files_of(place) if path.suffix == suffix)
    path.unlink()
    make(path)
    check_all(prober, place, (5,), ("stats",), *WRITING)
    check_mended(prober, place)


@pytest.mark.parametrize("suffix", [".segment", ".piece", ".table"])
def test_a_link_to_the_very_file_is_not_followed(prober: Prober, place: Path, suffix: str) -> None:
    path = next(path for path in files_of(place) if path.suffix == suffix)
    path.rename(place / "canary" / path.name)
    path.symlink_to(place / "canary" / path.name)
    check(prober.run(place, "stats"), (5,))
    check_mended(prober, place)
    assert (place / "canary" / path.name).is_file()


def test_a_sparse_file_of_the_size_that_the_manifest_tells_is_refused(
    prober: Prober, place: Path
) -> None:
    values = manifest_of(place / "index")
    path = next(path for path in files_of(place) if path.suffix == ".segment")
    path.unlink()
    sparse(path)
    values["files"][path.name]["size"] = 10 << 30
    write_signed(place, values)
    check_all(prober, place, (5,), *READING[:2], *WRITING)  # verifying reads it all
    check_mended(prober, place)


def test_a_segment_under_the_name_of_another_is_refused(prober: Prober, place: Path) -> None:
    values = manifest_of(place / "index")
    one, other = (segment["file"] for segment in values["segments"])
    data = place / "index" / "data"
    (data / one).rename(data / "x")
    (data / other).rename(data / one)
    (data / "x").rename(data / other)
    facts, counts = values["files"], [segment["articles"] for segment in values["segments"]]
    facts[one], facts[other] = facts[other], facts[one]
    for segment, count in zip(values["segments"], reversed(counts), strict=True):
        segment.update(articles=count, deleted=None)
    write_signed(place, values)
    check_refused(prober, place)


@pytest.mark.parametrize("suffix", [".segment", ".piece", ".table"])
def test_a_folder_in_the_place_of_a_file_is_refused(
    prober: Prober, place: Path, suffix: str
) -> None:
    path = next(path for path in files_of(place) if path.suffix == suffix)
    path.unlink()
    path.mkdir()
    (path / "isi.txt").write_bytes(CANARY)
    check_all(prober, place, (5,), ("stats",), *WRITING)
    assert (path / "isi.txt").read_bytes() == CANARY
    check_mended(prober, place)


def test_a_folder_in_the_place_of_the_manifest_is_told(prober: Prober, place: Path) -> None:
    path = place / "index" / MANIFEST
    path.unlink()
    path.mkdir()
    (path / "isi.txt").write_bytes(CANARY)
    check_all(prober, place, (3, 5), *READING, *WRITING)
    check(prober.run(place, "index", "--rebuild", "berita"), (2, 3, 5))
    assert (path / "isi.txt").read_bytes() == CANARY


def test_the_folder_of_the_data_may_not_lie_elsewhere(prober: Prober, place: Path) -> None:
    shutil.move(place / "index" / "data", place / "canary" / "data")
    (place / "index" / "data").symlink_to(place / "canary" / "data")
    before = seen(place / "canary")
    rebuild = ("index", "--rebuild", "berita")
    check_all(prober, place, (2, 3, 5), *READING, *WRITING, rebuild)
    assert seen(place / "canary") == before


LINKED = (
    "writer.lock",
    "writer.json",
    "manifest.json.new",
    "data/FIRST",
    "data/FIRST.new",
    "g1",
    "g2",
)


@pytest.mark.parametrize("name", LINKED)
def test_names_that_a_writer_uses_do_not_lead_out_of_the_index(
    prober: Prober, place: Path, name: str
) -> None:
    (place / "index" / name).unlink(missing_ok=True)
    target = place / ("canary" if name.startswith("g") else "canary.txt")
    (place / "index" / name).symlink_to(target)
    (place / "berita" / "lagi.txt").write_text("Kabar Lagi\n\nPasar baru dibuka.\n")
    before = beside(place)
    check_all(prober, place, (0, 2, 3, 4, 5, 74), *WRITING, ("index", "--rebuild", "berita"))
    assert beside(place) == before
    assert (place / "canary.txt").read_bytes() == CANARY


@pytest.mark.parametrize("name", ["writer.lock", "writer.json", "manifest.json.new", "data/FIRST"])
@pytest.mark.parametrize("make", [pipe, listen])
def test_names_that_a_writer_uses_do_not_make_it_wait(
    prober: Prober, place: Path, name: str, make: Mangle
) -> None:
    (place / "index" / name).unlink(missing_ok=True)
    make(place / "index" / name)
    (place / "berita" / "lagi.txt").write_text("Kabar Lagi\n\nPasar baru dibuka.\n")
    check(prober.run(place, "search", "*"), (0,))
    check(prober.run(place, "index", "berita", "--wait", "0"), (0, 2, 3, 4, 5, 74))


def test_files_of_others_in_the_data_stay(prober: Prober, place: Path) -> None:
    """Nobody knows what they are: no writer removes what no writer has written."""
    foreign = ["catatan.txt", "Segment.segment", "g1/catatan.txt", ".rahasia"]
    for name in foreign:
        path = place / "index" / "data" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(CANARY)
    (place / "berita" / "lagi.txt").write_text("Kabar Lagi\n\nPasar baru dibuka.\n")
    check_all(prober, place, (0,), *WRITING, ("index", "--rebuild", "berita"))
    for name in foreign:
        assert (place / "index" / "data" / name).read_bytes() == CANARY
