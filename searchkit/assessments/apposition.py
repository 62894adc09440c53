"""Names that only say more about the one before: its province, its abbreviation."""

from __future__ import annotations

import re

from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention


def says_more(text: str, end: int, region: Region | None, mention: Mention) -> bool:
    """Whether a name behind ``end`` belongs to the region named there.

    "Kabupaten X, Jawa Timur", "Lampung Selatan (Lamsel)", and a province that
    shares its name with others: "Kabupaten X, Gorontalo, memperoleh …".
    """
    if mention.setting == "parent":
        return True
    gap = text[end : mention.start]
    if gap == ", " and region and _is_its_province(mention, region):
        return _ENDS.match(text, mention.end) is not None
    return gap.strip() == "(" and text.startswith(")", mention.end)


def _is_its_province(mention: Mention, region: Region) -> bool:
    codes = [candidate.code for candidate in mention.candidates]
    return mention.level is None and region.level != "provinsi" and region.province_code in codes


_ENDS = re.compile(r"\s?[,:;.|()–-]|\s?$")
