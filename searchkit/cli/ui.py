"""``searchkit ui``."""

from __future__ import annotations

import sys

import click

from searchkit.cli import errors
from searchkit.cli.options import (
    QueryCommand,
    invocation,
    query_from,
    shared_options,
    told_next,
)
from searchkit.translation import _


@click.command(
    cls=QueryCommand,
    short_help="Search, narrow and read on a whole screen.",
    epilog="""
    \b
    Examples:
      searchkit ui
      searchkit ui zona hijau jawa timur
      searchkit ui --index arsip/
    """,
)
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@shared_options(())
def ui_command(query: tuple[str, ...]) -> int:
    """Search, narrow and read on a whole screen; ? lists the keys.

    Needs a terminal. In a pipe or a script, use searchkit search.
    """
    run = invocation()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            _("searchkit ui needs a terminal; in a pipe use: searchkit search QUERY")
        )
    from searchkit.ui.app.application import Application
    from searchkit.ui.app.view import View

    application = Application(
        run.settings.index,
        stems=run.settings.cache,
        view=View(query_from(query)),
        corpus=run.settings.corpus,
        saved=run.settings.data,
    )
    if error := application.run():
        raise told_next(error, run.settings)
    return errors.FOUND
