"""Syncing: the index follows the corpus, touches only what changed, and loses nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import CorpusError, Index, SyncReport, open_index, read_corpus
from tests.faults import obeying_permissions

KOTA = "Judul kota\n\nBanjir melanda kota sejak pagi hari."
DESA = "Judul desa\n\nHujan turun di desa sejak sore hari."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "berita"
    folder.mkdir()
    (folder / "kota.txt").write_text(KOTA)
    (folder / "desa.txt").write_text(DESA)
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "index") as index:
        yield index


def sync(index: Index, *paths: Path, prune: bool = False) -> SyncReport:
    with index.writer() as writer:
        return writer.sync(read_corpus(*paths), prune=prune)


def counts(report: SyncReport) -> dict[str, int]:
    names = ("added", "changed", "unchanged", "removed", "missing", "articles")
    return {name: value for name in names if (value := getattr(report, name))}


def found(index: Index, query: str = "*") -> set[str]:
    return {hit.article.id for hit in index.search(query, limit=100, strict=True).hits}


def test_a_first_sync_adds_everything(index: Index, corpus: Path) -> None:
    assert counts(sync(index, corpus)) == {"added": 2, "articles": 2}
    assert found(index) == {"kota.txt", "desa.txt"}
    assert found(index, "banjir") == {"kota.txt"}


def test_a_second_sync_changes_nothing_on_disk(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    before = sorted(path.name for path in index.location.rglob("*"))
    assert counts(sync(index, corpus)) == {"unchanged": 2, "articles": 2}
    assert sorted(path.name for path in index.location.rglob("*")) == before


def test_a_new_article_is_the_only_one_touched(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "baru.txt").write_text("Judul baru\n\nGempa terasa di kota.")
    assert counts(sync(index, corpus)) == {"added": 1, "unchanged": 2, "articles": 3}
    assert found(index, "gempa") == {"baru.txt"}


def test_a_changed_article_replaces_its_old_version(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "kota.txt").write_text("Judul kota\n\nGempa terasa di kota ini.")
    assert counts(sync(index, corpus)) == {"changed": 1, "unchanged": 1, "articles": 2}
    assert found(index, "banjir") == set()
    assert found(index, "gempa") == {"kota.txt"}


def test_a_touched_file_with_the_same_content_is_unchanged(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    os.utime(corpus / "kota.txt", ns=(1, 1))
    assert counts(sync(index, corpus)) == {"unchanged": 2, "articles": 2}


def test_a_missing_file_stays_until_pruned(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "kota.txt").unlink()
    assert counts(sync(index, corpus)) == {"unchanged": 1, "missing": 1, "articles": 2}
    assert found(index, "banjir") == {"kota.txt"}
    assert counts(sync(index, corpus, prune=True)) == {
        "unchanged": 1,
        "removed": 1,
        "articles": 1,
    }
    assert found(index, "banjir") == set()


def test_a_missing_folder_is_an_error_and_changes_nothing(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    corpus.rename(corpus.with_name("elsewhere"))
    with pytest.raises(CorpusError):
        sync(index, corpus, prune=True)
    assert len(found(index)) == 2


def test_a_suddenly_empty_folder_is_an_error_and_changes_nothing(
    index: Index, corpus: Path
) -> None:
    sync(index, corpus)
    for path in corpus.iterdir():
        path.unlink()
    with pytest.raises(CorpusError) as caught:
        sync(index, corpus, prune=True)
    assert str(corpus) in caught.value.message and "--rebuild" in caught.value.next_step
    assert len(found(index)) == 2


def test_other_folders_are_left_alone(index: Index, corpus: Path, tmp_path: Path) -> None:
    sync(index, corpus)
    other = tmp_path / "lain"
    other.mkdir()
    (other / "pasar.txt").write_text("Judul pasar\n\nHarga beras turun lagi.")
    assert counts(sync(index, other, prune=True)) == {"added": 1, "articles": 3}
    assert index.roots() == (corpus, other)


def test_same_names_in_two_folders_are_two_articles(
    index: Index, corpus: Path, tmp_path: Path
) -> None:
    other = tmp_path / "lain"
    other.mkdir()
    (other / "kota.txt").write_text("Judul lain\n\nPasar malam dibuka di kota.")
    report = sync(index, corpus, other)
    assert counts(report) == {"added": 3, "articles": 3}
    assert report.rejected == ()
    assert counts(sync(index, corpus, other)) == {"unchanged": 3, "articles": 3}


def test_a_renamed_file_with_an_id_keeps_its_article(index: Index, corpus: Path) -> None:
    record = {"id": "berita-1", "title": "Judul", "text": "Banjir besar di kota."}
    (corpus / "a.jsonl").write_text(json.dumps(record))
    sync(index, corpus)
    (corpus / "a.jsonl").rename(corpus / "b.jsonl")
    report = sync(index, corpus)
    assert report.rejected == ()
    assert report.articles == 3
    assert index.article("berita-1").path == str(corpus / "b.jsonl")


def test_an_id_used_twice_is_rejected_naming_both_places(index: Index, corpus: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        record = {"id": "sama", "title": name, "text": f"Isi berita dari {name}."}
        (corpus / name).write_text(json.dumps(record) + "\n" + json.dumps(record))
    report = sync(index, corpus)
    assert report.articles == 3
    assert [(Path(r.path).name, r.line) for r in report.rejected] == [
        ("a.jsonl", 2),
        ("b.jsonl", 1),
        ("b.jsonl", 2),
    ]
    assert "a.jsonl" in report.rejected[1].reason
    assert sync(index, corpus).rejected == report.rejected, "said again until it is mended"


def test_an_id_that_is_free_again_is_given_to_the_file_that_was_refused_it(
    index: Index, corpus: Path
) -> None:
    (corpus / "a.md").write_text(f"---\nid: pasar\n---\n{KOTA}")
    (corpus / "b.md").write_text(f"---\nid: pasar\n---\n{DESA}")
    assert len(sync(index, corpus).rejected) == 1
    (corpus / "a.md").write_text(f"---\nid: toko\n---\n{KOTA}")
    assert sync(index, corpus).rejected == ()
    assert found(index) == {"kota.txt", "desa.txt", "toko", "pasar"}
    assert found(index, "hujan") == {"desa.txt", "pasar"}
    (corpus / "b.md").unlink()
    assert counts(sync(index, corpus, prune=True))["removed"] == 1


def test_a_file_that_is_refused_an_id_no_longer_holds_its_old_article(
    index: Index, corpus: Path
) -> None:
    (corpus / "a.md").write_text(f"---\nid: pasar\n---\n{KOTA}")
    (corpus / "b.md").write_text(f"---\nid: toko\n---\n{DESA}")
    sync(index, corpus)
    (corpus / "b.md").write_text(f"---\nid: pasar\n---\n{DESA}")
    assert counts(sync(index, corpus, prune=True))["removed"] == 1
    assert found(index) == {"kota.txt", "desa.txt", "pasar"}


def test_a_file_that_was_refused_an_id_takes_over_when_the_other_is_deleted(
    index: Index, corpus: Path
) -> None:
    (corpus / "a.md").write_text(f"---\nid: pasar\n---\n{KOTA}")
    (corpus / "b.md").write_text(f"---\nid: pasar\n---\n{DESA}")
    sync(index, corpus)
    (corpus / "a.md").unlink()
    report = sync(index, corpus, prune=True)
    assert (report.rejected, report.articles) == ((), 3)
    assert found(index, "hujan") == {"desa.txt", "pasar"}


@pytest.mark.parametrize("prune", [True, False])
@pytest.mark.parametrize("moves_up", [True, False])
def test_a_record_moved_to_another_file_is_not_lost(
    index: Index, corpus: Path, prune: bool, moves_up: bool
) -> None:
    records = [json.dumps({"id": name, "text": f"Kabar {name} pagi."}) for name in ("ayam", "itik")]
    old, new = (corpus / name for name in (("b.jsonl", "a.jsonl")[:: 1 if moves_up else -1]))
    old.write_text("\n".join(records))
    sync(index, corpus)
    old.write_text(records[0])
    new.write_text(records[1])
    sync(index, corpus, prune=prune)
    report = sync(index, corpus, prune=prune)
    assert (report.rejected, report.missing, report.articles) == ((), 0, 4)
    assert found(index, "kabar") == {"ayam", "itik"}
    assert counts(sync(index, corpus)) == {"unchanged": 4, "articles": 4}


def test_a_lasting_conflict_changes_nothing_on_disk(index: Index, corpus: Path) -> None:
    (corpus / "a.md").write_text(f"---\nid: pasar\n---\n{KOTA}")
    (corpus / "b.md").write_text(f"---\nid: pasar\n---\n{DESA}")
    sync(index, corpus)
    before = sorted(path.name for path in index.location.rglob("*"))
    assert len(sync(index, corpus).rejected) == 1
    assert sorted(path.name for path in index.location.rglob("*")) == before


def test_a_file_that_becomes_readable_is_read(index: Index, corpus: Path) -> None:
    (corpus / "kota.txt").chmod(0)
    with obeying_permissions():
        assert len(sync(index, corpus).rejected) == 1
        (corpus / "kota.txt").chmod(0o600)
        assert counts(sync(index, corpus)) == {"added": 1, "unchanged": 1, "articles": 2}


def test_only_changed_records_of_a_file_are_touched(index: Index, corpus: Path) -> None:
    def write(*texts: str) -> None:
        lines = (json.dumps({"id": f"r{i}", "text": text}) for i, text in enumerate(texts))
        (corpus / "r.jsonl").write_text("\n".join(lines))

    write("Banjir di kota.", "Gempa di desa.", "Hujan di pasar.")
    sync(index, corpus)
    write("Banjir di kota.", "Gempa kuat di desa.")
    assert counts(sync(index, corpus)) == {
        "unchanged": 3,
        "changed": 1,
        "missing": 1,
        "articles": 5,
    }
    assert counts(sync(index, corpus)) == {"unchanged": 4, "missing": 1, "articles": 5}
    assert counts(sync(index, corpus, prune=True)) == {
        "unchanged": 4,
        "removed": 1,
        "articles": 4,
    }
    assert "r2" not in found(index)


def test_a_file_that_turns_bad_keeps_its_articles(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "kota.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = sync(index, corpus, prune=True)
    assert [Path(item.path).name for item in report.rejected] == ["kota.txt"]
    assert counts(report) == {"unchanged": 2, "articles": 2}
    (corpus / "kota.txt").write_text(KOTA)
    assert sync(index, corpus).rejected == ()


def test_one_bad_line_does_not_stop_the_rest(index: Index, corpus: Path) -> None:
    good = json.dumps({"id": "baik", "text": "Banjir di kota."})
    (corpus / "campur.jsonl").write_text(f"{good}\n\n{{rusak\n{good.replace('baik', 'juga')}\n")
    report = sync(index, corpus)
    assert {"baik", "juga"} <= found(index)
    assert [(Path(r.path).name, r.line) for r in report.rejected] == [("campur.jsonl", 3)]


def test_an_error_in_the_middle_leaves_the_index_as_it_was(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "baru.txt").write_text("Judul baru\n\nGempa terasa di kota.")

    def fail(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), index.writer() as writer:
        writer.sync(read_corpus(corpus), progress=fail)
    assert found(index) == {"kota.txt", "desa.txt"}
    assert counts(sync(index, corpus)) == {"added": 1, "unchanged": 2, "articles": 3}


def test_a_rebuild_holds_only_what_is_there(index: Index, corpus: Path) -> None:
    sync(index, corpus)
    (corpus / "kota.txt").unlink()
    with index.writer(rebuild=True) as writer:
        report = writer.sync(read_corpus(corpus))
    assert counts(report) == {"added": 1, "articles": 1}
    assert found(index) == {"desa.txt"}


def test_a_plan_says_what_a_sync_would_do_and_does_nothing(index: Index, corpus: Path) -> None:
    assert len(index.plan(read_corpus(corpus)).added) == 2
    assert not index.exists()
    sync(index, corpus)
    (corpus / "kota.txt").unlink()
    (corpus / "desa.txt").write_text(DESA + " Lagi.")
    (corpus / "baru.txt").write_text(KOTA)
    plan = index.plan(read_corpus(corpus))
    assert plan.added == (str(corpus / "baru.txt"),)
    assert plan.changed == (str(corpus / "desa.txt"),)
    assert plan.missing == (str(corpus / "kota.txt"),)
    assert index.plan(read_corpus(corpus), prune=True).removed == plan.missing
    assert len(found(index)) == 2


def test_one_new_among_many_touches_one_article(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "banyak"
    folder.mkdir()
    for number in range(300):
        (folder / f"b{number}.txt").write_text(f"Kabar {number}\n\nBerita pendek nomor {number}.")
    sync(index, folder)
    (folder / "satu.txt").write_text("Kabar lain\n\nBerita yang baru masuk.")
    assert counts(sync(index, folder)) == {"added": 1, "unchanged": 300, "articles": 301}


NAMES = st.sampled_from(["a.txt", "b.txt", "c.md", "d.jsonl", "sub/e.txt"])
TEXTS = st.sampled_from(["banjir kota", "hujan desa", "gempa pasar"])


@settings(max_examples=12, deadline=None)
@given(st.lists(st.dictionaries(NAMES, TEXTS, min_size=1), min_size=1, max_size=3))
def test_after_any_history_the_index_equals_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, str]]
) -> None:
    base = tmp_path_factory.mktemp("history")
    folder = base / "berita"
    followed = open_index(base / "followed")
    for files in history:
        _lay_out(folder, {**files, "tetap.txt": "Selalu ada di sini."})
        sync(followed, folder, prune=True)
    fresh = open_index(base / "fresh")
    sync(fresh, folder)
    assert _contents(followed) == _contents(fresh)
    assert counts(sync(followed, folder)) == counts(sync(fresh, folder)), "and both are at rest"
    followed.close()
    fresh.close()


def _lay_out(folder: Path, files: dict[str, str]) -> None:
    for path in list(folder.rglob("*.*")):
        path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"id": "d", "text": text}) if path.suffix == ".jsonl" else text)


def _contents(index: Index) -> list[tuple[str, str, tuple[str, ...]]]:
    hits = index.search("*", limit=100).hits
    banjir = {hit.article.id for hit in index.search("banjir", limit=100).hits}
    return sorted((h.article.id, h.article.text, (str(h.article.id in banjir),)) for h in hits)
