"""Timeline: the hits of a result by month, and a range of months to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_timeline(browse: Browse) -> None:
    """Timeline: the hits of a result by month, and a range of months to keep."""
    browse.notify("timeline")
