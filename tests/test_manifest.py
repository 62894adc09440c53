"""Manifests: written and read, changed, cut off, and made by somebody who means harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchkit.engines.whoosh.folder import HIGHEST, MANIFEST, highest_number, is_ours, segment_name
from searchkit.engines.whoosh.manifest import (
    LIMIT,
    STEMS_LIMIT,
    FileFacts,
    Manifest,
    OtherFormat,
    SegmentFacts,
    parse_manifest,
)
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.errors import IndexDamaged, IndexUnusable
from searchkit.search import NO_FILTERS, Options, search
from tests.commits import named, parsed, rewrite, sealed
from tests.factory import build_store, make_article

PATH = Path("index") / MANIFEST
FACTS = FileFacts.of(b"isi berkas yang cukup panjang")
SEGMENT = "0123456789abcdef.segment"
WHOLE = Manifest(
    fingerprint="analyzer-9",
    commit=7,
    segments=(SegmentFacts(SEGMENT, 12, b"peta"),),
    files={SEGMENT: FACTS, "sync-7.piece": FACTS, "stems-3.table": FACTS},
    record={"roots": ["/berita", "\udcff"], "committed_at": None},
    pieces={"2": "sync-7.piece"},
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> WhooshStore:
    """An index with two segments, deletions and a piece of a sync state."""
    folder = tmp_path_factory.mktemp("manifest")
    articles = [make_article(each, f"banjir di {each}") for each in ("satu", "dua", "tiga")]
    store = build_store(folder, articles, {"1": b"sepotong"})
    with store.writer() as writer:
        writer.put(make_article("empat", "hujan"))
        writer.delete("dua")
        writer.commit({"roots": ["/berita"]}, {"1": None})
    return store


def answers(folder: Path) -> object:
    """What the index answers, and what it remembers."""
    store = WhooshStore(folder, rules="test")
    engine = store.engine()
    try:
        options = Options(NO_FILTERS, limit=10)
        found = search("banjir hujan", engine, store.analyzer, options)
        hits = [(hit.article.id, hit.relevance) for hit in found.hits]
        return hits, sorted(engine.ids()), store.state(), store.whole_commit().facts.format_version
    finally:
        engine.close()


def test_a_manifest_comes_back_as_it_was_written() -> None:
    read = parse_manifest(WHOLE.dump(), PATH)
    assert read == WHOLE
    assert read.stems == "stems-3.table"
    assert read.size == 3 * FACTS.size
    line, digest, rest = WHOLE.dump().split(b"\n")
    assert (digest.decode(), rest) == (read.sha256, b"")
    assert json.loads(line)["format"] == FORMAT_VERSION


def test_an_index_of_no_articles_has_a_manifest(tmp_path: Path) -> None:
    store = build_store(tmp_path, [])
    assert parsed(tmp_path)["segments"] == []
    assert store.engine().ids() == []


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_changed_or_cut_off_it_is_told_and_never_believed(
    store: WhooshStore, data: st.DataObject
) -> None:
    path = store.folder / MANIFEST
    whole = path.read_bytes()
    wanted = answers(store.folder)
    at = data.draw(st.integers(0, len(whole) - 1))
    changed = {
        "flip": whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :],
        "cut": whole[:at],
        "lost": whole[:at] + whole[at + data.draw(st.integers(1, 80)) :],
        "more": whole[:at] + data.draw(st.binary(min_size=1, max_size=9)) + whole[at:],
        "twice": whole + whole[at:],
    }[data.draw(st.sampled_from(["flip", "cut", "lost", "more", "twice"]))]
    path.write_bytes(changed)
    try:
        assert answers(store.folder) == wanted
        assert changed == whole
    except IndexDamaged as damage:
        assert str(path) in damage.message
        assert "expected" in damage.message
        assert "--rebuild" in damage.next_step
    finally:
        path.write_bytes(whole)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["../../etc/passwd", "sync-1.piece", SEGMENT, ".", "stems-1.table", "\x00"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything inside a JSON value."""
    found = [path]
    inner = value.items() if isinstance(value, dict) else ()
    inner = enumerate(value) if isinstance(value, list) else inner
    for key, below in inner:
        found += places(below, (*path, key))
    return found


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_stands_in_it_under_a_true_checksum_ends_in_a_readable_error_or_an_answer(
    store: WhooshStore, data: st.DataObject
) -> None:
    path = store.folder / MANIFEST
    whole = path.read_bytes()
    commit = parsed(store.folder)
    where = data.draw(st.sampled_from(places(commit)))
    new = data.draw(JSON)
    if where:
        inner = commit
        for key in where[:-1]:
            inner = inner[key]
        if data.draw(st.booleans()):
            inner[where[-1]] = new
        else:
            del inner[where[-1]]
    else:
        commit = new
    try:
        path.write_bytes(sealed(json.dumps(commit).encode()))
        again = WhooshStore(store.folder, rules="test")
        again.record()
        again.last_commit()
        again.engine().ids()
        again.state()
        assert again.checkup(lambda *_: None).files == len(commit["files"]) + 1
    except IndexUnusable as error:
        assert error.message
        assert error.next_step
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b'"manifest"',
        b"[" * 200_000,
        b'{"format":' + b"[" * 200_000,
        b'{"format": NaN}',
        b'{"format": ' + b"9" * 5000 + b"}",
        b'{"format": 5.0}',
        b'{"format": true}',
        b'{"format": -1}',
        b'{"format": "5"}',
        b'{"format": 5}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_manifest_is_damage_even_under_a_true_checksum(line: bytes) -> None:
    with pytest.raises(IndexDamaged, match="not understood"):
        parse_manifest(sealed(line), PATH)
    with pytest.raises(IndexDamaged, match="without a checksum"):
        parse_manifest(line, PATH)


