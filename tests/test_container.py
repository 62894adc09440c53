"""The file of a segment: what was written is read, and damage is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from searchkit.engines.whoosh.container import (
    Container,
    ContainerWriter,
    IndexDamaged,
    narrowest,
)

SECTIONS = {
    "small": np.arange(200, dtype=np.uint8),
    "wide": np.arange(0, 1 << 20, 997, dtype=np.uint64),
    "nothing": np.zeros(0, dtype=np.uint16),
}


def written(path: Path) -> Path:
    writer = ContainerWriter(path)
    for name, values in SECTIONS.items():
        writer.add(name, values)
    writer.close({"articles": 3})
    return path


def test_sections_and_facts_come_back_as_written(tmp_path: Path) -> None:
    container = Container(written(tmp_path / "one"))
    assert container.facts == {"articles": 3}
    assert list(container) == list(SECTIONS)
    for name, values in SECTIONS.items():
        found = container.array(name)
        assert found.dtype == values.dtype
        assert found.tolist() == values.tolist()
        assert found.ctypes.data % 64 == 0 or not len(found)


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


def test_a_file_that_is_cut_short_anywhere_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    data = path.read_bytes()
    for size in (0, 5, 63, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        with pytest.raises(IndexDamaged, match="one"):
            Container(path)


def test_another_file_is_no_container(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"teks biasa " * 40)
    with pytest.raises(IndexDamaged, match="not a complete segment"):
        Container(tmp_path / "other")


def test_a_changed_byte_is_found_in_its_section(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    data = bytearray(path.read_bytes())
    data[data.index(SECTIONS["wide"][5:8].tobytes())] ^= 1
    path.write_bytes(data)
    (change,) = Container(path).damaged()
    assert "wide)" in change.message


def test_a_changed_byte_of_the_directory_is_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path / "one")
    data = bytearray(path.read_bytes())
    data[data.index(b'"articles"') + 3] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="directory"):
        Container(path)


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
