"""Slips: which of two words was rather meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.distance import near_words, slips_between
from searchkit.language.slips import EDIT, FIRST, SOUND, slip_cost

WORDS = st.text(alphabet="abeiknoprsty", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("typed", "likelier", "other"),
    [
        ("publk", "publik", "publjk"),  # a vowel left out
        ("menghargaii", "menghargai", "menghargaiu"),  # a letter doubled
        ("bendunggan", "bendungan", "bendunggun"),
        ("ombusdman", "ombudsman", "ombusddan"),  # neighbours swapped
        ("aprah", "parah", "sprxh"),  # at the start, too
        ("penilayan", "penilaian", "penilawan"),  # a sound
        ("menanakan", "menanyakan", "menanatan"),
        ("hargs", "harga", "hargo"),  # the key beside
        ("haega", "harga", "halga"),
        ("jarga", "jarta", "warga"),  # the first letter is seldom wrong
    ],
)
def test_what_happens_more_often_costs_less(typed: str, likelier: str, other: str) -> None:
    assert slip_cost(typed, likelier) < slip_cost(typed, other)


def test_costs_are_those_of_the_slips() -> None:
    assert slip_cost("harga", "harga") == 0
    assert slip_cost("hatga", "hamga") == EDIT
    assert slip_cost("nasehat", "nasihat") == SOUND
    assert slip_cost("xarga", "harga") == EDIT + FIRST


@given(WORDS, WORDS)
def test_a_slip_costs_at_most_an_edit_and_never_nothing(one: str, other: str) -> None:
    slips = slips_between(one, other)
    assert 0 <= slip_cost(one, other) <= slips * EDIT + FIRST
    assert (slip_cost(one, other) == 0) == (one == other)


@given(WORDS, st.lists(WORDS, max_size=20), st.integers(0, 3))
def test_near_words_are_those_within_the_distance(
    word: str, words: list[str], distance: int
) -> None:
    expected = [other for other in words if slips_between(word, other) <= distance]
    assert sorted(near_words(word, words, distance)) == sorted(expected)


@given(WORDS, st.integers(0, 7))
def test_two_neighbours_in_the_wrong_order_are_one_slip(word: str, at: int) -> None:
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    assert slips_between(word, swapped) == (swapped != word)
