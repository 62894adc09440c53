"""Exporting: the result that is looked at, written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_export(browse: Browse) -> None:
    """Exporting: the result that is looked at, written to a file."""
    browse.notify("exporting")
