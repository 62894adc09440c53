"""Stats: an index in figures."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from searchkit.article import Rejected
from searchkit.engines.base import Engine, FacetField, Store, StoreFacts, all_articles
from searchkit.facets import FacetValue, facet_values
from searchkit.syncstate import SyncState

_FACETS: tuple[FacetField, ...] = ("year", "region", "band")


@dataclass(frozen=True, slots=True)
class Stats:
    """One commit of an index in figures. ``bytes`` is what it takes on disk."""

    location: Path
    articles: int
    files: int
    rejected: tuple[Rejected, ...]
    by_year: tuple[FacetValue, ...]
    by_province: tuple[FacetValue, ...]
    by_band: tuple[FacetValue, ...]
    roots: tuple[Path, ...]
    bytes: int
    segments: int
    distinct_stems: int
    format_version: int
    fingerprint: str
    committed_at: datetime | None


def stats_of(location: Path, store: Store) -> Stats:
    """The figures of the last commit. Raises IndexMissing, IndexOutdated, IndexDamaged."""
    engine, stored, about = store.whole_commit()
    with closing(engine):
        return _figures(location, engine, SyncState.load(*stored), about)


def _figures(location: Path, engine: Engine, state: SyncState, about: StoreFacts) -> Stats:
    selected = all_articles(engine, _FACETS)
    values = {field: facet_values(field, selected.counts[field]) for field in _FACETS}
    return Stats(
        location=location,
        articles=selected.total,
        files=len(state.files),
        rejected=tuple(
            Rejected(path, reason, line) for path, line, reason in state.files.rejected()
        ),
        by_year=values["year"],
        by_province=values["region"],
        by_band=values["band"],
        roots=tuple(map(Path, state.roots)),
        bytes=about.bytes,
        segments=engine.segments,
        distinct_stems=about.stems,
        format_version=about.format_version,
        fingerprint=about.fingerprint,
        committed_at=state.committed_at,
    )
