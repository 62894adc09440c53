"""SavedSearches: searches that are kept under a name, and which articles are new to them.

One folder holds ``saved.yaml``, which people may edit, and beside it for each
search that was ever read a small file with the hashes of the articles that it had
found then. New is what matches the whole query now and did not at the last
reading: an article that was indexed since, or changed so that it matches now.
Building the index anew makes nothing new.

Several processes may change the same searches: each change is made under a lock to
what the file holds at that moment, and lines that it does not concern stay as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from dataclasses import replace as with_
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from searchkit.data import Entry, parse_entries, with_entry
from searchkit.disk import NotFree, locked, make_folders, open_own, sync_folder, write_atomically
from searchkit.errors import (
    IndexUnusable,
    QueryError,
    SavedSearchError,
    SearchNotSaved,
    cause_of,
    step_after,
)
from searchkit.index import Index
from searchkit.news import News, news_of
from searchkit.savedsearch import (
    SavedSearch,
    absolute,
    checked_name,
    entry_of,
    key_of,
    search_of,
    unknown_in,
)
from searchkit.seen import Seen, hashed
from searchkit.translation import N_, _

FILE = "saved.yaml"
LOCK = "saved.lock"

_WAIT_S = 10.0
_HEAD = N_("The saved searches of searchkit, one entry each. Edit them as you like.")


class SavedSearches:
    """The saved searches in a folder, which need not exist.

    Every method reads what is there at that moment; names go by any case. All raise
    SavedSearchError where the file cannot be read, understood or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    # Reading

    def all(self) -> tuple[SavedSearch, ...]:
        """All of them, in the order of the file."""
        return tuple(self._read().searches.values())

    def of(self, location: str | os.PathLike[str]) -> tuple[SavedSearch, ...]:
        """Those that were saved for the index at a place, in the order of the file."""
        return tuple(search for search in self.all() if search.is_for(location))

    def get(self, name: str) -> SavedSearch:
        """The search of that name. Raises SavedSearchError with near names."""
        return self._read().found(name)

    def news(self, search: SavedSearch, index: Index) -> News:
        """What is new to a search since it was last read, all of it where it never was.

        Costs milliseconds; no article is read. Raises SavedSearchError where its query
        or a filter of it means nothing (any more), and as ``Index.search``.
        """
        try:
            ids = index.matching(search.query, filters=search.filters)
        except QueryError as error:
            place = _("It stands in {path}.").format(path=self.path)
            raise SavedSearchError(
                _("the saved search {name!r} means nothing: {reason}").format(
                    name=search.name, reason=error.message
                ),
                f"{error.next_step} {place}".strip(),
            ) from error
        return news_of(search, ids, Seen.load(self._seen_path(search.name)).hashes)

    def counts(self, index: Index) -> dict[str, int]:
        """How many articles are new to each search of this index, by its name.

        Costs milliseconds each. Those that cannot be asked are left out: whose
        query means nothing any more, or all where there is no index to ask.
        """
        found: dict[str, int] = {}
        for search in self.of(index.location):
            with suppress(SavedSearchError, IndexUnusable):
                found[search.name] = len(self.news(search, index))
        return found

    # Changing

    def save(
        self, search: SavedSearch, *, seen: Iterable[str] | None = None, replace: bool = False
    ) -> SavedSearch:
        """Keep a search, and take it as read with the articles ``seen``; as it was kept.

        None leaves it unread, so that all that matches is new. Its index becomes
        absolute, its name loses superfluous blanks. Raises SavedSearchError where
        the name is none, or is taken and not to be replaced; what else stands in
        the file about a replaced one stays.
        """
        name, now = checked_name(search.name), datetime.now().astimezone().replace(microsecond=0)
        entry = entry_of(with_(search, index=absolute(search.index), saved_at=now))
        kept = search_of(name, entry, self.folder)
        with self._changing() as file:
            old = file.searches.get(key_of(name))
            if old and not replace:
                raise _taken(old.name, _("Give another name, or --replace to put it in its place."))
            # Whoever is killed on the way leaves articles that are told twice, not never: what
            # was read of another search goes before this one comes.
            self._forget(name)
            if old is None and seen is not None:
                self._read_by(name, now, seen)  # it counts as soon as the search is there
            self._write(file, name, (name, {**file.unknown(name), **entry}))
            if seen is None:
                return kept
            if old is not None:
                self._read_by(name, now, seen)
        return with_(kept, read_at=now)

    def remove(self, name: str) -> SavedSearch:
        """Forget a search; it is returned. Raises SavedSearchError with near names."""
        with self._changing() as file:
            search = file.found(name)
            self._write(file, name, None)
            self._seen_path(search.name).unlink(missing_ok=True)
        return search

    def rename(self, old: str, new: str) -> SavedSearch:
        """Give a search another name, under which it is returned.

        Raises SavedSearchError where there is none, or the other name is none or taken.
        """
        name = checked_name(new)
        with self._changing() as file:
            search = file.found(old)
            before, after = self._seen_path(search.name), self._seen_path(name)
            if before == after:
                self._write(file, old, (name, file.value(old)))
                return with_(search, name=name)
            if key_of(name) in file.searches:
                raise _taken(name, _("Give another name, or remove that one first."))
            after.unlink(missing_ok=True)
            if before.is_file():
                write_atomically(after, before.read_bytes())
            self._write(file, old, (name, file.value(old)))
            before.unlink(missing_ok=True)
        return with_(search, name=name)

    def mark_read(self, news: News, only: Iterable[str] | None = None) -> None:
        """From now on, nothing that was told as news is new; ``only``: but for these, it stays so.

        What another process has marked since then stays read. Nothing happens where the
        search was removed or replaced meanwhile.
        """
        search = news.search
        with self._changing() as file:
            found = file.searches.get(key_of(search.name))
            if found is None or with_(found, read_at=search.read_at) != search:
                return
            path = self._seen_path(search.name)
            read = news.read(Seen.load(path).hashes, only)
            Seen.of(datetime.now().astimezone(), read).store(path)

    # Inside

    def _read(self) -> _File:
        try:
            with TextIOWrapper(open_own(self.path), encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            text = ""
        except UnicodeDecodeError as error:
            raise SavedSearchError(
                _("{path}: not UTF-8 text").format(path=self.path), _("Save the file as UTF-8.")
            ) from error
        except OSError as error:
            raise SavedSearchError(
                _("{path}: cannot be read ({cause})").format(path=self.path, cause=cause_of(error)),
                _("Check the path and its permissions."),
            ) from error
        try:
            entries = parse_entries(text)
        except ValueError as error:
            raise _unusable(self.path, str(error)) from error
        found = _File(text, entries)
        for name, entry in entries.items():
            place = _("the entry at line {line}").format(line=entry.line)
            try:
                search = search_of(checked_name(name), entry.value, self.folder)
            except SavedSearchError as error:
                raise _unusable(self.path, f"{place}: {error.message}") from error
            if key_of(search.name) in found.searches:
                twice = _("its name stands there twice")
                raise _unusable(self.path, f"{place}: {twice}")
            seen = Seen.load(self._seen_path(name))
            found.searches[key_of(search.name)] = with_(search, read_at=seen.read_at)
            found.written[key_of(search.name)] = name
        return found

    @contextmanager
    def _changing(self) -> Iterator[_File]:
        """What the file holds, while nobody else may change it."""
        try:
            make_folders(self.folder)
            with locked(self.folder / LOCK, _WAIT_S):
                yield self._read()
        except NotFree:
            raise SavedSearchError(
                _("{path}: another process is changing it").format(path=self.path),
                _("Try again when it is done."),
            ) from None
        except OSError as error:
            raise SearchNotSaved(
                _("{path}: cannot be written ({cause})").format(
                    path=error.filename or self.path, cause=cause_of(error)
                ),
                step_after(error) or _("Check the path and its permissions."),
            ) from error

    def _write(self, file: _File, name: str, entry: tuple[str, Any] | None) -> None:
        """Replace, add or (None) remove the entry that goes by a name."""
        text = file.text or f"# {_(_HEAD)}\n"
        text = with_entry(text, file.written.get(key_of(name), name), entry)
        # Where the file is a link to one that is kept elsewhere, it stays one.
        write_atomically(self.path.resolve(), text.encode())

    def _read_by(self, name: str, moment: datetime, articles: Iterable[str]) -> None:
        """Take down what a search had found when it was read."""
        Seen.of(moment, map(hashed, articles)).store(self._seen_path(name))

    def _forget(self, name: str) -> None:
        """Forget what was read of a search, durably."""
        with suppress(FileNotFoundError):
            self._seen_path(name).unlink()
            sync_folder(self.folder)

    def _seen_path(self, name: str) -> Path:
        return self.folder / f"seen-{key_of(checked_name(name))}.bin"


@dataclass(frozen=True, slots=True)
class _File:
    """What ``saved.yaml`` holds: by the key of each name the search, and the name as written."""

    text: str
    entries: Mapping[str, Entry]
    searches: dict[str, SavedSearch] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def found(self, name: str) -> SavedSearch:
        search = self.searches.get(key_of(name))
        if search is not None:
            return search
        names = {key: each.name for key, each in self.searches.items()}
        from difflib import get_close_matches  # only for a message

        near = [names[key] for key in get_close_matches(key_of(name), names, n=3)]
        if near:
            step = _("Did you mean {names}?").format(names=_(" or ").join(near))
        elif names:
            step = _("There are: {names}.").format(names=", ".join(names.values()))
        else:
            step = _("None is saved yet; type: searchkit save NAME QUERY")
        raise SavedSearchError(_("no search is saved as {name!r}").format(name=name), step)

    def value(self, name: str) -> dict[str, Any]:
        """The entry of a search as it stands there; empty where there is none."""
        written = self.written.get(key_of(name))
        return {} if written is None else dict(self.entries[written].value)

    def unknown(self, name: str) -> dict[str, Any]:
        """What stands in it that is nothing of searchkit's."""
        return unknown_in(self.value(name))


def _taken(name: str, next_step: str) -> SavedSearchError:
    return SavedSearchError(_("a search is saved as {name!r} already").format(name=name), next_step)


def _unusable(path: Path, problem: str) -> SavedSearchError:
    return SavedSearchError(
        f"{path}: {problem}",
        _("Correct that line, or move the file away to begin anew; it is left as it is."),
    )
