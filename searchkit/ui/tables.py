"""Everything that is shown as rows: facets, statistics, analyses, settings, syncs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from searchkit.language.acronyms import long_forms_at
from searchkit.ui.bars import HEADINGS, chart, chart_rows
from searchkit.ui.formats import (
    counted,
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
    from searchkit.completion import Completion
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
    rows, _ = chart_rows(counts.field, counts.values)
    heading = Text(HEADINGS[counts.field], style="heading")
    screen.emit(joined([heading, counted(counts.total, "article")]))
    width = min(screen.width, MAX_WIDTH)
    screen.emit(*chart(rows, width, ascii_only=screen.ascii))


def show_stats(screen: Screen, stats: Stats) -> None:
    """Print what an index holds."""
    facts = {
        "articles": str(stats.articles),
        "files": str(stats.files),
        "rejected": counted(len(stats.rejected), "input") if stats.rejected else "none",
        "read from": ", ".join(shown_path(str(root)) for root in stats.roots),
        "index": shown_path(str(stats.location)),
        "size": shown_bytes(stats.bytes),
        "last sync": shown_moment(stats.committed_at.astimezone()) if stats.committed_at else "",
        "stems": str(stats.distinct_stems),
        "segments": str(stats.segments),
        "format": str(stats.format_version),
        "fingerprint": stats.fingerprint,
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
            rows, _ = chart_rows(field, values)
            screen.emit(Text(), Text(HEADINGS[field], style="heading"))
            screen.emit(*chart(rows, width, ascii_only=screen.ascii))


_TOKEN = (
    Column("Token", least=14, wrapped=True),
    Column("Offsets", goes=1),
    Column("Term", least=14, wrapped=True),
    Column("Stem"),
    Column("Why", goes=2),
    Column("Stands for", least=16, wrapped=True),
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
            Text(token.why, style="quiet"),
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
            Text(completion.kind, style="quiet"),
            Text(f"{completion.count:>8}" if completion.kind != "field" else ""),
        )
        for completion in completions
    )
    heads = ("Query", "Kind", "Articles")
    found = list(rows)
    screen.emit(_grid(found, heads) if found else Text("Nothing begins like that"))


def show_settings(screen: Screen, settings: Iterable[tuple[str, object, str]]) -> None:
    """Print each setting (name, value, origin)."""
    rows = (
        (Text(name), _value(setting_words(value)), safe(shown_path(origin), style="quiet"))
        for name, value, origin in settings
    )
    screen.emit(_grid(rows, ("Setting", "Value", "From")))


def show_sync(screen: Screen, report: SyncReport) -> None:
    """Print the outcome of a sync on one line."""
    changes = sync_words(report)
    done = report.added + report.changed
    speed = f" ({done / report.took_s:.0f} articles/s)" if done and report.took_s >= 0.1 else ""
    total = counted(report.articles, "article")
    # One line, however narrow the screen: programs read it, too.
    screen.print(
        Text(f"{changes} · {total} in the index · {shown_seconds(report.took_s)}{speed}"),
        soft_wrap=True,
    )


def sync_words(report: SyncReport) -> str:
    """``5 added · 0 changed · …``, every count of a sync but the total."""
    return " · ".join(
        [
            f"{report.added} added",
            f"{report.changed} changed",
            f"{report.unchanged} unchanged",
            f"{report.removed} removed",
            f"{report.missing} missing",
            f"{len(report.rejected)} rejected",
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
            screen.emit(Text(f"{sign} … and {hidden} more; --format json lists all"))
    counts = [
        f"{counted(len(paths), 'file')} would be {name}" if number == 0 else f"{len(paths)} {name}"
        for number, (_, name, paths) in enumerate(parts)
    ]
    counts += [f"{len(plan.unchanged)} unchanged", f"{len(plan.missing)} missing"]
    screen.emit(Text(" · ".join(counts)))


def setting_words(value: object) -> str:
    """A setting's value in words; a list with commas, ``none`` where it is empty."""
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value) or "none"
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
