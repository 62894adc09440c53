"""Context: what a query as a whole speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.query.cues import Role
from searchkit.query.levels import names_level
from searchkit.query.line import Line
from searchkit.regions.matcher import match_regions

_OF_ASSESSMENT: tuple[Role, ...] = (
    "zone",
    "category",
    "quality",
    "score_noun",
    "rank_noun",
    "position",
)


_BEFORE_RESULTS: tuple[Role, ...] = (
    "anchor",
    "judged",
    "to",
    "up",
    "down",
    "denial",
    "denial_filler",
)


@dataclass(frozen=True, slots=True)
class Context:
    """What all words of a query, in whichever clause, say about each of them.

    ``anchored`` tells that the Ombudsman or what it assesses is named. ``other``
    is the first phrase that announces another matter, one with zones, marks and
    champions of its own ("covid", "WTP", "liga"), as typed; None where the query
    is anchored, since then the phrase only narrows the assessment down.
    ``words`` counts the phrases that belong to the assessment.
    """

    anchored: bool = False
    other: str | None = None
    words: int = 0

    @classmethod
    def of(cls, line: Line) -> Context:
        """The context that the whole query, as one line, gives its words.

        The names of regions in it say nothing: Gunung Mas is no mountain.
        """
        for match in match_regions(line.text, any_case=True):
            if match.use == "any":
                line.take_span(match.name_start, match.name_end)
        anchors = [at for at in line.places("anchor") if not _is_of_other_matters(line, at)]
        others = [] if anchors else line.places("other")
        other = None
        if others:
            start, end = line.span(others[0], others[0] + line.phrase(others[0], "other"))
            other = line.text[start:end]
        words = {at for role in _OF_ASSESSMENT for at in line.places(role)}
        return cls(bool(anchors), other, len(words.union(anchors)))


def _is_of_other_matters(line: Line, at: int) -> bool:
    """Whether the compliance named at token ``at`` is one with something else: taxes, traffic."""
    return line.phrase(at, "award") > 0 and line.phrase(at + 1, "other") > 0


def may_be_of_results(line: Line, at: int) -> bool:
    """Whether the word before token ``at`` leaves what follows to be said of a result.

    Another noun does not: "kopi kualitas tinggi", "daya saing peringkat 50".
    """
    return (
        not line.free(at - 1)
        or line.is_function_word(at - 1)
        or line.tokens[at - 1].why == "number"
        or any(line.ends_with(at, role) for role in _BEFORE_RESULTS)
        or names_level(line, at - 1)
    )


NO_CONTEXT = Context()
"""A query that says nothing beside the words in question."""
