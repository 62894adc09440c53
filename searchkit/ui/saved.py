"""Saved searches: the list of them, and the page of their news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.translation import _, ngettext
from searchkit.ui.badge import Wanted
from searchkit.ui.cards import hit_cards
from searchkit.ui.formats import shown_moment, shown_path
from searchkit.ui.grid import Column, fit
from searchkit.ui.results import MAX_WIDTH
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.news import News
    from searchkit.results import Results
    from searchkit.savedsearch import SavedSearch

UNKNOWN = "?"


def show_saving(screen: Screen, search: SavedSearch, matching: int, command: str) -> None:
    """Print that a search was saved; ``command`` tells its news."""
    name = safe(search.name, style="heading", one_line=True)
    screen.emit(joined([Text.assemble(_("Saved"), " ", name), _matching(matching)]))
    told = _("What is new to it: {command}") if search.read_at else _("All of it is new: {command}")
    screen.emit(safe(told.format(command=command), style="quiet", one_line=True))


def show_change(screen: Screen, words: str) -> None:
    """Print what has become of a search."""
    screen.emit(safe(words, one_line=True))


def show_searches(
    screen: Screen, listed: Sequence[tuple[SavedSearch, int | None]], index: str
) -> None:
    """Print the saved searches with the counts of their news (None: nobody knows).

    ``index`` is that of the settings: what is for others says so.
    """
    if not listed:
        screen.emit(Text(_("No search is saved yet; type: searchkit save NAME QUERY")))
        return
    columns = (
        Column(_("Name"), least=12, wrapped=True),
        Column(_("New"), "right"),
        Column(_("Query"), least=20, wrapped=True),
        Column(_("Last read"), goes=2),
        Column(_("Index"), goes=1),
    )
    rows = [
        (
            safe(search.name, one_line=True),
            Text(UNKNOWN if new is None else str(new), style="heading" if new else ""),
            joined([safe(part, one_line=True) for part in query_words(search)]),
            Text(shown_moment(search.read_at) if search.read_at else _("never"), style="quiet"),
            safe("" if search.is_for(index) else shown_path(search.index), style="quiet"),
        )
        for search, new in listed
    ]
    screen.emit(fit(columns, rows, min(screen.width, MAX_WIDTH), 3)[0])
    if any(new is None for _search, new in listed):
        told = _("{sign}: cannot be told; searchkit news NAME says why").format(sign=UNKNOWN)
        screen.emit(Text(told, style="quiet"))


def show_news(screen: Screen, told: Iterable[tuple[News, Results]]) -> None:
    """Print what is new to each search, as cards below its name."""
    width = min(screen.width, MAX_WIDTH)
    for number, (news, results) in enumerate(told):
        if number:
            screen.emit(Text())
        for line in _head(news, results):
            screen.emit_lines(screen.lines(line, width))
        wanted = Wanted.by(results.reading, news.search.filters.nodes)
        for card in hit_cards(screen, results.hits, wanted, width):
            screen.emit_lines(screen.lines(card, width))


def show_nothing_new(screen: Screen, searches: Sequence[SavedSearch]) -> None:
    """Print that nothing is new to some searches."""
    told = _("Nothing is new")
    if len(searches) == 1:
        told = " ".join([told, *_since(searches[0])])
    screen.emit(Text(told))


def query_words(search: SavedSearch) -> list[str]:
    """A search as it was typed: its query, then what narrows and orders it."""
    filters = (
        (_("region"), search.regions),
        (_("year"), search.years),
        (_("band"), search.bands),
        (_("outlet"), search.outlets),
        (_("level"), search.levels),
        (_("since"), [search.since] if search.since else []),
        (_("until"), [search.until] if search.until else []),
        (_("order"), [] if search.sort == "relevance" else [search.sort]),
    )
    return [search.query, *(f"{name} {', '.join(values)}" for name, values in filters if values)]


def _head(news: News, results: Results) -> Iterable[Text]:
    search = news.search
    count = ngettext("{n} new article", "{n} new articles", len(news)).format(n=len(news))
    name = safe(search.name, style="heading", one_line=True)
    yield joined([name, " ".join([count, *_since(search)])])
    yield joined([safe(part, style="quiet", one_line=True) for part in query_words(search)])
    left = len(news) - len(results.hits) - sum(len(hit.copies) for hit in results.hits)
    if left:
        more = ngettext("{n} more is not shown", "{n} more are not shown", left).format(n=left)
        yield Text(more, style="note")


def _since(search: SavedSearch) -> Iterable[str]:
    """When a search was last read; nothing where it never was."""
    if search.read_at:
        yield _("since {moment}").format(moment=shown_moment(search.read_at))


def _matching(matching: int) -> str:
    if not matching:
        return _("no article matches all of it now")
    return ngettext("{n} article matches now", "{n} articles match now", matching).format(
        n=matching
    )
