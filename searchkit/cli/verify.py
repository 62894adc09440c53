"""``searchkit verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import NOT_IDS, invocation, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import verification_record
from searchkit.cli.rows import counts_row
from searchkit.errors import REBUILD, IndexDamaged
from searchkit.translation import _, numbered
from searchkit.ui.formats import shown_path

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen


@click.command(
    cls=Command,
    short_help="Check every byte of the index.",
    epilog="""
    \b
    Examples:
      searchkit verify
      searchkit verify --index arsip/ --format json
    """,
)
@shared_options(NOT_IDS)
def verify_command() -> int:
    """Check every byte of the index: sizes, checksums, and that each article is there once.

    Nothing is changed, and nobody has to wait: a sync may go on meanwhile. Where
    something is damaged, all of it is listed and the exit code is 5.
    """
    from searchkit.ui.progress import bytes_progress

    run = invocation(NOT_IDS)
    with run.reading() as index, bytes_progress(run.screen(stderr=True)) as progress:
        found = index.verify(progress)
    record = verification_record(found)
    row = counts_row(record)

    def show(screen: Screen) -> None:
        from searchkit.ui.verification import show_verification

        show_verification(screen, found)

    run.answer(Answer(lambda: record, lambda: [record], tuple(row), lambda: [row]), show)
    if found.is_whole:
        return errors.FOUND
    message = _("the index in {location} is damaged: {problems}").format(
        location=shown_path(str(found.location)),
        problems=numbered("{n} problem", "{n} problems", len(found.problems)),
    )
    raise IndexDamaged(message, _(REBUILD))
