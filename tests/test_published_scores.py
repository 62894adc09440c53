"""The scores that the Ombudsman published, told in ten ways: each is read back exactly.

The rows come from the shared facts (year, body, name, score and what the
score earned); the sentences around them are made here. Every article says its
year in one of four natural ways, and names the body as newspapers do.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from searchkit.article import Article, Assessment
from searchkit.assessments.announcements import announced
from searchkit.regions.gazetteer import Region, gazetteer
from searchkit.regions.words import key_of
from searchkit.understand import understand
from tests.factory import make_article

ROWS = 75


@dataclass(frozen=True)
class Published:
    """One published score, as a row of the table has it; ``number`` counts rows from 0."""

    number: int
    year: int
    entity: str
    score: str
    want: str


@dataclass(frozen=True)
class Body:
    """A body as newspapers write it, and what must be read.

    ``ways`` are its names in print, ``place`` what may stand behind them in
    apposition, ``city`` the dateline. ``level`` and ``names`` are what may be
    read: exactly one of the names for a region or ministry, a name that holds
    one of them for a unit. ``parent`` is the region that a unit or office
    stands in; a result may leave it open, but never name another.
    """

    ways: tuple[str, ...]
    place: str
    city: str
    level: str
    names: tuple[str, ...]
    parent: str | None = None

    def is_named(self, entity: str) -> bool:
        """Whether the name of an entity is this body's."""
        keys = [key_of(name) for name in self.names]
        if self.level == "opd":
            return any(key in key_of(entity) for key in keys)
        return key_of(entity) in keys


@pytest.fixture(scope="module")
def published(shared: Path) -> list[Published]:
    with (shared / "data/assessments/published_scores.tsv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [
            Published(at, int(row["year"]), row["entity"], row["score"], row["want"])
            for at, row in enumerate(rows)
        ]


def test_all_published_scores_are_tried(published: list[Published]) -> None:
    assert len(published) == ROWS


# How a score is told -----------------------------------------------------------------------

PHRASINGS: Mapping[str, str] = {
    "in brackets": (
        "Ombudsman RI merilis hasil {survey}{when}. Dalam laporan itu tercantum {name} ({score})."
    ),
    "meraih nilai": (
        "{name} meraih nilai {score} dalam {survey}{when} yang diselenggarakan Ombudsman RI."
    ),
    "dengan skor": (
        "Dalam {survey}{when}, Ombudsman RI menempatkan {name} pada {label} dengan skor {score}."
    ),
    "mengantongi angka": (
        "Hasil {survey}{when} sudah diumumkan Ombudsman RI. {name} mengantongi angka {score}."
    ),
    "item of a list": (
        "Ombudsman RI menyampaikan hasil {survey}{when}. Rincian nilainya sebagai berikut:\n"
        "1. {name}{place}: {score}\n"
    ),
    "line of a table": (
        "Berikut petikan tabel hasil {survey}{when} dari Ombudsman RI.\n"
        "No | Instansi | Nilai\n1 | {name} | {score}\n"
    ),
    "diraih oleh": (
        "Ombudsman RI menyerahkan hasil {survey}{when}. "
        "Capaian tersebut diraih oleh {name} dengan nilai {score}."
    ),
    "naik dari": (
        "Ombudsman RI membuka hasil {survey}{when}. "
        "Nilai {name} naik dari {earlier} menjadi {score}."
    ),
    "in apposition": (
        "{name}{place}, memperoleh nilai akhir {score} dari Ombudsman RI pada {survey}{when}."
    ),
    "before the name": (
        "Nilai {score} diberikan Ombudsman RI kepada {name} setelah {survey}{when} rampung."
    ),
}
HEADLINES = (
    "{name} Terima Hasil Penilaian Ombudsman RI{year}",
    "Ombudsman RI Umumkan Hasil Penilaian Pelayanan Publik{year}",
    "Begini Hasil Penilaian Ombudsman{year} untuk {name}",
    "Pelayanan Publik Dinilai Ombudsman{year}, Ini Capaian {name}",
    "Ombudsman Serahkan Hasil Penilaian Kepatuhan{year}",
)
CLOSINGS = (
    "Hasil itu diserahkan langsung oleh pimpinan Ombudsman kepada para penerima.",
    "Masyarakat diminta ikut mengawasi mutu pelayanan di loket.",
    "Ombudsman berharap perbaikan layanan tidak berhenti di sini.",
)
DATELINES = ("{city} - ", "{CITY}, SUARA NUSA – ", "{city} (Warta) — ")


@pytest.mark.parametrize("number", range(ROWS))
@pytest.mark.parametrize("phrasing", PHRASINGS)
def test_a_published_score_is_read_however_it_is_told(
    published: list[Published], phrasing: str, number: int
) -> None:
    row, body = published[number], body_of(published[number].entity)
    article = understand(told(row, body, phrasing))
    scored = [result for result in article.assessments if result.score is not None]
    assert [(r.entity, r.score) for r in scored if not _is_earlier(r, row, phrasing)] == [
        (one_named(scored, body), float(row.score))
    ], article.text
    result = next(result for result in scored if result.score == float(row.score))
    assert (result.year, result.level) == (row.year, body.level), article.text
    assert result.parent in (None, body.parent), article.text
    assert earns(result, row.want) and not result.conflict, article.text