def test_the_checksum_is_looked_at_before_the_format() -> None:
    newer = WHOLE.dump().replace(b'"format":5', b'"format":6')
    with pytest.raises(IndexDamaged, match=r"SHA-256 \w+…, expected SHA-256 \w+…"):
        parse_manifest(newer, PATH)


@pytest.mark.parametrize("format", [1, 4, 6, 99])
def test_another_format_is_told_with_both_numbers_and_what_to_do(format: int) -> None:
    line = json.dumps({"format": format, "anything": ["else"]}).encode()
    with pytest.raises(OtherFormat, match=f"format {format}, .* format {FORMAT_VERSION}") as caught:
        parse_manifest(sealed(line), PATH)
    assert caught.value.exit_code == 3
    assert ("--rebuild" in caught.value.next_step) == (format < FORMAT_VERSION)
    assert ("Update searchkit" in caught.value.next_step) == (format > FORMAT_VERSION)


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"format": 4, "fingerprint": "x", "data": "g1"}', 4),
        ('{\n "format": 1,\n "fingerprint": "x",\n "data": "g12"\n}\n', 1),
        ('{"format": 5, "fingerprint": "x", "data": "g1"}', None),
        ('{"format": 0, "fingerprint": "x", "data": "g1"}', None),
        ('{"format": "4", "fingerprint": "x", "data": "g1"}', None),
        ('{"format": 4, "data": "g1"}', None),
        ('{"format": 4, "fingerprint": "x", "data": 1}', None),
    ],
)
def test_a_manifest_without_a_checksum_is_that_of_an_older_format_or_damage(
    text: str, format: int | None
) -> None:
    with pytest.raises(OtherFormat if format else IndexDamaged) as caught:
        parse_manifest(text.encode(), PATH)
    if isinstance(caught.value, OtherFormat):
        assert caught.value.format == format


