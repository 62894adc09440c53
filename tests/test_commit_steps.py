"""A commit that fails at any of its steps: the old index or the new one, and nothing left over."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from searchkit.engines.whoosh import writer as writing
from searchkit.engines.whoosh.folder import IndexFolder
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.engines.whoosh.sweeping import sweep
from searchkit.engines.whoosh.writer import WhooshWriter
from searchkit.errors import IndexNotDurable, IndexUnread, SearchkitError
from tests.commits import OURS, files, keep_former, named, parsed, sealed
from tests.factory import build_store, make_article

STEPS = ("fsync", "replace", "unlink", "mkdir", "rmdir")


class Step:
    """Stands in for functions of ``os``: the call with one number raises, all others are made."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, error: BaseException) -> None:
        self.calls = 0
        self._at, self._error = at, error
        for name in STEPS:
            patch.setattr(os, name, self._instead_of(getattr(os, name)))

    @property
    def was_reached(self) -> bool:
        return self.calls > self._at

    def _instead_of(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            if not str(args[0]).endswith(("writer.json", "writer.lock")):  # not of the commit
                self.calls += 1
                if self.calls - 1 == self._at:
                    raise self._error
            return real(*args, **more)

        return step


Change = Callable[[WhooshWriter], None]


def sync(writer: WhooshWriter) -> None:
    """New, changed and deleted articles, a new piece and one that stays."""
    writer.put(make_article("baru", "hujan deras di desa"))
    writer.put(make_article("satu", "gempa di kota"))
    writer.delete("dua")
    writer.commit({"n": 2}, {"1": None, "2": b"kedua"})


def build(writer: WhooshWriter) -> None:
    """As ``sync``, from nothing."""
    writer.put(make_article("baru", "hujan deras di desa"))
    writer.commit({"n": 2}, {"1": b"pertama"})


def merged(writer: WhooshWriter) -> None:
    """Parts that are committed first and merged then."""
    for number in range(5):
        builder = writer.builder()(writer.analyzer)
        builder.put(make_article(f"bagian{number}", "panjang sekali"))
        writer.adopt(builder.finish())
    writer.commit({"n": 2}, {"1": b"baru"})


def none(_: Path) -> None:
    """No index at all."""


def old(folder: Path) -> None:
    """An index of three commits."""
    articles = [make_article(each, f"banjir di {each}") for each in ("satu", "dua", "tiga")]
    store = build_store(folder, articles, {"1": b"pertama"})
    for number in range(2):
        with store.writer() as writer:
            writer.put(make_article(f"lagi{number}", "kabar"))
            writer.commit({"n": 1}, {"1": None})


def former(folder: Path) -> None:
    """An index of format 4."""
    keep_former(folder)


def lost(folder: Path) -> None:
    """An index without its manifest."""
    old(folder)
    (folder / "manifest.json").unlink()


CASES: dict[str, tuple[Callable[[Path], None], Change, bool]] = {
    "first build": (none, build, False),
    "sync": (old, sync, False),
    "rebuild": (old, build, True),
    "sync in two commits": (old, merged, False),
    "rebuild in two commits": (old, merged, True),
    "older format": (former, build, True),
    "lost manifest": (lost, build, True),
}


def seen(folder: Path) -> object:
    """What a reader sees: ids and state; of what cannot be read the kind of error."""
    store = WhooshStore(folder, rules="test")
    try:
        engine = store.engine()
    except SearchkitError as error:
        return type(error).__name__
    try:
        return sorted(engine.ids()), store.state()
    finally:
        engine.close()


def left_over(folder: Path) -> set[str]:
    """What lies there and is of no commit."""
    beside = {path.name for path in folder.iterdir()} - {*OURS, "data"}
    return beside | (files(folder) - named(folder))


@pytest.fixture(params=CASES)
def case(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Change, bool]:
    before, change, rebuild = CASES[request.param]
    folder = tmp_path / "before"
    folder.mkdir()
    before(folder)
    monkeypatch.setattr(writing, "APART", 100)
    return folder, change, rebuild


@contextmanager
def failing(at: int, error: BaseException) -> Iterator[Step]:
    with pytest.MonkeyPatch.context() as patch:
        yield Step(patch, at, error)


@pytest.mark.parametrize("kind", [OSError, KeyboardInterrupt])
def test_a_commit_that_fails_at_any_step_leaves_the_old_or_the_new_index(
    case: tuple[Path, Change, bool], tmp_path: Path, kind: type[BaseException]
) -> None:
    before, change, rebuild = case
    old_state = seen(before)
    shutil.copytree(before, tmp_path / "whole")
    with WhooshStore(tmp_path / "whole", rules="test").writer(rebuild=rebuild) as writer:
        change(writer)
    new_state = seen(tmp_path / "whole")
    assert new_state != old_state
    for at in range(1000):
        folder = tmp_path / f"at{at}"
        shutil.copytree(before, folder)
        store = WhooshStore(folder, rules="test")
        assert store.fingerprint  # what it reads comes before the first step
        error = OSError(errno.ENOSPC, "no space left on device") if kind is OSError else kind()
        raised: BaseException | None = None
        with failing(at, error) as step:
            try:
                with store.writer(rebuild=rebuild) as writer:
                    change(writer)
            except (SearchkitError, kind) as met:
                raised = met
        if not step.was_reached:
            assert at > 8, "there are as many steps"
            break
        now = seen(folder)
        assert now in (old_state, new_state)
        if kind is OSError:
            done = raised is None or isinstance(raised, IndexNotDurable)
            assert (now == new_state) == done, "what fails has not happened"
        elif raised is None:
            assert now == new_state
        again = WhooshStore(folder, rules="test")
        with again.writer(rebuild=rebuild) as writer:
            change(writer)
        assert seen(folder) == new_state
        assert left_over(folder) == set()
        shutil.rmtree(folder)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_run_that_was_killed_leaves_nothing_behind_the_next_writer(
    tmp_path: Path, rebuild: bool
) -> None:
    old(tmp_path)
    store = WhooshStore(tmp_path, rules="test")
    with pytest.raises(RuntimeError), store.writer(rebuild=rebuild) as writer:
        part = writer.builder()(writer.analyzer)
        part.put(make_article("x", "tidak pernah"))
        part.finish()
        (tmp_path / "data" / "sync-99.piece").write_bytes(b"setengah")
        (tmp_path / "manifest.json.new").write_bytes(b"setengah")
        writer.rollback = lambda: None  # type: ignore[method-assign]  # as if the process was gone
        raise RuntimeError
    assert len(left_over(tmp_path)) >= 3
    before = seen(tmp_path)
    with store.writer():
        assert left_over(tmp_path) == set(), "removed before anything is written"
    assert seen(tmp_path) == before


def test_what_cannot_be_removed_is_by_a_later_writer(tmp_path: Path) -> None:
    old(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    store = WhooshStore(tmp_path, rules="test")
    with pytest.MonkeyPatch.context() as patch, store.writer(rebuild=True) as writer:
        patch.setattr(IndexFolder, "remove", refuse)
        build(writer)
    assert left_over(tmp_path)
    with WhooshStore(tmp_path, rules="test").writer():
        pass
    assert left_over(tmp_path) == set()


@pytest.mark.parametrize("refused", ["manifest.json.new", "segment"])
def test_what_a_killed_first_build_left_is_of_no_index_though_it_cannot_be_removed(
    tmp_path: Path, refused: str
) -> None:
    lost(tmp_path)
    IndexFolder(tmp_path).mark(())
    (tmp_path / "manifest.json.new").write_bytes(b"setengah")
    real = os.unlink

    def refuse(path: Path, **more: Any) -> None:
        if str(path).endswith(refused):
            raise OSError(errno.EIO, "input/output error", str(path))
        real(path, **more)

    store = WhooshStore(tmp_path, rules="test")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(os, "unlink", refuse)
        with store.writer() as writer:
            writer.rollback = lambda: None  # type: ignore[method-assign]  # the process is gone
            raise RuntimeError
    assert seen(tmp_path) == "IndexMissing"
    with WhooshStore(tmp_path, rules="test").writer() as writer:
        build(writer)
    assert "baru" in store.engine().ids()
    assert left_over(tmp_path) == set()


@pytest.mark.parametrize("lasting", [True, False])
def test_old_files_stay_while_the_new_manifest_may_not_be_on_the_disk(
    tmp_path: Path, lasting: bool
) -> None:
    """The system tells of what it could not write once, and may say that all is well then."""
    old(tmp_path)
    before = files(tmp_path)

    def refuse(folder: Path) -> None:
        raise OSError(errno.EIO, "input/output error", str(folder))

    store = WhooshStore(tmp_path, rules="test")
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(IndexNotDurable, match=rf"may be as before.*\({tmp_path}\)") as caught,
        store.writer() as writer,
    ):
        patch.setattr("searchkit.engines.whoosh.folder.sync_folder", refuse)
        if lasting:
            patch.setattr("searchkit.engines.whoosh.sweeping.sync_folder", refuse)
        sync(writer)
    assert caught.value.exit_code == 74
    assert "baru" in store.engine().ids(), "it counts all the same"
    assert before <= files(tmp_path), "a power cut may bring the manifest before it back"
    with store.writer():
        pass
    assert left_over(tmp_path) == set()


@pytest.mark.parametrize("error", [IndexUnread("cannot be read"), MemoryError()], ids=repr)
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_manifest_that_cannot_be_read_for_a_moment_costs_no_article(
    tmp_path: Path, error: Exception, rebuild: bool
) -> None:
    """The system refuses whoever looks for what is left over; all others read it."""

    def refuse(_: IndexFolder) -> NoReturn:
        raise error

    old(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.engines.whoosh.sweeping.read_manifest", refuse)
        with WhooshStore(tmp_path, rules="test").writer(rebuild=rebuild) as writer:
            build(writer)
    kept = set() if rebuild else {"satu", "dua", "tiga", "lagi0", "lagi1"}
    assert set(WhooshStore(tmp_path, rules="test").engine().ids()) == {"baru", *kept}
    with WhooshStore(tmp_path, rules="test").writer():
        pass
    assert left_over(tmp_path) == set()


def test_a_failed_rebuild_of_a_newer_format_leaves_what_there_was(tmp_path: Path) -> None:
    old(tmp_path)
    (tmp_path / "manifest.json").write_bytes(sealed(b'{"format":99}'))
    before = files(tmp_path)
    store = WhooshStore(tmp_path, rules="test")
    with pytest.raises(RuntimeError), store.writer(rebuild=True) as writer:
        part = writer.builder()(writer.analyzer)
        part.put(make_article("x", "tidak pernah"))
        part.finish()
        raise RuntimeError
    assert files(tmp_path) - {"FIRST"} == before


def test_what_a_manifest_of_a_newer_format_may_name_stays(tmp_path: Path) -> None:
    """A newer searchkit was killed just after it had replaced a damaged index."""
    lost(tmp_path)
    folder = IndexFolder(tmp_path)
    folder.mark(folder.ours())
    (tmp_path / "data" / "0123456789abcdef.segment").write_bytes(b"baru")
    line = b'{"format":99,"files":{"0123456789abcdef.segment":{}}}'
    (tmp_path / "manifest.json").write_bytes(sealed(line))
    before = files(tmp_path)
    sweep(folder)
    assert files(tmp_path) == before


# Room on the disk


class Room:
    """What lies in the data at each commit, next to what it needs before and after it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.commits = 0
        self.too_much: set[str] = set()
        real = IndexFolder.publish

        def publish(folder: IndexFolder, data: bytes) -> OSError | None:
            before = named(folder.path) if folder.manifest.exists() else set()
            lying = files(folder.path) - {"FIRST"}
            doubt = real(folder, data)
            self.commits += 1
            self.too_much |= lying - before - named(folder.path)
            return doubt

        patch.setattr(IndexFolder, "publish", publish)


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_commit_needs_no_more_room_than_the_index_before_and_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rebuild: bool
) -> None:
    old(tmp_path)
    first = parsed(tmp_path)["commit"]
    monkeypatch.setattr(writing, "APART", 100)
    room = Room(monkeypatch)
    store = WhooshStore(tmp_path, rules="test")
    with store.writer(rebuild=rebuild) as writer:
        merged(writer)
    assert (room.commits, room.too_much) == (2, set())
    assert parsed(tmp_path)["commit"] == first + 2
    assert parsed(tmp_path)["state"]["record"] == {"n": 2}
    assert store.engine().segments < 5
    assert left_over(tmp_path) == set()


def test_small_parts_are_merged_in_the_commit_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(monkeypatch)
    with WhooshStore(tmp_path, rules="test").writer() as writer:
        merged(writer)
    assert room.commits == 1
    assert len(room.too_much) == 5, "they lie beside what was made of them"


def test_parts_in_which_articles_were_replaced_are_merged_in_the_commit_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "APART", 100)
    room = Room(monkeypatch)
    with WhooshStore(tmp_path, rules="test").writer() as writer:
        for text in ("lama", "baru"):
            builder = writer.builder()(writer.analyzer)
            for number in range(2):
                builder.put(make_article(f"a{number}", text))
            writer.adopt(builder.finish(), without=[1] if text == "lama" else [])
        writer.commit({})
    assert room.commits == 1


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no space left on device"), MemoryError()], ids=repr
)
def test_a_merge_that_fails_after_its_parts_are_committed_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(writing, "APART", 100)
    store = WhooshStore(tmp_path, rules="test")
    with store.writer() as writer:
        with monkeypatch.context() as patch:
            patch.setattr(writing, "merge_segments", fail)
            merged(writer)
        assert len(store.engine().ids()) == 5
        assert store.engine().segments == 5
        writer.commit({"n": 3}, {"1": None})
    assert len(store.engine().ids()) == 5, "the next commit of that writer has all of them, too"
    assert left_over(tmp_path) == set()
