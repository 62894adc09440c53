"""Browse: the screen of the application, and what its keys and clicks come to."""

from __future__ import annotations

import gc
from asyncio import sleep
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on, work
from textual.signal import Signal
from textual.widgets import Input, OptionList

from searchkit.errors import IndexUnusable, SearchkitError
from searchkit.ui.app.answer import answer, counts_of, found, notes_of, read, refreshed
from searchkit.ui.app.asking import Asking
from searchkit.ui.app.chips import Chip, Chips, chips_of, without
from searchkit.ui.app.facets import FacetPanel
from searchkit.ui.app.frame import Frame
from searchkit.ui.app.hits import HitList
from searchkit.ui.app.line import Line
from searchkit.ui.app.panes import PaneTabs
from searchkit.ui.app.query_line import QueryLine
from searchkit.ui.app.reader import LONG, Reader
from searchkit.ui.app.view import View
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.results import Results
    from searchkit.ui.badge import Wanted

FEATURES = {
    "timeline": ("timeline", "open_timeline"),
    "scores": ("scores", "open_scores"),
    "similar": ("likeness", "open_similar"),
    "cite": ("source", "copy_citation"),
    "source": ("source", "open_source"),
    "export": ("exporting", "open_export"),
    "save": ("saving", "open_save"),
    "saved": ("saving", "open_saved"),
    "news": ("saving", "tell_news"),
    "update": ("updating", "start_update"),
    "rejected": ("updating", "show_rejected"),
    "quit": ("updating", "ask_to_quit"),
    "help": ("help", "open_help"),
}
"""Module and function of what does not have to be there before the first frame."""

LOOK_S = 2.0  # between two looks whether the index has changed
TYPING_S, WALKING_S = 0.15, 0.02  # how long the cursor rests on a hit before it is shown


