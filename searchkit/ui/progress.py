"""Progress of what takes long, drawn on a terminal only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from searchkit.translation import _, grouped, numbered
from searchkit.ui.formats import shown_bytes, shown_seconds
from searchkit.ui.screen import Screen

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from searchkit.indexer import Progress

FILES_TO_TELL = 5  # files read before the time left is guessed from them


@contextmanager
def sync_progress(screen: Screen) -> Iterator[Callable[[Progress], None] | None]:
    """A callback that draws each report on ``screen``; None where nobody would see it.

    The bar counts files and disappears at the end. Words that no table of stems
    knows are told, since a first sync spends much of its time on them.
    """
    with _reading(screen, "articles", "words", "pace") as bar:
        if bar is None:
            yield None
            return
        bars, task = bar

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
    with _reading(screen, "read") as bar:
        if bar is None:
            yield None
            return
        bars, task = bar

        def report(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total, read=shown_bytes(done))

        yield report


@contextmanager
def _reading(screen: Screen, *fields: str) -> Iterator[tuple[Bars, TaskID] | None]:
    """A bar with some fields behind it; None where nobody would see it."""
    if not screen.file.isatty() or screen.is_dumb_terminal:
        yield None
        return
    # Imported late: rich.progress costs a search its first 30 ms for nothing.
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(bar_width=24),
        *(progress.TextColumn(f"{{task.fields[{name}]}}") for name in fields),
    )
    with progress.Progress(*columns, console=screen, transient=True) as bars:
        nothing_yet: dict[str, Any] = dict.fromkeys(fields, "")
        yield bars, bars.add_task(_("Reading"), total=None, **nothing_yet)


def _pace(now: Progress, elapsed_s: float) -> str:
    """Articles per second, and the time left once some files can tell."""
    pace = _("{n}/s").format(n=grouped(round(now.articles / elapsed_s)))
    if now.files_done < FILES_TO_TELL or now.stage == "committing":
        return pace
    left_s = elapsed_s / now.files_done * (now.files_total - now.files_done)
    return _("{pace} · {time} left").format(pace=pace, time=shown_seconds(left_s))
