"""Verification: whether an index is as it was written, to the last byte."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from pathlib import Path

from searchkit.engines.base import Store, StoredState
from searchkit.engines.checkup import Note, OnBytes, Problem, ignore_bytes
from searchkit.errors import IndexDamaged
from searchkit.syncstate import SyncState
from searchkit.translation import _, numbered

_NAMED = 3
"""So many ids are told of those that are missing."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: the last commit, its files and their bytes, its living articles.

    ``problems`` is everything that is damaged; ``notes`` names what lies in the folder and
    is not of the commit, which does no harm. Files are told relative to ``location``.
    Where damage keeps the articles from being counted ``articles`` is None; where the manifest
    itself is damaged nothing can be counted, and the other figures are 0.
    """

    location: Path
    commit: int
    files: int
    bytes: int
    articles: int | None
    problems: tuple[Problem, ...]
    notes: tuple[Note, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is damaged."""
        return not self.problems


def verify(location: Path, store: Store, on_bytes: OnBytes = ignore_bytes) -> Verification:
    """Read all of the last commit and hold it against what it was; nothing is changed.

    A commit that comes in between does no harm. Raises IndexMissing, IndexOutdated, and
    IndexUnusable for a file that the system does not let be read.
    """
    found = store.checkup(on_bytes)
    problems = list(found.problems)
    if found.state is not None:
        problems += _disagreements(found.state, found.ids)
    return Verification(
        location=location,
        commit=found.commit,
        files=found.files,
        bytes=found.bytes,
        articles=None if found.ids is None else len(found.ids),
        problems=tuple(problems),
        notes=found.notes,
    )


def _disagreements(stored: StoredState, ids: frozenset[str] | None) -> Iterable[Problem]:
    """What the sync state says otherwise than the segments."""
    try:
        state = SyncState.load(stored.record, stored.pieces)
        known = set(state.files.owners())
        count = state.count()
    except IndexDamaged as error:
        yield Problem("manifest.json", error.message, _("the state of a sync"))
        return
    if ids is None:
        return
    if missing := known - ids:
        yield Problem("data", _without(missing), _("all articles that the sync state knows"))
    if unknown := ids - known:
        yield Problem("data", _with(unknown), _("only articles that the sync state knows"))
    if count != len(known):
        found = numbered("{n} article in the sync state", "{n} articles in the sync state", count)
        yield Problem("data", found, str(len(known)))


def _without(ids: Set[str]) -> str:
    text = numbered("{n} article is missing", "{n} articles are missing", len(ids))
    return f"{text} ({_some(ids)})"


def _with(ids: Set[str]) -> str:
    text = numbered("{n} article too many", "{n} articles too many", len(ids))
    return f"{text} ({_some(ids)})"


def _some(ids: Set[str]) -> str:
    return ", ".join([*sorted(ids)[:_NAMED], *(["…"] if len(ids) > _NAMED else [])])
