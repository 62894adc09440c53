"""Distance: how many slips of the fingers lie between two words; the one importer of RapidFuzz.

A slip is one letter too many, one too few, a wrong one, or two neighbours in
the wrong order (optimal string alignment, the restricted form of the
Damerau-Levenshtein distance).
"""

from __future__ import annotations

from collections.abc import Sequence


def near_words(word: str, words: Sequence[str], distance: int) -> list[str]:
    """Those of ``words`` that are at most ``distance`` slips away, the nearest first."""
    # Loaded only for a word that is not known: most searches have none.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=distance, limit=None)
    return [other for other, _, _ in found]


def slips_between(word: str, other: str) -> int:
    """The number of slips between two words."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(word, other))
