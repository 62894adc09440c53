"""Help: all keys on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_help(browse: Browse) -> None:
    """Help: all keys on one screen."""
    browse.notify("help")
