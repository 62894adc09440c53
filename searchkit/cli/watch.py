"""``searchkit index --watch``: a sync at the start, and one after every burst of changes."""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING

from searchkit.cli import errors
from searchkit.cli.index import as_answer, tell_rejected
from searchkit.cli.options import Invocation
from searchkit.cli.output import write
from searchkit.cli.records import sync_record
from searchkit.config import Format
from searchkit.corpus import Corpus
from searchkit.errors import (
    CorpusError,
    IndexLocked,
    IndexNotDurable,
    IndexNotWritten,
    SearchkitError,
    SystemShort,
    WorkerLost,
    cause_of,
)
from searchkit.translation import _, ngettext
from searchkit.ui.formats import shown_path
from searchkit.watching import Watch

if TYPE_CHECKING:
    from searchkit.article import Rejected
    from searchkit.indexer import Progress, SyncReport

FORMATS: tuple[Format, ...] = ("rich", "json", "jsonl")
"""What syncs can be told in, one after the other."""

LOOK_S = 60.0
"""Files are compared with the index at least so often: of some changes no system tells."""

TROUBLE_S = 2.0  # until a sync that failed is tried again, if nothing changes before
LOCKED_S = 0.5
_PASSING = (IndexNotWritten, IndexNotDurable, SystemShort, WorkerLost, OSError, MemoryError)
"""What may be otherwise at the next sync."""
_SHARE = 50  # looking, and trying again, take at most a fiftieth of the time …
_LONGEST_S = 600.0  # … but are not put off for longer


class _Stopped(Exception):
    """Somebody wants the watch to end while a sync reads: nothing of it is kept."""


@dataclass
class _Ending:
    """Whether the watch is to end, and by which signal."""

    stop: threading.Event = field(default_factory=threading.Event)
    by: int | None = None
    committing: bool = False

    def ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """End when the sync at hand allows it; asked twice with Ctrl-C, at once.

        A commit is never interrupted: it takes moments.
        """
        again = self.by is not None
        self.by = self.by or number
        self.stop.set()
        if again and number == signal.SIGINT and not self.committing:
            raise KeyboardInterrupt


def keep_indexed(
    run: Invocation, corpus: Corpus, *, rebuild: bool, prune: bool, workers: int | None
) -> int:
    """Sync, then watch and sync until a signal ends it; return the exit code.

    Raises what the first sync does, unless another writer holds the index.
    """
    gc.enable()
    with _signals() as ending, Watch(corpus.roots, ending.stop) as watch:
        job = _Job(run, corpus, ending, rebuild=rebuild, prune=prune, workers=workers)
        polling = ""
        while not ending.stop.is_set():
            pause = job.run_once()
            if watch.polling != polling:
                polling = watch.polling
                _tell_polling(polling)
            gc.collect()  # lets go of files that the index has replaced
            watch.wait(pause)
    job.tell_end()
    return errors.INTERRUPTED if ending.by == signal.SIGINT else errors.FOUND


