"""Locks: one writer at a time, and whoever waits learns for whom."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchkit import (
    IndexLocked,
    IndexNotWritten,
    SavedSearch,
    SavedSearchError,
    SavedSearches,
    open_index,
    read_corpus,
    saved,
)
from searchkit.disk import NotFree, locked, posted, read_posted
from searchkit.engines.whoosh.lock import HOLDER, LOCK
from searchkit.language.stemcache import StemCache
from tests.conftest import ROOT
from tests.faults import contents, obeying_permissions, searchkit, sync, write_articles
from tests.golden.corpus import here, run_here

__all__ = ["here"]  # fixture

HOLD = """
import sys
from searchkit import open_index
with open_index(sys.argv[1]).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_articles(tmp_path / "berita", range(3))
    sync(tmp_path / "indeks", tmp_path / "berita")
    return tmp_path / "indeks"


@contextmanager
def held(index: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes to an index until its stdin ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def refused(index: Path) -> str:
    """What a writer that does not wait is told."""
    with pytest.raises(IndexLocked) as caught, open_index(index).writer(wait_s=0):
        pass
    return caught.value.message


def test_a_writer_that_waits_is_told_once_for_whom_and_then_writes(index: Path) -> None:
    write_articles(index.parent / "berita", range(5))
    with held(index) as holder:
        waiting = subprocess.Popen(
            [sys.executable, "-m", "searchkit", "index", "berita", "--index", "indeks"],
            cwd=index.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert waiting.stderr
        told = waiting.stderr.readline()
        assert told.startswith("Waiting: the index is being written by process ")
        assert f"process {holder.pid} on {socket.gethostname()} since 20" in told
        assert holder.stdin
        holder.stdin.close()
        out, rest = waiting.communicate()
    assert (waiting.returncode, rest) == (0, "")
    assert out.startswith("2 added")


def test_a_writer_that_waited_in_vain_exits_with_4_and_names_the_holder(index: Path) -> None:
    with held(index) as holder:
        args = ("index", "berita", "--index", "indeks", "--wait", "0.7")
        ran = searchkit(*args, cwd=index.parent)
        answered = searchkit("search", "kabar", "--index", "indeks", cwd=index.parent)
    assert (ran.code, ran.out) == (4, "")
    waiting, error, step = ran.told
    assert waiting.startswith(f"Waiting: the index is being written by process {holder.pid} on ")
    assert error.startswith(f"Error: the index in indeks is being written by process {holder.pid}")
    assert step.startswith("Try again when it is done")
    assert answered.code == 0, "readers are never blocked"


def test_nobody_is_kept_waiting_by_zero_seconds(index: Path) -> None:
    with held(index):
        args = ("index", "berita", "--index", "indeks", "--wait", "0")
        ran = searchkit(*args, cwd=index.parent)
    assert ran.code == 4
    assert [line.partition(":")[0] for line in ran.told[:1]] == ["Error"]


@pytest.mark.parametrize("seconds", ["-1", "nan", "-inf", "besok"])
def test_what_is_no_number_of_seconds_is_a_usage_error(here: Path, seconds: str) -> None:
    ran = run_here("index", ".", "--wait", seconds)
    assert ran.code == 2
    assert "--wait" in ran.err
    assert not Path("index").exists()


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), 0.0])
def test_the_library_waits_not_at_all_for_what_is_no_time(index: Path, seconds: float) -> None:
    calls: list[str] = []
    with (
        open_index(index).writer(),
        pytest.raises(IndexLocked),
        open_index(index).writer(wait_s=seconds, on_wait=calls.append),
    ):
        pass
    assert calls == []


def test_whoever_is_told_of_the_wait_can_end_it(index: Path) -> None:
    class Enough(Exception):
        pass

    def end(holder: str) -> None:
        raise Enough(holder)

    with (
        open_index(index).writer(),
        pytest.raises(Enough, match=f"process {os.getpid()} on "),
        open_index(index).writer(wait_s=float("inf"), on_wait=end),
    ):
        pass


