"""The application in the other language: every screen, every word, whatever is pressed."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from searchkit.translation import use_language
from searchkit.ui.app.keys import GROUPS, HINTS
from tests.brackets import InBrackets, english_outside
from tests.pilot import open_application, settled, shown, told, until
from tests.ui.index import build

ARTICLES = [
    {
        "id": f"artikel-{number}",
        "title": f"Kota Blitar masuk zona hijau {year}",
        "outlet": f"Warta Kota {number}",
        "published": f"{year}-{number + 1:02}-17",
        "url": f"https://warta.example/{number}",
        "text": f"Kota Blitar masuk zona hijau dengan nilai {score} dalam penilaian kepatuhan "
        f"Ombudsman tahun {year}. Kabupaten Malang meraih nilai {other} dan masuk zona kuning. "
        f"Dinas Kesehatan Kota Blitar meraih nilai 91,5 pada penilaian Ombudsman tahun {year}.",
    }
    for number, (year, score, other) in enumerate(
        [(2022, "88,15", "71,20"), (2023, "90,42", "74,05"), (2023, "89,42", "74,05")]
    )
]
KEYS = (
    *(key.shown for group in GROUPS for key in group.keys),
    *(shown for hints in HINTS.values() for shown, _does in hints),
)
NAMES = {"lines", *(word.lower() for key in KEYS for word in re.findall(r"[A-Za-z]+", key))}
"""The second word of "JSON Lines", and those on keys."""


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of articles with results that differ, at a place without English in its path."""
    return build(tmp_path_factory.mktemp("berita"), ARTICLES)


@pytest.fixture
def indonesian() -> None:
    """Speak Indonesian."""
    use_language("id")


