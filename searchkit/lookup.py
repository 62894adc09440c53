"""Lookup: which article somebody means who does not give the whole of its id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from searchkit.article import Article
from searchkit.engines.base import Engine
from searchkit.errors import ArticleNotFound
from searchkit.syncstate import SyncState
from searchkit.translation import _

_SHOWN = 5


def find_article(named: str, engine: Engine, state: SyncState) -> Article:
    """The article of a file or of a line of it ("a.csv:3"), or whose id alone has this part.

    A part at the beginning or end of ids goes before one inside them. Raises
    ArticleNotFound, naming candidates where several fit.
    """
    near = _ids_in_file(named, engine, state) or _near_ids(named, engine.ids())
    found = engine.article(near[0]) if len(near) == 1 else None
    if found is not None:
        return found
    if near:
        some = ", ".join(near[:_SHOWN])
        raise ArticleNotFound(
            _("{named!r} fits {count} articles: {some}").format(
                named=named, count=len(near), some=some
            ),
            _("Give more of the id: searchkit show ID"),
        )
    raise ArticleNotFound(
        _("no article has the id {named!r}").format(named=named),
        _("List the ids: searchkit search '*' -n 100 --format ids"),
    )


def _ids_in_file(path: str, engine: Engine, state: SyncState) -> list[str]:
    """The ids of the articles that were read from a file, or from a line of it."""
    entry = state.files.get(str(Path(path).absolute()))
    if entry is not None:
        return list(entry.articles)
    place, _, line = path.rpartition(":")
    entry = state.files.get(str(Path(place).absolute()))
    if entry is None or not line.isdecimal():
        return []
    found = (engine.article(article_id) for article_id in entry.articles)
    return [article.id for article in found if article and article.line == int(line)]


def _near_ids(part: str, ids: Sequence[str]) -> list[str]:
    """Ids that begin or end with ``part``, else those with it anywhere."""
    if not part:
        return []
    edges = [
        article_id
        for article_id in ids
        if article_id.startswith(part)
        or article_id.endswith(part)
        or article_id.rpartition("/")[2].startswith(part)
    ]
    return edges or [article_id for article_id in ids if part in article_id]
