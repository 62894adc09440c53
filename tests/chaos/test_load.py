"""A short run of ``tests.chaos.load``: two readers, a commit every fifth of a second."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from searchkit import open_index, read_corpus
from tests.chaos.editions import EVERYTHING, MARKER, WORDS, edition, expected, number_of
from tests.chaos.reading import Use

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, and forks")
def test_every_answer_under_load_is_of_one_commit() -> None:
    """In a process without other threads, since readers and writer are forks of it."""
    arguments = ("--seconds", "5", "--readers", "2", "--every", "0.2")
    command = [sys.executable, "-m", "tests.chaos.load", *arguments]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "errors 0, inconsistent 0, backwards 0, grown 0" in ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_what_an_index_had_open_is_closed_at_once(tmp_path: Path) -> None:
    """Not when garbage is collected: a reader that lives long would have ever more files open."""
    (tmp_path / "berita").mkdir()
    (tmp_path / "berita" / "a.txt").write_text("Kabar Pasar\n\nPasar lama ramai lagi.\n")
    with open_index(tmp_path / "indeks") as index, index.writer() as writer:
        writer.sync(read_corpus(tmp_path / "berita"))
    gc.disable()
    try:
        index.search("pasar*", facets=("year", "outlet"), explain=True)
        index.suggest("pas")
        index.similar("a.txt")
        index.stats()
        index.refresh()
        assert (Use.now().maps, *_open_in(tmp_path)) == (0,)
    finally:
        gc.enable()


def _open_in(folder: Path) -> list[str]:
    links = (os.path.realpath(path) for path in Path("/proc/self/fd").iterdir())
    return [link for link in links if link.startswith(f"{folder}/")]


def test_no_two_commits_have_the_same_answer() -> None:
    for word in (*WORDS, EVERYTHING):
        answers = [expected(number, word) for number in range(40)]
        assert all(one != other for one, other in pairwise(answers))
        assert all(sum(one.years.values()) == len(one.texts) for one in answers)


def test_an_edition_adds_changes_and_deletes() -> None:
    seen: Counter[str] = Counter()
    for number in range(20):
        before, after = edition(number), edition(number + 1)
        assert number_of(before[MARKER].title) == number
        seen["added"] += len(after.keys() - before.keys())
        seen["deleted"] += len(before.keys() - after.keys())
        seen["changed"] += sum(before[name] != after[name] for name in before.keys() & after)
    assert min(seen.values()) > 20
