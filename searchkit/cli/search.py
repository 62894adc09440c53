"""``searchkit search`` and ``searchkit facet``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from searchkit.cli import errors
from searchkit.cli.options import (
    Invocation,
    QueryCommand,
    filter_options,
    filters_from,
    invocation,
    limit_option,
    query_from,
    shared_options,
    sort_option,
    typed_without,
)
from searchkit.cli.output import Answer
from searchkit.cli.records import facet_record, facet_value_record
from searchkit.cli.results import results_record
from searchkit.cli.rows import FACET_COLUMNS, facet_rows, hits_answer
from searchkit.config import FACET_FIELDS, FORMATS
from searchkit.translation import N_, _, numbered
from searchkit.ui.formats import shown_as_typed

if TYPE_CHECKING:
    from searchkit.engines.base import FacetField, Sort
    from searchkit.facets import FacetCounts
    from searchkit.query.filters import Filters
    from searchkit.results import Results
    from searchkit.ui.screen import Screen

_WITHOUT_EXPLANATION = ("csv", "tsv", "ids", "md")


@click.command(
    cls=QueryCommand,
    epilog="""
    \b
    Examples:
      searchkit search zona hijau Jawa Timur
      searchkit search 'banjir OR "tanah longsor"' --year 2021..2024
      searchkit search pelayanan publik -jakarta --region jateng --region diy
      searchkit search 'wilayah:"kota malang" nilai:>=90' --sort score
      searchkit search rapor merah --since 2023-07 --format json
      searchkit search zona hijau jatim --explain
      searchkit search '*' -n 100000 --no-fold --format jsonl
    \b
    In a query: "a phrase", -without, +must, pelayan* (beginnings), OR, (groups), and
    wilayah: tahun: zona: judul: media: tanggal: nilai: (or region: year: band: …).
    Put the whole query in '…' to keep its quotes from the shell.
    """,
)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@filter_options
@limit_option(N_("Articles per page.  [default: 10]"))
@click.option(
    "-p",
    "--page",
    type=click.IntRange(min=1),
    default=1,
    metavar="P",
    help="Which page to show.  [default: 1]",
)
@sort_option
@click.option(
    "--facet",
    "facets",
    multiple=True,
    type=click.Choice((*FACET_FIELDS, "none")),
    metavar="FIELD",
    help=f"Count by {', '.join(FACET_FIELDS)}, or none.  [default: region, year, band]",
)
@click.option("--strict", is_flag=True, help="Never show articles that match only in part.")
@click.option("--no-fold", is_flag=True, help="Show copies of a story as hits of their own.")
@click.option("--literal", is_flag=True, help="Take words as words: read no regions, years, zones.")
@click.option("--explain", is_flag=True, help="Show how the query was read and why hits rank so.")
@shared_options(FORMATS)
def search_command(query: tuple[str, ...], **options: Any) -> int:
    """Find articles.

    All words must match; where too few articles do, those that match in part
    follow, and the output says so. One story in several outlets is one hit;
    totals and facets count every article.
    """
    run = invocation(FORMATS)
    limit = options["limit"] or run.settings.limit
    filters = filters_from(options)
    results = _search(run, query_from(query), filters, limit, options)

    def show(screen: Screen) -> None:
        from searchkit.ui.results import show_results

        show_results(screen, results, filters, typed_without("--page", "-p"))

    run.answer(hits_answer(lambda: results_record(results), results.hits), show)
    if run.format not in ("rich", "json"):
        _tell(results)
    if options["explain"] and run.format in _WITHOUT_EXPLANATION:
        errors.say(
            _("--explain is left out of {format}; rich, json and jsonl have it.").format(
                format=run.format
            )
        )
    return errors.FOUND if results.hits else errors.NOTHING_FOUND


@click.command(
    cls=QueryCommand,
    short_help="Count articles by a field.",
    epilog="""
    \b
    Examples:
      searchkit facet region
      searchkit facet year zona merah --region jateng
      searchkit facet band --year 2023 --format csv
      searchkit facet month banjir --since 2023
    """,
)
@click.argument("field", type=click.Choice(FACET_FIELDS), metavar="FIELD")
@click.argument("query", nargs=-1, metavar="[QUERY]...")
@filter_options
@shared_options()
def facet_command(field: str, query: tuple[str, ...], **options: Any) -> int:
    """Count articles by region, year, month, band, outlet or level.

    FIELD is one of these; without a QUERY all articles count.
    """
    run = invocation()
    counts = _facet(run, cast("FacetField", field), query_from(query) or "*", options)
    answer = Answer(
        record=lambda: facet_record(counts),
        lines=lambda: map(facet_value_record, counts.values),
        columns=FACET_COLUMNS,
        rows=lambda: facet_rows(counts.values),
        ids=lambda: (str(row["value"]) for row in facet_rows(counts.values)),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_facet

        show_facet(screen, counts)

    run.answer(answer, show)
    if counts.corrected:
        errors.say(
            _("Counted for {corrected}; {advice}").format(
                corrected=counts.corrected, advice=shown_as_typed(counts.misspelt)
            )
        )
    if counts.total and not counts.strict_total:
        errors.say(_("No article matches everything; the counts are of those that match in part."))
    return errors.FOUND if counts.total else errors.NOTHING_FOUND


def _search(
    run: Invocation, query: str, filters: Filters, limit: int, options: dict[str, Any]
) -> Results:
    chosen = options["facets"] or run.settings.facets
    with run.reading() as index:
        return index.search(
            query,
            filters=filters,
            limit=limit,
            offset=(options["page"] - 1) * limit,
            sort=cast("Sort", options["sort"]),
            facets=cast("tuple[FacetField, ...]", _without_none(chosen)),
            strict=options["strict"],
            literal=options["literal"],
            explain=options["explain"] and run.format not in _WITHOUT_EXPLANATION,
            fold=not options["no_fold"],
        )


def _facet(run: Invocation, field: FacetField, query: str, options: dict[str, Any]) -> FacetCounts:
    filters = filters_from(options)
    with run.reading() as index:
        return index.facet(field, query, filters=filters)


def _without_none(fields: tuple[str, ...]) -> tuple[str, ...]:
    return () if "none" in fields else tuple(dict.fromkeys(fields))


def _tell(results: Results) -> None:
    """Say on stderr what the format has no place for."""
    for note in results.diagnostics:
        errors.say(_("Note: {message}").format(message=note.message))
    if results.corrected:
        errors.say(
            _("Showing results for {corrected}; {advice}").format(
                corrected=results.corrected, advice=shown_as_typed(results.misspelt)
            )
        )
    if results.suggestion:
        errors.say(_("Did you mean: {query}").format(query=results.suggestion))
    if results.relaxed:
        errors.say(
            numbered(
                "{n} matches everything; the others match in part.",
                "{n} match everything; the others match in part.",
                results.strict_total,
            )
        )
