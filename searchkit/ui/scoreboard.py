"""The scoreboard on the screen: who got which score, by year; and bodies by years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from searchkit.translation import N_, _, numbered
from searchkit.ui.bodies import body_name, scale_known
from searchkit.ui.formats import shown_score
from searchkit.ui.grid import Column, fit
from searchkit.ui.plain import plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe
from searchkit.ui.theme import zone_style

if TYPE_CHECKING:
    from searchkit.scoreboard import Line, Pivot, Place, Row, Scoreboard, Value

MAX_WIDTH = 140  # columns; in longer lines the eye loses its row
ROOMY_FROM = 100  # columns from which nothing needs to be written short
FEW = 10  # rows that have all contradicting values below them
OTHERS = 4  # contradicting values below a row of more

_STEPS, _ASCII_STEPS = "▁▂▃▄▅▆▇█", "_.-~=+*#"
_BODY = Column(N_("Body"), least=18, wrapped=True)
_NUMBER = Column("#", "right", goes=4)
_COLUMNS = (
    _NUMBER,
    _BODY,
    Column(N_("Year")),
    Column(N_("Score")),
    Column(N_("Band"), goes=8),
    Column(N_("Change"), "right", goes=7),
    Column(N_("Prov."), "right", goes=5),
    Column(N_("Nation"), "right", goes=6),
    Column(N_("Printed"), "right", goes=1),
    Column(N_("Source"), goes=3, least=9),
    Column("", goes=2),  # how many sources there are besides
)
_SCORE = 3  # the number of its column


def show_scoreboard(screen: Screen, board: Scoreboard, limit: int | None = None) -> None:
    """Print the rows of a board, at most ``limit``, what disagrees with a row below it.

    Where all are of one body, the articles that tell them follow.
    """
    rows = board.rows[:limit]
    notes: list[str] = []
    screen.emit(_head(board))
    if rows:
        width, gap = _room(screen)
        most = OTHERS if len(rows) > FEW else None
        lines = [line for at, row in enumerate(rows) for line in _lines(screen, at + 1, row, most)]
        _align([line[_SCORE] for line in lines])
        table, _gone = fit(_COLUMNS, lines, width, gap)
        screen.emit(Text())
        screen.emit_lines(screen.lines(table, width))
        screen.emit(Text())
        if board.bodies == 1:
            _show_sources(screen, rows, width, gap)
        if any(row.in_nation for row in rows):
            notes.append(_("Ranks: among the bodies whose score of that year is in this index."))
        if any(row.conflict or any(other.conflict for other in row.others) for row in rows):
            notes.append(_("!  a zone or category was printed that contradicts the score"))
    more = len(board.rows) - len(rows)
    if more:
        screen.emit(Text(_more(numbered("{n} more row", "{n} more rows", more), len(board.rows))))
    _foot(screen, board, notes)


def _show_sources(screen: Screen, rows: Sequence[Row], width: int, gap: int) -> None:
    """Print the articles behind the rows of one body."""
    from searchkit.ui.sources import sources_table  # few boards are so short

    table, more = sources_table(rows, width, gap)
    screen.emit_lines(screen.lines(table, width))
    if more:
        screen.emit(
            Text(
                numbered(
                    "… {n} more article: --format json", "… {n} more articles: --format json", more
                )
            )
        )
    screen.emit(Text())


def show_pivot(screen: Screen, board: Scoreboard, limit: int | None = None) -> None:
    """Print one line per body, at most ``limit``, with its score of each year and their course."""
    pivot = board.pivot()
    lines = pivot.lines[:limit]
    notes: list[str] = []
    screen.emit(_head(board))
    if lines:
        width, gap = _room(screen)
        table, hidden = _pivot_table(screen, pivot, lines, width, gap)
        screen.emit(Text())
        screen.emit_lines(screen.lines(table, width))
        screen.emit(Text())
        if hidden:
            notes.append(
                numbered(
                    "{n} year left out, for want of room: --year",
                    "{n} years left out, for want of room: --year",
                    hidden,
                )
            )
        if any(row and row.others for line in lines for row in line.rows):
            notes.append(_("*  articles disagree; without --pivot all that they tell is shown"))
    more = len(pivot.lines) - len(lines)
    if more:
        words = numbered("{n} more body", "{n} more bodies", more)
        screen.emit(Text(_more(words, len(pivot.lines))))
    _foot(screen, board, notes)


def _more(words: str, every: int) -> str:
    """What is not shown, and how to see it."""
    return f"… {words}: -n {every}"


def _room(screen: Screen) -> tuple[int, int]:
    """The width to draw in, and the gap between columns."""
    return min(screen.width, MAX_WIDTH), 2 if screen.width >= ROOMY_FROM else 1


def _head(board: Scoreboard) -> Text:
    if not board.rows:
        return Text(_("No result found"), style="heading")
    years = board.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    found = Text(numbered("{n} result", "{n} results", len(board.rows)), style="heading")
    return joined([found, numbered("{n} body", "{n} bodies", board.bodies), span])


def _foot(screen: Screen, board: Scoreboard, notes: list[str]) -> None:
    if board.units_left_out:
        notes.append(
            numbered(
                "{n} result of units left out: --units",
                "{n} results of units left out: --units",
                board.units_left_out,
            )
        )
    screen.emit(*(Text(note, style="quiet") for note in notes))


# Lines of the board -----------------------------------------------------------------------


def _lines(screen: Screen, number: int, row: Row, most: int | None) -> Iterator[list[Text]]:
    """The cells of a row, then those of the values that disagree with it, at most ``most``."""
    nothing = Text()
    yield [
        Text(str(number), style="quiet"),
        _body(screen, row),
        Text(_year(row.year)),
        Text(_shown(row.score)),
        _band(row),
        Text(_change(row.change, screen.ascii)),
        Text(_place(row.in_province)),
        Text(_place(row.in_nation)),
        Text(_printed(row.rank, row.rank_of) if _has_band(row) else ""),
        *_source(row),
    ]
    for other in row.others[:most]:
        words = _zone_words(other)
        cells = [
            nothing,
            Text("  " + _("also told")),
            nothing,
            Text(shown_score(other.score) if other.score is not None else ""),
            Text(words + " !" * other.conflict),
            *([nothing] * 4),
            *_source(other),
        ]
        for cell in cells:
            cell.stylize("quiet")
        yield cells
    more = len(row.others) - (len(row.others) if most is None else most)
    if more > 0:
        told = numbered("and {n} more value", "and {n} more values", more)
        yield [nothing, Text(f"  {told}", "quiet"), *([nothing] * 9)]


def _body(screen: Screen, body: Row | Line) -> Text:
    return Text(body_name(body, short=screen.width < ROOMY_FROM))


def _zone_words(value: Value | Row) -> str:
    """``hijau · A``, as far as they are known."""
    return plain_line(" · ".join(filter(None, (value.zone, value.category))))


def _has_band(row: Row) -> bool:
    return bool(row.zone or row.category)


def _band(row: Row) -> Text:
    """``hijau · A``; the printed rank where nothing else is known."""
    if not _has_band(row):
        if row.rank is None or row.score is not None:
            return Text()
        told = _("rank {rank} of {of}") if row.rank_of else _("rank {rank}")
        return Text(told.format(rank=row.rank, of=row.rank_of))
    words = _zone_words(row)
    style = zone_style(row.zone) if row.zone else ""
    return Text.assemble((words, style), " !" if row.conflict else "")


def _change(change: float | None, ascii_only: bool) -> str:
    """``↑ 1,25``, ``↓ 0,40`` or ``=``; with signs for arrows where there are none."""
    if change is None:
        return ""
    if not change:
        return "="
    up, down = ("+", "-") if ascii_only else ("↑", "↓")
    return f"{up if change > 0 else down} {abs(change):.2f}".replace(".", ",")


def _place(place: Place | None) -> str:
    return f"{place.rank}/{place.of}" if place else ""


def _printed(rank: int | None, rank_of: int | None) -> str:
    if rank is None:
        return ""
    return f"{rank}/{rank_of}" if rank_of else str(rank)


def _source(value: Value | Row) -> tuple[Text, Text]:
    """Who tells it, and how many more do."""
    best = value.sources[0]
    name = safe(best.outlet or best.title or best.id, one_line=True)
    more = len(value.sources) - 1
    return name, Text(f"+{more}" if more else "", style="quiet")


# Lines of the pivot -----------------------------------------------------------------------


def _pivot_table(
    screen: Screen, pivot: Pivot, lines: Sequence[Line], width: int, gap: int
) -> tuple[Table, int]:
    """The pivot as a table, and how many years found no room in it.

    Bands stand beside the scores where all years find room with them.
    """
    last = len(pivot.years) - 1
    columns = (
        Column("#", "right", goes=1),
        _BODY,
        # The oldest years go first, the newest stays.
        *(
            Column(_year(year), goes=at + 2 if at < last else 0)
            for at, year in enumerate(pivot.years)
        ),
        Column(N_("Course"), goes=last + 3),
    )
    for banded in (True, False):
        years = [_year_cells([line.rows[at] for line in lines], banded) for at in range(last + 1)]
        cells = [
            [
                Text(str(at + 1), style="quiet"),
                _body(screen, line),
                *(year[at] for year in years),
                Text(sparkline(line, ascii_only=screen.ascii)),
            ]
            for at, line in enumerate(lines)
        ]
        table, gone = fit(columns, cells, width, gap)
        if not gone:
            break
    return table, len(gone & set(range(2, last + 3)))


def _year(year: int | None) -> str:
    return "?" if year is None else str(year)


def _year_cells(rows: Sequence[Row | None], banded: bool) -> list[Text]:
    """The cells of one year, scores below scores: ``98,19 A``; a star where articles disagree.

    Where not all are ``banded``, a band stands only in the place of a missing score.
    """
    alone = [bool(row and row.band and row.score is None and not banded) for row in rows]
    stars = ["*" * bool(row and row.others) for row in rows]
    cells = [
        Text(_shown(row.score) + star if row and not bare else "")
        for row, bare, star in zip(rows, alone, stars, strict=True)
    ]
    _align(cells)
    for row, cell, bare, star in zip(rows, cells, alone, stars, strict=True):
        if row and row.band and (banded or bare):
            cell.append(" " * (not bare))
            cell.append(plain_line(row.band), zone_style(row.zone) if row.zone else "")
            cell.append(star * bare)
    return cells


def _align(scores: Sequence[Text]) -> None:
    """Pad scores on both sides so that their commas stand below each other."""
    wholes = [len(score.plain.partition(",")[0].rstrip("*")) for score in scores]
    tails = [len(score.plain) - whole for score, whole in zip(scores, wholes, strict=True)]
    for score, whole, tail in zip(scores, wholes, tails, strict=True):
        if score.plain:
            score.pad_left(max(wholes) - whole)
            score.pad_right(max(tails) - tail)


def _shown(score: float | None) -> str:
    return "–" if score is None else shown_score(score)


def sparkline(line: Line, *, ascii_only: bool = False) -> str:
    """One block per year, as high as the score on its year's scale; a blank where either lacks."""
    steps = _ASCII_STEPS if ascii_only else _STEPS
    blocks = []
    for row in line.rows:
        scale = scale_known(row) if row else None
        if row is None or row.score is None or scale is None:
            blocks.append(" ")
        else:
            share = row.score / scale
            blocks.append(steps[min(max(int(share * len(steps)), 0), len(steps) - 1)])
    return "".join(blocks)