class Browse(Frame):
    """What the panes show: the answer to the view that is looked at."""

    def __init__(self, asking: Asking, view: View) -> None:
        super().__init__(view.query)
        self.asking = asking
        self.view = view
        self.results: Results | None = None
        self.new: frozenset[str] = frozenset()
        self.searched: Signal[Results] = Signal(self, "searched")
        """Tells each new answer to what is open beside the panes."""
        self.drawn: View | None = None
        """The view whose answer was drawn last."""

    def on_mount(self) -> None:
        """Show what the view asks for, and keep looking whether there is more."""
        self.call_after_refresh(self.search)
        self.set_interval(LOOK_S, self.look_again)

    # Searching

    def look_at(self, view: View) -> None:
        """Look at something else."""
        if view != self.view:
            self.view = view
            self.search()

    @work(exclusive=True, group="search")
    async def search(self, *, keep: bool = False) -> None:
        """Ask the index for the view; only the newest answer is ever shown."""
        view = self.view
        try:
            results, wanted = await self.asking.ask(lambda index: answer(index, view))
        except IndexUnusable as error:
            self.app.exit(error)
        except SearchkitError as error:
            self._tell(error)
        else:
            with self.app.batch_update():
                self._show(view, results, wanted, keep=keep)
            self.call_after_refresh(self._note_drawn, view)

    def _show(self, view: View, results: Results, wanted: Wanted, *, keep: bool) -> None:
        self.results = results
        self.query_one(HitList).show(results.hits, wanted, new=self.new, keep=keep)
        self.query_one(FacetPanel).show(results.facets, view)
        self.query_one(Chips).show(chips_of(view, results.reading), notes_of(results))
        self.query_one("#count", Line).show(counts_of(results))
        if not results.hits:
            self.query_one(Reader).show(None)
        self.searched.publish(results)

    def _note_drawn(self, view: View) -> None:
        if self.drawn is None:
            gc.freeze()  # what is loaded stays: it need not be looked through again and again
            self.action_start("news")
        self.drawn = view

    @work(exclusive=True, group="look")
    async def look_again(self) -> None:
        """Show what another process has committed since, the new articles marked."""
        before = await self.asking.ask(refreshed)
        if before is not None:
            self.new |= await self.asking.ask(lambda index: frozenset(index.ids()) - before)
            self.search(keep=True)
            self.action_start("news")

    @work(exclusive=True, group="more")
    async def more(self) -> None:
        """Append the next hits of the same view."""
        view, hits = self.view, self.query_one(HitList)
        have = len(hits.hits)
        if self.results is None or have >= self.results.total - self.results.folded:
            return
        results = await self.asking.ask(lambda index: found(index, view, have))
        if view == self.view and have == len(hits.hits):
            hits.add(results.hits)

    @work(exclusive=True, group="read")
    async def read(self, article: Article, copies: Sequence[Article] = ()) -> None:
        """Show an article in the reader, with what matches the query and its facts."""
        view, reader = self.view, self.query_one(Reader)
        # Nobody reads while typing; the hits come first.
        await sleep(TYPING_S if self.query_one(QueryLine).has_focus else WALKING_S)
        if len(article.text) >= LONG and article != reader.article:
            reader.show(article, copies=copies)  # what it takes long to find comes later
        spans, facts = await self.asking.ask(lambda index: read(index, article, view))
        reader.show(article, spans, facts, copies)

    def _tell(self, error: SearchkitError) -> None:
        words = plain_line(error.on_one_line)
        self.query_one(Chips).show(chips_of(self.view, None), Text(words, style="bold red"))

    # What widgets say

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if event.value == self.view.query:
            return  # what the line began with
        still_typing = self.focused is event.input  # not letters that Enter overtook
        view = self.view
        self.look_at(view.typed(event.value) if still_typing else view.finished(event.value))

    @on(Input.Submitted, "#query")
    def _submitted(self) -> None:
        self.look_at(self.view.finished())

    @on(QueryLine.Moved)
    def _moved(self, event: QueryLine.Moved) -> None:
        hits = self.query_one(HitList)
        if hits.highlighted is not None:
            hits.highlighted = max(0, hits.highlighted + event.by)

    @on(HitList.Wanting)
    def _wanting(self) -> None:
        self.more()

    @on(OptionList.OptionHighlighted, "#hits")
    def _highlighted(self) -> None:
        if hit := self.query_one(HitList).hit:
            self.read(hit.article, hit.copies)

    @on(OptionList.OptionSelected, "#hits")
    def _opened(self) -> None:
        self.go_to("reader")

    @on(Reader.Left)
    def _reader_left(self) -> None:
        self.go_to("hits")
        hit, article = self.query_one(HitList).hit, self.query_one(Reader).article
        if hit and article and hit.article.id != article.id:
            self.read(hit.article, hit.copies)

    @on(FacetPanel.Chosen)
    def _chosen(self, event: FacetPanel.Chosen) -> None:
        self.look_at(self.view.toggled(event.field, event.value))

    @on(Chips.Pinned)
    def _pinned(self, event: Chips.Pinned) -> None:
        view = self.view
        for value in event.chip.values:
            if event.chip.field and value not in view.values(event.chip.field):
                view = view.toggled(event.chip.field, value)
        self._retype(view, event.chip)

    @on(Chips.Removed)
    def _removed(self, event: Chips.Removed) -> None:
        chip = event.chip
        if not chip.is_chosen:
            self._retype(self.view, chip)
        elif chip.field:
            self.look_at(self.view.toggled(chip.field, chip.values[0]))
        else:
            self.look_at(self.view.between(None, None))

    @on(PaneTabs.Clicked)
    def _tab(self, event: PaneTabs.Clicked) -> None:
        self.go_to(event.pane)

    def _retype(self, view: View, chip: Chip) -> None:
        """The same without the words of a chip."""
        searched = (self.results and self.results.corrected) or view.query
        query = without(searched, chip)
        line = self.query_one(QueryLine)
        with line.prevent(Input.Changed):
            line.value = query
        self.look_at(view.finished(query))

    # Keys

    def action_clear(self) -> None:
        """Without any filter."""
        self.look_at(self.view.cleared())

    def action_sort(self) -> None:
        """In the next order."""
        self.look_at(self.view.sorted_next())

    def action_start(self, feature: str) -> None:
        """What a module of its own does: it is loaded when its key is pressed first."""
        module, function = FEATURES[feature]
        start: Callable[[Browse], None] = getattr(
            import_module(f"searchkit.ui.app.{module}"), function
        )
        start(self)
