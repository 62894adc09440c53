"""Numbers as Indonesian text writes them: decimal comma, thousands with dots.

Both marks are in use side by side, so the shape decides:

- dots before groups of exactly three digits part thousands (``12.500``,
  ``1.234.567``), unless the first group begins with a zero (``0.125``);
- so do two or more commas before such groups (``1,234,567``), and commas
  before a decimal dot (``1,234.56``);
- any other single dot or comma is the decimal mark (``98,19``, ``97.84``,
  ``12,345``).
"""

from __future__ import annotations

import math
import re

_THOUSANDS = re.compile(
    r"(?P<dots>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<after_dots>[0-9]+))?"
    r"|(?P<commas>[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.(?P<after_commas>[0-9]+)"
    r"|(?P<groups>[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<decimals>[0-9]+))?")


def normalize_number(text: str) -> str | None:
    """The canonical term of a number, None where ``text`` is not one number.

    No thousands marks, a decimal dot, no leading zeros and none at the end of
    the decimals: ``98,19`` → ``98.19``, ``1.234,56`` → ``1234.56``, ``81,00`` →
    ``81``, ``007`` → ``7``; a year stays as it is. Where a decimal dot would
    read as a thousands mark the comma stays (``12,345``), so that the canonical
    form of a canonical form is itself.
    """
    parts = _parts(text)
    if parts is None:
        return None
    whole, decimals = parts
    if not decimals:
        return whole
    mark = "," if len(decimals) == 3 and len(whole) <= 3 and whole != "0" else "."
    return f"{whole}{mark}{decimals}"


def parse_number(text: str) -> float | None:
    """The value of a number, read by the same rules; None where it is none (or endless)."""
    parts = _parts(text)
    if parts is None:
        return None
    value = float(f"{parts[0]}.{parts[1]}")
    return value if math.isfinite(value) else None


def _parts(text: str) -> tuple[str, str] | None:
    """Digits before and after the decimal mark, both without needless zeros."""
    match = _THOUSANDS.fullmatch(text)
    if match:
        whole = match["dots"] or match["commas"] or match["groups"]
        whole = whole.replace(".", "").replace(",", "")
        decimals = match["after_dots"] or match["after_commas"] or ""
    else:
        match = _PLAIN.fullmatch(text)
        if not match:
            return None
        whole, decimals = match["whole"], match["decimals"] or ""
    return whole.lstrip("0") or "0", decimals.rstrip("0")
