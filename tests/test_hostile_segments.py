"""Segments with the right checksums that somebody wrote who meant harm.

Whatever stands in them, a question is answered or damage is told: no other error, no
endless work, no memory beyond what the size of the file allows.
"""

from __future__ import annotations

import json
import random
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import open_index
from searchkit.engines.whoosh.columns import dump_ordinals, load_ordinals
from searchkit.engines.whoosh.container import Container, ContainerWriter
from searchkit.engines.whoosh.merging import merge_segments
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.stored import MOST, Stored, StoredWriter
from searchkit.errors import IndexDamaged, SearchkitError
from tests.archive import QUESTIONS, Parts, asked, build, kept, segments, sync

RECORD = "stored/record"
EDGES = (0, 1, 255, 256, 65535, (1 << 31) - 1, (1 << 32) - 1, (1 << 63) - 1, (1 << 64) - 1)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("arsip"), 24)


@pytest.fixture
def largest(index: Path) -> Any:
    """The largest segment, which is as it was when the test is over."""
    with kept(index):
        yield segments(index)[0]


def set_all(name: str, value: int) -> Callable[[Parts], None]:
    """All entries of a section are one number."""

    def change(parts: Parts) -> None:
        kind = np.uint8 if value < 1 << 8 else np.uint64
        parts.sections[name] = np.full(len(parts.sections[name]), value, dtype=kind)

    return change


def turned(name: str) -> Callable[[Parts], None]:
    """The entries of a section come in the other order."""

    def change(parts: Parts) -> None:
        parts.sections[name] = parts.sections[name][::-1].copy()

    return change


def shorter(name: str) -> Callable[[Parts], None]:
    """A section lacks its last entry."""

    def change(parts: Parts) -> None:
        parts.sections[name] = parts.sections[name][:-1]

    return change


def without(name: str) -> Callable[[Parts], None]:
    """A section is not there."""
    return lambda parts: parts.sections.__delitem__(name)


def fact(name: str, value: object) -> Callable[[Parts], None]:
    """The directory tells something else."""
    return lambda parts: parts.facts.__setitem__(name, value)


def column(name: str, data: bytes) -> Callable[[Parts], None]:
    """A column has other bytes."""
    return lambda parts: parts.sections.__setitem__(
        f"column/{name}_values", np.frombuffer(data, dtype=np.uint8)
    )


def values(name: str, *texts: str) -> Callable[[Parts], None]:
    """The articles have some values by turns."""

    def change(parts: Parts) -> None:
        ordinals = np.arange(parts.facts["articles"]) % len(texts)
        column(name, dump_ordinals(ordinals, texts))(parts)

    return change


def records(text: bytes) -> Callable[[Parts], None]:
    """Each article is stored as this."""

    def change(parts: Parts) -> None:
        writer = StoredWriter()
        for _ in range(parts.facts["articles"]):
            writer.add(text)
        taken(parts, writer)

    return change


def taken(parts: Parts, writer: StoredWriter) -> None:
    """Put the texts of a writer in the place of those that are there."""
    writer.close(ToParts(parts), RECORD)  # type: ignore[arg-type]


