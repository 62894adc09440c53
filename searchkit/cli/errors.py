"""Errors at the command line: a message and a next step on stderr, and an exit code.

::

    0  found            3  no index, or it must be rebuilt   130  interrupted
    1  nothing found    4  locked                            141  the reader of a pipe left
    2  usage, query     5  damaged                           143  ended (SIGTERM; 129: SIGHUP)

   70  a defect of searchkit
   71  too little memory, too few open files, a process that was killed
   74  a disk that is full, read-only or failing
"""

from __future__ import annotations

import errno
import os
import shlex
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import click

from searchkit.cli.command import click_speaks
from searchkit.config import Settings
from searchkit.errors import SearchkitError, cause_of, is_shortage, step_after
from searchkit.translation import _
from searchkit.ui.plain import plain, plain_line

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
DEFECT = 70  # EX_SOFTWARE of sysexits.h
SHORTAGE = 71  # EX_OSERR
NOT_WRITTEN = 74  # EX_IOERR
HUNG_UP = 129  # 128 + SIGHUP
INTERRUPTED = 130  # 128 + SIGINT
PIPE_CLOSED = 141  # 128 + SIGPIPE, which is what ends other tools
TERMINATED = 143  # 128 + SIGTERM


TRACEBACK = "SEARCHKIT_TRACEBACK"
"""The variable that makes a defect show its traceback."""

_LONGEST = 300  # characters of what a defect says

_OF_DISKS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)


class Ended(BaseException):
    """A signal that ends programs came; on its way out, all is left in good order."""

    def __init__(self, exit_code: int) -> None:
        super().__init__()
        self.exit_code = exit_code


def say(message: str) -> None:
    """Print a message on stderr, stripped of anything that steers a terminal.

    Where nobody can be told (a full disk, a reader that left) the exit code has to do.
    """
    with suppress(OSError, ValueError):
        click.echo(plain(message), err=True)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """While it lasts, a signal that ends programs raises Ended, once."""

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Ended(TERMINATED if number == signal.SIGTERM else HUNG_UP)

    before: dict[int, Any] = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # What nohup has switched off stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def fail(error: SearchkitError) -> int:
    """Tell what went wrong and what to do about it; return the exit code."""
    say(_("Error: {message}").format(message=error.message))
    if error.next_step:
        say(error.next_step)
    return error.exit_code


def fail_in_usage(error: click.ClickException) -> int:
    """Tell what was typed wrongly, in the language spoken; return the exit code."""
    vars(error)["message"] = plain(error.message)  # it quotes what was typed
    with click_speaks(), suppress(OSError, ValueError):
        error.show()
    return error.exit_code


def fail_with_defect(error: BaseException) -> int:
    """Tell that searchkit itself is at fault, on one line; return the exit code.

    Where SEARCHKIT_TRACEBACK is set, the traceback comes before it.
    """
    if os.environ.get(TRACEBACK):
        import traceback  # loaded only for what should never happen

        say("".join(traceback.format_exception(error)).rstrip())
    found = plain_line(f"{type(error).__name__}: {error}".rstrip(": "))
    cut = found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
    problem = _("searchkit met something it was not made for ({error}).").format(error=cut)
    step = _("To see where, for a report, set {name}=1 and try again.").format(name=TRACEBACK)
    say(_("Error: {message}").format(message=f"{problem} {step}"))
    return DEFECT


def fail_for_system(error: BaseException) -> int:
    """Tell what the system refused, of which file, and what helps; return the exit code."""
    # What was being done may hold all memory there is.
    error.__traceback__ = error.__context__ = None
    if isinstance(error, FileNotFoundError) and not error.filename and _is_adrift():
        problem = _("the folder that searchkit was started in is gone")
        say(_("Error: {message}").format(message=problem))
        say(_("Change to another one (cd), then try again."))
        return USAGE
    name = getattr(error, "filename", None)
    place = f"{os.fsdecode(name) if isinstance(name, bytes) else name}: " if name else ""
    say(_("Error: {message}").format(message=f"{place}{cause_of(error)}"))
    if step := step_after(error):
        say(step)
    if is_shortage(error):
        return SHORTAGE
    return NOT_WRITTEN if getattr(error, "errno", None) in _OF_DISKS else USAGE


def _is_adrift() -> bool:
    """Whether the current folder was removed."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def leave_pipe() -> int:
    """Be quiet about a reader that left (``| head``); return the exit code."""
    # The interpreter flushes stdout at its end and would complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def about_index(step: str, named: Mapping[str, str]) -> str:
    """A next step for the index that was asked for: ``named`` are the options that named it."""
    command = "searchkit index --rebuild"
    if "--index" in step:
        return step
    options = "".join(f" --{name} {shlex.quote(value)}" for name, value in named.items())
    return step.replace(command, command + options)


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
