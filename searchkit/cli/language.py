"""``searchkit analyze``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.options import (
    NOT_IDS,
    Invocation,
    QueryCommand,
    invocation,
    query_from,
    shared_options,
)
from searchkit.cli.output import Answer
from searchkit.cli.records import SCHEMA, token_record
from searchkit.cli.results import reading_record
from searchkit.cli.rows import QUERY_WORD_COLUMNS, TOKEN_COLUMNS
from searchkit.export.explanations import query_word_record
from searchkit.language.acronyms import long_forms_at

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
      searchkit analyze --query zona hijau jatim 2023
      searchkit analyze - < berita/blitar.txt
    """,
)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@click.option("--query", is_flag=True, help="Show how the text would be read as a query.")
@shared_options(NOT_IDS)
def analyze_command(text: tuple[str, ...], query: bool) -> int:
    """Show the terms that a text is searched by: each token, its stem, and why.

    Short forms are shown with what they are known to stand for. TEXT may be -
    to read it from standard input. No index is needed.
    """
    run = invocation(NOT_IDS)
    words = sys.stdin.read() if text == ("-",) else query_from(text)
    if query:
        return _analyze_query(run, words.strip())
    with run.open_index() as index:
        tokens = index.analyzer.analyze(words)
    stands_for = long_forms_at([token.term for token in tokens])
    records = [token_record(*both) for both in zip(tokens, stands_for, strict=True)]
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


def _analyze_query(run: Invocation, text: str) -> int:
    """Answer with how a text would be read as a query."""
    from searchkit.query.expansion import expanded
    from searchkit.query.roles import query_words
    from searchkit.search import understand_query

    with run.open_index() as index:
        query = understand_query(text, index.analyzer)
        # What the indexed articles explain is for a search to find out.
        query = expanded(query, index.analyzer, lambda form: ())  # noqa: ARG005
        words = query_words(query, index.analyzer)
    answer = Answer(
        record=lambda: {
            "schema": SCHEMA,
            "query": text,
            "reading": reading_record(query.reading),
            "words": [query_word_record(word) for word in words],
        },
        lines=lambda: map(query_word_record, words),
        columns=QUERY_WORD_COLUMNS,
        rows=lambda: map(query_word_record, words),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.explanation import show_query

        show_query(screen, query.reading, words)

    run.answer(answer, show)
    return errors.FOUND if words else errors.NOTHING_FOUND
