"""The application under Textual's pilot: opened, and waited for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from searchkit.ui.app.application import Application
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.view import View

PATIENCE_S = 60.0  # a condition that does not come true in this time never will


@asynccontextmanager
async def open_application(
    folder: Path, query: str = "", size: tuple[int, int] = (120, 40), **others: Any
) -> AsyncIterator[Pilot[int]]:
    """The application on the index of a folder, its first result shown."""
    application = Application(str(folder), view=View(query), **others)
    async with application.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot


def browse_of(pilot: Pilot[Any]) -> Browse:
    """The screen with the panes, whatever lies over it."""
    return next(s for s in pilot.app.screen_stack if isinstance(s, Browse))


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until messages and keys are handled and no worker runs but those that ask somebody."""
    while True:
        await pilot.pause()
        busy = [worker for worker in pilot.app.workers if not worker.is_finished]
        running = [worker for worker in busy if worker.group != "dialog"]
        if not running:
            # Who asks somebody has a dialog on the screen; before and behind it there is work.
            at_rest = not busy or not isinstance(pilot.app.screen, Browse)
            if at_rest and not any(_keys_waiting(screen) for screen in pilot.app.screen_stack):
                return
            await pilot.pause(0.01)
            continue
        with suppress(WorkerCancelled):  # a newer one took its place
            await pilot.app.workers.wait_for_complete(running)


def _keys_waiting(screen: Screen[Any]) -> bool:
    """Whether a widget keeps keys back until it has what they work on."""
    return any(getattr(widget, "waiting", None) for widget in screen.walk_children())


async def until(pilot: Pilot[Any], condition: Callable[[], Any]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await pilot.pause(0.01)


def shown(pilot: Pilot[Any]) -> str:
    """The words on the screen, line by line."""
    screen = pilot.app.screen
    compositor = screen._compositor
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in compositor.render_strips()
    )


def told(pilot: Pilot[Any]) -> list[str]:
    """What was told in the corner of the screen and is still there."""
    return [notification.message for notification in pilot.app._notifications]


def lines_down_to(screen: str, value: str) -> int:
    """How many values of the facets, on a whole screen of text, stand above another one."""
    rows = [row.partition("│")[2].partition("│")[0] for row in screen.splitlines()[3:]]
    values = [row.strip() for row in rows if row.startswith(("  ", "▸ ", "▾ ", "✓ "))]
    return next(at for at, row in enumerate(values) if row.startswith(value))
