"""Reading of zones and categories: their names, denials, and colours of other matters."""

from __future__ import annotations

import pytest

from searchkit.query import ast
from tests.readings import query, reading


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("zonasi hijau", ("hijau",)),
        ("raport kuning", ("kuning",)),
        ("rapor merah", ("merah",)),
        ("predikat zona hijau", ("hijau",)),
        ("zona A", ("a",)),
        ("zona A/E", ("a", "e")),
        ("kategori A", ("a",)),
        ("nilai A ombudsman", ("a",)),
        ("opini kualitas tertinggi", ("tertinggi",)),
        ("opini tertinggi", ("tertinggi",)),
        ("kualitas tinggi", ("tinggi",)),
        ("kabupaten raih kualitas tinggi", ("tinggi",)),
        ("kualitas pelayanan publik terendah", ("terendah",)),
        ("kepatuhan tinggi", ("kepatuhan tinggi",)),
        ("kepatuhan sedang", ("kepatuhan sedang",)),
        ("predikat kepatuhan rendah", ("kepatuhan rendah",)),
        ("zona merah dan kuning", ("merah", "kuning")),
        ("zona merah, kuning atau hijau", ("merah", "kuning", "hijau")),
        ("zona merah kuning", ("merah", "kuning")),
        ("kategori A dan B", ("a", "b")),
        ("ombudsman hijau", ("hijau",)),
    ],
)
def test_bands_are_read_with_the_words_that_announce_them(
    text: str, bands: tuple[str, ...]
) -> None:
    assert reading(text).bands == bands


def test_an_award_means_its_colour_and_a_quality_one_band() -> None:
    (award,) = query("predikat kepatuhan tinggi").clauses
    (quality,) = query("kualitas tinggi").clauses
    assert isinstance(award, ast.Sense) and isinstance(quality, ast.Sense)
    assert isinstance(award.meaning, ast.InBands) and isinstance(quality.meaning, ast.InBands)
    assert set(award.meaning.bands) == {"hijau", "A", "B"}
    assert set(quality.meaning.bands) == {"B", "tinggi"}


@pytest.mark.parametrize(
    "text",
    [
        "hijau",
        "nilai A mahasiswa",
        "kategori film",
        "kaum tinggi",
        "zona waktu",
        "nilai a",
        "kopi kualitas tinggi",
        "mobil warna merah",
    ],
)
def test_without_such_a_word_nothing_is_read(text: str) -> None:
    assert reading(text).bands == ()


@pytest.mark.parametrize(
    "text",
    ["tidak ada zona merah", "tidak ada lagi rapor merah", "bukan zona hijau",
     "tanpa rapor merah", "belum masuk zona hijau", "bebas zona merah"],
)  # fmt: skip
def test_a_band_that_is_denied_stays_words_and_says_so(text: str) -> None:
    asked = query(text)
    assert asked.reading.bands == ()
    assert asked.hints == tuple(hint for hint in asked.hints if isinstance(hint, ast.Word))
    assert "denied" in asked.reading.notes[0]


def test_who_left_a_zone_was_in_it_and_who_did_not_is() -> None:
    assert (reading("keluar dari zona merah").was, reading("keluar dari zona merah").bands) == (
        ("merah",),
        (),
    )
    assert reading("belum keluar dari zona merah").bands == ("merah",)


def test_the_suffix_of_an_opinion_denies_nothing() -> None:
    asked = query("opini kualitas tertinggi tanpa maladministrasi")
    assert asked.reading.bands == ("tertinggi",)
    assert [c.meaning for c in asked.clauses if isinstance(c, ast.Sense)][1] == ast.Phrase(
        ("tanpa", "maladministrasi")
    )


@pytest.mark.parametrize(
    "text",
    ["zona merah covid", "zona hijau covid-19 jatim", "zona merah narkoba", "zona merah banjir",
     "zona merah parkir", "rapor merah siswa", "peringkat 1 liga", "kota terbaik adipura",
     "nilai tertinggi ujian", "rapor merah kepatuhan pajak", "zona merah gunung merapi"],
)  # fmt: skip
def test_what_belongs_to_another_matter_stays_words_and_says_so(text: str) -> None:
    asked = reading(text)
    assert (asked.bands, asked.ranks, asked.order, asked.levels) == ((), (), None, ())
    assert "something else" in asked.notes[-1]


@pytest.mark.parametrize("text", ["ruang terbuka hijau", "opini WTP", "opini BPK"])
def test_what_was_no_band_anyway_needs_no_note(text: str) -> None:
    assert reading(text).bands == reading(text).notes == ()


def test_the_ombudsman_beside_such_words_makes_it_the_assessment_again() -> None:
    assert reading("ombudsman zona merah sekolah").bands == ("merah",)


def test_the_name_of_a_region_announces_no_other_matter() -> None:
    assert reading("gunung mas zona merah").bands == ("merah",)
