"""Grid: rows of cells in columns that give way, each in its turn, where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from searchkit.translation import _


class Column(NamedTuple):
    """A column, whose ``name`` is translated when it is shown.

    ``goes`` tells how early it is left out, the lowest first; 0 is never.

    ``least`` is the width down to which it may be squeezed, None for not at
    all; its cells are then ``wrapped``, or cut.
    """

    name: str
    justify: Literal["left", "right"] = "left"
    goes: int = 0
    least: int | None = None
    wrapped: bool = False


Cells = Sequence[Text]


def fit(
    columns: Sequence[Column], lines: Sequence[Cells], width: int, gap: int
) -> tuple[Table, set[int]]:
    """A table of at most ``width`` cells, and the numbers of the columns left out of it.

    Columns with nothing but empty cells are left out, too, but not told of. Columns
    that are squeezed share what room there is.
    """
    natural = [
        max([cell_len(_(column.name)), *(line[at].cell_len for line in lines)])
        for at, column in enumerate(columns)
    ]
    empty = {at for at, column in enumerate(columns) if not any(line[at].plain for line in lines)}
    gone: set[int] = set()

    def kept() -> list[int]:
        return [at for at in range(len(columns)) if at not in gone | empty]

    def least(at: int) -> int:
        return min(natural[at], columns[at].least or natural[at])

    while sum(map(least, kept())) + gap * (len(kept()) - 1) > width:
        going = [at for at in kept() if columns[at].goes]
        if not going:
            break
        gone.add(min(going, key=lambda at: columns[at].goes))
    widths = {at: least(at) for at in kept()}
    spare = width - sum(widths.values()) - gap * (len(widths) - 1)
    # What is to spare is dealt out in turn to those that can use it; what is missing is
    # taken from those that wrap, so that no number is ever cut.
    while spare > 0 and (growing := [at for at in widths if widths[at] < natural[at]]):
        for at in growing[:spare]:
            widths[at] += 1
        spare -= len(growing[:spare])
    for at in widths:
        if spare < 0 and columns[at].wrapped:
            widths[at] = max(widths[at] + spare, 1)
    return _table(columns, lines, widths, gap), gone


def _table(
    columns: Sequence[Column], lines: Sequence[Cells], widths: dict[int, int], gap: int
) -> Table:
    table = Table.grid(padding=(0, gap, 0, 0))
    for at, width in widths.items():
        column = columns[at]
        table.add_column(
            justify=column.justify,
            width=width,
            no_wrap=not column.wrapped,
            overflow="fold" if column.wrapped else "ellipsis",
        )
    table.add_row(*(Text(_(columns[at].name), style="heading") for at in widths))
    for line in lines:
        table.add_row(*(line[at] for at in widths))
    return table
