"""The seam between searchkit and whatever stores its postings.

An engine keeps understood articles and answers one question: which articles
match this tree, in which order, and how do they spread over the facets. What a
query means, how it is relaxed and how a hit is shown is decided above.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from searchkit.article import Article
from searchkit.language.analyzer import Analyzer
from searchkit.query.ast import Everything, Node, Word
from searchkit.weights import WEIGHTS, Weights

if TYPE_CHECKING:
    from searchkit.engines.checkup import Checkup, OnBytes
    from searchkit.engines.explained import Explained

Sort = Literal["relevance", "newest", "oldest", "score"]
FacetField = Literal["region", "year", "month", "band", "outlet", "level"]


class NoRoom(MemoryError):
    """There is too little memory for one article; all else is as it was."""


OnWait = Callable[[str], None]
"""Called with whoever holds a lock ("process 4711 on redaksi since …") while it is waited for."""


def ignore_wait(holder: str) -> None:
    """The OnWait of those who wait in silence."""


class Selection(NamedTuple):
    """What to find: ``node`` decides, ``filters`` restrict without scoring.

    ``skip`` leaves out articles that another tree matches (those already
    shown). ``hints`` add their scores and agreement to what matches and never
    decide whether it does; ``words`` are those of the query in their order:
    the first articles are ordered anew by how near to each other they stand.
    ``whole`` is another demand that each match is held against, and only told.
    ``fold`` puts copies (articles that tell the same in almost the same
    words) under the first of them in the order, among the first thousand or so.
    ``offset`` and ``limit`` then cut the ordered list. What is not ``counted``
    need not be looked at beyond the page.
    """

    node: Node
    filters: tuple[Node, ...] = ()
    skip: Node | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: tuple[FacetField, ...] = ()
    hints: tuple[Node, ...] = ()
    words: tuple[Word, ...] = ()
    weights: Weights = WEIGHTS
    whole: Node | None = None
    fold: bool = False
    counted: bool = True


class Match(NamedTuple):
    """One selected article. ``relevance`` grows with the fit; its scale is the engine's.

    ``copies`` are the articles folded into it, in their order. ``whole`` tells
    whether it also has what ``Selection.whole`` demands.
    """

    article: Article
    relevance: float
    copies: tuple[Article, ...] = ()
    whole: bool = True


class Selected(NamedTuple):
    """The answer: the cut of matches, the exact total, counts per facet value.

    Where the selection was not to be counted, at least ``total`` articles match.
    Facet counts are numbers of articles, exact over all matches (an article
    with two values counts for both). Region codes come rolled up: a kabupaten
    or kota also counts for its province. Months are written "2024-11". ``folded``
    of all the articles are copies that were put under others.
    """

    matches: tuple[Match, ...]
    total: int
    counts: Mapping[FacetField, Mapping[str, int]]
    folded: int = 0

    @property
    def distinct(self) -> int:
        """The number of matches on all pages together."""
        return self.total - self.folded


class Engine(Protocol):
    """A readable snapshot of one index."""

    @property
    def segments(self) -> int:
        """In how many parts the index is kept."""
        ...

    def select(self, selection: Selection) -> Selected:
        """Find, order, cut and count."""
        ...

    def matching(self, selection: Selection) -> Sequence[str]:
        """The ids of all articles that match, in no particular order; no article is read.

        Whatever the cut: only what decides about matches makes a difference.
        """
        ...

    def explain(self, selection: Selection, article_id: str) -> Explained | None:
        """The parts of an article's relevance, None where the selection does not have it.

        Whatever the cut: ``offset``, ``limit`` and ``facets`` make no difference.
        """
        ...

    def article(self, article_id: str) -> Article | None:
        """The article with exactly this id, None where there is none."""
        ...

    def copies(self, article_id: str) -> tuple[Article, ...]:
        """The articles that tell the same as this one in almost the same words."""
        ...

    def ids(self) -> Sequence[str]:
        """All article ids, in no particular order."""
        ...

    def document_frequency(self, term: str, *, stemmed: bool = False) -> int:
        """In how many articles a raw term, or a stem, stands, title or body."""
        ...

    def near_terms(self, term: str, distance: int) -> Iterable[tuple[str, int]]:
        """Other raw terms within an edit distance, each with its document frequency.

        Two neighbours in the wrong order are one edit. Only terms of letters and
        hyphens are candidates.
        """
        ...

    def terms_with_prefix(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Raw terms that begin with ``prefix``, each with its document frequency."""
        ...

    def explained(self, form: str) -> Sequence[str]:
        """Other forms of an acronym, in terms, as articles explain them, likeliest first.

        ``form`` is a short form, or the telling words of a long one, by spaces.
        """
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def all_articles(engine: Engine, facets: tuple[FacetField, ...] = ()) -> Selected:
    """How many articles there are, and their facets; no matches."""
    return engine.select(Selection(Everything(), limit=0, facets=facets))


