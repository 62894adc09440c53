"""Likeness: articles like the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_similar(browse: Browse) -> None:
    """Likeness: articles like the one at hand."""
    browse.notify("likeness")
