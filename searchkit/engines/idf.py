"""Idf: how much a term tells that stands in some of the articles."""

from __future__ import annotations

from math import log


def idf(articles: int, document_frequency: int) -> float:
    """Inverse document frequency of BM25 in Lucene's form; never negative.

    ``document_frequency`` may count deleted articles that ``articles`` does not.
    Whoosh's own, log(N / (n + 1)) + 1, hardly tells rare words from common ones.
    """
    others = max(articles - document_frequency + 0.5, 0.0)
    return log(1 + others / (document_frequency + 0.5))
