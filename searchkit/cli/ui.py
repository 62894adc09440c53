"""``searchkit ui``."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from searchkit.cli import errors
from searchkit.cli.options import (
    Invocation,
    QueryCommand,
    invocation,
    query_from,
    shared_file,
    shared_options,
    told_next,
)
from searchkit.errors import ConfigError
from searchkit.translation import _, language

PORT = 8000
GRACE_S = 5.0  # for an end in order

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
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Where --web serves it; 0: at any free port.  [default: 8000]",
)
@shared_options(())
def ui_command(query: tuple[str, ...], web: bool, port: int | None) -> int:
    """Search, narrow and read on a whole screen; ? lists the keys.

    Needs a terminal, or a browser with --web. In a pipe or a script, use searchkit search.
    """
    run = invocation()
    if web:
        return _serve(run, query, PORT if port is None else port)
    if port is not None:
        raise click.UsageError(_("--port goes with --web."))
    served = DRIVER in os.environ
    # It is drawn on stderr.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) and not served:
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
        saved=_saved(run),
    )
    if served and hasattr(select, "poll"):
        threading.Thread(target=_end_without_server, daemon=True).start()
    gc.enable()  # off for the one search of a short process; this one stays open all day
    with _ended_in_order(application.exit):
        error = application.run()
    if application.defect:
        raise application.defect
    if error:
        raise told_next(error, run.settings)
    return errors.FOUND


def _saved(run: Invocation) -> Path | None:
    """The folder of the saved searches; None where whoever runs it has no home."""
    try:
        return run.settings.data
    except ConfigError:
        return None


@contextmanager
def _ended_in_order(end: Callable[[], object]) -> Iterator[None]:
    """What ends services ends the application as ``q`` does: the terminal is as it was."""

    def ask(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        # A terminal that is gone takes no output; what waits for it would wait for ever.
        _end_after(GRACE_S)
        try:
            asyncio.get_running_loop().call_soon_threadsafe(end)
        except RuntimeError:  # not drawn yet, or no longer
            raise click.exceptions.Exit(errors.FOUND) from None

    names = (name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
    numbers = [signal.Signals[name] for name in names]
    before = {
        number: signal.signal(number, ask)
        for number in numbers
        if signal.getsignal(number) is not signal.SIG_IGN  # as under nohup
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_without_server() -> None:
    """Wait until whoever holds the other end of stdin is gone, and end this process."""
    other_end = select.poll()
    other_end.register(sys.stdin.fileno(), 0)  # 0: only that it was closed
    other_end.poll()
    _end_after(GRACE_S)
    os.kill(os.getpid(), signal.SIGTERM)


def _end_after(seconds: float) -> None:
    """End this process then, whatever it is waiting for."""
    timer = threading.Timer(seconds, os._exit, [errors.FOUND])
    timer.daemon = True
    timer.start()


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
    server = WebServer(_arguments(run, query), port)
    errors.say(_("Open {address} in a browser; Ctrl-C ends it.").format(address=server.address))
    server.serve()
    return errors.INTERRUPTED if server.ended_by == signal.SIGINT else errors.FOUND


def _arguments(run: Invocation, query: tuple[str, ...]) -> list[str]:
    """What makes ``searchkit ui`` in a browser look at the same as this one."""
    arguments = ["--lang", language(), "--index", run.settings.index]
    if file := shared_file():
        arguments += ["--config", str(file)]
    # After -- a word with a minus sign is a word.
    return [*arguments, "--", query_from(query)]
