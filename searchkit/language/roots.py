"""Roots: the words that others are derived from, as far as they are known.

Sastrawi's list, changed by ``roots.csv``, with the roots of ``spellings.csv``
in both of their spellings, so that affixes come off whichever was written.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from searchkit.errors import DataError
from searchkit.language.corrections import root_changes
from searchkit.language.spelling import respelt, spellings

_LIST = Path("Stemmer", "data", "kata-dasar.txt")


@lru_cache(maxsize=1)
def roots() -> frozenset[str]:
    """All known roots. Raises DataError where Sastrawi's list is not to be found.

    The file is read as it lies: importing Sastrawi for it would take ten times
    as long, which a search with one unknown word would pay.
    """
    words = set(_sastrawi_folder().joinpath(_LIST).read_text(encoding="utf-8").splitlines())
    words.discard("")
    words.update(change.root for change in root_changes() if change.added)
    words.difference_update(change.root for change in root_changes() if not change.added)
    words.update(spellings(), spellings().values())
    return frozenset(words)


def standard_spelling(word: str) -> str:
    """A root as the standard spells it; the word itself where it is none, or spelt well.

    A rule holds only where it leads from no known root to a known one.
    """
    if word in spellings():
        return spellings()[word]
    candidates = list(respelt(word))
    if not candidates or word in roots():
        return word
    standard = next((candidate for candidate in candidates if candidate in roots()), word)
    return spellings().get(standard, standard)


def sastrawi_version() -> str:
    """The installed version of PySastrawi, read without loading it.

    The folder name of the distribution tells it; importlib.metadata knows too,
    but takes 25 ms to load, which every search would pay.
    """
    for found in _sastrawi_folder().parent.glob("[Pp]y[Ss]astrawi-*.dist-info"):
        return found.name.removesuffix(".dist-info").partition("-")[2]
    from importlib.metadata import version

    return version("PySastrawi")


@lru_cache(maxsize=1)
def _sastrawi_folder() -> Path:
    spec = find_spec("Sastrawi")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if Path(place, _LIST).is_file():
            return Path(place)
    raise DataError("PySastrawi's list of roots is missing; install PySastrawi again")
