"""Index: the one object that users of the library hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, get_args

from searchkit.article import Article, Span
from searchkit.engines.base import Engine, FacetField, OnWait, Sort, Store, ignore_wait
from searchkit.engines.whoosh.store import WhooshStore
from searchkit.errors import QueryError
from searchkit.facets import FacetCounts
from searchkit.indexwriter import IndexWriter, open_writer
from searchkit.language.analyzer import Analyzer
from searchkit.query.filters import Filters
from searchkit.results import Results
from searchkit.search import NO_FILTERS, Options, count, explain_hit, matching, search, targets_of
from searchkit.snippets import highlight_article
from searchkit.syncstate import SyncState
from searchkit.translation import N_, _
from searchkit.version import RULES_VERSION
from searchkit.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from searchkit.completion import Completer, Completion
    from searchkit.corpus import Corpus
    from searchkit.relevance import HitExplanation
    from searchkit.scoreboard import Scoreboard, ScoreSort
    from searchkit.similar import Similar
    from searchkit.stats import Stats
    from searchkit.survey import SyncPlan
    from searchkit.verification import Verification


class Index:
    """An index at one place; nothing is opened before it is asked for.

    It reads one snapshot: what a writer commits later is seen after ``refresh``
    or by an Index opened anew.
    """

    def __init__(self, location: Path, stems: Path | None = None) -> None:
        self.location = location
        self._store: Store = WhooshStore(location, rules=str(RULES_VERSION), stems=stems)
        self._engine: Engine | None = None
        self._commit = ""
        self._completer: Completer | None = None

    def exists(self) -> bool:
        """Whether something was built here, readable or not."""
        return self._store.exists()

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analyzer that articles and queries go through; needs no index."""
        return self._store.analyzer

    # Reading

    def search(
        self,
        query: str,
        *,
        filters: Filters | None = None,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Sequence[FacetField] = ("region", "year", "band"),
        strict: bool = False,
        literal: bool = False,
        snippet_chars: int = 240,
        fold: bool = True,
        weights: Weights = WEIGHTS,
        explain: bool = False,
        apart: bool = False,
        unfinished: bool = False,
    ) -> Results:
        """The hits from ``offset`` on, at most ``limit``, with facets over all matches.

        Plain words that stand in no article are searched in their better spelling
        where few articles match as typed: ``Results.corrected`` tells. ``strict``
        never relaxes, ``literal`` reads no meaning into the words; neither corrects.
        ``snippet_chars`` of 0 leaves snippets out, which saves most of the time.
        ``fold`` puts copies (one agency's story in several outlets) under the hit that
        comes first; totals and facets count every article all the same.
        ``weights`` decide the order of hits.
        ``explain`` tells with every hit why it has its relevance, and what became of
        each word of the query.
        ``apart`` counts each facet without the filter on its own field, that of the
        query (``wilayah:jatim``) among them, but with all others: what else could be
        chosen keeps its counts. Hits and totals stay as they are.
        ``unfinished`` takes the query for one that is still being typed: a last word of
        two letters or more also stands for every word that begins so, behind the
        articles that have it as it is; a last field whose value means nothing yet is
        left out, and ``diagnostics`` tells so. That word is never corrected.
        Raises QueryError for a filter, sort order or facet that means nothing,
        and IndexMissing, IndexOutdated or IndexDamaged where there is no index to ask.
        """
        _require(sort, get_args(Sort), N_("sort order"))
        for field in facets:
            _require(field, get_args(FacetField), N_("facet"))
        options = Options(
            filters=filters or NO_FILTERS,
            limit=limit,
            offset=offset,
            sort=sort,
            facets=tuple(facets),
            strict=strict,
            literal=literal,
            snippet_chars=snippet_chars,
            weights=weights,
            explain=explain,
            fold=fold,
            apart=apart,
            unfinished=unfinished,
        )
        return search(query, self._reader(), self.analyzer, options)

    def matching(self, query: str, *, filters: Filters | None = None) -> Sequence[str]:
        """The ids of all articles that match the whole query, in no particular order.

        As ``search`` with ``strict``: nothing is relaxed or corrected; a copy is an
        article like any other. No article is read, so that even all ids of a large
        index take milliseconds. Raises as ``search``.
        """
        return matching(query, self._reader(), self.analyzer, filters or NO_FILTERS)

    def explain_hit(
        self,
        query: str,
        article_id: str,
        *,
        filters: Filters | None = None,
        sort: Sort = "relevance",
        strict: bool = False,
        literal: bool = False,
        weights: Weights = WEIGHTS,
    ) -> HitExplanation | None:
        """Why an article has its relevance for a query, on whatever page of the results it is.

        None where it is not among them. The options are those of ``search``, and so is
        what is raised.
        """
        _require(sort, get_args(Sort), N_("sort order"))
        options = Options(
            filters or NO_FILTERS, sort=sort, strict=strict, literal=literal, weights=weights
        )
        return explain_hit(query, article_id, self._reader(), self.analyzer, options)

    def facet(
        self, field: FacetField, query: str = "*", *, filters: Filters | None = None
    ) -> FacetCounts:
        """The exact counts of one facet over all articles that match. Raises as ``search``."""
        _require(field, get_args(FacetField), N_("facet"))
        return count(query, self._reader(), self.analyzer, field, filters or NO_FILTERS)

    def suggest(self, prefix: str, limit: int = 10) -> tuple[Completion, ...]:
        """How a query that begins like this may go on: words, regions, outlets, names of fields.

        At most ``limit``, the best first: each with the whole query, its kind
        and the number of articles. Raises IndexMissing, IndexOutdated, IndexDamaged.
        """
        if self._completer is None:
            from searchkit.completion import Completer  # a search never completes

            self._completer = Completer(self._reader())
        return self._completer.complete(prefix, limit)

    def similar(
        self,
        article_id: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        same_region: bool = False,
        within_days: int | None = None,
        snippet_chars: int = 240,
    ) -> Similar:
        """At most ``limit`` articles like one, by its key terms, its regions and its time.

        ``same_region`` keeps those about one of its regions, ``within_days``
        those dated at most so many days before or after it. Its copies are
        told apart. Raises as ``article`` and ``search``, and QueryError where
        it has no region or date to compare with.
        """
        from searchkit.similar import SimilarOptions, similar  # a search never needs it

        options = SimilarOptions(
            filters=filters or NO_FILTERS,
            limit=limit,
            same_region=same_region,
            within_days=within_days,
            snippet_chars=snippet_chars,
        )
        return similar(self.article(article_id), self._reader(), self.analyzer, options)

    def scoreboard(
        self,
        *,
        filters: Filters | None = None,
        units: bool = False,
        sort: ScoreSort = "year",
    ) -> Scoreboard:
        """All results that articles report: one row per body and assessment year.

        Filters by region, year, band and level choose rows; ranks and changes
        still come from all that the index knows. Those by outlet and date choose
        the articles that count at all. A province includes its kabupaten and
        kota, and the offices that serve them; ``units`` adds the units (level
        opd) of all these. ``sort`` is "year" (newest first, the best first),
        "score" (best first) or "region". Raises as ``search``.
        """
        from searchkit.scoreboard import SORTS, scoreboard_of  # a search never needs it

        _require(sort, SORTS, N_("sort order"))
        nodes = filters.nodes if filters else ()
        return scoreboard_of(self._reader(), nodes, units=units, sort=sort)

    def article(self, article_id: str) -> Article:
        """The article with this id or path, or the only one whose id has this part.

        A part at the beginning or end of ids goes before one inside them.

        Raises naming candidates where several fit.
        """
        from searchkit.lookup import find_article  # a search knows its articles

        engine = self._reader()
        return engine.article(article_id) or find_article(article_id, engine, self._state())

    def ids(self) -> Sequence[str]:
        """The ids of all articles. Raises as ``search``."""
        return self._reader().ids()

    def highlights(
        self, article: Article, query: str, *, unfinished: bool = False
    ) -> tuple[Span, ...]:
        """Where an article's text matches a query, as it is searched for; disjoint, in order."""
        targets = targets_of(query, self._reader(), self.analyzer, unfinished=unfinished)
        return highlight_article(article, targets, self.analyzer)

    def stats(self) -> Stats:
        """The last commit in figures, also where searches are still of an earlier one.

        Raises IndexMissing, IndexOutdated, IndexDamaged.
        """
        from searchkit.stats import stats_of  # a search never counts the whole index

        return stats_of(self.location, self._store)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verification:
        """Whether the index is as it was written: sizes, checksums, every article there once.

        Reads all of it; damage is told in what comes back, and a commit that comes in
        between is none. ``progress`` is called with the bytes read so far and with all.
        Raises IndexMissing, IndexOutdated, and IndexUnusable where the system does not
        let a file be read.
        """
        from searchkit.engines.checkup import ignore_bytes
        from searchkit.verification import verify  # a search never reads all of an index

        return verify(self.location, self._store, progress or ignore_bytes)

    def roots(self) -> tuple[Path, ...]:
        """The corpus folders and files of earlier syncs; empty where none are known."""
        roots = self._store.record().get("roots")
        known = roots if isinstance(roots, list) else []
        return tuple(Path(root) for root in known if isinstance(root, str) and "\0" not in root)

    @property
    def last_commit(self) -> str:
        """A few characters that each commit changes; empty where there is nothing to read."""
        return self._store.last_commit()

    @property
    def is_outrun(self) -> bool:
        """Whether there is a commit that this snapshot does not have; costs reading some bytes."""
        return self._engine is not None and self.last_commit not in ("", self._commit)

    def refresh(self) -> None:
        """Read the last commit from now on."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
            self._completer = None

    def close(self) -> None:
        """Let go of the files; the next call opens them again."""
        self.refresh()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        # An index that is dropped without being closed must not leave files open.
        self.close()

    # Writing

    def plan(self, corpus: Corpus, *, prune: bool = False, rebuild: bool = False) -> SyncPlan:
        """What a sync would do; nothing is read or written. Raises CorpusError."""
        from searchkit.survey import plan  # a search never needs what reads articles

        state = SyncState() if rebuild else self._state()
        return plan(corpus, state, prune=prune)

    @contextmanager
    def writer(
        self, *, wait_s: float = 10.0, rebuild: bool = False, on_wait: OnWait = ignore_wait
    ) -> Iterator[IndexWriter]:
        """The one writer: commits when the block ends well, else nothing has happened.

        ``rebuild`` starts from nothing and replaces the index at the commit.
        While another writer is waited for, ``on_wait`` is called twice a second with
        who that is ("process 4711 on redaksi since …"), from half a second on; what it
        raises ends the waiting.
        Raises IndexLocked when another writer is not done within ``wait_s``
        seconds, IndexOutdated or IndexDamaged where only a rebuild helps,
        IndexNotWritten or SystemShort where the system does not let it be written, and
        IndexNotDurable where it was written, perhaps not to survive a power cut.
        """
        writer = open_writer(
            self._store, self.location, wait_s=wait_s, rebuild=rebuild, on_wait=on_wait
        )
        with writer as opened:
            yield opened
        self.refresh()

    # Inside

    def _reader(self) -> Engine:
        if self._engine is None:
            self._commit = self._store.last_commit()  # one that comes in between is seen again
            self._engine = self._store.engine()
        return self._engine

    def _state(self) -> SyncState:
        return SyncState.load(*self._store.state())


def open_index(
    location: str | os.PathLike[str], *, stems: str | os.PathLike[str] | None = None
) -> Index:
    """The index at a place, which need not exist yet. Nothing is read before it is needed.

    ``stems`` is a folder where the stems of all words ever indexed are kept, for
    all indexes that are opened with it: a build then learns only the words that
    are new to all of them. It need not exist, and can be deleted at any time.
    None keeps stems with each index alone.
    """
    return Index(Path(location), None if stems is None else Path(stems))


def _require(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise QueryError(
            _("no {what} is called {value!r}").format(what=_(what), value=value),
            _("Known: {names}.").format(names=", ".join(known)),
        )
