"""Commands: what the command palette finds by name, so that no key has to be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.actions import parse
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from searchkit.config import Look
from searchkit.regions.gazetteer import gazetteer
from searchkit.translation import N_, _
from searchkit.ui.app.application import application_of
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.keys import EVERYWHERE
from searchkit.ui.app.saving import names_kept, run_kept
from searchkit.ui.app.view import ORDERS, SORTS
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.engines.base import Sort

REGIONS_FROM, REGIONS = 3, 12  # letters typed before regions are offered, and how many are
LAST = 0.01  # the score of what comes after all that sounds like the words

LOOK_NAMES: dict[Look, str] = {
    "dark": N_("Colours for a dark room"),
    "light": N_("Colours for a light room"),
    "terminal": N_("The terminal's own colours"),
}


def palette() -> CommandPalette:
    """The command palette."""
    return CommandPalette([Commands], placeholder=_("What do you want to do?"))


class Command(NamedTuple):
    """One line of the palette."""

    name: str
    does: IgnoreReturnCallbackType
    help: str = ""


class Commands(Provider):
    """Every action with its key, the orders, the colours, saved searches, and regions."""

    async def discover(self) -> Hits:
        """What is there before anything is typed."""
        for command in self._always():
            yield DiscoveryHit(Text(command.name), command.does, command.name, command.help)

    async def search(self, query: str) -> Hits:
        """What sounds like the words typed."""
        matcher = self.matcher(query)
        found = False
        for command in self._always():
            if (score := matcher.match(command.name)) > 0:
                found = True
                shown = matcher.highlight(command.name)
                yield Hit(score, shown, command.does, command.name, command.help)
        for command in _regions(self._browse, query):
            found = True
            yield Hit(LAST, Text(command.name), command.does, command.name, command.help)
        if not found:
            yield Hit(LAST, Text(_("No command sounds like that.")), _nothing)

    @property
    def _browse(self) -> Browse:
        assert isinstance(self.screen, Browse), "the palette opens over the panes only"
        return self.screen

    def _always(self) -> Iterator[Command]:
        browse = self._browse
        for key in EVERYWHERE:
            if key.action != "command_palette":
                does = partial(_act, browse, key.action)
                yield Command(_capital(_(key.does)), does, _("key: {key}").format(key=key.shown))
        for sort in SORTS:
            told = _("Sort: {order}").format(order=_(ORDERS[sort]))
            yield Command(told, partial(_sort, browse, sort))
        for name in names_kept(browse):
            told = _("Saved search: {name}").format(name=plain_line(name))
            yield Command(told, partial(run_kept, browse, name))
        for look, named in LOOK_NAMES.items():
            yield Command(_(named), partial(_put_on, browse, look))
        yield Command(_("Picture of the screen, as an SVG file"), partial(_picture, browse))


async def _act(browse: Browse, action: str) -> None:
    """What a key does, but whatever has the focus."""
    _namespace, name, parameters = parse(action)
    if isawaitable(acting := getattr(browse, f"action_{name}")(*parameters)):
        await acting


async def _sort(browse: Browse, sort: Sort) -> None:
    browse.look_at(replace(browse.view, sort=sort))


async def _put_on(browse: Browse, look: Look) -> None:
    application_of(browse).put_on(look)
    browse.search(keep=True)  # what is drawn has the colours of before


async def _only(browse: Browse, region: str) -> None:
    view = browse.view
    for other in view.values("region"):
        view = view.toggled("region", other)
    browse.look_at(view.toggled("region", region))


async def _picture(browse: Browse) -> None:
    """Once the palette is gone from the screen."""
    browse.call_after_refresh(browse.app.deliver_screenshot)


async def _nothing() -> None:
    """What is done where there is nothing to do."""


def _regions(browse: Browse, query: str) -> Iterator[Command]:
    """Regions whose names have the words typed in them; those that begin so come first."""
    typed = query.strip().casefold()
    if len(typed) < REGIONS_FROM:
        return
    found = [region for region in gazetteer().regions if typed in region.name.casefold()]
    found.sort(key=lambda region: (not region.name.casefold().startswith(typed), region.name))
    for region in found[:REGIONS]:
        told = _("Only {region}").format(region=region.name)
        yield Command(told, partial(_only, browse, region.code), _("a region to choose"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
