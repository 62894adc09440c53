"""What the gazetteer is made of: regions, the names they go by, words that tell a level."""

from __future__ import annotations

from typing import Literal, NamedTuple

RegionLevel = Literal["provinsi", "kabupaten", "kota"]
Use = Literal["any", "capitalised", "context"]
NameKind = Literal["name", "alias", "seat", "area"]
PrefixRole = Literal["area", "government", "head", "seat"]


class Region(NamedTuple):
    """One province, kabupaten or kota.

    ``code`` is the Kemendagri code ("35", "35.72"). ``name`` is the name to
    show: with its level for a kabupaten or kota ("Kota Blitar"), without for a
    province ("Jawa Timur"). ``base`` is the name without any level ("Blitar"),
    ``seat`` the seat of government.
    """

    code: str
    name: str
    level: RegionLevel
    province_code: str
    province: str
    base: str
    seat: str


class Name(NamedTuple):
    """What one key may stand for; an "area" ("Malang Raya") is all its regions at once.

    ``use`` says how far the bare name can be trusted: "any" in any case,
    "capitalised" is an everyday word in lower case, "context" means something
    else even when capitalised, unless the text gives other evidence. ``text``
    is the name as it is printed.
    """

    regions: tuple[Region, ...]
    kind: NameKind
    use: Use
    text: str


class Prefix(NamedTuple):
    """A word (or words) before a name that tells its level: "Pemkab", "Wali Kota".

    ``level`` is None where the words fit any level. ``role`` tells an area
    ("Kota"), its government ("Pemkot"), its head ("Wali Kota") and its seat
    ("ibu kota") apart. ``dotted`` allows a full stop between it and the name.
    """

    level: RegionLevel | None
    role: PrefixRole
    dotted: bool


def at_level(regions: tuple[Region, ...], level: str | None) -> tuple[Region, ...]:
    """The regions of a level; all of them where ``level`` is None."""
    return tuple(region for region in regions if level in (None, region.level))
