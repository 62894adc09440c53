"""Sources: the articles that tell one result, to choose the one to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from searchkit.article import Article, Span
from searchkit.translation import _, ngettext
from searchkit.ui.app.board import DIFFERS, zone_words
from searchkit.ui.app.keys import LIST, bindings
from searchkit.ui.app.line import GAP, hints_for
from searchkit.ui.bodies import body_name
from searchkit.ui.formats import shown_date, shown_score
from searchkit.ui.plain import plain_line
from searchkit.ui.text import joined, safe
from searchkit.ui.theme import zone_style

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.scoreboard import Row, Value
    from searchkit.scoreboard.values import Source


class Opened(NamedTuple):
    """An article to read: what is marked in its text, and where to begin."""

    article: Article
    highlights: Sequence[Span]
    offset: int


def sources_of(row: Row) -> list[tuple[Source, Row | Value]]:
    """Every article that tells a row, with the value that it tells; the value believed first."""
    values: tuple[Row | Value, ...] = (row, *row.others)
    return [(source, value) for value in values for source in value.sources]


def article_told_by(index: Index, row: Row, source: Source, query: str) -> Opened:
    """The article of a source, with the words that tell the row marked; else those of the query.

    Raises as ``Index.article`` and ``Index.highlights``.
    """
    article = index.article(source.id)
    places = [
        result.evidence
        for result in article.assessments
        if row.key in (result.key, f"{result.key}@{article.id}")
        and result.year == row.year
        and result.score == source.score
    ]
    for place in places:
        if place.start < place.end:
            return Opened(article, (place,), place.start)
    return Opened(article, index.highlights(article, query), 0)


class SourceList(OptionList):
    """The articles, one below the other."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LIST)]


class Sources(ModalScreen["Source | None"]):
    """A choice among the articles that tell a row; ends with the one chosen."""

    DEFAULT_CSS = """
    Sources { align: center middle; }
    Sources Vertical {
        width: 90%;
        max-width: 100;
        height: auto;
        max-height: 90%;
        background: $surface;
        border: round $primary;
        padding: 0 1;
    }
    Sources Static { height: auto; }
    SourceList, SourceList:focus { height: auto; max-height: 100%; border: none; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", show=False)]

    def __init__(self, row: Row) -> None:
        super().__init__()
        self._row = row
        self._sources = sources_of(row)

    def compose(self) -> ComposeResult:
        """What is told, and by whom."""
        row = self._row
        n = len(self._sources)
        many = ngettext("{n} article", "{n} articles", n).format(n=n)
        head = joined([Text(body_name(row), "bold"), str(row.year or "?"), many])
        with Vertical():
            yield Static(head, markup=False)
            if row.others:
                values = 1 + len(row.others)
                told = _(
                    "{sign} They tell {n} different values; the first is believed: most outlets."
                )
                yield Static(Text(told.format(sign=DIFFERS, n=values), "italic"), markup=False)
            yield SourceList(*map(self._option, self._sources), markup=False, id="sources")
            yield Static(Text(GAP).join(hints_for("sources")), markup=False)

    def on_mount(self) -> None:
        """To the best source."""
        self.query_one(SourceList).focus()

    def _option(self, told: tuple[Source, Row | Value]) -> Option:
        source, value = told
        words = " · ".join(
            filter(
                None,
                (
                    "" if source.score is None else shown_score(source.score),
                    source.zone,
                    source.category,
                ),
            )
        )
        sign = f"{DIFFERS} " if value is not self._row else ""
        badge = Text(f" {plain_line(words) or _('rank')} ", zone_style(source.zone))
        warned = " !" if value.conflict and zone_words(value) else ""
        passing = _("in passing") if source.role == "mention" else ""
        day = shown_date(source.date) if source.date else ""
        outlet = safe(source.outlet or source.id, one_line=True)
        first = Text.assemble(sign, badge, warned, " ", joined([outlet, day, passing]))
        return Option(Text("\n").join([first, safe(source.title or source.id, one_line=True)]))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._sources[event.option_index][0])

    def action_back(self) -> None:
        """Back to the scoreboard."""
        self.dismiss(None)
