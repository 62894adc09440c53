"""What the corpus tests share: write files, read them back."""

from __future__ import annotations

from pathlib import Path

from searchkit.article import Article, Rejected
from searchkit.corpus import read_corpus


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*paths: Path) -> tuple[list[Article], list[Rejected]]:
    outcomes = list(read_corpus(*paths))
    articles = [outcome for outcome in outcomes if isinstance(outcome, Article)]
    return articles, [outcome for outcome in outcomes if isinstance(outcome, Rejected)]


def only_article(path: Path) -> Article:
    articles, rejected = read(path)
    assert rejected == []
    assert len(articles) == 1
    return articles[0]


def only_rejected(path: Path) -> Rejected:
    articles, rejected = read(path)
    assert articles == []
    assert len(rejected) == 1
    return rejected[0]


def noise_of(article: Article) -> list[str]:
    return [article.text[span.start : span.end] for span in article.noise]