@dataclass
class _Job:
    """What is synced again and again, and what was told of it."""

    run: Invocation
    corpus: Corpus
    ending: _Ending
    rebuild: bool  # at the first sync
    prune: bool
    workers: int | None
    syncs: int = 0
    started: bool = False
    trouble: str = ""
    missing: int = 0
    rejected: frozenset[Rejected] = frozenset()

    def run_once(self) -> float:
        """Sync and tell what became of it; the seconds until the next time at the latest."""
        started = perf_counter()
        least = LOOK_S
        try:
            report, trouble = self._sync()
            if trouble:
                self._tell_trouble(trouble)
                least = TROUBLE_S
            else:
                self._tell_recovery()
            if report:
                took_s = perf_counter() - started
                self._tell(replace(report, took_s=took_s), partial=bool(trouble))
        except _Stopped:
            _tell_rolled_back()
        except IndexLocked as error:
            self._tell_trouble(error.message, key="locked")
            least = LOCKED_S
        except _PASSING as error:
            if not self.started or isinstance(error, BrokenPipeError):
                raise
            self._tell_trouble(_reason(error))
            least = TROUBLE_S
        except KeyboardInterrupt:
            _tell_rolled_back()
            raise
        return max(least, min(_LONGEST_S, _SHARE * (perf_counter() - started)))

    # Syncing

    def _sync(self) -> tuple[SyncReport | None, str]:
        """Sync all roots; later on those at least that can be read. What is wrong with others."""
        try:
            return self._sync_roots(self.corpus), ""
        except CorpusError as error:
            if not self.started:
                raise
            usable, reasons = self._usable_roots()
            report = self._sync_roots(Corpus(usable)) if usable and reasons else None
            return report, "; ".join(reasons) or error.message

    def _sync_roots(self, corpus: Corpus) -> SyncReport:
        from searchkit.ui.progress import sync_progress

        first = not self.started
        with ExitStack() as stack:
            # Opened anew every time: somebody else may have rebuilt it meanwhile.
            index = stack.enter_context(self.run.open_index())
            draw = None
            if first:
                draw = stack.enter_context(sync_progress(self.run.screen(stderr=True)))

            def progress(now: Progress) -> None:
                self.ending.committing = now.stage == "committing"
                if self.ending.stop.is_set() and not self.ending.committing:
                    raise _Stopped
                if draw:
                    draw(now)

            try:
                with index.writer(wait_s=0, rebuild=self.rebuild and first) as writer:
                    return writer.sync(
                        corpus,
                        prune=self.prune,
                        # Few files are never worth what starts processes.
                        workers=self.workers if first or self.workers == 1 else None,
                        progress=progress,
                    )
            finally:
                self.ending.committing = False

    def _usable_roots(self) -> tuple[tuple[Path, ...], list[str]]:
        """The roots that can be synced, and what is wrong with the others."""
        usable: list[Path] = []
        reasons: list[str] = []
        with self.run.open_index() as index:
            for root in self.corpus.roots:
                try:
                    index.plan(Corpus((root,)))
                    usable.append(root)
                except CorpusError as error:
                    reasons.append(error.message)
        return tuple(usable), reasons

    # Telling

    def _tell(self, report: SyncReport, *, partial: bool) -> None:
        """What a sync did, on stdout at once; nothing where it did nothing."""
        new = replace(
            report,
            missing=max(0, report.missing - self.missing),
            rejected=tuple(one for one in report.rejected if one not in self.rejected),
        )
        # What was known of roots that could not be read is no news when they are back.
        self.missing = max(report.missing, self.missing) if partial else report.missing
        known = self.rejected if partial else frozenset()
        self.rejected = known.union(report.rejected)
        if self.started and not _did_something(new):
            return
        self.syncs += 1
        self._answer(report, new)
        tell_rejected(new.rejected)
        if new.missing:
            errors.say(_("Articles whose files are missing were kept; --prune removes them."))
        if not self.started:
            from searchkit.understand import warm_up  # loaded by the first article otherwise

            warm_up()
            roots = ", ".join(shown_path(str(root)) for root in self.corpus.roots)
            errors.say(_("Watching {roots}; Ctrl-C ends.").format(roots=roots))
        self.started = True

    def _answer(self, report: SyncReport, new: SyncReport) -> None:
        from searchkit.ui.tables import show_sync
        from searchkit.ui.watched import show_watched

        moment = datetime.now().astimezone()
        if self.run.format != "rich":
            record = sync_record(replace(report, rejected=new.rejected))
            # A line for each: a program reads them as they come.
            write(as_answer({**record, "at": moment.isoformat(timespec="seconds")}), "jsonl")
        elif self.started:
            show_watched(self.run.screen(), moment, new)
        else:
            show_sync(self.run.screen(), report)
        sys.stdout.flush()

    def _tell_trouble(self, reason: str, key: str = "") -> None:
        """Tell why nothing is indexed, once while it lasts."""
        if (key or reason) == self.trouble:
            return
        self.trouble = key or reason
        errors.say(_("{time}  {reason}; it is tried again.").format(time=_now(), reason=reason))

    def _tell_recovery(self) -> None:
        if self.trouble:
            self.trouble = ""
            errors.say(_("{time}  The index can be kept up to date again.").format(time=_now()))

    def tell_end(self) -> None:
        """Tell how many syncs there were that did something."""
        text = ngettext("Ended after {n} sync.", "Ended after {n} syncs.", self.syncs)
        errors.say(text.format(n=self.syncs))


def _tell_rolled_back() -> None:
    errors.say(_("The index is as it was before."))


def _did_something(report: SyncReport) -> bool:
    counts = report.added, report.changed, report.removed, report.missing
    return any(counts) or bool(report.rejected)


def _tell_polling(reason: str) -> None:
    errors.say(
        _(
            "The system cannot tell of changes ({reason}): all files are compared twice a second "
            "or, where there are many, less often. On Linux a higher fs.inotify.max_user_watches "
            "and max_user_instances helps."
        ).format(reason=reason)
    )


def _reason(error: SearchkitError | OSError | MemoryError) -> str:
    if isinstance(error, SearchkitError):
        return error.message
    name = getattr(error, "filename", None)
    place = f"{shown_path(str(name))}: " if name else ""
    return f"{place}{cause_of(error)}"


def _now() -> str:
    return f"{datetime.now():%H:%M:%S}"


@contextmanager
def _signals() -> Iterator[_Ending]:
    """Signals that end a program end the watch in good order."""
    ending = _Ending()
    before = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What nohup has switched off stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, ending.ask)
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
