"""Frame: the widgets of the screen, how they are laid out, and which of them has the keys."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static

from searchkit.translation import _
from searchkit.ui.app.chips import Chips
from searchkit.ui.app.facets import FacetPanel
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.keys import EVERYWHERE, bindings, keys_of
from searchkit.ui.app.line import Line, hints_for
from searchkit.ui.app.panes import LEAST, PANES, TITLES, Pane, PaneTabs, width_for
from searchkit.ui.app.query_line import QueryLine
from searchkit.ui.app.reader import Reader

TYPING = ("next_pane", "previous_pane", "command_palette")
"""What keys do even while the query is typed."""

PLACES = ("query", "chips", "facets", "hits", "reader")
"""What Tab goes round."""


class Frame(Screen[None]):
    """Query line, chips, facets, hits and reader, with nothing in them yet."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EVERYWHERE)]
    AUTO_FOCUS = "#query"

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query
        self._pane: Pane = "hits"

    def compose(self) -> ComposeResult:
        """The widgets, from top to bottom."""
        with Horizontal(id="top"):
            yield Static("›", id="prompt")
            yield QueryLine(self._query, id="query")
            yield Line("count")
        yield Chips(id="chips")
        yield PaneTabs(id="tabs")
        with Container(id="panes"):
            yield FacetPanel(id="facets")
            with Container(id="main"):
                yield HitList(id="hits")
                yield Reader(id="reader")
        yield Line("hints")
        yield Static("", id="small", markup=False)

    def on_mount(self) -> None:
        """Name the panes, and lay them out."""
        for pane in PANES:
            self.query_one(f"#{pane}").border_title = _(TITLES[pane])
        self._lay_out()

    def on_resize(self, _event: events.Resize) -> None:
        """Lay the panes out for the new size."""
        self._lay_out()

    def go_to(self, pane: Pane) -> None:
        """Show a pane, and let the keys work in it."""
        self._pane = pane
        self._lay_out()
        self.set_focus(self.query_one(f"#{pane}"))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click or Tab went into a pane."""
        for pane in PANES:
            if pane == event.widget.id:
                self._pane = pane
        self._lay_out()

    def _lay_out(self) -> None:
        width = width_for(self.app.size)
        for name in ("wide", "medium", "narrow", "tiny"):
            self.set_class(name == width, f"-{name}")
        for pane in PANES:
            self.set_class(pane == self._pane, f"-on-{pane}")
        self.query_one(PaneTabs).show(self._pane)
        small = _("The terminal is {width}×{height}; searchkit needs {least}.").format(
            width=self.app.size.width,
            height=self.app.size.height,
            least=f"{LEAST.width}×{LEAST.height}",
        )
        self.query_one("#small", Static).update(small)
        self.query_one("#hints", Line).show(*hints_for(self.focused.id if self.focused else None))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether the key of an action means it here: what has the focus comes first."""
        keys = keys_of(action, parameters)
        if not keys or self.focused is None:
            return super().check_action(action, parameters)
        if isinstance(self.focused, Input) and action not in TYPING:
            return False  # letters are letters while the query is typed
        below = self.focused.ancestors_with_self[: -len(self.ancestors_with_self)]
        return not any(keys & node._bindings.key_to_bindings.keys() for node in below)

    def action_focus_query(self) -> None:
        """Type the query."""
        self.set_focus(self.query_one(QueryLine))

    def action_next_pane(self, by: int = 1) -> None:
        """To the next place that takes keys; the chips are one while there are any."""
        places = [place for place in PLACES if place != "chips" or self.query_one(Chips).count]
        here = self.focused.id if self.focused else None
        at = places.index(here) if here in places else 0
        place = places[(at + by) % len(places)]
        self.set_focus(self.query_one(f"#{place}"))

    def action_previous_pane(self) -> None:
        """To the place before."""
        self.action_next_pane(-1)

    def action_focus_facets(self) -> None:
        """To the facets."""
        self.go_to("facets")

    def action_focus_regions(self) -> None:
        """To the regions."""
        self.go_to("facets")
        self.query_one(FacetPanel).go_to("region")

    def action_next_match(self) -> None:
        """In the article, to the next match; it comes to the front where it is not seen."""
        self._reader_in_sight().action_next_match()

    def action_previous_match(self) -> None:
        """In the article, to the match before."""
        self._reader_in_sight().action_previous_match()

    def _reader_in_sight(self) -> Reader:
        reader = self.query_one(Reader)
        if not reader.display:
            self.go_to("reader")
        return reader

    async def action_quit(self) -> None:
        """Leave."""
        await self.app.action_quit()

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        self.app.action_command_palette()
