"""What engines cost besides answering: indexing, changes, bytes, and memory.

searchkit is handed understood articles and analyses them, its peers are handed
the words that come out of that. What the benchmark itself needs to make an
article, or to read ready words, is taken off where processes wait for it;
tantivy's threads do not.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import enginesearchkit
from enginecorpora import Articles, Resampled
from enginememory import Watch, own_bytes
from enginepeers import Peer, Session, Tantivy
from enginequestions import Question
from enginesearchkit import SearchkitSession
from enginewords import Prepared, ready

from searchkit.language.analyzer import Analyzer

CHANGED = 100
_OTHER_NUMBERS = 50_000_000
"""Where the numbers of articles begin that no corpus has."""
_WARMING = 2_000

Measure = dict[str, Any]


def index_searchkit(folder: Path, corpus: Articles, text_bytes: int, processes: int) -> Measure:
    """Build searchkit's index of a corpus; seconds, articles per second, bytes, peak memory."""
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(enginesearchkit.warm, [folder] * processes, [corpus] * processes))
        with Watch() as watch:
            seconds = enginesearchkit.build(folder, corpus, pool)
    return _indexed(len(corpus), seconds, folder, text_bytes, watch)


def index_peer(peer: Peer, folder: Path, prepared: Prepared, size: int, text_bytes: int) -> Measure:
    """The same of a peer, from ready words."""
    with Watch() as watch:
        begun = perf_counter()
        peer.build(folder, prepared)
        seconds = perf_counter() - begun
    return _indexed(size, seconds, folder, text_bytes, watch)


def analysis_per_second(corpus: Articles) -> float:
    """Articles that one core turns into ready words in a second, all stems known."""
    analyzer = Analyzer()
    articles = list(corpus.part(0, _WARMING))
    for article in articles:
        ready(article, analyzer)
    begun = process_time()
    for article in articles:
        ready(article, analyzer)
    return len(articles) / (process_time() - begun)


def changes(folder: Path, name: str, corpus: Resampled, rounds: int, scratch: Path) -> Measure:
    """Milliseconds to add a hundred articles and to index a hundred known ones anew.

    Each time with the commit, on a copy of the index.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(folder, scratch)
    count = min(CHANGED, len(corpus))
    times: dict[str, list[float]] = {"add": [], "change": []}
    for at in range(rounds):
        fresh = replace(corpus, first=_OTHER_NUMBERS + at * count, size=count)
        for what, articles in (
            ("add", list(fresh.part(0, count))),
            ("change", list(replace(corpus, seed=corpus.seed + 1 + at).part(0, count))),
        ):
            if name == enginesearchkit.NAME:
                begun = perf_counter()
                enginesearchkit.replace(scratch, articles)
            else:
                analyzer = enginesearchkit.store_in(scratch).analyzer
                words = [ready(article, analyzer) for article in articles]
                begun = perf_counter()
                Tantivy().replace(scratch, words)
            times[what].append(1000 * (perf_counter() - begun))
    shutil.rmtree(scratch)
    return {f"{what}_ms": median(runs) for what, runs in times.items()} | {"articles": count}


def searching_memory(folder: Path, name: str, questions: Sequence[Question]) -> Measure:
    """Own bytes of a new process before it opens an index, and after it was asked."""
    with get_context("spawn").Pool(1) as pool:
        before, after = pool.apply(_memory_after, (folder, name, questions))
    return {"before_bytes": before, "after_bytes": after, "questions": len(questions)}


def bytes_in(folder: Path) -> int:
    """The size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def text_bytes_of(corpus: Articles, pool: Executor, processes: int) -> int:
    """The size of all headlines and texts, as UTF-8."""
    step = -(-len(corpus) // (processes * 4))
    parts = [(corpus, at, at + step) for at in range(0, len(corpus), step)]
    return sum(pool.map(_text_bytes, *zip(*parts, strict=True)))


def _text_bytes(corpus: Articles, first: int, last: int) -> int:
    return sum(
        len(article.title.encode()) + len(article.text.encode())
        for article in corpus.part(first, last)
    )


def _indexed(size: int, seconds: float, folder: Path, text_bytes: int, watch: Watch) -> Measure:
    total = bytes_in(folder)
    return {
        "articles": size,
        "seconds": seconds,
        "per_second": size / seconds,
        "bytes": total,
        "bytes_per_text_byte": total / text_bytes,
        "peak_bytes": watch.grown,
    }


def _memory_after(folder: Path, name: str, questions: Sequence[Question]) -> tuple[int, int]:
    before = own_bytes()
    session: Session = (
        SearchkitSession(folder) if name == enginesearchkit.NAME else Tantivy().opened(folder)
    )
    for question in questions:
        ask = session.ready(question)
        if ask is not None:
            ask()
    return before, own_bytes()
