"""Stored indexes of every format: the present one is read, earlier and later ones are refused."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from searchkit import Index, IndexOutdated, open_index, read_corpus
from searchkit.engines.whoosh.schema import FORMAT_VERSION
from tests.formats import (
    FORMATS,
    STORED,
    contents,
    lay_out,
    manifest_of,
    write_manifest,
)
from tests.golden.corpus import here, run_here

__all__ = ["here"]  # fixture, in whose folder everything lies

EARLIER = [number for number in STORED if number < FORMAT_VERSION]
TOOL = FORMATS.parents[2] / "tools" / "store_format.py"
STORE_ANEW = "run: python tools/store_format.py"


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, but for those of the lock."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith("writer.")
    }


def moved(index: Path, berita: Path) -> None:
    """Make an index remember its articles where they are in this test."""
    for path in index.rglob("*.json"):
        if path.name != "manifest.json":
            path.write_text(_at_home(path.read_text("utf-8"), berita), "utf-8")
    manifest = manifest_of(index)
    write_manifest(index, json.loads(_at_home(json.dumps(manifest), berita)))


def _at_home(text: str, berita: Path) -> str:
    for number in STORED:
        text = text.replace(root_of(number), str(berita))
    return text


def root_of(number: int) -> str:
    """The folder that the articles of a stored index had."""
    states = sorted((FORMATS / str(number)).rglob("*.json"))
    for text in (path.read_text("utf-8") for path in states):
        if '"roots":["' in text:
            return text.split('"roots":["')[1].split('"')[0]
    raise AssertionError(f"no roots in the stored index of format {number}")


@pytest.fixture(scope="module")
def storing() -> ModuleType:
    """tools/store_format.py as a module."""
    spec = importlib.util.spec_from_file_location("store_format", TOOL)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """A copy of the stored index of the present format."""
    opened = open_index(lay_out(FORMAT_VERSION, tmp_path / "index"))
    if opened.exists() and not _is_of_this_analysis(opened):
        pytest.fail(f"the stored index is of another analysis; {STORE_ANEW}")
    return opened


def _is_of_this_analysis(opened: Index) -> bool:
    try:
        opened.ids()
    except IndexOutdated:
        return False
    return True


def hits(index: Index, query: str) -> list[str]:
    return [hit.article.id for hit in index.search(query, strict=True, fold=False).hits]


# The format of today


def test_an_index_of_the_present_format_is_stored() -> None:
    assert STORED[-1] == FORMAT_VERSION, f"there is none; {STORE_ANEW}"
    assert list(range(1, FORMAT_VERSION + 1)) == STORED


def test_the_engine_reads_the_stored_index_as_it_was_written(tmp_path: Path) -> None:
    """Whatever the analysis: where this fails, the container has another format now."""
    known = json.loads((FORMATS / f"{FORMAT_VERSION}.json").read_text("utf-8"))
    found = contents(lay_out(FORMAT_VERSION, tmp_path / "index"))
    assert found == known, "the container has changed: raise FORMAT_VERSION"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("pasar lama", ["salinan", "banjir"]),
        ('"merendam pasar"', ["salinan", "banjir"]),
        ("melayani", ["perpustakaan", "blitar", "kediri", "jember", "bontang"]),
        ("perpus*", ["perpustakaan"]),
        ("judul:nilai wilayah:jatim", ["jember", "blitar"]),
        ("zona hijau Jawa Timur", ["blitar"]),
        ("nilai:>=90", ["blitar"]),
        ("jembatan gantung", []),
        ('"71,40"', ["jember"]),
        ('"70,40"', []),
        ("tahun:2022", ["perpustakaan", "panen"]),
    ],
)
def test_the_stored_index_answers(index: Index, query: str, ids: list[str]) -> None:
    assert sorted(hits(index, query)) == sorted(ids)


def test_the_stored_index_counts(index: Index) -> None:
    results = index.search("*", facets=("year", "outlet"))
    assert (results.total, results.folded) == (8, 1)
    assert {value.value: value.count for value in results.facets["year"]} == {
        2022: 2,
        2023: 2,
        2024: 4,
    }
    (row,) = index.scoreboard(filters=None).rows[:1]
    assert (row.entity, row.score) == ("Kota Blitar", 97.25)
    assert index.article("jember").text.count("71,40") == 1


def test_the_stored_index_takes_a_sync_and_equals_a_fresh_one(
    index: Index, tmp_path: Path, storing: ModuleType
) -> None:
    berita = tmp_path / "berita"
    storing.write_first(berita)
    storing.write_later(berita)
    moved(index.location, berita)
    (berita / "susulan.txt").write_text("Kabar Susulan\n\nPasar lama dibuka kembali hari ini.\n")
    with index.writer() as writer:
        report = writer.sync(read_corpus(berita), prune=True)
    assert report.rejected == ()
    with open_index(tmp_path / "fresh") as fresh:
        with fresh.writer() as writer:
            writer.sync(read_corpus(berita))
        assert sorted(index.ids()) == sorted(fresh.ids())
        assert set(hits(index, "pasar lama")) == {"banjir", "salinan", "susulan.txt"}
        for query in ("pasar lama", "zona hijau", "melayani", "*"):
            assert set(hits(index, query)) == set(hits(fresh, query))


def test_the_stored_index_verifies(index: Index) -> None:
    found = index.verify()
    assert (found.problems, found.articles) == ((), 8)


# Earlier formats


@pytest.mark.parametrize("number", EARLIER)
@pytest.mark.parametrize("command", [["search", "banjir"], ["stats"], ["index", "berita"]])
def test_an_earlier_format_is_refused_with_both_numbers(
    here: None, tmp_path: Path, storing: ModuleType, number: int, command: list[str]
) -> None:
    before = snapshot(lay_out(number, tmp_path / "index"))
    storing.write_first(tmp_path / "berita")
    ran = run_here(*command)
    assert (ran.code, ran.out) == (3, "")
    assert f"format {number}" in ran.err and f"format {FORMAT_VERSION}" in ran.err
    assert "searchkit index --rebuild" in ran.err
    assert snapshot(tmp_path / "index") == before, "nothing was touched"


@pytest.mark.parametrize("number", EARLIER)
def test_a_rebuild_mends_an_earlier_format_from_the_folders_that_it_knows(
    here: None, tmp_path: Path, storing: ModuleType, number: int
) -> None:
    lay_out(number, tmp_path / "index")
    storing.write_first(tmp_path / "berita")
    moved(tmp_path / "index", tmp_path / "berita")
    ran = run_here("index", "--rebuild", "--format", "json")
    assert ran.code == 0, ran.err
    assert ran.json["added"] == 8
    assert manifest_of(tmp_path / "index")["format"] == FORMAT_VERSION
    assert not list((tmp_path / "index").rglob("*.toc")), "the old index has gone"
    with open_index(tmp_path / "index") as index:
        assert index.search("jembatan gantung").total == 1
        assert index.roots() == (tmp_path / "berita",)


# Later formats


@pytest.mark.parametrize("number", [FORMAT_VERSION + 1, FORMAT_VERSION + 2])
@pytest.mark.parametrize("command", [["search", "banjir"], ["stats"], ["index", "berita"]])
def test_a_later_format_is_refused_with_both_numbers(
    here: None, tmp_path: Path, storing: ModuleType, number: int, command: list[str]
) -> None:
    storing.write_first(tmp_path / "berita")
    lay_out(FORMAT_VERSION, tmp_path / "index")
    write_manifest(tmp_path / "index", {**manifest_of(tmp_path / "index"), "format": number})
    before = snapshot(tmp_path / "index")
    ran = run_here(*command)
    assert (ran.code, ran.out) == (3, "")
    assert f"format {number}" in ran.err and f"format {FORMAT_VERSION}" in ran.err
    assert "Update searchkit" in ran.err
    assert snapshot(tmp_path / "index") == before, "nothing was touched"


def test_a_later_format_need_not_look_like_this_one(here: None, tmp_path: Path) -> None:
    """Only the number is known to be there; whatever else it has is its own business."""
    (tmp_path / "index").mkdir()
    write_manifest(tmp_path / "index", {"format": 99, "lain": {"sama": "sekali"}})
    before = snapshot(tmp_path / "index")
    ran = run_here("search", "banjir")
    assert ran.code == 3, ran.err
    assert "format 99" in ran.err and f"format {FORMAT_VERSION}" in ran.err
    assert snapshot(tmp_path / "index") == before


# The tool


def test_an_index_that_the_tool_builds_is_read_like_the_stored_one(
    tmp_path: Path, storing: ModuleType
) -> None:
    """So that what is stored is what today's code writes, but for its paths and times."""
    storing.build(tmp_path / "index", tmp_path / "berita")
    known = json.loads((FORMATS / f"{FORMAT_VERSION}.json").read_text("utf-8"))
    built = contents(tmp_path / "index")
    assert built["segments"] == known["segments"] == 2
    assert built["articles"].keys() == known["articles"].keys()
    assert built["matching"].keys() == known["matching"].keys()


def test_the_stored_files_are_small() -> None:
    for number in STORED:
        size = sum(len(data) for data in snapshot(FORMATS / str(number)).values())
        assert size < 60_000, f"format {number}"
