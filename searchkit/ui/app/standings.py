"""Standings: the scoreboard of a view, and the sentences that tell what it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from searchkit.query.description import described
from searchkit.query.filters import Filters
from searchkit.scoreboard import Asked, Scoreboard, asked_of
from searchkit.search import understand_query
from searchkit.translation import N_, _, numbered
from searchkit.ui.app.board import DIFFERS
from searchkit.ui.app.chips import chips_of
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.index import Index
    from searchkit.query.query import Reading
    from searchkit.scoreboard import ScoreSort
    from searchkit.ui.app.view import View

SORTS: dict[ScoreSort, str] = {
    "score": N_("highest first"),
    "year": N_("newest first"),
    "region": N_("by region"),
}


class Found(NamedTuple):
    """A scoreboard, and what it is of.

    ``in_words`` tells that only articles with the words of the query count; where none of
    them tells a result, it is the scoreboard of all articles. ``known`` is the number of
    results in the whole index, counted where there is no row to show.
    """

    board: Scoreboard
    asked: Asked
    reading: Reading
    in_words: bool
    known: int


def found_for(index: Index, view: View, query: str, units: bool) -> Found:
    """The scoreboard of a view: first of the articles with the query's words, else of all."""
    understood = understand_query(query, index.analyzer, unfinished=view.unfinished)
    asked = asked_of(understood)
    chosen = view.filters().nodes
    board = index.scoreboard(filters=Filters((*chosen, *asked.nodes)), units=units)
    in_words = bool(asked.words)
    if in_words and not board.rows:
        filters = Filters((*chosen, *asked.fields, *asked.rows))
        wider = index.scoreboard(filters=filters, units=units)
        if wider.rows or not board.units_left_out:
            board, in_words = wider, False
    known = 0 if board.rows else len(index.scoreboard(units=True).rows)
    return Found(board, asked, understood.reading, in_words, known)


# Texts ------------------------------------------------------------------------------------


def title(board: Scoreboard, sort: ScoreSort) -> Text:
    """How much there is, and in which order."""
    years = board.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    parts = (
        _("Scoreboard"),
        numbered("{n} result", "{n} results", len(board.rows)),
        numbered("{n} body", "{n} bodies", board.bodies),
        span,
        _(SORTS[sort]),
    )
    return Text(" · ".join(filter(None, parts)), style="bold")


def of_what(found: Found, view: View) -> str:
    """What the rows are of: what was chosen, and how the query was read."""
    parts = [f"{_(chip.name)}: {chip.label}" for chip in chips_of(view, found.reading)]
    parts += [described(node) for node in found.asked.fields]
    words = ", ".join(map(described, found.asked.words))
    if words and found.in_words:
        parts.append(_("articles with: {words}").format(words=words))
    told = " · ".join(parts) or _("all articles")
    if words and not found.in_words and found.board.rows:
        note = _("no article with {words} tells such a result: these are of all articles")
        told = f"{told} · {note.format(words=words)}"
    return plain_line(told)


def foot(found: Found) -> Text:
    """What signs mean, and what is left out."""
    board, notes = found.board, []
    if n := board.units_left_out:
        notes.append(numbered("u: {n} result of units.", "u: {n} results of units.", n))
    if any(row.others for row in board.rows):
        notes.append(_("{sign} articles disagree.").format(sign=DIFFERS))
    if any(row.conflict for row in board.rows):
        notes.append(_("! the words printed contradict the score."))
    if any(row.in_nation for row in board.rows):
        notes.append(_("Ranks: among the bodies whose score of that year these articles tell."))
    return Text("  ".join(notes), style="quiet")


def why_empty(found: Found) -> str:
    """What would stand here, or what there is instead."""
    if n := found.board.units_left_out:
        return numbered(
            "Only units have a result here ({n}): press u to see it.",
            "Only units have results here ({n}): press u to see them.",
            n,
        )
    if found.known:
        return numbered(
            "No article tells such a result; the index has {n}. "
            "Take back a filter or change the query to see more.",
            "No article tells such a result; the index has {n} results. "
            "Take back a filter or change the query to see more.",
            found.known,
        )
    return _(
        "No article of this index reports a result of the Ombudsman's yearly assessment. "
        "Where articles do, each body that was assessed stands here with its score, zone, "
        "year, change and rank, the highest score first, and Enter opens the article "
        "at the place of the number."
    )
