"""Text: untrusted words as rich text, never read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from searchkit.ui.plain import Offsets, plain_spans


def safe(
    text: str,
    spans: Iterable[Offsets] = (),
    *,
    style: str = "",
    span_style: str = "match",
    one_line: bool = False,
) -> Text:
    """``text`` as it may be shown, with ``spans`` (offsets into ``text``) highlighted.

    Escape sequences, control, bidi and zero-width characters are left out;
    square brackets are just brackets. ``one_line`` turns every newline and
    tab into a blank.
    """
    shown, moved = plain_spans(text, spans)
    if one_line:
        shown = shown.replace("\n", " ").replace("\t", " ")
    result = Text(shown, style=style)
    for start, end in moved:
        result.stylize(span_style, start, end)
    return result


def joined(parts: Iterable[Text | str], separator: str = " · ", style: str = "") -> Text:
    """``parts`` in a row; empty ones are left out. Strings are taken as safe."""
    texts = [part if isinstance(part, Text) else Text(part) for part in parts]
    return Text(separator, style=style).join(text for text in texts if text.plain)
