"""Which files of a folder are read, in which order, and which are refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pytest

from searchkit.article import Rejected
from searchkit.corpus import Source, read_corpus
from searchkit.errors import CorpusError
from tests.corpus.reading import only_rejected, read, write
from tests.faults import obeying_permissions


def sources(*roots: Path) -> list[Source]:
    return [found for found in read_corpus(*roots).sources() if isinstance(found, Source)]


def refused(*roots: Path) -> list[Rejected]:
    return [found for found in read_corpus(*roots).sources() if isinstance(found, Rejected)]


def test_every_format_is_known_by_its_suffix_in_any_case(tmp_path: Path) -> None:
    for name in ("a.txt", "b.TEXT", "c.md", "d.markdown", "e.html", "f.HTM"):
        write(tmp_path, name, "isi")
    for name in ("g.jsonl", "h.ndjson", "i.csv", "j.tsv"):
        write(tmp_path, name, "isi")
    assert [source.format for source in sources(tmp_path)] == [
        *("text", "text", "markdown", "markdown", "html", "html"),
        *("jsonl", "jsonl", "csv", "csv"),
    ]


def test_a_source_tells_where_the_file_is_and_how_it_was(tmp_path: Path) -> None:
    path = write(tmp_path, "2024/kota.md", "isi")
    (source,) = sources(tmp_path)
    assert source.path == str(path)
    assert source.relative == "2024/kota.md"
    assert source.size == 3
    assert source.changed_ns == path.stat().st_ctime_ns


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "c/a.txt", "a.txt"):
        write(tmp_path, name, "isi")
    found = [source.relative for source in sources(tmp_path)]
    assert found == ["a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c/a.txt"]


def test_a_name_that_a_folder_tells_twice_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.md", "isi")
    write(tmp_path, "sub/b.md", "isi")
    listed = os.scandir

    @contextmanager
    def twice(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with listed(path) as first, listed(path) as second:
            yield chain(first, second)

    # As where files come and go during the listing: /proc, network file systems.
    monkeypatch.setattr(os, "scandir", twice)
    assert [source.relative for source in sources(tmp_path)] == ["a.md", "sub/b.md"]


def test_hidden_entries_and_other_formats_are_passed_over_in_a_folder(tmp_path: Path) -> None:
    for name in (".git/a.txt", ".b.txt", "c.pdf", "README", "d.txt"):
        write(tmp_path, name, "isi")
    assert [source.relative for source in sources(tmp_path)] == ["d.txt"]
    assert refused(tmp_path) == []


def test_another_format_named_on_purpose_is_rejected(tmp_path: Path) -> None:
    rejected = only_rejected(write(tmp_path, "laporan.pdf", "isi"))
    assert rejected.path == str(tmp_path / "laporan.pdf")
    assert rejected.reason.startswith("not a format searchkit reads: .pdf")
    assert ".jsonl" in rejected.reason


def test_a_file_as_root_is_known_by_its_name(tmp_path: Path) -> None:
    path = write(tmp_path, "2024/kota.txt", "Kota Contoh berbenah.")
    (source,) = sources(path)
    assert (source.path, source.relative) == (str(path), "kota.txt")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 0)])
def test_overlapping_roots_give_each_file_once_with_the_outer_roots_name(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    path = write(tmp_path, "berita/2024/a.txt", "isi")
    roots = [tmp_path / "berita", path.parent, path]
    (source,) = sources(*(roots[at] for at in order))
    assert source.relative == "2024/a.txt"


def test_a_root_reached_through_a_link_gives_no_file_twice(tmp_path: Path) -> None:
    write(tmp_path, "berita/a.txt", "isi")
    (tmp_path / "tautan").symlink_to(tmp_path / "berita")
    assert len(sources(tmp_path / "berita", tmp_path / "tautan")) == 1


def test_a_relative_path_becomes_absolute_without_resolving_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "asli/a.txt", "isi")
    (tmp_path / "tautan").symlink_to("asli")
    monkeypatch.chdir(tmp_path)
    corpus = read_corpus("tautan")
    assert corpus.roots == (tmp_path / "tautan",)
    assert [source.path for source in sources(Path("tautan"))] == [str(tmp_path / "tautan/a.txt")]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "isi")
    (tmp_path / "lagi").symlink_to(tmp_path)
    (tmp_path / "lagi.txt").symlink_to(tmp_path)
    assert [source.relative for source in sources(tmp_path)] == ["a.txt"]


def test_a_link_to_a_file_is_read_only_inside_the_root(tmp_path: Path) -> None:
    write(tmp_path, "luar.txt", "isi")
    write(tmp_path, "berita/a.txt", "isi")
    (tmp_path / "berita/dalam.txt").symlink_to("a.txt")
    (tmp_path / "berita/keluar.txt").symlink_to("../luar.txt")
    (tmp_path / "berita/putus.txt").symlink_to("tidak-ada.txt")
    found = sources(tmp_path / "berita")
    assert [source.relative for source in found] == ["a.txt", "dalam.txt"]
    outside, broken = refused(tmp_path / "berita")
    assert "leads out of the corpus" in outside.reason
    assert str(tmp_path / "luar.txt") in outside.reason
    assert "leads nowhere" in broken.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_rejected_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.txt")
    (rejected,) = refused(tmp_path)
    assert "not a regular file" in rejected.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_file_that_became_a_pipe_is_rejected_without_waiting_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "isi")
    (source,) = sources(tmp_path)
    path.unlink()
    os.mkfifo(path)
    (rejected,) = read_corpus(tmp_path).read(source)
    assert isinstance(rejected, Rejected)
    assert "not a regular file" in rejected.reason


def test_a_file_that_vanished_is_rejected(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "isi")
    (source,) = sources(tmp_path)
    path.unlink()
    (rejected,) = read_corpus(tmp_path).read(source)
    assert isinstance(rejected, Rejected)
    assert rejected.path == str(path)
    assert "is gone" in rejected.reason


def test_unreadable_files_and_folders_are_rejected(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "Kota Contoh berbenah.")
    locked = write(tmp_path, "b.txt", "isi")
    closed = write(tmp_path, "c/d.txt", "isi").parent
    locked.chmod(0)
    closed.chmod(0)
    try:
        with obeying_permissions():
            articles, rejected = read(tmp_path)
    finally:
        closed.chmod(0o700)
    assert len(articles) == 1
    assert [(item.path, "cannot be read" in item.reason) for item in rejected] == [
        (str(locked), True),
        (str(closed), True),
    ]


@pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
@pytest.mark.parametrize("name", [b"rusak\xff.txt", b"baris\nbaru.txt", b"warna\x1b[31m.txt"])
def test_a_file_name_that_cannot_be_shown_is_rejected_printably(
    tmp_path: Path, name: bytes
) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("isi")
    except OSError:
        pytest.skip("the file system refuses such names")
    (rejected,) = refused(tmp_path)
    assert "rename it" in rejected.reason
    assert rejected.path.isprintable()


def test_a_root_that_does_not_exist_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "isi")
    corpus = read_corpus(tmp_path, tmp_path / "hilang")
    with pytest.raises(CorpusError) as caught:
        next(iter(corpus.sources()))
    assert str(tmp_path / "hilang") in caught.value.message
    assert "does not exist" in caught.value.message
    assert caught.value.next_step


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_root_that_is_neither_file_nor_folder_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipa.txt")
    with pytest.raises(CorpusError, match="neither a file nor a folder"):
        list(read_corpus(tmp_path / "pipa.txt"))


def test_no_path_and_an_empty_path_are_errors() -> None:
    with pytest.raises(CorpusError, match="no corpus"):
        list(read_corpus())
    with pytest.raises(CorpusError, match="empty path"):
        read_corpus("")


def test_folders_may_be_nested_deeper_than_python_recurses(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder = folder / "a"
    folder.mkdir(parents=True)
    write(folder, "a.txt", "isi")
    (source,) = sources(tmp_path)
    assert source.relative == "a/" * 400 + "a.txt"
