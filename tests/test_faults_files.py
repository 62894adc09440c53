"""Files that go, grow, change or cannot be read while a corpus is: told, never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from searchkit import (
    CorpusError,
    Index,
    Progress,
    Rejected,
    SavedSearch,
    SavedSearches,
    open_index,
    read_corpus,
)
from searchkit.corpus.source import Source
from searchkit.errors import SystemShort
from searchkit.survey import COARSE_NS, may_change_unseen
from tests.faults import contents, obeying_permissions, searchkit, sync, tmpfs, write_articles


@pytest.fixture
def berita(tmp_path: Path) -> Path:
    write_articles(tmp_path / "berita", range(6))
    return tmp_path / "berita"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "indeks") as index:
        yield index


def at(name: str, action: Callable[[], object]) -> Callable[[Progress], None]:
    """What to do once, when a file of this name is being read."""
    done: list[str] = []

    def progress(now: Progress) -> None:
        if now.path.endswith(name) and not done:
            done.append(name)
            action()

    return progress


def reasons(rejected: tuple[Rejected, ...]) -> dict[str, str]:
    return {Path(each.path).name: each.reason for each in rejected}


# Gone, moved, refused


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_goes_before_it_is_read_is_told_and_the_others_are_read(
    index: Index, berita: Path, workers: int
) -> None:
    sources = list(read_corpus(berita).sources())

    class Listed(type(read_corpus(berita))):  # type: ignore[misc]
        def sources(self) -> Iterator[object]:
            yield from sources
            (berita / "003.txt").unlink(missing_ok=True)

    with index.writer() as writer:
        report = writer.sync(Listed((berita,)), workers=workers)
    assert reasons(report.rejected) == {
        "003.txt": "is gone: it was there when the folder was listed"
    }
    assert (report.added, report.removed, report.missing) == (5, 0, 0)


def test_a_file_that_goes_before_it_is_read_again_keeps_its_article(
    index: Index, berita: Path
) -> None:
    sync(index, berita)
    for name in ("001.txt", "004.txt"):
        (berita / name).write_text("Kabar baru\n\nIsi yang lain sama sekali.\n")
    gone = at("001.txt", (berita / "004.txt").unlink)
    report = sync(index, berita, progress=gone, prune=True)
    assert "is gone" in reasons(report.rejected)["004.txt"]
    assert (report.changed, report.removed, report.missing) == (1, 0, 0)
    assert "004.txt" in index.ids(), "who saw it last did not see it missing"
    assert sync(index, berita).missing == 1
    assert sync(index, berita, prune=True).removed == 1


def test_a_folder_that_is_renamed_while_it_is_read_loses_nothing(
    index: Index, berita: Path
) -> None:
    write_articles(berita / "b", range(20, 24))
    sync(index, berita)
    before = contents(index.location)
    write_articles(berita / "b", range(20, 24), turn=5)
    (berita / "000.txt").write_text("Kabar baru\n\nIsi yang lain sama sekali.\n")
    report = sync(
        index,
        berita,
        progress=at("000.txt", lambda: (berita / "b").rename(berita / "c")),
        prune=True,
    )
    assert report.removed == 0
    assert set(reasons(report.rejected)) == {f"{number:03}.txt" for number in range(20, 24)}
    assert contents(index.location).keys() == before.keys()
    report = sync(index, berita, prune=True)
    assert (report.rejected, report.articles) == ((), 10)


def test_a_folder_that_cannot_be_listed_any_more_keeps_its_articles(
    index: Index, berita: Path
) -> None:
    write_articles(berita / "b", range(20, 24))
    sync(index, berita)
    (berita / "b").chmod(0)
    try:
        with obeying_permissions():
            report = sync(index, berita, prune=True)
            assert reasons(report.rejected) == {"b": "the folder cannot be read: permission denied"}
            assert (report.articles, report.removed, report.missing) == (10, 0, 0)
    finally:
        (berita / "b").chmod(0o700)
    assert sync(index, berita, prune=True).unchanged == 10


def test_a_root_that_cannot_be_listed_is_an_error_and_changes_nothing(
    index: Index, berita: Path
) -> None:
    sync(index, berita)
    berita.chmod(0)
    try:
        with obeying_permissions(), pytest.raises(CorpusError, match="permission denied"):
            sync(index, berita, prune=True)
    finally:
        berita.chmod(0o700)
    assert len(contents(index.location)) == 6


def test_a_file_that_loses_its_permission_in_the_middle_is_read_when_it_has_it_again(
    index: Index, berita: Path
) -> None:
    with obeying_permissions():
        lost = at("001.txt", lambda: (berita / "004.txt").chmod(0))
        report = sync(index, berita, progress=lost)
        assert reasons(report.rejected) == {"004.txt": "cannot be read: permission denied"}
        assert report.added == 5
        (berita / "004.txt").chmod(0o600)
        assert sync(index, berita).added == 1


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_cannot_be_followed_hides_none_of_the_others(
    index: Index, berita: Path
) -> None:
    (berita / "putar.txt").symlink_to(berita / "putar.txt")
    report = sync(index, berita)
    assert report.added == 6
    assert "a link that leads nowhere" in reasons(report.rejected)["putar.txt"]


def test_a_disk_that_is_not_mounted_is_no_mass_deletion(tmp_path: Path, index: Index) -> None:
    with tmpfs(tmp_path / "cakram", 1024 * 1024) as disk:
        write_articles(disk, range(4))
        sync(index, disk)
    assert not list(disk.iterdir())
    with pytest.raises(CorpusError, match="has no articles left, but the index has 4 files"):
        sync(index, disk, prune=True)
    disk.rmdir()
    with pytest.raises(CorpusError, match="does not exist"):
        sync(index, disk, prune=True)
    assert len(contents(index.location)) == 4


# Growing, changing


APPEND = """
import sys
line = b'{"text": "Warga desa menanam padi di sawah."}\\n'
with open(sys.argv[1], "ab", buffering=0) as file:
    while file.tell() < 100_000_000:
        file.write(line)
        if file.tell() > 200_000:
            sys.stdout.write(".")
            sys.stdout.flush()