def told(row: Published, body: Body, phrasing: str) -> Article:
    """The article that tells a row in one way.

    The way the year is said, the decimal mark, the form of the name, headline
    and dateline all change from row to row, each at its own pace.
    """
    turn = row.number + list(PHRASINGS).index(phrasing)
    day = (announced(row.year) or date(row.year, 12, 20)) + timedelta(days=3 + turn % 20)
    way = turn % 4  # the year in the text, in the headline, in a date, or in the metadata
    ways = body.ways if phrasing != "in brackets" else [w for w in body.ways if "(" not in w]
    text = PHRASINGS[phrasing].format(
        name=ways[turn % len(ways)],
        place=body.place,
        score=printed(float(row.score), turn),
        earlier=printed(float(row.score) * 0.875, turn),
        label=label_of(row.want),
        survey=survey_of(row.year, turn),
        when=(f" tahun {row.year}", "", " tahun ini", "")[way],
    )
    dateline = DATELINES[turn % len(DATELINES)].format(city=body.city, CITY=body.city.upper())
    on_day = f" {WEEKDAYS[day.weekday()]} ({day.day}/{day.month}/{day.year})." if way == 2 else ""
    closing = CLOSINGS[turn % len(CLOSINGS)]
    last = f"Keterangan itu disampaikan pada{on_day}" if on_day else closing
    headline = HEADLINES[turn % len(HEADLINES)].format(
        name=body.ways[(turn + 1) % len(body.ways)], year=f" {row.year}" if way == 1 else ""
    )
    joint = "" if text.endswith("\n") else " "
    return make_article(
        f"{row.number}",
        dateline + text + joint + last,
        headline,
        published=None if way < 3 else day,
    )


def printed(score: float, turn: int) -> str:
    """A score with a comma or a point; every third one without zeros at the end."""
    digits = f"{score:.2f}"
    if score > 110:
        digits = f"{score:.0f}"
    elif turn % 3 == 0:
        digits = digits.rstrip("0").rstrip(".")
    return digits if turn % 2 else digits.replace(".", ",")


