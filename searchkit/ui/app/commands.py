"""Commands: what the command palette finds by name, so that no key has to be known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from searchkit.regions.gazetteer import gazetteer
from searchkit.translation import N_, _
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.keys import EVERYWHERE
from searchkit.ui.app.look import LOOKS, Look
from searchkit.ui.app.saving import names_kept, run_kept
from searchkit.ui.app.view import SORTS
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.engines.base import Sort

REGIONS_FROM, REGIONS = 3, 12  # letters typed before regions are offered, and how many are

SORT_NAMES: dict[Sort, str] = {
    "relevance": N_("Sort by relevance"),
    "newest": N_("Sort by date, the newest first"),
    "oldest": N_("Sort by date, the oldest first"),
    "score": N_("Sort by score, the best first"),
}
LOOK_NAMES: dict[Look, str] = {
    "dark": N_("Colours for a dark room"),
    "light": N_("Colours for a light room"),
    "terminal": N_("The terminal's own colours"),
}


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
        for command in self._always():
            if (score := matcher.match(command.name)) > 0:
                shown = matcher.highlight(command.name)
                yield Hit(score, shown, command.does, command.name, command.help)
        for command in self._regions(query):
            yield Hit(0.1, Text(command.name), command.does, command.name, command.help)

    @property
    def _browse(self) -> Browse | None:
        return self.screen if isinstance(self.screen, Browse) else None

    def _always(self) -> Iterator[Command]:
        browse = self._browse
        if browse is None:
            return
        for key in EVERYWHERE:
            if key.action != "command_palette":
                target = "app." if key.action == "quit" else ""
                does = partial(browse.run_action, f"{target}{key.action}")
                yield Command(_capital(_(key.does)), does, _("key: {key}").format(key=key.shown))
        for sort in SORTS:
            yield Command(_(SORT_NAMES[sort]), partial(browse.order_by, sort))
        for name in names_kept(browse):
            told = _("Saved search: {name}").format(name=plain_line(name))
            yield Command(told, partial(run_kept, browse, name))
        for look in LOOKS:
            if look in LOOK_NAMES:
                yield Command(_(LOOK_NAMES[look]), partial(browse.application.put_on, look))
        yield Command(_("Picture of the screen"), self.app.deliver_screenshot, _("an SVG file"))

    def _regions(self, query: str) -> Iterator[Command]:
        """Regions whose names have the words typed in them."""
        browse, typed = self._browse, query.strip().casefold()
        if browse is None or len(typed) < REGIONS_FROM:
            return
        found = [r for r in gazetteer().regions() if typed in r.name.casefold()]
        found.sort(key=lambda region: (not region.name.casefold().startswith(typed), region.name))
        for region in found[:REGIONS]:
            told = _("Only {region}").format(region=region.name)
            yield Command(told, partial(browse.go_to_region, region.code), _("a region"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
