"""A text as words: tokens, gaps, offsets and sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.regions.words import WORD, Words

TEXTS = st.text() | st.lists(
    st.sampled_from(["Kota", "Batu", " ", "\n", "–", "_", "é", "İ", "ß", "½", ".", "\ud800", "K"])
).map("".join)


@given(TEXTS)
def test_words_are_runs_of_letters_and_digits_in_lower_case(text: str) -> None:
    expected = [found.lower() for found in WORD.findall(text.replace("İ", "ı"))]
    assert Words(text).lowered == expected


@given(TEXTS)
def test_spans_and_gaps_put_the_text_together_again(text: str) -> None:
    words = Words(text)
    parts = [words.gap(0)]
    for index in range(len(words)):
        assert words.plain(index) == text[slice(*words.span(index))]
        parts += [words.plain(index), words.gap(index + 1)]
    if len(words):
        assert "".join(parts) == text
    assert words.gap(len(words)) == re.split(WORD, text)[-1]


@given(TEXTS, st.integers(0, 40))
def test_a_word_is_found_by_any_offset_inside_it(text: str, offset: int) -> None:
    words = Words(text)
    index = words.index_at(offset)
    assert all(words.span(at)[1] <= offset for at in range(index))
    assert index == len(words) or words.span(index)[1] > offset


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("Panen raya. Warga senang", [False, True, False]),
        ("Kab. Bogor, Kel. Baru", [False, False, False]),
        ("Satu\ndua; tiga! empat", [True, True, True]),
    ],
)
def test_sentences_break_at_stops_and_lines_but_not_at_abbreviations(
    text: str, breaks: list[bool]
) -> None:
    words = Words(text)
    assert [words.breaks_before(at) for at in range(1, len(words))] == breaks


def test_the_bounds_of_a_sentence_reach_no_further_than_asked() -> None:
    words = Words("a b. c d e f g. h")
    assert [words.sentence_start(5, reach) for reach in (0, 2, 9)] == [5, 3, 2]
    assert [words.sentence_end(3, reach) for reach in (1, 2, 9)] == [4, 5, 7]
