"""Indexer: brings an index in line with a corpus, touching only what changed.

The sync state, committed together with the articles, remembers every source
file: size and moment of change, the content hash of each article read from
it, and what was rejected. A file with the same size and moment is not opened; an
article with the same hash is not indexed again. Articles whose file or record
is gone stay until a sync with ``prune``; a file that cannot be read, or not to
its end, says nothing about what is in it and is read again at the next sync.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from searchkit.article import Rejected, Unread
from searchkit.corpus import MAX_REJECTED, Corpus, Source, placed
from searchkit.engines.base import EngineWriter, NoRoom
from searchkit.errors import cause_of
from searchkit.survey import let_clock_tick, may_change_unseen, survey
from searchkit.syncpiece import GONE, UNSETTLED, FileState
from searchkit.syncstate import SyncState
from searchkit.translation import _, grouped

if TYPE_CHECKING:
    from searchkit.intake.intake import Intake
    from searchkit.intake.reading import Found

Stage = Literal["reading", "committing"]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, in articles. ``missing`` were kept although their source is gone.

    ``articles`` is the size of the index afterwards, ``took_s`` in seconds.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    missing: int
    rejected: tuple[Rejected, ...]
    articles: int
    took_s: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: articles and files read so far, the file at hand.

    ``learned`` words were new to all tables of stems; they are what takes longest.
    """

    articles: int
    files_done: int
    files_total: int
    path: str
    learned: int = 0
    stage: Stage = "reading"


def sync(
    corpus: Corpus,
    state: SyncState,
    writer: EngineWriter,
    *,
    prune: bool = False,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    background: bool = False,
) -> tuple[SyncReport, bool]:
    """Bring the index in line with the corpus; ``state`` is updated, nothing is committed.

    ``workers`` is the number of processes that read (see ``intake``), in the
    ``background`` or not; it makes no difference to what is in the index afterwards.
    Returns the report and whether there is anything to commit.
    """
    run = _Sync(corpus, state, writer, prune, workers, progress or (lambda _: None), background)
    return run.run()


