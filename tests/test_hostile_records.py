"""Segments from somebody else: whole by their checksums, and wrong in what they hold."""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searchkit import Article, open_index, read_corpus
from searchkit.engines.record import FIELDS, dump_article
from searchkit.engines.whoosh import document
from searchkit.engines.whoosh.container import ContainerWriter
from searchkit.engines.whoosh.stored import StoredWriter
from tests.chaos.newsroom import article
from tests.formats import manifest_of
from tests.prober import Prober
from tests.probing import (
    CANARY,
    bomb_of_zeros,
    check_all,
    place,
    prober,
    whole,
    write_signed,
)

__all__ = ["place", "prober", "whole"]  # fixtures

COMMANDS = (
    ("search", "*", "-n", "1000"),
    ("search", "*", "-n", "1000", "--format", "json"),
    ("search", "pelayanan", "--explain", "-n", "1000"),
    ("search", "zona hijau jatim"),
    ("show", "jahat0.md"),
    ("similar", "jahat0.md"),
    ("explain", "jahat0.md"),
    ("scores", "--format", "csv"),
    ("scores",),
    ("facet", "region"),
    ("stats",),
    ("verify",),
    ("index", "berita"),
)


@pytest.fixture(autouse=True)
def elsewhere(place: Path) -> Iterator[None]:
    """Whatever was built and asked, nothing beside it has changed."""
    yield
    assert (place / "canary.txt").read_bytes() == CANARY


def build_with(
    place: Path, monkeypatch: pytest.MonkeyPatch, *forges: Callable[[str], str]
) -> list[str]:
    """Build the index as searchkit does, but for some records, which somebody forged.

    The ids of the articles, one for each way to forge.
    """
    ids = [f"jahat{number}.md" for number in range(len(forges))]
    for name in ids:
        (place / "berita" / name).write_text(article(3))

    def forged(one: Article) -> str:
        record = dump_article(one)
        return forges[ids.index(one.id)](record) if one.id in ids else record

    monkeypatch.setattr(document, "dump_article", forged)
    with open_index(place / "index") as index, index.writer(rebuild=True) as writer:
        writer.sync(read_corpus(place / "berita"), workers=1)
    monkeypatch.undo()
    return ids


def of_each(ids: Iterable[str]) -> list[tuple[str, ...]]:
    """What shows one article."""
    shown = (("show", "--format", "json"), ("show",), ("explain",))
    return [(command, name, *rest) for name in ids for command, *rest in shown]


NONE_AT_ALL = {
    "empty": "",
    "no JSON": "bukan rekaman",
    "null": "null",
    "a number": "7",
    "a text": '"x"',
    "an object": "{}",
    "no values": "[]",
    "one value": '["jahat0.md"]',
    "deep": "[" * 100_000 + "]" * 100_000,
    "cut off": '["jahat0.md","Judul',
    "infinite": "[1e999]",
    "many digits": "[" + "9" * 100_000 + "]",
    "nothing but null": json.dumps([None] * len(FIELDS)),
    "nothing but lists": json.dumps([[]] * len(FIELDS)),
    "nothing but numbers": json.dumps([10**30] * len(FIELDS)),
    "too many values": json.dumps([""] * 500),
}


@pytest.mark.parametrize("record", NONE_AT_ALL.values(), ids=NONE_AT_ALL.keys())
def test_a_record_that_is_none_is_damage(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, record: str
) -> None:
    build_with(place, monkeypatch, lambda _: record)
    assert 5 in check_all(prober, place, (0, 1, 5), *COMMANDS)


SPANS = ([-5, 3], [10**9, 10**9 + 5], [9, 2], [1.5, 2], ["a", "b"], [0], [None, None], [2**70, 2])
REGION = ["35.72", "Kota Blitar", "kota", "Jawa Timur", "subject"]
ASSESSMENT = {
    "entity": "Kota Blitar",
    "code": "35.72",
    "level": "kota",
    "province": "Jawa Timur",
    "evidence": [0, 4],
    "year": 2024,
    "score": 97.25,
    "zone": "hijau",
    "category": "A",
    "band": "A",
    "key": "35.72",
}

