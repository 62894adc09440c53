"""Survey: the files of a corpus next to what the index remembers of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from time import sleep, time_ns

from searchkit.article import Rejected
from searchkit.corpus import Corpus, Source
from searchkit.errors import CorpusError
from searchkit.syncstate import SyncState
from searchkit.translation import _

TICK_NS = 20_000_000
"""Changes nearer to each other may get the same moment: systems count in steps of up to 10 ms."""

COARSE_NS = 2_000_000_000
"""Some file systems keep the moment of a change in seconds, or in every second one."""

_ROUND_NS = 1_000_000  # others never keep whole milliseconds but by chance


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


def let_clock_tick(sources: Iterable[Source]) -> None:
    """Wait until a change from now on gets another moment than those that there were.

    At most two ticks, and only where a file was changed just now: what is read from
    then on, and changed afterwards, is seen to have changed. Moments that have not come
    yet (the clock was put back) are no reason to wait: a change does not get them.
    """
    now = time_ns()
    moments = (source.changed_ns for source in sources)
    last = max((moment for moment in moments if moment <= now + TICK_NS), default=0)
    if last + TICK_NS > now:
        sleep((last + TICK_NS - now) / 1_000_000_000)


def may_change_unseen(source: Source) -> bool:
    """Whether a change right after it is read may leave a file with the same moment.

    So where its file system keeps coarse moments, and it was changed seconds ago.
    """
    if source.changed_ns % _ROUND_NS:
        return False
    return abs(time_ns() - source.changed_ns) < COARSE_NS


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
