"""A search never answers from bytes that have changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import open_index
from searchkit.engines.whoosh.boundary import reading, tells_damage
from searchkit.errors import IndexDamaged, QueryError
from searchkit.query.filters import Filters
from tests.archive import QUESTIONS, asked, build, kept, put, segments, sync


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("arsip"))


@pytest.fixture(scope="module")
def answers(index: Path) -> dict[str, str]:
    return {name: asked(index, name) for name in QUESTIONS}


def test_every_question_finds_something(index: Path, answers: dict[str, str]) -> None:
    assert len(segments(index)) > 1
    assert answers == {name: asked(index, name) for name in QUESTIONS}
    assert not [name for name, answer in answers.items() if "hits=()" in answer or answer == "[]"]


@settings(max_examples=40)
@given(st.data())
def test_with_any_byte_changed_the_answers_are_the_same_or_damage_is_told(
    index: Path, answers: dict[str, str], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(segments(index)))
    changed = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(changed) - 1))
    kind = data.draw(st.sampled_from(["changed", "changed", "changed", "cut", "longer"]))
    if kind == "changed":
        changed[at] ^= data.draw(st.integers(1, 255))
    elif kind == "cut":
        del changed[at:]
    else:
        changed += data.draw(st.binary(min_size=1, max_size=70))
    with kept(index):
        put(path, bytes(changed))
        for name in data.draw(st.lists(st.sampled_from(sorted(QUESTIONS)), min_size=6, max_size=6)):
            try:
                assert asked(index, name) == answers[name]
            except IndexDamaged as error:
                assert path.name in error.message
                assert "expected" in error.message and "--rebuild" in error.next_step


def files(folder: Path) -> dict[str, bytes]:
    """What an index consists of; its lock is none of it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("writer.")
    }


def test_damage_does_not_spread_when_segments_are_merged(tmp_path: Path) -> None:
    index = build(tmp_path, 12)
    corpus = tmp_path / "berita"
    for number in range(2):
        (corpus / f"lagi{number}.txt").write_text(f"Kabar lagi\n\nHujan deras lagi {number}.")
        sync(index, corpus)
    for path in segments(index):
        data = bytearray(path.read_bytes())
        data[len(data) // 3] ^= 1
        put(path, bytes(data))
    before = files(index)
    (corpus / "akhir.txt").write_text("Kabar akhir\n\nHujan deras sampai akhir.")
    with pytest.raises(IndexDamaged, match="checksum"):
        sync(index, corpus)
    assert files(index) == before


def test_errors_of_whoever_asks_are_told_as_such(index: Path) -> None:
    with open_index(index) as opened:
        with pytest.raises(QueryError):
            opened.search("banjir", sort="nama")  # type: ignore[arg-type]
        with pytest.raises(QueryError):
            opened.search("banjir", filters=Filters.parse(years=("besok",)))
        opened.search("banj\ud800r hujan* \udc80")
        opened.search('"\udc80 \udc81" \udc80?a*')
        assert opened._reader().article("\udc80") is None


class Reader:
    """Reads from some place, and fails."""

    place = Path("indeks/segmen")

    def __init__(self, error: Exception) -> None:
        self.error = error

    @tells_damage
    def read(self) -> None:
        raise self.error


@pytest.mark.parametrize(
    "error", [IndexError("5"), KeyError("ids"), ValueError(), TypeError("x"), OverflowError("y")]
)
def test_what_cannot_be_understood_is_damage_of_its_place(error: Exception) -> None:
    with pytest.raises(IndexDamaged, match="indeks/segmen") as caught:
        Reader(error).read()
    assert type(error).__name__ in caught.value.message
    assert caught.value.__cause__ is error
    with pytest.raises(IndexDamaged, match="indeks/lain"), reading(Path("indeks/lain")):
        raise error


@pytest.mark.parametrize(
    "error",
    [QueryError("x"), MemoryError(), RecursionError(), PermissionError(), BrokenPipeError()],
)
def test_what_an_index_has_no_part_in_is_not_told_of_it(error: Exception) -> None:
    with pytest.raises(type(error)):
        Reader(error).read()
    with pytest.raises(type(error)), reading(Path("indeks")):
        raise error
