"""Facts: what is known about each article, as ordinals into the distinct values.

A question about a fact is asked once for each distinct value; what follows is
one look into a table for each article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from searchkit.engines.outcome import Outcome
from searchkit.engines.whoosh.arrays import Places, distinct, places_of
from searchkit.query import ast

Predicate = Callable[[str], bool]

FEW_VALUES = 8
"""So many values are compared with a whole column one by one; more are looked up in a table.

A comparison of a million ordinals takes 0.1 ms, a million looks into a table 1.5 ms.
"""

_KEPT = 64  # answers of the vocabulary to one question

_BETWEEN = "\t"
_SHAPES = {
    "year": re.compile(r"[0-9]{1,4}"),
    "month": re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])"),
}


class Column:
    """A fact of every article: ``vocabulary[ordinals[number]]``, several values joined by a tab.

    Values that are counted are looked up by whoever shows them; ``fact`` tells which they may be.
    """

    def __init__(
        self,
        ordinals: NDArray[np.unsignedinteger],
        vocabulary: Sequence[str],
        fact: str = "",
    ) -> None:
        self._fact = fact
        self.ordinals = ordinals
        self.vocabulary = vocabulary
        self._chosen: dict[ast.Facts, NDArray[np.bool_]] = {}
        self._numbers: dict[Callable[[str], float], NDArray[np.float64]] = {}

    def where(self, node: ast.Facts, predicate: Predicate, ids: Places | None = None) -> Places:
        """The articles whose value satisfies a node, by its predicate; with ``ids`` their places
        in that.
        """
        if ids is not None and len(ids) < len(self.vocabulary) and node not in self._chosen:
            found = self.ordinals.take(ids).astype(np.int64)
            ordinals = distinct(found)
            which = np.searchsorted(ordinals, found)
            holds = [predicate(self.vocabulary[ordinal]) for ordinal in ordinals.tolist()]
            return np.flatnonzero(np.array(holds, dtype=bool).take(which))
        chosen = self._chosen.get(node)
        if chosen is None:
            chosen = np.fromiter(map(predicate, self.vocabulary), bool, len(self.vocabulary))
            if len(self._chosen) >= _KEPT:
                self._chosen.clear()
            self._chosen[node] = chosen
        if ids is not None:
            return places_of(chosen.take(self.ordinals.take(ids)))
        values = np.flatnonzero(chosen)
        if len(values) > FEW_VALUES:
            return places_of(chosen.take(self.ordinals))
        mask = np.zeros(len(self.ordinals), dtype=bool)
        for value in values.astype(self.ordinals.dtype):
            mask |= self.ordinals == value
        return places_of(mask)

    def mapped(self, change: Callable[[str], str], fact: str) -> Column:
        """The column of what becomes of each value, in articles in the same order."""
        vocabulary: dict[str, int] = {}
        table = [vocabulary.setdefault(change(value), len(vocabulary)) for value in self.vocabulary]
        numbers = np.array(table, dtype=np.min_scalar_type(len(vocabulary)))
        return Column(numbers.take(self.ordinals), list(vocabulary), fact)

    def numbers(self, convert: Callable[[str], float], ids: Places) -> NDArray[np.float64]:
        """The values of some articles as numbers."""
        table = self._numbers.get(convert)
        if table is None:
            table = np.fromiter(map(convert, self.vocabulary), float, len(self.vocabulary))
            self._numbers[convert] = table
        return table.take(self.ordinals.take(ids))

    def counts(self, ids: Places) -> Places:
        """How many of some articles have each value of the vocabulary."""
        return np.bincount(self.ordinals.take(ids), minlength=len(self.vocabulary))

    def spread(self, combinations: NDArray[np.number]) -> dict[str, int]:
        """Counts of the vocabulary as counts of the single values; those that none has left out."""
        values, owners, members = self._singles
        counts = np.bincount(members, weights=combinations.take(owners), minlength=len(values))
        found = np.flatnonzero(counts)
        numbers = counts.take(found).astype(np.int64).tolist()
        return dict(zip(map(values.__getitem__, found.tolist()), numbers, strict=True))

    @cached_property
    def _singles(self) -> tuple[list[str], Places, Places]:
        """The single values; and for each one in each combination the ordinals of both."""
        known: dict[str, int] = {}
        owners: list[int] = []
        members: list[int] = []
        for ordinal, combination in enumerate(self.vocabulary):
            for value in filter(None, combination.split(_BETWEEN)):
                owners.append(ordinal)
                members.append(known.setdefault(value, len(known)))
        _require_known(self._fact, known)
        return list(known), np.array(owners, dtype=np.int64), np.array(members, dtype=np.int64)


def _require_known(fact: str, values: Iterable[str]) -> None:
    """Raise ValueError where something is no year, month or region."""
    if fact == "region":
        from searchkit.regions.gazetteer import gazetteer  # not every search counts regions

        known: Callable[[str], object] = gazetteer().get
    elif fact in _SHAPES:
        known = _SHAPES[fact].fullmatch
    else:
        return
    for value in values:
        if known(value) is None:
            raise ValueError(f"{value!r:.50} is no {fact}")


def predicate(node: ast.Facts) -> tuple[str, Predicate]:
    """The fact column that a node looks at, and the test for one of its values."""
    match node:
        case ast.InRegion():
            return "region", _any_of(node.codes)
        case ast.Mentions():
            return "mention", _any_of(node.codes)
        case ast.InLevels():
            return "level", _any_of(node.levels)
        case ast.Assesses():
            return "assessed", _any_of(node.keys) if node.keys else bool
        case ast.InBands():
            return "band", _any_of(node.bands)
        case ast.FromOutlets(exact=True):
            return "outlet", _any_of(node.outlets)
        case ast.FromOutlets():
            wanted = [_spaced(outlet) for outlet in node.outlets]
            return "outlet", lambda value: any(name in _spaced(value) for name in wanted)
        case ast.InYears():
            return "year", _between(str(node.first or "0000"), str(node.last or "9999"))
        case ast.Dated():
            since = node.since.isoformat() if node.since else "0000"
            until = node.until.isoformat() if node.until else "9999"
            return "date", _between(since, until)
        case ast.Scored():
            return "scores", lambda value: any(
                node.has(float(score)) for score in value.split(_BETWEEN) if score
            )
        case ast.HasResult():
            return "outcomes", lambda value: any(one.satisfies(node) for one in _loaded(value))
        case _:
            assert_never(node)


@lru_cache(maxsize=1 << 16)
def _loaded(outcomes: str) -> tuple[Outcome, ...]:
    return tuple(Outcome.load(one) for one in outcomes.split(_BETWEEN) if one)


def _spaced(name: str) -> str:
    """Lower-case words with one space around each, so that whole words compare."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return f" {' '.join(words)} "


def _any_of(wanted: tuple[str, ...]) -> Predicate:
    chosen = frozenset(wanted)
    return lambda value: not chosen.isdisjoint(value.split(_BETWEEN))


def _between(first: str, last: str) -> Predicate:
    # Years and ISO dates order like their texts; an unknown one lies nowhere.
    return lambda value: value != "" and first <= value <= last
