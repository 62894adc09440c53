"""The gazetteer: every province, regency and city of Indonesia, and what it is called.

Codes, names and levels follow Kepmendagri 300.2.2-2430/2025: 38 provinces, 416
kabupaten, 98 kota. A name is looked up by its *key*: lower case, nothing but
letters and digits, so that "Bau-Bau", "BAU BAU" and "Baubau" are one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from searchkit.regions.region import Name, NameKind, Prefix, Region, RegionLevel, Use, at_level
from searchkit.regions.tables import load_names, load_prefixes, load_regions
from searchkit.regions.words import words_of

__all__ = [
    "Gazetteer",
    "Name",
    "NameKind",
    "Prefix",
    "Region",
    "RegionLevel",
    "Use",
    "at_level",
    "gazetteer",
    "load_gazetteer",
]


class Gazetteer:
    """All regions, by code and by name.

    ``names`` maps keys to what they name; ``openings`` holds the keys of all
    beginnings of names of several words ("tanjung", "tanjungjabung");
    ``prefixes`` maps the keys of level words to their meaning. ``starts`` is
    every word that a name can begin with, ``body_starts`` every word that a
    phrase for a government or its head can.
    """

    def __init__(
        self,
        regions: Iterable[Region],
        names: Mapping[str, Name],
        openings: frozenset[str],
        prefixes: Mapping[str, Prefix],
        body_starts: frozenset[str],
    ) -> None:
        self.regions = tuple(regions)
        self.names = names
        self.openings = openings
        self.prefixes = prefixes
        self.starts = openings.union(names)
        self.body_starts = body_starts
        self._by_code = {region.code: region for region in self.regions}

    def by_code(self, code: str) -> Region:
        """The region with exactly this code. Raises KeyError where there is none."""
        return self._by_code[code]

    def get(self, code: str) -> Region | None:
        """The region with exactly this code, None where there is none."""
        return self._by_code.get(code)

    def children(self, province_code: str) -> tuple[Region, ...]:
        """The kabupaten and kota of a province, by code; empty for anything else."""
        return tuple(
            region
            for region in self.regions
            if region.province_code == province_code and region.level != "provinsi"
        )

    def named(self, surface: str) -> tuple[Region, ...]:
        """Every region that the whole string may name; empty where it names none.

        Takes codes ("35.72"), names with or without a level ("Kota X", "Kab. X",
        "Pemprov X", "Wali Kota X"), bare names (several regions when shared)
        and aliases, in any case, spacing and hyphenation.
        """
        region = self._by_code.get(surface.strip())
        if region:
            return (region,)
        words = words_of(surface)
        name = self.names.get("".join(words))
        if name:
            return name.regions
        for length in (3, 2, 1):
            prefix = self.prefixes.get("".join(words[:length]))
            name = self.names.get("".join(words[length:]))
            if prefix and prefix.role != "seat" and name:
                return at_level(name.regions, prefix.level)
        return self._glued("".join(words))

    def suggest(self, surface: str) -> tuple[str, ...]:
        """Up to three display names near a string that names nothing, best first."""
        from difflib import get_close_matches  # only needed for an error message

        words = words_of(surface)
        for length in (3, 2, 1):
            if len(words) > length and "".join(words[:length]) in self.prefixes:
                words = words[length:]
                break
        near = get_close_matches("".join(words), list(self.names), n=3, cutoff=0.7)
        shown = (region.name for key in near for region in self.names[key].regions)
        return tuple(dict.fromkeys(shown))[:3]

    def _glued(self, key: str) -> tuple[Region, ...]:
        """Regions for a level written together with the name ("kotablitar")."""
        for level in ("kota", "kabupaten", "provinsi"):
            name = self.names.get(key.removeprefix(level)) if key.startswith(level) else None
            if name:
                return tuple(region for region in name.regions if region.level == level)
        return ()


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer shipped with searchkit. Raises DataError where a table is not valid."""
    return load_gazetteer("searchkit.regions")


def load_gazetteer(package: str) -> Gazetteer:
    """A gazetteer from the tables inside a package.

    ``regions.csv``, ``aliases.yaml``, ``everyday.csv`` and ``prefixes.csv``.
    Raises DataError naming the table and the entry that is not valid.
    """
    regions = load_regions(package)
    names, openings = load_names(package, regions)
    prefixes, body_starts = load_prefixes(package)
    return Gazetteer(regions.values(), names, openings, prefixes, body_starts)
