"""Codes: letters with digits, and what they are forms of."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?P<head>[a-z]{1,40})(?P<hyphen>-?)(?P<digits>[0-9]{1,4})")
_DECADE = re.compile(r"(?P<number>[0-9]{1,4})-?an")


def head_of_code(word: str) -> str | None:
    """What a code is a form of, None where a word is no code.

    covid-19 → covid, kota2 → kota, g-20 → g20, 1990-an → 1990
    """
    if match := _DECADE.fullmatch(word):
        return match["number"]
    if match := _CODE.fullmatch(word):
        if len(match["head"]) >= 3:
            return match["head"]
        if match["hyphen"]:
            return match["head"] + match["digits"]
    return None
