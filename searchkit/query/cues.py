"""The words of a query that give numbers, colours and superlatives beside them a meaning.

They stand in ``cues.csv``, each with its role. A phrase may have several:
"kepatuhan" makes a query one about the assessment (``anchor``) and names an
award together with a level (``award``).

- ``anchor``: the Ombudsman's assessment is spoken of; ``other``: another
  matter that has zones, marks and champions of its own.
- ``zone``, ``category``, ``quality``, ``award``, ``grade``: announce a band, each
  another kind of names; ``between``: may stand inside; ``joint``: joins two.
- ``denial``, ``leaving``, ``denial_filler``: deny a band, or leave it.
- ``up``, ``down``, ``from``, ``to``, ``change_filler``: a change of band or score.
- ``best``, ``worst``; ``judged``: what these are said of.
- ``score_noun``, ``score_filler``, ``above``, ``below``, ``at_least``, ``at_most``,
  ``and_more``, ``and_less``, ``between_limits``, ``range``: limits of a score;
  ``measure``: makes the number before it something else, as does ``counted``
  where nothing calls the number a score.
- ``rank_noun``, ``among``, ``top``: ranks; ``position``: ranks where the assessment
  is spoken of; ``scope``: that all bodies of the country are compared.
- ``last_year``, ``this_year``, ``latest_year``, ``since``, ``after``, ``before``,
  ``until``, ``now``, ``year_noun``: years by their place in time.
- ``unblemished``: the suffix of the best opinions.
- ``ordinary``: names of regions that in lower case read as ordinary words;
  ``place``: words after which a name is that of a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from searchkit.data import load_csv_resource
from searchkit.errors import DataError

Role = Literal[
    "anchor", "other",
    "zone", "category", "quality", "award", "grade", "between", "joint",
    "denial", "leaving", "denial_filler",
    "up", "down", "from", "to", "change_filler",
    "best", "worst", "judged",
    "score_noun", "score_filler", "above", "below", "at_least", "at_most",
    "and_more", "and_less", "between_limits", "range", "measure", "counted",
    "rank_noun", "position", "among", "top", "scope",
    "last_year", "this_year", "latest_year", "since", "after", "before",
    "until", "now", "year_noun",
    "unblemished",
    "ordinary", "place",
]  # fmt: skip
PACKAGE = "searchkit.query"
_TABLE = "cues.csv"

Said = Mapping[str, tuple[tuple[Role, tuple[str, ...]], ...]]
"""First words → roles and phrases that begin with them, shorter ones first."""
Phrases = Mapping[str, tuple[tuple[str, ...], ...]]
"""First words → the phrases that begin with them, longest first, each as its words."""


@cache
def cues(package: str = PACKAGE) -> Said:
    """All phrases with their roles. Raises DataError where the table is not valid."""
    found: dict[Role, set[tuple[str, ...]]] = {role: set() for role in get_args(Role)}
    for row in load_csv_resource(package, _TABLE, ("phrase", "role")):
        phrase, role = row["phrase"], row["role"]
        if role not in found:
            raise DataError(f"{package}/{_TABLE}: {phrase!r} has the unknown role {role!r}")
        words = tuple(phrase.split())
        known = found[role]
        if not words or phrase != phrase.lower() or words in known:
            raise DataError(f"{package}/{_TABLE}: {phrase!r} is repeated, or not in lower case")
        known.add(words)
    for role, phrases in found.items():
        if not phrases:
            raise DataError(f"{package}/{_TABLE}: no phrase has the role {role!r}")
    said: dict[str, list[tuple[Role, tuple[str, ...]]]] = {}
    for role, phrases in found.items():
        for words in sorted(phrases, key=len):
            said.setdefault(words[0], []).append((role, words))
    return {first: tuple(group) for first, group in said.items()}


def by_first_word(phrases: set[tuple[str, ...]]) -> Phrases:
    """Phrases in the shape in which ``Line`` looks for them."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=lambda words: (-len(words), words)):
        table.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(group) for first, group in table.items()}
