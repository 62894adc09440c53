"""Marks: where the words of a query, and the regions it means, stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    looked_at: Iterable[int] = range(len(terms))
    if not (targets.patterns or targets.near):
        # A set is asked much faster than each target in turn.
        known_terms, known_stems = targets.terms, targets.stems
        if prefixes := targets.prefixes:
            known_terms |= {term for term in set(terms) if term.startswith(prefixes)}
        if begun := targets.begun:
            known_stems |= {stem for stem in set(stems) if stem and stem.startswith(begun)}
        tokens = enumerate(zip(terms, stems, strict=True))
        looked_at = [
            at for at, (term, stem) in tokens if stem in known_stems or term in known_terms
        ]
    hits = ((at, targets.hit_by(terms[at], stems[at])) for at in looked_at)
    found = [(at, at, hit) for at, hit in hits if hit is not None]
    for phrase in targets.phrases:
        last = len(phrase) - 1
        found += [
            (at, at + last, " ".join(phrase))
            for at, term in enumerate(terms)
            if term == phrase[0] and tuple(terms[at : at + last + 1]) == phrase
        ]
    for phrase, slop in targets.loose:
        for at, term in enumerate(terms):
            if term == phrase[0]:
                found += [(at, at, " ".join(phrase)) for at in _loosely(phrase, slop, terms, at)]
    places = sorted({place for first, last, _ in found for place in (first, last)})
    bounds = dict(zip(places, analyzer.bounds(text, places), strict=True))
    for first, last, target in found:
        yield Mark(bounds[first][0], bounds[last][1], target)


def _loosely(phrase: tuple[str, ...], slop: int, terms: Sequence[str], at: int) -> list[int]:
    """The places of a phrase that begins at one token and may have others in it; else none."""
    ways = [[at]]
    for term in phrase[1:]:
        reached: dict[int, list[int]] = {}
        for way in ways:
            for place in range(way[-1] + 1, min(way[-1] + slop + 2, len(terms))):
                if terms[place] == term:
                    reached.setdefault(place, [*way, place])
        ways = list(reached.values())
    return ways[0] if ways else []


def merged(marks: Iterable[Mark]) -> list[Span]:
    """The stretches that are marked, in order; overlapping marks are one."""
    spans: list[Span] = []
    for mark in sorted(marks, key=lambda m: m.start):
        if spans and mark.start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, mark.end))
        else:
            spans.append(Span(mark.start, mark.end))
    return spans
