"""How the application looks: pictures that somebody has looked at, and that docs/ui.md shows.

``UPDATE_GOLDEN=1 pytest tests/ui/test_looks.py`` draws them anew; look at them before keeping them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import searchkit
from searchkit.ui.app.look import Look
from tests.conftest import ROOT
from tests.pilot import open_application, settled

PICTURES = ROOT / "docs" / "ui"

SCREENS: dict[str, tuple[tuple[int, int], Look, str, tuple[str, ...]]] = {
    "browse-120-dark": ((120, 40), "dark", "zona hijau jawa timur", ("enter",)),
    "browse-120-light": ((120, 40), "light", "zona hijau jawa timur", ("enter",)),
    "browse-80-dark": ((80, 24), "dark", "zona hijau jawa timur", ("enter",)),
    "facets-80-light": ((80, 24), "light", "ombudsman", ("enter", "r", "right", "j", "space")),
    "timeline-120-dark": (
        (120, 40),
        "dark",
        "ombudsman",
        ("enter", "t", *["left"] * 13, "space", "left", "left", "space"),
    ),
    "scores-120-light": ((120, 40), "light", "jawa timur", ("enter", "c", "j")),
    "why-120-dark": (
        (120, 40),
        "dark",
        "nilai kota blitar 2024",
        ("enter", "enter", "w", "ctrl+d"),
    ),
    "help-120-light": ((120, 40), "light", "", ("escape", "question_mark")),
    "saved-120-dark": ((120, 40), "dark", "zona hijau", ("enter", "l")),
}


@pytest.fixture
def saved(seeded: Path, tmp_path: Path) -> Path:
    """A folder of saved searches: two with news, one that was read."""
    index = searchkit.open_index(seeded)
    searches = searchkit.SavedSearches(tmp_path)
    for search, is_read in (
        (
            searchkit.SavedSearch("Hijau Jatim", "zona hijau", str(seeded), regions=("jatim",)),
            False,
        ),
        (searchkit.SavedSearch("Kementerian 2021", "nilai kementerian 2021", str(seeded)), True),
        (searchkit.SavedSearch("Zona merah", "zona merah", str(seeded), years=("2021..",)), False),
    ):
        seen = index.matching(search.query, filters=search.filters)
        searches.save(search, seen=seen if is_read else ())
    index.close()
    return tmp_path


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the search took."""
    monkeypatch.setattr("searchkit.ui.app.answer.shown_ms", lambda _: "2.0 ms")


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_it_did(name: str, seeded: Path, saved: Path) -> None:
    size, look, query, keys = SCREENS[name]
    kept = saved if name.startswith("saved") else None
    async with open_application(seeded, query, size, look=look, saved=kept) as pilot:
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        drawn = without_fonts(pilot.app.export_screenshot(title="searchkit"))
    picture = PICTURES / f"{name}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(drawn, encoding="utf-8")
    assert picture.is_file(), f"{picture.name} is missing: run with UPDATE_GOLDEN=1"
    assert drawn == picture.read_text(encoding="utf-8")


def without_fonts(svg: str) -> str:
    """The picture with fonts of the machine that shows it, none from elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code, ", "")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"
