"""The place line at the start of an article: "BLORA (outlet) - ", "Blitar, OUTLET –"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from searchkit.regions.spots import Spot
from searchkit.regions.words import Words

_LABEL = "perwakilan:"
_REACH = 700  # characters of the body in which a dateline may stand
_LONGEST_BEFORE = 70  # characters of outlet or date before the place
_LONGEST_AFTER = 130  # characters up to the dash
_AFTER = re.compile(
    r"(?:\s?,\s?[^\n,–—()]{1,40}|\s?\([^()\n]{1,40}\)){0,3}"
    r"(?:\s{1,2}-{1,2}\s{0,2}|\s{0,2}[–—]\s{0,2}|(?<=\))-\s{0,2})(?=[\"“”'‘A-Z])"
)

_TIGHT = re.compile(r"-(?=[A-Z][a-z])")  # "PALU-Ombudsman"
_OUTLET_BEFORE = re.compile(r": (?=[\"“”'‘A-Z])")
_OUTLET_AFTER = re.compile(r", ?[A-Z][^\s,:]{1,30}: (?=[\"“”'‘A-Z])")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place at the start of a text: its spot, and the stretch of the whole dateline."""

    spot: Spot
    start: int
    end: int


def dateline_in(words: Words, spots: Sequence[Spot]) -> Dateline | None:
    """The body's dateline, None where there is none.

    "BLORA (outlet)—", "Blitar, OUTLET –", "OUTLET, MEDAN - ", also after lines
    of date or caption.
    """
    text = words.text
    for spot in spots:
        start, end = spot.match.start, spot.match.end
        if start > _REACH:
            return None
        line = text.rfind("\n", 0, start) + 1
        before = text[line:start].strip()
        if before.lower().endswith(_LABEL):
            continue  # the heading of a branch: "PERWAKILAN: X - Senin"
        introduced = not before or before[-1] in ",.:|)/" or before[-1].isdigit()
        if not (introduced and spot.match.capitalised and len(before) <= _LONGEST_BEFORE):
            continue
        after = _AFTER.match(text, end, end + _LONGEST_AFTER) or _colon(text, before, end)
        if after is None and not before and text[start:end].isupper():
            after = _TIGHT.match(text, end)
        if after:
            return Dateline(spot, line, after.end())
    return None


def _colon(text: str, before: str, end: int) -> re.Match[str] | None:
    """The colon that ends a dateline with an outlet: "OUTLET, Padang: ", "Medan, OUTLET: "."""
    return (_OUTLET_BEFORE if before else _OUTLET_AFTER).match(text, end, end + _LONGEST_AFTER)