@pytest.fixture
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the language in which every text stands in brackets."""
    monkeypatch.setattr(gettext, "translation", lambda *_args, **_more: InBrackets())
    use_language("id")


def drawn(widget: Widget) -> Iterator[str]:
    """What one widget shows, and what stands in its frame."""
    yield str(widget.border_title or "")
    yield str(widget.border_subtitle or "")
    if not any(child.display for child in widget.children):
        lines = (widget.render_line(y) for y in range(widget.size.height))
        yield "\n".join("".join(segment.text for segment in line) for line in lines)


def texts(pilot: Pilot[int]) -> list[str]:
    """Everything that is shown or told, each widget for itself."""
    widgets = [w for w in pilot.app.screen.walk_children(Widget, with_self=True) if w.is_on_screen]
    return [*told(pilot), *(text for widget in widgets for text in drawn(widget) if text.strip())]


SCREENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "query": ("⟦walk the hits⟧", ()),
    "chips": ("⟦pin as a filter⟧", ("tab",)),
    "facets": ("⟦unfold⟧", ("escape", "f", "right")),
    "hits": ("⟦search⟧", ("escape",)),
    "chosen": ("● ⟦region⟧", ("escape", "f", "space")),
    "sorted": ("⟦oldest first⟧", ("escape", "s", "s")),
    "reader": ("⟦more like this⟧", ("escape", "enter")),
    "reasons": ("⟦Why it was read so⟧", ("escape", "enter", "w", "n")),
    "help": ("⟦Everywhere⟧", ("escape", "question_mark")),
    "timeline": ("⟦Hits by time", ("escape", "t")),
    "range": ("⟦stretch the range⟧", ("escape", "t", "space", "left")),
    "scoreboard": ("⟦highest first⟧", ("escape", "c")),
    "units": ("Dinas Kesehatan", ("escape", "c", "u", "s")),
    "sources": ("⟦back⟧", ("escape", "c", "enter")),
    "similar": ("⟦Like: ", ("escape", "m")),
    "cited": ("⟦Copied: ", ("escape", "y")),
    "source": ("⟦Web page⟧", ("escape", "o")),
    "export": ("⟦a table for spreadsheets⟧", ("escape", "e")),
    "no path": ("⟦Type a path", ("escape", "e", *["backspace"] * 40, "enter")),
    "no folder": ("⟦There is no folder", ("escape", "e", "home", "slash", "x", "slash", "enter")),
    "save": ("⟦Save this search as⟧", ("escape", "S")),
    "no name": ("⟦Type something", ("escape", "S", "ctrl+u", "enter")),
    "saved": ("⟦⏎ run", ("escape", "S", "enter", "l")),
    "saved twice": ("⟦No, leave it as it is⟧", ("escape", "S", "enter", "S", "enter")),
    "remove": ("⟦Yes, remove it⟧", ("escape", "S", "enter", "l", "d")),
    "rename": ("⟦Another name", ("escape", "S", "enter", "l", "R")),
    "run": ("⟦nothing new⟧", ("escape", "S", "enter", "l", "enter")),
    "none saved": ("⟦No search is saved yet", ("escape", "l")),
    "updated": ("⟦The index is up to date.⟧", ("escape", "u")),
    "rejected": ("⟦No update was made yet", ("escape", "U")),
    "palette": ("⟦key: ", ("escape", "ctrl+p")),
    "palette of regions": ("⟦Only Kota Blitar⟧", ("escape", "ctrl+p", *"blitar")),
    "palette without a find": ("⟦No command sounds", ("escape", "ctrl+p", *"xyzzy")),
    "nothing found": ("⟦nothing found⟧", ("ctrl+u", *"qwxyz", "enter")),
    "misspelt": ("⟦searched as: ", ("ctrl+u", *"ombusdman", "enter")),
    "an error": ("⟦", ("ctrl+u", *"tahun", "colon", *"abad", "enter")),
}
"""Places of the application: what tells that it is the place, and the keys that lead there."""


@pytest.mark.parametrize("place", SCREENS)
async def test_no_english_outside_of_the_texts(
    place: str, index: Path, bracketed: None, english: set[str], tmp_path: Path
) -> None:
    words = english - NAMES
    sign, keys = SCREENS[place]
    async with open_application(
        index, "zona hijau kota blitar", (150, 90), saved=tmp_path / "saved"
    ) as pilot:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        await until(pilot, lambda: any(sign in text for text in texts(pilot)))
        found = texts(pilot)
        assert [(text, left) for text in found if (left := english_outside(text, words))] == []


async def test_a_terminal_too_small_is_told_so(
    index: Path, bracketed: None, english: set[str]
) -> None:
    async with open_application(index, size=(50, 12)) as pilot:
        assert english_outside("\n".join(texts(pilot)), english) == []


# In Indonesian ----------------------------------------------------------------------------


async def test_the_panes_are_in_indonesian(index: Path, indonesian: None) -> None:
    async with open_application(index, "zona hijau kota blitar") as pilot:
        page = shown(pilot)
        for words in ("─ Rincian ─", "─ Hasil ─", "─ Artikel ─", "│Wilayah", "│Tahun", "│Media"):
            assert words in page
        for words in ("3 artikel · terbaik dahulu", "wilayah: Kota Blitar ×", "17 Mar 2023"):
            assert words in page
        assert "Enter ke hasil" in page.splitlines()[-1]
        await pilot.press("escape")
        await settled(pilot)
        assert "/ cari  Enter baca" in shown(pilot).splitlines()[-1]


async def test_the_help_is_in_indonesian(index: Path, indonesian: None) -> None:
    async with open_application(index, size=(130, 60)) as pilot:
        await pilot.press("escape", "question_mark")
        await settled(pilot)
        page = shown(pilot)
        for words in ("─ Bantuan ─", "Cara menemukan", "Nilai tertinggi", "ketik: jawa timur 2023"):
            assert words in page
        for words in ("Yang dapat diketik", "Di mana saja", "Hasil per bulan", "Papan nilai"):
            assert words in page


async def test_counts_are_written_as_indonesian_writes_them(
    tmp_path: Path, indonesian: None
) -> None:
    records = [{"id": f"a{n}", "text": f"Banjir ke-{n} surut."} for n in range(1200)]
    for record in records:
        record["outlet"] = "Warta"
    async with open_application(build(tmp_path, records), "banjir") as pilot:
        page = shown(pilot)
        assert "1.200 artikel" in page
        assert re.search(r"Warta +━+ 1\.200", page)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize("keys", [(), ("escape",), ("escape", "enter"), ("escape", "t")])
async def test_the_hints_name_the_help_and_are_never_cut(
    size: tuple[int, int], keys: tuple[str, ...], index: Path, indonesian: None
) -> None:
    async with open_application(index, size=size) as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        last = shown(pilot).splitlines()[-1].rstrip()
        assert "…" not in last
        assert len(last) < size[0]
        assert "bantuan" in last or "t" in keys


async def test_yes_is_y_and_no_is_t(index: Path, indonesian: None, tmp_path: Path) -> None:
    async with open_application(index, "banjir", saved=tmp_path / "saved") as pilot:
        for key in ("escape", "S", "enter", "l", "d"):
            await pilot.press(key)
            await settled(pilot)
        assert "y ya  t tidak" in shown(pilot)
        await pilot.press("t")
        await settled(pilot)
        assert "Pencarian tersimpan" in shown(pilot)
        await pilot.press("d")
        await settled(pilot)
        await pilot.press("y")
        await until(pilot, lambda: "Belum ada pencarian tersimpan" in "".join(told(pilot)))
