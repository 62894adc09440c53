"""``searchkit index --watch``: a program of its own over real folders that change."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from searchkit import open_index
from searchkit.errors import IndexMissing
from tests.conftest import ROOT
from tests.golden.corpus import here, run_here

__all__ = ["here"]  # fixture

DEADLINE_S = 90.0  # for what must come: a slow machine takes its time
Start = Callable[..., "Watching"]


class Watching:
    """A ``searchkit index --watch`` that runs in the current folder."""

    def __init__(self, *args: str) -> None:
        self._out, self._err = Path("../watch.out"), Path("../watch.err")
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "searchkit", "index", "--watch", *args],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )

    @property
    def out(self) -> list[str]:
        """The lines told so far."""
        return self._out.read_text(encoding="utf-8").splitlines()

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out]

    def until(self, ready: Callable[[], object]) -> None:
        """Wait until something is so while the program runs."""
        end = time.monotonic() + DEADLINE_S
        while not ready():
            assert self.process.poll() is None, self.err
            assert time.monotonic() < end, f"{self.out}\n{self.err}"
            time.sleep(0.02)

    def until_found(self, word: str, number: int = 1) -> None:
        """Wait until so many articles with a word are in the index."""
        self.until(lambda: found(word) == number)

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)


def found(word: str) -> int:
    """How many articles with a word an index has that is opened now."""
    try:
        with open_index("index") as index:
            return index.search(word, strict=True).total
    except IndexMissing:
        return 0


def write(path: Path, words: str) -> None:
    """An article, as a program leaves it that renames what it has written."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.write_text(f"Kabar {path.stem}\n\nIni tulisan tentang {words}.\n", encoding="utf-8")
    temporary.replace(path)


