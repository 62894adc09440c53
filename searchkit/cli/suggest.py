"""``searchkit suggest``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.options import QueryCommand, invocation, limit_option, query_from, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import SCHEMA
from searchkit.cli.results import completion_record
from searchkit.cli.rows import COMPLETION_COLUMNS

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen


@click.command(
    cls=QueryCommand,
    short_help="Show how a query may go on.",
    epilog="""
    \b
    Examples:
      searchkit suggest pelay
      searchkit suggest zona hijau jawa t
      searchkit suggest 'wilayah:kab. mal' --format json
    """,
)
@click.argument("prefix", nargs=-1, required=True, metavar="PREFIX...")
@limit_option("Completions at most.  [default: 10]", default=10)
@shared_options()
def suggest_command(prefix: tuple[str, ...], limit: int) -> int:
    """Show how a query may go on: words, regions and outlets, with their articles.

    PREFIX is the query as far as it is typed; its last word, or the last words
    of a region's name, are completed.
    """
    run = invocation()
    query = query_from(prefix)
    with run.reading() as index:
        found = index.suggest(query, limit)
    records = [completion_record(completion) for completion in found]
    answer = Answer(
        record=lambda: {"schema": SCHEMA, "query": query, "completions": records},
        lines=lambda: records,
        columns=COMPLETION_COLUMNS,
        rows=lambda: records,
        ids=lambda: (completion.text for completion in found),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_completions

        show_completions(screen, found)

    run.answer(answer, show)
    return errors.FOUND if found else errors.NOTHING_FOUND