@dataclass
class _Sync:
    """One run of ``sync``, with its counts."""

    corpus: Corpus
    state: SyncState
    writer: EngineWriter
    prune: bool
    workers: int | None
    progress: Callable[[Progress], None]
    background: bool
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    missing: int = 0
    dirty: bool = False
    lost: frozenset[str] = frozenset()
    intake: Intake = field(init=False)

    def run(self) -> tuple[SyncReport, bool]:
        started = perf_counter()
        found = survey(self.corpus, self.state)
        self.lost = frozenset(found.missing)
        claimed = self.state.claimed.items()
        self.state.claimed = {each: path for each, path in claimed if path in self.state.files}
        self._remember_roots()
        for source in found.unchanged:
            self._keep(source.path)
        to_read = (*found.added, *found.changed)
        if to_read:
            self._read_all(to_read)
        for path in found.missing:
            self._miss(path)
        if self.dirty:
            self.progress(self._progress(len(to_read), len(to_read), "", "committing"))
        present = {s.path for s in (*to_read, *found.unchanged)}
        report = SyncReport(
            added=self.added,
            changed=self.changed,
            unchanged=self.unchanged,
            removed=self.removed,
            missing=self.missing,
            rejected=(*found.rejected, *self._rejected(present)),
            articles=self.state.count(),
            took_s=perf_counter() - started,
        )
        return report, self.dirty

    def _known(self, path: str) -> Mapping[str, str]:
        entry = self.state.files.get(path)
        return entry.articles if entry else {}

    def _progress(self, done: int, total: int, path: str, stage: Stage = "reading") -> Progress:
        seen = self.added + self.changed + self.unchanged
        learned = len(self.writer.analyzer.stemmer.learned)
        return Progress(seen, done, total, path, learned, stage)

    def _remember_roots(self) -> None:
        for root in map(str, self.corpus.roots):
            if root not in self.state.roots:
                self.state.roots.append(root)
                self.dirty = True

    def _keep(self, path: str) -> None:
        """An untouched file: only articles that it lost earlier are looked at."""
        count, lost = self.state.files.counts(path)
        self.unchanged += count - lost
        if lost:
            articles = self.state.files[path].articles
            self._drop(path, [each for each, digest in articles.items() if digest == GONE])

    def _read_all(self, sources: Sequence[Source]) -> None:
        # A sync with nothing to do never loads what reads articles.
        from searchkit.intake.intake import intake

        let_clock_tick(sources)
        done = 0

        def waiting() -> None:
            self.progress(self._progress(done, len(sources), ""))

        with intake(
            self.corpus,
            sources,
            self.writer,
            self._known,
            self.workers,
            waiting,
            background=self.background,
        ) as self.intake:
            for done, source in enumerate(sources):
                self._read(source, done, len(sources))

    def _read(self, source: Source, done: int, total: int) -> None:
        path = source.path
        before = self.state.files.get(path, FileState(0, 0, {}))
        articles: dict[str, str] = {}
        rejected: list[tuple[int | None, str]] = []
        untold: Rejected | None = None
        refused = unread = False
        settled = not may_change_unseen(source)
        for item in self.intake.read(source):
            claimed = item if isinstance(item, Rejected) else self._claim(item, source, articles)
            if isinstance(claimed, Rejected):
                if len(rejected) < MAX_REJECTED and claimed.count == 1:
                    rejected.append((claimed.line, claimed.reason))
                else:
                    untold = _together(untold, claimed)
                unread = unread or isinstance(item, Unread)
                if not isinstance(item, Rejected):
                    refused = True
                    # Why it was rejected lies outside of the file: it is then read every time.
                    settled = settled and item.id in articles
                continue
            try:
                if self._put(claimed, before.articles.get(claimed.id)):
                    articles[claimed.id] = claimed.content_hash
                else:
                    settled = False
            except NoRoom as error:
                reason = _("cannot be read: {cause}").format(cause=cause_of(error))
                rejected.append((claimed.line, reason))
                unread = True
            self.progress(self._progress(done, total, path))
        if untold:
            reason = _("{count} records from here on were rejected, too: mend those above first")
            rejected.append((untold.line, reason.format(count=grouped(untold.count))))
        gone = [article_id for article_id in before.articles if article_id not in articles]
        unreadable = unread or not (refused or articles or not rejected)
        for article_id in gone:
            # A file that cannot be read says nothing about what was in it.
            articles[article_id] = before.articles[article_id] if unreadable else GONE
        moment = source.changed_ns if settled and not unread else UNSETTLED
        after = FileState(source.size, moment, articles, tuple(rejected))
        self.state.files[path] = after
        self.dirty = self.dirty or after != before
        if unreadable:
            self.unchanged += len(gone)
        else:
            self._drop(path, gone)

    def _put(self, article: Found, known_hash: str | None) -> bool:
        """Bring the article read last into the index; False where its file lost it meanwhile."""
        if known_hash == article.content_hash:
            self.unchanged += 1
            return True
        if not self.intake.take(article.id):
            return False
        if known_hash is None:
            self.added += 1
        else:
            self.changed += 1
        return True

    def _claim(self, article: Found, source: Source, read: dict[str, str]) -> Found | Rejected:
        """The article under an id of its own, or why it cannot have one."""
        path = source.path
        if article.id in read:
            return self._taken(article, _("an earlier record of this file"))
        owner = self._owner(article.id, path)
        if owner != path:
            if owner in self.lost or not os.path.lexists(owner) or self._gave_up(article.id, owner):
                self._move(article.id, owner)
            elif article.id in (source.relative, placed(source.relative, article.line)):
                # The name comes from the path below the root: another root has the same.
                renamed = article._replace(id=placed(path, article.line))
                return self._claim(renamed, source, read)
            else:
                return self._taken(article, owner)
        self.state.claimed[article.id] = path
        return article

    def _owner(self, article_id: str, path: str) -> str:
        """The file that has an id, as far as is known by now: this one where no other has it."""
        if claimed := self.state.claimed.get(article_id):
            return claimed
        if article_id in self._known(path) or not self.writer.had(article_id):
            return path
        return self.state.owner(article_id) or path

    def _taken(self, article: Found, owner: str) -> Rejected:
        reason = _("the id {id!r} is already used by {owner}; give it an id of its own").format(
            id=article.id, owner=owner
        )
        return Rejected(article.path, reason, article.line)

    def _gave_up(self, article_id: str, owner: str) -> bool:
        """Whether a file that was read no longer holds an article that it used to."""
        entry = self.state.files.get(owner)
        return entry is not None and entry.articles.get(article_id, GONE) == GONE

    def _move(self, article_id: str, owner: str) -> None:
        """Take an article over from a file that is gone (a renamed file), or lost it."""
        if self.state.files[owner].articles.pop(article_id, None) == GONE:
            self.missing -= 1  # counted when its file was looked at

    def _miss(self, path: str) -> None:
        """A file that is gone."""
        entry = self.state.files[path]
        self._drop(path, list(entry.articles))
        if not self.state.files[path].articles:
            del self.state.files[path]
            self.dirty = True

    def _drop(self, path: str, article_ids: list[str]) -> None:
        """Articles without a source: removed with ``prune``, else kept and counted."""
        if not self.prune:
            self.missing += len(article_ids)
            return
        articles = self.state.files[path].articles
        for article_id in article_ids:
            self.writer.delete(article_id)
            del articles[article_id]
        self.removed += len(article_ids)
        self.dirty = self.dirty or bool(article_ids)

    def _rejected(self, present: set[str]) -> list[Rejected]:
        return [
            Rejected(path, reason, line)
            for path, line, reason in self.state.files.rejected()
            if path in present
        ]


def _together(some: Rejected | None, other: Rejected) -> Rejected:
    """Rejected records of one file as if they were one, at the first of their lines."""
    if some is None:
        return other
    first = min(some, other, key=lambda one: one.line or 0)
    return replace(first, count=some.count + other.count)
