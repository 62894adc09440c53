"""Function words: the small words that hold a sentence together.

They are not removed from any index; a query may give them less weight.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE


@lru_cache
def function_words(package: str = PACKAGE) -> frozenset[str]:
    """The words of ``function_words.csv``, in lower case. Raises DataError on a bad row."""
    rows = load_csv_resource(package, "function_words.csv", ("word", "class"))
    words = frozenset(row["word"] for row in rows)
    if len(words) != len(rows) or not all(word.isalpha() and word.islower() for word in words):
        raise DataError(f"{package}/function_words.csv: a repeated word, or not lower case")
    return words


def telling(terms: Iterable[str]) -> str:
    """The terms that are no function words, by spaces: what a long form is known by."""
    return " ".join(term for term in terms if term not in function_words())
