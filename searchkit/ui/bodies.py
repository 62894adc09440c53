"""Bodies and their scores as screens and pictures tell them: under which name, on which scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.assessments.bands import scale_of
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.scoreboard import Line, Row

SHORT = "Kab. "
_LONG = "Kabupaten "


def body_name(body: Row | Line, *, short: bool = False) -> str:
    """What a body is called; a unit or office whose name is silent on its region, with it.

    "Puskesmas Melati" is not one body: "Puskesmas Melati (Kota Blitar)" is.
    ``short`` writes Kab. for Kabupaten at the beginning.
    """
    name = plain_line(body.entity)
    parent = plain_line(body.parent or "")
    base = parent.removeprefix("Kota ").removeprefix(_LONG)
    if short and name.startswith(_LONG):
        name = SHORT + name.removeprefix(_LONG)
    if not parent or base.casefold() in name.casefold():
        return name
    if short and parent.startswith(_LONG):
        parent = SHORT + base
    return f"{name} ({parent})"


def scale_known(row: Row) -> float | None:
    """The highest score of a row's year, None for a row without a year."""
    return None if row.year is None else scale_of(row.year, row.scale)
