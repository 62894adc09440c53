"""The corpora that engines are measured with: real news, and any number of articles made of it.

``RealNews`` is the shared news (the seeds where that is missing), read and
understood as an indexer would. ``Resampled`` mixes it anew: an article has the
build of one real article and takes each of its sentences from random ones, so
that every word stands in the same share of articles whatever their number. Its
headline comes from another one, its regions and its outlet from a third; years,
and results of the assessment, which news hardly has, are drawn. Every article
follows from the seed and its own number: nothing is kept, and processes may make
any part.
"""

from __future__ import annotations

import lzma
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple, Protocol

from searchkit import Rejected, read_corpus
from searchkit.article import Article, Assessment, RegionRef, Span
from searchkit.assessments.bands import band_of
from searchkit.engines.record import dump_article, load_article
from searchkit.language.sentences import sentences
from searchkit.understand import understand

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news" / "click_id.jsonl.xz"
SEEDS = ROOT / "seeds"
SEED = 23

REGIONAL, ASSESSED = 0.6, 0.3
"""The share of made articles whose facts are those of one about a region (a quarter of the news
is), and the share of these that report a result."""
YEARS = range(2015, 2026)
ASSESSMENT_YEARS = (2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024, 2025)
MEAN_SCORE, SPREAD = 80.0, 11.0

_CHUNK = 500


class Articles(Protocol):
    """A corpus: understood articles, by number."""

    name: str

    def __len__(self) -> int:
        """How many there are."""
        ...

    def part(self, first: int, last: int) -> Iterator[Article]:
        """Those numbered ``first`` to ``last``, without the last."""
        ...


@dataclass(frozen=True, slots=True)
class RealNews:
    """Articles as they were published; ``kept`` is the file that ``understood_news`` wrote."""

    name: str
    kept: Path

    def __len__(self) -> int:
        return len(_material(self.kept).articles)

    def part(self, first: int, last: int) -> Iterator[Article]:
        """Those numbered ``first`` to ``last``, without the last."""
        return islice(_material(self.kept).articles, first, last)


@dataclass(frozen=True, slots=True)
class Resampled:
    """``size`` articles made of those in ``kept``.

    ``first`` is the number that the first one has: other numbers, other articles.
    """

    name: str
    kept: Path
    size: int
    first: int = 0
    seed: int = SEED

    def __len__(self) -> int:
        return self.size

    def part(self, first: int, last: int) -> Iterator[Article]:
        """Those numbered ``first`` to ``last``, without the last."""
        material = _material(self.kept)
        for number in range(self.first + first, self.first + min(last, self.size)):
            yield _made(material, number, Random(f"{self.seed}/{number}"))


class _Material(NamedTuple):
    """What articles are made of: first sentences, other ones, and sentences per line."""

    articles: Sequence[Article]
    regional: Sequence[Article]
    leads: Sequence[str]
    others: Sequence[str]
    builds: Sequence[tuple[int, ...]]


@cache
def _material(kept: Path) -> _Material:
    # Once in each process: articles cannot be sent from one to another.
    with kept.open(encoding="utf-8") as file:
        articles = [load_article(line) for line in file]
    leads: list[str] = []
    others: list[str] = []
    builds: list[tuple[int, ...]] = []
    for article in articles:
        lines = [
            [line[span.start : span.end] for span in sentences(line)]
            for line in article.text.splitlines()
        ]
        found = [sentence for line in lines for sentence in line]
        leads += found[:1]
        others += found[1:]
        builds.append(tuple(len(line) for line in lines if line))
    regional = [article for article in articles if article.subjects] or articles
    return _Material(articles, regional, leads, others or leads, list(filter(None, builds)))


def _made(material: _Material, number: int, chance: Random) -> Article:
    text = _made_text(material, chance)
    is_regional = chance.random() < REGIONAL
    facts = chance.choice(material.regional if is_regional else material.articles)
    (year,) = chance.choices(YEARS, weights=range(1, len(YEARS) + 1))
    published = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    result = _drawn_result(facts.subjects, published.year, chance)
    return Article(
        id=f"made-{number:07}",
        title=chance.choice(material.articles).title,
        text=text,
        path=f"/news/{number:07}.txt",
        outlet=facts.outlet,
        published=published,
        content_hash=f"{number:x}",
        regions=tuple(replace(region, spans=()) for region in facts.regions),
        assessments=(result,) if result else (),
        assessment_year=result.year if result else None,
    )


def _made_text(material: _Material, chance: Random) -> str:
    lines = []
    for count in chance.choice(material.builds):
        parts = chance.choices(material.others, k=count)
        if not lines:
            parts[0] = chance.choice(material.leads)
        lines.append(" ".join(parts))
    return "\n".join(lines)


class News(NamedTuple):
    """The real articles: as files to sync, and understood, one a line."""

    source: Path
    kept: Path


def understood_news(
    folder: Path, pool: Executor, source: Path | None = None, limit: int | None = None
) -> News:
    """The real articles, unpacked and understood; kept in ``folder`` for the next time.

    ``source`` is a file or folder of articles; by default the shared news, the
    seeds where that is missing. ``limit`` takes only so many of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    corpus = _unpacked(source or (NEWS if NEWS.is_file() else SEEDS), folder)
    kept = folder / "understood.jsonl"
    if not kept.is_file():
        read = (one for one in read_corpus(corpus) if not isinstance(one, Rejected))
        lines = [dump_article(one) for one in islice(read, limit)]
        part = kept.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(pool.map(_understood, lines, chunksize=_CHUNK))
        part.replace(kept)
    return News(corpus, kept)


def _unpacked(source: Path, folder: Path) -> Path:
    if source.suffix != ".xz":
        return source
    unpacked = folder / source.stem
    if not unpacked.is_file():
        part = unpacked.with_suffix(".part")
        with lzma.open(source) as packed, part.open("wb") as file:
            shutil.copyfileobj(packed, file)
        part.replace(unpacked)
    return unpacked


def _understood(article: str) -> str:
    return f"{dump_article(understand(load_article(article)))}\n"


def _drawn_result(
    subjects: Sequence[RegionRef], published: int, chance: Random
) -> Assessment | None:
    """A result of the first subject, of a year not after the publication."""
    years = [year for year in ASSESSMENT_YEARS if year <= published]
    if not subjects or not years or chance.random() >= ASSESSED:
        return None
    (year,) = chance.choices(years, weights=range(1, len(years) + 1))
    score = round(min(100.0, max(20.0, chance.gauss(MEAN_SCORE, SPREAD))), 2)
    band = band_of(score, year)
    body = subjects[0]
    return Assessment(
        entity=body.name,
        code=body.code,
        level=body.level,
        province=body.province,
        evidence=Span(0, 0),
        year=year,
        year_method="explicit",
        score=score,
        zone=band.zone if band else None,
        category=band.category if band else None,
        band=band.value if band else None,
        derived=("zone", "category"),
        key=body.code,
    )
