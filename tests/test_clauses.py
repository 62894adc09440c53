"""Clauses: where a sentence may be parted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.clauses import clause_gaps


def parted(text: str) -> list[str]:
    gaps = clause_gaps(text)
    starts = [0, *(gap.end for gap in gaps)]
    ends = [*(gap.start for gap in gaps), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        ("Hujan turun, kata warga.", ["Hujan turun", "kata warga."]),
        ('"Hujan turun," kata warga.', ['"Hujan turun,"', "kata warga."]),
        ("Hujan turun; warga pulang.", ["Hujan turun", "warga pulang."]),
        ("BLITAR – Hujan turun.", ["BLITAR", "Hujan turun."]),
        ("Warga pulang karena hujan.", ["Warga pulang", "karena hujan."]),
        ("Warga yang menunggu pulang.", ["Warga", "yang menunggu pulang."]),
        ("Nilainya 97,84 dari 5.000 warga.", ["Nilainya 97,84 dari 5.000 warga."]),
        ("Rumah-rumah di Kulon-Progo.", ["Rumah-rumah di Kulon-Progo."]),
        ("Bila hujan", ["Bila hujan"]),
        ("Ia saatnya pulang.", ["Ia saatnya pulang."]),
    ],
)
def test_clauses_part_at_marks_and_before_the_words_that_open_one(
    sentence: str, clauses: list[str]
) -> None:
    assert parted(sentence) == clauses


@given(st.text(st.sampled_from('ab ,;-–\n"” dankarena'), max_size=80))
def test_gaps_part_any_text_into_stretches_that_hold_something(text: str) -> None:
    at = 0
    for gap in clause_gaps(text):
        assert at < gap.start < gap.end < len(text)
        assert text[at : gap.start].strip() and not text[gap.end].isspace()
        at = gap.end
