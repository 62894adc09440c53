"""BM25F as tables: what a posting scores, for each code that a posting may have.

Each word counts in four fields: raw and stemmed, in title and body, and in the
lead by its place. The score of a word is the sum of its field scores times
their weights; that of an article the sum over the
query's words. The formulas are those of Whoosh (``whoosh.scoring``), which the differential
tests compare with, but for the inverse document frequency.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.lead import TOP_GRADE
from searchkit.engines.whoosh.arrays import Floats, Places
from searchkit.engines.whoosh.lengths import ROUNDED
from searchkit.engines.whoosh.postings import CODES, Postings

# Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework": usual values.
K1 = 1.2
B = 0.75

LENGTHS: Floats = ROUNDED.astype(float)
"""The field length, in terms, that each byte stands for."""


class FieldScores:
    """What the postings of one field score before they are multiplied by the term's idf."""

    def exact(self, frequencies: Floats, lengths: NDArray[np.uint8]) -> Floats:
        """The scores for frequencies in fields of some lengths (as bytes)."""
        raise NotImplementedError

    @cached_property
    def table(self) -> Floats:
        """The score of each code."""
        codes = np.arange(CODES)
        return self.exact((codes >> 8).astype(float), codes.astype(np.uint8))

    def of(self, postings: Postings, places: Places | None = None) -> Floats:
        """The scores of the postings, or of those at some places (ascending)."""
        codes, large = postings.codes, postings.large
        if places is not None:
            codes = codes.take(places)
            large = large.among(places) if large is not None else None
        scores: Floats = self.table.take(codes)
        if large is not None:
            lengths = codes[large.places].astype(np.uint8)
            scores[large.places] = self.exact(large.frequencies.astype(float), lengths)
        return scores

    def most(self, postings: Postings) -> float:
        """No posting of the list scores more: the highest frequency in the shortest field."""
        frequency = int(postings.codes.max()) >> 8
        if postings.large is not None:
            frequency = int(postings.large.frequencies.max())
        shortest = postings.length_bytes.min()
        return float(self.exact(np.array([float(frequency)]), np.array([shortest]))[0])


class BM25(FieldScores):
    """A text field with some average length, in terms."""

    def __init__(self, average_length: float) -> None:
        self.average_length = average_length

    def exact(self, frequencies: Floats, lengths: NDArray[np.uint8]) -> Floats:
        """BM25 without the idf."""
        norm = 1 - B + B * LENGTHS[lengths] / self.average_length
        return frequencies * (K1 + 1) / (frequencies + K1 * norm)


class LeadScores(FieldScores):
    """The lead, where a term scores by its place alone: the frequency is the grade of it."""

    def exact(self, frequencies: Floats, lengths: NDArray[np.uint8]) -> Floats:  # noqa: ARG002
        """The grade in parts of the top grade."""
        return frequencies / TOP_GRADE
