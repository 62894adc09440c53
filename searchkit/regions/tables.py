"""The gazetteer's tables: ``regions.csv``, ``aliases.yaml``, ``everyday.csv``, ``prefixes.csv``.

Every loader takes the package that holds the tables and raises DataError,
naming the table and the entry, where something in it is not valid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from searchkit.data import load_csv_resource, load_yaml_resource
from searchkit.errors import DataError
from searchkit.regions.region import Name, NameKind, Prefix, PrefixRole, Region, RegionLevel, Use
from searchkit.regions.words import key_of, words_of

_LEVELS = frozenset(get_args(RegionLevel))
_USES = frozenset(get_args(Use))
_ROLES = frozenset(get_args(PrefixRole))
_ALIAS_KINDS = frozenset({"official", "short", "abbreviation", "spelling", "old", "seat", "area"})
_KINDS: Mapping[str, NameKind] = {"seat": "seat", "area": "area"}


def load_regions(package: str) -> dict[str, Region]:
    """Codes → regions, in the order of the table: provinces first."""
    table = f"{package}/regions.csv"
    columns = ("code", "name", "level", "base", "seat")
    rows = load_csv_resource(package, "regions.csv", columns)
    provinces = {row["code"]: row["name"] for row in rows if row["level"] == "provinsi"}
    regions: dict[str, Region] = {}
    for row in rows:
        code, name, level, base, seat = row.values()
        province_code = code.partition(".")[0]
        _require(code not in regions, table, code, "is listed twice")
        _require(level in _LEVELS, table, code, f"has the unknown level {level!r}")
        _require(province_code in provinces, table, code, "belongs to no province")
        _require((code == province_code) == (level == "provinsi"), table, code, "has a wrong level")
        _require(bool(base) and name.endswith(base), table, code, "has a base that is not its name")
        _require(bool(seat), table, code, "has no seat")
        regions[code] = Region(
            code=code,
            name=name,
            level=cast(RegionLevel, level),
            province_code=province_code,
            province=provinces[province_code],
            base=base,
            seat=seat,
        )
    parents = {region.province_code for region in regions.values() if region.level != "provinsi"}
    for code in provinces:
        _require(code in parents, table, code, "is a province without kabupaten and kota")
    return regions


def load_names(
    package: str, regions: Mapping[str, Region]
) -> tuple[dict[str, Name], frozenset[str]]:
    """Keys → names, and the beginnings of names of several words."""
    everyday = _load_everyday(package)
    found: dict[str, tuple[list[Region], NameKind, Use, str]] = {}
    openings: set[str] = set()

    def add(text: str, region: Region, kind: NameKind, use: Use) -> None:
        words = words_of(text)
        key = "".join(words)
        holders, _, _, _ = found.setdefault(key, ([], kind, everyday.pop(key, use), text))
        if region not in holders:
            holders.append(region)
        opening = ""
        for word in words[:-1]:
            opening += word
            openings.add(opening)

    for region in regions.values():
        add(region.base, region, "name", "any")
    for region in regions.values():
        if region.level == "provinsi" and region.name != region.base:
            add(region.name, region, "name", "any")
    for alias, region, kind, use in _load_aliases(package, regions):
        add(alias, region, kind, use)
    for key in everyday:
        _require(False, f"{package}/everyday.csv", key, "is no name of a region")
    names = {
        key: Name(tuple(held), kind, use, text) for key, (held, kind, use, text) in found.items()
    }
    return names, frozenset(openings)


def _load_aliases(
    package: str, regions: Mapping[str, Region]
) -> Iterator[tuple[str, Region, NameKind, Use]]:
    table = f"{package}/aliases.yaml"
    seen: set[tuple[str, str]] = set()
    for kind, use, code, alias in _alias_rows(table, load_yaml_resource(package, "aliases.yaml")):
        entry = (alias.lower(), code)
        _require(code in regions, table, alias, f"has the unknown code {code!r}")
        _require(kind in _ALIAS_KINDS, table, alias, f"has the unknown kind {kind!r}")
        _require(use in _USES, table, alias, f"has the unknown use {use!r}")
        _require(entry not in seen, table, alias, "is listed twice")
        _require(bool(words_of(alias)), table, alias, "is empty")
        seen.add(entry)
        yield alias, regions[code], _KINDS.get(kind, "alias"), cast(Use, use)


def _alias_rows(table: str, kinds: Any) -> Iterator[tuple[str, str, str, str]]:
    """Kind, use, code and name of every entry; DataError where the nesting is another."""
    try:
        for kind, uses in kinds.items():
            for use, codes in uses.items():
                for code, aliases in codes.items():
                    for alias in aliases:
                        yield str(kind), str(use), str(code), str(alias)
    except (AttributeError, TypeError):
        raise DataError(f"{table}: is not nested as kind, use, code, names") from None


def _load_everyday(package: str) -> dict[str, Use]:
    """Names that are everyday words too, or name something else: key → use."""
    table = f"{package}/everyday.csv"
    everyday: dict[str, Use] = {}
    for row in load_csv_resource(package, "everyday.csv", ("name", "use", "sense")):
        name, use, sense = row.values()
        _require(use in _USES - {"any"}, table, name, f"has the unknown use {use!r}")
        _require(bool(sense), table, name, "has no sense")
        _require(key_of(name) not in everyday, table, name, "is listed twice")
        everyday[key_of(name)] = cast(Use, use)
    return everyday


def load_prefixes(package: str) -> tuple[dict[str, Prefix], frozenset[str]]:
    """Keys → level words, and the first words of those for governments and their heads."""
    table = f"{package}/prefixes.csv"
    prefixes: dict[str, Prefix] = {}
    body_starts: set[str] = set()
    for row in load_csv_resource(package, "prefixes.csv", ("phrase", "level", "role")):
        phrase, level, role = row.values()
        _require(level in _LEVELS | {""}, table, phrase, f"has the unknown level {level!r}")
        _require(role in _ROLES, table, phrase, f"has the unknown role {role!r}")
        _require(key_of(phrase) not in prefixes, table, phrase, "is listed twice")
        prefixes[key_of(phrase)] = Prefix(
            level=cast(RegionLevel, level) if level else None,
            role=cast(PrefixRole, role),
            dotted=phrase.endswith("."),
        )
        if role in ("government", "head"):
            body_starts.add(words_of(phrase)[0])
    return prefixes, frozenset(body_starts)


def _require(holds: bool, table: str, entry: str, problem: str) -> None:
    if not holds:
        raise DataError(f"{table}: {entry!r} {problem}")
