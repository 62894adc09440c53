"""One size of corpus, with all that is built and measured for it.

Everything is made when first needed and kept in a folder for the next time.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import enginemeasures
import enginesearchkit
import enginesync
from enginebaselines import FTS5, StockWhoosh
from enginecorpora import Articles, News, RealNews, Resampled, understood_news
from enginepeers import Peer, Session, Tantivy
from enginequestions import Question, Vocabulary
from enginesearchkit import SearchkitSession
from enginetiming import CLOCKS, Way, grouped, measured, reading
from enginewords import Prepared, prepare

SIZES = {"20k": 20_000, "50k": 50_000, "200k": 200_000, "500k": 500_000, "1m": 1_000_000}
PROCESSES = 2
QUICK_ARTICLES = 500
READ_KIND = "OR, top 10 alone"


class Effort(NamedTuple):
    """How much is asked: questions of each kind, rounds, rounds of changes, short files."""

    questions: int = 56
    rounds: int = 5
    changes: int = 5
    files: int = enginesync.FILES
    cold_rounds: int = 9


QUICK = Effort(questions=11, rounds=2, changes=1, files=200, cold_rounds=1)


class Bench:
    """One size, with all that is built for it in a folder."""

    def __init__(
        self,
        size: str,
        folder: Path,
        source: Path | None,
        *,
        quick: bool,
        clock: str = "wall",
        anew: bool = False,
    ) -> None:
        self.effort = QUICK if quick else Effort()
        self._source = source
        self._folder = folder / ("quick" if quick else "whole") / enginesearchkit.fingerprint()
        self._size = size
        self._quick = quick
        self._way = Way(self.effort.rounds, CLOCKS[clock], anew)
        self.place = self._folder / size
        self.place.mkdir(parents=True, exist_ok=True)

    @cached_property
    def news(self) -> News:
        """The real articles."""
        limit = QUICK_ARTICLES if self._quick else None
        with ProcessPoolExecutor(PROCESSES) as pool:
            return understood_news(self._folder, pool, self._source, limit)

    @cached_property
    def corpus(self) -> Articles:
        """The articles of this size."""
        if self._size == "news":
            return RealNews("news", self.news.kept)
        size = QUICK_ARTICLES if self._quick else SIZES[self._size]
        return Resampled(self._size, self.news.kept, size)

    @cached_property
    def words(self) -> Prepared:
        """Their ready words."""
        with ProcessPoolExecutor(PROCESSES) as pool:
            return prepare(self.corpus, self.place / "words", pool, PROCESSES)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that questions are made of, those of the real news."""
        real = RealNews("news", self.news.kept)
        with ProcessPoolExecutor(PROCESSES) as pool:
            return Vocabulary(prepare(real, self._folder / "news" / "words", pool, PROCESSES))

    @cached_property
    def questions(self) -> list[list[Question]]:
        """All questions, by kind and scope."""
        return grouped(self.vocabulary.questions(self.effort.questions))

    @cached_property
    def peers(self) -> list[Peer]:
        """The peers that can be measured at this size."""
        peers: list[Peer] = [Tantivy()] if find_spec("tantivy") else []
        peers.append(FTS5())
        return [*peers, StockWhoosh()] if self._size == "news" else peers

    @cached_property
    def text_bytes(self) -> int:
        """The size of headlines and texts."""
        with ProcessPoolExecutor(PROCESSES) as pool:
            return enginemeasures.text_bytes_of(self.corpus, pool, PROCESSES)

    def folder_of(self, name: str) -> Path:
        """Where the index of a peer lies."""
        return self.place / name.lower().replace(" ", "-")

    def _built(self, name: str, build: Callable[[Path], dict[str, Any]]) -> dict[str, Any]:
        """What building an index took: now, or when it was built."""
        folder, kept = self.folder_of(name), self.folder_of(name).with_suffix(".json")
        if not kept.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            tell(f"Indexing {len(self.corpus):,} articles with {name}")
            kept.write_text(json.dumps(build(folder)), encoding="utf-8")
        measure: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return measure

    def forget(self, names: Sequence[str]) -> None:
        """Have indexes built anew."""
        for name in names:
            self.folder_of(name).with_suffix(".json").unlink(missing_ok=True)

    # Parts

    def indexing(self) -> dict[str, Any]:
        """Every index built, searchkit's first."""
        ours = partial(
            enginemeasures.index_searchkit,
            corpus=self.corpus,
            text_bytes=self.text_bytes,
            processes=PROCESSES,
        )
        return {enginesearchkit.NAME: self._built(enginesearchkit.NAME, ours), **self.peers_built()}

    def peers_built(self) -> dict[str, Any]:
        """The indexes of all peers built."""
        return {
            peer.name: self._built(peer.name, partial(self._build_peer, peer))
            for peer in self.peers
        }

    def _build_peer(self, peer: Peer, folder: Path) -> dict[str, Any]:
        return enginemeasures.index_peer(
            peer, folder, self.words, len(self.corpus), self.text_bytes
        )

    def openers(self, ours: Path | None) -> dict[str, Callable[[], Session]]:
        """How each index is opened; ``ours`` is an index of searchkit made elsewhere."""
        folder = ours or self.folder_of(enginesearchkit.NAME)
        openers: dict[str, Callable[[], Session]] = {
            enginesearchkit.NAME: partial(SearchkitSession, folder)
        }
        for peer in self.peers:
            openers[peer.name] = partial(peer.opened, self.folder_of(peer.name))
        return openers

    def ask(self, openers: dict[str, Callable[[], Session]]) -> tuple[list[Any], list[str]]:
        """The rows of all kinds of questions, and what the engines disagree about."""
        rows, wrong = measured(openers, self.questions, self._way)
        for group in self.questions:
            if group[0].kind.name == READ_KIND:
                rows.append(reading(openers, group, self._way))
        return [row.as_json() for row in rows], [str(one) for one in wrong]

    def changes(self) -> dict[str, Any]:
        """Adding and changing articles, on copies of the indexes."""
        corpus = self.corpus
        if not isinstance(corpus, Resampled):
            corpus = Resampled("changes", self.news.kept, len(corpus))
        return {
            name: enginemeasures.changes(
                folder, name, corpus, self.effort.changes, self.place / "scratch"
            )
            for name, folder in self._pair().items()
        }

    def memory(self, ours: Path | None) -> dict[str, Any]:
        """Memory of a process after a hundred questions."""
        asked = [question for group in self.questions for question in group[:5]][:100]
        folders = self._pair() | ({enginesearchkit.NAME: ours} if ours else {})
        return {
            name: enginemeasures.searching_memory(folder, name, asked)
            for name, folder in folders.items()
        }

    def _pair(self) -> dict[str, Path]:
        """The indexes of searchkit and of tantivy, where that is installed."""
        tantivy = [peer.name for peer in self.peers if isinstance(peer, Tantivy)]
        return {name: self.folder_of(name) for name in (enginesearchkit.NAME, *tantivy)}

    def sync(self) -> dict[str, Any]:
        """Whole syncs of the news and of many short files."""
        scratch = self.place / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        words = self.vocabulary.band("medium")
        measure = {
            "news": enginesync.whole_sync(self.news.source, scratch),
            "files": enginesync.small_files(words, scratch, self.effort.files, 3),
        }
        shutil.rmtree(scratch)
        return measure


def tell(line: str) -> None:
    """Progress, apart from the tables."""
    print(line, file=sys.stderr, flush=True)
