"""Waiting: keys that are pressed before what they work on is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol


class Awaits(Protocol):
    """``waiting`` are the actions to do when it is there, in order; None once it is."""

    waiting: list[Callable[[], None]] | None


def once_there(action: Callable[..., None]) -> Callable[..., None]:
    """An action of a widget that is done at once, or as soon as ``go_on`` is called."""

    @wraps(action)
    def perhaps(self: Awaits, *args: Any) -> None:
        if self.waiting is None:
            action(self, *args)
        else:
            self.waiting.append(lambda: action(self, *args))

    return perhaps


def go_on(widget: Awaits) -> None:
    """Do what has waited."""
    actions, widget.waiting = widget.waiting or [], None
    for action in actions:
        action()
