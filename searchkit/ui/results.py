"""The page of a search: how the query was read, the hits, the facets, what to do next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.segment import Segment
from rich.text import Text

from searchkit.query.filters import Filters
from searchkit.results import Results
from searchkit.translation import _, ngettext
from searchkit.ui.badge import Wanted
from searchkit.ui.bars import HEADINGS, chart, chart_rows
from searchkit.ui.cards import hit_cards
from searchkit.ui.formats import (
    shown_as_typed,
    shown_count,
    shown_ms,
)
from searchkit.ui.plain import plain_line
from searchkit.ui.reading import also_as, reading_words
from searchkit.ui.screen import Line, Screen
from searchkit.ui.text import joined, safe

MAX_WIDTH = 140  # longer lines are hard to read
SIDE_FROM = 100  # columns from which the facets stand beside the hits
SIDE_WIDTH = 40
PAIR_FROM = 72  # columns from which the facets below stand in two columns
TOP = 8  # values of a facet shown on the page
SHORT = ("band", "level")  # facets that are short enough to be shown whole
SIDE_HEIGHT, BELOW_HEIGHT = 20, 12  # lines of a facet beside and below the hits


def show_results(
    screen: Screen, results: Results, filters: Filters | None = None, typed: Sequence[str] = ()
) -> None:
    """Print a page of results; ``filters`` are those that narrowed it.

    ``typed`` are the words of the command line that asked for it, without the page: the
    way to the next one, which a reader at a terminal is told.
    """
    wanted = Wanted.by(results.reading, filters.nodes if filters else ())
    width = min(screen.width, MAX_WIDTH)
    screen.emit(*_head(results))
    if results.words:
        from searchkit.ui.explanation import words_lines  # few searches explain

        screen.emit(Text(), *words_lines(results.words, results.reading.expansions, width))
    if results.answers:
        from searchkit.ui.answers import answer_lines  # few searches have any

        screen.emit(Text())
        for part in answer_lines(results.answers, width):
            screen.emit_lines(screen.lines(part, width))
    facets = {field: values for field, values in results.facets.items() if values}
    if facets and results.hits and width >= SIDE_FROM:
        left_width = width - SIDE_WIDTH - 3
        hits = screen.lines(Group(*_hits_of(screen, results, wanted, left_width)), left_width)
        side = [
            line for stack in _charts(screen, results, SIDE_WIDTH, SIDE_HEIGHT) for line in stack
        ]
        screen.emit_lines(screen.beside(hits, [[], *side[:-1]], left_width + 3))
    else:
        for part in _hits_of(screen, results, wanted, width):
            screen.emit_lines(screen.lines(part, width))
        screen.emit_lines(_charts_below(screen, results, width))
    screen.emit(*_no_such_page(results))
    if screen.is_terminal and (line := _next_page(screen, results, typed)):
        screen.emit_lines([[], line])


def _head(results: Results) -> Iterator[Text]:
    yield joined([_found(results), shown_ms(results.took_ms)])
    expansions = () if results.words else results.reading.expansions  # told below the words
    reading = " · ".join(filter(None, (reading_words(results.reading), also_as(expansions))))
    if reading:
        yield Text.assemble((_("Read as:") + " ", "quiet"), (reading, "reading"))
    notes = [*results.reading.notes, *(note.message for note in results.diagnostics)]
    for note in dict.fromkeys(plain_line(note) for note in notes):
        yield Text.assemble((_("Note:") + " ", "quiet"), (note, "note"))
    if results.corrected:
        corrected = safe(results.corrected, style="suggestion", one_line=True)
        yield Text.assemble(
            _("Showing results for") + " ", corrected, f"; {shown_as_typed(results.misspelt)}"
        )
    if results.suggestion:
        suggestion = safe(results.suggestion, style="suggestion", one_line=True)
        yield Text.assemble(_("Did you mean:") + " ", suggestion)


def _found(results: Results) -> Text:
    if not results.total:
        return Text(_("No article found"), style="heading")
    articles = _articles(results.total)
    if not results.strict_total:
        words = _("No article matches everything; {articles} in part").format(articles=articles)
        return Text(words, style="heading")
    if results.asks and results.relaxed:
        articles = _("{articles} with all of it, best answers first").format(articles=articles)
    found = [Text(articles, style="heading")]
    if results.folded:
        folded = ngettext("{n} copy folded", "{n} copies folded", results.folded)
        found.append(Text(folded.format(n=shown_count(results.folded))))
    if results.offset and results.hits:
        first, last = results.offset + 1, results.offset + len(results.hits)
        span = _("{first} to {last}")
        found.append(Text(span.format(first=shown_count(first), last=shown_count(last))))
    return joined(found)


def _articles(number: int) -> str:
    return ngettext("{n} article", "{n} articles", number).format(n=shown_count(number))


def _hits_of(
    screen: Screen, results: Results, wanted: Wanted, width: int
) -> Iterator[RenderableType]:
    return hit_cards(
        screen, results.hits, wanted, width, apart=bool(results.strict_total) and not results.asks
    )


def _charts(screen: Screen, results: Results, width: int, height: int) -> Iterator[list[Line]]:
    """One stack of lines per facet, each closed by an empty line."""
    for field, values in results.facets.items():
        if not values:
            continue
        rows, hidden = chart_rows(field, values, None if field in SHORT else TOP, height)
        parts = [
            Text(_(HEADINGS[field]), style="heading"),
            *chart(rows, width, ascii_only=screen.ascii),
        ]
        if hidden:
            more = _("… {n} earlier") if field == "year" else _("… {n} more")
            command = f": searchkit facet {field}"
            parts.append(Text(more.format(n=shown_count(hidden)) + command, style="quiet"))
        yield [*screen.lines(Group(*parts), width), []]


def _charts_below(screen: Screen, results: Results, width: int) -> list[Line]:
    if not results.hits:
        return []
    if width < PAIR_FROM:
        return [
            line
            for stack in _charts(screen, results, width, BELOW_HEIGHT)
            for line in ([], *stack[:-1])
        ]
    half = (width - 3) // 2
    stacks = list(_charts(screen, results, half, BELOW_HEIGHT))
    if not stacks:
        return []
    first, others = stacks[0][:-1], [line for stack in stacks[1:] for line in stack][:-1]
    return [[], *screen.beside(first, others, half + 3)]


def _next_page(screen: Screen, results: Results, typed: Sequence[str]) -> Line | None:
    """The way to the next page, on one line however long: so it can be copied whole."""
    if not results.hits or results.offset + len(results.hits) >= results.total - results.folded:
        return None
    page = results.offset // results.limit + 2
    words = _("Page {page} of {last}:").format(
        page=shown_count(page), last=shown_count(_last_page(results))
    )
    options = typed.index("--") if "--" in typed else len(typed)
    again = (*typed[:options], "--page", str(page), *typed[options:])
    command = shlex.join(map(plain_line, ("searchkit", *again) if typed else again))
    return [Segment(f"{words} ", screen.get_style("quiet")), Segment(command)]


def _no_such_page(results: Results) -> Iterator[Text]:
    if results.total and not results.hits:
        words = _("There is no such page; the last is --page {last}.")
        yield Text(words.format(last=_last_page(results)))


def _last_page(results: Results) -> int:
    return -(-(results.total - results.folded) // results.limit)
