"""A small corpus of made-up news in all formats, and what happens to it between two syncs."""

from __future__ import annotations

import json
import os
from pathlib import Path

PLACES = (
    "Kota Malang",
    "Kabupaten Blora",
    "Kota Bontang",
    "Kabupaten Sikka",
    "Kota Ambon",
    "Kabupaten Jember",
    "Provinsi Riau",
    "Kota Semarang",
)
EVENTS = (
    "Banjir merendam dua kelurahan di {place} sejak pagi. Warga mengungsi ke balai desa.",
    "Harga beras di {place} naik lagi. Pedagang pasar menunggu pasokan dari petani.",
    "{place} memperoleh nilai {score} dalam penilaian kepatuhan pelayanan publik tahun {year} "
    "dari Ombudsman RI dan berada di zona {zone}.",
    "Jembatan baru di {place} dibuka untuk umum. Perjalanan ke pelabuhan menjadi lebih singkat.",
    "Loket pelayanan publik di {place} dibenahi setelah banyak pengaduan masyarakat.",
)
ENDINGS = (
    "Wali kota berterima kasih kepada para pegawai.",
    "Keterangan itu disampaikan kepala dinas pada hari Senin.",
    "Pemerintah daerah berjanji menindaklanjuti laporan warga.",
)
_LONG_AGO = 1_700_000_000  # seconds; files keep their times from one run to the next


def title(number: int) -> str:
    """The headline of an article."""
    return f"Kabar nomor {number} dari {PLACES[number % len(PLACES)]}"


def text(number: int) -> str:
    """The text of an article: always the same for a number, and no two alike."""
    score = 45 + number * 7 % 50
    zone = "hijau" if score > 78 else "kuning" if score > 54 else "merah"
    event = EVENTS[number % len(EVENTS)].format(
        place=PLACES[number % len(PLACES)], score=f"{score},{number % 10}5", year=2021 + number % 4,
        zone=zone,
    )  # fmt: skip
    return f"{event} {ENDINGS[number % len(ENDINGS)]} Laporan ke-{number * 31} sudah diterima."


def record(number: int, **fields: str) -> dict[str, str]:
    """An article as a record of a table."""
    day = f"{2021 + number % 4}-{1 + number % 12:02}-{1 + number % 28:02}"
    outlet = ("Kabar Timur", "Warta Pantura", "Suara Desa")[number % 3]
    told = {"id": f"berita-{number}", "title": title(number), "published": day, "outlet": outlet}
    return {**told, "text": text(number), **fields}


def write(path: Path, content: str, age: int = 0) -> None:
    """Write a file of the corpus, as old as it always is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, (_LONG_AGO + age, _LONG_AGO + age))


def write_text(folder: Path, number: int, age: int = 0) -> None:
    """An article as a text file."""
    write(folder / f"teks/{number:03}.txt", f"{title(number)}\n\n{text(number)}\n", age)


def write_records(path: Path, numbers: range, age: int = 0, **fields: str) -> None:
    """Articles as JSON Lines."""
    lines = (json.dumps(record(number, **fields), ensure_ascii=False) for number in numbers)
    write(path, "\n".join(lines) + "\n", age)


def lay_out(folder: Path) -> None:
    """The corpus of a first build: sixteen articles, and two files that cannot be used."""
    for number in range(4):
        write_text(folder, number)
    write_records(folder / "arsip.jsonl", range(4, 10))
    cells = (record(number) for number in range(10, 13))
    rows = "".join(f'{row["id"]},"{row["title"]}","{row["text"]}"\n' for row in cells)
    write(folder / "tabel.csv", f"id,title,text\n{rows}")
    write(folder / "catatan.md", f"---\nid: catatan\n---\n# {title(13)}\n\n{text(13)}\n")
    page = f"<h1>{title(14)}</h1><p>{text(14)}</p><p>{text(15)}</p>"
    write(folder / "halaman.html", f"<html><body><article>{page}</article></body></html>")
    write(folder / "kosong.txt", "")
    write(folder / "rusak.jsonl", '{"id": "rusak"\n' + json.dumps(record(16)) + "\n")


def lay_out_few(folder: Path) -> None:
    """A smaller corpus: what several processes read is cut into many pieces anyway."""
    write_records(folder / "arsip.jsonl", range(4))
    write_text(folder, 5)


def add_few(folder: Path) -> None:
    """Another file and a changed one."""
    write_records(folder / "arsip.jsonl", range(1, 4), 60, outlet="Harian Baru")
    write_text(folder, 6)


def add(folder: Path) -> None:
    """New articles: two files and a table."""
    write_text(folder, 20)
    write_text(folder, 21)
    write_records(folder / "baru.jsonl", range(22, 26))


def update(folder: Path) -> None:
    """Articles that were written anew, one file among several and one record among others."""
    write(folder / "teks/001.txt", f"{title(31)}\n\n{text(31)}\n", 60)
    write(folder / "teks/002.txt", f"{title(2)}\n\n{text(2)} {text(32)}\n", 60)
    write_records(folder / "arsip.jsonl", range(4, 10), 60, outlet="Harian Baru")


def delete(folder: Path) -> None:
    """Articles that are gone: two files, and records of a table."""
    (folder / "teks/000.txt").unlink()
    (folder / "catatan.md").unlink()
    write_records(folder / "arsip.jsonl", range(4, 7), 60)


def move(folder: Path) -> None:
    """A folder under another name, and a record that went to another file."""
    (folder / "teks").rename(folder / "berita")
    write_records(folder / "arsip.jsonl", range(4, 9), 60)
    write_records(folder / "pindah.jsonl", range(9, 11), 60)


def everything(folder: Path) -> None:
    """All of it at once."""
    update(folder)
    add(folder)
    delete(folder)
