"""Output: one answer in every data format, on stdout.

Always UTF-8 with plain newlines, whatever the locale. JSON is lossless (what a
terminal could take for a command is written as ``\\u`` escapes); CSV, TSV and
ids leave such characters out.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from searchkit.cli.records import Record
from searchkit.config import Format
from searchkit.ui.plain import plain, plain_line

# What json.dumps leaves as it is although it steers terminals or cannot be UTF-8.
_HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb]"
)
# Spreadsheets take a cell that begins like this for a formula.
_FORMULA = ("=", "+", "-", "@")
# What a terminal without Unicode sees instead of searchkit's own drawing.
_ASCII = dict(zip("·–—─█“”‘’\xa0", "----#\"\"'' ", strict=True)) | {
    "…": "...",
    "≤": "<=",
    "≥": ">=",
}
_FALLBACK = "searchkit.ascii"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command has found out, as each format wants it; made only when asked for.

    ``record`` is the whole as one JSON object, ``lines`` one JSON object per
    line, ``rows`` the lines of a table with ``columns``, ``ids`` one word per
    line (None where the answer has nothing like ids).
    """

    record: Callable[[], Record]
    lines: Callable[[], Iterable[Record]]
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Record]]
    ids: Callable[[], Iterable[str]] | None = None


def write(answer: Answer, format: Format) -> None:
    """Print ``answer`` on stdout in any format but "rich"."""
    _as_data(sys.stdout)
    if format == "json":
        print_json(answer.record(), pretty=sys.stdout.isatty())
    elif format == "jsonl":
        for line in answer.lines():
            print_json(line)
    elif format == "csv":
        _print_csv(answer)
    elif format == "tsv":
        _print_tsv(answer)
    elif answer.ids is not None:
        for word in answer.ids():
            sys.stdout.write(f"{plain_line(word)}\n")


def print_json(record: Record, *, pretty: bool = False) -> None:
    """Print one JSON object, on one line unless ``pretty``."""
    text = json.dumps(record, ensure_ascii=False, indent=2 if pretty else None)
    sys.stdout.write(_HIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")


def print_text(text: str) -> None:
    """Print text as it is, without adding a newline; half surrogates as ``\\u`` escapes."""
    _as_data(sys.stdout)
    sys.stdout.write(text)


def prepare_streams() -> None:
    """Let stdout and stderr show what their encoding lacks as ASCII instead of failing.

    A stream that was closed from the start (``>&-``) swallows what it is given.
    """
    # In this order: the lowest free descriptor is the one that was closed.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    codecs.register_error(_FALLBACK, _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_FALLBACK)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_ASCII.get(character, "?") for character in missing), error.end


def _as_data(stream: Any) -> None:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _print_csv(answer: Answer) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(answer.columns)
    for row in answer.rows():
        table.writerow(_cells(answer.columns, row))


def _print_tsv(answer: Answer) -> None:
    """Tab-separated without any quoting: a line is a row, a tab ends a cell."""
    sys.stdout.write("\t".join(answer.columns) + "\n")
    for row in answer.rows():
        cells = (plain_line(cell) for cell in _cells(answer.columns, row))
        sys.stdout.write("\t".join(cells) + "\n")


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
