"""What a sync did while the files were being watched, on one line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.translation import _, ngettext
from searchkit.ui.formats import shown_ms, shown_seconds
from searchkit.ui.screen import Screen

if TYPE_CHECKING:
    from searchkit.indexer import SyncReport


def show_watched(screen: Screen, moment: datetime, report: SyncReport) -> None:
    """Print the time of day and what was done; counts of nothing are left out.

    ``missing`` and ``rejected`` of the report are those that the sync before did not have.
    """
    total = ngettext(
        "{n} article in the index", "{n} articles in the index", report.articles
    ).format(n=report.articles)
    parts = [*_done(report), total, _took(report.took_s)]
    time = Text(f"{moment:%H:%M:%S}", style="quiet")
    # One line, however narrow the screen: programs read it, too.
    screen.print(Text.assemble(time, "  ", " · ".join(parts)), soft_wrap=True)


def _done(report: SyncReport) -> list[str]:
    counts = [
        (report.added, _("{n} added")),
        (report.changed, _("{n} changed")),
        (report.removed, _("{n} removed")),
        (report.missing, _("{n} missing")),
        (len(report.rejected), _("{n} rejected")),
    ]
    return [words.format(n=number) for number, words in counts if number]


def _took(seconds: float) -> str:
    return shown_ms(seconds * 1000) if seconds < 1 else shown_seconds(seconds)
