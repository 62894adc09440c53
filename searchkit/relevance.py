"""Relevance: why a hit stands where it does, in parts and in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from searchkit.article import Article
from searchkit.engines.base import Engine, Selection, Sort
from searchkit.engines.explained import Explained, Part
from searchkit.lacking import lacking
from searchkit.language.analyzer import Analyzer, normalize_term
from searchkit.query.query import Query
from searchkit.translation import N_, _, decimal

BEST_WORDS, MOST_READINGS = 3, 4
"""So many words, and readings, are named in the sentence."""

_TEXT = ("word", "phrase", "prefix", "wildcard", "fuzzy")
_LEAST = 5e-7  # half of the last digit that a relevance keeps


@dataclass(frozen=True, slots=True)
class HitExplanation:
    """Why a hit has its relevance, and its place.

    ``parts`` are those of ``Explained``: a tree whose values add up to
    ``relevance``. Text scores are divided by ``best``, the best one among the
    articles of the same step: those that match everything (not ``relaxed``), or
    those that a weaker demand added after them. ``lacks`` are words and
    readings of the query that the article does not have; ``why`` says it in
    one line.
    """

    relevance: float
    best: float
    relaxed: bool
    lacks: tuple[str, ...]
    why: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """A part in which one article is behind another: what it adds here and there."""

    kind: str
    label: str
    value: float
    other: float


def explain_hits(
    articles: Iterable[Article],
    steps: Sequence[Selection],
    query: Query,
    engine: Engine,
    analyzer: Analyzer,
) -> Mapping[str, HitExplanation]:
    """By id, why articles have their relevance; those that no step has are left out.

    ``steps`` are the selections of a search from the strict one to the weakest,
    each without what the one before has.
    """
    left = {article.id: article for article in articles}
    found: dict[str, HitExplanation] = {}
    for relaxed, step in enumerate(steps):
        for article in tuple(left.values()):
            explained = engine.explain(step, article.id)
            if explained is None:
                continue
            told = _told(explained)
            lacks = tuple(
                word
                for word in lacking(article, query, analyzer)
                if normalize_term(word) not in told
            )
            in_part = bool(relaxed) or not explained.whole
            found[article.id] = HitExplanation(
                relevance=explained.relevance,
                best=explained.best,
                relaxed=in_part,
                lacks=lacks,
                why=_why(explained, in_part, lacks, step.sort),
                parts=explained.parts,
            )
            del left[article.id]
    return found


def _told(explained: Explained) -> frozenset[str]:
    """The words of readings that the article agrees with: whether they stand there is all one."""
    senses = (part for part in explained.walk() if part.kind == "sense")
    return frozenset(
        below.label
        for words, reading in (sense.children for sense in senses)
        if reading.matches
        for below in words.walk()
        if below.kind == "word"
    )


def behind(one: HitExplanation, other: HitExplanation) -> tuple[Behind, ...]:
    """The words, readings and pairs that add less to ``one`` than to ``other``, the worst first."""
    here, there = contributions(one.parts), contributions(other.parts)
    found = [
        Behind(kind, label, here.get((kind, label), 0.0), value)
        for (kind, label), value in there.items()
        if value - here.get((kind, label), 0.0) > _LEAST
    ]
    return tuple(sorted(found, key=lambda part: part.value - part.other))


def contributions(parts: Iterable[Part]) -> Mapping[tuple[str, str], float]:
    """What each word, phrase, reading and pair adds, by kind and label; the sum is the relevance.

    What stands in several places of a query counts once, with all that it adds.
    """
    found: dict[tuple[str, str], float] = {}
    for part in parts:
        if part.kind in (*_TEXT, "reading", "coordination", "pair"):
            below: Mapping[tuple[str, str], float] = {(part.kind, part.label): part.value}
        else:
            below = contributions(part.children)
        for key, value in below.items():
            found[key] = found.get(key, 0.0) + value
    return found


_ORDERED = {
    "relevance": "",
    "newest": N_("ordered by date, the newest first"),
    "oldest": N_("ordered by date, the oldest first"),
    "score": N_("ordered by the best score it reports"),
}


def _why(explained: Explained, relaxed: bool, lacks: Sequence[str], sort: Sort) -> str:
    """``strict match; agrees with region Jawa Timur; best words: pelayanan 0.31, publik 0.22``."""
    readings = [part for part in explained.walk() if part.kind == "reading"]
    agreed = dict.fromkeys(_head(part.label) for part in readings if part.value > _LEAST)
    # What was to be found in one result is missed together with its particulars.
    missed = [
        part.label
        for part in readings
        if not part.matches and part.label not in agreed and part.label == _head(part.label)
    ]
    added = contributions(explained.parts)
    words = [
        (label, value) for (kind, label), value in added.items() if kind in _TEXT and value > _LEAST
    ]
    words.sort(key=lambda word: -word[1])
    near = sum(value for (kind, _), value in added.items() if kind == "pair")
    best = ", ".join(f"{label} {decimal(value, 2)}" for label, value in words[:BEST_WORDS])
    said = (
        _(_ORDERED[sort]),
        _("matches only in part") if relaxed else _("strict match"),
        _("lacks {listed}").format(listed=_listed(lacks)) if lacks else "",
        _("agrees with {listed}").format(listed=_listed(agreed)) if agreed else "",
        _("does not agree with {listed}").format(listed=_listed(dict.fromkeys(missed)))
        if missed
        else "",
        _("best words: {best}").format(best=best) if best else "",
        _("words near to each other: {near}").format(near=decimal(near, 2))
        if near >= 0.005
        else "",
    )
    return "; ".join(filter(None, said))


def _head(label: str) -> str:
    """A label without the particulars behind a colon."""
    return label.partition(": ")[0]


def _listed(names: Iterable[str]) -> str:
    told = list(names)
    if len(told) > MOST_READINGS:
        told = [*told[:MOST_READINGS], _("{count} more").format(count=len(told) - MOST_READINGS)]
    *first, last = told
    return _("{names} and {last}").format(names=", ".join(first), last=last) if first else last
