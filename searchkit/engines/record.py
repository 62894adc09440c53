"""Article ⇄ one JSON text: how engines keep articles.

Only plain JSON is written, so reading a record never runs code. Fields at
their default are left out.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any

from searchkit.article import Article, Assessment, RegionRef, Span

_DEFAULTS = {
    cls: {f.name: f.default for f in fields(cls)} for cls in (Article, Assessment, RegionRef)
}


def dump_article(article: Article) -> str:
    """The article as compact JSON."""
    record = _plain(article)
    for name in ("published", "event_date"):
        if name in record:
            record[name] = record[name].isoformat()
    record["noise"] = [[span.start, span.end] for span in article.noise]
    record["extra"] = dict(article.extra)
    record["regions"] = [
        {**_plain(region), "spans": [[span.start, span.end] for span in region.spans]}
        for region in article.regions
    ]
    record["assessments"] = [
        {**_plain(result), "evidence": [result.evidence.start, result.evidence.end]}
        for result in article.assessments
    ]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def load_article(text: str | bytes) -> Article:
    """The article that ``dump_article`` wrote. Raises ValueError, KeyError, TypeError."""
    record: dict[str, Any] = json.loads(text)
    for name in ("published", "event_date"):
        if record.get(name):
            record[name] = date.fromisoformat(record[name])
    record["noise"] = _spans(record["noise"])
    record["extra"] = MappingProxyType(record["extra"])
    record["regions"] = tuple(
        RegionRef(**{**region, "spans": _spans(region["spans"])}) for region in record["regions"]
    )
    record["assessments"] = tuple(
        Assessment(
            **{
                **result,
                "evidence": Span(*result["evidence"]),
                "derived": tuple(result.get("derived", ())),
            }
        )
        for result in record["assessments"]
    )
    return Article(**record)


def _plain(value: Any) -> dict[str, Any]:
    defaults = _DEFAULTS[type(value)]
    return {name: v for name in defaults if (v := getattr(value, name)) != defaults[name]}


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
