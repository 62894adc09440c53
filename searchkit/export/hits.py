"""Hits in the formats that they are taken away in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from searchkit.export.markdown import hits_markdown
from searchkit.export.records import hit_record
from searchkit.export.rows import HIT_COLUMNS, hit_row
from searchkit.export.writing import Stream, write_csv, write_json

if TYPE_CHECKING:
    from searchkit.results import Hit

ExportFormat = Literal["csv", "jsonl", "md"]

EXPORT_FORMATS: tuple[ExportFormat, ...] = ("csv", "jsonl", "md")
"""What hits can be exported as, each the ending of a file as well."""


def export_hits(hits: Iterable[Hit], format: ExportFormat, stream: Stream) -> None:
    """Write hits to a stream: a table, one JSON object a line, or a list of citations.

    They are what ``searchkit search --format`` prints. A file is best opened with
    ``encoding="utf-8", errors="backslashreplace", newline=""``.
    """
    match format:
        case "csv":
            write_csv(stream, HIT_COLUMNS, map(hit_row, hits))
        case "jsonl":
            for hit in hits:
                write_json(stream, hit_record(hit))
        case "md":
            for line in hits_markdown(hits):
                stream.write(f"{line}\n")
