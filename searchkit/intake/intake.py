"""Intake: the articles of files, one after the other, for whoever decides about them.

``LocalIntake`` reads, understands and analyses in this process, ``SharedIntake``
lets workers do so. Both give the same articles in the same order, and an article
joins the index when it is taken, before the next one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Protocol

from searchkit.article import Article, Rejected
from searchkit.corpus import Corpus, Source
from searchkit.engines.base import EngineWriter
from searchkit.errors import WorkerLost
from searchkit.intake.reading import Built, Found, Harvest, understood
from searchkit.intake.shares import Lot, Share, share_size, shares, weight

WORTH_WORKERS = 6 * 1024 * 1024
"""Bytes to read from which on several processes are faster: starting them takes a second."""


class Intake(Protocol):
    """The articles of some files."""

    def read(self, source: Source) -> Iterator[Found | Rejected]:
        """What one file holds. To be asked for all files in their order, each to its end."""
        ...

    def take(self, article_id: str) -> bool:
        """Put the article that ``read`` gave last into the index, under this id.

        False where it is not in its file any more: somebody is writing to it. Raises
        NoRoom where there is too little memory for it alone.
        """
        ...


class LocalIntake:
    """Everything in this process."""

    def __init__(self, corpus: Corpus, writer: EngineWriter) -> None:
        self._corpus = corpus
        self._writer = writer
        self._last: Article | None = None

    def read(self, source: Source) -> Iterator[Found | Rejected]:
        """What one file holds."""
        for item in self._corpus.read(source):
            if isinstance(item, Rejected):
                yield item
            else:
                self._last = item
                yield Found.of(item)

    def take(self, article_id: str) -> bool:
        """Put the article that was read last into the index."""
        assert self._last
        self._writer.put(understood(_called(self._last, article_id)))
        return True


class SharedIntake:
    """Workers read shares; their parts are adopted without what is not taken."""

    def __init__(
        self, corpus: Corpus, writer: EngineWriter, harvests: Iterator[tuple[Share, Harvest]]
    ) -> None:
        self._corpus = corpus
        self._writer = writer
        self._lots = self._lots_of(harvests)
        self._last: Built | None = None
        self._lot: Lot | None = None
        self._refused: set[int] = set()
        self._reread: dict[int | None, Article] | None = None

    def read(self, source: Source) -> Iterator[Found | Rejected]:
        """What one file holds, from one share or several."""
        ends = False
        while not ends:
            self._lot, items = next(self._lots)
            assert self._lot.source == source
            self._reread = None
            for item in items:
                if isinstance(item, Rejected):
                    yield item
                    continue
                self._last = item
                if item.place is not None:
                    self._refused.add(item.place)
                yield item.found
            ends = self._lot.ends

    def take(self, article_id: str) -> bool:
        """Leave the article that was read last in its part, or put it as it should be."""
        built = self._last
        assert built
        if built.place is not None and built.id == article_id:
            self._refused.discard(built.place)
            return True
        article = self._again().get(built.found.line)
        if article is None or article.content_hash != built.found.content_hash:
            return False
        self._writer.put(understood(_called(article, article_id)))
        return True

    def finish(self) -> None:
        """Adopt the last part."""
        assert next(self._lots, None) is None, "all files have been read"

    def _lots_of(
        self, harvests: Iterator[tuple[Share, Harvest]]
    ) -> Iterator[tuple[Lot, tuple[Built | Rejected, ...]]]:
        stemmer = self._writer.analyzer.stemmer
        for share, harvest in harvests:
            stemmer.teach(harvest.met, harvest.learned)
            self._refused = set()
            yield from zip(share, harvest.lots, strict=True)
            if harvest.part is not None:
                self._writer.adopt(harvest.part, self._refused)

    def _again(self) -> dict[int | None, Article]:
        """The articles of the lot at hand by their lines, read once more in this process."""
        if self._reread is None:
            assert self._lot
            items = self._corpus.read(self._lot.source, self._lot.piece)
            self._reread = {item.line: item for item in items if isinstance(item, Article)}
        return self._reread


@contextmanager
def intake(
    corpus: Corpus,
    sources: Sequence[Source],
    writer: EngineWriter,
    known: Callable[[str], Mapping[str, str]],
    workers: int | None = None,
    waiting: Callable[[], None] = lambda: None,
    *,
    background: bool = False,
) -> Iterator[Intake]:
    """The articles of some files, to be put with ``writer``.

    ``workers`` is the number of processes that read; 1 for none but this one,
    None for as many as there are processors where there is enough to read.
    ``known`` gives the ids and content hashes that the index has of a path.
    ``waiting`` is called now and then while processes have nothing ready; those in the
    ``background`` give way to all others of the machine.
    Raises WorkerLost where a process dies, or those asked for cannot be started.
    """
    # Most syncs are small: they never load what starts processes.
    if workers == 1 or not sources or (not workers and sum(map(weight, sources)) < WORTH_WORKERS):
        yield LocalIntake(corpus, writer)
        return
    from searchkit.intake.workers import Workers, available_cpus, can_start

    number = workers or available_cpus()
    with ExitStack() as stack:
        crew: Workers | None = None
        if number > 1 and can_start():
            stemmer, recipe = writer.analyzer.stemmer, writer.builder()
            try:
                crew = Workers(number, stemmer, recipe, background=background)
                stack.enter_context(crew)
            except WorkerLost:  # no room for several processes: one takes longer
                crew = None
                if workers:
                    raise
        if crew is None:
            yield LocalIntake(corpus, writer)
            return
        cut = shares(corpus, sources, share_size(sources, number), known)
        shared = SharedIntake(corpus, writer, crew.harvests(cut, waiting))
        yield shared
        shared.finish()


def _called(article: Article, article_id: str) -> Article:
    return article if article.id == article_id else replace(article, id=article_id)
