"""Source: where an article comes from, to be cited or opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def copy_citation(browse: Browse) -> None:
    """Source: where an article comes from, to be cited or opened."""
    browse.notify("source")


def open_source(browse: Browse) -> None:
    """Source: where an article comes from, to be cited or opened."""
    browse.notify("source")
