"""Application: the Textual App around the screens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from searchkit.errors import SearchkitError
from searchkit.ui.app.asking import Asking
from searchkit.ui.app.browse import Browse
from searchkit.ui.app.look import DARK, LIGHT, Look, theme_named
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
    ) -> None:
        super().__init__()
        self.console.push_theme(THEME)
        self.asking = Asking(location, stems)
        self._view = view or View()
        self._look = look

    def on_mount(self) -> None:
        """Put the colours on, and the first screen."""
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        colors = COLORS.get(self.console.color_system or "standard", 16)
        self.theme = theme_named(self._look, os.environ, colors=colors)
        self.push_screen(Browse(self.asking, self._view))

    def on_unmount(self) -> None:
        """Let go of the index."""
        self.asking.close()
