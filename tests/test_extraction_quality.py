"""What is read out of a hundred labelled articles, next to their labels.

The articles were used while the rules were made, so the figures tell that
nothing got worse, not how good reading is on articles never seen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "data" / "articles_a.jsonl"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """The figures that ``make eval-extraction`` prints for these articles."""
    command = [sys.executable, "benchmarks/evaluate_extraction.py", str(LABELLED), "--json"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    read: dict[str, Any] = json.loads(run.stdout)["as_recorded"]
    return read


@pytest.mark.parametrize(
    ("group", "precision", "recall"),
    [("all", 0.97, 0.95), ("regions", 0.99, 0.97), ("other bodies", 0.95, 0.90)],
)
def test_bodies_and_scores_are_found_together(
    figures: dict[str, Any], group: str, precision: float, recall: float
) -> None:
    pairs = figures["pairs"][group]
    assert pairs["labelled"] >= 60
    assert pairs["precision"] >= precision
    assert pairs["recall"] >= recall


def test_articles_about_something_else_yield_no_result(figures: dict[str, Any]) -> None:
    assert figures["distractors"]["share"] == 1.0


@pytest.mark.parametrize(("what", "least"), [("year", 0.95), ("zone", 0.92), ("category", 0.90)])
def test_years_zones_and_categories_are_right(
    figures: dict[str, Any], what: str, least: float
) -> None:
    assert figures[what]["share"] >= least
