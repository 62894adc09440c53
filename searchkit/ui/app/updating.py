"""Updating: the index brought up to date while it is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def start_update(browse: Browse) -> None:
    """Updating: the index brought up to date while it is searched."""
    browse.notify("updating")
