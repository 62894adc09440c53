"""Strip: one line above the hints that shows how far some work in the background is."""

from __future__ import annotations

from threading import Event

from rich.text import Text
from textual.widget import Widget

from searchkit.translation import grouped

BAR = 24  # cells
REFRESH_S = 0.1  # how often it is drawn; articles are read faster


class Stopped(Exception):
    """The work was stopped, and nothing of it is kept."""


class Strip(Widget):
    """A line that is there while some work goes on in a thread; ``stop`` is set to end it."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="strip -running")
        self.stop = Event()

    @property
    def is_running(self) -> bool:
        """Whether the work goes on."""
        return self.has_class("-running")

    def on_mount(self) -> None:
        """Follow the work."""
        self.set_interval(REFRESH_S, self.refresh)

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self.stop.set()

    def end(self) -> None:
        """The work is over; the line goes."""
        self.stop.set()
        self.remove_class("-running")
        self.display = False

    def check(self) -> None:
        """Called by the work now and then, in its thread. Raises Stopped where it shall stop."""
        if self.stop.is_set():
            raise Stopped

    def render(self) -> Text:
        """How far it is."""
        raise NotImplementedError


def bar(done: int, total: int) -> Text:
    """How much is done, as a bar and in numbers."""
    full = BAR * done // max(total, 1)
    line = Text("━" * full, style="bar").append("─" * (BAR - full), style="quiet")
    return line.append(f" {grouped(done)}/{grouped(total)}", style="count")
