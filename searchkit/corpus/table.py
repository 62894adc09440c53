"""CSV and TSV: a header, then one article a row. Cells in quotes may hold line breaks."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from searchkit.corpus.draft import NAMES, Draft, drafted
from searchkit.corpus.files import RawLine, read_lines, too_large
from searchkit.corpus.limits import MAX_ARTICLE_BYTES, BadInput, check_fields
from searchkit.translation import N_, _, grouped

_DELIMITERS = ",;\t|"
_HEADER_CHARS = 65536
_ROW_CHARS = 100  # what a row weighs beside its cells
_MAX_RECORD_LINES = 100_000
_UNCLOSED = N_('a quotation mark (") opened in this row is never closed')


class Rows(NamedTuple):
    """Some rows of a table, each with the 1-based line on which it begins."""

    header: list[str]
    rows: list[tuple[int, list[str] | BadInput]]


def read_table(path: Path) -> Iterator[tuple[int, Draft | BadInput]]:
    """The rows of a file, each with the 1-based line on which it begins.

    A row that cannot be read comes out as the BadInput that says why. Raises
    BadInput where there is no header with a column for the text, or no row.
    """
    for rows in cut_table(path, _HEADER_CHARS):
        yield from read_rows(rows)


def read_rows(rows: Rows) -> Iterator[tuple[int, Draft | BadInput]]:
    """What some rows of ``cut_table`` make, as ``read_table`` gives it."""
    for number, row in rows.rows:
        yield number, _draft(row, rows.header)


def cut_table(path: Path, size: int) -> Iterator[Rows]:
    """The rows of a file in lots of about ``size`` characters. Raises as ``read_table``."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_ARTICLE_BYTES))
    lines = _Lines(read_lines(path))
    delimiter = _delimiter(lines, preferred="\t" if path.suffix.lower() == ".tsv" else ",")
    header: list[str] | None = None
    lot: Rows | None = None
    begun = 0
    for number, row in _rows(lines, delimiter):
        if header is None:
            header = _header(row, number)
            continue
        lot = lot or Rows(header, [])
        if isinstance(row, list) and len(row) != len(header) and lines.is_lost(number):
            continue
        lot.rows.append((number, row))
        begun += _ROW_CHARS + (sum(map(len, row)) if isinstance(row, list) else 0)
        if begun >= size:
            yield lot
            lot, begun = Rows(header, []), 0
    if header is None or lot is None:
        raise BadInput(_("holds no records: there is no row below the header"))
    if lot.rows:
        yield lot


class _Lines(Iterator[str]):
    """Lines for csv.reader, one record at a time, so that a record can be given up."""

    def __init__(self, lines: Iterator[RawLine]) -> None:
        self._lines = lines
        self._again: deque[RawLine] = deque()
        self.record: list[RawLine] = []
        self.size = 0
        self.ended = False
        self._lost_until = -1

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.record.append(line)
        self.size += line.size
        if line.text is None or self.size > MAX_ARTICLE_BYTES:
            raise _TooLarge(too_large(self.size))
        if len(self.record) > _MAX_RECORD_LINES:
            raise _TooLarge(
                _("a row of more than {most} lines: split it").format(
                    most=grouped(_MAX_RECORD_LINES)
                )
            )
        return line.text.replace("\r", " ") + "\n"

    def begin(self) -> None:
        """Start the next record."""
        self.record = []
        self.size = 0

    def give_back(self, lines: list[RawLine]) -> None:
        """Return lines that were taken, to be read once more."""
        self._again.extendleft(reversed(lines))
        self.ended = False

    def give_up(self) -> None:
        """Lose the record at hand: only what stands below its first line is read once more."""
        self._lost_until = self.record[-1].number
        self.give_back(self.record[1:])

    def is_lost(self, number: int) -> bool:
        """Whether a line that is no row belongs to a record that was given up.

        So does every such line right below one that does.
        """
        if number > self._lost_until + 1:
            return False
        self._lost_until = max(self._lost_until, number)
        return True


class _TooLarge(Exception):
    """The record that is being put together exceeds a limit."""


def _rows(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str] | BadInput]]:
    """Rows with their first line. A record that swallowed others is given up.

    What stands below its first line is then read anew, once: no line that lies
    inside an open quotation to its very end can open another one (its quotes
    come in pairs).
    """
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin()
        row: list[str] | BadInput
        try:
            row = next(reader)
            if not row:
                lines.is_lost(lines.record[0].number)
                continue
            if lines.ended:
                # The reader only reaches the end within a record where a quotation is open.
                row = BadInput(_("{unclosed}: close it").format(unclosed=_(_UNCLOSED)))
        except StopIteration:
            return
        except _TooLarge as error:
            opened = (
                _(", or {unclosed}").format(unclosed=_(_UNCLOSED)) if len(lines.record) > 1 else ""
            )
            row = BadInput(f"{error}{opened}")
        except csv.Error as error:
            row = BadInput(_("not valid CSV: {error}").format(error=error))
        number = lines.record[0].number
        if isinstance(row, BadInput):
            was_lost = lines.is_lost(number)
            lines.give_up()
            reader = csv.reader(lines, delimiter=delimiter)
            if was_lost:
                continue
        yield number, row


def _delimiter(lines: _Lines, preferred: str) -> str:
    """The delimiter of a header: the one that uncovers a text column, else most columns."""
    try:
        first = next(lines)
        while not first.strip():
            first = next(lines)
    except (StopIteration, _TooLarge):
        first = ""
    lines.give_back(lines.record)
    order = preferred + _DELIMITERS.replace(preferred, "")

    def columns(delimiter: str) -> tuple[bool, int]:
        names = next(csv.reader([first[:_HEADER_CHARS]], delimiter=delimiter), [])
        return _has_text(names), len(names)

    return max(order, key=columns)


def _header(row: list[str] | BadInput, number: int) -> list[str]:
    if isinstance(row, BadInput):
        raise BadInput(_("the header cannot be read: {reason}").format(reason=row.reason), number)
    try:
        check_fields(len(row))
    except BadInput as bad:
        raise BadInput(bad.reason, number) from bad
    names = [name.strip() for name in row]
    if not _has_text(names):
        shown = ", ".join(name[:40] or _("(no name)") for name in names[:20])
        accepted = ", ".join(NAMES["text"])
        reason = _("no column for the text among: {shown}; name one of them {accepted}").format(
            shown=shown, accepted=accepted
        )
        raise BadInput(reason, number)
    return names


def _has_text(names: list[str]) -> bool:
    return any(name.strip().lower() in NAMES["text"] for name in names)


def _draft(row: list[str] | BadInput, header: list[str]) -> Draft | BadInput:
    if isinstance(row, BadInput):
        return row
    if len(row) != len(header):
        return BadInput(
            _(
                "{cells} cells where the header has {columns}: "
                "put quotation marks around cells that hold the delimiter"
            ).format(cells=len(row), columns=len(header))
        )
    values: dict[str, object] = {}
    for name, cell in zip(header, row, strict=True):
        if cell.strip() or name not in values:
            values.setdefault(name, cell)
    try:
        return drafted(values)
    except BadInput as bad:
        return bad
