"""``searchkit ui``."""

from __future__ import annotations

import gc
import os
import sys

import click

from searchkit.cli import errors
from searchkit.cli.options import (
    Invocation,
    QueryCommand,
    invocation,
    query_from,
    shared_options,
    told_next,
)
from searchkit.errors import ConfigError
from searchkit.translation import _, language

DRIVER = "TEXTUAL_DRIVER"  # set where the application runs in a browser, without a terminal


@click.command(
    cls=QueryCommand,
    short_help="Search, narrow and read on a whole screen.",
    epilog="""
    \b
    Examples:
      searchkit ui
      searchkit ui zona hijau jawa timur
      searchkit ui --web
    """,
)
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@click.option("--web", is_flag=True, help="Serve it to a browser on this machine.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    metavar="PORT",
    help="Where --web serves it.  [default: 8000]",
)
@shared_options(())
def ui_command(query: tuple[str, ...], web: bool, port: int) -> int:
    """Search, narrow and read on a whole screen; ? lists the keys.

    Needs a terminal, or a browser with --web. In a pipe or a script, use searchkit search.
    """
    run = invocation()
    if web:
        return _serve(run, query, port)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and DRIVER not in os.environ:
        raise click.UsageError(
            _("searchkit ui needs a terminal; in a pipe use: searchkit search QUERY")
        )
    from searchkit.ui.app.application import Application
    from searchkit.ui.app.view import View

    application = Application(
        run.settings.index,
        stems=run.settings.cache,
        view=View(query_from(query)),
        look=run.settings.look,
        corpus=run.settings.corpus,
        saved=run.settings.data,
    )
    gc.enable()  # off for the one search of a short process; this one stays open all day
    if error := application.run():
        raise told_next(error, run.settings)
    return errors.FOUND


def _serve(run: Invocation, query: tuple[str, ...], port: int) -> int:
    with run.reading() as index:
        index.ids()  # why an index cannot be read is told here, not in the browser
    try:
        from searchkit.ui.web import WebServer
    except ImportError as error:
        raise ConfigError(
            _("--web needs packages that are not installed"),
            _("Install them: pip install 'searchkit[web]'"),
        ) from error
    place = os.path.abspath(run.settings.index)  # noqa: PTH100
    server = WebServer(["--lang", language(), "--index", place, *query], port)
    errors.say(_("Open {address} in a browser; Ctrl-C ends it.").format(address=server.address))
    server.serve()
    return errors.FOUND
