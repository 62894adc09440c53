"""Tables shipped inside the package, and YAML in general.

The one importer of PyYAML. Tables are read from package resources, so they
work from a wheel as well as from a checkout.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping
from pkgutil import get_data
from typing import Any, NamedTuple

from searchkit.errors import DataError
from searchkit.translation import _


def read_resource(package: str, name: str) -> bytes:
    """The bytes of a file inside ``package``. Raises DataError where there is none."""
    # pkgutil, since importlib.resources takes 10 ms to load and a search would pay them.
    try:
        data = get_data(package, name)
    except OSError:
        data = None
    if data is None:
        raise DataError(f"{package}/{name} is missing")
    return data


def load_csv_resource(package: str, name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of a CSV table inside ``package``, each as column → text.

    Raises DataError when the header differs from ``columns`` or a row has
    another number of cells.
    """
    text = read_resource(package, name).decode()
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise DataError(f"{package}/{name}: columns {reader.fieldnames}, expected {list(columns)}")
    rows: list[dict[str, str]] = []
    for row in reader:
        if None in row or None in row.values():
            raise DataError(f"{package}/{name}: line {reader.line_num} has the wrong length")
        rows.append(row)
    return rows


def load_yaml_resource(package: str, name: str) -> Any:
    """The parsed content of a YAML table inside ``package``.

    Raises DataError when it is no valid YAML. Its shape is for the caller to check.
    """
    text = read_resource(package, name).decode()
    try:
        return parse_yaml(text)
    except ValueError as error:
        raise DataError(f"{package}/{name}: {error}") from error


