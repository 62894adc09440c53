"""Abbreviations that are written with a full stop, and whether one may end a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE

_LONGEST = 12
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{1,6}\.)*[^\W\d_]{1,8}$")


@lru_cache
def abbreviations(package: str = PACKAGE) -> Mapping[str, bool]:
    """Each abbreviation in lower case, without its last full stop → may it end a sentence.

    Raises DataError on a bad row.
    """
    found: dict[str, bool] = {}
    columns = ("abbreviation", "may_end", "meaning")
    for row in load_csv_resource(package, "abbreviations.csv", columns):
        short = row["abbreviation"]
        if short in found or short != short.lower() or not 0 < len(short) <= _LONGEST:
            raise DataError(f"{package}/abbreviations.csv: bad or repeated {short!r}")
        if row["may_end"] not in ("0", "1"):
            raise DataError(f"{package}/abbreviations.csv: {short}: may_end is not 0 or 1")
        found[short] = row["may_end"] == "1"
    return MappingProxyType(found)


def holds_sentence(text: str, stop: int) -> bool:
    """Whether the full stop ``text[stop]`` belongs to a word that never ends a sentence.

    True after a title, unit or reference (``Dr.``, ``Kab.``, ``No.``) and after
    a single capital, which is read as an initial (``M. Najih``).
    """
    match = _WORD_BEFORE.search(text, max(0, stop - _LONGEST - 1), stop)
    if match is None:
        return False
    word = match.group()
    if match.start() > 0 and text[match.start() - 1].isalnum():
        return False
    if len(word) == 1 and word.isupper():
        return True
    return abbreviations().get(word.lower()) is False
