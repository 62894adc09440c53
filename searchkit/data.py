"""Tables shipped inside the package, and YAML in general.

The one importer of PyYAML. Tables are read from package resources, so they
work from a wheel as well as from a checkout.
"""

from __future__ import annotations

import csv
from pkgutil import get_data
from typing import Any

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


def parse_yaml(text: str) -> Any:
    """Parse one YAML document with the safe loader (no tags that run code).

    Raises ValueError, with line and column where YAML tells them.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        if mark is None:
            raise ValueError(_("not valid YAML: {problem}").format(problem=problem)) from error
        raise ValueError(
            _("not valid YAML at line {line}, column {column}: {problem}").format(
                line=mark.line + 1, column=mark.column + 1, problem=problem
            )
        ) from error
