"""Reading: what one process makes of a share: articles read, understood and built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from searchkit.article import Article, Rejected, Unread
from searchkit.corpus import MAX_REJECTED, Corpus, placed
from searchkit.engines.base import Builder, BuilderRecipe, NoRoom
from searchkit.errors import cause_of
from searchkit.intake.shares import Lot, Share, is_marked
from searchkit.language.analyzer import Analyzer
from searchkit.language.stemmer import Stemmer
from searchkit.translation import _
from searchkit.understand import understand

BATCH = 256
"""So many articles are read, then understood, then built: a fifth faster than one by one, for
what a step works with stays in the caches of the processor."""


class Found(NamedTuple):
    """An article of a corpus, as far as it takes to decide whether it joins the index."""

    id: str
    path: str
    line: int | None
    content_hash: str

    @classmethod
    def of(cls, article: Article) -> Found:
        """What an article is known by."""
        return cls(article.id, article.path, article.line, article.content_hash)


class Built(NamedTuple):
    """An article that was read: at what ``place`` of the part it stands, and under what id.

    ``place`` is None where nothing was made of it: the index seems to have it.
    """

    found: Found
    id: str
    place: int | None


class Harvest(NamedTuple):
    """What became of a share: its articles by lot, the part, and words with their stems.

    ``part`` is None where nothing was built. ``met`` are words that come up for
    the first time in this process, ``learned`` those of them that no table knew.
    """

    lots: tuple[tuple[Built | Rejected, ...], ...]
    part: object | None
    met: dict[str, str]
    learned: dict[str, str]


class ShareReader:
    """Reads shares one after the other, with one analyzer for all of them."""

    def __init__(self, stemmer: Stemmer, recipe: BuilderRecipe) -> None:
        self._stemmer = stemmer
        self._analyzer = Analyzer(stemmer)
        self._recipe = recipe
        self._corpus = Corpus(())

    def read(self, share: Share, learned: Mapping[str, str]) -> Harvest:
        """Read a share; ``learned`` are words that other processes learned meanwhile."""
        stemmer = self._stemmer
        stemmer.memo.update(learned)
        met_before, learned_before = len(stemmer.memo), len(stemmer.learned)
        builder = self._recipe(self._analyzer)
        size = 0
        lots: list[list[Built | Rejected]] = []
        waiting: list[_Waiting] = []
        for lot in share:
            outcomes: list[Built | Rejected] = []
            lots.append(outcomes)
            rejected, untold = 0, None  # those beyond the limit stand for one
            for item in self._corpus.read(lot.source, lot.piece):
                if isinstance(item, Rejected):
                    rejected += 1
                    if rejected > MAX_REJECTED:
                        untold = replace(untold or item, count=rejected - MAX_REJECTED)
                    else:
                        outcomes.append(item)
                    continue
                article = _named(item, lot)
                if not is_marked(item.content_hash, lot.known):
                    waiting.append(_Waiting(outcomes, len(outcomes), article))
                    size += 1
                outcomes.append(Built(Found.of(item), article.id, None))
                if len(waiting) >= BATCH:
                    _build(waiting, builder)
            if untold:
                outcomes.append(untold)
        _build(waiting, builder)
        return Harvest(
            tuple(map(tuple, lots)),
            builder.finish() if size else None,
            # Dicts keep the order in which words come.
            dict(islice(stemmer.memo.items(), met_before, None)),
            dict(islice(stemmer.learned.items(), learned_before, None)),
        )


class _Waiting(NamedTuple):
    """An article to be built, and where what becomes of it is told."""

    outcomes: list[Built | Rejected]
    at: int
    article: Article


def _build(waiting: list[_Waiting], builder: Builder) -> None:
    """Build the articles that wait; none waits afterwards."""
    try:
        ready = [understood(each.article) for each in waiting]
    except NoRoom:  # one of them is too large: the others have room
        ready = []
    for number, (outcomes, at, article) in enumerate(waiting):
        built = outcomes[at]
        assert isinstance(built, Built)
        try:
            known = ready[number] if ready else understood(article)
            outcomes[at] = built._replace(place=builder.put(known))
        except NoRoom as error:
            reason = _("cannot be read: {cause}").format(cause=cause_of(error))
            outcomes[at] = Unread(article.path, reason, article.line)
    waiting.clear()


def understood(article: Article) -> Article:
    """``understand``. Raises NoRoom where there is too little memory."""
    try:
        return understand(article)
    except MemoryError as error:
        raise NoRoom from error


def _named(article: Article, lot: Lot) -> Article:
    """The article under the id that it will probably get."""
    if lot.renamed and article.id == placed(lot.source.relative, article.line):
        return replace(article, id=placed(article.path, article.line))
    return article
