"""Panes: which of facets, hits and reader are there, beside each other or as tabs."""

from __future__ import annotations

from typing import Literal

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from searchkit.translation import N_, _

Pane = Literal["facets", "hits", "reader"]
Width = Literal["wide", "medium", "narrow", "tiny"]

PANES: tuple[Pane, ...] = ("facets", "hits", "reader")
TITLES: dict[Pane, str] = {"facets": N_("Facets"), "hits": N_("Hits"), "reader": N_("Article")}

WIDE_FROM, MEDIUM_FROM = 116, 90  # columns
MEDIUM_HEIGHT = 30  # lines from which the reader has room below the hits
LEAST = Size(60, 15)


def width_for(size: Size) -> Width:
    """How the panes are laid out on a terminal of some size."""
    if size.width < LEAST.width or size.height < LEAST.height:
        return "tiny"
    if size.width >= WIDE_FROM:
        return "wide"
    if size.width >= MEDIUM_FROM and size.height >= MEDIUM_HEIGHT:
        return "medium"
    return "narrow"


class PaneTabs(Widget):
    """One line with the names of the panes, where only one of them is seen."""

    class Clicked(Message):
        """A tab was clicked."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._pane: Pane = "hits"
        self._ends: list[int] = []

    def show(self, pane: Pane) -> None:
        """Mark the pane that is seen."""
        self._pane = pane
        self.refresh()

    def render(self) -> Text:
        """The names, the one that is seen reversed."""
        line = Text()
        self._ends = []
        for pane in PANES:
            line.append(f" {_(TITLES[pane])} ", style="reverse" if pane == self._pane else "")
            line.append(" ")
            self._ends.append(line.cell_len)
        return line

    def on_click(self, event: events.Click) -> None:
        """Go to the pane whose name was clicked."""
        for pane, end in zip(PANES, self._ends, strict=False):
            if event.x < end:
                self.post_message(self.Clicked(pane))
                return
