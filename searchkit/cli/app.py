"""The command ``searchkit``: its groups of commands, and what its exit codes mean."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from searchkit.cli import errors
from searchkit.cli.command import Group
from searchkit.cli.options import index_named, invocation, remember_typed, shared_options
from searchkit.cli.output import prepare_streams
from searchkit.cli.tongue import settle_language, typed_so_far
from searchkit.errors import SearchkitError, is_shortage
from searchkit.translation import _
from searchkit.ui.plain import plain_line
from searchkit.version import __version__

COMMANDS: dict[str, str] = {
    "ui": "ui",
    "index": "index",
    "search": "search",
    "facet": "search",
    "suggest": "suggest",
    "show": "show",
    "similar": "similar",
    "explain": "explain",
    "save": "saved",
    "saved": "saved",
    "news": "saved",
    "scores": "scores",
    "stats": "show",
    "verify": "verify",
    "analyze": "language",
    "eval": "evaluate",
    "config": "settings",
    "completion": "settings",
}
"""Every command, in the order of the help, with the module that holds it."""

COMPLETE_VARIABLE = "_SEARCHKIT_COMPLETE"


class Commands(Group):
    """The commands; each module is imported when its command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order in which people need them."""
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"searchkit.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a word that is none gets two guesses at what was meant."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # only for a message

        near = get_close_matches(name, COMMANDS, n=1)
        typed = " ".join([near[0], *args[1:]] if near else ["search", *args])
        hint = (_("Did you mean: {command}") if near else _("To search, type: {command}")).format(
            command=f"searchkit {typed}"
        )
        problem = _("There is no command {name!r}.").format(name=name)
        raise click.UsageError(f"{problem} {plain_line(hint)}", ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what an error advises is about the index that was asked for."""
        try:
            return super().invoke(ctx)
        except SearchkitError as error:
            error.next_step = errors.about_index(error.next_step, index_named())
            raise


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""
    \b
    Begin with:
      searchkit index berita/                    read the articles of a folder
      searchkit search zona hijau jatim          find articles
      searchkit search banjir --year 2021..2024  narrow a search
    \b
    Exit codes: 0 found, 1 nothing found, 2 usage or bad query, 3 no index or one
    to rebuild, 4 locked, 5 damaged, 70 a defect, 71 too little memory or too few open
    files, 74 the disk is full or read-only, 130 interrupted.
    """,
)
@shared_options()
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def commands(ctx: click.Context) -> None:
    """A search engine for Indonesian news that lives in the terminal."""
    if ctx.invoked_subcommand is None:
        run = invocation()
        if sys.stdin.isatty() and sys.stdout.isatty() and run.open_index().exists():
            from searchkit.cli.ui import ui_command

            ctx.exit(ctx.invoke(ui_command, query=()))
        click.echo(ctx.get_help())
        if not run.open_index().exists():
            none_yet = _("There is no index yet.")
            click.echo(f"\n{none_yet} {errors.first_steps(run.settings)}")


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run ``searchkit`` with ``args`` (the process's own if None) and end the process."""
    try:
        code = run(sys.argv[1:] if args is None else args)
    except KeyboardInterrupt:  # once more, while the first one was being told
        code = errors.INTERRUPTED
    except MemoryError:  # not even enough to tell so in the language spoken
        os.write(2, b"Error: cannot allocate memory\n")
        code = errors.SHORTAGE
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or None
            stream.flush()
    # All is written; taking the interpreter apart would take as long as the search.
    os._exit(code)


def run(args: Sequence[str]) -> int:
    """Run ``searchkit`` and return its exit code; all errors have been told on stderr."""
    try:
        return _completed() if os.environ.get(COMPLETE_VARIABLE) else _run(args)
    except SearchkitError as error:
        return errors.fail(error)
    except click.ClickException as error:
        return errors.fail_in_usage(error)
    except (KeyboardInterrupt, click.Abort):
        errors.say(_("Interrupted."))
        return errors.INTERRUPTED
    except errors.Ended as ended:
        return ended.exit_code
    except BrokenPipeError:
        return errors.leave_pipe()
    except (OSError, MemoryError) as error:
        return errors.fail_for_system(error)
    except Exception as error:
        if is_shortage(error):
            return errors.fail_for_system(error)
        return errors.fail_with_defect(error)


def _run(args: Sequence[str]) -> int:
    prepare_streams()
    settle_language(args)
    code = _invoke(args)
    sys.stdout.flush()
    return code


def _completed() -> int:
    """What a shell asks for while a command line is being typed."""
    from click.shell_completion import shell_complete

    settle_language(typed_so_far())
    instruction = os.environ[COMPLETE_VARIABLE]
    return shell_complete(commands, {}, "searchkit", COMPLETE_VARIABLE, instruction)


def _invoke(args: Sequence[str]) -> int:
    try:
        with commands.make_context("searchkit", list(args)) as ctx:
            remember_typed(ctx, args)
            code = commands.invoke(ctx)
    except click.exceptions.Exit as end:
        code = end.exit_code
    return code if isinstance(code, int) else errors.FOUND
