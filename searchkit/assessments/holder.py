"""Holder: a place in a text where somebody stands who may hold a result."""

from __future__ import annotations

from typing import NamedTuple

from searchkit.assessments.bodies import Body
from searchkit.assessments.institutions import Institution
from searchkit.regions.gazetteer import Region

SPOKEN_OF, COMPARED, PLACED = 3, 2, 1
"""Weights of a region: the sentence speaks of it, compares with it, or only happens there."""


class Holder(NamedTuple):
    """A body that may hold a result, ``text[start:end]``.

    ``body`` is None where something stands that holds no result. ``end`` lies
    behind a province in apposition ("Kabupaten X, Jawa Timur"). ``group`` is
    that of the mention: members of one enumeration share it. ``bare`` tells
    that the text gave a region's name without a level. ``institution`` is the
    unit or office that the body is, None for a region. ``units_of`` is the
    region of units spoken of together ("lima OPD Kota X"), where that is all.
    """

    body: Body | None
    start: int
    end: int
    weight: int = SPOKEN_OF
    group: int = -1
    bare: bool = False
    institution: Institution | None = None
    units_of: Region | None = None

    @property
    def region(self) -> Region | None:
        """The region whose government this is, None for all others."""
        return self.body.region if self.body else None
