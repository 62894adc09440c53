"""``searchkit scores``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from searchkit.cli import boards, errors
from searchkit.cli.command import Command
from searchkit.cli.options import Decorated, Invocation, invocation, limit_option, shared_options
from searchkit.cli.output import Answer
from searchkit.translation import N_, _, numbered

if TYPE_CHECKING:
    from searchkit.query.filters import Filters
    from searchkit.scoreboard import Pivot, Row, Scoreboard, ScoreSort
    from searchkit.ui.screen import Screen

SORTS = ("year", "score", "region")
PLOT_SUFFIXES = (".svg", ".png")
ON_SCREEN = 30
"""Rows on a screen where no number was asked for; data formats have them all."""

_FILTERS = (
    ("region", "REGION", N_("Only this province, kabupaten or kota, and what lies in it.")),
    ("province", "PROVINCE", N_("Only this province and what lies in it; drawn bold by --plot.")),
    ("level", "LEVEL", N_("Only provinsi, kabupaten, kota, kementerian, lembaga or opd (units).")),
    ("year", "YEAR", N_("Only this assessment year, or a range: 2023, 2021..2024, 2022.. .")),
    ("band", "BAND", N_("Only scores in this zone or category: hijau, A, tertinggi.")),
)


def _filter_options(command: Decorated) -> Decorated:
    for name, metavar, text in reversed(_FILTERS):
        command = click.option(f"--{name}", metavar=metavar, multiple=True, help=text)(command)
    return command


def _plot_file(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The file to draw into; refused before any work is done for it."""
    path = None if value is None else Path(value)
    if path is not None and path.suffix.lower() not in PLOT_SUFFIXES:
        known = _(" or ").join(PLOT_SUFFIXES)
        raise click.BadParameter(
            _("{name!r} does not end in {known}.").format(name=path.name, known=known), ctx, param
        )
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(
            _("There is no folder {parent!r}.").format(parent=str(path.parent)), ctx, param
        )
    return path


@click.command(
    cls=Command,
    short_help="Show who got which score, by year.",
    epilog="""
    \b
    Examples:
      searchkit scores --year 2024
      searchkit scores --province jatim --level kota --sort score
      searchkit scores --region 'kota blitar' --units
      searchkit scores --band merah --year 2022.. -n 100
      searchkit scores --province jatim --pivot --format csv > jatim.csv
      searchkit scores --province jatim --plot jatim.svg
    \b
    Ranks count the bodies whose score the index knows: kabupaten and kota together in
    their province, each level for itself in the nation. Where articles disagree, the
    score told by most outlets stands first and the others below it.
    """,
)
@_filter_options
@click.option("--units", is_flag=True, help="Also units: dinas, hospitals, schools (level opd).")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default="year",
    metavar="ORDER",
    help="year (newest first, then best), score (best first) or region.  [default: year]",
)
@limit_option(f"Rows to show.  [default: {ON_SCREEN} on a screen, else all]")
@click.option("--pivot", is_flag=True, help="One row for each body, one column for each year.")
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=_plot_file,
    help="Also draw all scores by year into FILE, .svg or .png.",
)
@shared_options()
def scores_command(**options: Any) -> int:
    """Show who got which score in which year, as the articles report it.

    One row for each body and assessment year, with the change against the
    assessment before, the rank, and the articles that tell it.
    """
    run = invocation()
    filters, bold = _filters_from(options)
    with run.reading() as index:
        board = index.scoreboard(
            filters=filters, units=options["units"], sort=cast("ScoreSort", options["sort"])
        )
    drawn = _plot(board, bold, options["plot"])
    limit = options["limit"] or (ON_SCREEN if run.format == "rich" else None)
    answer, show = _pivot(board, limit) if options["pivot"] else _table(board, limit)
    run.answer(answer, show)
    if drawn:
        errors.say(drawn)
    if board.rows:
        return errors.FOUND
    if not board.units_left_out:
        errors.say(_why_empty(run, filters))
    return errors.NOTHING_FOUND


