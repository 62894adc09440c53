"""The help and the command palette: what can be done is found without knowing any key."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import OptionList

from searchkit.ui.app.help import Help
from searchkit.ui.app.keys import GROUPS
from searchkit.ui.app.query_line import QueryLine
from tests.pilot import browse_of, open_application, settled, shown, until


async def help_opened(pilot: Pilot[int]) -> str:
    await pilot.press("escape", "question_mark")
    await settled(pilot)
    assert isinstance(pilot.app.screen, Help)
    return shown(pilot)


async def test_the_help_tells_every_key_and_how_to_find(seeded: Path) -> None:
    async with open_application(seeded, size=(130, 60)) as pilot:
        text = await help_opened(pilot)
        for group in GROUPS:
            assert group.title in text
            for key in group.keys:
                assert key.shown in text
                assert key.does in text
        for words in ("type: jawa timur 2023", "The highest score", "The source of a number"):
            assert words in text
        for words in ('"pelayanan publik"', "-jakarta", "OR", "pelayan*", "wilayah:", "nilai:>=90"):
            assert words in text


async def test_the_help_has_two_columns_where_there_is_room(seeded: Path) -> None:
    async with open_application(seeded, size=(120, 40)) as pilot:
        lines = (await help_opened(pilot)).splitlines()
        assert any("How to find" in line and "Everywhere" in line for line in lines)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        lines = shown(pilot).splitlines()
        assert not any("How to find" in line and "Everywhere" in line for line in lines)


@pytest.mark.parametrize("key", ["a", "q", "enter", "escape", "question_mark"])
async def test_any_key_closes_the_help(seeded: Path, key: str) -> None:
    async with open_application(seeded) as pilot:
        await help_opened(pilot)
        await pilot.press(key)
        await settled(pilot)
        assert pilot.app.screen is browse_of(pilot)


async def test_a_slash_goes_from_the_help_to_the_query(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await help_opened(pilot)
        await pilot.press("slash", *"blitar")
        await settled(pilot)
        assert isinstance(pilot.app.focused, QueryLine)
        assert pilot.app.focused.value == "blitar"


async def test_keys_that_move_scroll_a_help_that_does_not_fit(seeded: Path) -> None:
    async with open_application(seeded, size=(80, 24)) as pilot:
        await help_opened(pilot)
        box = pilot.app.screen.query_one(VerticalScroll)
        await pilot.press("j")
        await settled(pilot)
        assert box.scroll_offset.y == 1
        await pilot.press("G")
        await settled(pilot)
        assert box.scroll_offset.y == box.max_scroll_y
        assert "back to the hits" in shown(pilot)
        await pilot.press("g")
        await settled(pilot)
        assert box.scroll_offset.y == 0


async def command(pilot: Pilot[int], words: str) -> None:
    """Type words into the palette and take the first command that they find."""
    await pilot.press("ctrl+p")
    await settled(pilot)
    for letter in words:
        await pilot.press("space" if letter == " " else letter)
    listed = pilot.app.screen.query_one(OptionList)
    await until(
        pilot,
        lambda: listed.option_count and words in str(listed.get_option_at_index(0).prompt).lower(),
    )
    await pilot.press("down", "enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, CommandPalette))
    await settled(pilot)


async def test_actions_are_found_by_what_they_do(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await pilot.press("escape")
        await command(pilot, "this help")
        assert isinstance(pilot.app.screen, Help)


async def test_the_palette_offers_every_key_and_only_what_makes_sense(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await pilot.press("ctrl+p")
        listed = pilot.app.screen.query_one(OptionList)
        await until(pilot, lambda: listed.option_count > len(GROUPS[0].keys))
        await settled(pilot)
        prompts = " ".join(str(option.prompt).lower() for option in listed.options)
        for key in GROUPS[0].keys:
            if key.action != "command_palette":
                assert key.does in prompts
        for strange in ("maximize", "theme", "widget"):
            assert strange not in prompts


async def test_an_order_a_look_and_a_region_are_chosen_by_name(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        await command(pilot, "sort: newest")
        assert browse.view.sort == "newest"
        await command(pilot, "light room")
        assert pilot.app.theme == "searchkit-light"
        await command(pilot, "kota blitar")
        assert browse.view.values("region") == ("35.72",)
        assert browse.results is not None
        assert browse.results.total > 0


async def test_what_no_command_is_called_is_told(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        await pilot.press("ctrl+p", *"xyzzy")
        await until(pilot, lambda: "No command sounds like that." in shown(pilot))


async def test_a_region_takes_the_place_of_others(seeded: Path) -> None:
    async with open_application(seeded) as pilot:
        browse = browse_of(pilot)
        await command(pilot, "kota blitar")
        await command(pilot, "kabupaten jember")
        assert browse.view.values("region") == ("35.09",)
