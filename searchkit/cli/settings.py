"""``searchkit config`` and ``searchkit completion``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.command import Command, Group
from searchkit.cli.options import NOT_IDS, invocation, shared_file, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import settings_record
from searchkit.cli.rows import SETTING_COLUMNS, setting_rows
from searchkit.config import config_files

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen

SHELLS = ("bash", "zsh", "fish")


@click.group(
    cls=Group,
    invoke_without_command=True,
    epilog="""
    \b
    Examples:
      searchkit config
      searchkit config --format json
      searchkit config path
      SEARCHKIT_LIMIT=20 searchkit config
    \b
    A searchkit.yaml holds lines like these:
      index: arsip/index
      corpus: [berita/, arsip/2023.jsonl]
      limit: 20
    """,
)
@shared_options(NOT_IDS)
@click.pass_context
def config_command(ctx: click.Context) -> int:
    """Show every setting, its value and where that comes from."""
    if ctx.invoked_subcommand is not None:
        return errors.FOUND
    run = invocation(NOT_IDS)
    settings = run.settings.items()
    answer = Answer(
        record=lambda: settings_record(settings),
        lines=lambda: [{name: value} for name, value in settings_record(settings).items()],
        columns=SETTING_COLUMNS,
        rows=lambda: setting_rows(settings),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_settings

        show_settings(screen, settings)

    run.answer(answer, show)
    return errors.FOUND


@config_command.command(
    "path",
    cls=Command,
    short_help="List the files that settings are read from.",
    epilog="""
    \b
    Example:
      $EDITOR "$(searchkit config path | tail -1)"
    """,
)
@shared_options(())
def path_command() -> int:
    """List the files that settings are read from, the strongest last; they need not exist."""
    for path in config_files(shared_file()):
        click.echo(path)
    return errors.FOUND


@click.command(
    cls=Command,
    short_help="Print the script for completion with TAB.",
    epilog="""
    \b
    Examples:
      eval "$(searchkit completion bash)"                          (in ~/.bashrc)
      eval "$(searchkit completion zsh)"                           (in ~/.zshrc)
      searchkit completion fish > ~/.config/fish/completions/searchkit.fish
    """,
)
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
@shared_options(())
def completion_command(shell: str) -> int:
    """Print the script that completes commands and options with TAB in bash, zsh or fish."""
    from click.shell_completion import get_completion_class

    from searchkit.cli.app import COMPLETE_VARIABLE, commands

    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(commands, {}, "searchkit", COMPLETE_VARIABLE).source())
    return errors.FOUND
