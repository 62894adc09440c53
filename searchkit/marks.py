"""Marks: where the words of a query, and the regions it means, stand in a text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from searchkit.article import Article, Span
from searchkit.language.analyzer import Analyzer
from searchkit.query.targets import Targets


class Mark(NamedTuple):
    """A match in the text, and which target it satisfies."""

    start: int
    end: int
    target: str


def article_marks(article: Article, targets: Targets, analyzer: Analyzer, limit: int) -> list[Mark]:
    """The marks in the first ``limit`` characters of an article's body, regions too, in order."""
    marks = list(text_marks(article.body[:limit], targets, analyzer))
    for region in article.regions:
        if targets.names_region(region.code):
            # Every name of the region asked for is one target, whichever way it is written.
            marks += [
                Mark(span.start, span.end, f"region {region.code}")
                for span in region.spans
                if span.end <= limit
            ]
    return sorted(marks, key=lambda mark: (mark.start, -mark.end))


def text_marks(text: str, targets: Targets, analyzer: Analyzer) -> Iterator[Mark]:
    """The words and phrases of a query where they stand in a text, not in order."""
    terms, stems = analyzer.terms(text)
    # A set is asked much faster than each target in turn.
    fitting: frozenset[str] = frozenset()
    if targets.patterns or targets.near:
        fitting = targets.fitting(set(terms))
    known_terms, known_stems = targets.terms | fitting, targets.stems
    if prefixes := targets.prefixes:
        known_terms |= {term for term in set(terms) if term.startswith(prefixes)}
    if begun := targets.begun:
        known_stems |= {stem for stem in set(stems) if stem and stem.startswith(begun)}
    tokens = enumerate(zip(terms, stems, strict=True))
    looked_at = [at for at, (term, stem) in tokens if stem in known_stems or term in known_terms]
    hits = ((at, targets.hit_by(terms[at], stems[at], fitting)) for at in looked_at)
    found = [(at, at, hit) for at, hit in hits if hit is not None]
    standing = _standing(terms, {phrase[0] for phrase in targets.phrases})
    for phrase in targets.phrases:
        last, name = len(phrase) - 1, " ".join(phrase)
        found += [
            (at, at + last, name)
            for at in standing[phrase[0]][: _MOST_COMPARED // len(phrase)]
            if tuple(terms[at : at + last + 1]) == phrase
        ]
    for phrase, slop in targets.loose:
        name = " ".join(phrase)
        found += [(at, at, name) for at in _loosely(phrase, slop, terms)]
    places = sorted({place for first, last, _ in found for place in (first, last)})
    bounds = dict(zip(places, analyzer.bounds(text, places), strict=True))
    for first, last, target in found:
        yield Mark(bounds[first][0], bounds[last][1], target)


# Words of a phrase, times the places where it may begin: of a text that says one word over
# and over the first ones.
_MOST_COMPARED = 2_000_000


def _standing(terms: Sequence[str], wanted: Collection[str]) -> dict[str, list[int]]:
    """Where each of some words stands, in order."""
    standing: dict[str, list[int]] = {term: [] for term in wanted}
    if standing:
        for at, term in enumerate(terms):
            if term in standing:
                standing[term].append(at)
    return standing


def _loosely(phrase: tuple[str, ...], slop: int, terms: Sequence[str]) -> set[int]:
    """The places of the words of a phrase that may have others between them.

    From each place where it begins, those that are next to each other, if it can be ended
    from there. From the last word back to the first, so that nothing is tried in vain.
    """
    standing = _standing(terms, phrase)
    most = _MOST_COMPARED // len(phrase)
    onward: list[dict[int, int]] = []  # from a place to that of the next word, per word
    ends = standing[phrase[-1]][:most]
    for term in phrase[-2::-1]:
        steps: dict[int, int] = {}
        for at in standing[term][:most]:
            place = bisect_right(ends, at)
            if place < len(ends) and ends[place] <= at + slop + 1:
                steps[at] = ends[place]
        onward.append(steps)
        ends = list(steps)
    reached = set(ends)
    found = set(reached)
    for steps in reversed(onward):
        reached = {steps[at] for at in reached}
        found |= reached
    return found


def merged(marks: Iterable[Mark]) -> list[Span]:
    """The stretches that are marked, in order; overlapping marks are one."""
    spans: list[Span] = []
    for mark in sorted(marks, key=lambda m: m.start):
        if spans and mark.start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, mark.end))
        else:
            spans.append(Span(mark.start, mark.end))
    return spans
