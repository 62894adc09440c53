"""Article ⇄ one JSON text: how engines keep articles.

Only plain JSON is written, so reading a record never runs code. A record is
the list of an article's values in the order of ``FIELDS``, null for none and
cut off behind the last one; a region is a list of its values and the offsets
of its spans, an assessment an object of its values that are not the default.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any

from searchkit.article import Article, Assessment, RegionRef, Span

FIELDS = (
    "id",
    "title",
    "text",
    "path",
    "content_hash",
    "line",
    "outlet",
    "published",
    "event_date",
    "regions",
    "noise",
    "url",
    "author",
    "extra",
    "assessment_year",
    "assessments",
    "has_headline",
)
"""The values of a record: those that most articles have come first."""

_DEFAULTS = {field.name: field.default for field in fields(Assessment)}
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dump_article(article: Article) -> str:
    """The article as compact JSON."""
    record: list[Any] = [
        article.id,
        article.title,
        article.text,
        article.path,
        article.content_hash,
        article.line,
        article.outlet,
        _written(article.published),
        _written(article.event_date),
        [
            [ref.code, ref.name, ref.level, ref.province, ref.role, *_offsets(ref.spans)]
            for ref in article.regions
        ],
        _offsets(article.noise),
        article.url,
        article.author,
        dict(article.extra),
        article.assessment_year,
        [_plain(result) for result in article.assessments],
        None if article.has_headline else 0,
    ]
    while record[-1] in (None, [], {}):
        record.pop()
    return _as_json(record)


def load_article(text: str | bytes) -> Article:
    """The article that ``dump_article`` wrote. Raises ValueError, KeyError, TypeError."""
    record = dict(zip(FIELDS, json.loads(text), strict=False))
    record["published"] = _day(record.get("published"))
    record["event_date"] = _day(record.get("event_date"))
    record["noise"] = _spans(record.get("noise") or ())
    record["extra"] = MappingProxyType(record.get("extra") or {})
    record["regions"] = tuple(
        RegionRef(code, name, level, province, role, _spans(offsets))
        for code, name, level, province, role, *offsets in record.get("regions") or ()
    )
    record["assessments"] = tuple(map(_assessment, record.get("assessments") or ()))
    record["has_headline"] = record.get("has_headline") is None
    return Article(**record)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _offsets(spans: Iterable[Span]) -> list[int]:
    """Starts and ends of some spans in one list."""
    return [offset for span in spans for offset in (span.start, span.end)]


def _spans(offsets: Iterable[int]) -> tuple[Span, ...]:
    offset = iter(offsets)
    return tuple(map(Span, offset, offset))


def _plain(result: Assessment) -> dict[str, Any]:
    values = ((name, getattr(result, name)) for name in _DEFAULTS)
    told = {name: value for name, value in values if value != _DEFAULTS[name]}
    return {**told, "evidence": [result.evidence.start, result.evidence.end]}


def _assessment(values: dict[str, Any]) -> Assessment:
    evidence, derived = Span(*values.pop("evidence")), tuple(values.pop("derived", ()))
    return Assessment(**values, evidence=evidence, derived=derived)
