"""The file of a segment: what was written is read, and every change of it is told."""

from __future__ import annotations

import hashlib
import json
import os
import random
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from searchkit.disk import NotRegular
from searchkit.engines.whoosh.checksums import BLOCK, OpenFile, Written
from searchkit.engines.whoosh.container import (
    MAGIC,
    Container,
    ContainerWriter,
    narrowest,
)
from searchkit.errors import IndexDamaged, IndexUnread

SECTIONS = {
    "small": np.arange(200, dtype=np.uint8),
    "wide": np.arange(0, 1 << 20, 997, dtype=np.uint64),
    "nothing": np.zeros(0, dtype=np.uint16),
}
LARGE = np.arange(40_000, dtype=np.uint32)


def written(path: Path, sections: dict[str, Any] = SECTIONS) -> Path:
    writer = ContainerWriter(path)
    for name, values in sections.items():
        writer.add(name, values)
    writer.close({"articles": 3})
    return path


def change(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x40
    path.write_bytes(data)


# Writing and reading


def test_sections_and_facts_come_back_as_written(tmp_path: Path) -> None:
    container = Container(written(tmp_path / "one"))
    assert container.facts == {"articles": 3}
    assert list(container) == list(SECTIONS)
    for name, values in SECTIONS.items():
        found = container.array(name)
        assert found.dtype == values.dtype
        assert found.tolist() == values.tolist()
        assert found.ctypes.data % 64 == 0 or not len(found)
        assert container.count(name) == len(values)
        assert container.bytes(name).tobytes() == values.tobytes()


@given(arrays(np.uint32, st.integers(0, 50)), st.lists(st.integers(0, 50), max_size=4))
def test_a_section_may_be_written_in_pieces_beside_another(
    tmp_path_factory: pytest.TempPathFactory, values: np.ndarray, cuts: list[int]
) -> None:
    path = tmp_path_factory.mktemp("pieces") / "one"
    writer = ContainerWriter(path)
    first = writer.reserve("first", "u4", len(values))
    second = writer.reserve("second", "u8", len(values))
    for piece in np.split(values, sorted(cut for cut in cuts if cut <= len(values))):
        second.write(piece)
        first.write(piece)
    writer.close({})
    container = Container(path)
    assert container.array("first").tolist() == container.array("second").tolist()
    assert container.array("first").tolist() == values.tolist()
    assert not list(container.damaged())


def test_a_section_takes_just_what_was_announced(tmp_path: Path) -> None:
    writer = ContainerWriter(tmp_path / "one")
    section = writer.reserve("first", "u4", 3)
    section.write([1, 2])
    with pytest.raises(ValueError, match="fewer"):
        writer.close({})
    with pytest.raises(ValueError, match="more"):
        section.write([3, 4])
    writer.discard()
    assert not (tmp_path / "one").exists()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 8, BLOCK - 64, BLOCK, 70 * BLOCK + 5])
def test_size_and_sha256_are_those_of_the_whole_file(tmp_path: Path, size: int) -> None:
    writer = ContainerWriter(tmp_path / "one")
    writer.add_bytes("bytes", os.urandom(size))
    writer.reserve("none", "u1", 0)
    data = writer.close({}), (tmp_path / "one").read_bytes()
    assert data[0] == Written(len(data[1]), hashlib.sha256(data[1]).hexdigest())
    assert not list(Container(tmp_path / "one").damaged())


def test_an_open_container_outlives_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    container = Container(path)
    path.unlink()
    assert container.array("small").tolist() == list(range(200))


@pytest.mark.parametrize(
    ("limit", "bytes_"), [(0, 1), (255, 1), (256, 2), (65536, 4), (1 << 32, 8)]
)
def test_numbers_are_kept_in_the_narrowest_type(limit: int, bytes_: int) -> None:
    assert narrowest(limit).itemsize == bytes_


# A part of a section


