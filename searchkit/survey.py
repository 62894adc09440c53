"""Survey: the files of a corpus next to what the index remembers of them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from searchkit.article import Rejected
from searchkit.corpus import Corpus, Source
from searchkit.errors import CorpusError
from searchkit.syncstate import SyncState


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync would do, in paths of files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a corpus next to what the index remembers; nothing is read yet."""

    added: tuple[Source, ...]
    changed: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    missing: tuple[str, ...]
    rejected: tuple[Rejected, ...]


def survey(corpus: Corpus, state: SyncState) -> Survey:
    """Compare a corpus with the sync state by path, size and time.

    Raises CorpusError where a root does not exist, or has no article left
    although the index knows some: a drive that is not mounted must not look
    like a mass deletion.
    """
    sources: list[Source] = []
    rejected: list[Rejected] = []
    for item in corpus.sources():
        (rejected if isinstance(item, Rejected) else sources).append(item)  # type: ignore[arg-type]
    seen = {str(source.path) for source in sources}
    unread = tuple(item.path for item in rejected)
    for root in map(str, corpus.roots):
        known = sum(1 for path in state.files if _is_below(path, root))
        if known and not any(_is_below(path, root) for path in seen):
            raise CorpusError(
                f"{root} has no articles left, but the index has {known} files from it",
                "If it should be empty, build the index anew from what is there: "
                "searchkit index --rebuild",
            )
    missing = [
        path
        for path in state.files
        if path not in seen
        and any(_is_below(path, str(root)) for root in corpus.roots)
        and not any(_is_below(path, other) for other in unread)
    ]
    known_files = state.files
    return Survey(
        added=tuple(s for s in sources if str(s.path) not in known_files),
        changed=tuple(
            s for s in sources if (entry := known_files.get(str(s.path))) and not entry.matches(s)
        ),
        unchanged=tuple(
            s for s in sources if (entry := known_files.get(str(s.path))) and entry.matches(s)
        ),
        missing=tuple(missing),
        rejected=tuple(rejected),
    )


def plan(corpus: Corpus, state: SyncState, *, prune: bool = False) -> SyncPlan:
    """What ``sync`` would do. Raises CorpusError as ``survey`` does."""
    found = survey(corpus, state)

    def paths(sources: tuple[Source, ...]) -> tuple[str, ...]:
        return tuple(str(source.path) for source in sources)

    return SyncPlan(
        added=paths(found.added),
        changed=paths(found.changed),
        unchanged=paths(found.unchanged),
        removed=found.missing if prune else (),
        missing=() if prune else found.missing,
        rejected=found.rejected,
    )


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
