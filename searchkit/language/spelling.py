"""Spelling: a word as it is often written → as the standard spells it.

Indonesian wrote its loans differently before the reform of 1972, and speech
blurs some letters (v, f and p; i and e before a final consonant). Where that
is regular ``spelling_rules.csv`` says how; a rule holds only if it leads from
no known root to a known one. ``spellings.csv`` lists the roots that no rule
mends, and those that dictionaries have in both spellings. The standard is the
dictionary of the language board (Kamus Besar Bahasa Indonesia, kbbi.kemdikbud.go.id).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE

MAX_LETTERS = 40
"""Longer strings are no words of the language and have no other spelling."""

_PLACES = ("start", "inside", "end")


class SpellingRule(NamedTuple):
    """``written`` for ``standard``, at the start or end of a root or anywhere ("inside").

    Words of fewer than ``least`` letters are left alone: among them chance
    likenesses outnumber spellings.
    """

    written: str
    standard: str
    place: str
    least: int
    example: str


@lru_cache
def spelling_rules(package: str = PACKAGE) -> tuple[SpellingRule, ...]:
    """The rules of ``spelling_rules.csv``, in their order. Raises DataError on a bad row."""
    columns = ("written", "standard", "place", "least", "example", "reason")
    rules: list[SpellingRule] = []
    for row in load_csv_resource(package, "spelling_rules.csv", columns):
        written, standard, example = row["written"], row["standard"], row["example"]
        if not all(map(_is_word, (written, standard, example))) or not row["reason"]:
            raise DataError(f"{package}/spelling_rules.csv: bad rule for {written!r}")
        if row["place"] not in _PLACES or not row["least"].isdecimal() or written not in example:
            raise DataError(f"{package}/spelling_rules.csv: {written}: bad place, least or example")
        rule = SpellingRule(written, standard, row["place"], int(row["least"]), example)
        if any(rule[:3] == other[:3] for other in rules):
            raise DataError(f"{package}/spelling_rules.csv: repeated rule for {written!r}")
        rules.append(rule)
    return tuple(rules)


@lru_cache
def spellings(package: str = PACKAGE) -> Mapping[str, str]:
    """The roots of ``spellings.csv`` → how they are spelt. Raises DataError on a bad row."""
    found: dict[str, str] = {}
    for row in load_csv_resource(package, "spellings.csv", ("written", "standard", "reason")):
        written, standard = row["written"], row["standard"]
        good = _is_word(written) and _is_word(standard) and row["reason"]
        if not good or written == standard or written in found:
            raise DataError(f"{package}/spellings.csv: bad or repeated word {written!r}")
        found[written] = standard
    if twice := next((word for word in found.values() if word in found), None):
        raise DataError(f"{package}/spellings.csv: {twice} is both written and standard")
    return MappingProxyType(found)


def respelt(word: str, *, prefixed: bool = False) -> Iterator[str]:
    """What ``word`` could stand for by the rules, one change each, likeliest first.

    ``prefixed`` tells that a prefix stands before the root: rules for its start
    then hold inside the word. Nothing for words of more than 40 letters.
    """
    size = len(word)
    if size > MAX_LETTERS:
        return
    for written, standard, place, least, _ in spelling_rules():
        if size < least or written not in word:
            continue
        if place == "end":
            if word.endswith(written):
                yield word[: -len(written)] + standard
        elif place == "start" and not prefixed:
            if word.startswith(written):
                yield standard + word[len(written) :]
        else:
            at = word.find(written)
            while at >= 0:
                yield word[:at] + standard + word[at + len(written) :]
                at = word.find(written, at + 1)


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha() and text.islower()