def test_a_killed_writer_neither_blocks_nor_is_told_as_the_holder(index: Path) -> None:
    with held(index) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        told = json.loads((index / HOLDER).read_text())
        assert told["pid"] == holder.pid, "nobody has cleared up"
        # Another process that holds the lock and has not said yet who it is.
        with locked(index / LOCK, 0):
            assert refused(index).endswith("is being written by another process")
        sync(index, index.parent / "berita")
    assert not (index / HOLDER).exists()


UNTRUSTED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[1, 2]",
    "too deep": b"[" * 1000,
    "no pid": b'{"host": "redaksi", "since": "2024-01-01T00:00:00+00:00"}',
    "a pid that is true": b'{"pid": true, "host": "a", "since": "2024-01-01T00:00:00+00:00"}',
    "a huge pid": b'{"pid": %d, "host": "a", "since": "2024-01-01T00:00:00+00:00"}' % 10**40,
    "an escape": b'{"pid": 7, "host": "\\u001b[2Ja", "since": "2024-01-01T00:00:00+00:00"}',
    "an override": b'{"pid": 7, "host": "\\u202ea", "since": "2024-01-01T00:00:00+00:00"}',
    "lines": b'{"pid": 7, "host": "a\\nError: b", "since": "2024-01-01T00:00:00+00:00"}',
    "no moment": b'{"pid": 7, "host": "a", "since": "kemarin \\u001b[2J"}',
    "the first day": b'{"pid": 7, "host": "a", "since": "0001-01-01T00:00:00+14:00"}',
    "no UTF-8": b'{"pid": 7, "host": "\xff", "since": "2024-01-01T00:00:00+00:00"}',
    "a book": b'{"pid": 7, "host": "a", "since": "2024-01-01T00:00:00+00:00"}' + b" " * 5000,
    "a book of a host": b'{"pid": 7, "host": "%s", "since": "2024"}' % (b"a" * 5000),
}


@pytest.mark.parametrize("text", UNTRUSTED.values(), ids=UNTRUSTED)
def test_a_holder_that_cannot_be_trusted_is_another_process(index: Path, text: bytes) -> None:
    with locked(index / LOCK, 0), posted(index / HOLDER, text):
        said = refused(index)
    if text.startswith(b'{"pid": 7, "host": "a", "since": "2024-01-01T00:00:00+00:00"} '):
        assert "process 7 on a since" in said
    else:
        assert said.endswith("is being written by another process")


def test_the_same_number_on_another_host_is_told_with_its_host(index: Path) -> None:
    other = {"pid": os.getpid(), "host": "arsip.redaksi", "since": "2024-05-01T08:00:00+07:00"}
    with locked(index / LOCK, 0), posted(index / HOLDER, json.dumps(other).encode()):
        assert f"process {os.getpid()} on arsip.redaksi since 20" in refused(index)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_is_written_or_read_through_a_link(index: Path, tmp_path: Path) -> None:
    other = tmp_path / "lain.txt"
    other.write_text('{"pid": 7, "host": "a", "since": "2024-01-01T00:00:00+00:00"}')
    before = other.read_text()
    (index / HOLDER).symlink_to(other)
    with locked(index / LOCK, 0):
        assert refused(index).endswith("is being written by another process")
    sync(index, tmp_path / "berita")
    assert other.read_text() == before
    (index / LOCK).unlink(missing_ok=True)
    (index / LOCK).symlink_to(other)
    with pytest.raises(IndexNotWritten, match=f"symbolic links.*{LOCK}"):
        sync(index, tmp_path / "berita")
    assert other.read_text() == before


def test_a_writer_whose_lock_was_taken_away_does_not_undo_what_another_has_done(
    index: Path, tmp_path: Path
) -> None:
    write_articles(tmp_path / "lain", range(10, 14))
    before = len(contents(index))
    with (
        pytest.raises(IndexLocked, match=r"writer\.lock was removed or moved") as caught,
        open_index(index).writer() as writer,
    ):
        writer.sync(read_corpus(tmp_path / "lain"))
        (index / LOCK).unlink()
        write_articles(tmp_path / "berita", range(3, 5))
        sync(index, tmp_path / "berita")
    assert "Leave that file where it is" in caught.value.next_step
    assert len(contents(index)) == before + 2
    assert open_index(index).verify().problems == ()


