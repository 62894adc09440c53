"""Suggest: a better spelling where a word of the query stands in no article."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.base import Engine
from searchkit.language.analyzer import AnalyzedToken

# Shorter words have too many neighbours; longer ones may be off by two letters
# (the limits of Elasticsearch's fuzziness AUTO).
_SHORTEST = 4
_TWO_EDITS_FROM = 6


def suggestion(query: str, words: Sequence[AnalyzedToken], engine: Engine) -> str | None:
    """The query with unknown words replaced by near ones, None where there is nothing to mend.

    ``words`` are the plain words of the query with their offsets in it.
    Names of regions and numbers are never replaced: they carry no stem.
    """
    mended = query
    for word in sorted(words, key=lambda token: -token.start):
        if word.stem is None or word.why == "name" or len(word.term) < _SHORTEST:
            continue
        if engine.document_frequency(word.term) or engine.document_frequency(word.stem):
            continue
        near = _nearest(word.term, engine)
        if near is not None:
            mended = mended[: word.start] + near + mended[word.end :]
    return mended if mended != query else None


def _nearest(term: str, engine: Engine) -> str | None:
    """The most frequent term at the smallest edit distance."""
    for distance in (1, 2) if len(term) >= _TWO_EDITS_FROM else (1,):
        near = [
            (frequency, other)
            for other, frequency in engine.near_terms(term, distance)
            if other != term and frequency and not any(c.isdecimal() for c in other)
        ]
        if near:
            return max(near, key=lambda pair: (pair[0], pair[1]))[1]
    return None
