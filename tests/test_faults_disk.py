"""Disks that are full, read-only or refused: told, the index intact, nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from searchkit import IndexNotWritten, SavedSearch, SavedSearches, open_index
from searchkit.disk import write_atomically, write_wanted
from searchkit.errors import IndexUnread, SearchNotSaved
from searchkit.language.stemcache import StemCache
from tests.faults import (
    contents,
    leftovers,
    limited,
    nearly_full,
    obeying_permissions,
    remount,
    searchkit,
    sync,
    tmpfs,
    write_articles,
)
from tests.golden.corpus import here, run_here

__all__ = ["here"]  # fixture

pytestmark = pytest.mark.skipif(os.name == "nt", reason="disks are others there")

MIB = 1024 * 1024
PAGE = 4096


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes with an empty index folder on it."""
    with tmpfs(tmp_path / "cakram", 4 * MIB) as place:
        yield place


@pytest.fixture
def berita(tmp_path: Path) -> Path:
    write_articles(tmp_path / "berita", range(8))
    return tmp_path / "berita"


def grow(berita: Path) -> None:
    """Some articles are new, some others than they were."""
    write_articles(berita, range(6, 12), turn=5)


def golden(berita: Path, folder: Path) -> dict[str, str]:
    """What an index built from nothing answers."""
    sync(folder, berita)
    return contents(folder)


Shortage = Callable[[int], AbstractContextManager[None]]


def as_it_is(index: Path) -> Callable[[], None]:
    """A check that an index is as it is now, and that nothing else lies in it."""
    before = contents(index)

    def check() -> None:
        assert contents(index) == before
        assert leftovers(index) == []

    return check


def until_it_fits(
    write: Callable[[], object], shortage: Shortage, step: int, check: Callable[[], None]
) -> int:
    """Write with more and more room until that is enough; how often it was not.

    After each failure ``check`` looks at what there is, with room again.
    """
    failures = 0
    while failures < 1000:
        try:
            with shortage(failures * step):
                write()
            return failures
        except IndexNotWritten as error:
            assert error.exit_code == 74
            assert "could not be written: " in error.message
            assert error.next_step.startswith("It is as it was before. ")
            failures += 1
        check()
    raise AssertionError("there was never enough room")


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """No file gets larger: what a disk without mounting rights can be made full with."""
    with limited("RLIMIT_FSIZE", size):
        yield


def test_a_disk_that_is_full_at_any_point_of_a_first_build_leaves_no_index(
    disk: Path, berita: Path, tmp_path: Path
) -> None:
    index = disk / "indeks"

    def check() -> None:
        assert not open_index(index).exists()
        assert not list(index.rglob("*.segment"))

    failures = until_it_fits(
        lambda: sync(index, berita), lambda left: nearly_full(disk, left), PAGE, check
    )
    assert failures > 5
    assert contents(index) == golden(berita, tmp_path / "lain")
    assert leftovers(index) == []


@pytest.mark.parametrize("rebuild", [False, True], ids=["update", "rebuild"])
def test_a_disk_that_is_full_at_any_point_of_a_sync_keeps_the_index_that_there_was(
    disk: Path, berita: Path, tmp_path: Path, rebuild: bool
) -> None:
    index = disk / "indeks"
    sync(index, berita)
    check = as_it_is(index)
    grow(berita)

    failures = until_it_fits(
        lambda: sync(index, berita, rebuild=rebuild),
        lambda left: nearly_full(disk, left),
        PAGE,
        check,
    )
    assert failures > 3
    assert contents(index) == golden(berita, tmp_path / "lain")
    assert leftovers(index) == []


def test_a_disk_that_is_full_while_segments_are_merged_keeps_the_index(
    disk: Path, berita: Path
) -> None:
    index = disk / "indeks"
    sync(index, berita)
    number, merged = 100, 0
    while not merged and number < 200:
        segments = open_index(index).stats().segments
        check = as_it_is(index)
        write_articles(berita, range(number, number + 3))
        number += 3

        until_it_fits(
            lambda: sync(index, berita), lambda left: nearly_full(disk, left), 4 * PAGE, check
        )
        merged = open_index(index).stats().segments <= segments
    assert merged
    assert len(contents(index)) == 8 + number - 100
    assert leftovers(index) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_files_that_cannot_grow_are_a_full_disk(tmp_path: Path, berita: Path, workers: int) -> None:
    index = tmp_path / "indeks"
    sync(index, berita)
    check = as_it_is(index)
    grow(berita)

    step = 512 if workers == 1 else 16 * 1024  # starting processes takes its time
    failures = until_it_fits(lambda: sync(index, berita, workers=workers), files_up_to, step, check)
    assert failures
    assert contents(index) == golden(berita, tmp_path / "lain")
    assert leftovers(index) == []


