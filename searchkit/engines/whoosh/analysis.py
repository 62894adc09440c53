"""The project's analyzer in the shape that Whoosh's own parser and writer expect.

The bulk path hands Whoosh ready terms; these classes serve everything else
that works through the schema, such as Whoosh's query parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from whoosh.analysis.acore import Token
from whoosh.analysis.analyzers import Analyzer as WhooshAnalyzer

from searchkit.language.analyzer import Analyzer


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


class RawAnalyzer(WhooshAnalyzer):
    """Text → raw terms with positions and character offsets."""

    stems = False

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,  # noqa: ARG002
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield one token per term, as Whoosh's analyzers do (the object is reused)."""
        token = Token(positions, chars, mode=mode, **kwargs)
        for analysed in _analyzer().analyze(value):
            text = analysed.stem if self.stems else analysed.term
            if text is None:
                continue
            token.text = text
            token.boost = 1.0
            token.stopped = False
            if positions:
                token.pos = start_pos + analysed.position
            if chars:
                token.startchar = start_char + analysed.start
                token.endchar = start_char + analysed.end
            yield token


class StemAnalyzer(RawAnalyzer):
    """Text → stems; names and numbers, which have none, are left out."""

    stems = True
