"""Numbers in words and digits."""

from __future__ import annotations

import re

import pytest

from searchkit.language.numerals import NUMERAL, numeral


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("18", 18),
        ("Dua", 2),
        ("sepuluh", 10),
        ("sebelas", 11),
        ("dua belas", 12),
        ("dua puluh", 20),
        ("dua puluh delapan", 28),
        ("1234", None),
        ("puluh", None),
        ("daerah", None),
        ("", None),
    ],
)
def test_a_numeral_is_read_in_words_and_digits(text: str, number: int | None) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize("text", ["18", "dua", "sepuluh", "dua belas", "dua puluh delapan"])
def test_the_pattern_matches_what_is_read(text: str) -> None:
    assert re.fullmatch(NUMERAL, text, re.IGNORECASE)