def test_a_full_disk_is_told_with_the_place_the_cause_and_the_next_step(
    disk: Path, berita: Path
) -> None:
    index = disk / "indeks"
    sync(index, berita)
    before = contents(index)
    grow(berita)
    for workers in ("1", "2"):
        with nearly_full(disk, 5 * PAGE):
            args = ("index", str(berita), "--index", str(index), "--workers", workers)
            ran = searchkit(*args, cwd=berita)
        assert (ran.code, ran.out) == (74, "")
        error, step = ran.told
        assert error.startswith(f"Error: the index in {index} could not be written: no space left")
        assert step == "It is as it was before. Make room on that disk, then try again."
        assert contents(index) == before
    assert searchkit("search", "kabar", "--index", str(index), cwd=berita).code == 0


def test_a_full_disk_keeps_nobody_from_reading(disk: Path, berita: Path) -> None:
    sync(disk / "indeks", berita)
    with nearly_full(disk, 1):
        assert len(contents(disk / "indeks")) == 8
        with open_index(disk / "indeks") as index:
            assert index.search("banjir").total
            assert index.stats().articles == 8


def test_a_cache_on_a_full_disk_never_fails_a_sync(
    disk: Path, berita: Path, tmp_path: Path
) -> None:
    with nearly_full(disk, 1):
        index = open_index(tmp_path / "indeks", stems=disk / "cache")
        assert sync(index, berita).added == 8
        cache = StemCache(disk / "cache", "satu")
        assert not cache.add({"banjirnya": "banjir"})
    assert cache.add({"banjirnya": "banjir"})
    assert [path.suffix for path in (disk / "cache").iterdir() if path.suffix == ".new"] == []


def test_a_saved_search_on_a_full_disk_stays_as_it_was(
    disk: Path, berita: Path, tmp_path: Path
) -> None:
    sync(tmp_path / "indeks", berita)
    searches = SavedSearches(disk)
    search = SavedSearch("banjir", "banjir", str(tmp_path / "indeks"))
    searches.save(search)
    with open_index(tmp_path / "indeks") as index:
        news = searches.news(searches.get("banjir"), index)
        assert len(news) == 8
        with nearly_full(disk, 1):
            for change in (
                lambda: searches.save(SavedSearch("pasar", "pasar", "indeks")),
                lambda: searches.rename("banjir", "pasar"),
                lambda: searches.mark_read(news),
            ):
                with pytest.raises(SearchNotSaved, match="no space left on device") as caught:
                    change()
                assert str(disk) in caught.value.message
                assert "Make room" in caught.value.next_step
        assert [each.name for each in searches.all()] == ["banjir"]
        assert len(searches.news(searches.get("banjir"), index)) == 8
        searches.mark_read(news)
        assert len(searches.news(searches.get("banjir"), index)) == 0
    assert [path.name for path in disk.iterdir() if path.suffix == ".new"] == []


