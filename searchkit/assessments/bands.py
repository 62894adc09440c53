"""The bands of the Ombudsman's assessment: which score, in which year, earned which label.

Limits stand in ``bands.yaml``; they changed in 2022 and again in 2025, so a
score has no band without its year. Source of the limits: the Ombudsman's
published results of each year.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple, cast, get_args

from searchkit.article import Level, Zone
from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

Scale = Literal["pemda", "kl"]
"""Whose table of bands: pemda (province, kabupaten, kota) or kl (ministry, agency)."""

_UNKNOWN_SCALE: Mapping[Scale, float] = {"pemda": 100.0, "kl": 110.0}
_FEWEST_OF_A_SCALE = 3
"""Bands that a year must have for its highest and lowest to be the ends of its scale."""
_ZONE_LEVELS: Mapping[str, str] = {"tinggi": "hijau", "sedang": "kuning", "rendah": "merah"}
"""The award's names ("predikat kepatuhan tinggi") and the zone each has meant in every year."""


class Band(NamedTuple):
    """One band. ``value`` is its facet value, ``label`` what the Ombudsman calls it.

    ``value`` is the category letter for 2022-2024, the zone until 2021, and
    the word of quality ("tertinggi") from 2025 on. ``category`` is the letter,
    from 2025 on that same word, None where the year has neither. ``service``
    is the second name of the bands of 2025 ("sangat baik").
    """

    value: str
    label: str
    zone: Zone | None
    category: str | None
    service: str | None = None


class _Interval(NamedTuple):
    """The scores of one band: [low, high), with ``high`` itself where ``closed``."""

    band: Band
    low: float
    high: float
    closed: bool

    def holds(self, score: float) -> bool:
        return self.low <= score < self.high or (self.closed and score == self.high)


def band_of(score: float, year: int | None, body: Scale = "pemda") -> Band | None:
    """The band of a score in an assessment year.

    None without a year, for a year whose limits are unknown (or that had no
    assessment), and for a score outside the scale of its year.
    """
    if year is None:
        return None
    for interval in _schemes().get((year, body), ()):
        if interval.holds(score):
            return interval.band
    return None


def scale_for(level: Level) -> Scale:
    """Which of the two tables holds for bodies of a level."""
    return "kl" if level in ("kementerian", "lembaga") else "pemda"


@cache
def scale_of(year: int | None, body: Scale = "pemda") -> float:
    """The highest score that a year's scale allows.

    Where nothing is known of it 100, for ministries and offices of the state
    110: they had that scale until 2019 in all years whose limits are known.
    """
    if year is not None and (told := _scales().get((year, body))):
        return told
    intervals = _schemes().get((year, body), ()) if year is not None else ()
    return max((interval.high for interval in intervals), default=_UNKNOWN_SCALE[body])


def bands_in(year: int, body: Scale = "pemda") -> tuple[tuple[float, float, Band], ...]:
    """The bands of an assessment year as (lower limit, upper limit, band), lowest first.

    Empty for a year whose limits are unknown or that had no assessment; where only
    some of the limits were published, the bands do not fill the scale.
    """
    intervals = sorted(_schemes().get((year, body), ()), key=lambda interval: interval.low)
    return tuple((interval.low, interval.high, interval.band) for interval in intervals)


@lru_cache(maxsize=256)
def band_called(category: str, year: int | None) -> Band | None:
    """The band that a letter ("A") or a word ("tertinggi", "sangat baik") names in a year.

    A word of quality names a letter in 2022-2024 and itself from 2025 on, as a
    word of service does only then. Without a year only a letter is unambiguous.
    """
    wanted = category.lower()
    for (scheme_year, _body), intervals in _schemes().items():
        if year is not None and scheme_year != year:
            continue
        for interval in intervals:
            band = interval.band
            if band.category and wanted == band.category.lower():
                return band if year is not None or len(wanted) == 1 else None
            if year is not None and band.category and wanted in (_quality(band), band.service):
                return band
    return None


def all_bands() -> tuple[Band, ...]:
    """Every band once per facet value, best first: by lower, then by upper limit."""
    best: dict[str, _Interval] = {}
    for (_year, body), intervals in _schemes().items():
        for interval in intervals:
            if body == "pemda":
                best.setdefault(interval.band.value, interval)
    ordered = sorted(best.values(), key=lambda interval: (-interval.low, -interval.high))
    return tuple(interval.band for interval in ordered)