@pytest.mark.parametrize(
    "name",
    [
        "../manifest.json",
        "/etc/passwd",
        "a/b.segment",
        "..",
        ".segment",
        "sync-1.piece\n",
        "sync-\u0661.piece",
        "0123456789ABCDEF.segment",
        "0123456789abcdef.segment.new",
        "stems-.table",
        "sync-1234567890123456.piece",
        "FIRST",
        "",
    ],
)
def test_only_names_of_files_of_an_index_are_taken(name: str) -> None:
    assert not is_ours(name)
    changed = json.loads(WHOLE.dump().split(b"\n")[0])
    changed["files"][name] = changed["files"]["sync-7.piece"]
    with pytest.raises(IndexDamaged, match="not understood"):
        parse_manifest(sealed(json.dumps(changed).encode()), PATH)


@pytest.mark.parametrize(
    "changes",
    [
        {"segments": []},
        {"segments": [{"file": SEGMENT, "articles": 12, "deleted": None}] * 2},
        {"segments": [{"file": SEGMENT, "articles": FACTS.size + 1, "deleted": None}]},
        {"segments": [{"file": "sync-7.piece", "articles": 1, "deleted": None}]},
        {"segments": [{"file": SEGMENT, "articles": 12, "deleted": "not base64!"}]},
        {"state": {"record": {}, "pieces": {}}},
        {"state": {"record": {}, "pieces": {"2": "sync-7.piece", "3": "sync-7.piece"}}},
        {"state": {"record": {}, "pieces": {"2": "stems-3.table"}}},
        {"state": {"record": [], "pieces": {"2": "sync-7.piece"}}},
        {"commit": -1},
        {"files": {}},
    ],
)
def test_what_it_says_must_fit_together(changes: dict[str, Any]) -> None:
    changed = {**json.loads(WHOLE.dump().split(b"\n")[0]), **changes}
    with pytest.raises(IndexDamaged, match=f"expected a manifest of format {FORMAT_VERSION}"):
        parse_manifest(sealed(json.dumps(changed).encode()), PATH)


def test_a_manifest_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    build_store(tmp_path, [])
    with (tmp_path / MANIFEST).open("ab") as file:
        file.truncate(40 * LIMIT)
    with pytest.raises(IndexDamaged, match="bytes, expected at most"):
        WhooshStore(tmp_path, rules="test").engine()


def test_a_manifest_of_countless_values_is_not_taken_apart(tmp_path: Path) -> None:
    build_store(tmp_path, [])
    line = json.dumps({**parsed(tmp_path), "lain": []}).encode()
    line = line.replace(b'"lain": []', b'"lain": [%b[]]' % (b"[]," * 1_000_000))
    with pytest.raises(IndexDamaged, match="more values than an index has"):
        parse_manifest(sealed(line), PATH)


def test_a_table_of_stems_that_would_take_all_memory_is_not_read(tmp_path: Path) -> None:
    build_store(tmp_path, [])
    [name] = (name for name in named(tmp_path) if name.endswith(".table"))
    facts = {"size": STEMS_LIMIT + 1, "sha256": "0" * 64}
    rewrite(tmp_path, {"files": {**parsed(tmp_path)["files"], name: facts}})
    with (tmp_path / "data" / name).open("ab") as file:
        file.truncate(STEMS_LIMIT + 1)
    with pytest.raises(IndexDamaged, match="more stems than there are words"):
        WhooshStore(tmp_path, rules="test").engine()


def test_a_fingerprint_is_told_in_bounds(tmp_path: Path) -> None:
    build_store(tmp_path, [])
    rewrite(tmp_path, {"fingerprint": "x" * 1_000_000})
    with pytest.raises(IndexUnusable) as caught:
        WhooshStore(tmp_path, rules="test").engine()
    assert len(caught.value.message) < 500


def test_names_are_new_each_time_and_numbers_are_found_in_them() -> None:
    names = {segment_name() for _ in range(100)}
    assert len(names) == 100
    assert all(map(is_ours, names))
    assert highest_number([*names, "sync-7.piece", "stems-12.table", "sync-99.json"]) == 12
    assert highest_number([]) == 0
    assert highest_number([f"sync-{HIGHEST + 1}.piece", "sync-7.piece"]) == 7
