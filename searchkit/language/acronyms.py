"""Acronyms: short forms of public administration and news, and what they stand for.

``acronyms.csv`` holds those that articles take for known; ``long_forms`` and
``short_forms`` look them up. What a text explains itself is read off it by
``acronym_pairs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.function_words import telling
from searchkit.language.tables import PACKAGE

_COLUMNS = ("short", "long", "kind")
_LONGEST_SHORT = 3
_WORD = re.compile(r"[^\W_]+")


class Acronym(NamedTuple):
    """One short form, one thing that it stands for, and of what kind that is."""

    short: str
    long: str
    kind: str


@lru_cache
def acronyms(package: str = PACKAGE) -> tuple[Acronym, ...]:
    """The rows of ``acronyms.csv``. Raises DataError on a bad row.

    The letters of a short form must stand in the long one in the same order.
    A short form may stand for several things (PBB: a tax, the United Nations).
    """
    found: list[Acronym] = []
    for row in load_csv_resource(package, "acronyms.csv", _COLUMNS):
        acronym = Acronym(row["short"], row["long"], row["kind"])
        place = f"{package}/acronyms.csv: {acronym.short!r}"
        if not all(acronym) or acronym in found or len(acronym.long) <= len(acronym.short):
            raise DataError(f"{place}: an empty or repeated cell, or nothing shortened")
        if not _in_order(_letters(acronym.short), _letters(acronym.long)):
            raise DataError(f"{place}: its letters are not those of {acronym.long!r}")
        found.append(acronym)
    return tuple(found)


def long_forms(term: str) -> tuple[str, ...]:
    """What a short form stands for, as printed; empty where it is not known.

    ``term`` in any case and of one word or several ("pemkab", "Satpol PP").
    """
    return _by_short().get(_key(term), ())


def long_forms_at(terms: Sequence[str]) -> list[tuple[str, ...]]:
    """For each of some neighbouring terms what the short form that begins there stands for.

    A short form of several words ("satpol pp") is told at its first word, and goes
    before those inside it.
    """
    found: list[tuple[str, ...]] = [()] * len(terms)
    at = 0
    while at < len(terms):
        for size in range(_LONGEST_SHORT, 0, -1):
            if forms := long_forms(" ".join(terms[at : at + size])):
                found[at] = forms
                at += size
                break
        else:
            at += 1
    return found


def short_forms(terms: str | Iterable[str]) -> tuple[str, ...]:
    """The short forms of a phrase, as printed; empty where there is none.

    ``terms`` is the whole phrase, as a string or by words ("dinas", "kesehatan");
    its function words may be left out.
    """
    return _by_long().get(_telling(terms if isinstance(terms, str) else " ".join(terms)), ())


@lru_cache
def _by_short() -> Mapping[str, tuple[str, ...]]:
    return _grouped((_key(acronym.short), acronym.long) for acronym in acronyms())


@lru_cache
def _by_long() -> Mapping[str, tuple[str, ...]]:
    return _grouped((_telling(acronym.long), acronym.short) for acronym in acronyms())


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        groups[key] = (*groups.get(key, ()), value)
    return MappingProxyType(groups)


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _telling(text: str) -> str:
    return telling(_key(text).split())


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(letter in rest for letter in short)