class ToParts(ContainerWriter):
    """Writes sections into parts instead of a file."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def reserve(self, name: str, dtype: Any, count: int) -> Any:
        """Room in the parts."""
        room = self._parts.sections[name] = np.zeros(count, dtype=dtype)
        return Room(room)


class Room:
    """A section in memory."""

    def __init__(self, room: np.ndarray[Any, Any]) -> None:
        self._room, self._filled = room, 0

    def write(self, entries: Any) -> None:
        """Fill what comes next."""
        self._room[self._filled : self._filled + len(entries)] = entries
        self._filled += len(entries)


def bomb(times: int) -> Callable[[Parts], None]:
    """Blocks that unpack to very much, by honest or lying lengths."""

    def change(parts: Parts) -> None:
        block = zlib.compress(b"[" + b" " * 60_000_000, 9)
        count = parts.facts["articles"]
        parts.sections[f"{RECORD}/blocks"] = np.frombuffer(block, dtype=np.uint8)
        parts.sections[f"{RECORD}/block ends"] = np.array([len(block)], dtype=np.uint32)
        parts.sections[f"{RECORD}/firsts"] = np.array([0, count], dtype=np.uint32)
        parts.sections[f"{RECORD}/lengths"] = np.full(count, times, dtype=np.uint64)
        parts.sections[f"{RECORD}/dictionary of"] = np.zeros(1, dtype=np.uint8)

    return change


def dictionary_bomb(parts: Parts) -> None:
    """A preset dictionary that unpacks to very much, for every block."""
    stream = zlib.compress(b"x" * 60_000_000, 9)
    parts.sections[f"{RECORD}/dictionaries"] = np.frombuffer(stream, dtype=np.uint8)
    parts.sections[f"{RECORD}/dictionary bounds"] = np.array([0, len(stream)], dtype=np.uint32)
    parts.sections[f"{RECORD}/dictionary of"][:] = 1


HOSTILE: dict[str, Callable[[Parts], None]] = {
    "articles beyond the last": set_all("body/ids", (1 << 32) - 1),
    "huge articles": set_all("body/ids", (1 << 64) - 1),
    "places of postings beyond the last": set_all("body/starts", (1 << 64) - 1),
    "descending places of postings": turned("body/starts"),
    "a place of postings too few": shorter("body/starts"),
    "a code too few": shorter("body/codes"),
    "codes with frequencies that stand nowhere": set_all("body/codes", (1 << 16) - 1),
    "no frequencies": set_all("body/codes", 0),
    "a code of eight bytes": set_all("body/codes", (1 << 64) - 1),
    "places of frequencies beyond the last": set_all("body/many", (1 << 64) - 1),
    "huge frequencies": set_all("body/how many", (1 << 63) - 1),
    "a frequency too few": shorter("body/how many"),
    "large frequencies": set_all("body/how many", (1 << 32) - 2),
    "positions without end": set_all("body/positions", 255),
    "positions beyond the last": set_all("body/steps", (1 << 64) - 1),
    "descending positions": turned("body/steps"),
    "a step too few": shorter("body/steps"),
    "huge terms": set_all("body/term lengths", (1 << 63) - 1),
    "terms that are too long": set_all("body/term lengths", 255),
    "blocks of terms beyond the last": set_all("body/term blocks", (1 << 64) - 1),
    "a block of terms too few": shorter("body/term blocks"),
    "a key too few": shorter("body/term keys"),
    "descending keys": turned("body/term keys"),
    "terms that are no text": set_all("body/terms", 0xFF),
    "ids that are no text": set_all("id/terms", 0xFF),
    "a length too few": shorter("body/length bytes"),
    "no stored texts": without(f"{RECORD}/blocks"),
    "no ids": without("id/ids"),
    "no articles": fact("articles", 0),
    "fewer articles": fact("articles", 3),
    "articles in a text": fact("articles", "24"),
    "less than no articles": fact("articles", -1),
    "more articles than bytes": fact("articles", 1 << 40),
    "endlessly many articles": fact("articles", 1 << 4000),
    "fields that are not there": fact("fields", ["id", "body", "tiada", "title"]),
    "fields of another type": fact("fields", [["body"]]),
    "endless fields": fact("lengths", {"body": 1 << 12_000}),
    "a field of no length": fact("lengths", {"body": -5}),
    "columns of another kind": fact("columns", {"year_values": "pickle"}),
    "columns that are not there": fact("columns", {"tiada": "ordinals"}),
    "texts that are not there": fact("stored", ["record", "tiada"]),
    "an empty column": column("year", b""),
    "a column of another width": column("year", bytes(24 * 3) + b'[""]\4\0\0\0\3'),
    "a column of no width": column("year", b'[""]\4\0\0\0\0'),
    "a column with a huge vocabulary": column("year", bytes(24) + b'[""]\xff\xff\xff\xff\1'),
    "a column without vocabulary": column("year", bytes(24) + b"\0\0\0\0\1"),
    "ordinals beyond the vocabulary": column("year", b"\7" * 24 + b'["","a"]\x08\0\0\0\1'),
    "a vocabulary of numbers": column("year", bytes(24) + b"[2024]\6\0\0\0\1"),
    "a vocabulary without end": column("year", bytes(24) + b"[" * 200_000 + b"\x40\x0d\3\0\1"),
    "no years": values("year", "kemarin"),
    "huge years": values("year", "9" * 5000),
    "no regions": values("region", "99.99", "35.72\tx"),
    "no days": values("date", "2024-13-45", "x"),
    "no months": values("date", "2024", "9999"),
    "no scores": values("scores", "tinggi", "\t"),
    "odd scores": values("scores", "nan", "inf", "-inf", "1e999"),
    "no outcomes": values("outcomes", ";;;", "x"),
    "odd outcomes": values("outcomes", f"35;kota;{'9' * 4400};hijau;;nan;1;up;1"),
    "sketches of another width": shorter("column/sketch"),
    "records that are no JSON": records(b"{"),
    "records of another kind": records(b'{"id": "a"}'),
    "records without end": records(b"[" * 100_000),
    "records that are no text": records(b'["\xff","","","",""]'),
    "records with other types": records(b"[1,2,3,4,5]"),
    "records with places beyond the text": records(
        b'["a","b","c","d","e",1,null,null,null,[],[0,9]]'
    ),
    "places of blocks beyond the last": set_all(f"{RECORD}/block ends", (1 << 64) - 1),
    "first texts beyond the last": set_all(f"{RECORD}/firsts", (1 << 64) - 1),
    "huge texts": set_all(f"{RECORD}/lengths", (1 << 64) - 1),
    "a text too few": shorter(f"{RECORD}/lengths"),
    "dictionaries that are not there": set_all(f"{RECORD}/dictionary of", 255),
    "no streams": set_all(f"{RECORD}/blocks", 7),
    "a bomb": bomb(20_000_000),
    "a bomb that lies": bomb(100),
    "a bomb of a dictionary": dictionary_bomb,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_segment_does_harm(
    index: Path, largest: Path, tmp_path: Path, name: str
) -> None:
    parts = Parts.of(largest)
    HOSTILE[name](parts)
    parts.write(largest)
    tracemalloc.start()
    try:
        told = [damage_told(index, question) for question in SEVERAL]
        other = Segment(segments(index)[1])
        try:
            merge_segments([Segment(largest), other], tmp_path / "merged")
        except IndexDamaged:
            told.append(True)
            assert not (tmp_path / "merged").exists()
        assert tracemalloc.get_traced_memory()[1] < (8 << 20) + MOST * largest.stat().st_size
    finally:
        tracemalloc.stop()
    if name not in HARMLESS:
        assert any(told)


SEVERAL = ("results", "phrase", "prefix", "fuzzy", "newest", "best", "bodies", "similar", "show")
"""Questions that together read everything there is."""

HARMLESS = {"no frequencies", "no months", "odd scores", "descending keys", "large frequencies"}
"""What only leads to other answers."""


def damage_told(index: Path, question: str) -> bool:
    """Whether damage is told where a question is asked; whatever else is raised goes on."""
    try:
        asked(index, question)
    except IndexDamaged as error:
        assert "expected" in error.message and "--rebuild" in error.next_step
        return True
    except SearchkitError:  # where an article of the list is found by no id
        return False
    return False


@settings(max_examples=40)
@given(st.data())
def test_any_numbers_in_any_section_do_no_harm(index: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(segments(index)))
    parts = Parts.of(path)
    for name in data.draw(
        st.lists(st.sampled_from(sorted(parts.sections)), min_size=1, max_size=3)
    ):
        entries = parts.sections[name]
        most = int(np.iinfo(entries.dtype).max)
        for _ in range(data.draw(st.integers(1, 4)) if len(entries) else 0):
            at = data.draw(st.integers(0, len(entries) - 1))
            entries[at] = data.draw(st.sampled_from(EDGES) | st.integers(0, most)) & most
    with kept(index):
        parts.write(path)
        for question in data.draw(
            st.lists(st.sampled_from(sorted(QUESTIONS)), min_size=6, max_size=6)
        ):
            damage_told(index, question)


@settings(max_examples=15)
@given(st.data())
def test_any_values_in_the_records_do_no_harm(index: Path, data: st.DataObject) -> None:
    path = segments(index)[0]
    stored, parts, writer = Stored(Container(path), RECORD), Parts.of(path), StoredWriter()
    choose = random.Random(data.draw(st.integers(0, 1 << 30)))
    for text in stored:
        values = json.loads(text)
        writer.add(json.dumps(altered(values, choose)).encode())
    taken(parts, writer)
    with kept(index):
        parts.write(path)
        for question in SEVERAL:
            damage_told(index, question)


ODD = (None, True, -1, 1 << 80, 1.5, float("nan"), "", "99.99", "\ud800", "2024-02-30", [], {}, [7])


def altered(value: Any, choose: random.Random) -> Any:
    """A value of JSON with something else somewhere in it, or all of it."""
    if isinstance(value, list | dict) and value and choose.random() < 0.85:
        at = choose.choice(list(value) if isinstance(value, dict) else range(len(value)))
        value[at] = altered(value[at], choose)
        return value
    return choose.choice(ODD)


def test_a_wrong_article_is_told_with_its_segment(index: Path, largest: Path) -> None:
    parts = Parts.of(largest)
    records(b'["a","b","c","d",5]')(parts)
    parts.write(largest)
    with (
        open_index(index) as opened,
        pytest.raises(IndexDamaged, match=r"article \d+ is none") as told,
    ):
        opened.search("*", sort="oldest")
    assert largest.name in told.value.message


def test_a_sync_into_a_hostile_index_tells_of_damage(tmp_path: Path) -> None:
    index = build(tmp_path, 12)
    path = segments(index)[0]
    parts = Parts.of(path)
    set_all("id/starts", (1 << 64) - 1)(parts)
    parts.write(path)
    (tmp_path / "berita" / "001.txt").write_text("Kabar\n\nYang lain dari sebelumnya.")
    with pytest.raises(IndexDamaged, match=path.name):
        sync(index, tmp_path / "berita")


def test_texts_that_would_be_packed_too_well_are_kept_as_they_are(tmp_path: Path) -> None:
    writer, container = StoredWriter(), ContainerWriter(tmp_path / "one")
    texts = [b"hujan " * 5000, b"", b"x" * 9_000_000, bytes(3)]
    for text in texts:
        writer.add(text)
    writer.close(container, "texts")
    container.close({})
    stored = Stored(Container(tmp_path / "one"), "texts")
    assert list(stored) == texts
    assert all(
        sum(block.lengths) <= MOST * len(block.data)
        for block in map(stored.block, range(stored.blocks))
    )


def test_columns_of_the_archive_can_be_read(index: Path) -> None:
    segment = Segment(segments(index)[0])
    data = segment.container.bytes("column/year_values")
    ordinals, vocabulary = load_ordinals(data, segment.size)
    assert {vocabulary[ordinal] for ordinal in ordinals} <= {"", "2021", "2022", "2023", "2024"}
