"""Facets: how the result spreads over regions, years, bands, outlets and levels.

One list of lines: a heading for each facet, its values below it with a bar and a
count, the kabupaten and kota of a province folded until they are wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message

from searchkit.translation import _, grouped
from searchkit.ui.app.keys import FACETS, bindings
from searchkit.ui.app.listing import Listing
from searchkit.ui.app.view import FIELDS, ChosenField, View
from searchkit.ui.bars import HEADINGS, abbreviated
from searchkit.ui.plain import plain_line
from searchkit.ui.theme import bar_style

if TYPE_CHECKING:
    from searchkit.engines.base import FacetField
    from searchkit.facets import FacetValue

TOP = 8  # values of a long facet that are shown at first
LONG: tuple[ChosenField, ...] = ("region", "outlet")
BAR = 6  # cells of a bar

Facets = Mapping["FacetField", Sequence["FacetValue"]]


class Line(NamedTuple):
    """One line: a heading (no ``value``), a value, or "more" (``value`` empty)."""

    field: ChosenField
    value: str | None
    text: Text
    parent: str | None = None
    foldable: bool = False


class FacetPanel(Listing):
    """The facets of a result, in which values are chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(FACETS)]

    class Chosen(Message):
        """A value was chosen, or is no longer."""

        def __init__(self, field: ChosenField, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._facets: Facets = {}
        self._view = View()
        self._rows: list[Line] = []
        self._unfolded: set[str] = set()
        self._whole: set[ChosenField] = set()

    def show(self, facets: Facets, view: View) -> None:
        """Show the counts of a result; the cursor stays on its value."""
        self._facets, self._view = facets, view
        self._draw()

    def go_to(self, field: ChosenField) -> None:
        """Put the cursor on the first value of a facet."""
        for place, line in enumerate(self._rows):
            if line.field == field and line.value is not None:
                self.go_to_row(place)
                return

    def on_focus(self) -> None:
        """The cursor stands somewhere."""
        if self.cursor is None and self._rows:
            self.go_to(self._rows[0].field)

    # Keys

    def action_choose(self) -> None:
        """Choose the value under the cursor, or unchoose it."""
        line = self._row()
        if line is None or line.value is None:
            return
        if line.value == "":
            self._whole ^= {line.field}
            self._draw()
        else:
            self.post_message(self.Chosen(line.field, line.value))

    def choose(self) -> None:
        """What a click does."""
        self.action_choose()

    def action_unfold(self) -> None:
        """Show the kabupaten and kota of the province under the cursor."""
        line = self._row()
        if line is not None and line.foldable and line.value:
            self._unfolded.add(line.value)
            self._draw()

    def action_fold(self) -> None:
        """Fold the province that the cursor is on or in."""
        line = self._row()
        province = line and (line.parent or line.value)
        if province in self._unfolded:
            self._unfolded.discard(province or "")
            self._draw(at=("region", province))

    def on_resize(self, _event: events.Resize) -> None:
        """Bars and counts keep to the right end."""
        self._draw()

    # Lines

    def _row(self) -> Line | None:
        return self._rows[self.cursor] if self.cursor is not None else None

    def line(self, place: int) -> Text:
        """A line of the panel."""
        return self._rows[place].text

    def can_stand_on(self, place: int) -> bool:
        """On everything but headings."""
        return self._rows[place].value is not None

    def _draw(self, at: tuple[ChosenField, str | None] | None = None) -> None:
        line = self._row()
        at = at or ((line.field, line.value) if line else None)
        self._rows = [*self._all_rows(max(self.room, 20))]
        places = {(line.field, line.value): place for place, line in enumerate(self._rows)}
        self.set_rows(len(self._rows), places.get(at, self.cursor) if at else None)

    def _all_rows(self, width: int) -> Iterator[Line]:
        for field in FIELDS:
            values = self._facets.get(field, ())
            if not values:
                continue
            yield Line(field, None, Text.assemble((_(HEADINGS[field]), "bold")))
            most = max(value.count for value in values) or 1
            shown = self._shown(field, values)
            for value in shown:
                yield self._value(field, value, most, width)
                if str(value.value) in self._unfolded:
                    for child in value.children:
                        yield self._value(field, child, most, width, parent=str(value.value))
            if len(values) > TOP and field in LONG:
                more = len(values) - len(shown)
                told = _("… {n} more").format(n=more) if more else _("… fewer")
                yield Line(field, "", Text.assemble("  ", (told, "dim")))

    def _shown(self, field: ChosenField, values: Sequence[FacetValue]) -> Sequence[FacetValue]:
        """The first values of a long facet, and all that are chosen or hold what is."""
        if field not in LONG or field in self._whole:
            return values
        chosen = {value.partition(".")[0] for value in self._view.values(field)}
        chosen |= set(self._view.values(field))
        return [v for place, v in enumerate(values) if place < TOP or str(v.value) in chosen]

    def _value(
        self,
        field: ChosenField,
        value: FacetValue,
        most: int,
        width: int,
        parent: str | None = None,
    ) -> Line:
        digits = len(grouped(most))
        key = str(value.value)
        is_chosen = key in self._view.values(field)
        foldable = bool(value.children)
        sign = ("▾" if key in self._unfolded else "▸") if foldable else " "
        label = Text("  " if parent else "")
        label.append("✓ " if is_chosen else f"{sign} ")
        label.append(_label(field, value), style="bold" if is_chosen else "")
        room = width - BAR - digits - 2
        label.truncate(room, overflow="ellipsis", pad=True)
        full = round(value.count / most * BAR * 2)
        bar = "━" * (full // 2) + ("╸" if full % 2 else "")
        count = f" {grouped(value.count):>{digits}}"
        text = Text.assemble(label, " ", (f"{bar:<{BAR}}", bar_style(value.zone)), count)
        return Line(field, key, text, parent, foldable)


def _label(field: ChosenField, value: FacetValue) -> str:
    label = plain_line(value.label)
    if field == "region":
        return abbreviated(label)
    if field != "band":
        return label
    letter = str(value.value) if len(str(value.value)) == 1 else ""
    zone = value.zone if value.zone and value.zone != label.lower() else ""
    return " ".join(filter(None, (letter, zone, label)))
