"""Styles by meaning, so that a screen never names a colour.

Only the sixteen colours that every terminal has, and none of them as text on
the terminal's own background where it would fade on a light or a dark one. A
zone is always also told by its word, never by colour alone.
"""

from __future__ import annotations

from rich.theme import Theme

THEME = Theme(
    {
        "title": "bold",
        "title.match": "bold magenta underline",
        "match": "bold magenta",
        "quiet": "dim",
        "heading": "bold",
        "count": "none",
        "bar": "blue",
        "bar.hijau": "green",
        "bar.kuning": "yellow",
        "bar.merah": "red",
        "zone.hijau": "black on green",
        "zone.kuning": "black on yellow",
        "zone.merah": "bold white on red",
        "zone.none": "reverse",
        "fact.region": "bold underline blue",
        "fact.score": "bold underline magenta",
        "fact.previous": "underline magenta",
        "fact.zone": "underline reverse",
        "fact.zone.hijau": "underline black on green",
        "fact.zone.kuning": "underline black on yellow",
        "fact.zone.merah": "bold underline white on red",
        "fact.category": "underline reverse",
        "fact.rank": "bold underline cyan",
        "fact.year": "underline cyan",
        "fact.date": "underline blue",
        "reading": "italic",
        "note": "none",
        "suggestion": "bold",
        "furniture": "dim",
        "added": "green",
        "changed": "blue",
        "removed": "red",
    }
)

_ZONES = ("hijau", "kuning", "merah")


def zone_style(zone: str | None) -> str:
    """The style of a badge for ``zone``; a neutral one where the zone is not known."""
    return f"zone.{zone}" if zone in _ZONES else "zone.none"


def bar_style(zone: str | None) -> str:
    """The style of a bar that counts articles of ``zone``."""
    return f"bar.{zone}" if zone in _ZONES else "bar"
