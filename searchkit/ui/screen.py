"""Screen: a stream that renderables are printed on.

On a terminal it takes the terminal's width and colours; elsewhere it writes
plain text, 80 columns wide unless the environment says otherwise (COLUMNS).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import zip_longest
from typing import Literal, NoReturn, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment, Segments

from searchkit.ui.theme import THEME, THEME_OF_256

Color = Literal["auto", "always", "never"]
Line = list[Segment]

PIPE_WIDTH = 80


class Screen(Console):
    """A rich console with searchkit's theme and without any guessing at text."""

    def __init__(self, stream: TextIO, color: Color = "auto") -> None:
        terminal = stream.isatty()
        columns = os.environ.get("COLUMNS", "")
        width = int(columns) if columns.isdecimal() and int(columns) else PIPE_WIDTH
        super().__init__(
            file=stream,
            theme=THEME,
            width=None if terminal else width,
            force_terminal=True if color == "always" else None,
            no_color=True if color == "never" else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        if self.color_system not in (None, "standard"):
            self.push_theme(THEME_OF_256)

    @property
    def styled(self) -> bool:
        """Whether styles (bold, dim, perhaps colours) can be seen at all."""
        return self.color_system is not None

    @property
    def coloured(self) -> bool:
        """Whether colours can be seen."""
        return self.styled and not self.no_color

    @property
    def ascii(self) -> bool:
        """Whether the stream cannot hold line-drawing characters."""
        return self.options.ascii_only

    def on_broken_pipe(self) -> NoReturn:
        """Let the command line decide what the end of a pipe means."""
        raise  # called by rich inside its except block

    def emit(self, *renderables: RenderableType) -> None:
        """Print renderables one below the other, without blanks at the ends of lines."""
        for renderable in renderables:
            self.emit_lines(self.lines(renderable))

    def emit_lines(self, lines: Iterable[Line]) -> None:
        """Print lines made by ``lines`` or ``beside``."""
        segments: Line = []
        for line in lines:
            segments += self._trimmed(line)
            segments.append(Segment.line())
        self.print(Segments(segments), end="", crop=False, no_wrap=True)

    def lines(self, renderable: RenderableType, width: int | None = None) -> list[Line]:
        """``renderable`` as lines of at most ``width`` cells (the screen's own if None)."""
        return self.render_lines(renderable, self._sized(width), pad=False)

    def beside(self, left: list[Line], right: list[Line], left_width: int) -> list[Line]:
        """Two stacks of lines side by side; the right one starts at cell ``left_width``."""
        rows: list[Line] = []
        nothing: Line = []
        for one, other in zip_longest(left, right, fillvalue=nothing):
            gap = left_width - Segment.get_line_length(one)
            rows.append([*one, Segment(" " * gap), *other] if other else one)
        return rows

    def _sized(self, width: int | None) -> ConsoleOptions:
        return self.options if width is None else self.options.update(width=width)

    def _trimmed(self, line: Line) -> Line:
        kept = list(line)
        while kept:
            text, style, control = kept[-1]
            if control or (self.styled and style and (style.bgcolor or style.reverse)):
                break
            bare = text.rstrip(" ")
            if bare:
                kept[-1] = Segment(bare, style)
                break
            kept.pop()
        return kept
