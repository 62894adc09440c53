"""Misspelt: which regions a name may mean that the gazetteer does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from searchkit.language.distance import near_words
from searchkit.regions.gazetteer import Name, RegionLevel, gazetteer
from searchkit.regions.words import key_of, words_of

_LONGEST_LEVEL = 3  # words


class NearName(NamedTuple):
    """A name near what was typed, and the keys of both (lower case, letters and digits only)."""

    name: Name
    key: str
    typed: str


def near_names(surface: str, distance: int) -> Iterator[NearName]:
    """The names at most ``distance`` slips from a name as typed, the nearest first."""
    typed = key_of(surface)
    names = gazetteer().names
    for key in near_words(typed, tuple(names), distance):
        yield NearName(names[key], key, typed)


def level_before(words: Sequence[str]) -> RegionLevel | None:
    """The level that the last of ``words`` (lower case) announce: "kota", "pemkab"."""
    for length in range(min(_LONGEST_LEVEL, len(words)), 0, -1):
        prefix = gazetteer().prefixes.get("".join(words[-length:]))
        if prefix is not None and prefix.role != "seat":
            return prefix.level
    return None


@cache
def name_words() -> frozenset[str]:
    """Every word that names of regions are made of, in lower case."""
    return frozenset(word for name in gazetteer().names.values() for word in words_of(name.text))
