"""Scores: the scoreboard of the result that is looked at, down to the place of each number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from searchkit.errors import SearchkitError
from searchkit.scoreboard import ordered
from searchkit.translation import _
from searchkit.ui.app.board import Board
from searchkit.ui.app.keys import SCORES, bindings
from searchkit.ui.app.line import Line, hints_for
from searchkit.ui.app.sources import Opened, Sources, article_told_by, sources_of
from searchkit.ui.app.standings import SORTS, Found, foot, found_for, of_what, title, why_empty
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.scoreboard import Row, ScoreSort
    from searchkit.scoreboard.values import Source
    from searchkit.ui.app.browse import Browse
    from searchkit.ui.app.view import View


@dataclass(slots=True)
class Kept:
    """How the scoreboard was left: its order, whether with units, the row of the cursor."""

    sort: ScoreSort = "score"
    units: bool = False
    at: tuple[str, int | None] | None = None


_kept: WeakKeyDictionary[Browse, tuple[View, Kept]] = WeakKeyDictionary()


def open_scores(browse: Browse) -> None:
    """Open the scoreboard of what is looked at, as it was left if that is still the same."""
    view, kept = _kept.get(browse, (None, Kept()))
    if view != browse.view:
        kept = Kept()
    _kept[browse] = browse.view, kept

    def opened(article: Opened | None) -> None:
        if article is not None:
            _show(browse, article)

    browse.app.push_screen(Scores(browse, kept), opened)


def _show(browse: Browse, opened: Opened) -> None:
    """Show an article in the reader, at the place of the number."""
    from searchkit.ui.app.reader import Reader

    reader = browse.query_one(Reader)
    browse.go_to("reader")
    reader.show(opened.article, opened.highlights)
    # A pane that was hidden is as wide as it will be only after the next frame.
    browse.call_after_refresh(browse.call_after_refresh, reader.go_to_offset, opened.offset)


class Scores(Screen["Opened | None"]):
    """The scoreboard, on the whole screen; ends with the article that was opened, if any."""

    DEFAULT_CSS = """
    Scores #title { text-style: bold; padding: 0 1; height: 1; }
    Scores #of { padding: 0 1; height: auto; max-height: 3; }
    Scores #foot { padding: 0 1; height: auto; color: $text-muted; }
    Scores #none { padding: 1 2; height: 1fr; display: none; }
    Scores #keys { padding: 0 1; height: 1; color: $text-muted; background: $surface; }
    Scores Board { padding: 0 1; }
    Scores.-empty Board, Scores.-empty #foot { display: none; }
    Scores.-empty #none { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(SCORES),
        Binding("question_mark", "help", show=False),
    ]

    def __init__(self, browse: Browse, kept: Kept) -> None:
        super().__init__()
        self._browse = browse
        self._kept = kept
        self._found: Found | None = None

    def compose(self) -> ComposeResult:
        """The widgets, from top to bottom."""
        yield Static(_("Scoreboard"), id="title", markup=False)
        yield Static(_("Reading the results …"), id="of", markup=False)
        yield Board(id="board")
        yield Static("", id="none", markup=False)
        yield Static("", id="foot", markup=False)
        yield Line("keys")

    def on_mount(self) -> None:
        """Read the results."""
        self.query_one("#keys", Line).show(*hints_for("board"))
        self.query_one(Board).focus()
        self.read()

    @work(exclusive=True, group="scores")
    async def read(self) -> None:
        """Ask the index for the rows, and show them."""
        browse, units = self._browse, self._kept.units
        view, results = browse.view, browse.results
        query = (results and results.query == view.asked and results.corrected) or view.asked
        try:
            found = await browse.asking.ask(lambda index: found_for(index, view, query, units))
        except SearchkitError as error:
            self._tell(plain_line(error.on_one_line))
            return
        self._found = found
        if found.board.rows:
            self.remove_class("-empty")
            self._draw(self._kept.at)
        else:
            self._tell(why_empty(found))
        self.query_one("#of", Static).update(Text(of_what(found, view), style="italic"))

    def _tell(self, sentence: str) -> None:
        """A sentence in the place of rows."""
        self.add_class("-empty")
        self.query_one("#of", Static).update("")
        self.query_one("#none", Static).update(Text(sentence))

    def _draw(self, at: tuple[str, int | None] | None) -> None:
        if self._found is None:
            return
        rows = ordered(self._found.board.rows, self._kept.sort)
        places = {(row.key, row.year): place for place, row in enumerate(rows)}
        self.query_one(Board).show(rows, places.get(at, 0) if at else 0)
        self.query_one("#title", Static).update(title(self._found.board, self._kept.sort))
        self.query_one("#foot", Static).update(foot(self._found))

    # Keys

    def action_sort(self) -> None:
        """In the next order, from its beginning."""
        orders = list(SORTS)
        self._kept.sort = orders[(orders.index(self._kept.sort) + 1) % len(orders)]
        self._draw(None)

    def action_units(self) -> None:
        """With units, or without."""
        self._kept.units = not self._kept.units
        self._remember()
        self.read()

    def action_help(self) -> None:
        """The help, as everywhere."""
        self._browse.action_start("help")

    def action_back(self) -> None:
        """Back to the hits."""
        self._remember()
        self.dismiss(None)

    @on(Board.Selected)
    def _selected(self, event: Board.Selected) -> None:
        """Open the only source, or let one be chosen."""
        self._remember()
        row = event.row

        def chosen(source: Source | None) -> None:
            if source is not None:
                self.open(row, source)

        if len(sources_of(row)) == 1:
            chosen(row.sources[0])
        else:
            self.app.push_screen(Sources(row), chosen)

    @work(exclusive=True, group="open")
    async def open(self, row: Row, source: Source) -> None:
        """End with an article, and the place of the number in it."""
        query = self._browse.view.asked
        try:
            opened = await self._browse.asking.ask(
                lambda index: article_told_by(index, row, source, query)
            )
        except SearchkitError as error:
            self.notify(plain_line(error.message), severity="error", markup=False)
            return
        self.dismiss(opened)

    def _remember(self) -> None:
        row = self.query_one(Board).row
        self._kept.at = (row.key, row.year) if row else None
