"""Facets: counts per value of a field, labelled and in the order people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from searchkit.article import Zone
from searchkit.assessments.bands import Band, all_bands
from searchkit.engines.base import FacetField
from searchkit.regions.gazetteer import gazetteer

LEVELS = ("provinsi", "kabupaten", "kota", "kementerian", "lembaga", "opd")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: ``count`` is the exact number of matching articles.

    ``children`` are the kabupaten and kota of a province; an article counts
    for each region it is about, and once for the province.
    """

    value: str | int
    label: str
    count: int
    zone: Zone | None = None
    children: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """A facet on its own: its values over the ``total`` articles that match a query.

    Where ``strict_total`` is 0 they match it only in part. ``corrected`` and
    ``misspelt`` are as in ``Results``.
    """

    field: FacetField
    values: tuple[FacetValue, ...]
    total: int
    query: str
    strict_total: int
    corrected: str | None = None
    misspelt: tuple[str, ...] = ()


def facet_values(field: FacetField, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    """Turn an engine's counts into labelled, ordered values.

    Regions: provinces by count with their regions below them; years and months
    ("2024-11", of the date that an article is sorted by) ascending; bands best
    first; levels from province down; outlets by count.
    """
    match field:
        case "region":
            return _regions(counts)
        case "year":
            return tuple(
                FacetValue(int(year), year, counts[year]) for year in sorted(counts, key=int)
            )
        case "month":
            return tuple(FacetValue(month, month, counts[month]) for month in sorted(counts))
        case "band":
            return tuple(
                FacetValue(band.value, _band_label(band), counts[band.value], band.zone)
                for band in all_bands()
                if band.value in counts
            )
        case "level":
            return tuple(
                FacetValue(level, level, counts[level]) for level in LEVELS if level in counts
            )
        case "outlet":
            return _by_count(FacetValue(name, name, count) for name, count in counts.items())


def _band_label(band: Band) -> str:
    """What the Ombudsman calls the band; from 2025 on with the service it stands for.

    Without that, "Kualitas Tertinggi" would be there twice: as category A, and as of 2025.
    """
    return f"{band.label} ({band.service})".title() if band.service else band.label.title()


def _regions(counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    names = gazetteer()
    provinces: dict[str, FacetValue] = {}
    children: dict[str, list[FacetValue]] = {}
    for code, count in counts.items():
        region = names.by_code(code)
        value = FacetValue(code, region.name, count)
        if region.level == "provinsi":
            provinces[code] = value
        else:
            children.setdefault(region.province_code, []).append(value)
    return _by_count(
        replace(province, children=_by_count(children.get(code, ())))
        for code, province in provinces.items()
    )


def _by_count(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    return tuple(sorted(values, key=lambda value: (-value.count, value.label)))
