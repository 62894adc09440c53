"""Reader: one whole article, with what matched the query and what was read out of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from searchkit.translation import _
from searchkit.ui.app.keys import MOVES, READER, bindings
from searchkit.ui.app.length import own_length
from searchkit.ui.app.page import Page, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Article, Span

MAX_WIDTH = 90  # cells; longer lines of running text are hard to read
CONTEXT = 3  # lines that stay above a match that is gone to


class Reader(ScrollView, can_focus=True):
    """An article, wrapped for the width there is; ``n`` and ``N`` go from match to match."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*MOVES, *READER))]

    virtual_size = own_length()
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--here"}

    class Left(Message):
        """The reader wants to go back to the hits."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.article: Article | None = None
        self._highlights: Sequence[Span] = ()
        self._page: Page | None = None
        self._match: int | None = None

    def show(self, article: Article | None, highlights: Sequence[Span] = ()) -> None:
        """Show an article from its beginning; nothing where it is None."""
        same = article is not None and self.article is not None and article.id == self.article.id
        self.article, self._highlights = article, highlights
        self._match = None
        self._wrap()
        if not same:
            self.scroll_to(0, 0, animate=False, force=True)

    @property
    def position(self) -> str:
        """Which match is gone to, of how many: ``2/7``."""
        many = len(self._page.matches) if self._page else 0
        return f"{(self._match or 0) + (self._match is not None)}/{many}" if many else ""

    def go_to_offset(self, offset: int) -> None:
        """Scroll to a place in the article's text."""
        if self._page is not None:
            self._show_line(self._page.line_of(offset))

    # Keys

    def action_next_match(self) -> None:
        """Go to the next match, from the last on to the first."""
        self._step(1)

    def action_previous_match(self) -> None:
        """Go to the match before, from the first on to the last."""
        self._step(-1)

    def action_cursor_down(self) -> None:
        """A line down."""
        self.scroll_relative(y=1, animate=False)

    def action_cursor_up(self) -> None:
        """A line up."""
        self.scroll_relative(y=-1, animate=False)

    def action_page_down(self) -> None:
        """A page down, one line of it kept."""
        self.scroll_relative(y=max(1, self.size.height - 1), animate=False)

    def action_page_up(self) -> None:
        """A page up, one line of it kept."""
        self.scroll_relative(y=-max(1, self.size.height - 1), animate=False)

    def action_first(self) -> None:
        """To the beginning."""
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        """To the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def action_back(self) -> None:
        """Back to the hits."""
        self.post_message(self.Left())

    # Drawing

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew; the same words stay at the top."""
        if self._page is None:
            return
        top = self._page.offset_of(self.scroll_offset.y)
        self._wrap()
        self.scroll_to(y=self._page.line_of(top) if top else 0, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One line of the article."""
        width = self._room
        place = self.scroll_offset.y + y
        base = self.rich_style
        if self._page is None or place >= len(self._page.lines):
            return Strip.blank(width, base)
        here = self._here()
        line = self._page.lines[place]
        if here is not None and here[0] == place:
            line = line.copy()
            line.stylize(self.get_component_rich_style("reader--here"), here[1], here[2])
        segments = line.render(self.app.console, end="")
        strip = Strip(Segment.apply_style(segments, base))
        return strip.adjust_cell_length(width, base)

    @property
    def _room(self) -> int:
        """The cells that a line has."""
        return self.scrollable_content_region.width

    def _here(self) -> tuple[int, int, int] | None:
        return (
            None if self._match is None or self._page is None else self._page.matches[self._match]
        )

    def _wrap(self) -> None:
        if self.article is None:
            self._page = None
            self.virtual_size = Size(0, 0)
        else:
            width = min(max(self._room, 20), MAX_WIDTH)
            self._page = page_of(self.article, self._highlights, self.app.console, width)
            self.virtual_size = Size(width, len(self._page.lines))
        self.refresh()

    def _step(self, by: int) -> None:
        if self._page is None or not self._page.matches:
            self.notify(_("No match in the text of this article."))
            return
        lines = [line for line, _start, _end in self._page.matches]
        if self._match is None:
            top = self.scroll_offset.y
            at = bisect_left(lines, top) if by > 0 else bisect_right(lines, top) - 1
            self._match = at % len(lines)
        else:
            self._match = (self._match + by) % len(lines)
        self._show_line(lines[self._match])
        self.refresh()

    def _show_line(self, line: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not top + CONTEXT <= line < top + height - CONTEXT:
            self.scroll_to(y=max(0, line - CONTEXT), animate=False, force=True)
