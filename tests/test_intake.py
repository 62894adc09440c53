"""Several processes make the same index as one, whatever the corpus looks like."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import Index, SyncReport, open_index, read_corpus
from searchkit.corpus import Source
from searchkit.errors import WorkerLost
from searchkit.indexer import Progress
from searchkit.intake.reading import Built
from searchkit.intake.shares import is_marked, marks, shares
from tests.golden.corpus import here, run_here

__all__ = ["here"]  # fixture

ROOT = Path(__file__).resolve().parent.parent


def record(number: int, **fields: object) -> str:
    places = ("Kota Malang", "Kabupaten Blora", "Jawa Timur", "Kota Bontang")
    text = (
        f"Pelayanan publik di {places[number % 4]} dinilai pada berita nomor {number}. "
        f"Warga {'melaporkan' if number % 3 else 'menanyakan'} banjir dan harga beras."
    )
    return json.dumps({"title": f"Kabar {number}", "text": text, **fields})


def lay_out_first(base: Path) -> tuple[Path, ...]:
    """A corpus with everything that can be wrong with one."""
    one, two = base / "satu", base / "dua"
    for root in (one, two):
        (root / "bagian").mkdir(parents=True)
        for number in range(12):
            path = root / "bagian" / f"b{number:02}.txt"
            path.write_text(f"Judul {number}\n\n{json.loads(record(number))['text']}")
    lines = [record(number, id=f"r{number % 17}") for number in range(40)]
    lines[7] = "{rusak"
    lines[9] = lines[10] = ""
    lines[20] = json.dumps({"title": "tanpa isi"})
    (one / "catatan.jsonl").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    (one / "tanpa-id.jsonl").write_text("\n".join(record(number) for number in range(60)))
    (two / "tanpa-id.jsonl").write_text("\n".join(record(number) for number in range(30)))
    (two / "lain.jsonl").write_text("\n".join(record(n, id=f"r{n}") for n in range(10, 60)))
    (two / "utf16.jsonl").write_bytes(record(3, id="lebar").encode("utf-16"))
    (two / "kosong.jsonl").write_text("\n  \n\n \n" * 40)
    (two / "hampa.jsonl").write_bytes(b"")
    (two / "biner.jsonl").write_bytes(b"\x00\x01\x02" * 100)
    rows = [f'c{n % 25},"Baris {n}","Hujan turun\ndi desa ke-{n}, lagi."' for n in range(50)]
    rows[11] = "terlalu,banyak,sel,di,sini"
    rows[30] = 'c30,"kutip yang tidak ditutup,isi'
    (one / "tabel.csv").write_text("id,title,text\n" + "\n".join(rows) + "\n")
    (one / "tanpa-teks.csv").write_text("id,nama\n1,dua\n")
    (two / "kepala.csv").write_text("id,title,text\n")
    (two / "halaman.md").write_text(f"---\nid: r3\n---\n# Judul\n\n{record(1)}")
    return one, two


def change(base: Path) -> tuple[Path, ...]:
    """Renamed, changed, emptied and swapped: what happens to a corpus between two syncs."""
    one, two = base / "satu", base / "dua"
    (one / "bagian" / "b03.txt").rename(one / "bagian" / "z03.txt")
    (one / "bagian" / "b04.txt").unlink()
    (one / "bagian" / "b05.txt").write_text("Judul baru\n\nGempa terasa di kota.")
    lines = (one / "tanpa-id.jsonl").read_text().split("\n")
    lines[5], lines[6] = lines[6], record(1000)
    (one / "tanpa-id.jsonl").write_text("\n".join(lines[:50]))
    (two / "lain.jsonl").rename(two / "asal.jsonl")
    ids = [record(number, id=f"r{number}") for number in range(5, 30)]
    (one / "catatan.jsonl").write_text("\n".join(ids))
    (one / "tabel.csv").write_text("id,title,text\nr2,Pindah,Kabar pindahan.\nc1,Tetap,Isi lain.\n")
    (two / "biner.jsonl").write_text(record(77))
    return one, two


def sync(
    index: Index, roots: tuple[Path, ...], workers: int | None, prune: bool = False
) -> SyncReport:
    with index.writer() as writer:
        return writer.sync(read_corpus(*roots), workers=workers, prune=prune)


def contents(index: Index) -> dict[str, Any]:
    """All that can be asked of an index, but for the order of hits.

    Equal hits come in the order in which they were indexed; articles that were
    built and then refused still count in the frequencies of their words, as
    replaced ones do, until their segment is merged.
    """
    asked = ("*", "banjir", "pelayanan publik", '"harga beras"', "gempa", "wilayah:malang")
    found = {query: index.search(query, limit=500, fold=False) for query in asked}
    state = index._state()
    return {
        "articles": {article_id: index.article(article_id) for article_id in index.ids()},
        "hits": {
            query: {hit.article.id for hit in results.hits} for query, results in found.items()
        },
        "facets": {query: results.facets for query, results in found.items()},
        "state": (state.roots, list(state.files.items())),
    }


@pytest.mark.parametrize("prune", [False, True])
@pytest.mark.parametrize("workers", [2, 3])
def test_several_processes_make_the_same_index_as_one(
    tmp_path: Path, workers: int, prune: bool
) -> None:
    with open_index(tmp_path / "seorang") as alone, open_index(tmp_path / "bersama") as shared:
        for lay_out in (lay_out_first, change, lambda base: (base / "satu", base / "dua")):
            roots = lay_out(tmp_path / "berita")
            one, many = sync(alone, roots, 1, prune), sync(shared, roots, workers, prune)
            assert replace(many, took_s=0) == replace(one, took_s=0)
            assert contents(shared) == contents(alone)
    assert one.added == one.changed == 0 and one.articles > 100


@given(st.integers(1, 3000))
@settings(max_examples=30)
def test_files_cut_anywhere_hold_what_they_hold_in_one_piece(
    tmp_path_factory: pytest.TempPathFactory, size: int
) -> None:
    base = tmp_path_factory.getbasetemp() / "cut"
    if not base.exists():
        lay_out_first(base)
    corpus = read_corpus(base / "satu", base / "dua")
    sources = [source for source in corpus.sources() if isinstance(source, Source)]
    lots = [lot for share in shares(corpus, sources, size, lambda _: {}) for lot in share]
    assert [lot.source for lot in lots if lot.ends] == sources
    for source in sources:
        cut = [
            item for lot in lots if lot.source == source for item in corpus.read(source, lot.piece)
        ]
        assert cut == list(corpus.read(source))


@given(st.lists(st.binary(min_size=16, max_size=16)), st.binary(min_size=16, max_size=16))
def test_known_hashes_are_recognised(digests: list[bytes], other: bytes) -> None:
    known = marks(digest.hex() for digest in digests)
    assert all(is_marked(digest.hex(), known) for digest in digests)
    assert is_marked(other.hex(), known) == (other[:8] in {digest[:8] for digest in digests})


def test_unchanged_records_of_a_changed_file_are_not_built_again(tmp_path: Path) -> None:
    from searchkit.intake.reading import ShareReader
    from searchkit.language.stemmer import Stemmer

    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(record(number) for number in range(20)))
    corpus = read_corpus(path)
    (source,) = corpus.sources()
    assert isinstance(source, Source)
    hashes = {item.id: item.content_hash for item in corpus.read(source)}  # type: ignore[union-attr]
    del hashes["a.jsonl:3"]
    with open_index(tmp_path / "index") as index, index._store.writer() as writer:
        reader = ShareReader(Stemmer(), writer.builder())
        (share,) = shares(corpus, [source], 1 << 20, lambda _: hashes)
        (built,) = reader.read(share, {}).lots
    assert [item.place for item in built if isinstance(item, Built)] == [
        None,
        None,
        0,
        *[None] * 17,
    ]


def test_progress_is_told_for_every_article_and_names_what_was_learned(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(record(number) for number in range(30)))
    told: dict[int, list[Progress]] = {1: [], 2: []}
    for workers, reports in told.items():
        with open_index(tmp_path / f"index{workers}") as index, index.writer() as writer:
            writer.sync(read_corpus(tmp_path / "a.jsonl"), workers=workers, progress=reports.append)
    assert [now.articles for now in told[1]] == [*range(1, 31), 30]
    # It is told as well while no process is ready.
    assert [*dict.fromkeys(now.articles for now in told[2] if now.articles)] == [*range(1, 31)]
    assert told[1][-1].learned == told[2][-1].learned > 10
    assert told[2][-1].stage == "committing"


def children(parent: int | None = None) -> set[int]:
    """The processes that one started to read articles, as Linux lists them."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            started = int(fields[1]) == (parent or os.getpid()) and fields[0] != "Z"
            if started and b"intake.worker" in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    return found


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    path = tmp_path / "banyak.jsonl"
    path.write_text("\n".join(record(number) for number in range(400)))
    return path


