"""Ready words: articles as searchkit's analyzer and extraction give them, for engines without it.

Every peer indexes these words and asks for these words, so that engines are
compared and not their tokenizers. They are analysed once, by several processes,
and read back in order from files beside the corpus.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from enginecorpora import Articles

from searchkit.article import Article
from searchkit.engines.lead import lead_grades
from searchkit.engines.record import dump_article
from searchkit.language.analyzer import Analyzer

_CHUNK, _PARTS_EACH = 500, 4


class Ready(NamedTuple):
    """One article in words, joined by spaces. ``record`` is the article itself, as JSON.

    ``lead`` repeats a word as often as its grade. ``regions`` holds the codes
    of the subjects and of their provinces.
    """

    id: str
    title: str
    title_stem: str
    body: str
    body_stem: str
    lead: str
    regions: Sequence[str]
    year: str
    bands: Sequence[str]
    record: str


class Prepared(NamedTuple):
    """Files of ready words, in the order of the corpus."""

    files: tuple[Path, ...]

    def __iter__(self) -> Iterator[Ready]:  # type: ignore[override]
        for path in self.files:
            yield from read_ready(path)


def ready(article: Article, analyzer: Analyzer) -> Ready:
    """An article in the words that searchkit's own index would have."""
    title_terms, title_stems = analyzer.terms(article.title if article.has_headline else "")
    terms, stems = analyzer.terms(article.body)
    grades = lead_grades(article.body, analyzer)
    codes = {part for one in article.subjects for part in (one.code, one.code.split(".")[0])}
    return Ready(
        id=article.id,
        title=" ".join(title_terms),
        title_stem=" ".join(filter(None, title_stems)),
        body=" ".join(terms),
        body_stem=" ".join(filter(None, stems)),
        lead=" ".join(term for term, grade in grades.items() for _ in range(grade)),
        regions=sorted(codes),
        year=str(article.year or ""),
        bands=sorted({result.band for result in article.results if result.band}),
        record=dump_article(article),
    )


def prepare(corpus: Articles, folder: Path, pool: Executor, processes: int) -> Prepared:
    """The ready words of a corpus, analysed unless ``folder`` has them already."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = processes * _PARTS_EACH
    bounds = [len(corpus) * part // parts for part in range(parts + 1)]
    files = [folder / f"{first}-{last}.ready" for first, last in pairwise(bounds)]
    tasks = zip(files, pairwise(bounds), strict=True)
    missing = [(corpus, path, *bound) for path, bound in tasks if not path.is_file()]
    if missing:
        list(pool.map(_write_part, *zip(*missing, strict=True)))
    return Prepared(tuple(files))


def read_ready(path: Path) -> Iterator[Ready]:
    """The articles of one file."""
    with path.open("rb") as file:
        while True:
            try:
                chunk = marshal.load(file)
            except EOFError:
                return
            yield from map(Ready._make, chunk)


def _write_part(corpus: Articles, path: Path, first: int, last: int) -> None:
    """Write the words of a part of the corpus; the file appears whole or not at all."""
    analyzer = _analyzer()
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        for at in range(first, last, _CHUNK):
            articles = corpus.part(at, min(last, at + _CHUNK))
            marshal.dump([tuple(ready(article, analyzer)) for article in articles], file)
    part.replace(path)


@cache
def _analyzer() -> Analyzer:
    return Analyzer()
