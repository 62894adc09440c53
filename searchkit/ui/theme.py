"""Styles by meaning, so that a screen never names a colour.

What is written or drawn on the terminal's own background can be told from black
and from white alike (a contrast of at least 3:1, WCAG 2.2, 1.4.11). Of the sixteen
colours that every terminal has, that leaves out green, yellow, cyan and the dark
blue: these only lie behind black letters. Where there are 256 colours, fixed ones
in between let bars have the colour of their zone. A zone is always also told by
its word, never by colour alone.
"""

from __future__ import annotations

from rich.theme import Theme

_STYLES = {
    "title": "bold",
    "title.match": "bold magenta underline",
    "match": "bold magenta",
    "quiet": "dim",
    "heading": "bold",
    "count": "none",
    "bar": "bright_blue",
    "bar.hijau": "bright_blue",
    "bar.kuning": "bright_blue",
    "bar.merah": "bright_blue",
    "zone.hijau": "black on green",
    "zone.kuning": "black on yellow",
    "zone.merah": "bold white on red",
    "zone.none": "reverse",
    "fact.region": "bold underline bright_blue",
    "fact.score": "bold underline magenta",
    "fact.previous": "underline magenta",
    "fact.zone": "underline reverse",
    "fact.zone.hijau": "underline black on green",
    "fact.zone.kuning": "underline black on yellow",
    "fact.zone.merah": "bold underline white on red",
    "fact.category": "underline reverse",
    "fact.rank": "bold underline",
    "fact.year": "underline black on cyan",
    "fact.date": "underline bright_blue",
    "reading": "italic",
    "note": "none",
    "suggestion": "bold",
    "furniture": "dim",
    "added": "bold",
    "changed": "magenta",
    "removed": "red",
}

_STYLES_OF_256 = _STYLES | {
    "bar": "color(32)",
    "bar.hijau": "color(28)",
    "bar.kuning": "color(136)",
    "bar.merah": "color(160)",
    "zone.hijau": "color(231) on color(28)",
    "zone.kuning": "color(16) on color(178)",
    "zone.merah": "color(231) on color(160)",
    "fact.zone.hijau": "underline color(231) on color(28)",
    "fact.zone.kuning": "underline color(16) on color(178)",
    "fact.zone.merah": "underline color(231) on color(160)",
    "added": "color(28)",
}

THEME = Theme(_STYLES)
"""For terminals with sixteen colours, or with none."""

THEME_OF_256 = Theme(_STYLES_OF_256)
"""For terminals with 256 colours or more."""

_ZONES = ("hijau", "kuning", "merah")


def zone_style(zone: str | None) -> str:
    """The style of a badge for ``zone``; a neutral one where the zone is not known."""
    return f"zone.{zone}" if zone in _ZONES else "zone.none"


def bar_style(zone: str | None) -> str:
    """The style of a bar that counts articles of ``zone``."""
    return f"bar.{zone}" if zone in _ZONES else "bar"
