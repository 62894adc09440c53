"""Look: the colours of the application, on dark, light and sixteen-colour terminals.

Articles, badges and bars keep the styles by meaning of ``ui.theme``; what is told here
is what lies behind them. Where a terminal has sixteen colours only, its own are used.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from rich.theme import Theme as RichTheme
from textual.theme import Theme

from searchkit.config import Look
from searchkit.ui.theme import THEME

DARK = Theme(
    name="searchkit-dark",
    primary="#4f9dde",
    secondary="#8fb8d8",
    accent="#d9a441",
    foreground="#dfe3e8",
    background="#14181d",
    surface="#1a2027",
    panel="#232b34",
    success="#5fb36a",
    warning="#d9a441",
    error="#e0655c",
    dark=True,
)
LIGHT = Theme(
    name="searchkit-light",
    primary="#1f66a8",
    secondary="#4a6f8f",
    accent="#9a6400",
    foreground="#1c2126",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3dc",
    success="#2f7d3b",
    warning="#9a6400",
    error="#b3362d",
    dark=False,
)


def _palette(background: str, foreground: str, *colors: str) -> TerminalTheme:
    """The sixteen colours as a look shows them: black, red, … white; bright ones are the same."""
    normal = [_rgb(color) for color in colors]
    return TerminalTheme(_rgb(background), _rgb(foreground), normal, normal)


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return red, green, blue


OWN_STYLES = RichTheme(
    {
        **THEME.styles,
        "bar": "blue",
        "bar.hijau": "green",
        "bar.kuning": "yellow",
        "bar.merah": "red",
        "fact.region": "bold underline blue",
        "fact.date": "underline blue",
        "fact.rank": "bold underline cyan",
        "fact.year": "underline cyan",
        "added": "bold green",
        "changed": "magenta",
    }
)
"""Styles where the colours are the looks' own: bars can have the colour of their zone."""

# The names of colours in the styles, as text and as background of a badge: each stands out from the
# background by 3:1 or more, and black on the zones' colours (white on red) by 4.5:1 (WCAG 2.2).
DARK_COLORS = _palette(
    "#14181d", "#dfe3e8",
    "#14181d", "#c9443b", "#6cbf73", "#e0b341", "#4f9dde", "#e08bdc", "#57b9b9", "#ffffff",
)  # fmt: skip
LIGHT_COLORS = _palette(
    "#fbfaf7", "#1c2126",
    "#000000", "#b3362d", "#3f9b4c", "#b58510", "#1f66a8", "#93278a", "#1a7f86", "#ffffff",
)  # fmt: skip


def theme_named(look: Look, environ: Mapping[str, str], *, colors: int) -> str:
    """The theme for a look. ``colors`` is how many the terminal has.

    "auto" goes by COLORFGBG (``foreground;background``, which rxvt, Konsole and others set;
    7 and 15 are light backgrounds), dark where it is not set.
    """
    if look == "terminal" or (look == "auto" and colors <= 16):
        return "ansi-light" if _light(environ) else "ansi-dark"
    light = _light(environ) if look == "auto" else look == "light"
    return LIGHT.name if light else DARK.name


def _light(environ: Mapping[str, str]) -> bool:
    return environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def settled(text: Text) -> Text:
    """``text`` with its own style, if it goes by a name, looked up."""
    if isinstance(text.style, str):
        text.style = THEME.styles.get(text.style) or Style.parse(text.style)
    return text
