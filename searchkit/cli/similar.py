"""``searchkit similar``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import (
    filter_options,
    filters_from,
    invocation,
    limit_option,
    shared_options,
)
from searchkit.cli.results import similar_record
from searchkit.cli.rows import hits_answer
from searchkit.config import FORMATS
from searchkit.translation import N_, _

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen

MAX_DAYS = 36_500


@click.command(
    cls=Command,
    short_help="Find articles like one.",
    epilog="""
    \b
    Examples:
      searchkit similar blitar
      searchkit similar berita/blitar.txt --same-region --within 30
      searchkit similar blitar --year 2023 -n 5 --format json
    """,
)
@click.argument("article_id", metavar="ID")
@filter_options
@limit_option(N_("How many articles.  [default: 10]"))
@click.option("--same-region", is_flag=True, help="Only articles about one of its regions.")
@click.option(
    "--within",
    type=click.IntRange(min=0, max=MAX_DAYS),
    metavar="DAYS",
    help="Only articles dated at most so many days before or after it.",
)
@shared_options(FORMATS)
def similar_command(article_id: str, **options: Any) -> int:
    """Find articles like one: by its key terms, its regions and its time.

    ID is an article's id or path, or a part of an id that fits no other. Other
    copies of its text are no hits; they are named apart.
    """
    run = invocation(FORMATS)
    filters = filters_from(options)
    with run.reading() as index:
        similar = index.similar(
            article_id,
            limit=options["limit"] or run.settings.limit,
            filters=filters,
            same_region=options["same_region"],
            within_days=options["within"],
        )

    def show(screen: Screen) -> None:
        from searchkit.ui.similar import show_similar

        show_similar(screen, similar, filters)

    run.answer(hits_answer(lambda: similar_record(similar), similar.hits), show)
    if run.format not in ("rich", "json") and similar.terms:
        errors.say(
            _("Key terms: {terms}").format(terms=", ".join(term.term for term in similar.terms))
        )
    return errors.FOUND if similar.hits else errors.NOTHING_FOUND
