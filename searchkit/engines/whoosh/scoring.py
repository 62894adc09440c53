"""BM25F as pure functions over arrays.

Each word counts in four fields: raw and stemmed, in title and body, and in the
lead by its place. The score of a word is the sum of its field scores times
their weights; that of an article the sum over the
query's words. The formulas are those of Whoosh (``whoosh.scoring``), which the differential
tests compare with, but for the inverse document frequency.
"""

from __future__ import annotations

from searchkit.engines.lead import TOP_GRADE
from searchkit.engines.whoosh.snapshot import Floats, Postings

# Robertson & Zaragoza (2009), "The Probabilistic Relevance Framework": usual values.
K1 = 1.2
B = 0.75


def bm25(postings: Postings, lengths: Floats, average_length: float, term_idf: float) -> Floats:
    """BM25 of one term in one field for each of its postings.

    ``lengths`` holds the field length of every article of the index.
    """
    norm = 1 - B + B * lengths[postings.ids] / average_length
    tf = postings.frequencies
    scores: Floats = term_idf * (tf * (K1 + 1)) / (tf + K1 * norm)
    return scores


def lead(postings: Postings, term_idf: float) -> Floats:
    """The score of one term of the lead for each of its postings: by its place alone."""
    scores: Floats = term_idf * postings.frequencies / TOP_GRADE
    return scores
