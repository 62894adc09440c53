"""Saved searches in the application: kept exactly, run, renamed, removed, and their news."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

import searchkit
from searchkit.engines.base import Sort
from searchkit.saved import SavedSearches
from searchkit.savedsearch import SavedSearch
from searchkit.ui.app.dialogs import AskDialog, TypeDialog
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.kept import search_of, title_of, view_of
from searchkit.ui.app.query_line import QueryLine
from searchkit.ui.app.saving import SavedDialog
from searchkit.ui.app.view import ChosenField, View
from tests.pilot import browse_of, open_application, settled, shown, told, until

ARTICLES = {
    "a": ("Harian Pagi", "Banjir melanda Kota Blitar", "2023-05-01"),
    "b": ("Harian Pagi Jatim", "Banjir surut di Kota Blitar", "2024-02-03"),
    "c": ("Warta", "Panen raya di Kabupaten Jember", "2024-06-10"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of three articles."""
    folder = tmp_path / "berita"
    folder.mkdir()
    for name, (outlet, title, day) in ARTICLES.items():
        write(folder, name, outlet, title, day)
    return folder


def write(folder: Path, name: str, outlet: str, title: str, day: str) -> None:
    text = f"{title} hari ini. Warga berkumpul di balai kota."
    (folder / f"{name}.md").write_text(
        f"---\ntitle: {title}\noutlet: {outlet}\npublished: {day}\n---\n\n{text}\n"
    )


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    """Its index."""
    sync(tmp_path / "index", corpus)
    return tmp_path / "index"


def sync(location: Path, corpus: Path) -> None:
    with searchkit.open_index(location).writer() as writer:
        writer.sync(searchkit.read_corpus(corpus))


def chosen(**fields: tuple[str, ...]) -> MappingProxyType[ChosenField, tuple[str, ...]]:
    return MappingProxyType({cast("ChosenField", field): v for field, v in fields.items()})


VIEWS = [
    View("banjir"),
    View(""),
    View('"panen raya" OR banjir -jakarta', sort=cast("Sort", "newest")),
    View("banjir", chosen(outlet=("Harian Pagi",))),
    View("", chosen(outlet=("Harian Pagi", "Warta"), year=("2023", "2024"))),
    View("", chosen(region=("35.72", "35"), level=("kota",)), since="2023-04", until="2024"),
    View("zona", chosen(band=("A", "hijau"))),
    View("zona", chosen(band=("hijau",)), until="2024-05-31", sort=cast("Sort", "score")),
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_comes_back_as_it_was_saved(view: View, index: Path, tmp_path: Path) -> None:
    kept = SavedSearches(tmp_path / "data")
    kept.save(search_of(view, "satu", str(index)))
    search = kept.get("satu")
    with searchkit.open_index(index) as reader:
        assert view_of(search, reader) == view
        found = reader.search(view.asked, filters=view.filters(), strict=True, fold=False)
        assert sorted(reader.matching(search.query, filters=search.filters)) == sorted(
            hit.article.id for hit in found.hits
        )


TYPED = [
    SavedSearch("x", "banjir", "", regions=("jatim",)),
    SavedSearch("x", "*", "", years=("2024..",)),
    SavedSearch("x", "*", "", years=("2022..2023", "2024")),
    SavedSearch("x", "*", "", years=("2090..",)),
    SavedSearch("x", "*", "", outlets=("harian pagi",)),
    SavedSearch("x", "*", "", outlets=("=Harian Pagi",)),
    SavedSearch("x", "*", "", outlets=("tidak ada",)),
    SavedSearch("x", "*", "", bands=("hijau",), levels=("kab",)),
    SavedSearch("x", "*", "", levels=("city",), since="2023-05", until="1 Mei 2023"),
]


@pytest.mark.parametrize("search", TYPED)
def test_a_search_saved_as_typed_finds_the_same_in_the_application(
    search: SavedSearch, index: Path
) -> None:
    with searchkit.open_index(index) as reader:
        view = view_of(search, reader)
        found = reader.matching(view.asked, filters=view.filters())
        assert sorted(found) == sorted(reader.matching(search.query, filters=search.filters))


@pytest.mark.parametrize(
    ("view", "title"),
    [
        (View("zona hijau jawa timur"), "zona hijau jawa timur"),
        (View('"panen raya" -jakarta nilai:>=90'), "panen raya -jakarta nilai 90"),
        (View("", chosen(region=("35.72",), year=("2023",))), "Kota Blitar 2023"),
        (View("../../etc/passwd"), "etc passwd"),
        (View(" "), "all articles"),
    ],
)
def test_a_view_has_a_title_that_can_be_a_name(view: View, title: str, tmp_path: Path) -> None:
    assert title_of(view) == title
    kept = SavedSearches(tmp_path)
    kept.save(search_of(view, title_of(view), "x"))
    long = replace(view, query="kata " * 100)
    kept.save(search_of(long, title_of(long), "x"), replace=True)


async def save(pilot: Pilot[int], name: str = "") -> None:
    """Save what is looked at under a name, else under the one proposed."""
    await pilot.press("escape", "S")
    await until(pilot, lambda: isinstance(pilot.app.screen, TypeDialog))
    await settled(pilot)
    if name:
        pilot.app.screen.query_one(Input).value = name
    await pilot.press("enter")


async def listed(pilot: Pilot[int]) -> str:
    """Open the list of saved searches."""
    await pilot.press("escape", "l")
    await until(pilot, lambda: isinstance(pilot.app.screen, SavedDialog))
    await settled(pilot)
    return shown(pilot)


async def test_a_search_is_saved_under_the_words_of_its_query(index: Path, tmp_path: Path) -> None:
    kept = SavedSearches(tmp_path / "data")
    async with open_application(index, "banjir blitar", saved=kept.folder) as pilot:
        await save(pilot)
        await until(pilot, kept.all)
        await until(pilot, lambda: told(pilot))
        assert "Saved as banjir blitar" in told(pilot)[0]
        assert "banjir blitar" in await listed(pilot)
    [search] = kept.all()
    assert (search.name, search.query) == ("banjir blitar", "banjir blitar")
    assert search.is_for(index)
    with searchkit.open_index(index) as reader:
        assert len(kept.news(search, reader)) == 0  # what is there now is read


async def test_a_name_that_is_taken_is_replaced_only_after_a_yes(
    index: Path, tmp_path: Path
) -> None:
    kept = SavedSearches(tmp_path / "data")
    kept.save(SavedSearch("Banjir", "lama", str(index)))
    async with open_application(index, "banjir", saved=kept.folder) as pilot:
        for key, query in (("n", "lama"), ("y", "banjir")):
            await save(pilot)
            await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
            await settled(pilot)
            assert "Banjir already" in shown(pilot)
            await pilot.press(key)
            await until(pilot, lambda q=query: kept.get("banjir").query == q)
            await until(pilot, lambda: pilot.app.screen is browse_of(pilot))
    assert len(kept.all()) == 1


async def test_a_name_that_is_none_is_told_while_it_can_be_changed(
    index: Path, tmp_path: Path
) -> None:
    kept = SavedSearches(tmp_path / "data")
    async with open_application(index, "banjir", saved=kept.folder) as pilot:
        await save(pilot, "../x")
        await settled(pilot)
        assert "is no name for a saved search" in shown(pilot)
        pilot.app.screen.query_one(Input).value = "x"
        await pilot.press("enter")
        await until(pilot, kept.all)


async def test_news_are_told_marked_and_read(index: Path, corpus: Path, tmp_path: Path) -> None:
    kept = SavedSearches(tmp_path / "data")
    with searchkit.open_index(index) as reader:
        view = View("banjir", chosen(region=("35.72",)))
        search = search_of(view, "air", str(index))
        kept.save(search, seen=reader.matching(search.query, filters=search.filters))
    write(corpus, "d", "Warta", "Banjir kembali melanda Kota Blitar", "2024-07-01")
    sync(index, corpus)
    async with open_application(index, "panen", saved=kept.folder) as pilot:
        browse = browse_of(pilot)
        await until(pilot, lambda: "news in 1 search: l" in shown(pilot))
        assert "1 new" in await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: browse.drawn is not None and browse.drawn.query == "banjir")
        await settled(pilot)
        assert browse.query_one(QueryLine).value == "banjir"
        assert browse.view == view
        hits = browse.query_one(HitList)
        assert {hit.article.id for hit in hits.hits} == {"a.md", "b.md", "d.md"}
        assert browse.new == {"d.md"}
        assert "new Banjir kembali" in shown(pilot)
        await until(pilot, lambda: "news in" not in shown(pilot))
        assert any("air: 1 new article" in words for words in told(pilot))
    with searchkit.open_index(index) as reader:
        assert kept.counts(reader) == {"air": 0}


