"""Affixes that are written with a hyphen or stand around a doubled root."""

from __future__ import annotations

from functools import lru_cache

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE

_COLUMNS = ("affix", "kind", "meaning")
_KINDS = ("prefix", "suffix", "inner", "inner_suffix", "ordinal", "bound")


@lru_cache
def affixes(package: str = PACKAGE) -> dict[str, frozenset[str]]:
    """The affixes of ``affixes.csv`` by kind. Raises DataError on a bad row."""
    kinds: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for row in load_csv_resource(package, "affixes.csv", _COLUMNS):
        affix, kind = row["affix"], row["kind"]
        if kind not in kinds or not affix.isalpha() or affix in set().union(*kinds.values()):
            raise DataError(f"{package}/affixes.csv: bad or repeated affix {affix!r}")
        kinds[kind].add(affix)
    kinds["inner"] |= kinds["prefix"] | kinds["ordinal"]
    kinds["inner_suffix"] |= kinds["suffix"]
    return {kind: frozenset(found) for kind, found in kinds.items()}


def hyphen_prefixes() -> frozenset[str]:
    """Prefixes that never stand alone and may take a hyphen (di-PHK, e-KTP)."""
    return affixes()["prefix"]


def hyphen_suffixes() -> frozenset[str]:
    """Suffixes and clitics that may take a hyphen (KTP-nya, KTP-el)."""
    return affixes()["suffix"]


def ordinal_prefixes() -> frozenset[str]:
    """What makes an ordinal of a number: ``ke-4`` is the number 4 with a small word before it."""
    return affixes()["ordinal"]


def inner_prefixes() -> frozenset[str]:
    """All prefixes that may stand before a doubled root (kebarat-baratan)."""
    return affixes()["inner"]


def inner_suffixes() -> frozenset[str]:
    """All suffixes that may stand after a doubled root (dibesar-besarkan)."""
    return affixes()["inner_suffix"]


@lru_cache
def verb_prefixes() -> tuple[str, ...]:
    """The beginnings of a word that may be a prefix, for ``str.startswith``."""
    return tuple(sorted(prefix for prefix in inner_prefixes() if len(prefix) > 1))


@lru_cache
def bound_prefixes() -> tuple[str, ...]:
    """What is written together with any word: ``pascapanen``, ``antikorupsi``."""
    return tuple(sorted(affixes()["bound"]))