class Builder(Protocol):
    """Builds one part of an index, in whatever process.

    Articles come understood. Several may have one id: whoever adopts the part
    leaves out all but one of them.
    """

    def put(self, article: Article) -> int:
        """Add an article; its place in the part, counted from 0. Raises NoRoom."""
        ...

    def finish(self) -> object:
        """The part, as a small value that can be pickled; nothing is added any more."""
        ...


BuilderRecipe = Callable[[Analyzer], Builder]
"""Makes a builder that analyses with this analyzer. Can be pickled."""


NO_PIECES: Mapping[str, bytes | None] = MappingProxyType({})


class EngineWriter(Protocol):
    """Changes to one index; visible to readers only after ``commit``."""

    @property
    def analyzer(self) -> Analyzer:
        """What articles are analysed with; its stemmer learns."""
        ...

    def builder(self) -> BuilderRecipe:
        """What other processes build parts of this index with, for ``adopt``."""
        ...

    def adopt(self, part: object, without: Collection[int] = ()) -> None:
        """Add the articles of a part, but for those at some places of it.

        As if each was ``put`` now: it replaces the one with the same id, and a
        later ``put`` or ``delete`` of that id holds. A part that is never
        adopted leaves nothing behind after ``commit`` or ``rollback``.
        """
        ...

    def put(self, article: Article) -> None:
        """Add an article, or replace the one with the same id. Raises NoRoom."""
        ...

    def delete(self, article_id: str) -> None:
        """Remove an article; nothing happens where there is none."""
        ...

    def had(self, article_id: str) -> bool:
        """Whether the last commit has an article with this id."""
        ...

    def commit(
        self, state: Mapping[str, object], pieces: Mapping[str, bytes | None] = NO_PIECES
    ) -> None:
        """Make all changes visible at once, together with the sync ``state``.

        ``pieces`` are files that belong to it, by name: the bytes of a new one,
        None for one that the last commit has and that stays; others go.
        """
        ...

    def rollback(self) -> None:
        """Forget all changes."""
        ...


class StoredState(NamedTuple):
    """The sync state of a commit, and the pieces that were committed with it."""

    record: Mapping[str, object]
    pieces: Mapping[str, bytes]


class StoreFacts(NamedTuple):
    """What a commit is: what wrote it, the ``bytes`` that it takes, and the words of its table
    of stems."""

    format_version: int
    fingerprint: str
    bytes: int
    stems: int


class WholeCommit(NamedTuple):
    """All of one commit: a snapshot to ask, what was committed with it, and what it is."""

    engine: Engine
    state: StoredState
    facts: StoreFacts


class Store(Protocol):
    """The place where an index lives: opens readers, hands out the one writer."""

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of articles and queries, with the stems that the store has kept."""
        ...

    def exists(self) -> bool:
        """Whether there is an index, readable or not."""
        ...

    def last_commit(self) -> str:
        """A few characters that each commit changes; empty where there is nothing to read."""
        ...

    def engine(self) -> Engine:
        """A snapshot of the last commit. Raises IndexMissing, IndexOutdated, IndexDamaged."""
        ...

    def whole_commit(self) -> WholeCommit:
        """All of the last commit, nothing of another one. Raises as ``engine``."""
        ...

    def state(self) -> StoredState:
        """The sync state of the last commit, empty where nothing was committed yet.

        Raises IndexOutdated and IndexDamaged.
        """
        ...

    def record(self) -> Mapping[str, object]:
        """The record of that state, also of an index which only a rebuild can mend.

        Whatever was stored: nothing of it was checked. Empty where it cannot be read.
        """
        ...

    def checkup(self, on_bytes: OnBytes) -> Checkup:
        """Hold every byte of the last commit against what was written.

        Damage is told in what comes back. Raises IndexMissing, IndexOutdated, and
        IndexUnusable for what the system does not let be read.
        """
        ...

    def writer(
        self, *, wait_s: float = 10.0, rebuild: bool = False, on_wait: OnWait = ignore_wait
    ) -> AbstractContextManager[EngineWriter]:
        """The writer, behind the lock. Raises IndexLocked after ``wait_s`` seconds.

        ``on_wait`` is called with the holder of the lock while it is waited for.
        """
        ...
