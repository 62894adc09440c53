"""Query line: where the query is typed; the hits are walked without leaving it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from searchkit.translation import _
from searchkit.ui.app.entry import Entry
from searchkit.ui.app.length import own_length


class QueryLine(Entry):
    """The query. Arrows up and down move in the hits, Enter and Escape leave for them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("pagedown", "move(5)", show=False, priority=True),
        Binding("pageup", "move(-5)", show=False, priority=True),
        Binding("enter", "submit", show=False, priority=True),
        Binding("f1", "screen.start('help')", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    virtual_size = own_length()

    class Moved(Message):
        """The cursor in the hits shall move."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, query: str, id: str) -> None:
        super().__init__(
            query, placeholder=_('Search: words, "phrases", wilayah:jatim …'), id=id, compact=True
        )

    async def action_submit(self) -> None:
        """Typing is done: the next key is meant for the hits."""
        self.post_message(self.Submitted(self, self.value))
        self.action_leave()

    def action_move(self, by: int) -> None:
        """Move in the hits."""
        self.post_message(self.Moved(by))

    def action_leave(self) -> None:
        """Leave for the hits, at once."""
        self.screen.set_focus(self.screen.query_one("#hits"))
