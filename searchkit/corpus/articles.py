"""Draft → Article: title, outlet, date, noise and the hash of everything taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from itertools import chain
from types import MappingProxyType
from urllib.parse import urlsplit

from searchkit.article import Article, Rejected
from searchkit.corpus.dateline import outlet_of
from searchkit.corpus.draft import Draft
from searchkit.corpus.lines import lines_of
from searchkit.corpus.noise import find_noise
from searchkit.corpus.source import Source
from searchkit.corpus.text import Headline, headline_of
from searchkit.language.dates import parse_date
from searchkit.translation import _

_HASH_BYTES = 16


@dataclass(slots=True)
class ClaimedIds:
    """The ids met so far and where: an id belongs to the first place that claims it."""

    _places: dict[str, str] = field(default_factory=dict)

    def claim(self, article: Article, source: Source) -> Article | Rejected:
        """The article, where its id is new; else the rejection that names both places.

        An id that only tells the place below the root gives way to the full
        path: two roots may hold files of the same name.
        """
        place = placed(article.path, article.line)
        first = self._places.setdefault(article.id, place)
        if first == place:
            return article
        if article.id == placed(source.relative, article.line):
            return self.claim(replace(article, id=place), source)
        reason = _("the id {id!r} is taken by {first}: give one of them another id").format(
            id=article.id, first=first
        )
        return Rejected(article.path, reason, article.line)


def placed(path: str, line: int | None) -> str:
    """A file, or a line of it, as results print it: "a.txt", "a.csv:3"."""
    return path if line is None else f"{path}:{line}"


def article_of(draft: Draft, source: Source, line: int | None) -> Article:
    """The article that a draft makes.

    ``line`` is the 1-based line of a record, None where the file is one
    article. A date that names no day leaves ``published`` None and stands as
    it was written in ``extra["published"]``.
    """
    lines = lines_of(draft.text)
    headline = Headline(draft.title, None) if draft.title else headline_of(lines)
    published = parse_date(draft.published) if draft.published else None
    extra = dict(draft.extra)
    if draft.published and published is None:
        extra["published"] = draft.published
    article_id = draft.id or placed(source.relative, line)
    return Article(
        id=article_id,
        title=headline.title,
        text=draft.text,
        path=source.path,
        line=line,
        has_headline=draft.title is not None or headline.span is not None,
        outlet=draft.outlet or outlet_of(lines) or _host(draft.url),
        url=draft.url,
        author=draft.author,
        published=published,
        noise=find_noise(lines, headline.span),
        content_hash=_digest(draft, article_id, headline.title, published),
        extra=MappingProxyType(extra),
    )


def _host(url: str | None) -> str | None:
    """The host of a web address without "www.", None where there is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    return host.removeprefix("www.") if isinstance(host, str) and "." in host else None


def _digest(draft: Draft, article_id: str, title: str, published: date | None) -> str:
    """blake2b over every field taken from the source; the place of the file is none of them."""
    taken = (
        article_id,
        title,
        draft.text,
        draft.outlet,
        draft.url,
        draft.author,
        draft.published,
        published.isoformat() if published else None,
        *chain.from_iterable(sorted(draft.extra.items())),
    )
    # Sizes go first, so that no two articles run together to the same bytes.
    sizes = repr([None if value is None else len(value) for value in taken])
    digest = blake2b(sizes.encode(), digest_size=_HASH_BYTES)
    digest.update("".join(filter(None, taken)).encode())
    return digest.hexdigest()
