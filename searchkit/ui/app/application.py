"""Application: the Textual App around the screens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import WorkerFailed

from searchkit.config import Look
from searchkit.errors import SearchkitError
from searchkit.ui.app.asking import Asking
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.look import (
    DARK,
    DARK_COLORS,
    LIGHT,
    LIGHT_COLORS,
    OWN_STYLES,
    theme_named,
)
from searchkit.ui.app.view import View
from searchkit.ui.theme import THEME

COLORS = {"standard": 16, "256": 256, "truecolor": 1 << 24, "windows": 16}


class Application(App[SearchkitError]):
    """searchkit on a whole screen; ends with the error that ended it, if there was one."""

    TITLE = "searchkit"
    CSS_PATH: ClassVar[str] = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", show=False, priority=True)]

    def __init__(
        self,
        location: str,
        *,
        stems: Path | None = None,
        view: View | None = None,
        look: Look = "auto",
        corpus: Sequence[str] = (),
        saved: Path | None = None,
    ) -> None:
        """``corpus`` is what an update reads, else what was read the last time.

        ``saved`` is the folder of the saved searches; None where none are kept.
        """
        super().__init__()
        self.asking = Asking(location, stems)
        self.corpus = tuple(corpus)
        self.saved = saved
        self.defect: Exception | None = None  # what ended it and should never have happened
        self._view = view or View()
        self._look = look

    def on_mount(self) -> None:
        """Put the colours on, and the first screen."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.ansi_theme_dark, self.ansi_theme_light = DARK_COLORS, LIGHT_COLORS
        self.put_on(self._look)
        self.push_screen(Browse(self.asking, self._view))

    def put_on(self, look: Look) -> None:
        """Wear other colours."""
        system = "256" if self.no_color else self.console.color_system  # shades of one grey
        colors = COLORS.get(system or "standard", 16)
        self.theme = theme_named(look, os.environ, colors=colors)
        self.console.push_theme(THEME if self.current_theme.ansi else OWN_STYLES)

    def action_command_palette(self) -> None:
        """Find a command by its name; only where the panes are seen."""
        if isinstance(self.screen, Browse):
            from searchkit.ui.app.commands import palette  # the first frame does without

            self.push_screen(palette())

    async def action_quit(self) -> None:
        """Leave; where an update or export is running, ask before."""
        if isinstance(self.screen, Browse) and self.screen.query(".strip.-running"):
            self.screen.action_start("quit")  # the first frame does without
        else:
            self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """End for a defect; whoever runs the application tells it, as of any other command."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        self.defect = self.defect or (cause if isinstance(cause, Exception) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual would print a traceback here, with what all variables hold."""
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Let go of the index."""
        self.asking.close()


def application_of(browse: Browse) -> Application:
    """The application that a screen is shown by."""
    application = browse.app
    assert isinstance(application, Application)
    return application
