"""Explanations of hits as plain dictionaries: what ``search --explain`` adds to JSON.

As in ``records``, keys are a contract: new ones go to the end.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.engines.explained import Part
    from searchkit.query.roles import QueryWord
    from searchkit.relevance import HitExplanation

DIGITS = 6


def explanation_record(explanation: HitExplanation) -> dict[str, Any]:
    """Why a hit has its relevance; the ``value`` of a part is the sum of its children's."""
    return {
        "relevance": _rounded(explanation.relevance),
        "best": _rounded(explanation.best),
        "relaxed": explanation.relaxed,
        "lacks": list(explanation.lacks),
        "why": explanation.why,
        "parts": [part_record(part) for part in explanation.parts],
    }


def part_record(part: Part) -> dict[str, Any]:
    """One part; ``weight``, ``details`` and ``children`` only where it has them."""
    record: dict[str, Any] = {
        "kind": part.kind,
        "label": part.label,
        "matches": part.matches,
        "value": _rounded(part.value),
        "score": _rounded(part.score),
    }
    if part.weight is not None:
        record["weight"] = _rounded(part.weight)
    if part.details is not None:
        details = asdict(part.details)
        record["details"] = {
            key: _rounded(value) if isinstance(value, float) else value
            for key, value in details.items()
        }
    if part.children:
        record["children"] = [part_record(child) for child in part.children]
    return record


def query_word_record(word: QueryWord) -> dict[str, Any]:
    """What became of one word of a query; ``term`` is null for a field with its value."""
    return asdict(word)


def _rounded(value: float) -> float:
    return round(value, DIGITS)
