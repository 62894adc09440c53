"""Survey: the files of a corpus next to what the index remembers of them."""

from __future__ import annotations

import os
from dataclasses import dataclass

from searchkit.article import Rejected
from searchkit.corpus import Corpus, Source
from searchkit.errors import CorpusError
from searchkit.syncstate import SyncState
from searchkit.translation import _


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
    seen = {source.path for source in sources}
    unread = tuple(item.path for item in rejected)
    missing = [path for path in state.files if path not in seen]
    for root in map(str, corpus.roots):
        if any(_is_below(path, root) for path in seen):
            continue
        if known := sum(1 for path in missing if _is_below(path, root)):
            raise CorpusError(
                _("{root} has no articles left, but the index has {known} files from it").format(
                    root=root, known=known
                ),
                _(
                    "If it should be empty, build the index anew from what is there: "
                    "searchkit index --rebuild"
                ),
            )
    files = state.files
    known_ones = [source for source in sources if source.path in files]
    untouched = {source.path for source in known_ones if files.is_untouched(source)}
    return Survey(
        added=tuple(source for source in sources if source.path not in files),
        changed=tuple(source for source in known_ones if source.path not in untouched),
        unchanged=tuple(source for source in known_ones if source.path in untouched),
        missing=tuple(
            path
            for path in missing
            if any(_is_below(path, str(root)) for root in corpus.roots)
            and not any(_is_below(path, other) for other in unread)
        ),
        rejected=tuple(rejected),
    )


def plan(corpus: Corpus, state: SyncState, *, prune: bool = False) -> SyncPlan:
    """What ``sync`` would do. Raises CorpusError as ``survey`` does."""
    found = survey(corpus, state)

    def paths(sources: tuple[Source, ...]) -> tuple[str, ...]:
        return tuple(source.path for source in sources)

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
