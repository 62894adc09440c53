"""Everything that is shown as rows: facets, statistics, analyses, settings, syncs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from searchkit.language.acronyms import long_forms_at
from searchkit.translation import N_, _, grouped, numbered
from searchkit.ui.bars import HEADINGS, chart, chart_rows
from searchkit.ui.formats import (
    WHY,
    shown_bytes,
    shown_moment,
    shown_path,
    shown_seconds,
)
from searchkit.ui.grid import Column, fit
from searchkit.ui.plain import plain_line
from searchkit.ui.screen import Screen
from searchkit.ui.text import joined, safe

if TYPE_CHECKING:
    from searchkit.completion import Completion, CompletionKind
    from searchkit.engines.base import FacetField
    from searchkit.facets import FacetCounts, FacetValue
    from searchkit.indexer import SyncReport
    from searchkit.language.analyzer import AnalyzedToken
    from searchkit.stats import Stats
    from searchkit.survey import SyncPlan

MAX_WIDTH = 100
PLAN_LINES = 20  # paths of each kind that a plan names


def show_facet(screen: Screen, counts: FacetCounts) -> None:
    """Print all values of one facet."""
    rows, _hidden = chart_rows(counts.field, counts.values)
    heading = Text(_(HEADINGS[counts.field]), style="heading")
    screen.emit(joined([heading, numbered("{n} article", "{n} articles", counts.total)]))
    width = min(screen.width, MAX_WIDTH)
    screen.emit(*chart(rows, width, ascii_only=screen.ascii))


def show_stats(screen: Screen, stats: Stats) -> None:
    """Print what an index holds."""
    facts = {
        _("articles"): grouped(stats.articles),
        _("files"): grouped(stats.files),
        _("rejected"): numbered("{n} input", "{n} inputs", len(stats.rejected))
        if stats.rejected
        else _("none"),
        _("read from"): ", ".join(shown_path(str(root)) for root in stats.roots),
        _("index"): shown_path(str(stats.location)),
        _("size"): shown_bytes(stats.bytes),
        _("last sync"): shown_moment(stats.committed_at.astimezone()) if stats.committed_at else "",
        _("stems"): grouped(stats.distinct_stems),
        _("segments"): str(stats.segments),
        _("format"): str(stats.format_version),
        _("fingerprint"): stats.fingerprint,
    }
    screen.emit(_grid((Text(name, style="quiet"), _value(value)) for name, value in facts.items()))
    width = min(screen.width, MAX_WIDTH)
    charts: list[tuple[FacetField, Sequence[FacetValue]]] = [
        ("year", stats.by_year),
        ("region", [replace(value, children=()) for value in stats.by_province]),
        ("band", stats.by_band),
    ]
    for field, values in charts:
        if values:
            rows, _hidden = chart_rows(field, values)
            screen.emit(Text(), Text(_(HEADINGS[field]), style="heading"))
            screen.emit(*chart(rows, width, ascii_only=screen.ascii))


_COMPLETED: Mapping[CompletionKind, str] = {
    "word": N_("word"),
    "region": N_("region"),
    "outlet": N_("outlet"),
    "field": N_("field"),
}

_TOKEN = (
    Column(N_("Token"), least=14, wrapped=True),
    Column(N_("Offsets"), goes=1),
    Column(N_("Term"), least=14, wrapped=True),
    Column(N_("Stem")),
    Column(N_("Why"), goes=2),
    Column(N_("Stands for"), least=16, wrapped=True),
)


def show_tokens(screen: Screen, tokens: Sequence[AnalyzedToken]) -> None:
    """Print what the analyzer makes of each token, and what short forms stand for."""
    stands_for = long_forms_at([token.term for token in tokens])
    rows = [
        (
            safe(token.text, one_line=True),
            Text(f"{token.start}–{token.end}", style="quiet"),
            safe(token.term, one_line=True),
            safe(token.stem or "–", one_line=True),
            Text(_(WHY[token.why]), style="quiet"),
            safe("; ".join(forms), one_line=True),
        )
        for token, forms in zip(tokens, stands_for, strict=True)
    ]
    screen.emit(fit(_TOKEN, rows, screen.width, 3)[0])


def show_completions(screen: Screen, completions: Iterable[Completion]) -> None:
    """Print how a query may go on."""
    rows = (
        (
            safe(completion.text, one_line=True),
            Text(_(_COMPLETED[completion.kind]), style="quiet"),
            Text(f"{grouped(completion.count):>8}" if completion.kind != "field" else ""),
        )
        for completion in completions
    )
    heads = (_("Query"), _("Kind"), _("Articles"))
    found = list(rows)
    screen.emit(_grid(found, heads) if found else Text(_("Nothing begins like that")))


def show_settings(screen: Screen, settings: Iterable[tuple[str, object, str]]) -> None:
    """Print each setting (name, value, origin)."""
    rows = (
        (Text(name), _value(setting_words(value)), safe(shown_path(_(origin)), style="quiet"))
        for name, value, origin in settings
    )
    screen.emit(_grid(rows, (_("Setting"), _("Value"), _("From"))))


def show_sync(screen: Screen, report: SyncReport) -> None:
    """Print the outcome of a sync on one line."""
    changes = sync_words(report)
    done = report.added + report.changed
    speed = (
        " (" + _("{n} articles/s").format(n=grouped(round(done / report.took_s))) + ")"
        if done and report.took_s >= 0.1
        else ""
    )
    total = numbered("{n} article in the index", "{n} articles in the index", report.articles)
    # One line, however narrow the screen: programs read it, too.
    screen.print(
        Text(f"{changes} · {total} · {shown_seconds(report.took_s)}{speed}"),
        soft_wrap=True,
    )


def sync_words(report: SyncReport) -> str:
    """``5 added · 0 changed · …``, every count of a sync but the total."""
    return " · ".join(
        [
            _("{n} added").format(n=grouped(report.added)),
            _("{n} changed").format(n=grouped(report.changed)),
            _("{n} unchanged").format(n=grouped(report.unchanged)),
            _("{n} removed").format(n=grouped(report.removed)),
            _("{n} missing").format(n=grouped(report.missing)),
            _("{n} rejected").format(n=grouped(len(report.rejected))),
        ]
    )


def show_plan(screen: Screen, plan: SyncPlan) -> None:
    """Print which files a sync would add, change and remove."""
    parts: list[tuple[str, str, Sequence[str]]] = [
        ("+", "added", plan.added),
        ("~", "changed", plan.changed),
        ("-", "removed", plan.removed),
    ]
    for sign, style, paths in parts:
        for path in islice(paths, PLAN_LINES):
            screen.emit(Text.assemble((sign, style), " ", safe(shown_path(path), one_line=True)))
        if len(paths) > PLAN_LINES:
            hidden = len(paths) - PLAN_LINES
            more = _("… and {count} more; --format json lists all")
            screen.emit(Text(f"{sign} {more.format(count=grouped(hidden))}"))
    first = numbered("{n} file would be added", "{n} files would be added", len(plan.added))
    counts = [
        first,
        _("{n} changed").format(n=grouped(len(plan.changed))),
        _("{n} removed").format(n=grouped(len(plan.removed))),
        _("{n} unchanged").format(n=grouped(len(plan.unchanged))),
        _("{n} missing").format(n=grouped(len(plan.missing))),
    ]
    screen.emit(Text(" · ".join(counts)))


def setting_words(value: object) -> str:
    """A setting's value in words; a list with commas, ``none`` where it is empty."""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or _("none")
    return str(value)


def _grid(rows: Iterable[Iterable[Text]], heads: Sequence[str] = ()) -> RenderableType:
    table = Table.grid(padding=(0, 3, 0, 0))
    if heads:
        table.add_row(*(Text(head, style="heading") for head in heads))
    for row in rows:
        table.add_row(*row)
    return Group(table)


def _value(value: str) -> Text:
    return Text(plain_line(value))
