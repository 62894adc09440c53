"""Scoreboards as plain dictionaries and as flat rows: what the data formats print.

As in ``records`` and ``rows``, keys and columns are a contract: new ones go to
the end. A year that is not known is null, in the name of a column "unknown".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from searchkit.cli.records import SCHEMA, Record
from searchkit.ui.formats import shown_path

if TYPE_CHECKING:
    from searchkit.scoreboard import Line, Pivot, Place, Row, Source, Value

SCORE_COLUMNS = (
    "entity",
    "key",
    "code",
    "level",
    "province",
    "parent",
    "year",
    "score",
    "zone",
    "category",
    "band",
    "derived",
    "conflict",
    "previous",
    "change",
    "rank",
    "rank_of",
    "rank_in_province",
    "of_in_province",
    "rank_in_nation",
    "of_in_nation",
    "sources",
    "outlets",
    "other_scores",
    "other_sources",
)

_BODY = ("entity", "key", "code", "level", "province", "parent")
_VALUE = ("score", "zone", "category", "band", "derived", "conflict")


def scoreboard_record(rows: Iterable[Row], total: int) -> Record:
    """The rows shown, and how many there are in all."""
    return {"schema": SCHEMA, "total": total, "rows": [score_record(row) for row in rows]}


def score_record(row: Row) -> Record:
    """One body in one year; ``rank`` is as an article printed it."""
    value = _value(row)
    sources = value.pop("sources")
    return {
        **_body(row),
        "parent_code": row.parent_code,
        "year": row.year,
        **value,
        "previous": row.previous,
        "change": row.change,
        "rank": row.rank,
        "rank_of": row.rank_of,
        "in_province": _place(row.in_province),
        "in_nation": _place(row.in_nation),
        "sources": sources,
        "others": [_value(other) for other in row.others],
    }


def score_row(row: Row) -> Record:
    """One body in one year, flat; ids and outlets of its sources stand in the same order."""
    province, nation = row.in_province, row.in_nation
    return {
        **_body(row),
        "year": row.year,
        **{name: getattr(row, name) for name in _VALUE},
        "derived": list(row.derived),
        "previous": row.previous,
        "change": row.change,
        "rank": row.rank,
        "rank_of": row.rank_of,
        "rank_in_province": province.rank if province else None,
        "of_in_province": province.of if province else None,
        "rank_in_nation": nation.rank if nation else None,
        "of_in_nation": nation.of if nation else None,
        "sources": [source.id for source in row.sources],
        "outlets": [source.outlet for source in row.sources],
        "other_scores": [other.score for other in row.others],
        "other_sources": [source.id for other in row.others for source in other.sources],
    }


def pivot_record(pivot: Pivot, lines: Iterable[Line]) -> Record:
    """Bodies by years: ``scores`` maps every year of ``years`` to a score or null."""
    return {
        "schema": SCHEMA,
        "total": len(pivot.lines),
        "years": list(pivot.years),
        "rows": [line_record(pivot, line) for line in lines],
    }


def line_record(pivot: Pivot, line: Line) -> Record:
    """One body with its scores and bands by year."""
    years = [year_name(year) for year in pivot.years]
    return {
        **_body(line),
        "scores": dict(zip(years, (row and row.score for row in line.rows), strict=True)),
        "bands": dict(zip(years, (row and row.band for row in line.rows), strict=True)),
    }


def pivot_columns(pivot: Pivot) -> tuple[str, ...]:
    """The columns of a pivot: what tells the body, then the years."""
    return (*_BODY, *map(year_name, pivot.years))


def pivot_row(pivot: Pivot, line: Line) -> Record:
    """One body, flat, with its score of each year."""
    record = line_record(pivot, line)
    return {**_body(line), **record["scores"]}


def year_name(year: int | None) -> str:
    """A year as the name of a column or key."""
    return "unknown" if year is None else str(year)


def article_ids(rows: Iterable[Row]) -> Iterator[str]:
    """The ids of the articles that tell the values believed, each once."""
    return iter(dict.fromkeys(source.id for row in rows for source in row.sources))


def _body(of: Row | Line) -> Record:
    return {name: getattr(of, name) for name in _BODY}


def _value(value: Value | Row) -> Record:
    return {
        **{name: getattr(value, name) for name in _VALUE},
        "derived": list(value.derived),
        "sources": [_source(source) for source in value.sources],
    }


def _source(source: Source) -> Record:
    return {
        "id": source.id,
        "title": source.title,
        "outlet": source.outlet,
        "date": source.date.isoformat() if source.date else None,
        "path": shown_path(source.path),
        "line": source.line,
        "score": source.score,
        "zone": source.zone,
        "category": source.category,
        "role": source.role,
        "year_method": source.year_method,
    }


def _place(place: Place | None) -> Record | None:
    return {"rank": place.rank, "of": place.of} if place else None
