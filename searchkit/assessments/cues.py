"""The words that give numbers, colours and years their meaning, as pieces of patterns.

The lists stand in ``cues.yaml``; modules here build their patterns from them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

_FILE = "cues.yaml"
_WITH_CASE = frozenset({"other_assessments"})
_WORD = re.compile("[a-z]+")
_BLANK = {" ": r"\s{1,3}"}
_Tree = dict[str, "_Tree"]
"""Phrases by their characters; where one ends, by what must follow its last."""


def one_of(*names: str) -> str:
    """A non-capturing group that matches any phrase of the named lists, longest first.

    A blank in a phrase matches up to three characters of white space. Word
    boundaries are set on the sides where a phrase begins or ends with a letter
    or digit.
    """
    phrases = {phrase for name in names for phrase in words(name)}
    inside = [phrase for phrase in phrases if phrase[0].isalnum()]
    others = [phrase for phrase in phrases if not phrase[0].isalnum()]
    branches = [rf"\b{_any_of(inside)}"] if inside else []
    branches += [_any_of(others)] if others else []
    return f"(?:{'|'.join(branches)})"


def openers(*names: str) -> frozenset[str]:
    """The words, as ``Wording`` has them, one of which every phrase of the lists begins with.

    Raises DataError where a phrase begins with something else.
    """
    found: set[str] = set()
    for name in names:
        for phrase in words(name):
            word = _WORD.match(phrase.lower())
            if word is None:
                raise DataError(f"searchkit.assessments/{_FILE}: {name!r}: {phrase!r} is no word")
            found.add(word[0])
    return frozenset(found)


def words(name: str) -> tuple[str, ...]:
    """One list of cues.yaml. Raises DataError where there is none of that name."""
    lists = _lists()
    if name not in lists:
        raise DataError(f"searchkit.assessments/{_FILE}: the list {name!r} is missing")
    return lists[name]


def _any_of(phrases: Collection[str]) -> str:
    """A pattern of some phrases: what they begin with alike is written, and compared, once."""
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for character in " ".join(phrase.split()):
            node = node.setdefault(character, {})
        node[r"\b" if phrase[-1].isalnum() else ""] = {}
    return _pattern(tree)


def _pattern(tree: _Tree) -> str:
    """The pattern of a tree of phrases; of two that both fit the longer is tried first."""
    branches = [
        _BLANK.get(piece, re.escape(piece)) + _pattern(rest)
        for piece, rest in sorted(tree.items())
        if rest
    ]
    branches += [piece for piece, rest in tree.items() if not rest]  # a phrase ends here
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


@cache
def _lists() -> Mapping[str, tuple[str, ...]]:
    """Every list. Raises DataError where an entry is no list of phrases.

    Texts are searched in lower case, so a phrase with capitals would never be found.
    """
    table = load_yaml_resource("searchkit.assessments", _FILE)
    lists: dict[str, tuple[str, ...]] = {}
    for name, phrases in table.items():
        if not isinstance(phrases, list) or not phrases:
            raise DataError(f"searchkit.assessments/{_FILE}: {name!r} is no list of phrases")
        for phrase in phrases:
            if not isinstance(phrase, str) or not phrase.strip():
                raise DataError(f"searchkit.assessments/{_FILE}: {name!r} holds {phrase!r}")
            if phrase != phrase.lower() and name not in _WITH_CASE:
                raise DataError(f"searchkit.assessments/{_FILE}: {name!r}: capitals in {phrase!r}")
        if len(set(phrases)) != len(phrases):
            raise DataError(f"searchkit.assessments/{_FILE}: {name!r} holds a phrase twice")
        lists[name] = tuple(phrases)
    return lists
