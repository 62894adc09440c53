"""``searchkit analyze``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.options import NOT_IDS, QueryCommand, invocation, query_from, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import SCHEMA, token_record
from searchkit.cli.rows import TOKEN_COLUMNS

if TYPE_CHECKING:
    from searchkit.ui.screen import Screen


@click.command(
    cls=QueryCommand,
    short_help="Show the terms of a text.",
    epilog="""
    \b
    Examples:
      searchkit analyze Pelayanan publik di Kota Kediri
      searchkit analyze 'skor 98,19' --format json
      searchkit analyze - < berita/blitar.txt
    """,
)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@shared_options(NOT_IDS)
def analyze_command(text: tuple[str, ...]) -> int:
    """Show the terms that a text is searched by: each token, its stem, and why.

    TEXT may be - to read it from standard input. No index is needed.
    """
    run = invocation(NOT_IDS)
    words = sys.stdin.read() if text == ("-",) else query_from(text)
    with run.open_index() as index:
        tokens = index.analyzer.analyze(words)
    records = [token_record(token) for token in tokens]
    answer = Answer(
        record=lambda: {"schema": SCHEMA, "text": words, "tokens": records},
        lines=lambda: records,
        columns=TOKEN_COLUMNS,
        rows=lambda: records,
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_tokens

        show_tokens(screen, tokens)

    run.answer(answer, show)
    return errors.FOUND if tokens else errors.NOTHING_FOUND
