"""Reader: one whole article, with what matched the query and what was read out of it."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from searchkit.translation import _, numbered
from searchkit.ui.app.keys import MOVES, READER, bindings
from searchkit.ui.app.length import own_length

if TYPE_CHECKING:
    from searchkit.article import Article, Span
    from searchkit.explain import Fact
    from searchkit.ui.app.page import Page
    from searchkit.ui.app.sheet import Place, Reading

MAX_WIDTH = 90  # cells; longer lines of running text are hard to read
CONTEXT = 3  # rows that stay above a match that is gone to
LONG = 50_000  # characters from which a page is not set while somebody waits for a key


class Reader(ScrollView, can_focus=True):
    """An article, wrapped for the width there is; ``n`` and ``N`` go from match to match."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings((*READER, *MOVES))]

    virtual_size = own_length()
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--here"}

    class Left(Message):
        """The reader wants to go back to the hits."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._reading: Reading | None = None
        self._page: Page | None = None
        self._looks: dict[str, Style] = {}
        self._width = 0
        self._why = False
        self._match: int | None = None
        self._kept: tuple[Place | None, int] = None, 0  # what was put on top, and its row
        self._awaited: tuple[Place | None] | None = None  # what a page being set begins with

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self._reading.article if self._reading else None

    def show(
        self,
        article: Article | None,
        highlights: Sequence[Span] = (),
        facts: Sequence[Fact] | None = None,
        copies: Sequence[Article] = (),
    ) -> None:
        """Show an article from its beginning; nothing where it is None.

        The same article, with other highlights or facts, stays where it is. ``facts`` are
        those of ``explain``, None while they are not known; ``copies`` are told above the text.
        """
        before, self._reading = self._reading, None
        same = bool(article and before and article.id == before.article.id)
        if article is not None:
            from searchkit.ui.app.sheet import Reading  # the first frame does without

            self._reading = Reading(article, highlights, facts, copies)
        if not (same and before and before.highlights == highlights):
            self._match = None
        self._set(self._top() if same else None)

    @property
    def position(self) -> str:
        """Which match is gone to, of how many: ``2/7``; empty where there is none."""
        many = len(self._page.sheet.matches) if self._page else 0
        return f"{0 if self._match is None else self._match + 1}/{many}" if many else ""

    def go_to_offset(self, offset: int) -> None:
        """Scroll to a place in the article's text."""
        if self._page is not None:
            self._show_row(self._page.row_of(self._page.sheet.at_offset(offset)))

    # Keys

    def action_next_match(self) -> None:
        """Go to the next match, from the last on to the first."""
        self._step(1)

    def action_previous_match(self) -> None:
        """Go to the match before, from the first on to the last."""
        self._step(-1)

    def action_why(self) -> None:
        """Number the facts and tell why they were read so, or no longer."""
        self._why = not self._why
        self._set(self._top())

    def action_cursor_down(self) -> None:
        """A line down."""
        self._scroll(1)

    def action_cursor_up(self) -> None:
        """A line up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """A page down, one line of it kept."""
        self._scroll(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A page up, one line of it kept."""
        self._scroll(-max(1, self.size.height - 1))

    def action_half_down(self) -> None:
        """Half a page down."""
        self._scroll(max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._scroll(-max(1, self.size.height // 2))

    def action_first(self) -> None:
        """To the beginning."""
        self._move_to(0)

    def action_last(self) -> None:
        """To the end."""
        self._move_to(self.max_scroll_y)

    def action_back(self) -> None:
        """Back to the hits."""
        self.post_message(self.Left())

    # Drawing

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew; the same words stay at the top."""
        if self._reading is not None and self._room != self._width:
            self._set(self._top(), anew=False)

    def render_line(self, y: int) -> Strip:
        """One row of the article."""
        width, base = self.scrollable_content_region.width, self.visual_style.rich_style
        number = self.scroll_offset.y + y
        if self._page is None or number >= len(self._page.rows):
            return Strip.blank(width, base)
        here = None if self._match is None else self._page.sheet.matches[self._match]
        segments = Segment.apply_style(self._page.segments(number, self._look, here), base)
        return Strip(segments).adjust_cell_length(width, base)

    def _look(self, name: str) -> Style:
        """The style of a mark, in the colours of the application."""
        look = self._looks.get(name)
        if look is None:
            from searchkit.ui.app.page import HERE, look_of
            from searchkit.ui.app.sheet import MATCH

            if name == HERE:
                here = self.get_component_rich_style("reader--here", partial=True)
                look = self._look(MATCH) + here
            else:
                look = look_of(name, self.app.console.get_style)
            self._looks[name] = look
        return look

    # Setting the page

    @property
    def _room(self) -> int:
        """The cells that a row of text has."""
        return min(max(self.scrollable_content_region.width, 1), MAX_WIDTH)

    def _top(self) -> Place | None:
        """The place at the top; what was put there by ``_put``, if nobody scrolled since.

        None for the very beginning.
        """
        if self._awaited is not None:
            return self._awaited[0]
        place, row = self._kept
        top = self.scroll_offset.y
        if self._page is None or not self._page.rows or top == row:
            return place
        at = self._page.starts[min(top, len(self._page.rows) - 1)]
        return self._page.sheet.place(at) if top else None

    def _set(self, top: Place | None, *, anew: bool = True) -> None:
        """Set the page for the width there is; a long one while other things go on."""
        self.workers.cancel_group(self, "page")
        self._width = self._room
        anew = anew or self._awaited is not None
        self._awaited = (top,) if anew else None
        if self._reading is None:
            self._put(None, None)
        elif len(self._reading.article.text) < LONG:
            self._put(self._made(None if anew else self._page), top)
        else:
            self._set_long(top, None if anew else self._page)

    @work(exclusive=True, group="page", exit_on_error=False)
    async def _set_long(self, top: Place | None, page: Page | None) -> None:
        self._put(await asyncio.to_thread(self._made, page), top)

    def _made(self, page: Page | None) -> Page:
        """A page of the sheet that another one has; of a new one where there is none."""
        from searchkit.ui.app.page import page_of, paged  # the first frame does without

        if page is not None:
            return paged(page.sheet, self._width)
        assert self._reading is not None
        return page_of(self._reading, self._width, why=self._why)

    def _put(self, page: Page | None, top: Place | None) -> None:
        """Show a page from some place on."""
        self._page, self._awaited = page, None
        if self._match is not None and (page is None or self._match >= len(page.sheet.matches)):
            self._match = None
        self.virtual_size = Size(self._width, len(page.rows)) if page else Size(0, 0)
        row = page.row_of(page.sheet.at(top)) if page and top else 0
        self._move_to(row)
        self._kept = top, self.scroll_offset.y
        self._tell_position()
        self.refresh()

    # Moving

    def _step(self, by: int) -> None:
        if self._page is None:
            return
        if not self._page.sheet.matches:
            self.notify(_("No match in the text of this article."), markup=False)
            return
        matches = self._page.sheet.matches
        if self._match is None:
            rows = self._page.starts
            row = min(self.scroll_offset.y + (by < 0), len(rows) - 1)
            self._match = bisect_left(matches, (rows[row], 0)) - (by < 0)
        else:
            self._match += by
        self._match %= len(matches)
        self._show_row(self._page.row_of(matches[self._match][0]))
        self._tell_position()
        self.refresh()

    def _tell_position(self) -> None:
        many = len(self._page.sheet.matches) if self._page else 0
        told = numbered("{n} match", "{n} matches", many) if many else ""
        self.border_subtitle = told if self._match is None else self.position

    def _show_row(self, row: int) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if not top + CONTEXT <= row < top + height - CONTEXT:
            self._move_to(max(0, row - CONTEXT))

    def _scroll(self, by: int) -> None:
        self._move_to(self.scroll_offset.y + by)

    def _move_to(self, row: int) -> None:
        self.scroll_to(y=row, animate=False, force=True)
