"""Listing: lines of text with a cursor, of which only those that are seen are drawn.

Textual's own OptionList makes all its options ready whenever they change; a panel that
changes with every key typed is drawn several times as fast this way.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from searchkit.ui.app.length import mark_fit, own_length


class Listing(ScrollView, can_focus=True):
    """The base of lists whose rows are one line each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"listing--cursor"}
    HEAD: ClassVar[int] = 0  # lines of headings that stay at the top

    virtual_size = own_length()

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.cursor: int | None = None
        """The row that the keys mean; None where there is none to stand on."""
        self.count = 0
        """How many rows there are."""

    # What a list is made of

    def line(self, place: int) -> Text:
        """A row."""
        raise NotImplementedError

    def heading(self) -> Text:
        """The line at the top, where ``HEAD`` keeps room for one."""
        return Text()

    def can_stand_on(self, place: int) -> bool:  # noqa: ARG002
        """Whether the cursor may stand on a row."""
        return True

    def choose(self) -> None:
        """What Enter and a click mean for the row under the cursor."""

    def set_rows(self, count: int, cursor: int | None) -> None:
        """There are other rows now."""
        self.count = count
        self.virtual_size = Size(self.room, count + self.HEAD)
        self.go_to_row(cursor)

    # Moving

    def go_to_row(self, place: int | None, by: int = 1) -> None:
        """Put the cursor on a row, or on the next one it may stand on, ``by`` telling the way."""
        step = 1 if by > 0 else -1
        at = None if place is None or not self.count else min(max(place, 0), self.count - 1)
        while at is not None and not self.can_stand_on(at):
            at = at + step if 0 <= at + step < self.count else None
        if at is None and place is not None and self.cursor is not None:
            at = self.cursor if self.cursor < self.count else None
        self.cursor = at
        if at is not None:
            self._bring_in_sight(at)
        self.refresh()

    def action_cursor_down(self) -> None:
        """To the next row."""
        self.go_to_row(0 if self.cursor is None else self.cursor + 1)

    def action_cursor_up(self) -> None:
        """To the row before."""
        self.go_to_row(0 if self.cursor is None else self.cursor - 1, by=-1)

    def action_page_down(self) -> None:
        """A page down."""
        self.go_to_row(min((self.cursor or 0) + self._page, self.count - 1), by=-1)

    def action_page_up(self) -> None:
        """A page up."""
        self.go_to_row(max((self.cursor or 0) - self._page, 0))

    def action_first(self) -> None:
        """To the first row."""
        self.go_to_row(0)

    def action_last(self) -> None:
        """To the last row."""
        self.go_to_row(self.count - 1, by=-1)

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if self.cursor is not None:
            self.choose()

    def place_at(self, event: events.Click) -> int | None:
        """The row that was clicked, None where there is none to stand on."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self.HEAD:
            return None
        place = self.scroll_offset.y + offset.y - self.HEAD
        return place if place < self.count and self.can_stand_on(place) else None

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        if (place := self.place_at(event)) is not None:
            self.go_to_row(place)
            self.action_select()

    # Drawing

    @property
    def room(self) -> int:
        """The cells of a line."""
        return self.scrollable_content_region.width

    @property
    def _page(self) -> int:
        return max(self.scrollable_content_region.height - self.HEAD, 1)

    def _bring_in_sight(self, place: int) -> None:
        if not self.scrollable_content_region.height:
            return  # not seen at all: ``on_resize`` comes before it is
        top = self.scroll_offset.y
        first = place
        while first and not self.can_stand_on(first - 1):
            first -= 1  # what it stands below belongs to it
        if first < top or place >= top + self._page:
            above = first if first < top else place - self._page + 1
            self.scroll_to(y=above, animate=False, force=True)

    def watch_virtual_size(self) -> None:
        """No bar where there is nothing to scroll."""
        mark_fit(self)

    def render_line(self, y: int) -> Strip:
        """A heading, or a row."""
        width, style = self.room, self.rich_style
        place = self.scroll_offset.y + y - self.HEAD
        if y >= self.HEAD and place >= self.count:
            return Strip.blank(width, style)
        if y >= self.HEAD and place == self.cursor:
            style += self.get_component_rich_style("listing--cursor")
        line = self.line(place) if y >= self.HEAD else self.heading()
        segments = Segment.apply_style(line.render(self.app.console, end=""), style)
        return Strip(segments).adjust_cell_length(width, style)
