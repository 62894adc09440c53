"""Articles with labels made by reading, and when a result that was read agrees with a label.

The rules of comparison:

* A region has its official name; spaces, hyphens and letter case do not count,
  and a province may be written with or without "Provinsi".
* Any other body has the name printed, or another name of the same (short for
  long, "Polres Madina" for "Polres Mandailing Natal"); a level inside it may be told on one
  side only ("Kantor Pertanahan Karo" is "Kantor Pertanahan Kabupaten Karo"),
  but two levels that differ are two bodies.
* A zone is one word; a label may accept a second one (``zone_also_accept``).
* A category is a quality, in whatever words: A is tertinggi, B tinggi, C
  sedang, D rendah, E terendah (2022-2024); Sangat Baik is tertinggi, Baik
  tinggi, Cukup sedang, Kurang rendah (2025). "Tinggi", "sedang" and "rendah"
  are names of the award as well ("predikat kepatuhan tinggi") and then mean
  the zone hijau, kuning or merah: so they are read where no quality was found
  and the zone agrees, and where the labelled score earned another quality.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from searchkit.article import Assessment
from searchkit.assessments.bands import band_of
from searchkit.assessments.institutions import find_institutions
from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.words import key_of, words_of

Verdict = Literal["right", "wrong", "missing"]

REGION_LEVELS = frozenset({"provinsi", "kabupaten", "kota"})
_QUALITIES: Mapping[str, str] = {
    "a": "tertinggi",
    "b": "tinggi",
    "c": "sedang",
    "d": "rendah",
    "e": "terendah",
    "sangat baik": "tertinggi",
    "baik": "tinggi",
    "cukup": "sedang",
    "kurang": "rendah",
}
_AWARDS: Mapping[str, str] = {"tinggi": "hijau", "sedang": "kuning", "rendah": "merah"}


@dataclass(frozen=True, slots=True)
class Label:
    """What an article says of one body; None where it is silent."""

    name: str
    level: str
    role: str
    year: int | None
    score: float | None
    zones: tuple[str, ...]
    category: str | None

    @property
    def is_region(self) -> bool:
        """Whether the body is a province, kabupaten or kota."""
        return self.level in REGION_LEVELS

    @property
    def group(self) -> str:
        """The group that the body is counted in."""
        return group_of(self.level)

    def names(self, entity: str) -> bool:
        """Whether an entity is this body."""
        if self.is_region:
            return region_key(self.name) == region_key(entity)
        if key_of(self.name) == key_of(entity) or _alike_but_for_level(self.name, entity):
            return True
        return body_key(self.name) == body_key(entity)

    def result_in(self, results: Sequence[Assessment]) -> Assessment | None:
        """The result of this body in this year; of several the one with this score."""
        own = [
            result
            for result in results
            if self.names(result.entity) and self.year in (None, result.year)
        ]
        return next((each for each in own if each.score == self.score), own[0] if own else None)

    def zone_verdict(self, result: Assessment | None) -> Verdict:
        """How the zone of this body was read."""
        if result is None or result.zone is None:
            return "missing"
        return "right" if result.zone in self.zones else "wrong"

    def category_verdict(self, result: Assessment | None) -> Verdict:
        """How the category of this body was read, see the head of the module."""
        if result is None or self.category is None:
            return "missing"
        told = [_quality(word) for word in self.category.lower().split(" dan ")]
        if result.category and _quality(result.category) in told:
            return "right"
        awarded = [_AWARDS[word] for word in told if word in _AWARDS]
        if result.zone in awarded and (result.category is None or self._is_award(told, result)):
            return "right"
        return "wrong" if result.category or (awarded and result.zone) else "missing"

    def _is_award(self, told: Sequence[str], result: Assessment) -> bool:
        """Whether the words cannot mean a quality: the labelled score earned another one."""
        band = band_of(self.score, result.year) if self.score is not None else None
        return bool(band and band.category and _quality(band.category) not in told)


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """The labels of one article, and the record that is read."""

    id: str
    title: str
    topic: str
    record: Mapping[str, object]
    about_ombudsman: bool
    assessment_year: int | None
    published: str | None
    labels: tuple[Label, ...]

    @property
    def subjects(self) -> Mapping[str, str]:
        """The names of the regions that the article is about, by their keys."""
        return {
            region_key(label.name): label.name
            for label in self.labels
            if label.is_region and label.role == "subject"
        }


def read_labelled(paths: Iterable[Path]) -> list[LabelledArticle]:
    """The articles of some JSONL files. Raises OSError or ValueError for what cannot be read."""
    articles: list[LabelledArticle] = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            articles += [_labelled(json.loads(line)) for line in lines if line.strip()]
    return articles


def group_of(level: str) -> str:
    """The group in which bodies of a level are counted: "regions" or "other bodies"."""
    return "regions" if level in REGION_LEVELS else "other bodies"


def region_key(name: str) -> str:
    """The code of a region by its name, a bare shared one being the province; else its key."""
    regions = gazetteer().named(name)
    provinces = [region for region in regions if region.level == "provinsi"]
    meant = provinces or (regions if len(regions) == 1 else ())
    return meant[0].code if meant else key_of(name)


def body_key(name: str) -> tuple[str, str]:
    """What a unit or office is, and where: the same for its abbreviation and its long name.

    "Disdukcapil X" and "Dinas Kependudukan dan Pencatatan Sipil Kabupaten X",
    "Polres Madina" and "Polres Mandailing Natal". The class of a prison or
    immigration office ("Kelas IIA") does not count.
    """
    plain = re.sub(r" (?:Khusus )?(?:Non )?Kelas [IVX\d]+[AB]?(?: TPI| Non-TPI| Khusus)?", "", name)
    words = plain.split()
    for at in range(1, len(words)):
        regions = gazetteer().named(" ".join(words[at:]))
        if regions:
            kind = find_institutions(" ".join(words[:at]), [])
            bases = {region.base for region in regions}
            return (kind[0].key if kind else key_of(" ".join(words[:at])), key_of(min(bases)))
    kind = find_institutions(plain, [])
    return (kind[0].key if kind else key_of(plain), "")


def _labelled(row: Mapping[str, Any]) -> LabelledArticle:
    return LabelledArticle(
        id=str(row["id"]),
        title=row["title"],
        topic=row.get("topic") or "",
        record={key: row.get(key) for key in ("id", "title", "text", "outlet", "url", "published")},
        about_ombudsman=bool(row["about_ombudsman"]),
        assessment_year=row.get("assessment_year"),
        published=row.get("published"),
        labels=tuple(_label(entity) for entity in row["entities"]),
    )


def _label(entity: Mapping[str, Any]) -> Label:
    zone, also = entity.get("zone"), entity.get("zone_also_accept")
    return Label(
        name=entity["name"],
        level=entity["level"],
        role=entity["role"],
        year=entity.get("year"),
        score=entity.get("score"),
        zones=tuple(filter(None, (zone, also))) if zone else (),
        category=entity.get("category"),
    )


def _quality(word: str) -> str:
    return _QUALITIES.get(word.lower(), word.lower())


def _alike_but_for_level(one: str, other: str) -> bool:
    """Whether two names differ only in a level that one of them does not tell."""
    words, levels = zip(*(_without_levels(name) for name in (one, other)), strict=True)
    return words[0] == words[1] and not all(levels)


def _without_levels(name: str) -> tuple[str, bool]:
    """The key of a name without levels, and whether it told one."""
    words = words_of(name)
    kept = [word for word in words if word not in REGION_LEVELS]
    return "".join(kept), len(kept) < len(words)