WRONG: list[tuple[str, Any]] = [
    *(("id", value) for value in (7, None, [], "lain.md")),
    *(("title", value) for value in (7, None, [], {"a": 1})),
    *(("text", value) for value in (7, None, ["x"], True)),
    *(("path", value) for value in (7, None, [])),
    *(("line", value) for value in ("x", -5, 1.5, [], 10**30)),
    *(("outlet", value) for value in (7, [], {})),
    *(("published", value) for value in ("2024-99-99", "x", 20240101, [], "99999-01-01")),
    *(("event_date", value) for value in ("2024-02-30", 7)),
    *(("regions", value) for value in (7, "x", [7], [[]], [["35"]], [[None] * 5], {"a": 1})),
    *(("regions", [[*REGION, *span]]) for span in SPANS),
    *(("noise", value) for value in (7, "x", [[1]], [None])),
    *(("noise", [span]) for span in SPANS),
    *(("noise", span) for span in SPANS),
    *(("url", value) for value in (7, [], "javascript:alert(1)")),
    *(("author", value) for value in (7, [])),
    *(("extra", value) for value in (7, [], "x", {"a": 7}, {"a": []})),
    *(("assessment_year", value) for value in ("x", 1.5, [], 10**30, -1)),
    *(("assessments", value) for value in (7, "x", [7], [[]], [{}], {"a": 1})),
    *(("assessments", [{**ASSESSMENT, "evidence": span}]) for span in SPANS),
    *(
        ("assessments", [{**ASSESSMENT, name: value}])
        for name in ASSESSMENT
        for value in (7, None, [], "x", 10**30)
    ),
    ("assessments", [{**ASSESSMENT, "score": float("nan")}]),
    ("assessments", [{**ASSESSMENT, "score": float("inf")}]),
    ("assessments", [{**ASSESSMENT, "lain": 1}]),
    ("has_headline", "x"),
]


def with_value(record: str, name: str, value: Any) -> str:
    values = json.loads(record)
    values += [None] * (len(FIELDS) - len(values))
    values[FIELDS.index(name)] = value
    return json.dumps(values)


@pytest.mark.parametrize("name", FIELDS)
def test_a_value_of_another_type_is_damage_or_does_no_harm(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    values = [value for field, value in WRONG if field == name]
    forges = [partial(with_value, name=name, value=value) for value in values]
    ids = build_with(place, monkeypatch, *forges)
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)


STEERING = (
    "\x1b[31mmerah\x1b]0;judul\x07\x1b]8;;http://x\x1b\\tautan",
    "kiri\u202ekanan\u2066\u200b",
    "\0\x08\x7f\x85\x9b31m",
    "setengah \ud800 huruf \udfff",
    "[bold red]markah[/] [link=file:///etc/passwd]x[/link]",
)


@pytest.mark.parametrize("name", ["title", "text", "path", "outlet", "url", "author", "id"])
def test_what_steers_a_terminal_is_not_printed(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    forges = [partial(with_value, name=name, value=text) for text in STEERING]
    ids = build_with(place, monkeypatch, *forges)
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)