@pytest.fixture
def berita(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one article, in a current folder that nothing else is written to."""
    Path("kerja").mkdir()
    monkeypatch.chdir("kerja")
    folder = Path("berita")
    folder.mkdir()
    write(folder / "lama.txt", "kerbau")
    return folder


@pytest.fixture
def start(berita: Path) -> Iterator[Start]:
    """Starts a watch over the folder and waits for its first sync."""
    started: list[Watching] = []

    def begin(*args: str) -> Watching:
        watching = Watching(*(args or (str(berita),)))
        started.append(watching)
        watching.until(lambda: "Ctrl-C ends" in watching.err)
        return watching

    yield begin
    for watching in started:
        watching.process.kill()
        watching.process.wait()


def test_new_changed_and_moved_articles_are_found(start: Start, berita: Path) -> None:
    watching = start()
    assert found("kerbau") == 1
    write(berita / "baru.txt", "trenggiling")
    watching.until_found("trenggiling")
    write(berita / "baru.txt", "trenggiling dan cendrawasih")
    watching.until_found("cendrawasih")
    (berita / "arsip").mkdir()
    write(berita / "arsip" / "dalam.txt", "bekantan")
    watching.until_found("bekantan")
    watching.until(lambda: len(watching.out) >= 4)
    assert watching.out[0].startswith("1 added · 0 changed")
    assert " 1 added · 2 articles in the index · " in watching.out[1]
    assert " 1 changed · 2 articles in the index · " in watching.out[2]


def test_an_index_that_is_open_sees_it_after_a_refresh(start: Start, berita: Path) -> None:
    watching = start()
    with open_index("index") as index:
        assert index.search("trenggiling", strict=True).total == 0
        write(berita / "baru.txt", "trenggiling")
        watching.until_found("trenggiling")
        assert index.search("trenggiling", strict=True).total == 0
        index.refresh()
        assert index.search("trenggiling", strict=True).total == 1


def test_what_changes_while_the_first_sync_runs_is_found(berita: Path) -> None:
    for number in range(100):
        write(berita / f"{number}.txt", "kerbau")
    watching = Watching("berita")
    try:
        watching.until(lambda: Path("index").exists())
        write(berita / "0.txt", "trenggiling")
        write(berita / "susulan.txt", "trenggiling")
        watching.until_found("trenggiling", 2)
    finally:
        watching.process.kill()
        watching.process.wait()


def test_a_burst_becomes_few_syncs(start: Start, berita: Path) -> None:
    watching = start()
    for number in range(150):
        write(berita / f"{number}.txt", "trenggiling")
    watching.until_found("trenggiling", 150)
    assert watching.end() == 130
    assert 2 <= len(watching.out) <= 20
    assert f"Ended after {len(watching.out)} syncs." in watching.err


def test_a_broken_file_is_told_once_and_stops_nothing(start: Start, berita: Path) -> None:
    watching = start()
    (berita / "rusak.jsonl").write_text("bukan json\n", encoding="utf-8")
    watching.until(lambda: "berita/rusak.jsonl:1: " in watching.err)
    write(berita / "baru.txt", "trenggiling")
    watching.until_found("trenggiling")
    watching.end()
    assert watching.err.count("rusak.jsonl") == 1
    assert " 1 rejected · 1 article in the index · " in watching.out[1]
    assert "rejected" not in watching.out[2]


def test_removed_files_are_kept_as_missing(start: Start, berita: Path) -> None:
    watching = start()
    write(berita / "baru.txt", "trenggiling")
    watching.until_found("trenggiling")
    (berita / "baru.txt").unlink()
    watching.until(lambda: len(watching.out) == 3)
    assert " 1 missing · 2 articles in the index · " in watching.out[2]
    assert found("trenggiling") == 1


def test_removed_files_are_pruned_where_that_is_wanted(start: Start, berita: Path) -> None:
    watching = start("berita", "--prune")
    write(berita / "baru.txt", "trenggiling")
    watching.until_found("trenggiling")
    (berita / "baru.txt").unlink()
    watching.until_found("trenggiling", 0)
    watching.until(lambda: len(watching.out) == 3)
    assert " 1 removed · 1 article in the index · " in watching.out[2]


def test_a_program_reads_one_object_for_each_sync(start: Start, berita: Path) -> None:
    watching = start("berita", "--format", "json")
    (berita / "rusak.jsonl").write_text("bukan json\n", encoding="utf-8")
    watching.until(lambda: len(watching.out) == 2)
    write(berita / "baru.txt", "trenggiling")
    watching.until(lambda: len(watching.out) == 3)
    first, second, third = watching.records
    plain = run_here("index", "berita", "--format", "json").json
    assert list(first) == [*plain, "at"]
    assert [one["added"] for one in (first, second, third)] == [1, 0, 1]
    assert [one["articles"] for one in (first, second, third)] == [1, 1, 2]
    assert [len(one["rejected"]) for one in (first, second, third)] == [0, 1, 0]
    assert second["rejected"][0]["path"] == "berita/rusak.jsonl"


def test_a_file_that_is_a_root_is_read_again_when_it_is_replaced(
    start: Start, berita: Path
) -> None:
    file = berita / "lama.txt"
    watching = start(str(file))
    write(file, "trenggiling")
    watching.until_found("trenggiling")
    assert found("kerbau") == 0


def test_another_writer_is_waited_for_and_told_once(start: Start, berita: Path) -> None:
    watching = start()
    with open_index("index").writer():
        write(berita / "baru.txt", "trenggiling")
        watching.until(lambda: "is being written by" in watching.err)
        write(berita / "lagi.txt", "trenggiling")
    watching.until_found("trenggiling", 2)
    watching.until(lambda: "can be kept up to date again" in watching.err)
    assert watching.err.count("is being written by") == 1


def test_a_folder_that_goes_is_told_and_read_when_it_is_back(start: Start, berita: Path) -> None:
    other = Path("lain")
    other.mkdir()
    write(other / "a.txt", "kerbau")
    watching = start("berita", "lain")
    berita.rename("pergi")
    watching.until(lambda: "berita does not exist" in watching.err)
    write(other / "b.txt", "trenggiling")
    watching.until_found("trenggiling")
    write(Path("pergi/baru.txt"), "cendrawasih")
    Path("pergi").rename(berita)
    watching.until_found("cendrawasih")
    watching.until(lambda: "can be kept up to date again" in watching.err)
    write(berita / "lagi.txt", "bekantan")
    watching.until_found("bekantan")
    assert watching.err.count("does not exist") == 1


def test_an_index_that_somebody_builds_anew_is_kept_up_to_date(start: Start, berita: Path) -> None:
    watching = start()
    assert run_here("index", "berita", "--rebuild").code == 0
    write(berita / "baru.txt", "trenggiling")
    watching.until_found("trenggiling")
    assert found("kerbau") == 1


def test_a_rebuild_is_for_the_first_sync_alone(start: Start, berita: Path) -> None:
    assert run_here("index", "berita").code == 0
    watching = start("berita", "--rebuild", "--format", "jsonl")
    write(berita / "baru.txt", "trenggiling")
    watching.until(lambda: len(watching.out) == 2)
    assert [(one["added"], one["unchanged"]) for one in watching.records] == [(1, 0), (1, 1)]


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit for files here")
def test_a_full_disk_is_told_and_no_end(start: Start, berita: Path) -> None:
    import resource

    if not hasattr(resource, "prlimit"):
        pytest.skip("no limit can be set for another process here")
    watching = start()
    limits = resource.prlimit(watching.process.pid, resource.RLIMIT_FSIZE)
    # Enough for what is told, not for the files of an index.
    resource.prlimit(watching.process.pid, resource.RLIMIT_FSIZE, (600, limits[1]))
    write(berita / "baru.txt", "trenggiling")
    watching.until(lambda: "file too large" in watching.err)
    assert (found("trenggiling"), found("kerbau")) == (0, 1)
    resource.prlimit(watching.process.pid, resource.RLIMIT_FSIZE, limits)
    watching.until_found("trenggiling")


def test_ctrl_c_ends_a_watch_that_waits_for_another_writer(start: Start, berita: Path) -> None:
    watching = start()
    with open_index("index").writer():
        write(berita / "baru.txt", "trenggiling")
        watching.until(lambda: "is being written by" in watching.err)
        assert watching.end() == 130
    assert watching.err.splitlines()[-1] == "Ended after 1 sync."


def test_a_reader_that_leaves_ends_it_quietly(berita: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "searchkit", "index", "--watch", "berita"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stderr
        assert process.stderr.readline() == "Watching berita; Ctrl-C ends.\n"
        process.stdout.close()
        write(berita / "baru.txt", "trenggiling")
        assert process.wait(DEADLINE_S) == 141
        assert process.stderr.read() == ""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_it_in_good_order(
    start: Start, berita: Path, number: signal.Signals, code: int
) -> None:
    watching = start()
    write(berita / "baru.txt", "trenggiling")
    watching.until(lambda: len(watching.out) == 2)
    assert watching.end(number) == code
    assert watching.err.splitlines() == [
        "Watching berita; Ctrl-C ends.",
        "Ended after 2 syncs.",
    ]
    assert run_here("index", "berita", "--format", "json").json["unchanged"] == 2


def test_a_signal_during_a_sync_leaves_the_index_as_it_was(berita: Path) -> None:
    assert run_here("index", "berita").code == 0
    for number in range(2000):
        (berita / f"{number}.txt").write_text(f"Kabar {number}\n\nTrenggiling.\n", encoding="utf-8")
    watching = Watching("berita", "--workers", "1")
    try:
        watching.until(lambda: Path("index/writer.json").exists())
        assert watching.end() == 130
    finally:
        watching.process.kill()
        watching.process.wait()
    assert "Traceback" not in watching.err
    assert found("kerbau") == 1
    assert found("trenggiling") in (0, 2000)


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("berita", "--dry-run"), "--dry-run"),
        (("berita", "--format", "csv"), "--format csv"),
        (("tidak-ada",), "tidak-ada does not exist"),
    ],
)
def test_what_cannot_be_watched_is_an_error(berita: Path, args: tuple[str, ...], told: str) -> None:
    ran = run_here("index", "--watch", *args)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
