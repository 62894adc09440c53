"""Errors at the command line: a message and a next step on stderr, and an exit code.

::

    0  found            3  no index, or it must be rebuilt   130  interrupted
    1  nothing found    4  locked                            141  the reader of a pipe left
    2  usage, query     5  damaged                            70  a defect of searchkit
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from searchkit.config import Settings
from searchkit.errors import SearchkitError, cause_of
from searchkit.translation import _
from searchkit.ui.plain import plain

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
DEFECT = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT
PIPE_CLOSED = 141  # 128 + SIGPIPE, which is what ends other tools


def say(message: str) -> None:
    """Print a message on stderr, stripped of anything that steers a terminal."""
    click.echo(plain(message), err=True)


def fail(error: SearchkitError) -> int:
    """Tell what went wrong and what to do about it; return the exit code."""
    say(_("Error: {message}").format(message=error.message))
    if error.next_step:
        say(error.next_step)
    return error.exit_code


def fail_with_defect(error: Exception) -> int:
    """Tell that searchkit itself is at fault; return the exit code."""
    import traceback  # loaded only for what should never happen

    say("".join(traceback.format_exception(error)).rstrip())
    problem = _("searchkit met something it was not made for; please report the lines above.")
    say(_("Error: {message}").format(message=problem))
    return DEFECT


def fail_to_write(error: OSError) -> int:
    """Tell which file could not be read or written; return the exit code."""
    place = f"{error.filename}: " if error.filename else ""
    say(_("Error: {message}").format(message=f"{place}{cause_of(error)}"))
    return USAGE


def leave_pipe() -> int:
    """Be quiet about a reader that left (``| head``); return the exit code."""
    # The interpreter flushes stdout at its end and would complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def first_steps(settings: Settings, *, rebuild: bool = False) -> str:
    """What to type while there is no index, or (``rebuild``) none that can be used."""
    option = " --rebuild" if rebuild else ""
    if settings.origins.get("index", "").startswith("flag"):
        option += f" --index {shlex.quote(settings.index)}"
    if settings.corpus:
        return _("Type: {command}").format(command=f"searchkit index{option}")
    command = f"searchkit index{option} FOLDER"
    steps = _("Type: {command}    (a folder of articles)").format(command=command)
    if Path("seeds").is_dir():
        other = f"searchkit index{option} seeds/"
        come_along = _("or: {command}    (the articles that come along)").format(command=other)
        steps += f"\n  {come_along}"
    return steps
