"""A newsroom: articles made by code, and an index that several syncs of them left.

The index is small, and has all that a large one has: several segments, articles that were
changed and deleted in each, several pieces of sync state, a preset dictionary, a term with
more than 254 occurrences in one article, and gaps of more than 254 words between two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from searchkit import Index, open_index, read_corpus
from searchkit.engines.whoosh import stored

PLACES = (
    ("Kota Blitar", "Jawa Timur"),
    ("Kabupaten Jember", "Jawa Timur"),
    ("Kota Kediri", "Jawa Timur"),
    ("Kabupaten Blora", "Jawa Tengah"),
    ("Kota Bontang", "Kalimantan Timur"),
    ("Kabupaten Sikka", "Nusa Tenggara Timur"),
    ("Kota Padang", "Sumatera Barat"),
    ("Kabupaten Gowa", "Sulawesi Selatan"),
)
OUTLETS = ("Kabar Hulu", "Suara Hilir", "Warta Pagi", "Lentera Desa")
SENTENCES = (
    "Hujan deras membuat sungai meluap dan banjir merendam pasar lama sampai setinggi lutut.",
    "Pedagang memindahkan karung beras dan minyak goreng ke lantai dua sebelum subuh.",
    "Petugas loket melayani warga yang mengurus akta kelahiran sejak pagi hari.",
    "Kepala dinas berjanji memperbaiki ruang tunggu, papan informasi dan jalur kursi roda.",
    "Petani memanen padi lebih awal karena musim kemarau datang dua pekan lebih cepat.",
    "Perpustakaan keliling meminjamkan buku cerita kepada anak sekolah di lereng gunung.",
    "Badan Penanggulangan Bencana Daerah (BPBD) mengirim tiga perahu karet ke kelurahan itu.",
    "Gempa terasa di beberapa kecamatan, tetapi tidak ada bangunan yang runtuh.",
    "Nelayan menunggu cuaca membaik sambil menambal jala dan memeriksa mesin perahu.",
    "Harga cabai rawit naik tajam menjelang hari raya, keluh seorang ibu di pasar induk.",
    "Jembatan gantung yang putus tahun lalu akhirnya diganti dengan jembatan beton.",
    "Puskesmas menambah jam pelayanan agar antrean pasien tidak mengular sampai jalan.",
    "Siswa sekolah menengah menanam seribu bibit bakau di pesisir yang terkikis ombak.",
    "Warga mengeluhkan pelayanan perizinan yang berbelit dan petugas yang sering berganti.",
)

Corpus = dict[str, str]
"""The text of each file, by its name."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A corpus folder and an index of it, with what a later sync would find.

    The folder of the articles has changed since the last sync: the next one replaces and
    deletes a few. One that takes the folder ``more`` with it merges all segments.
    ``commits`` are the files of the index after each sync.
    """

    folder: Path
    commits: tuple[dict[str, bytes], ...] = ()

    @property
    def berita(self) -> Path:
        """The folder of the articles."""
        return self.folder / "berita"

    @property
    def more(self) -> Path:
        """A folder with other articles."""
        return self.folder / "lain"

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.folder / "indeks"


def article(number: int, seed: int = 0, order: int = 0) -> str:
    """A file with an article: headline, byline and text. Its last words may stand in any order."""
    chance = Random(f"{seed} {number}")
    place, province = chance.choice(PLACES)
    year = chance.randint(2021, 2024)
    sentences = chance.sample(SENTENCES, chance.randint(2, 6))
    title = f"{' '.join(sentences[0].split()[:4]).rstrip(',.')} di {place}"
    day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if number % 3 == 0:
        score = f"{chance.randint(50, 98)},{chance.randint(10, 99)}"
        title = f"{place} Raih Nilai {score}"
        sentences.insert(
            0,
            f"{place}, {province}, memperoleh nilai {score} dalam penilaian kepatuhan "
            f"pelayanan publik tahun {year} dari Ombudsman RI.",
        )
    outlet = chance.choice(OUTLETS)
    words = ["satu", "dua", "tiga", "lima"]
    Random(f"{seed} {number} {order}").shuffle(words)
    sentences.append(f"Berkas ini bernomor {' '.join(words)} dan disimpan di rak {number}.")
    head = {"title": title, "outlet": outlet, "published": day}
    lines = "\n".join(f"{name}: {json.dumps(value)}" for name, value in head.items())
    return f"---\n{lines}\n---\n{' '.join(sentences)}\n"


def _long() -> str:
    """A word three hundred times, and two words far from each other."""
    filling = " ".join(" ".join(SENTENCES) for _ in range(4))
    return f"Daftar Panjang\n\nAwalan jauh. {'ulang ' * 300}. {filling} Awalan dekat.\n"


def build(folder: Path, order: int = 0) -> Newsroom:
    """Build the newsroom by three syncs; those of another ``order`` differ as little as can be."""

    def made(prefix: str, numbers: Iterable[int], seed: int = 0) -> Corpus:
        return {f"{prefix}{number:03}.md": article(number, seed, order) for number in numbers}

    room = Newsroom(folder)
    corpus = made("a", range(74)) | {"panjang.txt": _long()}
    corpus["salinan.md"] = corpus["a004.md"].replace("outlet:", "sumber:")
    corpus["rusak.jsonl"] = '{"id": "utuh", "text": "Kabar yang utuh di kota."}\n{"id": \n'
    first = _sync(room, corpus)
    _remove(corpus, "a005.md", "a040.md", "a041.md")
    corpus |= made("a", (3, 9, 12, 20, 33), seed=1) | made("b", range(100, 114))
    second = _sync(room, corpus)
    _remove(corpus, "a060.md", "b103.md")
    corpus |= made("a", (7,), seed=2) | made("b", (107,), seed=2) | made("c", (200,))
    third = _sync(room, corpus)
    _remove(corpus, "a030.md", "b110.md")
    write(room.berita, corpus | made("a", (21,), seed=3))
    write(room.more, made("d", range(300, 330)))
    return Newsroom(folder, (first, second, third))


def _remove(corpus: Corpus, *names: str) -> None:
    for name in names:
        del corpus[name]


def sync(index: Index, *folders: Path, rebuild: bool = False) -> None:
    """Bring an index up to date with folders of articles."""
    with index.writer(rebuild=rebuild) as writer:
        writer.sync(read_corpus(*folders), prune=True, workers=1)


def write(folder: Path, corpus: Mapping[str, str]) -> None:
    """Make a folder hold these files and nothing else; those that are as they should be stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in corpus:
            path.unlink()
    for name, text in corpus.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """All files of an index by their place, but for those of the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("writer.")
    }


def lay_out(folder: Path, content: Mapping[str, bytes]) -> None:
    """Make a folder hold exactly these files."""
    present = {path.relative_to(folder).as_posix() for path in _below(folder)}
    for name in present - content.keys():
        (folder / name).unlink()
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _below(folder: Path) -> Iterable[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]


def _sync(room: Newsroom, corpus: Corpus) -> dict[str, bytes]:
    """One more sync; the files that it leaves."""
    write(room.berita, corpus)
    # As if it were large, for it is a large store that has a dictionary.
    with patch.object(stored, "_LARGE", 8 << 10), open_index(room.index) as index:
        sync(index, room.berita)
    return files(room.index)