def test_a_file_that_cannot_be_written_to_its_end_is_named_and_the_old_one_stays(
    disk: Path,
) -> None:
    place = disk / "hasil.csv"
    write_atomically(place, b"lama")
    with nearly_full(disk, 1), pytest.raises(OSError, match=r"No space left.*hasil\.csv"):
        write_atomically(place, b"baru" * PAGE)
    assert place.read_bytes() == b"lama"
    assert [path.name for path in disk.iterdir()] == ["hasil.csv"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_lies_beside_a_file_that_was_asked_for_is_not_touched(tmp_path: Path) -> None:
    mine, other, place = tmp_path / "hasil.csv.new", tmp_path / "lain", tmp_path / "hasil.csv"
    mine.write_bytes(b"catatan")
    other.write_bytes(b"milik orang")
    (tmp_path / "hasil.csv.searchkit.new").symlink_to(other)
    write_wanted(place, b"baru")
    assert place.read_bytes() == b"baru"
    assert not place.is_symlink()
    assert mine.read_bytes() == b"catatan"
    assert other.read_bytes() == b"milik orang"
    assert len([*tmp_path.iterdir()]) == 3


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_a_file_that_is_written_anew_can_be_read_by_those_who_could_before(tmp_path: Path) -> None:
    place = tmp_path / "hasil.csv"
    place.write_bytes(b"lama")
    for mode in (0o600, 0o664):
        place.chmod(mode)
        write_wanted(place, b"baru")
        assert place.stat().st_mode & 0o777 == mode


def test_results_written_to_a_full_disk_are_told(disk: Path, berita: Path, tmp_path: Path) -> None:
    sync(tmp_path / "indeks", berita)
    ran = searchkit(
        *("search", "*", "--format", "json", "--index", str(tmp_path / "indeks")),
        cwd=disk,
        redirect="> /dev/full",
    )
    assert ran.code == 74
    assert ran.told == [
        "Error: no space left on device",
        "Make room on that disk, then try again.",
    ]
    silent = searchkit("search", "banjir", "--index", "tidak-ada", cwd=disk, redirect="2>/dev/full")
    assert (silent.code, silent.out) == (3, "")


@pytest.fixture
def read_only(disk: Path, berita: Path) -> Iterator[Path]:
    """An index on a disk that is mounted read-only."""
    sync(disk / "indeks", berita)
    remount(disk, "ro")
    yield disk / "indeks"
    remount(disk, "rw")


def test_an_index_on_a_read_only_disk_can_be_searched_and_not_written(
    read_only: Path, berita: Path, here: Path
) -> None:
    for args in (
        ("search", "banjir"),
        ("facet", "year"),
        ("show", "001.txt"),
        ("similar", "001.txt"),
        ("stats",),
        ("scores",),
    ):
        read = run_here(*args, "--index", str(read_only))
        assert (read.code, "read-only" in read.err) == (1 if args == ("scores",) else 0, False), (
            args
        )
    grow(berita)
    for args in ((), ("--rebuild",)):
        ran = searchkit("index", str(berita), *args, "--index", str(read_only), cwd=berita)
        assert (ran.code, ran.out) == (74, "")
        error, step = ran.told
        assert error.endswith(
            f"could not be written: read-only file system ({read_only}/writer.lock)"
        )
        assert "mount it for writing" in step
    assert len(contents(read_only)) == 8


def test_saved_searches_on_a_read_only_disk_can_be_read(disk: Path) -> None:
    searches = SavedSearches(disk)
    searches.save(SavedSearch("banjir", "banjir", "indeks"))
    remount(disk, "ro")
    try:
        assert [each.name for each in searches.all()] == ["banjir"]
        with pytest.raises(SearchNotSaved, match="read-only file system"):
            searches.remove("banjir")
    finally:
        remount(disk, "rw")


def test_a_folder_that_may_not_be_written_can_be_searched(tmp_path: Path, berita: Path) -> None:
    index = tmp_path / "indeks"
    sync(index, berita)
    before = contents(index)
    grow(berita)
    folders = [path for path in (index, *index.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(0o500)
    (index / "writer.lock").unlink(missing_ok=True)
    try:
        with obeying_permissions():
            assert contents(index) == before
            with pytest.raises(IndexNotWritten, match="permission denied") as caught:
                sync(index, berita)
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert "Check the path and its permissions." in caught.value.next_step
    assert contents(index) == before
    sync(index, berita)
    assert contents(index) == golden(berita, tmp_path / "lain")


def test_a_folder_that_turns_read_only_in_the_middle_keeps_the_index(
    tmp_path: Path, berita: Path
) -> None:
    index = tmp_path / "indeks"
    sync(index, berita)
    before = contents(index)
    grow(berita)
    folders = [path for path in (index, *index.rglob("*")) if path.is_dir()]

    def lose_permission(_progress: object) -> None:
        for folder in folders:
            folder.chmod(0o500)

    try:
        with obeying_permissions(), pytest.raises(IndexNotWritten, match="permission denied"):
            sync(index, berita, progress=lose_permission)
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert contents(index) == before
    sync(index, berita)
    assert contents(index) == golden(berita, tmp_path / "lain")
    assert leftovers(index) == []


def test_an_index_that_may_not_be_read_is_not_told_as_damaged(tmp_path: Path, berita: Path) -> None:
    index = tmp_path / "indeks"
    sync(index, berita)
    for path in (index / "manifest.json", next(index.rglob("*.segment"))):
        path.chmod(0)
        with obeying_permissions(), pytest.raises(IndexUnread, match="permission denied") as caught:
            contents(index)
        path.chmod(0o600)
        assert caught.value.exit_code == 74
        assert "rebuild" not in caught.value.next_step
    assert len(contents(index)) == 8
