"""Article ⇄ one JSON text: how engines keep articles.

Only plain JSON is written, so reading a record never runs code. A record is
the list of an article's values in the order of ``FIELDS``, null for none and
cut off behind the last one; a region is a list of its values and the offsets
of its spans, an assessment an object of its values that are not the default.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from math import isfinite
from types import MappingProxyType
from typing import Any, cast, get_args

from searchkit.article import (
    Article,
    Assessment,
    EvidenceKind,
    Level,
    RegionRef,
    Role,
    Span,
    YearMethod,
    Zone,
)

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

_TEXTS = FIELDS[:5]
_MAYBE_TEXTS = ("outlet", "url", "author")
_MOST = (1 << 63) - 1

_INT, _STR = frozenset({int}), frozenset({str})
_TEXT_OR_NONE: frozenset[type] = frozenset({str, type(None)})
_LEVELS, _ROLES = frozenset(get_args(Level)), frozenset(get_args(Role))
_DERIVED = frozenset({"zone", "category"})
_KNOWN: dict[str, frozenset[object]] = {
    "level": _LEVELS,
    "role": _ROLES,
    "kind": frozenset(get_args(EvidenceKind)),
    "zone": frozenset(get_args(Zone)),
    "year_method": frozenset(get_args(YearMethod)),
}
_TYPES: dict[str, frozenset[type]] = {
    **dict.fromkeys(("entity", "key", *_KNOWN), _STR),
    **dict.fromkeys(("code", "province"), _TEXT_OR_NONE),
    **dict.fromkeys(("category", "band", "parent", "parent_code"), _STR),
    **dict.fromkeys(("year", "rank", "rank_of"), _INT),
    **dict.fromkeys(("score", "previous"), frozenset({int, float})),
    "conflict": frozenset({bool}),
    "derived": frozenset({list}),
}
"""The values of a result that are told, which None is only where there is no default."""

_MAY_BE_NO_TEXT = b"\\ud"
"""How JSON writes half a character of two."""

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
    """The article that ``dump_article`` wrote.

    Raises ValueError where the text is no such record, or tells what no article has: another
    type, a place beyond the text, a day, level or role that there is not.
    """
    try:
        values = json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    _require(type(values) is list and len(_TEXTS) <= len(values) <= len(FIELDS), "no record")
    record: dict[str, Any] = dict(zip(FIELDS, values, strict=False))
    if _MAY_BE_NO_TEXT in (text if isinstance(text, bytes) else text.encode()):
        _as_json(values).encode()  # half a character would be met only when it is shown
    have = record.get
    _require({type(record[name]) for name in _TEXTS} == _STR, "a text")
    _require({type(have(name)) for name in _MAYBE_TEXTS} <= _TEXT_OR_NONE, "a text")
    _require_numbers(have("line"), have("assessment_year"))
    size = len(record["text"])
    record["published"] = _day(record.get("published"))
    record["event_date"] = _day(record.get("event_date"))
    record["noise"] = noise = _spans(record.get("noise") or (), size)
    if len(noise) > 1:
        _require(all(one.end <= next.start for one, next in pairwise(noise)), "noise")
    record["extra"] = _extra(record.get("extra") or {})
    record["regions"] = tuple(_region(values, size) for values in record.get("regions") or ())
    told = record.get("assessments") or ()
    record["assessments"] = tuple(_assessment(values, size) for values in told)
    record["has_headline"] = record.get("has_headline") is None
    return Article(**record)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _require_numbers(*values: object) -> None:
    for value in values:
        if value is not None:
            _require(type(value) is int and 0 <= value <= _MOST, "a number")


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: object) -> date | None:
    if written is None:
        return None
    _require(type(written) is str, "a day")
    return date.fromisoformat(cast(str, written))


def _offsets(spans: Iterable[Span]) -> list[int]:
    """Starts and ends of some spans in one list."""
    return [offset for span in spans for offset in (span.start, span.end)]


def _spans(offsets: Sequence[Any], size: int) -> tuple[Span, ...]:
    """Spans inside a text of ``size`` characters."""
    spans: list[Span] = []
    offset = iter(offsets)
    for start, end in zip(offset, offset, strict=True):
        if type(start) is not int or type(end) is not int or not 0 <= start <= end <= size:
            raise ValueError("a span")
        spans.append(Span(start, end))
    return tuple(spans)


def _extra(values: Any) -> Mapping[str, str]:
    _require(type(values) is dict and set(map(type, values.values())) <= _STR, "extra")
    return MappingProxyType(values)


def _region(values: Any, size: int) -> RegionRef:
    _require(type(values) is list, "a region")
    code, name, level, province, role, *offsets = values
    known = level in _LEVELS and role in _ROLES
    _require(known and type(code) is type(name) is type(province) is str, "a region")
    return RegionRef(code, name, level, province, role, _spans(offsets, size))


def _plain(result: Assessment) -> dict[str, Any]:
    values = ((name, getattr(result, name)) for name in _DEFAULTS)
    told = {name: value for name, value in values if value != _DEFAULTS[name]}
    return {**told, "evidence": [result.evidence.start, result.evidence.end]}


def _assessment(values: Any, size: int) -> Assessment:
    _require(type(values) is dict, "an assessment")
    (evidence,) = _spans(values.pop("evidence"), size)
    for name, value in values.items():
        known = _KNOWN.get(name)
        kind = type(value)
        if kind not in _TYPES[name] or (known and value not in known):
            raise ValueError(name)
        if (kind is int and not 0 <= value <= _MOST) or (kind is float and not isfinite(value)):
            raise ValueError(name)
    derived = values.pop("derived", ())
    _require(not derived or set(derived) <= _DERIVED, "derived")
    return Assessment(**values, evidence=evidence, derived=tuple(derived))
