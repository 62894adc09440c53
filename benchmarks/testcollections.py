"""Test collections: the articles that benchmarks index, and the judged topics they ask.

Three collections from the shared data beside the project. Each is read into
one corpus file, which whoever is measured gets to see, and the topics:

- ``articles_dev``: judged queries over the labelled articles;
- ``tydiqa_id``: TyDiQA-GoldP Indonesian, questions over the passages that answer them;
- ``headlines``: known items in real news. The query is a headline, the corpus
  holds the bodies alone, and the article that the headline stood above is to
  be found (or another one with the same body).

What is drawn is drawn with a fixed seed: the same topics every time.
"""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from searchkit.evaluation import Topic, read_topics
from searchkit.evaluation.lines import json_object, read_lines

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
NEWS = DATA / "news" / "click_id.jsonl.xz"
SEED = 17
MIN_HEADLINE_WORDS = 3
"""A shorter headline names no article."""


class Document(NamedTuple):
    """What a peer gets of an article; ``title`` is empty where the corpus has none."""

    id: str
    title: str
    text: str


class Material(NamedTuple):
    """A collection as it is asked: a JSONL file (it may be gzipped) and the topics."""

    corpus: Path
    topics: tuple[Topic, ...]

    def documents(self) -> list[Document]:
        """The articles of the corpus, word for word as its file holds them."""
        records = map(json_object, read_lines(self.corpus))
        return [
            Document(str(one["id"]), str(one.get("title") or ""), str(one["text"]))
            for one in records
        ]


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection: the files it is made of, how to read them, and what it is told by.

    ``read`` gets an empty folder to write in; ``measures`` are the measures
    that a table has a column for.
    """

    name: str
    files: tuple[Path, ...]
    read: Callable[[Path], Material]
    measures: tuple[str, ...] = ("MRR@10",)

    @property
    def is_there(self) -> bool:
        """Whether all its files are."""
        return all(file.is_file() for file in self.files)

    @contextmanager
    def opened(self) -> Iterator[Material]:
        """The corpus and the topics; a corpus made for this is removed afterwards."""
        with TemporaryDirectory(prefix="searchkit-collection-") as folder:
            yield self.read(Path(folder))


def articles_dev() -> Collection:
    """All judged queries over the labelled articles."""
    corpus, topics = DATA / "articles_dev" / "articles.jsonl", DATA / "articles_dev/queries.jsonl"
    return Collection(
        "articles_dev",
        (corpus, topics),
        lambda _: Material(corpus, read_topics(topics)),
        ("nDCG@10", "MRR@10"),
    )


def tydiqa_id(sample: int | None = None) -> Collection:
    """Questions of TyDiQA-id over all its passages; ``sample`` is how many, None for all."""
    corpus = DATA / "retrieval" / "tydiqa_id_corpus.jsonl.gz"
    topics = DATA / "retrieval" / "tydiqa_id_queries_dev.jsonl.gz"

    def read(_: Path) -> Material:
        questions = read_topics(topics)
        if sample is not None and sample < len(questions):
            by_name = sorted(questions, key=lambda topic: topic.qid)
            questions = tuple(Random(SEED).sample(by_name, sample))
        return Material(corpus, questions)

    name = "tydiqa_id" if sample is None else f"tydiqa_id_{sample}"
    return Collection(name, (corpus, topics), read, ("MRR@10", "R@100"))


def headlines(asked: int, indexed: int | None = None, news: Path = NEWS) -> Collection:
    """Known items: ``asked`` headlines over ``indexed`` bodies (as many as headlines, if None).

    A smaller collection is part of a larger one: all take the first articles
    of one shuffled list.
    """

    def read(folder: Path) -> Material:
        chosen = _shuffled(news)[: max(asked, indexed or 0)]
        corpus = folder / "headlines.jsonl"
        with corpus.open("w", encoding="utf-8") as file:
            for one in chosen:
                record = {"id": one["id"], "text": one["text"]}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        return Material(corpus, known_items(chosen)[:asked])

    return Collection(f"headlines_{asked}", (news,), read)


def known_items(articles: Sequence[Mapping[str, str]]) -> tuple[Topic, ...]:
    """A topic for each article: its headline, which all articles with the same body answer."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for one in articles:
        same[_words(one["text"])].append(one["id"])
    return tuple(
        Topic(one["id"], one["title"], dict.fromkeys(same[_words(one["text"])], 1))
        for one in articles
    )


def _shuffled(news: Path) -> list[dict[str, str]]:
    """The articles with a headline long enough and a body, in an order that chance decided."""
    with lzma.open(news, "rt", encoding="utf-8") as lines:
        found = sorted(map(json.loads, lines), key=lambda one: one["id"])
    found = [
        one
        for one in found
        if len(one["title"].split()) >= MIN_HEADLINE_WORDS and one["text"].strip()
    ]
    Random(SEED).shuffle(found)
    return found


def _words(text: str) -> str:
    """A text without what its line breaks and capitals add."""
    return " ".join(text.casefold().split())
