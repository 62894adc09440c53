"""Zone and category words, and when they give a zone."""

from __future__ import annotations

import pytest

from searchkit.assessments.scores import mask
from searchkit.assessments.zones import find_zones


def _zones(text: str) -> list[tuple[str, str | None]]:
    masked = mask(text)
    return [(zone.kind, zone.zone or zone.category) for zone in find_zones(masked, 0, len(masked))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("masuk zona hijau", [("colour", "hijau")]),
        ("masuk Zonasi Kuning", [("colour", "kuning")]),
        ("mendapat rapor merah", [("colour", "merah")]),
        ("predikat hijau", [("colour", "hijau")]),
        ("kategori buruk atau merah", [("colour", "merah")]),
        ("hijau muda", []),
        ("zona hijau muda", [("colour", "hijau"), ("letter", "B")]),
        ("zona E", [("letter", "E")]),
        ("Kategori A (Kualitas Tertinggi)", [("letter", "A"), ("quality", "tertinggi")]),
        ("katagori B", [("letter", "B")]),
        ("Opini: kualitas tinggi", [("quality", "tinggi")]),
        ("predikat kepatuhan tinggi", [("award", "hijau")]),
        ("kepatuhan sedang", [("award", "kuning")]),
        ("predikat kepatuhan tertinggi", [("quality", "tertinggi")]),
        ("nilai kepatuhan tertinggi", []),
        ("kualitas tertinggi dan tinggi", []),
        ("zona integritas", []),
        ("ruang terbuka hijau", []),
        ("zona merah covid-19", []),
    ],
)
def test_zone_words_are_told_apart(text: str, found: list[tuple[str, str | None]]) -> None:
    assert _zones(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "tidak ada lagi zona merah",
        "tidak satu pun daerah memperoleh zona hijau",
        "belum masuk zona hijau",
        "hampir zona merah",
        "tanpa rapor merah",
        "naik dari zona merah",
        "keluar dari zona merah",
        "menuju zona hijau",
        "berharap masuk zona hijau",
        "agar masuk zona hijau",
    ],
)
def test_a_zone_denied_left_or_hoped_for_is_none(text: str) -> None:
    assert _zones(text) == []


def test_leaving_one_zone_for_another_gives_the_other() -> None:
    assert _zones("naik dari zona merah ke zona kuning") == [("colour", "kuning")]


def test_an_explained_zone_is_marked() -> None:
    masked = mask("zona hijau 81,00 - 100")
    (zone,) = find_zones(masked, 0, len(masked))
    assert zone.defined is True


def test_words_inside_a_name_are_no_category_but_those_behind_it_are() -> None:
    text = "Kota Tebing Tinggi hijau, Kota Binjai (C)"
    names = [(0, 18), (26, 37)]
    found = find_zones(text, 0, len(text), names)
    assert [(zone.zone, zone.category) for zone in found] == [("hijau", None), (None, "C")]
