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