def test_a_writer_whose_folder_was_replaced_leaves_the_other_alone(
    index: Path, tmp_path: Path
) -> None:
    write_articles(tmp_path / "lain", range(10, 14))
    with pytest.raises(IndexLocked, match="removed or moved"), open_index(index).writer() as writer:
        writer.sync(read_corpus(tmp_path / "lain"))
        index.rename(tmp_path / "dulu")
        sync(index, tmp_path / "lain")
        begun = index / "data" / "0123456789abcdef.segment"
        begun.write_bytes(b"of a writer there")
    assert len(contents(index)) == 4
    assert begun.exists()
    assert len(contents(tmp_path / "dulu")) == 3


def pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("the system has no pipes")
    os.mkfifo(path)


@pytest.mark.parametrize("make", [Path.mkdir, pipe])
@pytest.mark.parametrize("name", [LOCK, HOLDER])
def test_what_is_no_file_is_neither_waited_for_nor_a_traceback(
    index: Path, name: str, make: Callable[[Path], None]
) -> None:
    (index / name).unlink(missing_ok=True)
    make(index / name)
    ran = searchkit("index", "berita", "--index", "indeks", cwd=index.parent)
    if name == LOCK and make is Path.mkdir:
        assert ran.code == 74
        assert f"{LOCK})" in ran.told[0]
        assert "is a directory" in ran.told[0]
    else:
        assert (ran.code, ran.told) == (0, [])
    assert len(contents(index)) == 3


def test_a_lock_that_may_not_be_opened_is_told_with_its_path(index: Path) -> None:
    (index / LOCK).chmod(0)
    with obeying_permissions(), pytest.raises(IndexNotWritten) as caught:
        sync(index, index.parent / "berita")
    assert str(index / LOCK) in caught.value.message
    assert "permission denied" in caught.value.message
    assert "Check the path and its permissions." in caught.value.next_step
    assert len(contents(index)) == 3


def test_threads_of_one_process_wait_for_each_other(index: Path, tmp_path: Path) -> None:
    write_articles(tmp_path / "lain", range(10, 14))
    began = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with open_index(index).writer(wait_s=60, on_wait=lambda _: began.set()) as writer:
                writer.sync(read_corpus(tmp_path / "lain"))
        except BaseException as error:
            failures.append(error)

    with open_index(index).writer():
        thread = threading.Thread(target=write)
        thread.start()
        assert began.wait(60)
    thread.join()
    assert not failures
    assert len(contents(index)) == 7


def test_what_is_posted_is_there_only_while_its_process_lives(tmp_path: Path) -> None:
    place = tmp_path / "kabar"
    with posted(place, b"satu"):
        assert read_posted(place, 100) == b"satu"
        assert read_posted(place, 2) == b"sa"
    assert not place.exists()
    place.write_bytes(b"tertinggal")
    assert read_posted(place, 100) is None
    assert read_posted(tmp_path / "tidak-ada", 100) is None
    assert read_posted(Path("a\0b"), 100) is None


def test_where_nothing_can_be_posted_the_work_goes_on(tmp_path: Path) -> None:
    with posted(tmp_path / "tidak" / "ada", b"satu"):
        assert read_posted(tmp_path / "tidak" / "ada", 100) is None


def test_a_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    place = tmp_path / "kunci"
    with locked(place, 0), pytest.raises(NotFree), locked(place, 0):
        pass
    with locked(place, 0):
        pass


def test_saved_searches_tell_that_they_are_being_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "_WAIT_S", 0.0)
    searches = SavedSearches(tmp_path)
    with locked(tmp_path / saved.LOCK, 0), pytest.raises(SavedSearchError, match="is changing it"):
        searches.save(SavedSearch("banjir", "banjir", "indeks"))
    assert searches.save(SavedSearch("banjir", "banjir", "indeks")).name == "banjir"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_cache_whose_lock_is_a_link_is_left_alone(tmp_path: Path) -> None:
    cache = StemCache(tmp_path / "cache", "satu")
    cache.path.parent.mkdir()
    other = tmp_path / "lain.txt"
    other.write_text("isi")
    cache.path.with_suffix(".lock").symlink_to(other)
    assert not cache.add({"banjirnya": "banjir"})
    assert other.read_text() == "isi"
