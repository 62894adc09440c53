"""A reader learns that another process has committed since."""

from __future__ import annotations

from pathlib import Path

from searchkit import open_index, read_corpus


def test_a_reader_is_outrun_by_a_commit_until_it_reads_it(tmp_path: Path) -> None:
    corpus = tmp_path / "berita"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Banjir melanda Kota Semarang pada hari Senin.\n")
    with open_index(tmp_path / "i").writer() as writer:
        writer.sync(read_corpus(corpus))
    with open_index(tmp_path / "i") as reader:
        assert not reader.is_outrun  # nothing was read yet
        assert reader.search("banjir").total == 1
        assert not reader.is_outrun
        (corpus / "b.txt").write_text("Banjir melanda Kabupaten Kudus pada hari Rabu.\n")
        with open_index(tmp_path / "i").writer() as writer:
            writer.sync(read_corpus(corpus))
        assert reader.is_outrun
        assert reader.search("banjir").total == 1
        reader.refresh()
        assert reader.search("banjir").total == 2
        assert not reader.is_outrun


def test_a_rebuild_outruns_a_reader_and_a_lost_index_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Banjir melanda Kota Semarang pada hari Senin.\n")
    with open_index(tmp_path / "i").writer() as writer:
        writer.sync(read_corpus(tmp_path / "a.txt"))
    with open_index(tmp_path / "i") as reader:
        reader.search("banjir")
        with open_index(tmp_path / "i").writer(rebuild=True) as writer:
            writer.sync(read_corpus(tmp_path / "a.txt"))
        assert reader.is_outrun
        reader.refresh()
        reader.search("banjir")
        (tmp_path / "i" / "manifest.json").unlink()
        assert not reader.is_outrun


def test_the_figures_of_an_index_are_all_of_its_last_commit(tmp_path: Path) -> None:
    place, corpus = tmp_path / "i", tmp_path / "berita"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Banjir melanda Kota Semarang pada hari Senin.\n")
    with open_index(place).writer() as writer:
        writer.sync(read_corpus(corpus))
    with open_index(place) as reader:
        assert reader.search("banjir").total == 1
        assert (reader.stats().articles, reader.stats().files) == (1, 1)
        (corpus / "b.txt").write_text("Pengungsian dibuka di Kabupaten Kudus hari Rabu.\n")
        with open_index(place).writer() as writer:
            writer.sync(read_corpus(corpus))
        with open_index(place) as fresh:
            assert reader.stats() == fresh.stats()
        assert (reader.stats().articles, reader.stats().files) == (2, 2)
        assert reader.stats().bytes == sum(
            path.stat().st_size
            for path in place.rglob("*")
            if path.name != "writer.lock" and path.is_file()
        )
        assert reader.search("*").total == 1


def test_the_writer_tells_the_stems_that_it_has_learned(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Pengungsian dibuka di Kabupaten Kudus hari Rabu.\n")
    with open_index(tmp_path / "i") as index:
        with index.writer() as writer:
            writer.sync(read_corpus(tmp_path / "a.txt"))
        known = index.stats().distinct_stems
    with open_index(tmp_path / "i") as fresh:
        assert fresh.stats().distinct_stems == known > 0
