"""Names of regions that are one word and that stemming would confuse with others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from searchkit.data import load_csv_resource
from searchkit.errors import DataError
from searchkit.language.tables import PACKAGE

_COLUMNS = ("name", "damaged_to", "attracts", "everyday")


class RegionName(NamedTuple):
    """One name, in lower case.

    ``damaged_to`` is what plain stemming makes of it (None where it leaves it
    alone), ``attracts`` tells that other words stem into it, ``everyday`` that
    the lower-case form is also an ordinary word (serang, batu).
    """

    name: str
    damaged_to: str | None
    attracts: bool
    everyday: bool


@lru_cache
def region_names(package: str = PACKAGE) -> Mapping[str, RegionName]:
    """All names of ``names.csv`` by their lower-case form. Raises DataError on a bad row."""
    names: dict[str, RegionName] = {}
    for row in load_csv_resource(package, "names.csv", _COLUMNS):
        name, flags = row["name"], (row["attracts"], row["everyday"])
        if not name.isalpha() or name != name.lower() or name in names:
            raise DataError(f"{package}/names.csv: bad or repeated name {name!r}")
        if any(flag not in ("0", "1") for flag in flags):
            raise DataError(f"{package}/names.csv: {name}: flags must be 0 or 1")
        names[name] = RegionName(name, row["damaged_to"] or None, flags[0] == "1", flags[1] == "1")
    return MappingProxyType(names)
