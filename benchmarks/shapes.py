"""Texts that nobody prints, in any size: each asks a different part of reading for its worst."""

from __future__ import annotations

from collections.abc import Mapping

_LEAD = "Ombudsman RI mengumumkan hasil penilaian kepatuhan pelayanan publik tahun 2023.\n"
"""Makes every part of the reading look at the text."""
_LAST = "\nKota Blitar meraih nilai 98,19.\n"
"""Keeps white space from being cut off."""

SHAPES: Mapping[str, str] = {
    "digits": "0123456789",
    "numbers": "98,02 7 88 1.204 54,01 ",
    "dates": "Senin (2/12/2024) 14.30 WIB, 3 Januari 2023, ",
    "cities": "Kota Malang, Kota Blitar, Kota Kediri, ",
    "brackets": "([{(",
    "scores": "Kabupaten Blora (98,02), Kota Salatiga (88,15), ",
    "one line": "warga menunggu loket dibuka lalu mengisi formulir ",
    "nilai": "nilai ",
    "quotes": "\"“'",
    "zones": "Ombudsman zona hijau ",
    "newlines": "\n",
    "list items": "1. Pemkab Blora, Jawa Tengah: 98,02\n",
    "units": "Dinas Sosial Kota Depok, Puskesmas Cinere, Polres Depok ",
    "years": "tahun 2021 dan 2022 ",
    "capitals": "Badan Kota ",
}


def of_size(shape: str, size: int) -> str:
    """``size`` characters of a shape between two sentences about the assessment."""
    piece = SHAPES[shape]
    return _LEAD + (piece * (size // len(piece) + 1))[:size] + _LAST
