"""Suggest: a better spelling where a word of the query stands in no article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from searchkit.engines.base import Engine
from searchkit.language.analyzer import AnalyzedToken

# Shorter words have too many neighbours; longer ones may be off by two letters
# (the limits of Elasticsearch's fuzziness AUTO).
_SHORTEST = 4
_TWO_EDITS_FROM = 6

# Each unknown word costs a walk through the dictionary; in a text of many (one that was
# pasted, or in another language) they are no slips of the finger.
_MOST_UNKNOWN = 8


def suggestion(query: str, words: Sequence[AnalyzedToken], engine: Engine) -> str | None:
    """The query with unknown words replaced by near ones, None where there is nothing to mend.

    Nor is there where more than eight words are unknown.

    ``words`` are the plain words of the query with their offsets in it.
    Names of regions and numbers are never replaced: they carry no stem.
    """
    unknown = list(islice(_unknown(words, engine), _MOST_UNKNOWN + 1))
    if len(unknown) > _MOST_UNKNOWN:
        return None
    mended = query
    for word in sorted(unknown, key=lambda token: -token.start):
        near = _nearest(word.term, engine)
        if near is not None:
            mended = mended[: word.start] + near + mended[word.end :]
    return mended if mended != query else None


def _unknown(words: Sequence[AnalyzedToken], engine: Engine) -> Iterator[AnalyzedToken]:
    """The words that stand in no article, in the order of the query."""
    for word in words:
        if word.stem is None or word.why == "name" or len(word.term) < _SHORTEST:
            continue
        if not (engine.document_frequency(word.term) or engine.document_frequency(word.stem)):
            yield word


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
