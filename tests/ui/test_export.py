"""Exporting: all hits of what is looked at, in a file that was never there by accident."""

from __future__ import annotations

import csv
import json
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

import searchkit
from searchkit.ui.app.application import Application
from searchkit.ui.app.dialogs import AskDialog
from searchkit.ui.app.exporting import ExportDialog, ExportStrip
from tests.pilot import browse_of, open_application, settled, shown, told, until

QUERY = "jawa timur"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def export_asked(pilot: Pilot[int]) -> ExportDialog:
    await pilot.press("escape", "e")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ExportDialog)
    return pilot.app.screen


async def typed(pilot: Pilot[int], path: str) -> None:
    """Another path into the dialog."""
    pilot.app.screen.query_one(Input).value = path
    await settled(pilot)


async def written(pilot: Pilot[int]) -> str:
    """What is told once the export is done."""
    await until(pilot, lambda: any(" in " in words for words in told(pilot)))
    return told(pilot)[-1]


async def test_all_hits_are_written_in_their_order(seeded: Path, here: Path) -> None:
    async with open_application(seeded, QUERY) as pilot:
        browse = browse_of(pilot)
        await export_asked(pilot)
        await pilot.press("enter")
        words = await written(pilot)
        assert browse.results is not None
        shown_first, many = len(browse.results.hits), browse.results.total
    with searchkit.open_index(seeded) as index:
        hits = index.search(QUERY, limit=1000, strict=True).hits
    assert len(hits) == many > shown_first  # more than were ever shown
    with (here / "jawa-timur.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [hit.article.id for hit in hits]
    assert words == f"{len(hits)} articles in jawa-timur.csv"
    assert [path.name for path in here.iterdir()] == ["jawa-timur.csv"]


async def test_what_only_fills_the_page_is_not_written(seeded: Path, here: Path) -> None:
    """Where few articles match everything, hits that match in part are shown behind them."""
    async with open_application(seeded, "zona hijau jawa timur") as pilot:
        browse = browse_of(pilot)
        await export_asked(pilot)
        await pilot.press("enter")
        await written(pilot)
        assert browse.results is not None
        assert any(hit.relaxed for hit in browse.results.hits)
        many = browse.results.total
    with (here / "zona-hijau-jawa-timur.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == many
    assert {row["relaxed"] for row in rows} == {"false"}


async def test_what_was_chosen_restricts_the_file_as_well(seeded: Path, here: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        browse.look_at(browse.view.toggled("region", "35.72").toggled("year", "2024"))
        await settled(pilot)
        await export_asked(pilot)
        await pilot.press("down", "enter")
        await written(pilot)
        assert browse.results is not None
        total = browse.results.total
    lines = (here / "kota-blitar-2024.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == total > 0
    assert {record["year"] for record in records} == {2024}


async def test_the_ending_and_the_format_go_together(seeded: Path, here: Path) -> None:
    async with open_application(seeded, "blitar") as pilot:
        dialog = await export_asked(pilot)
        line = dialog.query_one(Input)
        assert line.value == "blitar.csv"
        await pilot.press("up")
        assert line.value == "blitar.md"
        await typed(pilot, "kutipan.jsonl")
        await pilot.press("down")
        assert line.value == "kutipan.md"
        await pilot.press("enter")
        await written(pilot)
    assert (here / "kutipan.md").read_text(encoding="utf-8").startswith("1. ")


async def test_a_file_is_replaced_only_after_a_yes(seeded: Path, here: Path) -> None:
    kept = here / "blitar.csv"
    kept.write_text("mine")
    async with open_application(seeded, "blitar") as pilot:
        for key, replaced in (("n", False), ("escape", False), ("enter", False), ("y", True)):
            await export_asked(pilot)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
            await settled(pilot)
            assert "blitar.csv is there already" in shown(pilot)
            assert kept.read_text() == "mine"
            await pilot.press(key)
            if replaced:
                await written(pilot)
            await until(pilot, lambda: pilot.app.screen is browse_of(pilot))
    assert kept.read_text(encoding="utf-8").startswith("rank,")


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("nirgends/a.csv", "There is no folder nirgends."),
        ("folder", "folder is a folder; add a name."),
        ("a.txt/b.csv", "There is no folder a.txt."),
        ("", "Type a path, or leave with Esc."),
        ("a\0.csv", "Type a path, or leave with Esc."),
    ],
)
async def test_a_path_that_cannot_be_is_told_while_it_can_be_changed(
    seeded: Path, here: Path, path: str, problem: str
) -> None:
    (here / "folder").mkdir()
    (here / "a.txt").write_text("mine")
    async with open_application(seeded, "blitar") as pilot:
        dialog = await export_asked(pilot)
        dialog.query_one(Input).value = path
        await pilot.press("enter")
        await settled(pilot)
        assert problem in shown(pilot)
        await typed(pilot, "b.csv")
        assert problem not in shown(pilot)
        await pilot.press("enter")
        await written(pilot)
    assert (here / "b.csv").is_file()


async def test_what_the_system_refuses_is_told(seeded: Path, here: Path) -> None:
    (here / "blitar.csv.searchkit.new").mkdir()  # where the file grows before it gets its name
    async with open_application(seeded, "blitar") as pilot:
        await export_asked(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: told(pilot))
        assert "blitar.csv.searchkit.new: is a directory" in told(pilot)[0]
    assert not (here / "blitar.csv").exists()


async def test_nothing_is_written_after_escape_or_without_hits(seeded: Path, here: Path) -> None:
    async with open_application(seeded, "blitar") as pilot:
        await export_asked(pilot)
        await pilot.press("escape")
        await settled(pilot)
        browse = browse_of(pilot)
        browse.look_at(browse.view.between("1950", "1951"))
        await settled(pilot)
        await pilot.press("e")
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["There is nothing to export."]
    assert not list(here.iterdir())


async def test_the_screen_answers_while_an_export_runs_and_stops_it(
    seeded: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on, real = threading.Event(), threading.Event(), ExportStrip.check

    def check(strip: ExportStrip) -> None:
        begun.set()
        while not may_go_on.wait(0.01) and not strip.stop.is_set():
            pass
        real(strip)

    monkeypatch.setattr(ExportStrip, "check", check)
    async with open_application(seeded, QUERY) as pilot:
        browse = browse_of(pilot)
        await export_asked(pilot)
        await pilot.press("enter")
        await until(pilot, begun.is_set)
        await pilot.press("slash", "ctrl+u", *"blora")
        await until(pilot, lambda: browse.drawn is not None and browse.drawn.query == "blora")
        assert "Exporting" in shown(pilot)
        await pilot.press("escape", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
        await settled(pilot)
        await pilot.press("y")
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["The export was stopped; nothing was written."]
        assert not list(here.iterdir())
        may_go_on.set()
        pilot.app.clear_notifications()
        await export_asked(pilot)
        await pilot.press("enter")
        await written(pilot)
    assert [path.name for path in here.iterdir()] == ["blora.csv"]


async def test_a_browser_gets_a_download(
    seeded: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads = here / "downloads"
    downloads.mkdir()
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(downloads))
    monkeypatch.setattr(Application, "is_web", True)
    async with open_application(seeded) as pilot:
        await export_asked(pilot)
        await typed(pilot, "../a.csv")
        await pilot.press("enter")
        await settled(pilot)
        assert "Only a name" in shown(pilot)
        await typed(pilot, "a.csv")
        await pilot.press("enter")
        await until(pilot, lambda: list(downloads.iterdir()))
        await until(pilot, lambda: (downloads / "a.csv").read_text().startswith("rank,"))
    assert [path.name for path in here.iterdir()] == ["downloads"]
