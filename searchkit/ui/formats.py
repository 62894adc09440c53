"""How single values are written: paths, scores, dates, sizes, counts.

Pure functions on built-in types; the command line's data formats and the
screens share them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from searchkit.export.records import shown_path as shown_path
from searchkit.translation import _
from searchkit.ui.plain import plain_line

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_place(path: str, line: int | None) -> str:
    """``path`` or ``path:line``, the path as ``shown_path`` writes it."""
    return shown_path(path) if line is None else f"{shown_path(path)}:{line}"


def shown_score(score: float) -> str:
    """A score as Indonesian news print it: 98.19 → ``98,19``, 100.0 → ``100``."""
    return format(score, ".10g").replace(".", ",")


def shown_count(number: int) -> str:
    """A count with its thousands apart: ``21,385``, in Indonesian ``21.385``."""
    # Translators: what parts the thousands of a number.
    return f"{number:,}".replace(",", _(","))


def shown_date(day: date) -> str:
    """``17 Nov 2024``, whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def shown_moment(moment: datetime) -> str:
    """Date and time of day, in the moment's own time zone."""
    return f"{shown_date(moment)} {moment:%H:%M}"


def shown_ms(took_ms: float) -> str:
    """Milliseconds with one decimal below 100, whole ones above: ``2.1 ms``."""
    return f"{took_ms:.1f} ms" if took_ms < 100 else f"{took_ms:.0f} ms"


def shown_seconds(took_s: float) -> str:
    """Seconds with one decimal, from a minute on as ``2 min 05 s``."""
    if took_s < 60:
        return f"{took_s:.1f} s"
    minutes, seconds = divmod(round(took_s), 60)
    return f"{minutes} min {seconds:02d} s"


def shown_bytes(size: int) -> str:
    """A size in bytes, kB, MB or GB (powers of 1000)."""
    if size < 1000:
        return f"{size} bytes"
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95 or unit == "GB":
            return f"{amount:.1f} {unit}"
    raise AssertionError("unreachable")


def counted(number: int, noun: str, plural: str = "") -> str:
    """``1 article``, ``2 articles``; ``plural`` where the noun does not just take an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def shown_as_typed(words: Sequence[str]) -> str:
    """How to search for corrected words as they were typed: ``type +ombusdman for …``."""
    signed = (f'+"{word}"' if " " in word else f"+{word}" for word in words)
    noun = "the word" if len(words) == 1 else "the words"
    return plain_line(f"type {' '.join(signed)} for {noun} as typed")
