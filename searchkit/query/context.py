"""Context: what a query as a whole speaks of."""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.query.line import Line
from searchkit.regions.matcher import match_regions


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
        anchors = line.places("anchor")
        others = [] if anchors else line.places("other")
        other = None
        if others:
            start, end = line.span(others[0], others[0] + line.phrase(others[0], "other"))
            other = line.text[start:end]
        roles = ("zone", "category", "score_noun", "rank_noun", "quality")
        words = {at for role in roles for at in line.places(role)}  # type: ignore[arg-type]
        return cls(bool(anchors), other, len(words.union(anchors)))


NO_CONTEXT = Context()
"""A query that says nothing beside the words in question."""
