"""Board: the rows of a scoreboard as lines of a list, in as many columns as find room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message

from searchkit.translation import N_, _
from searchkit.ui.app.keys import BOARD, bindings
from searchkit.ui.app.listing import Listing
from searchkit.ui.bodies import body_name
from searchkit.ui.formats import shown_score
from searchkit.ui.plain import plain_line
from searchkit.ui.theme import zone_style

if TYPE_CHECKING:
    from searchkit.scoreboard import Place, Row, Value


class Column(NamedTuple):
    """A column; ``goes`` tells how early it is left out where there is no room, 0 is never."""

    name: str
    right: bool = False
    goes: int = 0


COLUMNS = (
    Column("#", right=True, goes=2),
    Column(N_("Body")),
    Column(N_("Level"), goes=1),
    Column(N_("Year")),
    Column(N_("Score")),
    Column(N_("Zone")),
    Column(N_("Change"), right=True, goes=5),
    Column(N_("Prov."), right=True, goes=3),
    Column(N_("Nation"), right=True, goes=4),
    Column(N_("Told by"), right=True),
)
NUMBER, BODY, SCORE, ZONE, TOLD = 0, 1, 4, 5, 9
LEAST_BODY = 24  # cells below which other columns make room for the name
ROOMY_FROM = 100  # columns from which Kabupaten is written in full
GAP = 2
DIFFERS = "≠"


def cells_of(row: Row, number: int, *, short: bool) -> list[str]:
    """What stands in the columns of a row."""
    return [
        str(number),
        body_name(row, short=short),
        row.level,
        "?" if row.year is None else str(row.year),
        "–" if row.score is None else shown_score(row.score),
        zone_words(row) or _rank(row),
        _change(row.change),
        _place(row.in_province),
        _place(row.in_nation),
        f"{len(row.sources)} {DIFFERS if row.others else ' '}",
    ]


def zone_words(value: Value | Row) -> str:
    """``hijau · A``, as far as they are known; ``!`` where the articles' words contradict it."""
    words = plain_line(" · ".join(filter(None, (value.zone, value.category))))
    return f"{words} !" if words and value.conflict else words


def _rank(row: Row) -> str:
    """The rank as printed, where it is all that is known."""
    if row.rank is None or row.score is not None:
        return ""
    if row.rank_of is None:
        return _("rank {rank}").format(rank=row.rank)
    return _("rank {rank} of {of}").format(rank=row.rank, of=row.rank_of)


def _change(change: float | None) -> str:
    """``↑ 1,25``, ``↓ 0,40`` or ``=`` since the assessment before."""
    if not change:
        return "" if change is None else "="
    return f"{'↑' if change > 0 else '↓'} {abs(change):.2f}".replace(".", ",")


def _place(place: Place | None) -> str:
    return f"{place.rank}/{place.of}" if place else ""


class Board(Listing):
    """Rows below a line of headings that stays."""

    DEFAULT_CSS = """
    Board {
        height: 1fr;
        background: $background;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-color: $secondary 40%;
        scrollbar-background: $background;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(BOARD)]
    HEAD = 1

    class Selected(Message):
        """The sources of a row are wanted."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._rows: Sequence[Row] = ()
        self._cells: list[list[str]] = []
        self._widths: dict[int, int] = {}

    @property
    def row(self) -> Row | None:
        """The row that the cursor is on."""
        return None if self.cursor is None else self._rows[self.cursor]

    def show(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show other rows."""
        self._rows = rows
        self._lay_out(cursor)

    def choose(self) -> None:
        """The sources of the row under the cursor."""
        if (row := self.row) is not None:
            self.post_message(self.Selected(row))

    def on_click(self, event: events.Click) -> None:
        """To the row that was clicked; its sources where the cursor is on it already."""
        event.prevent_default()
        place = self.place_at(event)
        if place is not None and place == self.cursor:
            self.choose()
        elif place is not None:
            self.go_to_row(place)

    # Drawing

    def on_resize(self, _event: events.Resize) -> None:
        """As many columns as there is room for."""
        self._lay_out(self.cursor or 0)

    def _lay_out(self, cursor: int) -> None:
        short = self.room < ROOMY_FROM
        self._cells = [cells_of(row, at + 1, short=short) for at, row in enumerate(self._rows)]
        _align(self._cells)
        self._widths = widths_for(self._cells, self.room)
        self.set_rows(len(self._rows), cursor)

    def heading(self) -> Text:
        """The names of the columns."""
        names = ["#" if at == NUMBER else _(column.name) for at, column in enumerate(COLUMNS)]
        return Text.assemble((self._joined(names), "bold"))

    def line(self, place: int) -> Text:
        """A row as text, the zone in its colour."""
        cells, row = self._cells[place], self._rows[place]
        line = Text()
        for at, width in self._widths.items():
            if at == ZONE:
                words = f" {cells[at]} " if cells[at] else ""
                line.append(words, style=zone_style(row.zone) if zone_words(row) else "")
                line.append(" " * (width - cell_len(words)))
            else:
                line.append(_fitted(cells[at], width, right=COLUMNS[at].right))
            line.append(" " * GAP)
        return line

    def _joined(self, cells: Sequence[str]) -> str:
        shown = (
            _fitted(f" {cells[at]}" if at == ZONE else cells[at], width, right=COLUMNS[at].right)
            for at, width in self._widths.items()
        )
        return (" " * GAP).join(shown)


def widths_for(lines: Sequence[Sequence[str]], width: int) -> dict[int, int]:
    """The columns that find room in ``width`` cells, each with its own width.

    Those without anything in them are left out; the name takes what the others leave.
    """
    natural = {
        at: max(
            [cell_len(_(column.name) if at else "#"), *(cell_len(cells[at]) for cells in lines)]
        )
        for at, column in enumerate(COLUMNS)
        if any(cells[at].strip() for cells in lines)
    }
    if ZONE in natural:
        natural[ZONE] += 2  # the badge has a blank on both sides
    going = sorted((at for at in natural if COLUMNS[at].goes), key=lambda at: COLUMNS[at].goes)

    def left() -> int:
        others = sum(cells for at, cells in natural.items() if at != BODY)
        return width - others - GAP * (len(natural) - 1)

    while going and left() < min(natural.get(BODY, 0), LEAST_BODY):
        del natural[going.pop(0)]
    if BODY in natural:
        natural[BODY] = max(min(natural[BODY], left()), 1)
    return natural


def _align(lines: Sequence[list[str]]) -> None:
    """Pad scores on both sides so that their commas stand below each other."""
    wholes = [len(cells[SCORE].partition(",")[0]) for cells in lines]
    most = max(wholes, default=0)
    for cells, whole in zip(lines, wholes, strict=True):
        cells[SCORE] = " " * (most - whole) + cells[SCORE]


def _fitted(text: str, width: int, *, right: bool) -> str:
    """``text`` in just ``width`` cells."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    blanks = " " * (width - length)
    return blanks + text if right else text + blanks
