"""Numbers: one canonical term and one value for each way of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.numbers import normalize_number, parse_number

digits = st.text("0123456789", min_size=1, max_size=12)
written = st.builds(
    lambda parts, marks: marks.join(parts), st.lists(digits, min_size=1), st.just(".")
)
any_shape = st.text("0123456789.,", max_size=24)


@pytest.mark.parametrize(
    ("printed", "term", "value"),
    [
        ("98,19", "98.19", 98.19),
        ("98.19", "98.19", 98.19),
        ("92,5", "92.5", 92.5),
        ("92,50", "92.5", 92.5),
        ("81,00", "81", 81.0),
        ("12.500", "12500", 12500.0),
        ("97.840", "97840", 97840.0),
        ("1.234.567", "1234567", 1234567.0),
        ("1.234,56", "1234.56", 1234.56),
        ("1,234.56", "1234.56", 1234.56),
        ("1,234,567", "1234567", 1234567.0),
        ("12,345", "12,345", 12.345),
        ("0,125", "0.125", 0.125),
        ("0.125", "0.125", 0.125),
        ("1234,567", "1234.567", 1234.567),
        ("007", "7", 7.0),
        ("000", "0", 0.0),
        ("2024", "2024", 2024.0),
    ],
)
def test_a_number_has_one_canonical_term_and_one_value(
    printed: str, term: str, value: float
) -> None:
    assert normalize_number(printed) == term
    assert parse_number(printed) == pytest.approx(value)


@pytest.mark.parametrize(
    "printed",
    ["", "a", "1.", ",5", "1.2.3", "1,2,3", "1..2", "-1", "1 000", "12.3456,7", "١٢", "１２"],
)
def test_what_is_not_one_plain_number_is_none(printed: str) -> None:
    assert normalize_number(printed) is None
    assert parse_number(printed) is None


def test_comma_and_dot_decimals_are_the_same_term() -> None:
    assert normalize_number("97,84") == normalize_number("97.84")


def test_a_number_too_large_for_a_float_has_a_term_but_no_value() -> None:
    huge = "9" * 5000
    assert normalize_number(huge) == huge
    assert parse_number(huge) is None


@given(st.one_of(any_shape, digits, written))
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    once = normalize_number(text)
    if once is not None:
        assert normalize_number(once) == once


@given(st.one_of(any_shape, digits, written))
def test_normalizing_keeps_the_value(text: str) -> None:
    term = normalize_number(text)
    assert (term is None) == (parse_number(text) is None)
    if term is not None:
        assert parse_number(term) == parse_number(text)


@given(st.text(max_size=40))
def test_any_text_is_safe(text: str) -> None:
    normalize_number(text)
    parse_number(text)
