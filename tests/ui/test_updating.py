"""Updating: the index follows its corpus while it is searched."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

import searchkit
from searchkit.indexer import Progress
from searchkit.ui.app.dialogs import AskDialog
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.updating import UpdateStrip
from tests.pilot import browse_of, open_application, settled, shown, told, until


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "berita"
    folder.mkdir()
    for name in ("satu", "dua"):
        write(folder, name)
    return folder


def write(folder: Path, name: str) -> None:
    text = f"Banjir ke{name} melanda Kota Blitar. Warga mengungsi ke balai kota sejak pagi."
    (folder / f"{name}.txt").write_text(f"Banjir {name}\n\n{text}\n")


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    """Its index."""
    with searchkit.open_index(tmp_path / "index").writer() as writer:
        writer.sync(searchkit.read_corpus(corpus))
    return tmp_path / "index"


def ids(index: Path) -> list[str]:
    with searchkit.open_index(index) as reader:
        return sorted(reader.ids())


class Gate:
    """An update that has begun, and does not go on before it may."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate, real = Gate(), UpdateStrip.note

    def note(strip: UpdateStrip, now: Progress) -> None:
        gate.reached.set()
        while not gate.open.wait(0.01) and not strip.stop.is_set():
            pass
        real(strip, now)

    monkeypatch.setattr(UpdateStrip, "note", note)
    yield gate
    gate.open.set()


async def update(pilot: Pilot[int]) -> list[str]:
    """Press u and wait for what is told about it."""
    await pilot.press("escape", "u")
    await until(pilot, lambda: told(pilot))
    await settled(pilot)
    return told(pilot)


async def test_new_articles_are_found_and_marked(index: Path, corpus: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        browse = browse_of(pilot)
        await pilot.press("escape", "j")
        at = browse.query_one(HitList).hit
        write(corpus, "tiga")
        assert await update(pilot) == ["1 new article"]
        await until(pilot, lambda: "new Banjir tiga" in shown(pilot))
        assert browse.new == {"tiga.txt"}
        after = browse.query_one(HitList).hit
        assert at is not None
        assert after is not None
        assert after.article.id == at.article.id  # whoever reads is not disturbed
        assert not browse.query_one(UpdateStrip).display


async def test_changed_articles_are_told_and_not_new(index: Path, corpus: Path) -> None:
    (corpus / "satu.txt").write_text("Kekeringan satu\n\nKekeringan melanda Kota Blitar.\n")
    async with open_application(index, "kekeringan") as pilot:
        assert await update(pilot) == ["1 article changed"]
        browse = browse_of(pilot)
        await until(pilot, lambda: browse.results is not None and browse.results.total == 1)
        assert browse.new == frozenset()


async def test_an_index_that_is_up_to_date_is_told(index: Path) -> None:
    async with open_application(index) as pilot:
        assert await update(pilot) == ["The index is up to date."]


async def test_the_folders_of_the_settings_go_before_those_of_the_index(
    index: Path, tmp_path: Path
) -> None:
    other = tmp_path / "lain"
    other.mkdir()
    write(other, "lain")
    async with open_application(index, corpus=(str(other),)) as pilot:
        assert await update(pilot) == ["1 new article"]
    assert ids(index) == ["dua.txt", "lain.txt", "satu.txt"]


async def test_what_could_not_be_read_is_counted_and_listed(index: Path, corpus: Path) -> None:
    (corpus / "rusak.csv").write_bytes(b"a,b\n\0\0")
    async with open_application(index) as pilot:
        await pilot.press("escape", "U")
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["No update was made yet; u makes one."]
        pilot.app.clear_notifications()
        assert await update(pilot) == ["1 could not be read (U: why)"]
        await pilot.press("U")
        await until(pilot, lambda: "rusak.csv" in shown(pilot))
        await pilot.press("escape")
        (corpus / "rusak.csv").unlink()
        await settled(pilot)
        pilot.app.clear_notifications()
        assert await update(pilot) == ["The index is up to date."]


async def test_the_screen_answers_while_an_update_runs(
    index: Path, corpus: Path, gate: Gate
) -> None:
    write(corpus, "tiga")
    async with open_application(index) as pilot:
        browse = browse_of(pilot)
        await pilot.press("escape", "u")
        await until(pilot, gate.reached.is_set)
        await pilot.press("slash", *"dua")
        await until(pilot, lambda: browse.drawn is not None and browse.drawn.query == "dua")
        assert "Updating" in shown(pilot)
        gate.open.set()
        await until(pilot, lambda: "1 new article" in told(pilot))
        await settled(pilot)
    assert len(ids(index)) == 3


async def test_a_second_update_asks_and_can_stop_the_first(
    index: Path, corpus: Path, gate: Gate
) -> None:
    before = ids(index)
    write(corpus, "tiga")
    async with open_application(index) as pilot:
        await pilot.press("escape", "u")
        await until(pilot, gate.reached.is_set)
        for key in ("n", "y"):
            await pilot.press("u")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
            await settled(pilot)
            assert "An update is running" in shown(pilot)
            await pilot.press(key)
            await until(pilot, lambda: pilot.app.screen is browse_of(pilot))
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["The update was stopped; the index is as it was before."]
        assert ids(index) == before
        gate.open.set()
        pilot.app.clear_notifications()
        assert await update(pilot) == ["1 new article"]


@pytest.mark.parametrize("keys", [["q", "y"], ["ctrl+c", "y"]])
async def test_leaving_during_an_update_keeps_the_index_as_it_was(
    index: Path, corpus: Path, gate: Gate, keys: list[str]
) -> None:
    before = ids(index)
    write(corpus, "tiga")
    async with open_application(index) as pilot:
        await pilot.press("escape", "u")
        await until(pilot, gate.reached.is_set)
        await pilot.press(keys[0])
        await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
        await settled(pilot)
        await pilot.press(keys[1])
        await until(pilot, lambda: not pilot.app.is_running)
    assert ids(index) == before
    with searchkit.open_index(index).writer() as writer:  # nobody holds the lock any more
        assert writer.sync(searchkit.read_corpus(corpus)).added == 1


async def test_whoever_writes_to_the_index_is_told_and_waited_for(
    index: Path, corpus: Path
) -> None:
    write(corpus, "tiga")
    async with open_application(index) as pilot:
        with searchkit.open_index(index).writer():
            await pilot.press("escape", "u")
            await until(pilot, lambda: "is being written by process" in shown(pilot))
            assert f"process {os.getpid()} on " in shown(pilot)
        await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["1 new article"]
        await settled(pilot)


async def test_waiting_for_another_writer_can_be_stopped(index: Path, corpus: Path) -> None:
    write(corpus, "tiga")
    async with open_application(index) as pilot:
        with searchkit.open_index(index).writer():
            await pilot.press("escape", "u")
            await until(pilot, lambda: "is being written by process" in shown(pilot))
            await pilot.press("u")
            await until(pilot, lambda: isinstance(pilot.app.screen, AskDialog))
            await settled(pilot)
            await pilot.press("y")
            await until(pilot, lambda: told(pilot))
        assert told(pilot) == ["The update was stopped; the index is as it was before."]
        pilot.app.clear_notifications()
        assert await update(pilot) == ["1 new article"]


async def test_a_corpus_that_is_gone_is_told(index: Path, corpus: Path, tmp_path: Path) -> None:
    corpus.rename(tmp_path / "pindah")
    async with open_application(index) as pilot:
        [words] = await update(pilot)
        assert "berita" in words
        assert ids(index) == ["dua.txt", "satu.txt"]
