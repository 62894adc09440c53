"""An index from somebody else: nothing in it is executed, and nothing beside it is touched.

Whoever made it knows the format, so that every checksum is right.
"""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from searchkit.engines.whoosh.schema import FORMAT_VERSION
from tests.formats import EARLIER_WITH_TOC, FORMATS, manifest_of
from tests.prober import Prober
from tests.probing import (
    CANARY,
    MANIFEST,
    READING,
    WRITING,
    bomb_of_zeros,
    check,
    check_all,
    check_mended,
    check_refused,
    files_of,
    place,
    prober,
    seen,
    signed,
    whole,
    write_signed,
)

__all__ = ["place", "prober", "whole"]  # fixtures


# Code


class Bomb:
    """Unpickled, it leaves a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (f"open({str(self.mark)!r}, 'w').close()",)


def bomb(place: Path, protocol: int = 2) -> bytes:
    return pickle.dumps(Bomb(place / "index" / "meledak"), protocol)


def test_the_bomb_goes_off_where_it_is_unpickled(place: Path) -> None:
    pickle.loads(bomb(place))
    assert (place / "index" / "meledak").exists()


@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_a_pickle_in_the_place_of_every_file_is_not_unpickled(
    prober: Prober, place: Path, protocol: int
) -> None:
    for path in files_of(place):
        path.write_bytes(bomb(place, protocol))
    check_refused(prober, place)
    assert not list(place.rglob("meledak"))


def test_a_pickle_in_the_place_of_one_file_is_not_unpickled(prober: Prober, place: Path) -> None:
    for path in files_of(place):
        data = path.read_bytes()
        path.write_bytes(bomb(place))
        check(prober.run(place, "search", "*"), (0, 5))  # it never reads the sync state
        check_all(prober, place, (5,), ("stats",), *WRITING)
        path.write_bytes(data)
    assert not list(place.rglob("meledak"))


NAMES = ("_MAIN_1.toc", "_MAIN_2.toc", "_MAIN_999.toc", "MAIN_x.seg", "MAIN_WRITELOCK", "pickle")


@pytest.mark.parametrize("folder", [".", "data", "g1"])
def test_a_pickle_under_names_that_stock_whoosh_reads_is_not_looked_at(
    prober: Prober, place: Path, folder: str
) -> None:
    (place / "index" / folder).mkdir(exist_ok=True)
    for name in NAMES:
        (place / "index" / folder / name).write_bytes(bomb(place))
    check_all(prober, place, (0,), *READING, *WRITING, ("index", "--rebuild", "berita"))
    assert not list(place.rglob("meledak"))


@pytest.mark.parametrize("number", EARLIER_WITH_TOC)
def test_an_index_of_an_earlier_format_is_not_unpickled(
    prober: Prober, place: Path, number: int
) -> None:
    shutil.rmtree(place / "index")
    shutil.copytree(FORMATS / str(number), place / "index")
    for path in (place / "index" / "g1").iterdir():
        if path.suffix != ".json":
            path.write_bytes(bomb(place))
    check_refused(prober, place, (3,))
    assert not list(place.rglob("meledak"))


# Manifests


def rename(values: dict[str, Any], suffix: str, name: str) -> None:
    """Give the first file with a suffix another name, wherever the manifest tells it."""
    old = next(each for each in values["files"] if each.endswith(suffix))
    values["files"] = {name if k == old else k: v for k, v in values["files"].items()}
    for segment in values["segments"]:
        if segment["file"] == old:
            segment["file"] = name
    pieces = values["state"]["pieces"]
    values["state"]["pieces"] = {k: name if v == old else v for k, v in pieces.items()}


NOT_PLAIN = {
    "above": "../canary.txt",
    "above as a segment": "../canary/dalam.segment",
    "further above": "../../canary/dalam.segment",
    "absolute": "/etc/passwd",
    "absolute segment": "/tmp/x.segment",
    "a folder": "sub/0123456789abcdef.segment",
    "dots": "..",
    "dot": ".",
    "empty": "",
    "hidden": ".0123456789abcdef.segment",
    "NUL": "0123456789abcde\0.segment",
    "newline": "0123456789abcdef.segment\n",
    "escape": "\x1b[31m456789abcdef.segment",
    "title of the terminal": "\x1b]0;judul\x07.segment",
    "right to left": "\u202e0123456789abcdef.segment",
    "half a character": "\ud800.segment",
    "long": "x" * 100_000 + ".segment",
    "backslash": "..\\canary.segment",
    "a stream": "0123456789abcdef.segment::$DATA",
    "digits of others": "sync-\u0661.piece",
}


@pytest.mark.parametrize("suffix", [".segment", ".piece", ".table"])
@pytest.mark.parametrize("name", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
def test_a_name_that_is_not_plain_is_refused(
    prober: Prober, place: Path, name: str, suffix: str
) -> None:
    values = manifest_of(place / "index")
    rename(values, suffix, name)
    write_signed(place, values)
    before = seen(place)
    check_all(prober, place, (5,), READING[0], *WRITING)
    assert seen(place) == before
    check_mended(prober, place)


@pytest.mark.parametrize("name", ["../canary.txt", "../canary/dalam.segment", "/etc/hostname"])
def test_a_file_beside_the_index_is_no_leftover_of_it(
    prober: Prober, place: Path, name: str
) -> None:
    values = manifest_of(place / "index")
    facts = {"size": len(CANARY), "sha256": hashlib.sha256(CANARY).hexdigest()}
    write_signed(place, {**values, "files": {**values["files"], name: facts}})
    check_refused(prober, place)


def bitmap(data: bytes) -> str:
    return base64.b64encode(data).decode()


def set_in(*path: str | int) -> Callable[[dict[str, Any], Any], None]:
    def put(values: dict[str, Any], value: Any) -> None:
        inner: Any = values
        for key in path[:-1]:
            if key == "*":
                key = next(iter(inner))
            inner = inner[key]
        inner[path[-1]] = value

    return put


SIZE = set_in("files", "*", "size")
DIGEST = set_in("files", "*", "sha256")
ARTICLES = set_in("segments", 0, "articles")
DELETED = set_in("segments", 0, "deleted")

NUMBERS = [-1, 1.5, "10", True, None, 2**63, 10**400, [], {}, 1e308]
VALUES: list[tuple[Callable[[dict[str, Any], Any], None], Any]] = [
    *((put, value) for put in (SIZE, ARTICLES, set_in("commit")) for value in NUMBERS),
    *((DIGEST, value) for value in ("", "x" * 64, "A" * 64, 1, None, "0" * 10**6, "\x1b[2J")),
    (SIZE, 10**15),
    (SIZE, 0),
    (ARTICLES, 2**32 - 1),
    (ARTICLES, 0),
    (ARTICLES, 10**9),
    (DELETED, bitmap(bomb_of_zeros(1 << 30))),
    (DELETED, bitmap(b"bukan zlib")),
    (DELETED, bitmap(zlib.compress(b""))),
    (DELETED, bitmap(zlib.compress(bytes(100)))),
    (DELETED, bitmap(zlib.compress(b"\0") + b"more")),
    (DELETED, "\x1b[31m"),
    (DELETED, 7),
    (DELETED, ["x"]),
    *((set_in("segments"), value) for value in (None, {}, "x", 7, [None], [[]], [{}], [7])),
    *((set_in("files"), value) for value in (None, [], "x", {}, {"x": None})),
    *((set_in("state"), value) for value in (None, [], "x", {}, {"record": [], "pieces": {}})),
    *((set_in("state", "pieces"), value) for value in (None, [], "x", {}, {"2": 7})),
    *((set_in("state", "record"), value) for value in (None, [], "x", 7)),
    *((set_in("fingerprint"), value) for value in (None, 7, [], {})),
    *((set_in("format"), value) for value in (-1, 5.0, "5", None, True, [], 10**400)),
]


@pytest.mark.parametrize("number", range(len(VALUES)))
def test_values_that_cannot_be_are_refused(prober: Prober, place: Path, number: int) -> None:
    put, value = VALUES[number]
    values = manifest_of(place / "index")
    put(values, value)
    write_signed(place, values)
    before = seen(place)
    check_all(prober, place, (5,), READING[0], *WRITING)
    assert seen(place) == before


RECORDS = [
    {"roots": 7},
    {"roots": [7, None]},
    {"roots": "berita"},
    {"roots": ["\x1b[31mberita", "\0", "\ud800"]},
    {"pieces": 7},
    {"pieces": ["tiada"]},
    {"pieces": [[]]},
    {"committed_at": "\x1b]0;x\x07"},
    {"committed_at": 10**300},
    {"committed_at": ["x"]},
    {"committed_at": "9999-12-31T23:59:59-23:59"},
    {"committed_at": "0001-01-01T00:00:00+14:00"},
]


@pytest.mark.parametrize("record", RECORDS, ids=map(ascii, RECORDS))
def test_a_sync_state_that_cannot_be_is_refused_or_does_no_harm(
    prober: Prober, place: Path, record: dict[str, Any]
) -> None:
    values = manifest_of(place / "index")
    values["state"]["record"].update(record)
    write_signed(place, values)
    check(prober.run(place, "search", "jembatan", "--format", "ids"), (0, 5))
    dry = ("index", "--dry-run", "berita")
    check_all(prober, place, (0, 2, 5), ("stats",), *WRITING, dry, ("index",))
    check_mended(prober, place)


RAW = {
    "no JSON": b"bukan manifest",
    "nothing": b"",
    "deep": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a number of many digits": b'{"format":' + b"9" * 100_000 + b"}",
    "NaN": b'{"format":NaN}',
    "infinite": b'{"format":1e999}',
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "no values": b"{}",
    "no text": b"\xff\xfe{}",
    "with a mark": b"\xef\xbb\xbf{}",
    "UTF-16": '{"format":5}'.encode("utf-16"),
    "twice": b'{"format":5,"format":99,"format":"\\u001b[31m"}',
    "steering the terminal": b'{"format":"\\u001b]0;x\\u0007\\u202e"}',
}


@pytest.mark.parametrize("line", RAW.values(), ids=RAW.keys())
def test_a_manifest_that_is_none_is_refused(prober: Prober, place: Path, line: bytes) -> None:
    (place / "index" / MANIFEST).write_bytes(signed(line))
    check_refused(prober, place)


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"\n\n", b"{}", b"x" * (1 << 20), b"\n" * (1 << 20), bytes(1 << 20), b"[" * 10**6],
    ids=lambda data: f"{len(data)} × {data[:1]!r}",
)
def test_a_manifest_without_a_checksum_is_refused(prober: Prober, place: Path, data: bytes) -> None:
    (place / "index" / MANIFEST).write_bytes(data)
    check_refused(prober, place)


FORMERS: list[Any] = [
    {"format": 4, "fingerprint": "x", "data": "../canary"},
    {"format": 4, "fingerprint": "x", "data": "/etc"},
    {"format": 4, "fingerprint": "\x1b[31m", "data": "g1"},
    {"format": 1, "fingerprint": "x", "data": "g1\0"},
    {"format": 4, "fingerprint": "x", "data": ".."},
    {"format": 4, "fingerprint": "x", "data": "canary"},
]


@pytest.mark.parametrize("manifest", FORMERS, ids=map(ascii, FORMERS))
def test_an_earlier_manifest_that_leads_elsewhere_is_refused(
    prober: Prober, place: Path, manifest: Any
) -> None:
    shutil.rmtree(place / "index" / "data", ignore_errors=True)
    (place / "index" / MANIFEST).write_text(json.dumps(manifest))
    (place / "canary" / "sync-1.json").write_text('{"roots": ["/etc"]}')
    check_refused(prober, place, (3, 5))
    assert (place / "canary" / "dalam.segment").read_bytes() == CANARY


def test_a_later_format_is_told_in_words_for_a_terminal(prober: Prober, place: Path) -> None:
    values = {"format": FORMAT_VERSION + 1, "fingerprint": "\x1b[31m", "next": "\u202e"}
    write_signed(place, values)
    check_all(prober, place, (3,), *READING, *WRITING)


def test_a_fingerprint_of_others_is_told_in_words_for_a_terminal(
    prober: Prober, place: Path
) -> None:
    for fingerprint in ("\x1b[31mmerah", "\u202ekanan", "x" * 10**6, "\ud800", "a\nb"):
        values = manifest_of(place / "index")
        write_signed(place, {**values, "fingerprint": fingerprint})
        check(prober.run(place, "search", "*"), (3,))


def test_a_million_segments_are_refused(prober: Prober, place: Path) -> None:
    values = manifest_of(place / "index")
    write_signed(place, {**values, "segments": values["segments"][:1] * 10**6})
    check(prober.run(place, "search", "*"), (5,))
