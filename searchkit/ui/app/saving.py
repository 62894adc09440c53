"""Saving: searches that are kept, and what is new in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_save(browse: Browse) -> None:
    """Saving: searches that are kept, and what is new in them."""
    browse.notify("saving")


def open_saved(browse: Browse) -> None:
    """Saving: searches that are kept, and what is new in them."""
    browse.notify("saving")
