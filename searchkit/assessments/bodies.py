"""Body: who can hold a result of the assessment."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from searchkit.article import Level
from searchkit.assessments.bands import Scale, scale_for
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.regions.mentions import Mention


class Body(NamedTuple):
    """A region's government, a ministry, an agency, an office of the state, or a unit.

    ``key`` is the same for the same body however it is written; for a region
    it is the code. ``code`` is None for all but regions. ``place`` is the
    region itself, the one that a unit belongs to or that an office serves;
    None for national bodies and where the text does not tell.
    """

    key: str
    name: str
    level: Level
    code: str | None
    place: Region | None

    @property
    def region(self) -> Region | None:
        """The region that this body governs, None where it is no government."""
        return self.place if self.code else None

    @property
    def scale(self) -> Scale:
        """Which of the two tables of bands holds for it until 2019."""
        return scale_for(self.level)


def government_of(region: Region) -> Body:
    """The body that governs a region."""
    body = _GOVERNMENTS.get(region.code)
    if body is None:
        body = Body(region.code, region.name, region.level, region.code, region)
        _GOVERNMENTS[region.code] = body
    return body


_GOVERNMENTS: dict[str, Body] = {}
"""Those asked for so far, by the code: comparing regions themselves takes longer."""


def printed_place(mention: Mention, region: Region) -> str:
    """How a place stands in the name of a unit: with the level that the text gave it."""
    bare = mention.level is None and not mention.government
    if region.level == "provinsi":
        return region.name if bare else f"Provinsi {region.name}"
    return region.base if bare else region.name


@cache
def everyday_name(region: Region) -> str:
    """What newspapers call a region in the name of its units, where no other could be meant."""
    if region.level == "provinsi":
        return f"Provinsi {region.name}"
    return region.base if len(gazetteer().named(region.base)) == 1 else region.name
