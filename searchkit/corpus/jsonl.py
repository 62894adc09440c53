"""JSON Lines: one object a line, one article each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from searchkit.corpus.draft import Draft, drafted
from searchkit.corpus.files import RawLine, Stretch, read_lines, stretches, too_large
from searchkit.corpus.limits import MAX_NESTED, BadInput
from searchkit.translation import N_, _, grouped


def read_jsonl(
    path: Path, stretch: Stretch | None = None
) -> Iterator[tuple[int, Draft | BadInput]]:
    """The records of a file, each with its 1-based line; blank lines are passed over.

    All of them, or those of one of the stretches of ``cut_jsonl``. A record that
    cannot be read comes out as the BadInput that says why. Raises BadInput where
    the file as a whole holds none.
    """
    found = stretch is not None
    for line in read_lines(path, stretch):
        if line.text is not None and not line.text.strip():
            continue
        found = True
        try:
            yield line.number, _record(line)
        except BadInput as bad:
            yield line.number, bad
    if not found:
        raise BadInput(_("holds no records: every line is blank"))


def cut_jsonl(path: Path, size: int) -> Iterator[Stretch]:
    """Stretches of about ``size`` bytes that hold the records of a file between them.

    The first holds a record that is no blank line, so that the others need not
    know of each other. Nothing for a file that is to be read in one go.
    """
    return stretches(path, size, b"{")


def _record(line: RawLine) -> Draft:
    if line.text is None:
        raise BadInput(too_large(line.size))
    if line.text.count("[") + line.text.count("{") > MAX_NESTED:
        raise BadInput(
            _(
                "JSON nested too deeply, or with more than {most} lists and objects: "
                "flatten the record"
            ).format(most=grouped(MAX_NESTED))
        )
    try:
        record = json.loads(line.text)
    except json.JSONDecodeError as error:
        raise BadInput(
            _("not valid JSON: {msg} at column {colno}").format(msg=error.msg, colno=error.colno)
        ) from error
    except RecursionError as error:
        raise BadInput(_("JSON nested too deeply: flatten the record")) from error
    except ValueError as error:
        raise BadInput(_("not valid JSON: a number has too many digits")) from error
    if not isinstance(record, dict):
        raise BadInput(
            _("{found} instead of a JSON object").format(found=_(_KINDS.get(type(record), _NUMBER)))
        )
    return drafted(record)


_KINDS = {
    list: N_("a list"),
    str: N_("a string"),
    bool: N_("a truth value"),
    type(None): "null",
}
_NUMBER = N_("a number")