@settings(max_examples=40)
@given(st.data())
def test_a_part_of_a_section_is_what_an_array_has_there(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = written(
        tmp_path_factory.mktemp("part") / "one", {"first": SECTIONS["small"], "it": LARGE}
    )
    section = Container(path).section("it")
    assert len(section) == len(LARGE)
    places = st.integers(0, len(LARGE) - 1)
    for _ in range(3):
        start, end = data.draw(places), data.draw(places)
        assert section[start:end].tolist() == LARGE[start:end].tolist()
        assert section.at(start) == LARGE[start]
        scattered = np.array(data.draw(st.lists(places, max_size=9)), dtype=np.int64)
        assert section.take(scattered).tolist() == LARGE[scattered].tolist()
        ends = np.sort(np.array(data.draw(st.lists(places, max_size=8)), dtype=np.int64))
        starts, counts = ends[:-1:2], np.diff(ends)[::2]
        wanted = [n for s, c in zip(starts, counts, strict=True) for n in range(s, s + c)]
        assert section.stretches(starts, counts).tolist() == LARGE[wanted].tolist()
    assert section.whole().tolist() == LARGE.tolist()


def test_rows_are_taken_as_they_were_written(tmp_path: Path) -> None:
    rows = np.frombuffer(random.Random(5).randbytes(160 * 900), dtype=np.uint8)
    container = Container(written(tmp_path / "one", {"first": SECTIONS["small"], "it": rows}))
    section = container.section("it", 160)
    places = np.array([899, 0, 102, 103, 700])
    assert section.take(places).tolist() == rows.reshape(900, 160)[places].tolist()
    assert section[5:7].tolist() == rows.reshape(900, 160)[5:7].tolist()
    with pytest.raises(IndexDamaged, match="rows of 161"):
        container.section("it", 161)


@pytest.mark.parametrize(
    "read",
    [
        lambda section: section.at(len(LARGE)),
        lambda section: section.at(-1),
        lambda section: section.take(np.array([0, len(LARGE)])),
        lambda section: section.take(np.array([3, -1])),
        lambda section: section.stretches(np.array([len(LARGE) - 1]), np.array([2])),
        lambda section: section.stretches(np.array([-1]), np.array([2])),
        lambda section: section.stretches(np.array([0]), np.array([-2])),
        lambda section: section.stretches(np.zeros(9, np.int64), np.full(9, len(LARGE))),
        lambda section: section.bytes(0, 1 << 40),
        lambda section: section.require(3),
    ],
)
def test_there_is_nothing_beyond_a_section(tmp_path: Path, read: Callable[[Any], object]) -> None:
    section = Container(written(tmp_path / "one", {"it": LARGE, "next": LARGE})).section("it")
    with pytest.raises((IndexError, IndexDamaged)):
        read(section)


def test_what_has_changed_is_told_where_it_is_used_and_nowhere_else(tmp_path: Path) -> None:
    path = written(tmp_path / "one", {"it": LARGE, "next": LARGE})
    place = 64 + 4 * 30_000  # in the eighth block
    change(path, place)
    section = Container(path).section("it")
    assert section[:20_000].tolist() == LARGE[:20_000].tolist()
    assert section.take(np.array([39_000, 5])).tolist() == [39_000, 5]
    assert section.stretches(np.array([0, 39_000]), np.array([2, 1])).tolist() == [0, 1, 39_000]
    for read in (
        lambda: section[29_999:30_001],
        lambda: section[:],
        lambda: section.at(30_000),
        lambda: section.take(np.array([39_000, 30_000, 0])),
        lambda: section.stretches(np.array([0, 29_000]), np.array([2, 9_000])),
        lambda: Container(path).array("it"),
        lambda: Container(path).bytes("it"),
    ):
        with pytest.raises(IndexDamaged) as caught:
            read()
        block = path.read_bytes()[place // BLOCK * BLOCK :][:BLOCK]
        assert str(path) in caught.value.message and "(it)" in caught.value.message
        assert f"bytes {place // BLOCK * BLOCK} to {place // BLOCK * BLOCK + BLOCK - 1}" in str(
            caught.value
        )
        assert f"{crc32(block):08x}, expected " in caught.value.message
        assert "--rebuild" in caught.value.next_step
    assert Container(path).array("next").tolist() == LARGE.tolist()


# Files that are none, or have changed


def test_a_file_that_is_cut_short_anywhere_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    data = path.read_bytes()
    for size in (0, 5, 63, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(IndexDamaged, match="one"):
            Container(path)


def test_a_file_that_goes_on_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    data = path.read_bytes()
    for more in (b"\0", data[-8:], data[-40:], data):
        path.write_bytes(data + more)
        with pytest.raises(IndexDamaged, match="one"):
            Container(path)


def test_another_file_is_no_container(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"teks biasa " * 40)
    with pytest.raises(IndexDamaged, match="not a complete segment"):
        Container(tmp_path / "other")


def test_every_byte_of_a_file_is_covered(tmp_path: Path) -> None:
    path = written(tmp_path / "one", {"small": SECTIONS["small"], "other": LARGE[:9]})
    data = path.read_bytes()
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        path.write_bytes(changed)
        try:
            container = Container(path)
        except IndexDamaged:
            continue
        assert list(container.damaged()), at
        assert at < data.index(b'{"facts"'), "what stands at the end is compared at once"


def test_what_has_changed_is_listed_with_its_sections(tmp_path: Path) -> None:
    path = written(tmp_path / "one", {"it": LARGE, "next": LARGE})
    change(path, 64 + 4 * 30_000)
    change(path, 64 + 4 * 40_001)
    assert [
        error.found.partition("(")[2].partition(")")[0] for error in Container(path).damaged()
    ] == ["it", "it, next"]


@pytest.mark.skipif(os.name == "nt", reason="a file that is open cannot be cut")
def test_a_file_that_is_cut_while_it_is_open_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "one", {"it": LARGE})
    section = Container(path).section("it")
    assert section.at(5) == 5
    os.truncate(path, BLOCK)
    with pytest.raises(IndexDamaged, match=f"has {BLOCK} bytes"):
        section.at(30_000)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_the_disk_does_not_read_is_no_damage() -> None:
    file = OpenFile(Path("/proc/self/mem"))  # its first pages cannot be read: EIO
    with pytest.raises(IndexUnread, match="/proc/self/mem cannot be read: input/output error"):
        file.read(0, 10)


def test_a_pipe_is_no_container_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "one")
    with pytest.raises(NotRegular):
        Container(tmp_path / "one")


# Files with the right checksums that nobody wrote


def forged(path: Path, directory: bytes, body: bytes = b"", blocks: int | None = None) -> Path:
    """A container with some directory, all of its checksums right."""
    data = MAGIC + body
    sums = [crc32(data[at : at + BLOCK]) for at in range(0, len(data), BLOCK)]
    table = struct.pack(f"<{len(sums)}I", *sums)
    place = len(data) if blocks is None else blocks * BLOCK
    trailer = struct.pack("<QIII", place, len(directory), crc32(directory), crc32(table))
    path.write_bytes(data + directory + table + trailer + struct.pack("<I", crc32(trailer)) + MAGIC)
    return path


def directory(**values: object) -> bytes:
    return json.dumps({"facts": {}, "sections": {}, **values}).encode()


def test_a_forged_container_would_be_one(tmp_path: Path) -> None:
    path = forged(tmp_path / "one", directory(sections={"a": [64, 4, "<u4"]}), bytes(60))
    assert Container(path).array("a").tolist() == [0]


@pytest.mark.parametrize(
    "found",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"facts":' * 100_000,
        directory(facts=[1]),
        directory(sections=[1]),
        directory(sections={"a": 5}),
        directory(sections={"a": [64, 4, "<u4", 1]}),
        directory(sections={"a": [64, 8, "<u4"]}),
        directory(sections={"a": [0, 4, "<u4"]}),
        directory(sections={"a": [60, 4, "<u4"]}),
        directory(sections={"a": [-64, 4, "<u4"]}),
        directory(sections={"a": [64, -4, "<u4"]}),
        directory(sections={"a": [64, 3, "<u4"]}),
        directory(sections={"a": [64, 4, "O"]}),
        directory(sections={"a": [64, 4, ">u4"]}),
        directory(sections={"a": [64, 4, "<f4"]}),
        directory(sections={"a": [64.0, 4, "<u4"]}),
        directory(sections={"a": ["64", "4", "<u4"]}),
        directory(sections={"a": [1 << 70, 4, "<u4"]}),
        directory(sections={"a": [64, 1 << 70, "|u1"]}),
    ],
)
def test_a_directory_that_cannot_be_is_refused(tmp_path: Path, found: bytes) -> None:
    with pytest.raises(IndexDamaged, match="one"):
        Container(forged(tmp_path / "one", found, bytes(60)))


@pytest.mark.parametrize("blocks", [0, 1, 1 << 20, 1 << 49])
def test_a_trailer_with_other_sizes_is_refused(tmp_path: Path, blocks: int) -> None:
    with pytest.raises(IndexDamaged, match="as its trailer tells"):
        Container(forged(tmp_path / "one", directory(), bytes(60), blocks))
