"""Progress of what takes long, drawn on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from searchkit.translation import _, grouped, numbered
from searchkit.ui.formats import shown_bytes, shown_seconds
from searchkit.ui.screen import Screen

if TYPE_CHECKING:
    from searchkit.indexer import Progress

FILES_TO_TELL = 5  # files read before the time left is guessed from them


@contextmanager
def sync_progress(screen: Screen) -> Iterator[Callable[[Progress], None] | None]:
    """A callback that draws each report on ``screen``; None where nobody would see it.

    The bar counts files and disappears at the end. Words that no table of stems
    knows are told, since a first sync spends much of its time on them.
    """
    if not screen.file.isatty() or screen.is_dumb_terminal:
        yield None
        return
    # Imported late: rich.progress costs a search its first 30 ms for nothing.
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=24),
        progress.TextColumn("{task.fields[articles]}"),
        progress.TextColumn("{task.fields[words]}"),
        progress.TextColumn("{task.fields[pace]}"),
    )
    with progress.Progress(*columns, console=screen, transient=True) as bars:
        task = bars.add_task(_("Reading"), total=None, articles="", words="", pace="")

        def report(now: Progress) -> None:
            elapsed = bars.tasks[0].elapsed or 0.0
            bars.update(
                task,
                description=_("Writing") if now.stage == "committing" else _("Reading"),
                completed=now.files_done,
                # One file says nothing about how far it is.
                total=now.files_total if now.files_total > 1 else None,
                articles=numbered("{n} article", "{n} articles", now.articles),
                words=numbered("learning {n} word", "learning {n} words", now.learned)
                if now.learned
                else "",
                pace=_pace(now, elapsed) if elapsed >= 1 else "",
            )

        yield report


@contextmanager
def bytes_progress(screen: Screen) -> Iterator[Callable[[int, int], None] | None]:
    """A callback that draws how many bytes have been read; None where nobody would see it."""
    if not screen.file.isatty() or screen.is_dumb_terminal:
        yield None
        return
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=24),
        progress.TextColumn("{task.fields[read]}"),
    )
    with progress.Progress(*columns, console=screen, transient=True) as bars:
        task = bars.add_task(_("Reading"), total=None, read="")

        def report(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total, read=shown_bytes(done))

        yield report


def _pace(now: Progress, elapsed_s: float) -> str:
    """Articles per second, and the time left once some files can tell."""
    pace = _("{n}/s").format(n=grouped(round(now.articles / elapsed_s)))
    if now.files_done < FILES_TO_TELL or now.stage == "committing":
        return pace
    left_s = elapsed_s / now.files_done * (now.files_total - now.files_done)
    return _("{pace} · {time} left").format(pace=pace, time=shown_seconds(left_s))
