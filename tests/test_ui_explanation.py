"""A page that explains itself, drawn with weights that no tuning changes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from searchkit import Index, open_index
from searchkit.engines.explained import Part, TermDetails
from searchkit.relevance import HitExplanation
from searchkit.ui.explanation import explanation_lines
from searchkit.ui.results import show_results
from searchkit.ui.screen import Screen
from searchkit.weights import Weights
from tests.golden import assert_golden
from tests.golden.corpus import here, indexed

__all__ = ["here", "indexed"]  # fixtures

EVEN = Weights(**{weight.name: 0.5 for weight in fields(Weights)})

Draw = Callable[[str, int], str]


@pytest.fixture
def index(here: None, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.chdir(indexed)
    with open_index("index") as index:
        yield index


@pytest.fixture
def draw(index: Index, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Print the explained results of a query as into a pipe of some width."""

    def draw_results(query: str, width: int) -> str:
        monkeypatch.setenv("COLUMNS", str(width))
        stream = io.StringIO()
        show_results(Screen(stream), index.search(query, limit=4, weights=EVEN, explain=True))
        return stream.getvalue()

    return draw_results


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_page_that_explains_itself(width: int, draw: Draw) -> None:
    printed = draw("zona hijau Jawa Timur dan pelayanan", width)
    assert_golden(f"explain-search-{width}", printed)


def _explained(*parts: Part) -> HitExplanation:
    total = sum(part.value for part in parts)
    return HitExplanation(total, 2.0, False, (), "strict match", parts)


def _drawn(explanation: HitExplanation, *, ascii_only: bool = False) -> list[str]:
    stream = io.StringIO()
    Screen(stream).emit(*explanation_lines(explanation, 80, ascii_only=ascii_only))
    return stream.getvalue().splitlines()


def test_parts_stand_by_what_they_add() -> None:
    details = TermDetails("body", "layan", "stem", 4, 120, 1.62, 90.0, 80.0, 0.5, 0.62)
    term = Part("term", "layan", True, 0.31, 0.62, details=details)
    word = Part("word", "pelayanan", True, 0.31, 0.62, children=(term,))
    agrees = Part("reading", "region Jawa Timur", True, 1.0, weight=1.0)
    missed = Part("reading", "year 2023", False, 0.0, weight=1.0)
    lines = _drawn(_explained(missed, word, agrees))
    assert lines[0] == "Why: strict match"
    cells = [line.split() for line in lines[1:]]
    assert cells[:-1] == [
        ["adds", "Part"],
        ["1.00", "████████", "✓", "region", "Jawa", "Timur", "reading"],
        ["–", "year", "2023", "does", "not", "agree"],
        ["adds", "Term", "Field", "Form", "tf", "df", "idf", "×"],
        ["0.31", "██▌", "layan", "body", "stem", "4", "120", "1.62", "0.50"],
    ]
    assert lines[-1] == "1.31  in all; scores of words are divided by the best, 2.00"
    in_ascii = _drawn(_explained(agrees, missed), ascii_only=True)
    assert in_ascii[2].split() == ["1.00", "########", "+", "region", "Jawa", "Timur", "reading"]
    assert "\n".join(in_ascii).isascii()


def test_readings_and_terms_add_up_in_one_column() -> None:
    details = TermDetails("title", "layan", "stem", 4, 21_385, 1.62, 90.0, 80.0, 0.5, 0.62)
    term = Part("term", "layan", True, 10.25, 0.62, details=details)
    agrees = Part("reading", "region Jawa Timur", True, 1.5, weight=1.0)
    lines = _drawn(_explained(agrees, term))
    assert [line[:5] for line in lines[1:]] == [" adds", " 1.50", " adds", "10.25", "11.75"]
    assert "  21,385  " in lines[4]


def test_a_wording_that_does_not_count_says_what_it_would_add() -> None:
    details = TermDetails("body", "dinkes", "raw", 1, 3, 2.0, 90.0, 80.0, 1.0, 1.0)
    counted = Part(
        "word",
        "dinkes",
        True,
        0.5,
        1.0,
        children=(Part("term", "dinkes", True, 0.5, 1.0, details=details),),
    )
    other = Part("phrase", '"dinas kesehatan"', True, 0.0, 0.8)
    lines = _drawn(_explained(Part("either", "dinkes", True, 0.5, 1.0, children=(counted, other))))
    assert any('"dinas kesehatan"' in line and "other wording: 0.40" in line for line in lines)


def test_a_word_that_does_not_count_without_the_rest_says_so() -> None:
    alone = Part("word", "zona", True, 0.0, 1.2)
    words = Part("all", "zona and hijau", False, 0.0, 0.0, children=(alone,))
    lines = _drawn(_explained(words))
    assert any(line.split() == ["–", "zona", "without", "the", "rest"] for line in lines)


def test_more_parts_than_fit_are_summed_up() -> None:
    parts = [Part("prefix", f"a{number}*", True, 0.25, 0.5) for number in range(15)]
    lines = _drawn(_explained(*parts))
    assert len([line for line in lines if "prefix" in line]) == 8
    assert "1.75 of it in 7 parts more (--format json)" in " ".join(lines)


def test_words_of_strangers_cannot_steer_the_terminal() -> None:
    lines = _drawn(_explained(Part("prefix", "a\x1b[2Jb*", True, 0.5, 0.5)))
    assert "\x1b" not in "\n".join(lines)
