"""Timeline: the hits of a result by month, and a range of months to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.binding import BindingType
from textual.widget import Widget

from searchkit.errors import SearchkitError
from searchkit.translation import _
from searchkit.ui.app.keys import TIMELINE, bindings
from searchkit.ui.app.months import (
    SIZES,
    Chart,
    Months,
    Span,
    buckets_of,
    month_of,
    months_of,
    named,
    told,
    unit_named,
)
from searchkit.ui.app.waiting import go_on, once_there

if TYPE_CHECKING:
    from searchkit.results import Results
    from searchkit.ui.app.browse import Browse
    from searchkit.ui.app.view import View

AROUND = 5  # lines of the panel that are no bars: borders, axis, names, what is told
HEIGHTS = ((34, 5), (22, 3), (0, 2))
"""From so many lines of the screen on, so many lines of bars."""


def open_timeline(browse: Browse) -> None:
    """Open the timeline below the panes; where it is open already, go into it."""
    timeline = next(iter(browse.query(Timeline)), None)
    if timeline is None:
        timeline = Timeline(browse)
        browse.mount(timeline, before="#hints")
    browse.set_focus(timeline)


class Timeline(Widget, can_focus=True):
    """Columns of months with a cursor; the hits follow the range while it is being set.

    Enter keeps what is set, Escape goes back to the days that were chosen before.
    """

    DEFAULT_CSS = """
    Timeline { height: 10; padding: 0 1; background: $background; }
    Timeline { border: round $secondary 40%; border-title-color: $text-muted; }
    Timeline:focus { border: round $primary; border-title-color: $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TIMELINE)]

    def __init__(self, browse: Browse) -> None:
        super().__init__(id="timeline")
        self._browse = browse
        self._before = browse.view.since, browse.view.until
        self._asked: View | None = None
        self._months = Months({}, 0)
        self._zoom: int | None = None  # months of a column, None for as fits
        self._cursor = 0  # a month
        self._range: Span | None = None
        self._begun: int | None = None  # the month in which a range began that has no end yet
        self._leftmost = 0
        self._drawn_from: int | None = None
        self.waiting: list[Callable[[], None]] | None = []

    def on_mount(self) -> None:
        """Follow what is searched for."""
        self._fit_height()
        self._browse.searched.subscribe(self, self._follow)
        self.count()

    def _follow(self, _results: Results) -> None:
        self._take_range()
        self.count()

    # Counts

    @work(exclusive=True, group="timeline")
    async def count(self) -> None:
        """Count the hits by month, whatever days are chosen; not where only these changed."""
        view, before = self._browse.view, self._asked
        whole = view.between(None, None)
        # Where it is the same view once more, the index has changed.
        if before is not None and before != view and before.between(None, None) == whole:
            self._asked = view
            return
        try:
            months = await self._browse.asking.ask(lambda index: months_of(index, whole))
        except SearchkitError:
            return  # the search itself has told it
        self._asked, self._months = view, months
        if before is None:
            self._take_range()
            self._cursor = (self._range or months.span or (0, 0))[1]
            self.call_after_refresh(self._go_on)
        self._draw()

    def _go_on(self) -> None:
        """Do what has waited for the months, and for the width that decides on the columns."""
        if self.waiting is not None and self._asked is not None and self.content_region.width:
            go_on(self)

    def _take_range(self) -> None:
        """The range as the view has it; an open end is the end of the chart."""
        since, until = self._browse.view.since, self._browse.view.until
        ends = self._months.span or (None, None)
        first = month_of(since) if since else ends[0]
        last = month_of(until) if until else ends[1]
        if (since or until) and first is not None and last is not None:
            self._range = first, last
        else:
            self._range = self._begun = None
        self._draw()

    @property
    def _chart(self) -> Chart:
        width = max(self.content_region.width, 20)
        height = max(self.content_region.height - AROUND + 2, 1)
        buckets = buckets_of(self._months.counts, self._column_size)
        chart = Chart(buckets, 0, self._range, width, height, self._leftmost)
        return replace(chart, cursor=chart.holding(self._cursor))

    @property
    def _column_size(self) -> int:
        return self._zoom or self._months.fitting(max(self.content_region.width, 20))

    # Keys

    @once_there
    def action_walk(self, by: int) -> None:
        """To another column; a range that has begun ends there."""
        chart = self._chart
        self._go_to(chart, chart.cursor + by)
        if self._begun is not None:
            self._keep(chart, chart.holding(self._begun), chart.holding(self._cursor))

    @once_there
    def action_stretch(self, by: int) -> None:
        """Move the end of the range that the cursor is on; elsewhere a new range begins."""
        chart = self._chart
        here, fixed = chart.cursor, chart.cursor
        if self._range is not None and here == chart.holding(self._range[1]):
            fixed = chart.holding(self._range[0])
        elif self._range is not None and here == chart.holding(self._range[0]):
            fixed = chart.holding(self._range[1])
        self._begun = None
        self._go_to(chart, here + by)
        self._keep(chart, fixed, chart.holding(self._cursor))

    @once_there
    def action_mark(self) -> None:
        """Begin a range at the cursor, or end the one that has begun."""
        chart = self._chart
        if self._begun is None and self._months.counts:
            self._begun = self._cursor
            self._keep(chart, chart.cursor, chart.cursor)
        else:
            self._begun = None
            self._draw()

    @once_there
    def action_begin(self) -> None:
        """The range begins at the cursor; its end stays where it comes later."""
        chart = self._chart
        end = chart.holding(self._range[1]) if self._range else -1
        self._begun = None
        self._keep(chart, chart.cursor, end if end >= chart.cursor else len(chart.buckets) - 1)

    @once_there
    def action_end(self) -> None:
        """The range ends at the cursor; its beginning stays where it comes earlier."""
        chart = self._chart
        begin = chart.holding(self._range[0]) if self._range else len(chart.buckets)
        self._begun = None
        self._keep(chart, begin if begin <= chart.cursor else 0, chart.cursor)

    @once_there
    def action_zoom(self, by: int) -> None:
        """Finer columns, or coarser ones; the cursor stays in its month."""
        size = self._column_size
        self._zoom = SIZES[min(max(SIZES.index(size) - by, 0), len(SIZES) - 1)]
        self._draw()

    def action_clear(self) -> None:
        """All days again."""
        self._begun = self._range = None
        self._look(None, None)

    @once_there
    def action_keep(self) -> None:
        """Keep the range, without one the column under the cursor, and close."""
        chart = self._chart
        if self._range is None and self._months.counts:
            self._keep(chart, chart.cursor, chart.cursor)
        self._close()

    def action_leave(self) -> None:
        """Close, and keep what is seen."""
        self._close()

    def action_cancel(self) -> None:
        """Close, with the days that were chosen before."""
        self._look(*self._before)
        self._close()

    def _go_to(self, chart: Chart, place: int) -> None:
        if chart.buckets:
            bucket = chart.buckets[min(max(place, 0), len(chart.buckets) - 1)]
            self._cursor = bucket.first
            self._leftmost = replace(chart, cursor=chart.holding(bucket.first)).shown.start
            self._draw()

    def _keep(self, chart: Chart, one: int, other: int) -> None:
        """Look at what lies between two columns."""
        if chart.buckets:
            self._range = chart.between(one, other)
            self._look(*map(named, self._range))

    def _look(self, since: str | None, until: str | None) -> None:
        self._browse.look_at(self._browse.view.between(since, until))
        self._draw()

    def _close(self) -> None:
        self._browse.searched.unsubscribe(self)
        self._browse.go_to("hits")
        self.remove()

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """To the column that was clicked; a range begins there if the mouse is drawn on."""
        if self._months.counts:
            self.capture_mouse()
            self._begun = None
            self._drawn_from = self._column(event)
            self._go_to(self._chart, self._drawn_from)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Draw the range along."""
        if self._drawn_from is None:
            return
        chart, here = self._chart, self._column(event)
        if here != chart.cursor:
            self._go_to(chart, here)
            self._keep(chart, self._drawn_from, here)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """The range is as it was drawn."""
        self._drawn_from = None
        self.release_mouse()

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """To the next column."""
        self._go_to(self._chart, self._chart.cursor + 1)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """To the column before."""
        self._go_to(self._chart, self._chart.cursor - 1)

    def _column(self, event: events.MouseEvent) -> int:
        left = self.content_region.x - self.region.x
        return self._chart.at(event.x - left)

    # Drawing

    def on_resize(self, _event: events.Resize) -> None:
        """As many bars as there is room for."""
        self._fit_height()
        self._go_on()

    def _fit_height(self) -> None:
        lines = next(bars for least, bars in HEIGHTS if self.app.size.height >= least)
        self.styles.height = lines + AROUND

    def _draw(self) -> None:
        unit = unit_named(self._column_size)
        self.border_title = _("Hits by time, in {unit}").format(unit=unit)
        self.refresh()

    def render(self) -> Text:
        """The chart, and what is told of the column under the cursor and of the range."""
        if self._asked is None:
            return Text(_("Counting …"), style="italic")
        if not self._months.counts:
            return Text(_("No article of this result tells its date."))
        chart = self._chart
        lines = [*chart.lines(), told(self._months, chart)]
        return Text("\n", no_wrap=True, overflow="ellipsis").join(lines)
