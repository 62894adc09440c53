"""Enumerations of regions: "Pemkab A, B (47,94), C dan Kota D", numbered lists too."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.regions.cues import cues
from searchkit.regions.spots import Spot
from searchkit.regions.words import Words

_LONGEST_LINK_CHARS = 160
_BULLETS = frozenset("-–—•*·●")


def enumerations(words: Words, spots: Sequence[Spot], apart: Spot | None = None) -> list[list[int]]:
    """Indexes of spots, grouped: each group is one enumeration, or a single spot.

    ``apart`` (a dateline) is a group of its own.
    """
    groups: list[list[int]] = []
    for index, spot in enumerate(spots):
        left = spots[index - 1]
        if groups and left is not apart and _linked(words, left, spot):
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def in_apposition(words: Words, left: Spot, right: Spot) -> bool:
    """Whether ``right`` tells where ``left`` lies: its province after a comma ("Kota Y, X").

    So does a bare name right behind another of the same province ("Kota Batu Malang").
    """
    between = words.text[left.match.end : right.match.start]
    provinces = {region.province_code for region in left.match.candidates}
    if between == " " and right.match.level is None and not right.match.together:
        named = (*left.match.candidates, *right.match.candidates)
        if all(region.level != "provinsi" for region in named):
            return not provinces.isdisjoint(r.province_code for r in right.match.candidates)
    return (
        between.strip(" \n") in ("", ",", "),", "(", ", di")
        and len(between) < 6
        and len(right.match.candidates) == 1
        and right.match.candidates[0].level == "provinsi"
        and not right.match.government
        and right.match.candidates[0].code in provinces
        and all(region.level != "provinsi" for region in left.match.candidates)
    )


def is_short_name(words: Words, left: Spot, right: Spot) -> bool:
    """Whether ``right`` is a province's short name in brackets behind it: "X (Y)"."""
    start, end = left.match.end, right.match.end
    if words.text[start : right.match.start] != " (" or words.text[end : end + 1] != ")":
        return False
    return _provincial(left) and _provincial(right)


def _provincial(spot: Spot) -> bool:
    return all(region.level == "provinsi" for region in spot.match.candidates)


def _linked(words: Words, left: Spot, right: Spot) -> bool:
    """Whether only commas, "dan", figures and the like stand between two spots."""
    if right.match.start - left.match.end > _LONGEST_LINK_CHARS:
        return False
    for at in range(left.last + 1, right.first):
        word = words.lowered[at]
        item = word[0].isdigit() or word in cues("rank")
        if not (item or word in cues("link")) or (words.breaks_before(at) and not item):
            return False
    if ":" in words.gap(right.first):
        return False
    return not words.breaks_before(right.first) or _begins_item(words, right.first)


def _begins_item(words: Words, index: int) -> bool:
    """Whether what looks like a sentence break before a word is that of a list."""
    gap = words.gap(index)
    if words.lowered[index - 1].isdigit() and "\n" not in gap:
        return True  # "2. Kota A"
    if "\n" not in gap or "." in gap:
        return False
    return "\n\n" not in gap or not _BULLETS.isdisjoint(gap)
