"""The articles behind a body's results, one line each: what it tells, and how to open it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from searchkit.translation import N_, _
from searchkit.ui.formats import shown_date, shown_score
from searchkit.ui.grid import Column, fit
from searchkit.ui.plain import plain_line
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.scoreboard import Row, Source

MOST = 12
"""Articles shown; who wants them all asks for data."""

_COLUMNS = (Column(N_("Year")), Column(N_("Told")), Column(N_("Article"), least=20, wrapped=True))


def sources_table(rows: Sequence[Row], width: int, gap: int) -> tuple[Table, int]:
    """The articles that tell ``rows``, in their order, and how many more there are."""
    lines = list(_lines(rows))
    return fit(_COLUMNS, lines[:MOST], width, gap)[0], max(len(lines) - MOST, 0)


def _lines(rows: Sequence[Row]) -> Iterator[list[Text]]:
    for row in rows:
        year = "?" if row.year is None else str(row.year)
        for sources in (row.sources, *(other.sources for other in row.others)):
            for source in sources:
                yield [Text(year), Text(_told(source)), _article(source)]


def _told(source: Source) -> str:
    """What an article tells: the score as it prints it, else zone and category."""
    if source.score is not None:
        return shown_score(source.score)
    return plain_line(" · ".join(filter(None, (source.zone, source.category)))) or _("rank")


def _article(source: Source) -> Text:
    """``Kabar Blitar, Kota Blitar Raih Zona Hijau, 17 Nov 2024 · id blitar.txt``."""
    day = shown_date(source.date) if source.date else ""
    named = ", ".join(filter(None, (source.outlet, source.title, day)))
    return joined(
        [
            safe(named, one_line=True),
            safe(_("id {id}").format(id=source.id), style="quiet", one_line=True),
        ]
    )
