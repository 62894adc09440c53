"""The index folder: commits, rollback, rebuild, locks, damage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import zlib
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from searchkit import open_index
from searchkit.corpus import read_corpus
from searchkit.engines.base import Selection
from searchkit.engines.whoosh.folder import HIGHEST, MANIFEST, IndexFolder
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.errors import (
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
)
from searchkit.language.stemtable import StemTable
from searchkit.query import ast
from tests.commits import files, keep_former, named, parsed, rewrite
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
    assert not (tmp_path / "data").exists()


def test_a_failed_rebuild_leaves_the_old_index_serving(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    before = files(tmp_path)
    with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
        writer.put(TWO)
        writer.builder()(store.analyzer).finish()
        raise RuntimeError
    assert ids(store) == ["satu"]
    assert files(tmp_path) == before


def test_a_rebuild_replaces_everything_at_once(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    before = store.engine()
    with store.writer(rebuild=True) as writer:
        writer.put(TWO)
        assert ids(store) == ["satu"], "not visible before the commit"
        writer.commit({})
    assert ids(store) == ["dua"]
    assert before.article("satu") == ONE, "an open reader keeps its snapshot"
    before.close()
    assert files(tmp_path) == named(tmp_path)


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


def test_what_was_committed_by_hand_is_not_committed_once_more(tmp_path: Path) -> None:
    (tmp_path / "berita").mkdir()
    (tmp_path / "berita" / "a.txt").write_text("Judul\n\nBanjir melanda desa.")
    with open_index(tmp_path / "index") as index, index.writer() as writer:
        writer.sync(read_corpus(tmp_path / "berita"))
        writer.commit()
    assert parsed(tmp_path / "index")["commit"] == 1


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
    rewrite(tmp_path, {"format": 99})
    with pytest.raises(IndexOutdated, match=f"format 99, .* format {FORMAT_VERSION}") as newer:
        WhooshStore(tmp_path, rules="test").engine()
    assert newer.value.next_step == "Update searchkit."
    assert newer.value.exit_code == 3


# Damage


@pytest.mark.parametrize("pattern", ["*.segment", "*.table"])
@pytest.mark.parametrize("keep", [0, 10])
def test_a_file_that_was_cut_off_is_told_with_both_sizes(
    tmp_path: Path, pattern: str, keep: int
) -> None:
    build_store(tmp_path, [ONE])
    (path,) = tmp_path.glob(f"data/{pattern}")
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(IndexDamaged) as caught:
        WhooshStore(tmp_path, rules="test").engine()
    assert caught.value.message == f"{path}: {keep} bytes, expected {size:,} bytes"
    assert "--rebuild" in caught.value.next_step
    assert (caught.value.file, caught.value.found) == (str(path), f"{keep} bytes")


@pytest.mark.parametrize("pattern", ["*.segment", "*.table"])
def test_a_missing_file_is_told(tmp_path: Path, pattern: str) -> None:
    build_store(tmp_path, [ONE])
    (path,) = tmp_path.glob(f"data/{pattern}")
    path.unlink()
    with pytest.raises(IndexDamaged, match=f"{path.name}: no such file, expected .* bytes"):
        WhooshStore(tmp_path, rules="test").engine()


def test_a_piece_or_a_table_with_a_changed_byte_is_never_believed(tmp_path: Path) -> None:
    build_store(tmp_path, [ONE], {"1": b"sepotong"})
    (piece,) = tmp_path.glob("data/*.piece")
    piece.write_bytes(b"sepotonG")
    with pytest.raises(IndexDamaged, match=f"{piece.name}: SHA-256 .*, expected SHA-256"):
        WhooshStore(tmp_path, rules="test").state()
    (table,) = tmp_path.glob("data/*.table")
    table.write_bytes(table.read_bytes().replace(b"banjir", b"banjur"))
    with pytest.raises(IndexDamaged, match=f"{table.name}: SHA-256"):
        WhooshStore(tmp_path, rules="test").engine()


@pytest.mark.skipif(os.name == "nt", reason="no such files")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
@pytest.mark.parametrize("name", ["manifest.json", "*.segment", "*.table", "*.piece"])
def test_only_regular_files_are_opened(tmp_path: Path, kind: str, name: str) -> None:
    build_store(tmp_path / "i", [ONE], {"1": b"sepotong"})
    path = next((tmp_path / "i").rglob(name))
    path.rename(tmp_path / "moved")
    if kind == "link":
        path.symlink_to(tmp_path / "moved")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    store = WhooshStore(tmp_path / "i", rules="test")
    with pytest.raises(IndexDamaged, match=path.name):
        store.engine().close()
        store.state()


def test_data_that_are_a_link_are_not_followed(tmp_path: Path) -> None:
    store = build_store(tmp_path / "i", [ONE])
    (tmp_path / "i" / "data").rename(tmp_path / "moved")
    (tmp_path / "i" / "data").symlink_to(tmp_path / "moved")
    with pytest.raises(IndexDamaged, match="symbolic link"):
        store.engine()
    before = sorted(path.name for path in (tmp_path / "moved").iterdir())
    with pytest.raises(IndexUnusable, match="belongs to the index"), store.writer(rebuild=True):
        pass
    assert sorted(path.name for path in (tmp_path / "moved").iterdir()) == before


def test_a_folder_in_the_place_of_the_manifest_is_told_before_anything_is_written(
    tmp_path: Path,
) -> None:
    (tmp_path / MANIFEST).mkdir()
    store = WhooshStore(tmp_path, rules="test")
    with pytest.raises(IndexDamaged, match=MANIFEST):
        store.engine()
    with pytest.raises(IndexUnusable, match="belongs to the index"), store.writer(rebuild=True):
        pass
    assert not (tmp_path / "data").exists()


def test_what_a_first_build_left_behind_its_commit_says_nothing_about_a_damaged_index(
    tmp_path: Path,
) -> None:
    store = build_store(tmp_path, [ONE])
    (tmp_path / "data" / "FIRST").write_text("[]")
    before = files(tmp_path)
    (tmp_path / MANIFEST).write_bytes(b"rusak")
    with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
        writer.put(TWO)
        raise RuntimeError
    assert files(tmp_path) == before - {"FIRST"}


def test_a_segment_with_another_number_of_articles_is_damage(tmp_path: Path) -> None:
    build_store(tmp_path, [ONE, TWO])
    (segment,) = parsed(tmp_path)["segments"]
    rewrite(tmp_path, {"segments": [{**segment, "articles": 1}]})
    with pytest.raises(IndexDamaged, match="2 articles, expected 1"):
        WhooshStore(tmp_path, rules="test").engine()


@pytest.mark.parametrize("bitmap", [b"", b"x", b"\x00" * 9])
def test_a_bitmap_that_is_none_is_damage(tmp_path: Path, bitmap: bytes) -> None:
    build_store(tmp_path, [ONE, TWO])
    (segment,) = parsed(tmp_path)["segments"]
    for packed in (bitmap, zlib.compress(bitmap), zlib.compress(b"\x00") + b"more"):
        deleted = b64encode(packed).decode()
        rewrite(tmp_path, {"segments": [{**segment, "deleted": deleted}]})
        with pytest.raises(IndexDamaged, match=MANIFEST):
            WhooshStore(tmp_path, rules="test").engine()


def test_a_lost_manifest_is_damage_and_nothing_is_removed_before_a_rebuild(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    before = files(tmp_path)
    (tmp_path / "manifest.json").unlink()
    assert store.exists()
    for ask in (store.engine, store.state, store.whole_commit):
        with pytest.raises(IndexDamaged, match=rf"{MANIFEST}: no such file"):
            ask()
    with pytest.raises(IndexDamaged), store.writer():
        pass
    with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
        writer.put(TWO)
        writer.builder()(store.analyzer).finish()
        raise RuntimeError
    assert files(tmp_path) == before
    with store.writer(rebuild=True) as writer:
        writer.put(TWO)
        writer.commit({})
    assert ids(store) == ["dua"]
    assert files(tmp_path) == named(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("made", ["arsip", "arsip/index", "arsip/index/data"])
def test_folders_that_a_killed_run_made_are_on_the_disk_once_a_build_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    (tmp_path / made).mkdir(parents=True)
    synced: set[Path] = set()
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.add(Path(f"/proc/self/fd/{descriptor}").readlink())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    build_store(tmp_path / "arsip" / "index", [ONE])
    above = {(tmp_path / made).parent, tmp_path / "arsip", tmp_path / "arsip" / "index"}
    assert above <= synced


def test_rebuilds_of_a_lost_index_that_are_killed_do_not_pile_up(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    before = files(tmp_path)
    (tmp_path / "manifest.json").unlink()
    for _ in range(3):
        with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
            builder = writer.builder()(store.analyzer)
            builder.put(TWO)
            builder.finish()
            writer.rollback = lambda: None  # type: ignore[method-assign]
            raise RuntimeError
        assert len(files(tmp_path) - before) == 2, "the part, and what tells it from the others"
        with pytest.raises(IndexDamaged):
            store.engine()


def test_a_first_build_that_was_killed_is_no_damage(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path, rules="test")
    with pytest.raises(RuntimeError), store.writer() as writer:
        builder = writer.builder()(store.analyzer)
        builder.put(ONE)
        builder.finish()
        writer.rollback = lambda: None  # type: ignore[method-assign]
        raise RuntimeError
    assert len(files(tmp_path)) == 2
    assert not store.exists()
    with pytest.raises(IndexMissing):
        store.engine()
    with store.writer() as writer:
        assert files(tmp_path) == {"FIRST"}
        writer.put(TWO)
        writer.commit({})
    assert ids(store) == ["dua"]
    assert files(tmp_path) == named(tmp_path)


# Older formats and files of others


def test_an_older_format_is_told_and_leaves_nothing_after_a_rebuild(tmp_path: Path) -> None:
    keep_former(tmp_path, roots=("/berita", "/arsip"))
    store = WhooshStore(tmp_path, rules="test")
    assert store.exists()
    assert store.record()["roots"] == ["/berita", "/arsip"], "of the newest state"
    for use in (store.engine, store.writer().__enter__):
        with pytest.raises(IndexOutdated, match=f"format 4, .* format {FORMAT_VERSION}") as caught:
            use()
        assert "--rebuild" in caught.value.next_step
    with pytest.raises(RuntimeError), store.writer(rebuild=True):
        raise RuntimeError
    assert (tmp_path / "g3" / "_MAIN_12.toc").exists()
    (tmp_path / "g3" / "catatan.txt").write_text("punya orang")
    (tmp_path / "g4").mkdir()
    with store.writer(rebuild=True) as writer:
        writer.put(ONE)
        writer.commit({})
    assert ids(store) == ["satu"]
    assert [path.name for path in (tmp_path / "g3").iterdir()] == ["catatan.txt"]
    assert not (tmp_path / "g4").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"record": []}', "[" * 100_000, '{"record": {"roots": 7}}', "\udc80", "{"]
)
def test_the_state_of_an_older_format_is_never_trusted(tmp_path: Path, text: str) -> None:
    keep_former(tmp_path)
    path = tmp_path / "g3" / "sync-99.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert open_index(tmp_path).roots() == ()
    path.unlink()
    path.symlink_to(tmp_path / "g3" / "sync-12.json")
    assert WhooshStore(tmp_path, rules="1").record() == {}
    for data in ("../g3", "", ".", "/", "g3/../g3", "g\u0663"):
        keep = {"format": 4, "fingerprint": "x", "data": data}
        (tmp_path / "manifest.json").write_text(json.dumps(keep))
        assert WhooshStore(tmp_path, rules="1").record() == {}


def test_files_of_others_are_never_touched(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    strange = [
        tmp_path / "catatan.txt",
        tmp_path / "g7x" / "MAIN_a.segment",
        tmp_path / "data" / "catatan.segment",
        tmp_path / "data" / "sync-1.piece.txt",
        tmp_path / "data" / "0123456789abcdef.segment" / "isi",
        tmp_path / "g12" / "berita.txt",
    ]
    for path in strange:
        path.parent.mkdir(exist_ok=True)
        path.write_text("punya orang")
    link = tmp_path / "data" / "fedcba9876543210.segment"
    link.symlink_to(tmp_path / "catatan.txt")
    for rebuild in (False, True):
        with store.writer(rebuild=rebuild) as writer:
            writer.put(TWO)
            writer.commit({})
    assert all(path.read_text() == "punya orang" for path in [*strange, link])


# Writing and reading at once


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


@pytest.mark.parametrize("kind", ["*.segment", "*.piece", "*.table"])
def test_a_writer_tells_of_damage_before_it_adds_anything(tmp_path: Path, kind: str) -> None:
    store = build_store(tmp_path, [ONE], {"1": b"sepotong"})
    (path,) = tmp_path.glob(f"data/{kind}")
    path.unlink()
    with pytest.raises(IndexDamaged, match=path.name), store.writer():
        pass


def test_a_file_is_no_place_for_an_index(tmp_path: Path) -> None:
    place = tmp_path / "berkas"
    place.write_text("bukan indeks")
    store = WhooshStore(place, rules="1")
    with pytest.raises(IndexUnusable, match="is a file"):
        store.engine()
    with pytest.raises(IndexUnusable, match="is a file"), store.writer():
        pass


def test_a_path_that_nothing_can_be_at_is_told(tmp_path: Path) -> None:
    (tmp_path / "lingkaran").symlink_to("lingkaran")
    for path, cause in (
        (tmp_path / ("x" * 300), "file name too long"),
        (tmp_path / "lingkaran", "too many levels of symbolic links"),
        (tmp_path / "lingkaran" / "indeks", "too many levels of symbolic links"),
    ):
        store = WhooshStore(path, rules="test")
        assert not store.exists()
        for ask in (store.engine, store.whole_commit):
            with pytest.raises(IndexUnusable) as told:
                ask()
            assert told.value.message == f"no index can be in {path}: {cause}"
            assert told.value.next_step == "Name another folder: searchkit index --index FOLDER"
        with pytest.raises(IndexUnusable), store.writer():
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
    """The manifest has its name; what comes behind it was not reached."""
    store = build_store(tmp_path, [ONE])
    real = IndexFolder.publish

    def interrupted(self: IndexFolder, data: bytes) -> bool:
        real(self, data)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), store.writer() as writer:
        writer.put(TWO)
        monkeypatch.setattr(IndexFolder, "publish", interrupted)
        writer.commit({})
    monkeypatch.undo()
    assert ids(WhooshStore(tmp_path, rules="test")) == ["dua", "satu"]


def test_a_reader_that_a_commit_overtakes_reads_that_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = build_store(tmp_path, [ONE])
    reader = WhooshStore(tmp_path, rules="test")
    overtaken = [reader.manifest()]
    with store.writer(rebuild=True) as writer:
        writer.put(TWO)
        writer.commit({}, {"1": b"baru"})
    real = reader.manifest
    monkeypatch.setattr(reader, "manifest", lambda: overtaken.pop() if overtaken else real())
    assert ids(reader) == ["dua"]
    assert overtaken == []


def test_reading_leaves_no_trace(tmp_path: Path) -> None:
    build_store(tmp_path, [ONE], {"1": b"sepotong"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    store = WhooshStore(tmp_path, rules="test")
    assert ids(store) == ["satu"]
    assert store.state().pieces == {"1": b"sepotong"}
    assert store.whole_commit().facts.bytes == sum(
        path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()
    )
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_the_table_of_stems_is_only_written_where_it_grew(tmp_path: Path) -> None:
    store = build_store(tmp_path, [ONE])
    (table,) = tmp_path.glob("data/*.table")
    with WhooshStore(tmp_path, rules="test").writer() as writer:
        writer.put(make_article("tiga", "banjir di kota"))
        writer.commit({})
    assert table.exists()
    for text in ("melayani warga", "melayani kota"):
        with store.writer() as writer:
            writer.put(make_article("empat", text))
            writer.commit({})
        (now,) = tmp_path.glob("data/*.table")
        assert now.name == "stems-3.table"
    kept = WhooshStore(tmp_path, rules="test").analyzer.stemmer.kept
    assert [kept.get(word) for word in ("banjir", "melayani")] == ["banjir", "layan"]


# No code


PICKLES = """
import pickle, sys
from pathlib import Path

