"""Verification: every byte that has changed is found, and nothing else is called damage."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchkit import IndexMissing, IndexOutdated, open_index, read_corpus
from searchkit.disk import locked
from searchkit.engines.checkup import Problem
from searchkit.engines.whoosh import checking
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.engines.whoosh.writer import WhooshWriter
from searchkit.errors import IndexUnread
from searchkit.version import RULES_VERSION
from tests.commits import files, keep_former, named, parsed, rewrite
from tests.factory import make_article
from tests.faults import obeying_permissions


def sync(folder: Path, *, rebuild: bool = False, prune: bool = False) -> None:
    with open_index(folder / "index").writer(rebuild=rebuild) as writer:
        writer.sync(read_corpus(folder / "berita"), prune=prune)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus and its index: two segments, two pieces, an article that was replaced."""
    folder = tmp_path_factory.mktemp("verification")
    (folder / "berita").mkdir()
    for number in range(12):
        path = folder / "berita" / f"{number}.txt"
        path.write_text(f"Judul {number}\n\nBanjir melanda desa nomor {number}.")
    sync(folder)
    (folder / "berita" / "3.txt").write_text("Judul\n\nAir sudah surut.")
    sync(folder)
    return folder


@pytest.fixture
def here(built: Path, tmp_path: Path) -> Path:
    """A copy of it that may be damaged."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def verified(folder: Path) -> tuple[Problem, ...]:
    with open_index(folder / "index") as index:
        return index.verify().problems


def test_a_whole_index_is_whole_and_its_figures_are_those_on_the_disk(built: Path) -> None:
    with open_index(built / "index") as index:
        found = index.verify()
        assert (found.is_whole, found.problems, found.notes) == (True, (), ())
        assert (found.articles, found.commit) == (12, 2)
        assert found.files == len(files(built / "index")) + 1
        assert found.bytes == index.stats().bytes
        assert found.location == built / "index"


def test_progress_tells_the_bytes_up_to_the_last(built: Path) -> None:
    calls: list[tuple[int, int]] = []
    with open_index(built / "index") as index:
        found = index.verify(lambda done, total: calls.append((done, total)))
    assert calls == sorted(calls)
    (total,) = {total for _, total in calls}
    assert calls[-1][0] == total == found.bytes - (built / "index/manifest.json").stat().st_size


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_and_its_file_named(
    built: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(files(built / "index"))))
    path = built / "index" / "data" / name
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    try:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
        (problem,) = verified(built)
    finally:
        path.write_bytes(whole)
    assert problem.file == f"data/{name}"
    assert "SHA-256" in problem.found
    assert "SHA-256" in problem.expected


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:7]), "7 bytes"),
    "longer": (lambda path: path.write_bytes(path.read_bytes() + b"x"), " bytes"),
    "missing": (lambda path: path.unlink(), "no such file"),
    "link": (lambda path: path.symlink_to(path.rename(path.with_suffix(".x"))), "a symbolic link"),
    "folder": (lambda path: (path.unlink(), path.mkdir()), "is a directory"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_every_file_that_is_not_as_it_was_is_listed(here: Path, kind: str) -> None:
    damage, told = DAMAGE[kind]
    names = sorted(files(here / "index"))
    for name in names:
        damage(here / "index" / "data" / name)
    problems = verified(here)
    assert sorted(problem.file for problem in problems) == [f"data/{name}" for name in names]
    assert all(problem.found.endswith(told) for problem in problems)
    assert all(problem.expected.endswith(" bytes") for problem in problems)


def test_a_damaged_manifest_is_a_problem_and_nothing_is_counted(here: Path) -> None:
    path = here / "index" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"commit":2', b'"commit":3'))
    found = open_index(here / "index").verify()
    (problem,) = found.problems
    assert problem.file == "manifest.json"
    assert (found.commit, found.files, found.bytes, found.articles) == (0, 0, 0, None)
    path.unlink()
    (problem,) = verified(here)
    assert problem.file == "manifest.json"
    assert problem.found.startswith("no such file, but ")


def change(folder: Path, how: Callable[[WhooshWriter], None]) -> None:
    """A commit whose sync state is still that of the commit before."""
    store = WhooshStore(folder / "index", rules=str(RULES_VERSION))
    record, pieces = store.state()
    with store.writer() as writer:
        how(writer)
        writer.commit(record, dict.fromkeys(pieces))


def test_articles_that_the_sync_state_does_not_know_are_found(here: Path) -> None:
    def add(writer: WhooshWriter) -> None:
        for number in range(5):
            writer.put(make_article(f"gelap{number}", "tidak dikenal"))

    change(here, add)
    (problem,) = verified(here)
    assert problem.found == "5 articles too many (gelap0, gelap1, gelap2, …)"
    assert problem.expected == "only articles that the sync state knows"


def test_articles_that_are_gone_are_found(here: Path) -> None:
    change(here, lambda writer: writer.delete("7.txt"))
    (problem,) = verified(here)
    assert problem.found == "1 article is missing (7.txt)"


def test_an_article_that_is_there_twice_is_found(here: Path) -> None:
    index = here / "index"
    commit = parsed(index)
    for segment in commit["segments"]:
        segment["deleted"] = None
    rewrite(index, commit)
    (problem,) = verified(here)
    assert problem.found == "article 3.txt once more"


def test_a_state_that_makes_no_sense_is_found(here: Path) -> None:
    commit = parsed(here / "index")
    rewrite(here / "index", {"state": {**commit["state"], "record": {"pieces": ["99"]}}})
    (problem,) = verified(here)
    assert problem.file == "manifest.json"
    assert problem.expected == "the state of a sync"


def test_what_else_lies_there_is_noted_and_is_no_damage(here: Path) -> None:
    index = here / "index"
    (index / "data" / "0123456789abcdef.segment").write_bytes(b"setengah")
    (index / "data" / "catatan.txt").write_text("punya orang")
    (index / "manifest.json.new").write_bytes(b"setengah")
    (index / "g1").mkdir()
    (index / "berita.txt").write_text("punya orang")
    with open_index(index) as reader:
        found = reader.verify()
    assert found.is_whole
    kinds = {note.file: note.text.split(";")[0].split(":")[0] for note in found.notes}
    assert kinds == {
        "data/0123456789abcdef.segment": "of no commit",
        "data/catatan.txt": "not part of the index",
        "manifest.json.new": "of no commit",
        "g1": "of an index of an older format",
        "berita.txt": "not part of the index",
    }
    sync(here)
    left = {note.file for note in open_index(index).verify().notes}
    assert left == {"data/catatan.txt", "berita.txt"}


def test_what_cannot_be_verified_is_told_as_by_every_reader(here: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "tiada").verify()
    rewrite(here / "index", {"format": 99})
    with pytest.raises(IndexOutdated, match="format 99"):
        open_index(here / "index").verify()
    keep_former(tmp_path / "lama")
    with pytest.raises(IndexOutdated, match="format 4"):
        open_index(tmp_path / "lama").verify()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_file_that_the_disk_does_not_read_is_named_and_no_damage(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = max(named(here / "index"))
    real = checking.open_regular

    def failing(path: Path) -> BufferedReader:
        return real(Path("/proc/self/mem") if path.name == name else path)  # reading it is EIO

    monkeypatch.setattr(checking, "open_regular", failing)
    with pytest.raises(IndexUnread, match=f"{name} cannot be read: input/output error"):
        verified(here)


def test_a_folder_that_may_not_be_listed_is_verified_all_the_same(here: Path) -> None:
    data = here / "index" / "data"
    data.chmod(0o300)
    try:
        with obeying_permissions():
            assert verified(here) == ()
            (here / "index" / "manifest.json").write_bytes(b"")
            assert [problem.file for problem in verified(here)] == ["manifest.json"]
    finally:
        data.chmod(0o700)


def test_nobody_has_to_wait_for_it(here: Path) -> None:
    with locked(here / "index" / "writer.lock", 0):
        assert verified(here) == ()


def test_a_commit_that_comes_in_between_is_no_damage(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = WhooshStore(here / "index", rules=str(RULES_VERSION))
    overtaken = [store.manifest()]
    sync(here, rebuild=True)
    real = store.manifest
    monkeypatch.setattr(store, "manifest", lambda: overtaken.pop() if overtaken else real())
    found = store.checkup(lambda *_: None)
    assert (found.problems, found.commit, overtaken) == ((), 3, [])


def test_while_a_writer_commits_every_verification_finds_a_whole_index(here: Path) -> None:
    done = threading.Event()
    found: list[object] = []

    def read() -> None:
        try:
            while not done.is_set():
                found.extend(verified(here))
        except BaseException as error:
            found.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(12):
        (here / "berita" / f"{number}.txt").write_text(f"Judul\n\nKabar baru nomor {number}.")
        sync(here, rebuild=not number % 5)
    done.set()
    reader.join()
    assert found == []


# What syncs leave is always whole


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["write", "remove", "prune", "rebuild"]),
        st.lists(st.integers(0, 5), min_size=1, max_size=3),
    ),
    max_size=6,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=ACTIONS)
def test_an_index_is_whole_after_any_syncs(
    tmp_path_factory: pytest.TempPathFactory, actions: list[tuple[str, list[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("syncs")
    (folder / "berita").mkdir()
    (folder / "berita" / "tetap.txt").write_text("Judul\n\nSelalu ada.")
    for step, (action, numbers) in enumerate(actions):
        for number in numbers:
            path = folder / "berita" / f"{number}.jsonl"
            if action == "remove":
                path.unlink(missing_ok=True)
            else:
                # The second record has an id that other files use, too.
                records = [{"id": f"a{number}", "text": f"kabar {step}"}]
                records.append({"id": f"b{number // 2}", "text": "kabar bersama"})
                path.write_text("\n".join(map(json.dumps, records)))
        sync(folder, rebuild=action == "rebuild", prune=action == "prune")
        found = open_index(folder / "index").verify()
        assert (found.problems, found.notes) == ((), ())
        assert files(folder / "index") == named(folder / "index")