def parse_yaml(text: str, *, most: int | None = None) -> Any:
    """Parse one YAML document with the safe loader (no tags that run code).

    With ``most`` it may come from anywhere: it has at most so many parts, each counted
    wherever an alias names it, and is not nested deeper than 100. Raises ValueError, with
    line and column where YAML tells them.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if most is not None:
            _check_parts(yaml.parse(text, Loader=loader), most)
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(error, text) from error
    except (LookupError, ArithmeticError, AttributeError, TypeError) as error:
        # The safe loader takes a scalar under a tag (!!int, !!timestamp) for what it says.
        raise ValueError(_("not valid YAML: a value is not what its tag says")) from error
    except ValueError as error:
        if isinstance(error, _TooMuch):
            raise
        # A date that does not exist, a number of more digits than Python reads.
        told = _("not valid YAML: {problem}").format(problem=str(error).splitlines()[0])
        raise ValueError(told) from error


_MOST_NESTED = 100


class _TooMuch(ValueError):
    """A document that grows without bound."""


def _check_parts(events: Iterable[Any], most: int) -> None:
    """Raises ValueError where a document has more than ``most`` parts or is nested too deep.

    Looks at it before anything is built: the parser of libyaml builds what is nested by
    calling itself, down to the end of the stack; an alias costs nothing until somebody
    merges, hashes or prints what it names.
    """
    import yaml

    sizes: dict[str, int] = {}  # of what anchors name
    open_ones: list[tuple[str, int]] = []  # their anchors, and the parts before them
    parts = 0
    for event in events:
        anchor = str(getattr(event, "anchor", None) or "")
        if isinstance(event, yaml.AliasEvent):
            # One that is not known is told by whoever loads the document; one inside of what
            # it names would never end.
            parts += sizes.get(anchor, 1)
            if any(anchor == inside for inside, _before in open_ones):
                parts = most + 1
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            open_ones.append((anchor, parts))
            parts += 1
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            anchor, before = open_ones.pop()
            sizes[anchor] = parts - before
        elif isinstance(event, yaml.ScalarEvent):
            parts += 1
            sizes[anchor] = 1
        if parts > most or len(open_ones) > _MOST_NESTED:
            mark = event.start_mark
            problem = _("has more than {most} parts, or is nested deeper than {deep}").format(
                most=most, deep=_MOST_NESTED
            )
            raise _TooMuch(
                _("not valid YAML at line {line}, column {column}: {problem}").format(
                    line=mark.line + 1, column=mark.column + 1, problem=problem
                )
            )


def _invalid(error: Exception, text: str) -> ValueError:
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if mark := getattr(error, "problem_mark", None):
        told = _("not valid YAML at line {line}, column {column}: {problem}").format(
            line=mark.line + 1, column=mark.column + 1, problem=problem
        )
    elif (position := getattr(error, "position", None)) is not None:
        line = text.count("\n", 0, position) + 1
        told = _("not valid YAML at line {line}: {problem}").format(line=line, problem=problem)
    else:
        told = _("not valid YAML: {problem}").format(problem=problem)
    return ValueError(told)


class Entry(NamedTuple):
    """An entry of a YAML mapping: its value, and the line where it begins, from 1 on.

    From ``start`` to before ``end`` its own lines stand in the text.
    """

    value: Any
    line: int
    start: int
    end: int


def parse_entries(text: str) -> dict[str, Entry]:
    """The entries of a YAML document that is one mapping; of an empty one, none.

    Every scalar is the text that stands there: ``no``, ``35.10`` and ``2024-01-31`` stay
    what was typed. Raises ValueError, with the line, where it is no valid YAML, no mapping,
    or has an entry twice.
    """
    import yaml

    try:
        loader = yaml.BaseLoader(text)
        root = loader.get_single_node()
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            line = root.start_mark.line + 1
            raise ValueError(_("no entries by name at line {line}").format(line=line))
        entries: dict[str, Entry] = {}
        for key, value in root.value:
            line = key.start_mark.line + 1
            name = loader.construct_document(key)
            if not isinstance(name, str) or name in entries:
                raise ValueError(
                    (
                        _("a second entry of the same name at line {line}")
                        if isinstance(name, str)
                        else _("an entry without a name at line {line}")
                    ).format(line=line)
                )
            start = key.start_mark.index - key.start_mark.column
            end = text.find("\n", _end(value) - 1) + 1 or len(text)
            entries[name] = Entry(loader.construct_document(value), line, start, end)
        return entries
    except (yaml.YAMLError, RecursionError) as error:
        raise _invalid(error, text) from error


def with_entry(text: str, name: str, entry: tuple[str, Any] | None) -> str:
    """A YAML text that is one mapping with the entry ``name`` replaced, added or (None) removed.

    ``entry`` is its new name and value, of dictionaries, lists and texts. All other lines,
    comments among them, stay as they are, unless the text is written in a way that does not
    allow for it: then it is written anew. Raises ValueError as ``parse_entries``.
    """
    entries = parse_entries(text)
    added = dict([entry] if entry else [])
    new = dump_entries(added)
    if old := entries.get(name):
        spliced = text[: old.start] + new + text[old.end :]
    else:
        spliced = text + ("\n" if text and not text.endswith("\n") else "") + new
    wanted: dict[str, Any] = {}
    for key, found in entries.items():
        wanted |= added if key == name else {key: found.value}
    wanted |= added
    try:
        if {key: found.value for key, found in parse_entries(spliced).items()} == wanted:
            return spliced
    except ValueError:
        pass
    return dump_entries(wanted)


def dump_entries(entries: Mapping[str, Any]) -> str:
    """A mapping to dictionaries, lists and texts as YAML, each list on one line.

    Texts are written without quotation marks wherever ``parse_entries`` reads them so.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """As PyYAML's own, but that a scalar is a text whatever it looks like."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as the base class has it

    def represent_list(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
        return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)

    def represent_text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
        # PyYAML folds some line breaks of other alphabets where it need not escape them.
        style = None if data.isprintable() else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    Dumper.add_representer(list, represent_list)
    Dumper.add_representer(str, represent_text)
    if not entries:
        return ""
    return yaml.dump(
        dict(entries),
        Dumper=Dumper,
        width=sys.maxsize,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
    )


def _end(node: Any) -> int:
    """Where the text of a YAML node ends; the mark of a block stands behind the blank lines."""
    while not isinstance(node.value, str) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)