def _filters_from(options: dict[str, Any]) -> tuple[Filters, frozenset[str]]:
    """The filters, and the codes of the provinces among them. Raises QueryError."""
    from searchkit.query.filters import Filters, any_of
    from searchkit.scoreboard import province_filter

    filters = Filters.parse(
        regions=options["region"],
        years=options["year"],
        bands=options["band"],
        levels=options["level"],
    )
    provinces = tuple(map(province_filter, options["province"]))
    if not provinces:
        return filters, frozenset()
    codes = frozenset(code for node in provinces for code in node.codes)
    return Filters((*filters.nodes, any_of(provinces))), codes


def _why_empty(run: Invocation, filters: Filters) -> str:
    """What there is instead of a result that was not found."""
    from searchkit.assessments.announcements import held
    from searchkit.query.ast import InYears

    with run.reading() as index:
        every = index.scoreboard(units=True)
    if not every.rows:
        return _("No article of this index reports a result of the assessment.")
    asked = [node.first for node in filters.nodes if isinstance(node, InYears)]
    left_out = [year for year in asked if year and not held(year)]
    none = _("No assessment was held in {year}.").format(year=left_out[0]) + " " if left_out else ""
    results = numbered("{n} result", "{n} results", len(every.rows))
    told = (
        _("This index has {results} of {first} to {last}: widen or leave out an option.")
        if every.years
        else _("This index has {results}: widen or leave out an option.")
    )
    years = every.years or (0,)
    return none + told.format(results=results, first=years[0], last=years[-1])


def _plot(board: Scoreboard, bold: frozenset[str], path: Path | None) -> str:
    """Draw into ``path``; a sentence on what was drawn, empty where nothing was to be."""
    if path is None:
        return ""
    from searchkit.ui.plot import write_plot

    try:
        drawn = write_plot(path, board.rows, bold=bold)
    except ImportError as error:
        raise click.UsageError(
            _("--plot needs matplotlib ({error}). Type: pip install 'searchkit[plot]'").format(
                error=error
            )
        ) from error
    if not drawn.bodies:
        return _("There is no score with a year to draw; {path} was not written.").format(path=path)
    bodies = numbered("{n} body", "{n} bodies", drawn.bodies)
    if not drawn.years_left_out:
        return _("Drew {bodies} into {path}.").format(bodies=bodies, path=path)
    return _("Drew {bodies} into {path}; without {years}, whose scale is another.").format(
        bodies=bodies, path=path, years=", ".join(map(str, drawn.years_left_out))
    )


def _table(board: Scoreboard, limit: int | None) -> tuple[Answer, Callable[[Screen], None]]:
    rows = board.rows[:limit]
    answer = Answer(
        record=lambda: boards.scoreboard_record(rows, len(board.rows)),
        lines=lambda: map(boards.score_record, rows),
        columns=boards.SCORE_COLUMNS,
        rows=lambda: map(boards.score_row, rows),
        ids=lambda: boards.article_ids(rows),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.scoreboard import show_scoreboard

        show_scoreboard(screen, board, limit)

    return answer, show


def _pivot(board: Scoreboard, limit: int | None) -> tuple[Answer, Callable[[Screen], None]]:
    pivot: Pivot = board.pivot()
    lines = pivot.lines[:limit]
    told: list[Row] = [row for line in lines for row in line.rows if row]
    answer = Answer(
        record=lambda: boards.pivot_record(pivot, lines),
        lines=lambda: (boards.line_record(pivot, line) for line in lines),
        columns=boards.pivot_columns(pivot),
        rows=lambda: (boards.pivot_row(pivot, line) for line in lines),
        ids=lambda: boards.article_ids(told),
    )

    def show(screen: Screen) -> None:
        from searchkit.ui.scoreboard import show_pivot

        show_pivot(screen, board, limit)

    return answer, show