"""


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "txt"])
def test_a_file_that_is_appended_to_without_pause_ends(tmp_path: Path, suffix: str) -> None:
    place = tmp_path / f"arus.{suffix}"
    place.write_text("text\n" if suffix == "csv" else "")
    with subprocess.Popen(
        [sys.executable, "-c", APPEND, str(place)], stdout=subprocess.PIPE
    ) as writing:
        try:
            assert writing.stdout
            assert writing.stdout.read(1)
            corpus = read_corpus(place)
            (source,) = corpus.sources()
            assert isinstance(source, Source)
            articles = corpus.read(source)
            next(articles)
            size = place.stat().st_size
            assert sum(44 for _ in articles) <= size
            pieces = list(corpus.cut(source, 64 * 1024))
            assert len(pieces) <= place.stat().st_size // (16 * 1024) + 1
        finally:
            writing.kill()


def test_what_a_file_grows_by_while_it_is_read_is_read_at_the_next_sync(
    index: Index, tmp_path: Path
) -> None:
    place = tmp_path / "berita" / "arus.jsonl"
    place.parent.mkdir()

    def line(number: int) -> str:
        return json.dumps({"id": f"n{number}", "text": f"Warga desa menanam padi {number}."}) + "\n"

    def append() -> None:
        with place.open("a") as file:
            file.write(line(3) + line(4)[:30])

    place.write_text(line(1) + line(2))
    assert sync(index, place.parent, progress=at("arus.jsonl", append)).added == 2
    report = sync(index, place.parent)
    assert (report.added, len(report.rejected)) == (1, 1)
    with place.open("a") as file:
        file.write(line(4)[30:])
    report = sync(index, place.parent)
    assert (report.added, report.rejected) == (1, ())
    assert sorted(index.ids()) == ["n1", "n2", "n3", "n4"]


def test_half_an_article_is_never_taken_for_settled(index: Index, berita: Path) -> None:
    place, text = berita / "005.txt", "Kabar lengkap\n\nKalimat pertama. Kalimat terakhir.\n"

    def finish() -> None:
        place.write_text(text)

    place.write_text(text[:30])
    sync(index, berita, progress=at("005.txt", finish))
    sync(index, berita)
    assert index.article("005.txt").text.endswith("Kalimat terakhir.")


def test_a_file_that_is_emptied_and_written_again_without_pause_stops_nothing(
    index: Index, berita: Path
) -> None:
    place, end = berita / "003.txt", threading.Event()

    def rewrite() -> None:
        turn = 0
        while not end.is_set():
            turn += 1
            place.write_text(f"Kabar {turn}\n\nIsi berita giliran {turn % 7}.\n")

    thread = threading.Thread(target=rewrite)
    thread.start()
    try:
        for _ in range(3):
            assert sync(index, berita).articles in (5, 6)
    finally:
        end.set()
        thread.join()
    sync(index, berita)
    assert index.article("003.txt").text == place.read_text().strip()


# Clocks


def put_back(place: Path, text: str, moment: tuple[int, int]) -> None:
    """Other content of the same size, and the same time of modification as before."""
    assert len(place.read_text()) == len(text)
    place.write_text(text)
    os.utime(place, ns=moment)


@pytest.mark.skipif(os.name == "nt", reason="moments of change are not kept there")
@pytest.mark.parametrize("shift_s", [0, -10_000_000, 10_000_000_000])
def test_a_change_of_the_same_size_and_time_is_seen(
    index: Index, berita: Path, shift_s: int
) -> None:
    place = berita / "003.txt"
    text = place.read_text()
    moment = place.stat().st_mtime_ns + shift_s * 1_000_000_000
    os.utime(place, ns=(moment, moment))
    sync(index, berita)
    put_back(place, text.replace("rapat", "pesta"), (moment, moment))
    assert sync(index, berita).changed == 1
    assert "pesta desa" in index.article("003.txt").text
    assert sync(index, berita).unchanged == 6


def test_changes_without_a_pause_are_all_seen(index: Index, tmp_path: Path) -> None:
    place = tmp_path / "berita" / "a.txt"
    place.parent.mkdir()
    for turn in range(40):
        place.write_text(f"Kabar pagi\n\nGiliran nomor {turn % 10} ditulis.\n")
        sync(index, place.parent)
        index.refresh()
        assert f"nomor {turn % 10} " in index.article("a.txt").text


def test_times_that_have_not_come_yet_are_read_once(index: Index, berita: Path) -> None:
    for place in berita.iterdir():
        os.utime(place, (2**33, 2**33))
    assert sync(index, berita).added == 6
    plan = index.plan(read_corpus(berita))
    assert (len(plan.unchanged), plan.changed) == (6, ())


def test_moments_in_whole_seconds_are_not_trusted_while_they_are_young() -> None:
    from time import time_ns

    now = time_ns()
    second = now - now % 1_000_000_000

    def source(moment: int) -> Source:
        return Source("/a.txt", "a.txt", "text", 1, moment)

    assert may_change_unseen(source(second))
    assert not may_change_unseen(source(second + 1))
    assert not may_change_unseen(source(second - 10 * COARSE_NS))
    assert not may_change_unseen(source(second + 10 * COARSE_NS))


def test_a_commit_from_the_future_is_an_index_like_any_other(
    tmp_path: Path, berita: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from searchkit import indexwriter

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Tomorrow:
            return cls(2099, 1, 1)

    searches = SavedSearches(tmp_path / "simpanan")
    with open_index(tmp_path / "indeks") as index, monkeypatch.context() as patch:
        patch.setattr(indexwriter, "datetime", Tomorrow)
        sync(index, berita)
        committed_at = index.stats().committed_at
        assert committed_at
        assert committed_at.year == 2099
        searches.save(SavedSearch("kabar", "kabar", str(index.location)))
        searches.mark_read(searches.news(searches.get("kabar"), index))
    write_articles(berita, range(6, 8))
    with open_index(tmp_path / "indeks") as index:
        assert sync(index, berita).added == 2
        news = searches.news(searches.get("kabar"), index)
        assert sorted(news.ids) == ["006.txt", "007.txt"]
        searches.mark_read(news)
        assert len(searches.news(searches.get("kabar"), index)) == 0
        committed_at = index.stats().committed_at
        assert committed_at
        assert committed_at.year < 2099


# Descriptors


FEW = """
import json, os, resource, sys
from pathlib import Path
from searchkit import open_index, read_corpus
from searchkit.errors import SearchkitError
index, corpus = open_index(sys.argv[1]), read_corpus(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
taken = []
def take(now):
    if now.path.endswith("001.txt"):
        try:
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            pass
def release():
    while taken:
        os.close(taken.pop())
reports = []
with index.writer() as writer:
    reports.append(writer.sync(corpus, progress=take))
    take(type("Now", (), {"path": "001.txt"}))
    try:
        writer.sync(corpus)
    except SearchkitError as error:
        reports.append((type(error).__name__, error.message, error.next_step))
    release()
with index.writer() as writer:
    reports.append(writer.sync(corpus))
told = {Path(each.path).name: each.reason for each in reports[0].rejected}
print(json.dumps([reports[0].added, told, reports[1], reports[2].added, reports[2].articles]))
"""


def test_files_that_no_descriptor_was_left_for_are_read_at_the_next_sync(
    tmp_path: Path, berita: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FEW, str(tmp_path / "indeks"), str(berita)],
        capture_output=True,
        text=True,
        check=True,
    )
    added, told, (kind, message, step), later, articles = json.loads(ran.stdout)
    assert added == 2
    assert told == {
        f"{number:03}.txt": "cannot be read: too many open files" for number in range(2, 6)
    }
    assert kind == SystemShort.__name__
    assert "too many open files" in message
    assert "ulimit -n" in step
    assert (later, articles) == (4, 6)


def test_few_descriptors_are_enough_or_told(tmp_path: Path, berita: Path) -> None:
    index = tmp_path / "indeks"
    sync(index, berita)
    write_articles(berita, range(6, 9))
    for args in (
        ("search", "kabar"),
        ("index", str(berita), "--workers", "2"),
        ("index", str(berita)),
    ):
        command = (*args, "--index", str(index))
        ran = searchkit(*command, cwd=tmp_path, limit="ulimit -n 16")
        assert ran.code in (0, 71), ran.err
        if ran.code:
            assert "too many open files" in ran.told[0]
            assert ran.told[1:]
        else:
            assert ran.told == []
    assert len(contents(index)) in (6, 9)
    assert sync(index, berita).articles == 9
