"""Numbers in words and digits: "18", "dua belas", "dua puluh delapan"."""

from __future__ import annotations

_DIGITS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_UNITS = {word: number for number, word in enumerate(_DIGITS, start=1)}
_TENS = {"sepuluh": 10, "sebelas": 11}

NUMBER_WORDS = frozenset({*_UNITS, *_TENS})
"""The words, in lower case, one of which every number in words begins with."""

NUMERAL = (
    rf"(?:\d{{1,3}}|sepuluh|sebelas|(?:{'|'.join(_DIGITS)})"
    rf"(?:\s(?:belas|puluh(?:\s(?:{'|'.join(_DIGITS)}))?))?)"
)
"""Pattern of what ``numeral`` reads; to be compiled without regard to case."""


def numeral(text: str) -> int | None:
    """The number from 0 to 999 that a text says, None where it says none.

    Words are read up to 99, in any case.
    """
    words = text.lower().split()
    match words:
        case [digits] if digits.isascii() and digits.isdigit() and len(digits) <= 3:
            return int(digits)
        case [word]:
            return _UNITS.get(word) or _TENS.get(word)
        case [unit, "belas"] if unit in _UNITS:
            return _UNITS[unit] + 10
        case [tens, "puluh"] if tens in _UNITS:
            return _UNITS[tens] * 10
        case [tens, "puluh", unit] if tens in _UNITS and unit in _UNITS:
            return _UNITS[tens] * 10 + _UNITS[unit]
        case _:
            return None
