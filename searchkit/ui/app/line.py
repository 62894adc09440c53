"""Line: one line of text in a room of its own, redrawn without laying anything out."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from searchkit.translation import _
from searchkit.ui.app.keys import HINTS


class Line(Widget):
    """Some text, cut where the room ends."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._text = Text()

    def show(self, text: Text) -> None:
        """Show something else."""
        self._text = text
        self._text.no_wrap, self._text.overflow = True, "ellipsis"
        self.refresh()

    def render(self) -> Text:
        """The text."""
        return self._text


def hints_for(place: str | None) -> Text:
    """The keys that help most in a place, each with what it does."""
    told = (f"[b]{key}[/b] {_(does)}" for key, does in HINTS.get(place or "", HINTS["hits"]))
    return Text("  ").join(map(Text.from_markup, told))
