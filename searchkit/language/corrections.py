"""Corrections to Sastrawi: words with their stems, and changes to its list of roots.

A root that is added or taken away mends its whole family of words at once
(``gera`` away: gerakan, pergerakan, gerakannya → gerak), so ``roots.csv`` is
the first choice; ``overrides.csv`` holds single words that no root mends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE


class RootChange(NamedTuple):
    """One change to the list of roots, with a word that shows its effect.

    ``added`` is False for a root taken away; ``example`` stems to ``stem``
    because of the change.
    """

    root: str
    added: bool
    example: str
    stem: str


@lru_cache
def overrides(package: str = PACKAGE) -> Mapping[str, str]:
    """Words and the stems they are given by hand. Raises DataError on a bad row."""
    stems: dict[str, str] = {}
    for row in load_csv_resource(package, "overrides.csv", ("word", "stem", "reason")):
        word, stem = row["word"], row["stem"]
        if word in stems or not _is_word(word) or not _is_word(stem) or not row["reason"]:
            raise DataError(f"{package}/overrides.csv: bad or repeated word {word!r}")
        stems[word] = stem
    return MappingProxyType(stems)


@lru_cache
def root_changes(package: str = PACKAGE) -> tuple[RootChange, ...]:
    """The rows of ``roots.csv``. Raises DataError on a bad row."""
    columns = ("root", "change", "example", "stem", "reason")
    changes: dict[str, RootChange] = {}
    for row in load_csv_resource(package, "roots.csv", columns):
        root = row["root"]
        words = (root, row["example"], row["stem"])
        if root in changes or not all(map(_is_word, words)) or not row["reason"]:
            raise DataError(f"{package}/roots.csv: bad or repeated root {root!r}")
        if row["change"] not in ("add", "remove"):
            raise DataError(f"{package}/roots.csv: {root}: change must be add or remove")
        changes[root] = RootChange(root, row["change"] == "add", row["example"], row["stem"])
    return tuple(changes.values())


def _is_word(text: str) -> bool:
    return text.replace("-", "").isalpha() and text.isascii() and text == text.lower()
