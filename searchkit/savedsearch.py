"""SavedSearch: a search under a name, and how it stands in a file that people may edit."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast, get_args

from searchkit.engines.base import Sort
from searchkit.errors import SavedSearchError
from searchkit.query.filters import Filters
from searchkit.translation import _

LONGEST_NAME = 60
"""In characters: as a part of a file's name, so many of any alphabet have room."""

_BYTES = 4 * LONGEST_NAME

VALUES = ("regions", "years", "bands", "outlets", "levels")
"""The filters that may have several values."""

_OWN = ("query", *VALUES, "since", "until", "sort", "index", "saved_at")


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under a name, with its filters as typed (see ``Filters.parse``).

    ``index`` is the place of the index that it is for, absolute once it is kept.
    ``saved_at`` and ``read_at`` have a time zone; None where it was never kept or
    read, or nobody knows when.
    """

    name: str
    query: str
    index: str
    regions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    sort: Sort = "relevance"
    saved_at: datetime | None = None
    read_at: datetime | None = None

    @property
    def filters(self) -> Filters:
        """What restricts it. Raises QueryError for a value that means nothing."""
        return Filters.parse(
            regions=self.regions,
            years=self.years,
            bands=self.bands,
            outlets=self.outlets,
            levels=self.levels,
            since=self.since,
            until=self.until,
        )

    def is_for(self, location: str | os.PathLike[str]) -> bool:
        """Whether it is for the index at a place."""
        places = absolute(location), absolute(self.index)
        try:
            return places[0] == places[1] or Path(places[0]).samefile(places[1])
        except (OSError, ValueError):
            return False


def absolute(location: str | os.PathLike[str]) -> str:
    """The place of an index, whatever the current folder; addresses stay as they are."""
    text = os.fspath(location)
    return text if "://" in text else os.path.abspath(text)  # noqa: PTH100 - resolves no links


def key_of(name: str) -> str:
    """What two names that count as the same have in common; can be part of a file's name."""
    return unicodedata.normalize("NFC", _spaced(name).casefold())


def checked_name(name: str) -> str:
    """A name as it is kept, with single blanks. Raises SavedSearchError where it is none."""
    kept = _spaced(name)
    fits = len(kept) <= LONGEST_NAME and len(key_of(kept).encode(errors="replace")) <= _BYTES
    if fits and kept[:1].isalnum() and all(map(_is_of_names, kept)):
        return kept
    raise SavedSearchError(
        _("{name!r} is no name for a saved search").format(name=name),
        _(
            "A name has letters, digits, blanks, - and _, begins with a letter or digit, and has"
            " {count} characters at most."
        ).format(count=LONGEST_NAME),
    )


def _spaced(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _is_of_names(character: str) -> bool:
    # Marks are what letters of other alphabets are written with.
    return character in "-_ " or character.isalnum() or unicodedata.category(character)[0] == "M"


def entry_of(search: SavedSearch) -> dict[str, Any]:
    """The entry of a search in a file, without what is at its default."""
    values = {name: getattr(search, name) for name in _OWN}
    values["sort"] = None if search.sort == "relevance" else search.sort
    values["saved_at"] = search.saved_at and search.saved_at.isoformat()
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value or name == "query"
    }


def unknown_in(entry: Any) -> dict[str, Any]:
    """What stands in an entry that is nothing of searchkit's."""
    return {key: value for key, value in entry.items() if key not in _OWN}


def search_of(name: str, entry: Any, folder: Path) -> SavedSearch:
    """The search that an entry of a file tells of.

    ``folder`` is that of the file: a relative path of an index starts from there. Raises
    SavedSearchError telling what is wrong with the entry.
    """
    if not isinstance(entry, dict):
        raise SavedSearchError(_("{name!r} has no query").format(name=name))
    texts = {key: _text(key, entry.get(key, "")) for key in _OWN if key not in VALUES}
    for key in ("query", "index"):
        if not texts[key]:
            raise SavedSearchError(_("{name!r} has no {key!r}").format(name=name, key=key))
    if (sort := texts["sort"] or "relevance") not in get_args(Sort):
        raise SavedSearchError(
            _("'sort' is {value!r}, which is none of {choices}").format(
                value=sort, choices=", ".join(get_args(Sort))
            )
        )
    regions, years, bands, outlets, levels = (_texts(key, entry.get(key, "")) for key in VALUES)
    return SavedSearch(
        name=name,
        query=texts["query"],
        index=_place(texts["index"], folder),
        regions=regions,
        years=years,
        bands=bands,
        outlets=outlets,
        levels=levels,
        since=texts["since"] or None,
        until=texts["until"] or None,
        sort=cast("Sort", sort),
        saved_at=_moment(texts["saved_at"]),
    )


def _text(key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    raise SavedSearchError(_("{key!r} is no text").format(key=key))


def _texts(key: str, value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(filter(None, (_text(key, each) for each in values)))


def _place(text: str, folder: Path) -> str:
    if "\0" in text:
        raise SavedSearchError(_("{key!r} is no text").format(key="index"))
    if "://" in text:
        return text
    return absolute(folder / os.path.expanduser(text))  # noqa: PTH111 - unlike Path's, never raises


def _moment(text: str) -> datetime | None:
    """When something was kept; as nothing depends on it, what is no date counts as none."""
    if re.match(r"\d{4}-", text) is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError):
        return None
