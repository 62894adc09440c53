"""Patterns and slips: which terms fit, and how long that takes."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.distance import near_words
from searchkit.query.wildcards import opening, slips_for, wildcard

PATTERNS = st.text("ab?*", max_size=8)
TERMS = st.text("ab", max_size=10)


@given(PATTERNS, TERMS)
def test_terms_fit_as_file_names_do(pattern: str, term: str) -> None:
    assert bool(wildcard(pattern).match(term)) == fnmatchcase(term, pattern)


@given(PATTERNS, st.lists(TERMS.filter(bool), max_size=6))
def test_lines_that_fit_are_found_among_many(pattern: str, terms: list[str]) -> None:
    found = wildcard(pattern).findall("\n".join(terms)) if terms else []
    assert [one for one in found if one] == [one for one in terms if fnmatchcase(one, pattern)]


@given(PATTERNS, TERMS)
def test_what_fits_begins_with_the_opening(pattern: str, term: str) -> None:
    if fnmatchcase(term, pattern):
        assert term.startswith(opening(pattern))


def test_letters_that_mean_something_in_expressions_are_letters() -> None:
    assert wildcard("a.c*").match("a.cd")
    assert not wildcard("a.c*").match("abcd")


def test_very_many_stars_take_no_longer() -> None:
    assert not wildcard("*a" * 40 + "*b").match("a" * 2_000)


@pytest.mark.parametrize(("term", "slips"), [("di", 0), ("ini", 1), ("pasar", 1), ("layanan", 2)])
def test_longer_words_may_have_more_slips(term: str, slips: int) -> None:
    assert slips_for(term) == slips


def test_two_neighbours_in_the_wrong_order_are_one_slip() -> None:
    assert near_words("ombudsman", ["ombusdman"], 1)
    assert not near_words("ombudsman", ["ombudsperson"], 2)
