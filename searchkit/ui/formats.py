"""How single values are written: paths, scores, dates, sizes, counts.

Pure functions on built-in types; the command line's data formats and the
screens share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from searchkit.export.records import shown_path as shown_path
from searchkit.translation import N_, _, decimal, grouped, ngettext, numbered
from searchkit.ui.plain import plain_line

_MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)

WHY: Mapping[str, str] = {
    "override": N_("override"),
    "name": N_("name"),
    "reduplication": N_("reduplication"),
    "compound": N_("compound"),
    "spelling": N_("spelling"),
    "rule": N_("rule"),
    "unchanged": N_("unchanged"),
    "number": N_("number"),
}
"""What decided on the stem of a word."""


def shown_place(path: str, line: int | None) -> str:
    """``path`` or ``path:line``, the path as ``shown_path`` writes it."""
    return shown_path(path) if line is None else f"{shown_path(path)}:{line}"


def shown_score(score: float) -> str:
    """A score as Indonesian news print it: 98.19 → ``98,19``, 100.0 → ``100``."""
    return format(score, ".10g").replace(".", ",")


def shown_count(number: int) -> str:
    """A count with its thousands apart: ``21,385``, in Indonesian ``21.385``."""
    return grouped(number)


def shown_date(day: date) -> str:
    """``17 Nov 2024``, the month in the language spoken."""
    return f"{day.day} {_(_MONTHS[day.month - 1])} {day.year}"


def shown_moment(moment: datetime) -> str:
    """Date and time of day, in the moment's own time zone."""
    return f"{shown_date(moment)} {moment:%H:%M}"


def shown_ms(took_ms: float) -> str:
    """Milliseconds with one decimal below 100, whole ones above: ``2.1 ms``."""
    return f"{decimal(took_ms, 1)} ms" if took_ms < 100 else f"{took_ms:.0f} ms"


def shown_seconds(took_s: float) -> str:
    """Seconds with one decimal, from a minute on as ``2 min 05 s``."""
    if took_s < 60:
        return _("{seconds} s").format(seconds=decimal(took_s, 1))
    minutes, seconds = divmod(round(took_s), 60)
    return _("{minutes} min {seconds:02d} s").format(minutes=minutes, seconds=seconds)


def shown_bytes(size: int) -> str:
    """A size in bytes, kB, MB or GB (powers of 1000)."""
    if size < 1000:
        return numbered("{n} byte", "{n} bytes", size)
    amount = float(size)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95 or unit == "GB":
            return f"{decimal(amount, 1)} {unit}"
    raise AssertionError("unreachable")


def shown_as_typed(words: Sequence[str]) -> str:
    """How to search for corrected words as they were typed: ``type +ombusdman for …``."""
    signed = (f'+"{word}"' if " " in word else f"+{word}" for word in words)
    told = ngettext(
        "type {words} for the word as typed", "type {words} for the words as typed", len(words)
    )
    return plain_line(told.format(words=" ".join(signed)))
