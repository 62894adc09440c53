"""Kept: what is looked at as a saved search, and the other way round.

A view has values of facets, a saved search has values as they are typed, for people edit
them and type them on the command line. Both ways the same articles are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from searchkit.query.ast import InBands, InLevels, InYears
from searchkit.query.filters import (
    Filters,
    band_filter,
    find_regions,
    level_filter,
    outlet_filter,
    year_filter,
)
from searchkit.regions.gazetteer import gazetteer
from searchkit.savedsearch import LONGEST_NAME, SavedSearch
from searchkit.translation import _
from searchkit.ui.app.view import FIELDS, ORDERS, ChosenField, View

if TYPE_CHECKING:
    from searchkit.index import Index

_YEARS = 200  # a span of more years is no list of years
_NO_WORD = re.compile(r"[^\w-]+|_+")


def search_of(view: View, name: str, location: str) -> SavedSearch:
    """A view under a name, for the index at a place."""
    return SavedSearch(
        name=name,
        query=view.asked,
        index=location,
        sort=view.sort,
        **view.typed_filters(),
    )


def view_of(search: SavedSearch, index: Index) -> View:
    """What a saved search looks at. Raises QueryError where a value of it means nothing.

    A part of an outlet's name and a span of years without an end are asked of the index:
    they are what it has of them.
    """
    search.filters  # noqa: B018 - tells what means nothing
    typed: dict[ChosenField, tuple[str, ...]] = {
        "region": search.regions,
        "year": search.years,
        "band": search.bands,
        "outlet": search.outlets,
        "level": search.levels,
    }
    chosen: dict[ChosenField, tuple[str, ...]] = {
        field: tuple(dict.fromkeys(v for text in texts for v in _values(field, text, index)))
        for field, texts in typed.items()
        if texts
    }
    return View(
        query="" if search.query.strip() == "*" else search.query,
        chosen=MappingProxyType(chosen),
        since=search.since,
        until=search.until,
        sort=search.sort,
    )


def told(search: SavedSearch) -> str:
    """A saved search in one line: its query, and what restricts it."""
    values = (*search.regions, *search.years, *search.bands, *search.outlets, *search.levels)
    words = [search.query, *map(_named, values)]
    if search.since or search.until:
        words.append(f"{search.since or ''}–{search.until or ''}")
    if search.sort != "relevance":
        words.append(_(ORDERS[search.sort]))
    return " · ".join(words)


def title_of(view: View) -> str:
    """A view in a few words, good for a name: ``zona hijau Jawa Timur 2023``."""
    words = [view.query, *(_named(value) for field in FIELDS for value in view.values(field))]
    words += [view.since or "", view.until or ""]
    cleaned = " ".join(_NO_WORD.sub(" ", " ".join(words)).split()).lstrip("- ")
    return cleaned[:LONGEST_NAME].rstrip("- ") or _("all articles")


def _named(value: str) -> str:
    """A value as people call it: regions by name."""
    region = gazetteer().get(value)
    return region.name if region else value.removeprefix("=")


def _values(field: ChosenField, text: str, index: Index) -> Iterator[str]:
    """The values of a facet that a text stands for."""
    if field == "region":
        yield from (region.code for region in find_regions(text))
    elif field == "band":
        node = band_filter(text)
        assert isinstance(node, InBands)
        yield from node.bands
    elif field == "level":
        level = level_filter(text)
        assert isinstance(level, InLevels)
        yield from level.levels
    elif field == "year":
        yield from _years(text, index)
    else:
        outlets = Filters((outlet_filter(text),))
        found = [str(value.value) for value in index.facet("outlet", filters=outlets).values]
        yield from found or [text.removeprefix("=")]


def _years(text: str, index: Index) -> Iterator[str]:
    span = year_filter(text)
    assert isinstance(span, InYears)
    first, last = span.first, span.last
    if first is not None and last is not None and last - first < _YEARS:
        yield from map(str, range(first, last + 1))
        return
    found = [str(value.value) for value in index.facet("year", filters=Filters((span,))).values]
    yield from found or [str(first if last is None else last)]
