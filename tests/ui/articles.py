"""Indexes for tests of the reader: a few articles as records, and what is drawn of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.segment import Segment
from textual.pilot import Pilot

import searchkit
from searchkit.ui.app.reader import Reader
from tests.pilot import browse_of

Record = dict[str, Any]

BLITAR: Record = {
    "id": "blitar",
    "title": "Kota Blitar Masuk Zona Hijau",
    "published": "2024-11-18",
    "outlet": "Kabar Blitar",
    "author": "Rina Wati",
    "url": "https://kabar.example/blitar?halaman=2",
    "text": (
        "Pemerintah Kota Blitar memperoleh nilai 98,19 dalam penilaian kepatuhan pelayanan "
        "publik dari Ombudsman tahun 2024 dan masuk zona hijau.\n\n"
        "Wali kota menyebut loket layanan yang ramah sebagai sebabnya. Loket itu buka setiap "
        "hari kerja.\n\n"
        "Baca juga: Warga mengantre di loket lain\n\n"
        "Warga berharap loket di kecamatan juga dibenahi, karena antrean di sana masih panjang."
    ),
}
LONG: Record = {
    "id": "panjang",
    "title": "Catatan panjang tentang pasar",
    "published": "2024-05-01",
    "outlet": "Kabar Blitar",
    "text": "\n\n".join(
        f"Alinea {number} bercerita tentang pasar ikan di tepi sungai, tempat pedagang dan "
        f"pembeli bertemu sejak subuh sampai siang hari nomor {number}."
        for number in range(60)
    ),
}


def index_of(folder: Path, *records: Record) -> Path:
    """An index of records, in a folder of its own."""
    corpus, index = folder / "berita.jsonl", folder / "indeks"
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with searchkit.open_index(index).writer() as writer:
        assert writer.sync(searchkit.read_corpus(corpus)).rejected == ()
    return index


def reader_of(pilot: Pilot[Any]) -> Reader:
    """The pane with the article."""
    return browse_of(pilot).query_one(Reader)


def rows_seen(reader: Reader) -> list[str]:
    """The rows of the reader that are on the screen, without blanks at their ends."""
    height = reader.scrollable_content_region.height
    return [reader.render_line(y).text.rstrip() for y in range(height)]


def drawn(reader: Reader) -> list[Segment]:
    """Every segment of the rows that are on the screen."""
    height = reader.scrollable_content_region.height
    return [segment for y in range(height) for segment in reader.render_line(y)]


def words_in(reader: Reader, *attributes: str) -> list[str]:
    """What is drawn with all these attributes: "bold", "underline", "italic", "reverse" …"""
    return [
        segment.text
        for segment in drawn(reader)
        if segment.style and all(getattr(segment.style, name) for name in attributes)
    ]


def texts(segments: Sequence[Segment]) -> str:
    """What segments say."""
    return "".join(segment.text for segment in segments)
