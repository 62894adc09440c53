"""The stems that all indexes share: kept, added to by many, never trusted blindly."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit import open_index, read_corpus
from searchkit.language.stemcache import MAX_LETTERS, StemCache
from searchkit.language.stemmer import Stemmer
from searchkit.language.stemtable import StemTable

ROOT = Path(__file__).resolve().parent.parent


def cache(folder: Path) -> StemCache:
    return StemCache(folder, "versi 1")


def words(start: int, count: int) -> dict[str, str]:
    return {f"kata{number:05}": f"akar{number:05}" for number in range(start, start + count)}


def kept(folder: Path, *all_words: dict[str, str]) -> bool:
    table = cache(folder).table
    return all(table.get(word) == stem for each in all_words for word, stem in each.items())


def test_words_are_there_for_whoever_opens_the_folder_next(tmp_path: Path) -> None:
    assert cache(tmp_path / "baru").add(words(0, 10))
    assert kept(tmp_path / "baru", words(0, 10))


def test_a_second_writer_adds_to_what_the_first_wrote_meanwhile(tmp_path: Path) -> None:
    one, other = cache(tmp_path), cache(tmp_path)
    assert len(one.table) == len(other.table) == 0
    assert one.add(words(0, 10)) and other.add(words(5, 10))
    assert kept(tmp_path, words(0, 15))
    assert len(cache(tmp_path).table) == 15


def test_other_versions_keep_their_own_words(tmp_path: Path) -> None:
    cache(tmp_path).add({"kata": "akar"})
    other = StemCache(tmp_path, "versi 2")
    assert other.table.get("kata") is None
    other.add({"kata": "lain"})
    assert kept(tmp_path, {"kata": "akar"})


def test_versions_that_nobody_uses_any_more_are_removed(tmp_path: Path) -> None:
    old, foreign = StemCache(tmp_path, "versi 0"), tmp_path / "catatan.txt"
    old.add({"kata": "akar"})
    foreign.write_text("bukan tabel")
    for path in (old.path, foreign):
        os.utime(path, (1, 1))
    cache(tmp_path).add({"kata": "akar"})
    assert not old.path.exists()
    assert foreign.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"\t", b" ", 1),
        lambda data: data.replace(b"akar", b"\xff\xfe"),
        lambda data: data.replace(b"versi 1", b"versi 9"),
        lambda data: data.replace(b"akar00003", b"akar00004"),
        lambda data: data + b"kata9\takar9\n",
        lambda data: data[data.index(b"\n") + 1 :],
        lambda data: os.urandom(4096),
    ],
)
def test_a_damaged_file_is_ignored_and_written_anew(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache(tmp_path).add(words(0, 10))
    path = cache(tmp_path).path
    path.write_bytes(damage(path.read_bytes()))
    assert len(cache(tmp_path).table) == 0
    assert cache(tmp_path).add(words(20, 10))
    assert kept(tmp_path, words(20, 10))


def test_a_folder_that_cannot_be_made_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    assert not cache(tmp_path / "berkas" / "folder").add(words(0, 10))


def test_long_words_are_not_kept(tmp_path: Path) -> None:
    long = "a" * (MAX_LETTERS + 1)
    cache(tmp_path).add({long: long, "kata": "akar"})
    assert kept(tmp_path, {"kata": "akar"})
    assert cache(tmp_path).table.get(long) is None


def test_a_few_words_are_not_worth_writing_a_large_table(tmp_path: Path) -> None:
    cache(tmp_path).add(words(0, 5000))
    before = cache(tmp_path).path.read_bytes()
    assert not cache(tmp_path).add({"satu": "satu"})
    assert cache(tmp_path).path.read_bytes() == before
    assert cache(tmp_path).add(words(6000, 50))


ADD = """
import sys
from pathlib import Path
from searchkit.language.stemcache import StemCache
first = int(sys.argv[2])
for start in range(first, first + 200, 20):
    added = {f"kata{number:05}": f"akar{number:05}" for number in range(start, start + 20)}
    assert StemCache(Path(sys.argv[1]), "versi 1").add(added)
"""


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    starts = (0, 100, 300)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), str(start)], env=environ)
        for start in starts
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert kept(tmp_path, *(words(start, 200) for start in starts))
    assert len(cache(tmp_path).table) == 500


def test_a_stemmer_learns_only_what_no_table_knows(tmp_path: Path) -> None:
    first = Stemmer(cache=tmp_path)
    assert first.stem("pelayanan") == "layan"
    assert first.stem("kota") == "kota"
    assert set(first.learned) == {"pelayanan", "kota"}, "also words that stay as they are"
    first.share()
    second = Stemmer(cache=tmp_path)
    assert (second.stem("pelayanan"), second.stem("kota")) == ("layan", "kota")
    assert second.stem("dilayani") == "layan"
    assert set(second.learned) == {"dilayani"}
    assert set(second.unkept()) == {"pelayanan", "kota", "dilayani"}


def build(corpus: Path, index: Path, stems: Path | None) -> None:
    with open_index(index, stems=stems) as built, built.writer() as writer:
        writer.sync(read_corpus(corpus))


def test_an_index_is_built_from_the_stems_of_another_and_answers_without_them(
    tmp_path: Path,
) -> None:
    corpus, stems = tmp_path / "berita", tmp_path / "stems"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Judul\n\nPelayanan warga diperbaiki.")
    build(corpus, tmp_path / "satu", stems)
    (path,) = stems.glob("*.table")
    path.write_bytes(StemTable().with_words(Stemmer().fingerprint, {"pelayanan": "saksi"}))
    build(corpus, tmp_path / "dua", stems)
    path.unlink()
    with open_index(tmp_path / "dua") as moved:
        assert moved.analyzer.stemmer.kept.get("pelayanan") == "saksi"
        assert moved.search("pelayanan").total == 1


def test_what_was_learned_stays_when_a_sync_fails(tmp_path: Path) -> None:
    corpus = tmp_path / "berita"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Judul\n\nPelayanan warga diperbaiki.")
    index = open_index(tmp_path / "index", stems=tmp_path / "stems")
    with pytest.raises(RuntimeError), index.writer() as writer:
        writer.sync(read_corpus(corpus))
        raise RuntimeError
    assert Stemmer(cache=tmp_path / "stems").stem("pelayanan") == "layan"
    (path,) = (tmp_path / "stems").glob("*.table")
    assert b"pelayanan\tlayan" in path.read_bytes()
