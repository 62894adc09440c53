"""``searchkit index``."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import click

from searchkit.cli import errors
from searchkit.cli.command import Command
from searchkit.cli.options import NOT_IDS, Invocation, Seconds, invocation, shared_options
from searchkit.cli.output import Answer
from searchkit.cli.records import Record, plan_record, sync_record
from searchkit.cli.rows import counts_row
from searchkit.corpus import Corpus, read_corpus
from searchkit.errors import CorpusError
from searchkit.translation import _, grouped
from searchkit.ui.formats import shown_place

if TYPE_CHECKING:
    from searchkit.article import Rejected
    from searchkit.indexer import SyncReport
    from searchkit.survey import SyncPlan
    from searchkit.ui.screen import Screen

REJECTED_LINES = 20  # rejected inputs that are told on stderr


@click.command(
    cls=Command,
    short_help="Bring the index up to date with articles.",
    epilog="""
    \b
    Examples:
      searchkit index berita/
      searchkit index berita/ arsip/2023.jsonl
      searchkit index berita/ --dry-run
      searchkit index berita/ --prune --format json
      searchkit index --rebuild
      searchkit index berita/ --watch
    """,
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
@click.option("--rebuild", is_flag=True, help="Forget the index and build it anew.")
@click.option("--dry-run", is_flag=True, help="Only tell which files would be read or removed.")
@click.option(
    "--prune/--keep-missing",
    default=False,
    help="Remove articles whose files are gone, or keep them.  [default: keep]",
)
@click.option(
    "--wait",
    type=Seconds(min=0),
    default=10.0,
    metavar="SECONDS",
    help="How long to wait for another writer.  [default: 10]",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read and analyse.  [default: one per processor for large syncs]",
)
@click.option("--watch", is_flag=True, help="Stay, and index what is new or changed at once.")
@shared_options(NOT_IDS)
def index_command(
    paths: tuple[str, ...],
    rebuild: bool,
    dry_run: bool,
    prune: bool,
    wait: float,
    workers: int | None,
    watch: bool,
) -> int:
    """Bring the index up to date with files and folders of articles.

    PATH is a folder or a file: text, Markdown, HTML, JSONL or CSV; without it,
    the paths of searchkit.yaml or of the last time are taken. Only what is new
    or has changed is read. Inputs that cannot be used are listed and
    do no harm to the others.
    """
    if watch:
        return _watch(paths, rebuild=rebuild, dry_run=dry_run, prune=prune, workers=workers)
    run = invocation(NOT_IDS)
    corpus = read_corpus(*_paths(run, paths))
    if dry_run:
        with run.open_index() as index:
            plan = index.plan(corpus, prune=prune, rebuild=rebuild)
        _answer_plan(run, plan)
        tell_rejected(plan.rejected)
    else:
        report = _sync(run, corpus, rebuild=rebuild, prune=prune, wait_s=wait, workers=workers)
        _answer_sync(run, report)
        tell_rejected(report.rejected)
        if report.missing:
            errors.say(_("Articles whose files are missing were kept; --prune removes them."))
    return errors.FOUND


def _watch(
    paths: tuple[str, ...], *, rebuild: bool, dry_run: bool, prune: bool, workers: int | None
) -> int:
    from searchkit.cli.watch import FORMATS, keep_indexed  # loads what watches files

    if dry_run:
        raise click.UsageError(_("--watch and --dry-run cannot go together."))
    run = invocation(FORMATS)
    corpus = read_corpus(*_paths(run, paths))
    return keep_indexed(run, corpus, rebuild=rebuild, prune=prune, workers=workers)


def _paths(run: Invocation, typed: tuple[str, ...]) -> tuple[str, ...]:
    """What to read: as typed, else as configured, else what was read the last time."""
    if typed or run.settings.corpus:
        return typed or run.settings.corpus
    with run.open_index() as index:
        known = tuple(map(str, index.roots()))
        rebuild = index.exists()
    if known:
        return known
    steps = errors.first_steps(run.settings, rebuild=rebuild)
    raise CorpusError(_("no files or folders to index were named"), steps)


def _sync(
    run: Invocation,
    corpus: Corpus,
    *,
    rebuild: bool,
    prune: bool,
    wait_s: float,
    workers: int | None,
) -> SyncReport:
    from searchkit.ui.progress import sync_progress

    gc.enable()
    started = perf_counter()
    before: str | None = None
    try:
        with (
            errors.ended_in_order(),
            run.open_index() as index,
            sync_progress(run.screen(stderr=True)) as progress,
            index.writer(wait_s=wait_s, rebuild=rebuild, on_wait=_TellOnce()) as writer,
        ):
            before = index.last_commit
            report = writer.sync(corpus, prune=prune, workers=workers, progress=progress)
    except (KeyboardInterrupt, errors.Ended):
        with run.open_index() as index:
            # Most of what comes after the commit only saves room.
            committed = before is not None and index.last_commit != before
        errors.say(
            _("The index was brought up to date before that.")
            if committed
            else _("The index is as it was before.")
        )
        raise
    return replace(report, took_s=perf_counter() - started)  # with the commit


class _TellOnce:
    """Tells who holds the index the first time that it is called."""

    def __init__(self) -> None:
        self._told = False

    def __call__(self, holder: str) -> None:
        if not self._told:
            errors.say(_("Waiting: the index is being written by {holder}.").format(holder=holder))
        self._told = True


def _answer_sync(run: Invocation, report: SyncReport) -> None:
    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_sync

        show_sync(screen, report)

    run.answer(as_answer(sync_record(report)), show)


def _answer_plan(run: Invocation, plan: SyncPlan) -> None:
    def show(screen: Screen) -> None:
        from searchkit.ui.tables import show_plan

        show_plan(screen, plan)

    run.answer(as_answer(plan_record(plan)), show)


def as_answer(record: Record) -> Answer:
    """The record of a sync in every format."""
    row = counts_row(record)
    return Answer(lambda: record, lambda: [record], tuple(row), lambda: [row])


def tell_rejected(rejected: Iterable[Rejected]) -> None:
    """Tell on stderr what could not be used, and why."""
    found = list(rejected)
    for one in found[:REJECTED_LINES]:
        errors.say(re.sub(r"\s+", " ", f"{shown_place(one.path, one.line)}: {one.reason}"))
    if len(found) > REJECTED_LINES:
        errors.say(
            _("… and {count} more; --format json lists all").format(
                count=grouped(len(found) - REJECTED_LINES)
            )
        )
