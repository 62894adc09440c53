"""Watching: what is told of real files that change, and what is passed over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.corpus.source import find_folders, is_read
from searchkit.watching import Watch
from tests.conftest import ROOT

LONG_S = 60.0  # for what must come: a slow machine takes its time
SHORT_S = 0.5  # for what must not come


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    (folder / "2024").mkdir(parents=True)
    (folder / "lama.txt").write_text("Berita lama", encoding="utf-8")
    return folder


@pytest.fixture(params=["", "the system does not tell"], ids=["told", "polling"])
def watch(folder: Path, request: pytest.FixtureRequest) -> Iterator[Watch]:
    with Watch((folder,), threading.Event(), polling=request.param) as watch:
        yield watch


def told(watch: Watch, path: Path) -> None:
    """Wait for a change of ``path``, or of all while files are compared."""
    seen = watch.wait(LONG_S)
    assert seen
    assert watch.polling or str(path) in seen


def test_new_changed_and_removed_files_are_told(watch: Watch, folder: Path) -> None:
    path = folder / "baru.txt"
    path.write_text("Berita baru", encoding="utf-8")
    told(watch, path)
    path.write_text("Berita baru yang diubah", encoding="utf-8")
    told(watch, path)
    path.unlink()
    told(watch, path)


def test_files_in_new_and_moved_folders_are_told(watch: Watch, folder: Path) -> None:
    deep = folder / "2025" / "01"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("Januari", encoding="utf-8")
    told(watch, folder / "2025")
    (deep / "b.txt").write_text("Masih Januari", encoding="utf-8")
    told(watch, deep / "b.txt")
    (folder / "2025").rename(folder / "2026")
    told(watch, folder / "2026")
    moved = folder / "2026" / "01" / "c.txt"
    moved.write_text("Dipindah", encoding="utf-8")
    told(watch, moved)


def test_a_folder_that_leaves_is_told(watch: Watch, folder: Path, tmp_path: Path) -> None:
    (folder / "2024" / "a.txt").write_text("Isi", encoding="utf-8")
    told(watch, folder / "2024" / "a.txt")
    (folder / "2024").rename(tmp_path / "pergi")
    told(watch, folder / "2024")


def test_what_the_corpus_passes_over_is_no_change(
    watch: Watch, folder: Path, tmp_path: Path
) -> None:
    for name in (".lama.txt.swp", "4913", "lama.txt~", "unggahan.tmp", "foto.jpg", ".rahasia.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "catatan.txt").write_text("x", encoding="utf-8")
    outside = tmp_path / "luar"
    outside.mkdir()
    (folder / "tautan").symlink_to(outside)
    (outside / "a.txt").write_text("x", encoding="utf-8")
    (folder / "lama.txt").read_text(encoding="utf-8")
    assert watch.wait(SHORT_S) == frozenset()


def test_a_file_saved_by_renaming_is_told(watch: Watch, folder: Path) -> None:
    (folder / ".lama.tmp").write_text("Berita lama, diperbaiki", encoding="utf-8")
    (folder / ".lama.tmp").replace(folder / "lama.txt")
    told(watch, folder / "lama.txt")


def test_a_root_may_go_and_come_back_with_all_above_it(tmp_path: Path) -> None:
    root = tmp_path / "media" / "disk" / "berita"
    root.mkdir(parents=True)
    with Watch((root,), threading.Event()) as watch:
        shutil.rmtree(tmp_path / "media")
        told(watch, root)
        watch.wait(SHORT_S)
        root.mkdir(parents=True)
        told(watch, root)
        (root / "a.txt").write_text("Kembali", encoding="utf-8")
        told(watch, root / "a.txt")


def test_a_root_that_is_replaced_by_another_folder_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "lain").mkdir()
    link = tmp_path / "kini"
    link.symlink_to(folder)
    with Watch((link,), threading.Event()) as watch:
        (tmp_path / "baru").symlink_to(tmp_path / "lain")
        (tmp_path / "baru").replace(link)
        told(watch, link)
        (tmp_path / "lain" / "a.txt").write_text("Lain", encoding="utf-8")
        told(watch, link / "a.txt")


def test_a_root_that_is_a_file_is_told_when_written_and_when_replaced(tmp_path: Path) -> None:
    root = tmp_path / "berita.jsonl"
    root.write_text("{}\n", encoding="utf-8")
    with Watch((root,), threading.Event()) as watch:
        with root.open("a", encoding="utf-8") as file:
            file.write("{}\n")
        told(watch, root)
        (tmp_path / "lain").write_text("{}\n", encoding="utf-8")
        (tmp_path / "lain").replace(root)
        told(watch, root)
        (tmp_path / "tetangga.jsonl").write_text("{}\n", encoding="utf-8")
        assert watch.wait(SHORT_S) == frozenset()


def test_a_hidden_folder_that_is_a_root_is_watched_inside_another_root(folder: Path) -> None:
    inner = folder / ".simpan"
    inner.mkdir()
    with Watch((folder, inner), threading.Event()) as watch:
        (inner / "a.txt").write_text("Isi", encoding="utf-8")
        told(watch, inner / "a.txt")


def test_a_burst_is_told_at_once(folder: Path) -> None:
    with Watch((folder,), threading.Event()) as watch:
        for number in range(200):
            (folder / f"{number}.txt").write_text("Isi", encoding="utf-8")
        seen: set[str] = set()
        waits = 0
        while len(seen) < 200:
            found = watch.wait(LONG_S)
            assert found
            seen |= found
            waits += 1
        assert waits <= 20


def test_changes_that_go_on_are_told_while_they_do(folder: Path) -> None:
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.wait(0.01):
            number += 1
            (folder / "terus.txt").write_text(f"Isi {number}", encoding="utf-8")

    with Watch((folder,), threading.Event()) as watch:
        writing = threading.Thread(target=write)
        writing.start()
        try:
            assert watch.wait(LONG_S)
            assert watch.wait(LONG_S)
        finally:
            done.set()
            writing.join()


def test_what_changes_between_two_waits_is_not_lost(watch: Watch, folder: Path) -> None:
    (folder / "a.txt").write_text("Isi", encoding="utf-8")
    told(watch, folder / "a.txt")
    (folder / "b.txt").write_text("Isi", encoding="utf-8")
    (folder / "c.txt").write_text("Isi", encoding="utf-8")
    seen: frozenset[str] = frozenset()
    while (
        not (watch.polling and seen) and not {str(folder / "b.txt"), str(folder / "c.txt")} <= seen
    ):
        found = watch.wait(LONG_S)
        assert found
        seen |= found


def test_stop_ends_a_wait(watch: Watch) -> None:
    assert watch.wait(0.0) == frozenset()
    watch._stop.set()
    assert watch.wait(LONG_S * 60) == frozenset()


def test_where_there_is_a_limit_of_watches_files_are_compared(folder: Path) -> None:
    for number in range(5):
        (folder / str(number)).mkdir()
    program = (
        "import threading, sys\n"
        "from pathlib import Path\n"
        "from searchkit.watching import Watch\n"
        "folder = Path(sys.argv[1])\n"
        "with Watch((folder,), threading.Event()) as watch:\n"
        "    assert watch.polling, 'there should be a limit'\n"
        "    (folder / 'baru.txt').write_text('Isi')\n"
        f"    assert watch.wait({LONG_S}) == {{str(folder)}}\n"
        "    print(watch.polling)\n"
    )
    limited = 'echo 3 > /proc/sys/user/max_inotify_watches && exec "$@"'
    unshare = shutil.which("unshare")
    if not unshare or subprocess.run([unshare, "-Ur", "true"], capture_output=True).returncode:
        pytest.skip("no limit of its own can be set for a process here")
    ran = subprocess.run(
        [unshare, "-Ur", "sh", "-c", limited, "sh", sys.executable, "-c", program, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LONG_S * 2,
    )
    if "max_inotify_watches" in ran.stderr:
        pytest.skip("no limit of its own can be set for a process here")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "os file watch limit reached\n"


def test_folders_and_names_are_those_that_the_corpus_reads(folder: Path, tmp_path: Path) -> None:
    (folder / ".git" / "objects").mkdir(parents=True)
    (folder / "2024" / "11").mkdir()
    (folder / "tautan").symlink_to(tmp_path)
    roots = (folder, folder / "lama.txt", tmp_path / "tidak-ada")
    assert sorted(find_folders(roots)) == [str(folder), f"{folder}/2024", f"{folder}/2024/11"]
    assert [is_read(name) for name in ("a.txt", "2024/A.HTML", "b.csv", "c.jsonl")] == [True] * 4
    assert not any(map(is_read, ("a.swp", ".a.txt", "a.txt~", "4913", ".git/a.txt", "a/.b/c.txt")))