async def test_searches_are_renamed_and_removed(index: Path, tmp_path: Path) -> None:
    kept = SavedSearches(tmp_path / "data")
    for name in ("satu", "dua"):
        kept.save(SavedSearch(name, "banjir", str(index)))
    async with open_application(index, saved=kept.folder) as pilot:
        await listed(pilot)
        await pilot.press("j", "R")
        await until(pilot, lambda: isinstance(pilot.app.screen, TypeDialog))
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = "tiga"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SavedDialog))
        await settled(pilot)
        assert [search.name for search in kept.all()] == ["satu", "tiga"]
        for key, left in (("n", ["satu", "tiga"]), ("y", ["satu"])):
            await pilot.press("G", "d")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
            await settled(pilot)
            assert "Remove the saved search tiga?" in shown(pilot)
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, SavedDialog))
            await settled(pilot)
            assert [search.name for search in kept.all()] == left


async def test_a_search_that_means_nothing_any_more_is_told(index: Path, tmp_path: Path) -> None:
    kept = SavedSearches(tmp_path / "data")
    kept.save(SavedSearch("rusak", "banjir", str(index), regions=("atlantis",)))
    async with open_application(index, "panen", saved=kept.folder) as pilot:
        assert "means nothing any more" in await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: told(pilot))
        assert "atlantis" in told(pilot)[0]
        assert browse_of(pilot).view.query == "panen"


async def test_without_saved_searches_the_key_that_saves_is_told(
    index: Path, tmp_path: Path
) -> None:
    async with open_application(index, saved=tmp_path / "data") as pilot:
        await pilot.press("escape", "l")
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["No search is saved yet; S saves the one at hand."]
    assert not (tmp_path / "data").exists()


async def test_a_saved_file_that_cannot_be_read_does_no_harm(index: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "saved.yaml").write_text("- a\n- b\n")
    async with open_application(index, "banjir", saved=tmp_path / "data") as pilot:
        browse = browse_of(pilot)
        assert browse.results is not None
        await pilot.press("escape", "l")
        await until(pilot, lambda: told(pilot))
        assert "saved.yaml" in told(pilot)[0]
