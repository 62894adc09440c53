"""Function words: the small words that hold a sentence together.

They are not removed from any index; a query may give them less weight. The
nouns that only say what kind of answer a question wants ("apa arti …") stand
in ``question_nouns.csv``.
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
    return _words(f"{package}/function_words.csv", [row["word"] for row in rows])


@lru_cache
def interrogatives(package: str = PACKAGE) -> frozenset[str]:
    """The function words that ask: "apa", "berapa". Raises DataError on a bad row."""
    return _of_class("interrogative", package)


@lru_cache
def clause_openers(package: str = PACKAGE) -> frozenset[str]:
    """The function words that open clauses: "karena", "yang". Raises DataError on a bad row."""
    return _of_class("conjunction", package) | _of_class("relative", package)


def _of_class(name: str, package: str) -> frozenset[str]:
    rows = load_csv_resource(package, "function_words.csv", ("word", "class"))
    listed = [row["word"] for row in rows if row["class"] == name]
    return _words(f"{package}/function_words.csv", listed)


@lru_cache
def question_nouns(package: str = PACKAGE) -> frozenset[str]:
    """The words of ``question_nouns.csv``, in lower case. Raises DataError on a bad row."""
    rows = load_csv_resource(package, "question_nouns.csv", ("word",))
    return _words(f"{package}/question_nouns.csv", [row["word"] for row in rows])


def _words(table: str, listed: list[str]) -> frozenset[str]:
    words = frozenset(listed)
    if len(words) != len(listed) or not all(word.isalpha() and word.islower() for word in words):
        raise DataError(f"{table}: a repeated word, or not lower case")
    return words


def telling(terms: Iterable[str]) -> str:
    """The terms that are no function words, by spaces: what a long form is known by."""
    return " ".join(term for term in terms if term not in function_words())
