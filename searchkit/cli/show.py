"""``searchkit show`` and ``searchkit stats``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import NOT_IDS, invocation, shared_options
from searchkit.cli.output import Answer, print_text
from searchkit.cli.records import article_record, stats_record
from searchkit.cli.rows import ARTICLE_COLUMNS, article_row, counts_row
from searchkit.translation import _
from searchkit.ui.plain import plain

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.ui.screen import Screen

Highlights = tuple[tuple[int, int], ...]


@click.command(
    cls=Command,
    short_help="Show one article.",
    epilog="""
    \b
    Examples:
      searchkit show berita/blitar.txt
      searchkit show blitar --query 'zona hijau'
      searchkit show berita.jsonl:12 --format json
      searchkit show blitar --facts
      searchkit show blitar --raw > blitar.txt
    """,
)
@click.argument("article_id", metavar="ID")
@click.option("--raw", is_flag=True, help="Print the whole text with page furniture, nothing else.")
@click.option("--query", metavar="QUERY", help="Highlight what matches this query.")
@click.option("--facts", is_flag=True, help="Mark each fact read out of it, and tell why.")
@shared_options()
def show_command(article_id: str, raw: bool, query: str | None, facts: bool) -> int:
    """Show one article: what is known about it, and its text.

    ID is an article's id or path, or a part of an id that fits no other.
    """
    if facts:
        if raw or query is not None:
            raise click.UsageError(_("--facts shows another view; leave out --raw and --query."))
        from searchkit.cli.explain import explain_article

        return explain_article(article_id)
    run = invocation()
    with run.reading() as index:
        article = index.article(article_id)
        spans = index.highlights(article, query) if query is not None else ()
    highlights = tuple((span.start, span.end) for span in spans)
    if raw:
        _print_raw(article.text)
        return errors.FOUND

    def show(screen: Screen) -> None:
        from searchkit.ui.article import show_article

        show_article(screen, article, highlights)

    run.answer(_answer(article, None if query is None else highlights), show)
    return errors.FOUND


@click.command(
    cls=Command,
    short_help="Tell what the index holds.",
    epilog="""
    \b
    Examples:
      searchkit stats
      searchkit stats --index arsip/ --format json
    """,
)
@shared_options(NOT_IDS)
def stats_command() -> int:
    """Tell what the index holds: articles by year, province and band, size, last sync."""
    run = invocation(NOT_IDS)
    with run.reading() as index:
        stats = index.stats()
    record = stats_record(stats)
    row = counts_row(record)
    answer = Answer(lambda: record, lambda: [record], tuple(row), lambda: [row])

    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_stats

        show_stats(screen, stats)

    run.answer(answer, show)
    return errors.FOUND


def _answer(article: Article, highlights: Highlights | None) -> Answer:
    return Answer(
        record=lambda: article_record(article, highlights),
        lines=lambda: [article_record(article, highlights)],
        columns=ARTICLE_COLUMNS,
        rows=lambda: [article_row(article)],
        ids=lambda: [article.id],
    )


def _print_raw(text: str) -> None:
    """The very characters into a pipe or file; on a terminal only those that are safe."""
    if sys.stdout.isatty():
        text = plain(text)
        text += "" if text.endswith("\n") else "\n"
    print_text(text)
