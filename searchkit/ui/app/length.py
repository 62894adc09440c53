"""Length: scrolling content whose length is no other widget's matter.

Textual lays the whole screen out anew whenever the content of a scrolling widget gets
longer or shorter, since others might have to give way. The panes have a size of their
own and a scroll bar that is always there, so nothing but themselves has to be drawn:
otherwise every key typed would cost three layouts.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive


def own_length() -> Reactive[Size]:
    """``virtual_size`` of a widget class, without the layout that goes with Textual's."""
    return Reactive(Size(0, 0), layout=False)
