"""The main screen: typing, choosing, walking, and what stays when the terminal changes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from textual.events import Key, MouseScrollDown
from textual.widgets import Input

import searchkit
from searchkit.ui.app.application import Application
from searchkit.ui.app.chips import Chips
from searchkit.ui.app.facets import FacetPanel
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.reader import Reader
from tests.pilot import browse_of, open_application, settled, shown, until


def titles(index: Path, query: str, **options: object) -> list[str]:
    """What the library finds, to compare with."""
    with searchkit.open_index(index) as reader:
        found = reader.search(query, limit=10, **options)  # type: ignore[arg-type]
        return [hit.article.title for hit in found.hits]


async def test_typing_finds_what_the_library_finds(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await pilot.press(*"zona hijau")
        await settled(pilot)
        hits = pilot.app.screen.query_one(HitList).hits
        assert [h.article.title for h in hits] == titles(seeded, "zona hijau", unfinished=True)
        assert "zone: hijau" in shown(pilot)


async def test_the_last_word_may_go_on_until_enter(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await pilot.press(*"ombuds")
        await settled(pilot)
        browse = browse_of(pilot)
        assert browse.results is not None
        assert browse.results.total > 0
        assert browse.results.corrected is None
        await pilot.press("enter")
        await settled(pilot)
        assert not browse.view.unfinished
        assert pilot.app.focused is browse.query_one(HitList)


async def test_an_older_answer_never_overwrites_a_newer_one(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is held back until the second query was typed."""
    release = threading.Event()
    asked: list[str] = []
    real = searchkit.Index.search

    def slow(self: searchkit.Index, query: str, **options: object) -> object:
        asked.append(query)
        if query == "k":
            assert release.wait(60)
        return real(self, query, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(searchkit.Index, "search", slow)
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        await pilot.press("k")
        await until(pilot, lambda: "k" in asked)
        await pilot.press(*"ota malang")
        assert browse.query_one(Input).value == "kota malang"  # typing is never blocked
        release.set()
        await settled(pilot)
        assert browse.drawn == browse.view
        assert browse.results is not None
        assert browse.results.query == "kota malang"
        assert len(asked) < len("kota malang") + 1  # what nobody waited for was not asked


async def test_values_of_a_facet_are_alternatives_and_keep_their_counts(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        assert browse.results is not None
        before = {v.value: v.count for v in browse.results.facets["year"]}
        everything = browse.results.total
        await pilot.press("escape", "f")
        browse.query_one(FacetPanel).go_to("year")
        await pilot.press("space")
        await settled(pilot)
        first = browse.results.total
        assert browse.view.values("year") == (str(min(before)),)
        assert first == before[min(before)]
        assert {v.value: v.count for v in browse.results.facets["year"]} == before
        await pilot.press("j", "space")
        await settled(pilot)
        assert first < browse.results.total <= everything
        assert len(browse.view.values("year")) == 2
        await pilot.press("x")
        await settled(pilot)
        assert browse.results.total == everything
        assert not browse.view.is_narrowed


async def test_a_province_unfolds_and_its_regions_can_be_chosen(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        await pilot.press("escape", "r")
        panel = browse.query_one(FacetPanel)
        folded = panel.count
        await pilot.press("right")
        assert panel.count > folded
        await pilot.press("j", "space")
        await settled(pilot)
        (code,) = browse.view.values("region")
        assert "." in code
        assert browse.results is not None
        assert all(
            any(region.code == code for region in hit.article.subjects)
            for hit in browse.results.hits
        )
        unfolded = panel.count
        await pilot.press("left")
        assert panel.count < unfolded


async def test_a_reading_is_pinned_and_removed(seeded: Path) -> None:
    async with open_application(seeded, "zona hijau jawa timur") as pilot:
        browse = browse_of(pilot)
        chips = browse.query_one(Chips)
        chips.focus()
        await pilot.press("right", "space")
        await settled(pilot)
        assert browse.view.values("region") == ("35",)
        assert browse.view.query == browse.query_one(Input).value == "zona hijau"
        assert "● region: Jawa Timur" in shown(pilot)
        await pilot.press("left", "backspace")
        await settled(pilot)
        assert browse.view.values("region") == ()
        await pilot.press("backspace")
        await settled(pilot)
        assert browse.view.query == ""


async def test_enter_opens_the_article_and_escape_goes_back(seeded: Path) -> None:
    async with open_application(seeded, "kota malang") as pilot:
        browse = browse_of(pilot)
        await pilot.press("enter", "j", "enter")
        await settled(pilot)
        reader = browse.query_one(Reader)
        hit = browse.query_one(HitList).hit
        assert hit is not None
        await until(pilot, lambda: reader.article == hit.article)
        assert pilot.app.focused is reader
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.focused is browse.query_one(HitList)


async def test_arrows_walk_the_hits_without_leaving_the_query(seeded: Path) -> None:
    async with open_application(seeded, "ombudsman") as pilot:
        browse = browse_of(pilot)
        await pilot.press("down", "down", "up")
        await settled(pilot)
        assert browse.query_one(HitList).highlighted == 1
        assert pilot.app.focused is browse.query_one(Input)


async def test_more_hits_come_when_the_end_is_near(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        hits = browse.query_one(HitList)
        assert browse.results is not None
        some = len(hits.hits)
        assert some < browse.results.total
        await pilot.press("escape", "G")
        await settled(pilot)
        assert len(hits.hits) > some
        ids = [hit.article.id for hit in hits.hits]
        assert len(ids) == len(set(ids))
        assert [hit.rank for hit in hits.hits] == list(range(1, len(ids) + 1))


async def test_the_order_goes_round(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        await pilot.press("escape", "s")
        await settled(pilot)
        assert browse.view.sort == "newest"
        days = [hit.article.date for hit in browse.query_one(HitList).hits if hit.article.date]
        assert days == sorted(days, reverse=True)
        for _ in range(3):
            await pilot.press("s")
        await settled(pilot)
        assert browse.view.sort == "relevance"


async def test_resizing_folds_the_panes_and_loses_nothing(seeded: Path) -> None:
    async with open_application(seeded, "zona hijau") as pilot:
        browse = browse_of(pilot)
        await pilot.press("enter", "j", "j", "enter")
        await settled(pilot)
        at, view = browse.query_one(HitList).highlighted, browse.view
        article = browse.query_one(Reader).article
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert browse.has_class("-narrow")
        assert browse.query_one(Reader).display
        assert not browse.query_one(HitList).display
        await pilot.resize_terminal(59, 14)
        await settled(pilot)
        assert "59×14" in shown(pilot)
        assert "60×15" in shown(pilot)
        await pilot.resize_terminal(100, 40)
        await settled(pilot)
        assert browse.has_class("-medium")
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert browse.has_class("-wide")
        assert browse.query_one(HitList).highlighted == at == 2
        assert browse.query_one(Reader).article == article
        assert browse.view == view


async def test_on_a_narrow_terminal_keys_and_clicks_go_to_the_pane_they_name(seeded: Path) -> None:
    async with open_application(seeded, "zona hijau", size=(80, 24)) as pilot:
        browse = browse_of(pilot)
        await pilot.press("escape", "f")
        assert browse.query_one(FacetPanel).display
        assert not browse.query_one(HitList).display
        await pilot.click("#tabs", offset=(11, 0))
        await pilot.pause()
        assert browse.query_one(HitList).display


async def test_a_query_that_means_nothing_is_told_in_place(seeded: Path) -> None:
    async with open_application(seeded, "wilayah:atlantis banjir") as pilot:
        assert "no region is called" in shown(pilot)
        assert pilot.app.is_running


async def test_what_another_process_commits_is_shown_and_marked(tmp_path: Path) -> None:
    corpus = tmp_path / "berita"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Banjir melanda Kota Semarang pada hari Senin.\n")
    with searchkit.open_index(tmp_path / "i").writer() as writer:
        writer.sync(searchkit.read_corpus(corpus))
    async with open_application(tmp_path / "i", "banjir") as pilot:
        browse = browse_of(pilot)
        (corpus / "b.txt").write_text("Banjir melanda Kabupaten Kudus pada hari Rabu.\n")
        with searchkit.open_index(tmp_path / "i").writer() as writer:
            writer.sync(searchkit.read_corpus(corpus))
        browse.look_again()
        await settled(pilot)
        assert len(browse.query_one(HitList).hits) == 2
        assert browse.new == {"b.txt"}
        assert "new" in shown(pilot)


async def test_without_an_index_the_application_ends_with_the_reason(tmp_path: Path) -> None:
    application = Application(str(tmp_path / "nowhere"))
    async with application.run_test() as pilot:
        await until(pilot, lambda: application.return_value is not None)
    assert isinstance(application.return_value, searchkit.errors.IndexMissing)


async def test_the_mouse_chooses_opens_scrolls_and_takes_chips_away(seeded: Path) -> None:
    async with open_application(seeded, "zona hijau") as pilot:
        browse = browse_of(pilot)
        panel, hits = browse.query_one(FacetPanel), browse.query_one(HitList)
        await pilot.click(panel, offset=(6, 2))  # the first province, below the heading
        await settled(pilot)
        (code,) = browse.view.values("region")
        assert browse.results is not None
        assert code == browse.results.facets["region"][0].value
        await pilot.click(browse.query_one(Chips), offset=(6, 0))  # on what is chosen: away
        await settled(pilot)
        assert browse.view.values("region") == ()
        await pilot.click(hits, offset=(6, 2))
        await settled(pilot)
        assert pilot.app.focused is browse.query_one(Reader)
        before = hits.scroll_offset.y
        await pilot._post_mouse_events([MouseScrollDown], hits, offset=(6, 6), button=0)
        await settled(pilot)
        assert hits.scroll_offset.y > before


async def test_a_query_given_at_the_start_is_meant_as_it_stands(seeded: Path) -> None:
    async with open_application(seeded, "ombuds") as pilot:
        browse = browse_of(pilot)
        assert not browse.view.unfinished
        await pilot.press("m")
        await settled(pilot)
        assert browse.view.unfinished


async def test_keys_that_come_at_once_are_done_in_their_order(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        for key in (*"banx", "backspace", *"jir", "enter", "f", "j", "space"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        assert browse.query_one(Input).value == browse.view.query == "banjir"
        assert not browse.view.unfinished
        (chosen,) = browse.view.chosen
        assert chosen == "region"