@cache
def extreme_bands(end: Literal["best", "worst"], lowest: int | None = None) -> tuple[str, ...]:
    """The facet values at one end of the scale, of every scheme that has three bands or more.

    The best are each scheme's highest band; the worst its lowest and all that
    are red, with ``lowest`` only so many of them.
    """
    values: list[str] = []
    for intervals in _schemes().values():
        ranked = sorted(intervals, key=lambda interval: interval.low)
        if len(ranked) < _FEWEST_OF_A_SCALE:
            continue
        if end == "best":
            values.append(ranked[-1].band.value)
            continue
        red = sum(interval.band.zone == "merah" for interval in ranked)
        values += [interval.band.value for interval in ranked[: lowest or max(1, red)]]
    return tuple(dict.fromkeys(values))


def bands_named(word: str) -> tuple[str, ...]:
    """The facet values that a user means: "A", "zona hijau", "kualitas tertinggi".

    A colour means every band of that colour. "kepatuhan tinggi" is the name of
    an award and means its colour, "kualitas tinggi" and "tinggi" one band.
    Case does not matter; empty where the word names no band.
    """
    return _names().get(" ".join(word.lower().split()), ())


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for band in all_bands():
        quality = _quality(band)
        spoken = {band.value.lower()}
        if band.category:
            letter = band.category.lower()
            spoken |= {letter, f"kategori {letter}", quality, f"kualitas {quality}"}
            spoken |= {f"opini kualitas {quality}", f"kategori {quality}"}
        if band.service:
            spoken |= {f"pelayanan {band.service}"}
        if band.zone:
            spoken |= _colour_names(band.zone)
        for name in spoken:
            names.setdefault(name, []).append(band.value)
    return {name: tuple(values) for name, values in names.items()}


def _colour_names(zone: str) -> set[str]:
    prefixes = ("zona", "zonasi", "rapor", "predikat")
    levels = [level for level, colour in _ZONE_LEVELS.items() if colour == zone]
    return {zone, *(f"{prefix} {zone}" for prefix in prefixes)} | {
        f"{prefix}kepatuhan {level}" for level in levels for prefix in ("", "predikat ")
    }


def _quality(band: Band) -> str:
    """The last word of the label: "kualitas tertinggi" is tertinggi."""
    return band.label.rsplit(" ", 1)[-1]


# Data -------------------------------------------------------------------------------------


@cache
def _scales() -> Mapping[tuple[int, str], float]:
    """The upper end of a scale where the bands known do not reach it, by year and body."""
    table = load_yaml_resource("searchkit.assessments", "bands.yaml")
    return {
        (year, scheme["body"]): float(scheme["scale"])
        for scheme in table["schemes"]
        if "scale" in scheme
        for year in scheme["years"]
    }


@cache
def _schemes() -> Mapping[tuple[int, str], tuple[_Interval, ...]]:
    """Intervals by year and body. Raises DataError where bands.yaml does not validate."""
    table = load_yaml_resource("searchkit.assessments", "bands.yaml")
    schemes: dict[tuple[int, str], tuple[_Interval, ...]] = {}
    for scheme in table["schemes"]:
        body = scheme["body"]
        bodies = get_args(Scale) if body == "all" else (body,)
        if not set(bodies) <= set(get_args(Scale)):
            raise DataError(f"bands.yaml: unknown body {body!r}")
        intervals = tuple(_interval(row) for row in scheme["bands"])
        _check_no_overlap(intervals, scheme["years"])
        for key in ((year, name) for year in scheme["years"] for name in bodies):
            if key in schemes:
                raise DataError(f"bands.yaml: {key} is given twice")
            schemes[key] = intervals
    return schemes


def _interval(row: Mapping[str, Any]) -> _Interval:
    zone = row.get("zone")
    if zone not in (None, *get_args(Zone)):
        raise DataError(f"bands.yaml: unknown zone {zone!r}")
    if not row["low"] < row["high"]:
        raise DataError(f"bands.yaml: {row['label']}: low is not below high")
    label: str = row["label"]
    category: str | None = row.get("category") or (None if zone else label.rsplit(" ", 1)[-1])
    band = Band(
        value=category or str(zone),
        label=label,
        zone=cast("Zone | None", zone),
        category=category,
        service=row.get("service"),
    )
    return _Interval(band, float(row["low"]), float(row["high"]), bool(row.get("closed")))


def _check_no_overlap(intervals: tuple[_Interval, ...], years: list[int]) -> None:
    ordered = sorted(intervals, key=lambda interval: interval.low)
    for lower, upper in pairwise(ordered):
        if lower.closed or lower.high != upper.low:
            raise DataError(f"bands.yaml: the bands of {years} overlap or leave a gap")
