"""No text of an article steers the terminal, the application or the reader."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.explain import Fact
from tests.pilot import browse_of, open_application, settled, told
from tests.ui.articles import BLITAR, Record, drawn, index_of, reader_of, rows_seen

ATTACKS = {
    "clear": "\x1b[2J\x1b[H",
    "colour": "\x1b[31;41m",
    "c1": "\x9b31m",
    "title": "\x1b]0;JUDUL\x07",
    "link": "\x1b]8;;https://jahat.example\x07tautan\x1b]8;;\x07",
    "clipboard": "\x1b]52;c;ZWNobw==\x07",
    "bidi": "\u202ekilab\u202c",
    "zero": "ko\u200bta\u200d\ufeff",
    "rich": "[red]merah[/red]",
    "markup": "[@click=app.quit]tekan[/]",
    "open": "[link=https://jahat.example]x[/link",
    "broken": "[/] [bold [[",
    "breaks": "a\r\x0b\x0c\x85\u2028b",
    "bell": "\x07",
}
WORDS = " ".join(ATTACKS.values())
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def hostile(name: str) -> Record:
    """A record that carries an attack wherever a record can."""
    attack = ATTACKS[name]
    return {
        "id": f"{attack}id{name}",
        "title": f"{attack} Judul {attack} loket",
        "outlet": f"{attack}Media{attack}",
        "author": f"{attack}Penulis{attack}",
        "url": f"https://a.example/{attack}",
        "published": "2024-11-18",
        "text": f"{attack}Pemerintah Kota {attack}Blitar memperoleh nilai 98,19 dalam penilaian "
        f"kepatuhan pelayanan publik Ombudsman tahun 2024.\n\n{attack} Loket {attack}ramah.",
    }


def segments_of(pilot: Pilot[int]) -> list[Segment]:
    """All that is on the screen, with its styles."""
    return [s for strip in pilot.app.screen._compositor.render_strips() for s in strip]


def assert_harmless(pilot: Pilot[int]) -> None:
    width = pilot.app.size.width
    for strip in pilot.app.screen._compositor.render_strips():
        assert strip.cell_length == width
    for segment in segments_of(pilot):
        assert not segment.control
        assert not UNSEEN.search(segment.text), segment
        if segment.style:
            assert segment.style.link is None
            assert not any("click" in key for key in segment.style.meta), segment


@pytest.mark.parametrize("name", sorted(ATTACKS))
async def test_no_field_of_an_article_gets_out_of_its_place(tmp_path: Path, name: str) -> None:
    folder = index_of(tmp_path, hostile(name))
    async with open_application(folder, "loket", (160, 45)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        await settled(pilot)
        for keys in (["n"], ["w"], ["o"], ["escape"], ["m"], ["escape"]):
            await pilot.press(*keys)
            await settled(pilot)
            assert_harmless(pilot)
        assert pilot.app.is_running
        assert pilot.app.title == "searchkit"
        assert pilot.app.clipboard == ""
        assert all(not segment.style or not segment.style.meta for segment in drawn(reader))
        screenshot = pilot.app.export_screenshot()
        assert "jahat.example" not in screenshot or name == "open"
        assert not UNSEEN.search(screenshot.replace("\n", "").replace("\r", ""))
        assert reader.position == "1/1"


@pytest.mark.parametrize("name", sorted(ATTACKS))
async def test_the_reader_relies_on_nobody_to_clean_an_article(tmp_path: Path, name: str) -> None:
    attack = ATTACKS[name]
    words = f"{attack}Kota{attack}"
    raw = Article(
        id=words,
        title=words,
        text=f"{words} memperoleh {words}",
        path=f"/berita/{words}.txt",
        outlet=words,
        url=f"https://a.example/{words}",
        author=words,
        published=date(2024, 11, 18),
        regions=(RegionRef("35.72", words, "kota", words, "subject"),),
        assessments=(
            Assessment(words, None, "lembaga", words, Span(0, 4), score=90.0, category=words),
        ),
    )
    facts = [Fact("score", Span(0, len(words)), words, words, words)]
    async with open_application(index_of(tmp_path, BLITAR), "loket", (160, 45)) as pilot:
        browse_of(pilot).go_to("reader")
        reader = reader_of(pilot)
        reader.show(raw, [Span(0, len(words))], facts, (replace(raw, id="lain"),))
        for key in ("n", "w", "o", "escape", "m", "escape"):
            await pilot.press(key)
            await settled(pilot)
            assert_harmless(pilot)
            assert all(not segment.style or not segment.style.meta for segment in drawn(reader))
        assert "Kota" in rows_seen(reader)[0]
        assert pilot.app.is_running


@pytest.mark.parametrize("name", ["rich", "markup"])
async def test_markup_is_shown_as_it_was_written(tmp_path: Path, name: str) -> None:
    folder = index_of(tmp_path, hostile(name))
    async with open_application(folder, "loket", (160, 45)) as pilot:
        shown = " ".join(rows_seen(reader_of(pilot)))
        title = rows_seen(reader_of(pilot))[0]
    assert ATTACKS[name] in title
    assert shown.count(ATTACKS[name]) >= 6


async def test_a_click_on_hostile_text_does_nothing(tmp_path: Path) -> None:
    folder = index_of(tmp_path, hostile("markup"))
    async with open_application(folder, "loket", (160, 45)) as pilot:
        region = reader_of(pilot).region
        for y in range(1, 12):
            await pilot.click(offset=(region.x + 4, region.y + y))
            await pilot.click(offset=(region.x + 20, region.y + y))
        await pilot.pause()
        assert pilot.app.is_running


async def test_a_hostile_citation_is_one_plain_line(tmp_path: Path) -> None:
    pytest.importorskip("searchkit.citation")
    folder = index_of(tmp_path, {**hostile("clear"), "title": WORDS})
    async with open_application(folder, "loket OR ramah", (160, 45)) as pilot:
        browse_of(pilot).go_to("hits")
        await pilot.press("y")
        await settled(pilot)
        assert pilot.app.clipboard
        assert not UNSEEN.search(pilot.app.clipboard)
        assert_harmless(pilot)
        (words,) = (words for words in told(pilot) if words.startswith("Copied: "))
        assert len(words) <= len("Copied: ") + 61