def test_what_steers_a_terminal_is_not_printed_of_what_was_read_out(
    prober: Prober, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forge(record: str, text: str) -> str:
        region = [[text, text, "kota", text, "subject", 0, 4]]
        told = [{**ASSESSMENT, "entity": text, "province": text, "band": text}]
        record = with_value(record, "regions", region)
        return with_value(with_value(record, "assessments", told), "extra", {text: text})

    ids = build_with(place, monkeypatch, *(partial(forge, text=text) for text in STEERING))
    check_all(prober, place, (0, 1, 5), *of_each(ids), *COMMANDS)


# Compressed texts

NOTHING = zlib.compress(b"")


def swap_blocks(writer: StoredWriter, bomb: bytes) -> None:
    writer._blocks[:] = [bomb] * len(writer._blocks)


def swap_dictionary(writer: StoredWriter, bomb: bytes) -> None:
    writer._dictionaries[:] = [bomb]
    writer._dictionary_of[:] = [1] * len(writer._dictionary_of)


@pytest.mark.parametrize("swap", [swap_blocks, swap_dictionary])
@pytest.mark.parametrize("bomb", [bomb_of_zeros(1 << 30), NOTHING, b"", b"bukan zlib"])
def test_texts_that_unpack_to_more_than_they_should_are_damage(
    prober: Prober,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    swap: Callable[[StoredWriter, bytes], None],
    bomb: bytes,
) -> None:
    real = StoredWriter.close

    def forged(self: StoredWriter, container: ContainerWriter, name: str) -> None:
        self._flush()
        swap(self, bomb)
        real(self, container, name)

    monkeypatch.setattr(StoredWriter, "close", forged)
    build_with(place, monkeypatch)
    found = check_all(prober, place, (0, 1, 5), *COMMANDS, ("index", "--rebuild", "berita"))
    assert 5 in found or (swap is swap_dictionary and bomb == NOTHING), "which nobody asks for"


# The sync state


COLUMNS = ("paths", "sizes", "times", "counts", "gone", "rejected", "removed", "ends")
MEANINGLESS = (7, None, "x", [7], ["x"], [None], [[]], [10**30], [-1], {}, {"x": 1}, {"0": 7})
TOLD = ({"0": [["x", 7]]}, {"0": [[1]]}, {"99": [[1, "x"]]}, {"0": [[1, "\x1b[31m\u202e"]]})
SYNCING = (
    ("stats",),
    ("verify",),
    ("show", "baru"),
    ("index", "--dry-run", "berita"),
    ("index", "berita"),
    ("index", "berita", "--prune"),
    ("search", "*"),
)


def put_piece(place: Path, data: bytes) -> None:
    """Put other bytes in the place of the piece of the sync state, as if they had been written."""
    values = manifest_of(place / "index")
    (name,) = values["state"]["pieces"].values()
    (place / "index" / "data" / name).write_bytes(data)
    values["files"][name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    write_signed(place, values)


def piece(place: Path) -> tuple[dict[str, Any], bytes]:
    (path,) = (place / "index" / "data").glob("*.piece")
    head, articles = path.read_bytes().split(b"\n", 1)
    return json.loads(head), articles


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_of_the_sync_state_that_makes_no_sense_is_damage(
    prober: Prober, place: Path, whole: Path, column: str
) -> None:
    index = place / "index"
    for value in (*MEANINGLESS, *TOLD):
        shutil.rmtree(index)
        shutil.copytree(whole / "index", index)
        columns, articles = piece(place)
        if isinstance(value, list) and isinstance(columns[column], list):
            value = value * len(columns[column])
        head = json.dumps({**columns, column: value}).encode()
        put_piece(place, head + b"\n" + articles)
        check_all(prober, place, (0, 2, 5), *SYNCING)


ARTICLES = {
    "nothing": b"",
    "no JSON": b"bukan JSON",
    "lists": b"[],[],[],[],[],[]",
    "numbers": b'{"a":7},{"b":null}',
    "deep": b"[" * 200_000,
    "others": b'{"\\u001b[31m":"x"}',
}


@pytest.mark.parametrize("articles", ARTICLES.values(), ids=ARTICLES.keys())
@pytest.mark.parametrize("keeps_ends", [True, False])
def test_articles_of_the_sync_state_that_make_no_sense_are_damage(
    prober: Prober, place: Path, articles: bytes, keeps_ends: bool
) -> None:
    columns, before = piece(place)
    if keeps_ends:
        articles = articles[: len(before)].ljust(len(before))
    else:
        columns["ends"] = [len(articles)] * len(columns["ends"])
    put_piece(place, json.dumps(columns).encode() + b"\n" + articles)
    check_all(prober, place, (0, 2, 5), *SYNCING)


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"{}\n", b"[]\n", b"null\n{}", b"[" * 200_000 + b"\n", b"\xff\n"]
)
def test_a_piece_of_the_sync_state_that_is_none_is_damage(
    prober: Prober, place: Path, data: bytes
) -> None:
    put_piece(place, data)
    check_all(prober, place, (5,), ("stats",), ("verify",), ("index", "berita"))
