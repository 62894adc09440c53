"""Bars: facet values as small bar charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from searchkit.translation import N_, _
from searchkit.ui.formats import shown_count
from searchkit.ui.plain import plain_line
from searchkit.ui.theme import bar_style, zone_style

if TYPE_CHECKING:
    from searchkit.engines.base import FacetField
    from searchkit.facets import FacetValue

HEADINGS: dict[FacetField, str] = {
    "region": N_("Region"),
    "year": N_("Year"),
    "month": N_("Month"),
    "band": N_("Band"),
    "outlet": N_("Outlet"),
    "level": N_("Level"),
}
"""What stands over a chart, in English; ``_`` translates it where it is shown."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_TAG_WIDTH = 8  # of the longest zone, "kuning", with a blank on either side
_MIN_BAR, _MAX_BAR = 3, 24
_GOOD_BAR = 10  # cells that a bar should have before labels are written in full
_ABBREVIATED = (("Kabupaten", "Kab."), ("Administrasi", "Adm."))

MIN_CHILDREN = 3  # lines below a province; in fewer, "… 12 more" would say the most


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart; ``zone`` is told in a word unless the label is that word."""

    label: str
    count: int
    zone: str | None = None


def chart_rows(
    field: FacetField, values: Sequence[FacetValue], top: int | None = None, height: int = 0
) -> tuple[list[Row], int]:
    """The lines of a facet, and how many values were left out.

    ``top`` limits the values: the first that many, but of years and months the latest.
    The regions of each province follow it as far as ``height`` lines allow;
    without ``top`` they all do.
    """
    if top is None or len(values) <= top:
        shown = list(values)
    else:
        shown = list(values[-top:] if field in ("year", "month") else values[:top])
    room = (height - len(shown)) // len(shown) if top is not None and shown else None
    rows: list[Row] = []
    for value in shown:
        rows.append(Row(_label(field, value), value.count, value.zone))
        rows += _children(value, room)
    return rows, len(values) - len(shown)


def _children(value: FacetValue, room: int | None) -> Iterator[Row]:
    """The regions of a province, in at most ``room`` lines; none where that tells too little."""
    below = value.children
    if room is not None and len(below) > room:
        below = below[: room - 1] if room >= MIN_CHILDREN else ()
    for child in below:
        yield Row(f"  {plain_line(child.label)}", child.count)
    if below and len(below) < len(value.children):
        hidden = shown_count(len(value.children) - len(below))
        yield Row("  " + _("… {n} more").format(n=hidden), 0)


def _label(field: FacetField, value: FacetValue) -> str:
    label = plain_line(value.label)
    if field == "band" and plain_line(str(value.value)) not in (value.zone, label.lower()):
        return f"{value.value} {label}" if len(str(value.value)) == 1 else label
    return label


def chart(rows: Iterable[Row], width: int, *, ascii_only: bool = False) -> Iterator[Text]:
    """One line of text per row, none wider than ``width`` cells: label, zone, count, bar."""
    rows = list(rows)
    if not rows:
        return
    most = max(max(row.count for row in rows), 1)
    digits = len(shown_count(most))
    zoned = any(row.zone for row in rows)
    spare = width - digits - 2 - (_TAG_WIDTH + 1 if zoned else 0)
    if _longest(rows) > spare - _GOOD_BAR:
        rows = [replace(row, label=abbreviated(row.label)) for row in rows]
    label_width = max(min(_longest(rows), spare - _MIN_BAR), 1)
    bar_width = min(max(spare - label_width, 0), _MAX_BAR)
    for row in rows:
        label = Text(row.label)
        if not row.count:
            label.truncate(width, overflow="ellipsis")
            label.stylize("quiet")
            yield label
            continue
        label.truncate(label_width, overflow="ellipsis", pad=True)
        line = Text.assemble(label, " ")
        if row.zone:
            line.append(f" {row.zone} ".ljust(_TAG_WIDTH), style=zone_style(row.zone))
            line.append(" ")
        elif zoned:
            line.append(" " * (_TAG_WIDTH + 1))
        line.append(f"{shown_count(row.count):>{digits}}", style="count")
        line.append(" ")
        line.append(bar(row.count / most, bar_width, ascii_only), style=bar_style(row.zone))
        yield line


def _longest(rows: Iterable[Row]) -> int:
    return max(cell_len(row.label) for row in rows)


def abbreviated(label: str) -> str:
    """A region's name with its kind as Indonesian tables abbreviate it."""
    for word, short in _ABBREVIATED:
        label = label.replace(f"{word} ", f"{short} ")
    return label


def bar(share: float, width: int, ascii_only: bool = False) -> str:
    """A bar of ``share`` (0 to 1) of ``width`` cells, to an eighth of a cell; never nothing."""
    eighths = max(round(share * width * 8), 1)
    if ascii_only:
        return "#" * max(eighths // 8, 1)
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")