met = []
sys.addaudithook(lambda event, args: met.append(args) if event.startswith("pickle.") else None)

from searchkit.engines.base import Selection
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.query import ast
from tests.factory import build_store, make_article

class Bomb:
    def __reduce__(self):
        return (Path.touch, (Path(sys.argv[1]) / "exploded",))

index = Path(sys.argv[1]) / "index"
store = build_store(index, [make_article("satu", "banjir di kota")], {"1": b"sepotong"})
bomb = pickle.dumps(Bomb())
before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
names = ["_MAIN_1.toc", "_MAIN_9.toc", "MAIN_aaaaaaaaaaaaaaaa.segment", "stems.table",
         "sync-9.json", "stems-9.table", "sync-9.piece", "0123456789abcdef.segment", "FIRST",
         "manifest.pickle", "manifest.json.new", "schema.pkl", "writer.json"]
met.clear()

def use():
    for rebuild in (False, True):
        store = WhooshStore(index, rules="test")
        try:
            engine = store.engine()
            engine.select(Selection(ast.Word("banjir")))
            engine.article("satu")
            store.state()
            store.checkup(lambda *_: None)
        except Exception as error:
            assert type(error).__name__.startswith("Index"), repr(error)
        try:
            with store.writer(rebuild=rebuild) as writer:
                writer.put(make_article("dua", "hujan di desa"))
                writer.commit({}, {"1": b"baru"})
        except Exception as error:
            assert type(error).__name__.startswith("Index"), repr(error)

