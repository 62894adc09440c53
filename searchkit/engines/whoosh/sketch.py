"""Sketch: a few bytes that tell how much of an article's wording another one shares.

The resemblance of two texts is the number of their common shingles (runs of
three words) over that of all their shingles; Broder (1997), "On the
resemblance and containment of documents". The share of equal minima under
random orders of the shingles estimates it without looking at the texts again;
of each minimum eight bits are enough (Li & König 2010, "b-bit minwise hashing").

Texts made from one template resemble each other although they tell different
things. What they tell stands beside the minima as a set of bits: the figures
of the text and the bodies whose result it reports.

All hashing is defined here down to the last bit: an article has the same
sketch in every process and on every platform.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from searchkit.article import Article
from searchkit.language.analyzer import MAX_TERM, Analyzer

TermIds = NDArray[np.int32]
"""Raw terms by position, as ``Analyzer.ids`` gives them."""

Rows = NDArray[np.uint8]
"""Sketches, one row of ``WIDTH`` bytes each."""

MINIMA = 128
"""The estimate of a resemblance r has a standard deviation of sqrt(r(1-r)/128), at most 0.045."""

_TOLD_BYTES = 32
WIDTH = MINIMA + _TOLD_BYTES

MIN_WORDS = 20
"""A shorter text has no sketch: a formula of a dozen words is no story."""

NO_SKETCH = bytes(WIDTH)

_MAX_OUTLETS = 10_000
_LEADING_LINES = 8
_HEADLINE = 150  # characters; a longer line belongs to the story
_LAST_DAY = 31
_YEARS = range(1900, 2100)
_CHANCE = 1 / 256  # two bytes that have nothing to do with each other agree so often


def sketch(terms: Sequence[str], told: Iterable[str] = ()) -> bytes:
    """``WIDTH`` bytes for a text in raw terms; ``told`` are keys of what else it reports.

    ``NO_SKETCH`` for texts of fewer than ``MIN_WORDS`` words.
    """
    words = np.fromiter(map(_hash, terms), np.uint64, len(terms))
    bits = [_bit(key) for key in (*filter(is_figure, terms), *told)]
    return _sketched(words, bits)


class Sketcher:
    """Sketches articles whose words are ids of one analyzer; hashes each term once."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._outlets: dict[str, tuple[int, ...]] = {}
        # By term id: its hash, the bit of a figure (-1 for others), whether an agency is named so.
        self._hashes = array("Q")
        self._figures = array("h")
        self._agencies = array("b")

    def sketch_of(self, article: Article, terms: TermIds) -> bytes:
        """The sketch of an understood article, whose body has these raw terms.

        Its headline, place line and outlet do not count: they are what outlets
        change in the story of an agency.
        """
        lead = article.body[: _story_start(article)]
        story = terms[len(self._analyzer.terms(lead)[0]) :] if lead else terms
        outlet = self._outlet(article.outlet or "")
        self._learn()
        if not len(story):
            return NO_SKETCH
        left_out = np.frombuffer(self._agencies, np.bool_)[story]
        for name in outlet:
            left_out |= story == name
        if left_out.any():
            story = story[~left_out]
        figures = np.frombuffer(self._figures, np.int16)[story]
        told = [_bit(result.key) for result in article.results]
        words = np.frombuffer(self._hashes, np.uint64)[story]
        return _sketched(words, [*figures[figures >= 0].tolist(), *told])

    def _outlet(self, outlet: str) -> tuple[int, ...]:
        """The term ids of an outlet's name."""
        known = self._outlets.get(outlet)
        if known is None:
            known = tuple(set(self._analyzer.ids(outlet)[0].tolist()))
            if len(self._outlets) < _MAX_OUTLETS and len(outlet) <= MAX_TERM:
                self._outlets[outlet] = known
        return known

    def _learn(self) -> None:
        """Take in the terms that the analyzer has met since."""
        from searchkit.corpus.dateline import agency_words  # a search sketches nothing

        new = self._analyzer.vocabulary[len(self._hashes) :]
        agencies = agency_words()
        self._hashes.extend(map(_hash, new))
        self._figures.extend(_bit(term) if is_figure(term) else -1 for term in new)
        self._agencies.extend(term in agencies for term in new)


def resemblance(left: Rows, right: Rows) -> NDArray[np.float64]:
    """The estimated resemblance of each row on the left with the one on the right."""
    equal = np.count_nonzero(left[:, :MINIMA] == right[:, :MINIMA], axis=1)
    estimate: NDArray[np.float64] = (equal / MINIMA - _CHANCE) / (1 - _CHANCE)
    return estimate


def tell_the_same(left: Rows, right: Rows) -> NDArray[np.bool_]:
    """Whether, of each two, one tells nothing beyond the other.

    A copy may have been cut or added to; where each has something that the
    other lacks, they tell different things.
    """
    ours, theirs = left[:, MINIMA:], right[:, MINIMA:]
    more, less = (ours & ~theirs).any(axis=1), (theirs & ~ours).any(axis=1)
    alike: NDArray[np.bool_] = np.logical_not(more & less)
    return alike


def is_figure(term: str) -> bool:
    """Whether a raw term is a number that belongs to the story.

    Whole numbers up to 31 and years are left out: copies date themselves.
    """
    if not term[0].isdecimal():
        return False
    if term.isdecimal():
        value = int(term[:12])
        return value > _LAST_DAY and value not in _YEARS
    return term.replace(".", "").replace(",", "").isdecimal()


def _story_start(article: Article) -> int:
    """Where the body begins behind its headline and place line."""
    from searchkit.corpus.dateline import dateline_of

    start = at = 0
    for line in article.body.split("\n", _LEADING_LINES)[:_LEADING_LINES]:
        if line.strip() == article.title:
            start = at + len(line)
        elif dateline := dateline_of(line):
            return at + dateline.end
        elif len(line) > _HEADLINE:
            break
        at += len(line) + 1
    return start


def _hash(term: str) -> int:
    return crc32(term.encode())


def _bit(key: str) -> int:
    """Which bit stands for something that a text tells."""
    return _hash(key) % (8 * _TOLD_BYTES)


def _sketched(words: NDArray[np.uint64], told: list[int]) -> bytes:
    """The sketch of a text by the hashes of its words and the bits of what it tells."""
    if len(words) < MIN_WORDS:
        return NO_SKETCH
    first, second, third = _SHINGLE
    shingles = _mixed(words[:-2] * first + words[1:-1] * second + words[2:] * third)
    orders = np.multiply.outer(_FACTORS, _upper(shingles))
    orders += _ADDENDS[:, None]
    # Any byte but the first: those of the least of many numbers are all small.
    kept = (orders.min(axis=1) >> np.uint32(8)).astype(np.uint8)
    bits = np.zeros(8 * _TOLD_BYTES, dtype=np.uint8)
    bits[told] = 1
    row: bytes = kept.tobytes() + np.packbits(bits).tobytes()
    return row


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64: Steele, Lea & Flood (2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _upper(values: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (values >> np.uint64(32)).astype(np.uint32)


def _constants(first: int, count: int) -> NDArray[np.uint64]:
    """Numbers of the SplitMix64 sequence."""
    steps = np.arange(first, first + count, dtype=np.uint64)
    return _mixed(steps * np.uint64(0x9E3779B97F4A7C15))


_SHINGLE = _constants(1, 3) | np.uint64(1)
_FACTORS = _upper(_constants(4, MINIMA)) | np.uint32(1)
_ADDENDS = _upper(_constants(4 + MINIMA, MINIMA))