def survey_of(year: int, turn: int) -> str:
    """What the assessment was called in a year; two names for each."""
    if year == 2025:
        names = ("penilaian maladministrasi pelayanan publik", "penilaian pelayanan publik")
    elif year >= 2022:
        names = (
            "penilaian kepatuhan penyelenggaraan pelayanan publik",
            "Penilaian Penyelenggaraan Pelayanan Publik",
        )
    else:
        names = (
            "survei kepatuhan standar pelayanan publik",
            "penilaian kepatuhan pelayanan publik",
        )
    return names[turn // 2 % 2]


WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


# What a score earned -----------------------------------------------------------------------

QUALITIES = {
    "Sangat Baik": "tertinggi",
    "Baik": "tinggi",
    "Cukup": "sedang",
    "Kurang_or_lower": "rendah",
}


def label_of(want: str) -> str:
    """What a score earned, as a sentence says it."""
    if want in ("merah", "kuning", "hijau"):
        return f"zona {want}"
    if len(want) == 1:
        return f"kategori {want}"
    return want if want.startswith("kualitas") else f"kualitas {QUALITIES[want]}"


def earns(result: Assessment, want: str) -> bool:
    """Whether a result has the zone, letter or quality that a row wants."""
    if want in ("merah", "kuning", "hijau"):
        return result.zone == want
    return result.category == QUALITIES.get(want, want.removeprefix("kualitas "))


def one_named(results: Sequence[Assessment], body: Body) -> str:
    """The name under which a body was read, or the first that it should have."""
    return next((r.entity for r in results if body.is_named(r.entity)), body.names[0])


def _is_earlier(result: Assessment, row: Published, phrasing: str) -> bool:
    """Whether a result is the earlier one of a rise, rightly given to a year before."""
    return phrasing == "naik dari" and result.year is not None and result.year < row.year


# Who is assessed ---------------------------------------------------------------------------

LONG_NAMES = {
    "Tanjab Timur": "Tanjung Jabung Timur",
    "Tanjab Barat": "Tanjung Jabung Barat",
    "Limapuluh Kota": "Lima Puluh Kota",
    "NTT": "Nusa Tenggara Timur",
    "Kep. Mentawai": "Kepulauan Mentawai",
    "Kep. Tanimbar": "Kepulauan Tanimbar",
}
MINISTRIES = {
    "Kementerian PU": "Kementerian Pekerjaan Umum",
    "Kemendikbud": "Kementerian Pendidikan dan Kebudayaan",
    "Kemensos": "Kementerian Sosial",
    "Kemnakertrans": "Kementerian Tenaga Kerja dan Transmigrasi",
    "Kementan": "Kementerian Pertanian",
    "Kemnaker": "Kementerian Ketenagakerjaan",
    "Kemenag": "Kementerian Agama",
    "Kemkominfo": "Kementerian Komunikasi dan Informatika",
}
OTHERS = {
    "BKPM": Body(
        ways=(
            "Badan Koordinasi Penanaman Modal (BKPM)",
            "BKPM",
            "Badan Koordinasi Penanaman Modal",
        ),
        place="",
        city="Jakarta",
        level="lembaga",
        names=("Badan Koordinasi Penanaman Modal", "BKPM"),
    ),
    "Polres Morowali": Body(
        ways=("Polres Morowali", "Kepolisian Resor (Polres) Morowali"),
        place=", Sulawesi Tengah",
        city="Bungku",
        level="lembaga",
        names=("Polres Morowali", "Kepolisian Resor Morowali"),
        parent="Kabupaten Morowali",
    ),
    "Puskesmas Kolser": Body(
        ways=("Puskesmas Kolser di Kabupaten Maluku Tenggara", "Puskesmas Kolser"),
        place=", Kabupaten Maluku Tenggara",
        city="Langgur",
        level="opd",
        names=("Puskesmas Kolser",),
        parent="Kabupaten Maluku Tenggara",
    ),
    "Disdik Malra": Body(
        ways=(
            "Disdik Maluku Tenggara",
            "Dinas Pendidikan Kabupaten Maluku Tenggara",
            "Dinas Pendidikan (Disdik) Maluku Tenggara",
        ),
        place=", Maluku",
        city="Langgur",
        level="opd",
        names=(
            "Disdik Maluku Tenggara",
            "Dinas Pendidikan Maluku Tenggara",
            "Dinas Pendidikan Kabupaten Maluku Tenggara",
        ),
        parent="Kabupaten Maluku Tenggara",
    ),
    "RSUD KiSA Depok": Body(
        ways=("RSUD KiSA Depok", "RSUD KiSA Kota Depok"),
        place=", Jawa Barat",
        city="Depok",
        level="opd",
        names=("RSUD KiSA",),
        parent="Kota Depok",
    ),
    "Dinsos Kota Depok": Body(
        ways=("Dinsos Kota Depok", "Dinas Sosial Kota Depok", "Dinas Sosial (Dinsos) Kota Depok"),
        place=", Jawa Barat",
        city="Depok",
        level="opd",
        names=("Dinsos Kota Depok", "Dinas Sosial Kota Depok"),
        parent="Kota Depok",
    ),
}


def body_of(entity: str) -> Body:
    """The body that a row names in short."""
    kind, _, name = entity.partition(" ")
    if entity in OTHERS:
        return OTHERS[entity]
    if kind in ("Kab.", "Kota", "Prov."):
        return _region(kind, name)
    if kind == "Kantah":
        return _land_office(name)
    return _ministry(entity)


def _region(kind: str, name: str) -> Body:
    region = _known(kind, name)
    if kind == "Prov.":
        ways: tuple[str, ...] = (
            f"Pemprov {name}",
            f"Provinsi {region.base}",
            f"Pemerintah Provinsi {name}",
        )
        return Body(ways, "", region.seat, "provinsi", (region.name,))
    if kind == "Kota":
        ways = (f"Kota {name}", f"Pemkot {name}", f"Pemerintah Kota {name}")
    else:
        spoken = name.replace("Kep. ", "Kepulauan ")
        ways = (
            f"Kabupaten {spoken}",
            f"Pemkab {spoken}",
            f"Pemerintah Kabupaten {spoken}",
            f"Kab. {spoken}",
        )
    named_alike = region.base == region.province
    place = f", Provinsi {region.province}" if named_alike else f", {region.province}"
    return Body(ways, place, region.seat, region.level, (region.name,))


def _land_office(name: str) -> Body:
    kind, _, rest = name.replace("Kab.", "Kabupaten").rpartition(" ")
    region = _known("Kota" if kind == "Kota" else "Kab.", rest)
    full = f"{kind} {rest}".strip()
    return Body(
        ways=(
            f"Kantor Pertanahan {full}",
            f"Kantah {full}",
            f"Kantor Pertanahan (Kantah) {full}",
        ),
        place=f", {region.province}",
        city=region.seat,
        level="lembaga",
        names=(f"Kantor Pertanahan {full}", f"Kantor Pertanahan {region.name}"),
        parent=region.name,
    )


def _ministry(short: str) -> Body:
    full = MINISTRIES[short]
    ways: tuple[str, ...] = (short, full, f"{full} ({short})")
    if short.startswith("Kementerian"):
        ways = (short, full)
    return Body(ways, "", "Jakarta", "kementerian", (full,))


def _known(kind: str, name: str) -> Region:
    level = {"Kab.": "kabupaten", "Kota": "kota", "Prov.": "provinsi"}[kind]
    wanted = key_of(LONG_NAMES.get(name, name))
    return next(
        region
        for region in gazetteer().regions
        if region.level == level and key_of(region.base) == wanted
    )
