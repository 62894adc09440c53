"""Answer: what the index is asked for a view, and the lines that tell what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from searchkit.errors import SearchkitError
from searchkit.translation import _, numbered
from searchkit.ui.app.view import FIELDS, ORDERS, View
from searchkit.ui.formats import shown_ms
from searchkit.ui.plain import plain_line

if TYPE_CHECKING:
    from searchkit.article import Article, Span
    from searchkit.explain import Fact
    from searchkit.index import Index
    from searchkit.results import Results
    from searchkit.ui.badge import Wanted

PAGE = 10  # hits asked for at once: more than fit on most screens
SNIPPET = 200  # characters


def answer(index: Index, view: View) -> tuple[Results, Wanted]:
    """The first hits of a view, and which of their results to show."""
    from searchkit.ui.badge import Wanted  # the first frame does without

    results = found(index, view, 0)
    return results, Wanted.by(results.reading, view.filters().nodes)


def found(index: Index, view: View, offset: int, limit: int = PAGE) -> Results:
    """The hits of a view from a place on; with the first ones the facets as well."""
    return index.search(
        view.asked,
        filters=view.filters(),
        offset=offset,
        limit=limit,
        sort=view.sort,
        facets=() if offset else FIELDS,
        apart=True,
        unfinished=view.unfinished,
        snippet_chars=SNIPPET,
    )


def read(index: Index, article: Article, view: View) -> tuple[tuple[Span, ...], tuple[Fact, ...]]:
    """Where an article's text matches the query of a view, and the facts in it."""
    from searchkit.explain import explain  # the first frame does without

    try:
        spans = index.highlights(article, view.asked, unfinished=view.unfinished)
    except SearchkitError:
        spans = ()
    return spans, explain(article)


def refreshed(index: Index) -> frozenset[str] | None:
    """Read the last commit where there is a newer one; the ids of before, None where not."""
    if not index.is_outrun:
        return None
    before = frozenset(index.ids())
    index.refresh()
    return before


def counts_of(results: Results) -> Text:
    """How many articles there are, in which order, and how long that took."""
    many = numbered("{n} article", "{n} articles", results.total)
    told = f"{many} · {_(ORDERS[results.sort])} · {shown_ms(results.took_ms)}"
    return Text(told)


def notes_of(results: Results) -> Text:
    """What else is to be told about a result, in one line."""
    notes: list[str] = []
    if results.corrected:
        notes.append(_("searched as: {query}").format(query=results.corrected))
    if results.suggestion:
        notes.append(_("did you mean: {query}").format(query=results.suggestion))
    if not results.total:
        notes.append(_("nothing found"))
    elif not results.strict_total:
        notes.append(_("no article matches everything"))
    return Text(plain_line(" · ".join(notes)), style="italic")
