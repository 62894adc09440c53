"""IndexWriter: changes to an index, visible all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.engines.base import EngineWriter, OnWait, Store
from searchkit.errors import IndexNotWritten, is_refusal
from searchkit.syncstate import SyncState

if TYPE_CHECKING:
    from searchkit.corpus import Corpus
    from searchkit.indexer import Progress, SyncReport


class IndexWriter:
    """Changes to an index, made visible by one commit at the end of ``Index.writer``."""

    def __init__(
        self, writer: EngineWriter, state: SyncState, location: Path, *, dirty: bool
    ) -> None:
        self._writer = writer
        self._state = state
        self._location = location
        self.dirty = dirty

    def sync(
        self,
        corpus: Corpus,
        *,
        prune: bool = False,
        workers: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        background: bool = False,
    ) -> SyncReport:
        """Index what is new or changed. With ``prune`` drop what is gone from the corpus.

        ``workers`` is the number of processes that read and analyse, 1 for this
        one alone; without it, there are as many as processors where there are
        some megabytes to read. It makes no difference to the index. Those in
        the ``background`` give way to all others of the machine.
        ``progress`` is called for every article read, and now and then while
        processes have none ready; what it raises ends the sync. Raises CorpusError
        where a root is missing or suddenly empty, WorkerLost where a process was
        killed, IndexNotWritten or SystemShort where the system does not let the index
        be written; bad files end up in the report.
        """
        from searchkit import indexer  # a search never needs what reads articles

        try:
            report, dirty = indexer.sync(
                corpus,
                self._state,
                self._writer,
                prune=prune,
                workers=workers,
                progress=progress,
                background=background,
            )
        except BrokenPipeError:  # of whoever is told of the progress
            raise
        except Exception as error:
            if not is_refusal(error):
                raise
            raise IndexNotWritten.because(self._location, error) from error
        self.dirty = self.dirty or dirty
        return report

    def commit(self) -> None:
        """Make the changes visible; called by ``Index.writer``."""
        self._state.committed_at = datetime.now().astimezone()
        self._writer.commit(*self._state.dump())
        self.dirty = False


@contextmanager
def open_writer(
    store: Store, location: Path, *, wait_s: float, rebuild: bool, on_wait: OnWait
) -> Iterator[IndexWriter]:
    """The one writer of a store, as ``Index.writer`` tells."""
    within: BaseException | None = None
    try:
        with store.writer(wait_s=wait_s, rebuild=rebuild, on_wait=on_wait) as engine:
            state = SyncState() if rebuild else SyncState.load(*store.state())
            writer = IndexWriter(engine, state, location, dirty=rebuild or not store.exists())
            try:
                yield writer
            except BaseException as error:
                within = error
                raise
            if writer.dirty:
                writer.commit()
    except Exception as error:
        if error is within or not is_refusal(error):  # what the block does is its own
            raise
        raise IndexNotWritten.because(location, error) from error
