"""Output: one answer in every data format, on stdout.

Always UTF-8 with plain newlines, whatever the locale. JSON is lossless (what a
terminal could take for a command is written as ``\\u`` escapes); CSV, TSV and
ids leave such characters out.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from searchkit.config import Format
from searchkit.export.records import Record
from searchkit.export.writing import write_csv, write_json, write_tsv
from searchkit.ui.plain import plain_line

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
    line (None where the answer has nothing like ids), ``markdown`` lines of Markdown
    (None where nobody would cite what was found).
    """

    record: Callable[[], Record]
    lines: Callable[[], Iterable[Record]]
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Record]]
    ids: Callable[[], Iterable[str]] | None = None
    markdown: Callable[[], Iterable[str]] | None = None


def write(answer: Answer, format: Format) -> None:
    """Print ``answer`` on stdout in any format but "rich"."""
    _as_data(sys.stdout)
    if format == "json":
        write_json(sys.stdout, answer.record(), pretty=sys.stdout.isatty())
    elif format == "jsonl":
        for line in answer.lines():
            write_json(sys.stdout, line)
    elif format == "csv":
        write_csv(sys.stdout, answer.columns, answer.rows())
    elif format == "tsv":
        write_tsv(sys.stdout, answer.columns, answer.rows())
    elif format == "md" and answer.markdown is not None:
        for text in answer.markdown():
            sys.stdout.write(f"{text}\n")
    elif answer.ids is not None:
        for word in answer.ids():
            sys.stdout.write(f"{plain_line(word)}\n")


def print_text(text: str) -> None:
    """Print text as it is, without adding a newline; half surrogates as ``\\u`` escapes."""
    _as_data(sys.stdout)
    sys.stdout.write(text)


def prepare_streams() -> None:
    """Let stdout and stderr show what their encoding lacks as ASCII instead of failing.

    A stream that was closed from the start (``>&-``) swallows what it is given; stdin is empty.
    """
    # In this order: the lowest free descriptor is the one that was closed.
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: PTH123, SIM115
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
