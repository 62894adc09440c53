"""Writing: records and rows as text, one line after the other, on any stream.

JSON is lossless (what a terminal could take for a command is written as ``\\u``
escapes); CSV and TSV leave such characters out.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from searchkit.export.records import Record
from searchkit.plain import plain, plain_line

# What json.dumps leaves as it is although it steers terminals or cannot be UTF-8.
_HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# Spreadsheets take a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@")


class Stream(Protocol):
    """Whatever text can be written to."""

    def write(self, text: str, /) -> object:
        """Add some text."""
        ...


def write_json(stream: Stream, record: Record, *, pretty: bool = False) -> None:
    """Write one JSON object, on one line unless ``pretty``."""
    text = json.dumps(record, ensure_ascii=False, indent=2 if pretty else None)
    # Either within a string, where the escapes of json itself mean the same.
    stream.write(_HIDDEN.sub(lambda match: json.dumps(match.group())[1:-1], text) + "\n")


def write_csv(stream: Stream, columns: Iterable[str], rows: Iterable[Record]) -> None:
    """Write a header and the rows, quoted where they must be."""
    columns = tuple(columns)
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(columns)
    for row in rows:
        table.writerow(_cells(columns, row))


def write_tsv(stream: Stream, columns: Iterable[str], rows: Iterable[Record]) -> None:
    """Write tab-separated rows without any quoting: a line is a row, a tab ends a cell."""
    columns = tuple(columns)
    stream.write("\t".join(columns) + "\n")
    for row in rows:
        cells = (plain_line(cell) for cell in _cells(columns, row))
        stream.write("\t".join(cells) + "\n")


def _cells(columns: Iterable[str], row: Mapping[str, Any]) -> list[str]:
    return [_guarded(row[column]) for column in columns]


def _guarded(value: Any) -> str:
    """A cell; text that a spreadsheet would run gets an apostrophe, numbers stay numbers."""
    first = value[0] if isinstance(value, list) and value else value
    cell = _cell(value)
    if isinstance(first, str) and cell.lstrip().startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    return plain(str(value))
