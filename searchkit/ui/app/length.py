"""Length: scrolling content whose length is no other widget's matter.

Textual lays the whole screen out anew whenever the content of a scrolling widget gets
longer or shorter, since others might have to give way. The panes have a size of their
own and a scroll bar that is always there, so nothing but themselves has to be drawn:
otherwise every key typed would cost three layouts.
"""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget


def own_length() -> Reactive[Size]:
    """``virtual_size`` of a widget class, without the layout that goes with Textual's."""
    return Reactive(Size(0, 0), layout=False)


def mark_fit(widget: Widget) -> None:
    """Give a widget the class ``-fits`` while all its content is seen, to hide the bar."""
    widget.set_class(widget.virtual_size.height <= widget.content_size.height, "-fits")