@needs_proc
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_error_ends_all_processes_and_changes_nothing(
    tmp_path: Path, many: Path, error: type[BaseException]
) -> None:
    def fail(now: Progress) -> None:
        assert len(children()) == 2
        raise error

    with open_index(tmp_path / "index") as index:
        with pytest.raises(error), index.writer() as writer:
            writer.sync(read_corpus(many), workers=2, progress=fail)
        assert children() == set()
        assert not index.exists()


@needs_proc
def test_a_killed_process_is_told_with_a_next_step_and_changes_nothing(
    tmp_path: Path, many: Path
) -> None:
    def kill(now: Progress) -> None:
        for pid in children():
            os.kill(pid, signal.SIGKILL)

    with open_index(tmp_path / "index") as index:
        (tmp_path / "a.txt").write_text("Judul\n\nSudah ada sebelumnya.")
        sync(index, (tmp_path / "a.txt",), 1)
        with pytest.raises(WorkerLost, match="signal 9") as caught, index.writer() as writer:
            writer.sync(read_corpus(many), workers=2, progress=kill)
        assert "--workers 1" in caught.value.next_step
        assert children() == set()
        assert set(index.ids()) == {"a.txt"}
        assert sync(index, (many,), 1).added == 400


SCRIPT = """
import sys
from searchkit import open_index, read_corpus
print("sekali", flush=True)
with open_index(sys.argv[2]) as index, index.writer() as writer:
    report = writer.sync(
        read_corpus(sys.argv[1]), workers=2, progress=lambda now: print(now.articles, flush=True)
    )
print(report.added)
"""


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    def start(*args: Path) -> subprocess.Popen[str]:
        file = tmp_path / "skrip.py"
        file.write_text(SCRIPT)
        return subprocess.Popen(
            [sys.executable, str(file), *map(str, args)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    return start


def test_a_script_without_a_guard_runs_once(
    tmp_path: Path, many: Path, script: Callable[..., subprocess.Popen[str]]
) -> None:
    with script(many, tmp_path / "index") as running:
        out = running.communicate()[0].split()
    assert running.returncode == 0
    assert out.count("sekali") == 1
    assert out[-1] == "400"


@needs_proc
def test_processes_do_not_outlive_the_one_that_started_them(
    tmp_path: Path, many: Path, script: Callable[..., subprocess.Popen[str]]
) -> None:
    with script(many, tmp_path / "index") as running:
        assert running.stdout is not None
        while running.stdout.readline() != "1\n":
            pass
        assert len(children(running.pid)) == 2
        running.kill()
        assert running.stderr is not None
        assert running.stderr.read() == "", "ends when nobody is left who could write to it"
    assert children(running.pid) == set()


def test_the_command_takes_a_number_of_processes(many: Path) -> None:
    for workers in ("1", "2"):
        ran = run_here("index", str(many), "--workers", workers, "--rebuild", "--format", "json")
        assert (ran.code, ran.err, ran.json["added"]) == (0, "", 400)
    assert run_here("index", str(many), "--workers", "0").code == 2


class Enough(Exception):
    """Whoever follows a sync has seen enough of it."""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_sync_ends_where_its_progress_raises_and_nothing_is_kept(
    tmp_path: Path, workers: int
) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(record(number) for number in range(30)))

    def enough(_now: Progress) -> None:
        raise Enough

    with open_index(tmp_path / "index") as index:
        with pytest.raises(Enough), index.writer() as writer:
            writer.sync(read_corpus(tmp_path / "a.jsonl"), workers=workers, progress=enough)
        assert not index.exists()
        with index.writer() as writer:
            report = writer.sync(
                read_corpus(tmp_path / "a.jsonl"), workers=workers, background=True
            )
        assert report.added == 30
        assert len(index.ids()) == 30
