"""``searchkit explain``: what was read out of an article, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import invocation, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import fact_record, facts_record
from searchkit.cli.rows import FACT_COLUMNS

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen


@click.command(
    cls=Command,
    short_help="Show what was read out of an article, and why.",
    epilog="""
    \b
    Examples:
      searchkit explain berita/blitar.txt
      searchkit explain blitar --format json
      searchkit explain berita.jsonl:12 --format csv
    """,
)
@click.argument("article_id", metavar="ID")
@shared_options()
def explain_command(article_id: str) -> int:
    """Show what was read out of an article, and why.

    Regions, scores, zones, categories, ranks, years and dates are marked where
    they stand in the text; the table below tells whose they are and what
    decided. ID is as for "searchkit show", which has this view as --facts.
    """
    return explain_article(article_id)


def explain_article(article_id: str) -> int:
    """Answer with the facts of one article; returns the exit code."""
    from searchkit.explain import explain

    run = invocation()
    with run.reading() as index:
        article = index.article(article_id)
    facts = explain(article)
    answer = Answer(
        record=lambda: facts_record(article, facts),
        lines=lambda: (fact_record(article, fact) for fact in facts),
        columns=FACT_COLUMNS,
        rows=lambda: (fact_record(article, fact) for fact in facts),
        ids=lambda: [article.id],
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.facts import show_facts

        show_facts(screen, article, facts)

    run.answer(answer, show)
    return errors.FOUND
