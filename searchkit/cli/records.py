"""Values of the library as plain dictionaries: what the data formats print.

Pure functions. The keys, and their order, are a contract with other programs:
new keys go to the end, nothing is renamed or removed without raising
``SCHEMA``. Dates are ISO 8601; paths are relative to the current folder where
they lie below it; offsets count characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from searchkit.export.records import (
    Record as Record,
)
from searchkit.export.records import (
    assessment_record,
    iso_day,
    region_record,
    shown_path,
    span_record,
)
from searchkit.ui.places import place_of

if TYPE_CHECKING:
    from searchkit.article import Article, Rejected, Span
    from searchkit.explain import Fact
    from searchkit.facets import FacetCounts, FacetValue
    from searchkit.indexer import SyncReport
    from searchkit.language.analyzer import AnalyzedToken
    from searchkit.savedsearch import SavedSearch
    from searchkit.stats import Stats
    from searchkit.survey import SyncPlan
    from searchkit.verification import Verification

SCHEMA = 1


def article_record(article: Article, highlights: Iterable[tuple[int, int]] | None = None) -> Record:
    """Everything known about one article; ``highlights`` only where a query was given."""
    record: Record = {
        "schema": SCHEMA,
        "id": article.id,
        "title": article.title,
        "path": shown_path(article.path),
        "line": article.line,
        "outlet": article.outlet,
        "url": article.url,
        "author": article.author,
        "published": iso_day(article.published),
        "event_date": iso_day(article.event_date),
        "year": article.year,
        "assessment_year": article.assessment_year,
        "regions": [
            {**region_record(region), "role": region.role, "spans": span_pairs(region.spans)}
            for region in article.regions
        ],
        "assessments": [assessment_record(result) for result in article.assessments],
        "noise": span_pairs(article.noise),
        "content_hash": article.content_hash,
        "extra": dict(article.extra),
        "text": article.text,
    }
    if highlights is not None:
        record["highlights"] = [list(pair) for pair in highlights]
    return record


def facts_record(article: Article, facts: Iterable[Fact]) -> Record:
    """What was read out of an article, and why."""
    return {
        "schema": SCHEMA,
        "id": article.id,
        "facts": [fact_record(article, fact) for fact in facts],
    }


def fact_record(article: Article, fact: Fact) -> Record:
    """One fact; ``place`` tells where an empty ``text`` was read: in the headline or metadata."""
    return {
        "kind": fact.kind,
        "value": fact.value,
        "entity": fact.entity,
        **span_record(fact.span),
        "text": article.text[fact.span.start : fact.span.end],
        "why": fact.why,
        "place": place_of(fact, article),
    }


def facet_value_record(value: FacetValue) -> Record:
    """One value of a facet; ``zone`` and ``children`` only where it has them."""
    record: Record = {"value": value.value, "label": value.label}
    if value.zone is not None:
        record["zone"] = value.zone
    record["count"] = value.count
    if value.children:
        record["children"] = [facet_value_record(child) for child in value.children]
    return record


def facet_record(counts: FacetCounts) -> Record:
    """One facet on its own."""
    return {
        "schema": SCHEMA,
        "field": counts.field,
        "query": counts.query,
        "corrected": counts.corrected,
        "total": counts.total,
        "strict_total": counts.strict_total,
        "values": [facet_value_record(value) for value in counts.values],
    }


def sync_record(report: SyncReport) -> Record:
    """The outcome of a sync."""
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "missing": report.missing,
        "rejected": [rejected_record(rejected) for rejected in report.rejected],
        "articles": report.articles,
        "took_s": round(report.took_s, 3),
    }


def plan_record(plan: SyncPlan) -> Record:
    """What a sync would do, as lists of files."""
    return {
        "added": [shown_path(path) for path in plan.added],
        "changed": [shown_path(path) for path in plan.changed],
        "unchanged": [shown_path(path) for path in plan.unchanged],
        "removed": [shown_path(path) for path in plan.removed],
        "missing": [shown_path(path) for path in plan.missing],
        "rejected": [rejected_record(rejected) for rejected in plan.rejected],
    }


def rejected_record(rejected: Rejected) -> Record:
    """An input that became no article."""
    return {
        "path": shown_path(rejected.path),
        "line": rejected.line,
        "reason": rejected.reason,
    }


def stats_record(stats: Stats) -> Record:
    """What an index holds; ``bytes`` is its size on disk."""
    return {
        "schema": SCHEMA,
        "articles": stats.articles,
        "files": stats.files,
        "by_year": [facet_value_record(value) for value in stats.by_year],
        "by_province": [facet_value_record(value) for value in stats.by_province],
        "by_band": [facet_value_record(value) for value in stats.by_band],
        "rejected": [rejected_record(rejected) for rejected in stats.rejected],
        "bytes": stats.bytes,
        "distinct_stems": stats.distinct_stems,
        "segments": stats.segments,
        "format_version": stats.format_version,
        "fingerprint": stats.fingerprint,
        "committed_at": stats.committed_at.isoformat() if stats.committed_at else None,
        "location": shown_path(str(stats.location)),
        "roots": [shown_path(str(root)) for root in stats.roots],
    }


def verification_record(verification: Verification) -> Record:
    """Whether an index is whole, and what is wrong with it; ``bytes`` are those that were read."""
    return {
        "schema": SCHEMA,
        "whole": verification.is_whole,
        "commit": verification.commit,
        "files": verification.files,
        "bytes": verification.bytes,
        "articles": verification.articles,
        "problems": [
            {"file": one.file, "found": one.found, "expected": one.expected}
            for one in verification.problems
        ],
        "notes": [{"file": one.file, "note": one.text} for one in verification.notes],
        "location": shown_path(str(verification.location)),
    }


def token_record(token: AnalyzedToken, long_forms: Iterable[str] = ()) -> Record:
    """One token and the terms it became, and what the short form that begins there stands for."""
    return {
        "text": token.text,
        "start": token.start,
        "end": token.end,
        "position": token.position,
        "term": token.term,
        "stem": token.stem,
        "why": token.why,
        "long_forms": list(long_forms),
    }


def settings_record(settings: Iterable[tuple[str, object, str]]) -> Record:
    """Each setting's value and origin."""
    return {
        name: {"value": list(value) if isinstance(value, tuple) else value, "origin": origin}
        for name, value, origin in settings
    }


def span_pairs(spans: Iterable[Span]) -> list[list[int]]:
    """Each span as [start, end]."""
    return [[span.start, span.end] for span in spans]


def saved_record(search: SavedSearch, new: int | None) -> Record:
    """A saved search, and how many articles are new to it (None: nobody knows)."""
    return {
        "name": search.name,
        "query": search.query,
        "regions": list(search.regions),
        "years": list(search.years),
        "bands": list(search.bands),
        "outlets": list(search.outlets),
        "levels": list(search.levels),
        "since": search.since,
        "until": search.until,
        "sort": search.sort,
        "index": search.index,
        "saved_at": _iso_moment(search.saved_at),
        "read_at": _iso_moment(search.read_at),
        "new": new,
    }


def _iso_moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
