"""Lead: the words that an article begins with, each with a grade for its place.

News says first what it is about (the inverted pyramid), and so does a passage
of an encyclopaedia. A word's grade falls by e every five tokens; it is
a whole number, so that it can be kept as the frequency of a posting.
"""

from __future__ import annotations

from math import exp

from searchkit.language.analyzer import Analyzer
from searchkit.regions.lead import lead_of

TOP_GRADE = 8
"""The grade of the first word."""

_TOKENS_PER_E = 5
_GRADES = tuple(
    grade for place in range(40) if (grade := round(TOP_GRADE * exp(-place / _TOKENS_PER_E)))
)


def lead_term(term: str, stem: str | None) -> str:
    """How a word is known in the lead: by its stem, a name or number by itself.

    Marked, so that a name never meets the stem of another word (Serang, serangan).
    """
    return stem if stem is not None else f"={term}"


def lead_grades(body: str, analyzer: Analyzer) -> dict[str, int]:
    """The words of the lead, as ``lead_term`` writes them, each with its best grade.

    Short lines before the first paragraph and the dateline do not count.
    """
    from searchkit.corpus.dateline import dateline_of  # a search never reads an article

    start, _, end = lead_of(body, 0)
    dateline = dateline_of(body[start:end])
    lead = body[start + (dateline.end if dateline else 0) : end]
    terms, stems = analyzer.terms(lead, len(_GRADES))
    grades: dict[str, int] = {}
    for term, stem, grade in zip(terms, stems, _GRADES, strict=False):
        grades.setdefault(lead_term(term, stem), grade)
    return grades
