"""Scores: the scoreboard of the result that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.ui.app.browse import Browse


def open_scores(browse: Browse) -> None:
    """Scores: the scoreboard of the result that is looked at."""
    browse.notify("scores")
