"""Postings as arrays: codes, exact frequencies beyond them, and several segments as one list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.util.numeric import byte_to_length

from searchkit.engines.whoosh.postings import (
    NO_POSTINGS,
    Positions,
    Postings,
    joined,
    joined_positions,
)
from searchkit.engines.whoosh.scoring import BM25, K1, B

FREQUENCY = st.one_of(st.integers(1, 400), st.integers(250, 260), st.integers(1, 10**6))
ENTRIES = st.dictionaries(
    st.integers(0, 500), st.tuples(FREQUENCY, st.integers(0, 255)), max_size=40
)
Entries = dict[int, tuple[int, int]]


def postings_of(entries: Entries) -> Postings:
    numbers = np.array(sorted(entries), dtype=np.int64)
    frequencies = np.array([entries[n][0] for n in sorted(entries)], dtype=np.int64)
    lengths = np.array([entries[n][1] for n in sorted(entries)], dtype=np.int64)
    return Postings.of(numbers, frequencies, lengths)


def entries_of(postings: Postings) -> Entries:
    read = zip(
        postings.ids.tolist(),
        postings.frequencies.tolist(),
        postings.length_bytes.tolist(),
        strict=True,
    )
    return {number: (frequency, length) for number, frequency, length in read}


@given(ENTRIES)
def test_frequencies_and_lengths_come_back_exactly(entries: Entries) -> None:
    postings = postings_of(entries)
    assert entries_of(postings) == entries
    assert postings.ids.dtype == np.uint32
    assert postings.codes.dtype == np.uint16
    assert list(postings.ids) == sorted(entries)
    assert (postings.large is None) == all(f < 255 for f, _ in entries.values())


@given(ENTRIES, st.data())
def test_some_places_of_a_list_are_a_list(entries: Entries, data: st.DataObject) -> None:
    places = data.draw(st.sets(st.integers(0, max(len(entries) - 1, 0)), max_size=len(entries)))
    taken = postings_of(entries).at(np.array(sorted(places), dtype=np.int64))
    wanted = [number for place, number in enumerate(sorted(entries)) if place in places]
    assert entries_of(taken) == {number: entries[number] for number in wanted}


@given(ENTRIES, st.integers(0, 501))
def test_the_place_of_an_article_is_found(entries: Entries, number: int) -> None:
    place = postings_of(entries).place(number)
    assert (place is not None) == (number in entries)
    assert place is None or sorted(entries)[place] == number


@given(st.lists(ENTRIES, max_size=4))
def test_segments_are_joined_in_their_order(segments: list[Entries]) -> None:
    whole = joined([(postings_of(part), 501 * at) for at, part in enumerate(segments)])
    assert entries_of(whole) == {
        number + 501 * at: entry
        for at, part in enumerate(segments)
        for number, entry in part.items()
    }


def test_one_segment_is_handed_on_as_it_is() -> None:
    postings = postings_of({3: (2, 9)})
    assert joined([(postings, 0)]) is postings
    assert len(joined([])) == len(NO_POSTINGS) == 0


@given(ENTRIES, st.floats(1.0, 500.0))
def test_scores_are_those_of_the_formula_whatever_the_frequency(
    entries: Entries, average: float
) -> None:
    scores = BM25(average).of(postings_of(entries))
    expected = [
        f * (K1 + 1) / (f + K1 * (1 - B + B * byte_to_length(byte) / average))
        for _, (f, byte) in sorted(entries.items())
    ]
    assert scores.tolist() == pytest.approx(expected)


@given(ENTRIES, st.data())
def test_scores_of_some_places_are_those_of_the_whole_list(
    entries: Entries, data: st.DataObject
) -> None:
    places = data.draw(st.sets(st.integers(0, max(len(entries) - 1, 0)), max_size=len(entries)))
    some = np.array(sorted(places), dtype=np.int64)
    scores, postings = BM25(90.0), postings_of(entries)
    assert scores.of(postings, some).tolist() == scores.of(postings)[some].tolist()


@given(st.lists(st.lists(st.sets(st.integers(0, 99)), max_size=4), max_size=3))
def test_positions_of_runs_of_articles_are_joined(runs: list[list[set[int]]]) -> None:
    def positions_of(articles: list[set[int]]) -> Positions:
        starts = np.cumsum([0, *map(len, articles)])
        values = [value for article in articles for value in sorted(article)]
        return Positions(starts, np.array(values, dtype=np.uint32))

    whole = joined_positions([positions_of(run) for run in runs])
    articles = [article for run in runs for article in run]
    cut = [whole.values[a:b].tolist() for a, b in zip(whole.starts, whole.starts[1:], strict=False)]
    assert cut == [sorted(article) for article in articles]
    keys = [(at << 32) + one for at, article in enumerate(articles) for one in sorted(article)]
    assert whole.keys().tolist() == keys
