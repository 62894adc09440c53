"""JSON Lines: one object a line, one article each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from searchkit.corpus.draft import BadInput, Draft, drafted
from searchkit.corpus.files import RawLine, read_lines, too_large


def read_jsonl(path: Path) -> Iterator[tuple[int, Draft | BadInput]]:
    """The records of a file, each with its 1-based line; blank lines are passed over.

    A record that cannot be read comes out as the BadInput that says why.
    Raises BadInput where the file as a whole holds none.
    """
    found = False
    for line in read_lines(path):
        if line.text is not None and not line.text.strip():
            continue
        found = True
        try:
            yield line.number, _record(line)
        except BadInput as bad:
            yield line.number, bad
    if not found:
        raise BadInput("holds no records: every line is blank")


def _record(line: RawLine) -> Draft:
    if line.text is None:
        raise BadInput(too_large(line.size))
    try:
        record = json.loads(line.text)
    except json.JSONDecodeError as error:
        raise BadInput(f"not valid JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise BadInput("JSON nested too deeply: flatten the record") from error
    except ValueError as error:
        raise BadInput("not valid JSON: a number has too many digits") from error
    if not isinstance(record, dict):
        raise BadInput(f"{_KINDS.get(type(record), 'a number')} instead of a JSON object")
    return drafted(record)


_KINDS = {list: "a list", str: "a string", bool: "a truth value", type(None): "null"}