def plant(path):
    path.parent.mkdir(exist_ok=True)
    if not path.is_dir():
        path.write_bytes(bomb)

for folder in (index, index / "data", index / "g1"):
    for name in names:
        plant(folder / name)
use()
for path in before:  # each file of the index in turn
    for other, content in before.items():
        other.write_bytes(content)
    plant(path)
    use()
assert not met, met
assert not (Path(sys.argv[1]) / "exploded").exists()
pickle.loads(bomb)
assert met and (Path(sys.argv[1]) / "exploded").exists(), "the bomb is one, and would be seen"
print("done")
"""


def test_no_pickle_is_ever_loaded_from_an_index(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PICKLES, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert (ran.stdout, ran.stderr) == ("done\n", "")


def test_a_commit_that_nobody_could_read_is_not_made(tmp_path: Path) -> None:
    build_store(tmp_path, [make_article("a", "Banjir melanda desa.")])
    rewrite(tmp_path, {"commit": HIGHEST})
    store = WhooshStore(tmp_path, rules="test")
    before = (tmp_path / MANIFEST).read_bytes()
    with pytest.raises(IndexDamaged, match=f"commit is '{HIGHEST + 1}'"), store.writer() as writer:
        writer.put(make_article("b", "Air sudah surut."))
        writer.commit({})
    assert (tmp_path / MANIFEST).read_bytes() == before
    store.engine().close()
    with store.writer(rebuild=True) as writer:
        writer.commit({})
    assert store.manifest().commit < 10


def test_a_rebuild_believes_no_stem_of_the_index_before_it(tmp_path: Path) -> None:
    article = make_article("a", "Zona hijau.")
    right = build_store(tmp_path, [article]).analyzer.stemmer
    [name] = (name for name in named(tmp_path) if name.endswith(".table"))
    wrong = StemTable().with_words(right.fingerprint, {"hijau": "merah"})
    (tmp_path / "data" / name).write_bytes(wrong)
    facts = {"size": len(wrong), "sha256": sha256(wrong).hexdigest()}
    rewrite(tmp_path, {"files": {**parsed(tmp_path)["files"], name: facts}})
    store = WhooshStore(tmp_path, rules="test")
    assert store.analyzer.stemmer.stem("hijau") == "merah"
    with store.writer(rebuild=True) as writer:
        writer.put(article)
        writer.commit({})
    for after in (store, WhooshStore(tmp_path, rules="test")):
        assert after.analyzer.stemmer.stem("hijau") == "hijau"


def test_a_stray_number_in_the_data_is_in_nobodys_way(tmp_path: Path) -> None:
    build_store(tmp_path, [make_article("a", "Banjir melanda desa.")])
    (tmp_path / "data" / f"sync-{10**15 - 1}.piece").mkdir()
    store = WhooshStore(tmp_path, rules="test")
    with store.writer() as writer:
        writer.put(make_article("b", "Air sudah surut."))
        writer.commit({}, {"1": b"keadaan"})
    assert store.state().pieces == {"1": b"keadaan"}
