"""The index folder: commits, rollback, rebuild, locks, damage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from whoosh.index import TOC

from searchkit.corpus import read_corpus
from searchkit.engines.base import Selection
from searchkit.engines.whoosh.container import Container
from searchkit.engines.whoosh.manifest import MANIFEST
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
)
from searchkit.query import ast
from tests.factory import build_store, make_article

ONE = make_article("satu", "banjir di kota")
TWO = make_article("dua", "hujan di desa")


def ids(store: WhooshStore) -> list[str]:
    engine = store.engine()
    try:
        return sorted(engine.ids())
    finally:
        engine.close()


def texts(store: WhooshStore) -> set[str]:
    engine = store.engine()
    try:
        found = engine.select(Selection(ast.Everything(), limit=100)).matches
        return {match.article.text for match in found}
    finally:
        engine.close()


def test_a_place_without_an_index_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        WhooshStore(tmp_path / "none", rules="1").engine()
    assert "searchkit index" in caught.value.next_step


def test_an_article_put_again_replaces_its_old_version(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE, TWO])
    with store.writer() as writer:
        writer.put(make_article("satu", "gempa di kota"))
        writer.commit({})
    assert texts(store) == {"gempa di kota", "hujan di desa"}


def test_an_article_put_twice_in_one_commit_is_there_once(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE, make_article("satu", "gempa di kota")])
    assert texts(store) == {"gempa di kota"}


def test_deleting_what_is_not_there_does_nothing(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    with store.writer() as writer:
        writer.delete("tiada")
        writer.delete("satu")
        writer.delete("satu")
        writer.commit({})
    assert ids(store) == []


def test_what_is_not_committed_never_happened(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    with pytest.raises(RuntimeError), store.writer() as writer:
        writer.put(TWO)
        writer.delete("satu")
        raise RuntimeError
    assert ids(store) == ["satu"]
    with store.writer() as writer:
        writer.put(TWO)
        writer.commit({})
    assert ids(store) == ["dua", "satu"]


def test_a_failed_first_build_leaves_no_index(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path, rules="1")
    with pytest.raises(RuntimeError), store.writer() as writer:
        writer.put(ONE)
        raise RuntimeError
    assert not store.exists()
    assert not list(tmp_path.glob("g*"))


def test_a_failed_rebuild_leaves_the_old_index_serving(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
        writer.put(TWO)
        raise RuntimeError
    assert ids(store) == ["satu"]
    assert len(list(tmp_path.glob("g*"))) == 1


def test_a_rebuild_replaces_everything_at_once(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    before = store.engine()
    with store.writer(rebuild=True) as writer:
        writer.put(TWO)
        writer.commit({})
        assert ids(store) == ["satu"], "not visible before the block has ended"
    assert ids(store) == ["dua"]
    assert before.article("satu") == ONE, "an open reader keeps its snapshot"
    before.close()
    assert len(list(tmp_path.glob("g*"))) == 1


def test_a_reader_keeps_its_snapshot_while_a_writer_commits(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    engine = store.engine()
    for number in range(8):
        with store.writer() as writer:
            writer.put(make_article(f"baru{number}", "banjir lagi"))
            writer.delete("satu")
            writer.commit({})
    assert [m.article.id for m in engine.select(Selection(ast.Word("banjir"))).matches] == ["satu"]
    engine.close()


def test_the_state_is_that_of_the_commit(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    with store.writer() as writer:
        writer.commit({"files": {"/a": 1}})
    assert store.state() == ({"files": {"/a": 1}}, {})
    assert len(list(tmp_path.glob("g*/sync-*.json"))) == 1


def test_many_small_commits_stay_few_segments(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    for number in range(40):
        with store.writer() as writer:
            writer.put(make_article(f"a{number}", "kabar singkat"))
            writer.commit({})
    engine = store.engine()
    assert engine.segments <= 7
    assert len(engine.ids()) == 41
    engine.close()


def test_stems_are_kept_with_the_index(tmp_path: Path) -> None:
    build_store(tmp_path, [make_article("a", "pelayanan melayani")])
    assert WhooshStore(tmp_path, rules="test").analyzer.stemmer.kept.get("melayani") == "layan"


def test_another_format_or_analysis_is_told_with_both_values(tmp_path: Path) -> None:
    build_store(tmp_path, [ONE])
    with pytest.raises(IndexOutdated) as caught:
        WhooshStore(tmp_path, rules="other").engine()
    assert "-test" in caught.value.message and "-other" in caught.value.message
    assert "--rebuild" in caught.value.next_step
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(IndexOutdated, match="format 99"):
        WhooshStore(tmp_path, rules="test").engine()


@pytest.mark.parametrize(
    "damage", ["{", '{"format": 1}', '{"format": 1, "fingerprint": "x", "data": "../g1"}', "[1]"]
)
def test_a_damaged_manifest_is_named(tmp_path: Path, damage: str) -> None:
    store = build_store(tmp_path, [ONE])
    (tmp_path / MANIFEST).write_text(damage)
    with pytest.raises(IndexDamaged) as caught:
        store.engine()
    assert MANIFEST in caught.value.message and "--rebuild" in caught.value.next_step


@pytest.mark.parametrize("pattern", ["_MAIN_*.toc", "*.segment"])
@pytest.mark.parametrize("keep", [0, 10])
def test_cut_off_files_are_damage_not_a_traceback(tmp_path: Path, pattern: str, keep: int) -> None:
    store = build_store(tmp_path, [ONE])
    for path in tmp_path.glob(f"g*/{pattern}"):
        path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(IndexDamaged, match="index in"):
        store.engine()


def test_a_damaged_article_is_told(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    (path,) = tmp_path.glob("g*/*.segment")
    blocks = Container(path)._sections["stored/record/blocks"]
    data = bytearray(path.read_bytes())
    data[blocks[0] + 2 : blocks[0] + blocks[1]] = bytes(blocks[1] - 2)
    path.write_bytes(data)
    engine = store.engine()
    with pytest.raises(IndexDamaged, match="checksum"):
        engine.select(Selection(ast.Everything()))
    engine.close()


def test_missing_files_are_damage(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    for path in tmp_path.glob("g*/*.segment"):
        path.unlink()
    with pytest.raises(IndexDamaged):
        store.engine()


HOLD = """
import sys
import threading
from pathlib import Path
from searchkit.engines.whoosh.lock import writer_lock
with writer_lock(Path(sys.argv[1]), 0):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_learns_who_holds_the_lock_and_a_dead_one_does_not_block(
    tmp_path: Path,
) -> None:
    store = build_store(tmp_path, [ONE])
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(IndexLocked) as caught, store.writer(wait_s=0):
            pass
        assert f"process {holder.pid}" in caught.value.message
        assert ids(store) == ["satu"], "readers are never blocked"
        holder.kill()
    with store.writer(wait_s=5) as writer:
        writer.put(TWO)
        writer.commit({})
    assert ids(store) == ["dua", "satu"]


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be made read-only")
def test_orphans_of_a_killed_build_are_removed_by_the_next_writer(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    orphan = tmp_path / "g7"
    orphan.mkdir()
    (orphan / "half.seg").write_bytes(b"x")
    with store.writer() as writer:
        writer.commit({})
    assert not orphan.exists()


def test_a_writer_tells_of_damage_before_it_adds_anything(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    for path in tmp_path.glob("g*/*.segment"):
        path.unlink()
    with pytest.raises(IndexDamaged), store.writer():
        pass


def test_a_file_is_no_place_for_an_index(tmp_path: Path) -> None:
    place = tmp_path / "berkas"
    place.write_text("bukan indeks")
    store = WhooshStore(place, rules="1")
    with pytest.raises(IndexUnusable, match="is a file"):
        store.engine()
    with pytest.raises(IndexUnusable, match="is a file"), store.writer():
        pass


def test_an_index_inside_the_corpus_is_not_indexed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Judul\n\nAda banjir di sini.")
    build_store(tmp_path / "index", [ONE])
    assert [source.relative for source in read_corpus(tmp_path).sources()] == ["a.txt"]


def test_readers_meet_whole_commits_only_while_a_writer_commits(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    done = threading.Event()
    failures: list[BaseException] = []
    counts: list[int] = []

    def read() -> None:
        try:
            while not done.is_set():
                counts.append(len(ids(WhooshStore(tmp_path, rules="test"))))
        except BaseException as error:
            failures.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(25):
        with store.writer() as writer:
            writer.put(make_article(f"a{number}", "banjir lagi"))
            writer.put(make_article(f"b{number}", "hujan lagi"))
            writer.commit({})
    done.set()
    reader.join()
    assert failures == []
    assert counts == sorted(counts), "counts never go backwards"
    assert {count % 2 for count in counts} <= {1}, "both articles of a commit or none"


def test_an_interrupt_just_after_the_commit_point_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of contents has its name; what comes behind it was not reached."""
    store = build_store(tmp_path, [ONE])
    real = TOC.write

    def interrupted(self: TOC, *arguments: object) -> None:
        real(self, *arguments)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writer() as writer:
        writer.put(TWO)
        monkeypatch.setattr(TOC, "write", interrupted)
        writer.commit({})
    monkeypatch.undo()
    assert ids(WhooshStore(tmp_path, rules="test")) == ["dua", "satu"]
