"""What long queries cost: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from searchkit.index import Index, open_index
from searchkit.language.analyzer import Analyzer
from searchkit.marks import text_marks
from searchkit.query.targets import Targets
from tests.golden.corpus import run_here

WORDS = [f"{a}{b}{c}ta" for a in "bdgk" for b in "aiueo" for c in "lmnr"]


def _calls(work: Callable[[], object]) -> Counter[str]:
    """How often each function and method was called, by its name."""
    made: Counter[str] = Counter()

    def count(frame: FrameType, event: str, told: object) -> None:
        if event == "call":
            made[frame.f_code.co_name] += 1
        elif event == "c_call":
            made[getattr(told, "__name__", "")] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return made


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "berita").mkdir()
    for number in range(8):
        words = " ".join(WORDS[number:] + WORDS[:number])
        (tmp_path / "berita" / f"{number}.txt").write_text(f"Berita {number}\n\n{words}.")
    assert run_here("index", "berita", "--workers", "1").code == 0
    return open_index(tmp_path / "index")


def test_patterns_and_slips_are_compared_with_each_different_word_of_a_text_once() -> None:
    analyzer = Analyzer()
    targets = Targets(patterns=("*l?ta", "b*r*"), near=tuple((word, 1) for word in WORDS[:60]))

    def work(times: int) -> int:
        text = " ".join(WORDS * times)
        analyzer.terms(text)
        return _calls(lambda: list(text_marks(text, targets, analyzer))).total()

    assert work(40) < 24 * 40 * len(WORDS)


def test_marks_of_patterns_slips_words_and_stems_stand_beside_each_other() -> None:
    targets = Targets(
        terms=frozenset({"zona"}),
        patterns=("h*u", "h?j*"),
        near=(("blitar", 1),),
        phrases=(("kota", "malang"), ("kota", "lama")),
    )
    text = "Zona hijau di Blitra, kota Malang dan kota lama, bukan kota."
    marks = text_marks(text, targets, Analyzer())
    found = sorted((text[mark.start : mark.end], mark.target) for mark in marks)
    assert found == [
        ("Blitra", "blitra"),
        ("Zona", "zona"),
        ("hijau", "hijau"),
        ("kota Malang", "kota malang"),
        ("kota lama", "kota lama"),
    ]


def test_a_text_is_gone_through_once_for_all_phrases() -> None:
    analyzer, text = Analyzer(), " ".join(WORDS * 40)
    phrases = tuple((one, other) for one, other in zip(WORDS, WORDS[2:], strict=False))
    analyzer.terms(text)
    made = _calls(lambda: list(text_marks(text, Targets(phrases=phrases), analyzer)))
    assert made["_standing"] == 1


def test_two_words_that_stand_together_over_and_over_are_counted_once(index: Index) -> None:
    made = _calls(lambda: index.search(f"{WORDS[0]} {WORDS[1]} " * 100, literal=True))
    assert 0 < made["_counts"] <= 4
