"""The words that give numbers, colours and years their meaning, as pieces of patterns.

The lists stand in ``cues.yaml``; modules here build their patterns from them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

_FILE = "cues.yaml"


def one_of(*names: str) -> str:
    """A non-capturing group that matches any phrase of the named lists, longest first.

    A blank in a phrase matches up to three characters of white space. Word
    boundaries are set on the sides where a phrase begins or ends with a letter
    or digit.
    """
    phrases = {phrase for name in names for phrase in words(name)}
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(_pattern(phrase) for phrase in ordered) + ")"


def words(name: str) -> tuple[str, ...]:
    """One list of cues.yaml. Raises DataError where there is none of that name."""
    lists = _lists()
    if name not in lists:
        raise DataError(f"searchkit.assessments/{_FILE}: the list {name!r} is missing")
    return lists[name]


def _pattern(phrase: str) -> str:
    body = r"\s{1,3}".join(re.escape(word) for word in phrase.split())
    before = r"\b" if phrase[0].isalnum() else ""
    after = r"\b" if phrase[-1].isalnum() else ""
    return f"{before}{body}{after}"


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    """Every list. Raises DataError where an entry is no list of phrases."""
    table = load_yaml_resource("searchkit.assessments", _FILE)
    lists: dict[str, tuple[str, ...]] = {}
    for name, phrases in table.items():
        if not isinstance(phrases, list) or not phrases:
            raise DataError(f"searchkit.assessments/{_FILE}: {name!r} is no list of phrases")
        for phrase in phrases:
            if not isinstance(phrase, str) or not phrase.strip():
                raise DataError(f"searchkit.assessments/{_FILE}: {name!r} holds {phrase!r}")
        lists[name] = tuple(phrases)
    return lists
