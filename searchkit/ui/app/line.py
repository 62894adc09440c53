"""Line: one line of text in a room of its own, redrawn without laying anything out."""

from __future__ import annotations

from rich.text import Text
from textual.widget import Widget

from searchkit.translation import _
from searchkit.ui.app.keys import HINTS

GAP = "  "


class Line(Widget):
    """Some text, cut where the room ends; of several parts those that find room."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._parts: tuple[Text, ...] = ()

    def show(self, *parts: Text) -> None:
        """Show something else; the last parts are left out first."""
        self._parts = parts
        self.refresh()

    def render(self) -> Text:
        """The parts, one behind the other."""
        line = Text(no_wrap=True, overflow="ellipsis")
        for part in self._parts:
            if line and line.cell_len + len(GAP) + part.cell_len > self.content_size.width:
                break
            line.append(GAP if line else "").append_text(part)
        return line


def hints_for(place: str | None) -> list[Text]:
    """The keys that help most in a place, each with what it does."""
    return [
        Text.assemble((key, "bold"), f" {_(does)}")
        for key, does in HINTS.get(place or "", HINTS["hits"])
    ]
