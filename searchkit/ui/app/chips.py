"""Chips: how the query was read and what was chosen, each to be removed or pinned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from searchkit.translation import N_, _
from searchkit.ui.app.keys import CHIPS, bindings
from searchkit.ui.app.view import ChosenField, View
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.query.meaning import Meaning
    from searchkit.query.query import Reading

_NAMES: dict[ChosenField, str] = {
    "region": N_("region"),
    "year": N_("year"),
    "band": N_("zone"),
    "outlet": N_("outlet"),
    "level": N_("level"),
}
_OPEN_YEARS = 30  # a pinned span of years has at most so many values
_LATEST_YEAR = 2100


class Chip(NamedTuple):
    """A reading of words ``start`` to ``end`` of the query, or something chosen (no place).

    ``values`` are the facet values that it stands for, empty where it can only be removed.
    """

    name: str
    label: str
    field: ChosenField | None = None
    values: tuple[str, ...] = ()
    start: int = -1
    end: int = -1

    @property
    def is_chosen(self) -> bool:
        """Whether it restricts, and is not only a reading of words."""
        return self.start < 0

    @property
    def can_be_pinned(self) -> bool:
        """Whether it can become a filter."""
        return not self.is_chosen and bool(self.values)


def chips_of(view: View, reading: Reading | None) -> tuple[Chip, ...]:
    """What was chosen, then how the words of the query were read, where that is not chosen."""
    read = filter(None, map(_read, reading.meanings if reading else ()))
    return (*_chosen(view), *(chip for chip in read if not _is_in(chip, view)))


def without(query: str, chip: Chip) -> str:
    """The query without the words of a chip."""
    return " ".join(f"{query[: chip.start]} {query[chip.end :]}".split())


def _is_in(chip: Chip, view: View) -> bool:
    if chip.field is None or not chip.values:
        return False
    return set(chip.values) <= set(view.values(chip.field))


def _chosen(view: View) -> Iterator[Chip]:
    from searchkit.regions.gazetteer import gazetteer  # the first frame does without

    for field, values in view.chosen.items():
        for value in values:
            region = gazetteer().get(value) if field == "region" else None
            yield Chip(_NAMES[field], region.name if region else value, field, (value,))
    if view.since or view.until:
        span = view.since or "…", view.until or "…"
        yield Chip(N_("date"), span[0] if span[0] == span[1] else "–".join(span))


def _read(meaning: Meaning) -> Chip | None:
    from searchkit.query.meaning import facet_values, years_named

    place = meaning.start, meaning.end
    if meaning.regions:
        names = ", ".join(region.name for region in meaning.regions)
        codes = tuple(region.code for region in meaning.regions)
        return Chip(_NAMES["region"], names, "region", codes, *place)
    if meaning.bands:
        return Chip(
            _NAMES["band"], ", ".join(meaning.bands), "band", facet_values(meaning.bands), *place
        )
    if meaning.years:
        told = ", ".join(years_named(*span) for span in meaning.years)
        return Chip(_NAMES["year"], told, "year", _years(meaning.years), *place)
    if meaning.levels:
        return Chip(_NAMES["level"], ", ".join(meaning.levels), "level", meaning.levels, *place)
    return None


def _years(spans: Sequence[tuple[int | None, int | None]]) -> tuple[str, ...]:
    """The single years of spans; none where a side is open."""
    years: list[str] = []
    for first, last in spans:
        if first is None or last is None or last - first >= _OPEN_YEARS:
            return ()
        years += map(str, range(first, last + 1))
    return tuple(years)


class Chips(Widget, can_focus=True):
    """One line of chips; arrows walk, Space pins, Backspace removes. A click does both."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(CHIPS)]

    class Pinned(Message):
        """A reading shall become a filter."""

        def __init__(self, chip: Chip) -> None:
            super().__init__()
            self.chip = chip

    class Removed(Message):
        """A chip shall go."""

        def __init__(self, chip: Chip) -> None:
            super().__init__()
            self.chip = chip

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._chips: tuple[Chip, ...] = ()
        self._note = Text()
        self._at = 0
        self._places: list[tuple[int, int]] = []

    @property
    def count(self) -> int:
        """How many chips there are."""
        return len(self._chips)

    def show(self, chips: tuple[Chip, ...], note: Text) -> None:
        """Show other chips, and a note behind them."""
        self._chips, self._note = chips, note
        self._at = min(self._at, max(len(chips) - 1, 0))
        self.refresh()

    def render(self) -> Text:
        """The chips in a row."""
        line = Text(no_wrap=True, overflow="ellipsis")
        self._places = []
        for place, chip in enumerate(self._chips):
            start = line.cell_len
            at = self.has_focus and place == self._at
            style = "reverse bold" if at else "bold" if chip.is_chosen else "underline"
            sign = "● " if chip.is_chosen else ""
            line.append(f" {sign}{_(chip.name)}: {plain_line(chip.label)} ", style=style)
            line.append("× ", style="dim")
            self._places.append((start, line.cell_len))
            line.append(" ")
        line.append_text(self._note)
        return line

    def on_click(self, event: events.Click) -> None:
        """The cross removes, the rest pins."""
        for chip, (start, end) in zip(self._chips, self._places, strict=False):
            if start <= event.x < end:
                if chip.can_be_pinned and event.x < end - 2:
                    self.post_message(self.Pinned(chip))
                else:
                    self.post_message(self.Removed(chip))

    def action_walk(self, by: int) -> None:
        """To the next chip, or the one before."""
        if self._chips:
            self._at = (self._at + by) % len(self._chips)
            self.refresh()

    def action_pin(self) -> None:
        """Make the reading under the cursor a filter."""
        if self._chips and self._chips[self._at].can_be_pinned:
            self.post_message(self.Pinned(self._chips[self._at]))

    def action_remove(self) -> None:
        """Remove the chip under the cursor."""
        if self._chips:
            self.post_message(self.Removed(self._chips[self._at]))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide it."""
        self.refresh()
