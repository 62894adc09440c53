"""A small corpus of made-up news, and a way to run the command line over it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from searchkit.cli.app import run

HOSTILE = (
    "Peretas Menyusup \x1b[2J\x1b]0;judul palsu\x07ke Papan Warta\n\n"
    "Sebuah papan warta diubah peretas. [bold red]Tulisan[/bold red] itu "
    "\u202eterbalik\u202c dan \x9b31mberwarna.\n"
)

RECORDS: tuple[dict[str, str], ...] = (
    {
        "id": "blitar",
        "title": "Kota Blitar Raih Zona Hijau",
        "published": "2024-11-17",
        "outlet": "Kabar Blitar",
        "url": "https://kabar.example/blitar",
        "text": "Kota Blitar memperoleh nilai 98,19 dalam penilaian kepatuhan pelayanan publik "
        "tahun 2024 dari Ombudsman RI. Dengan nilai itu Kota Blitar masuk zona hijau dengan "
        "kualitas tertinggi.",
    },
    {
        "id": "malang",
        "title": "Pelayanan Publik Kota Malang Dinilai Baik",
        "published": "2024-11-18",
        "outlet": "Suara Timur",
        "text": "Ombudsman RI memberi Kota Malang nilai 90,5 dalam penilaian kepatuhan tahun 2024. "
        "Kota Malang berada di zona hijau. Wali kota berterima kasih kepada para pegawai.",
    },
    {
        "id": "jember",
        "title": "Kabupaten Jember Bertahan di Zona Hijau",
        "published": "2023-12-20",
        "outlet": "Suara Timur",
        "text": "Kabupaten Jember mendapat nilai 79,2 dalam penilaian kepatuhan Ombudsman RI tahun "
        "2023. Nilai itu menempatkan Kabupaten Jember di zona hijau.",
    },
    {
        "id": "tegal",
        "title": "Kota Tegal Masih Zona Kuning",
        "published": "2023-12-21",
        "outlet": "Warta Pantura",
        "text": "Kota Tegal memperoleh nilai 61,2 dalam penilaian kepatuhan Ombudsman RI tahun "
        "2023 dan berada di zona kuning. Pemerintah kota berjanji membenahi loket layanan.",
    },
    {
        "id": "sikka",
        "title": "Rapor Merah untuk Kabupaten Sikka",
        "published": "2022-12-30",
        "outlet": "Warta Flores",
        "text": "Kabupaten Sikka mendapat nilai 48,3 dalam penilaian kepatuhan Ombudsman RI tahun "
        "2022. Dengan nilai itu Kabupaten Sikka masuk zona merah.",
    },
    {
        "id": "banjir",
        "title": "Banjir Rendam Tiga Kelurahan di Kota Semarang",
        "published": "2024-02-10",
        "outlet": "Warta Pantura",
        "text": "Banjir merendam tiga kelurahan di Kota Semarang sejak Sabtu pagi. Warga mengungsi "
        "ke balai desa dan menunggu air surut.",
    },
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command line gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


def run_here(*args: str) -> Ran:
    """Run ``searchkit`` in this process, its streams caught as a pipe would get them."""
    out, err = io.BytesIO(), io.BytesIO()
    before = sys.stdout, sys.stderr
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
    try:
        code = run(args)
        sys.stdout.flush()
        sys.stderr.flush()
        # Bytes, since a data format must not depend on how newlines are read.
        return Ran(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdout, sys.stderr = before


def write_records(path: Path, records: Sequence[dict[str, str]] = RECORDS) -> None:
    """Write records as JSONL."""
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def quiet_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings, colours or width."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("INDEX", "CORPUS", "FORMAT", "LIMIT", "COLOR", "FACETS", "CACHE_DIR", "DATA_DIR"):
        monkeypatch.delenv(f"SEARCHKIT_{name}", raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / ".local" / "share"))


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus and an index of it; tests only read it."""
    folder = tmp_path_factory.mktemp("indexed")
    with pytest.MonkeyPatch.context() as patch:
        quiet_environment(folder, patch)
        build(folder, patch)
    return folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty current folder, and nothing of the machine's own settings."""
    quiet_environment(tmp_path, monkeypatch)
    monkeypatch.chdir(tmp_path)


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the corpus into ``folder``/berita and index it into ``folder``/index."""
    (folder / "berita").mkdir()
    write_records(folder / "berita" / "nilai.jsonl")
    (folder / "berita" / "peretas.txt").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.chdir(folder)
    ran = run_here("index", "berita")
    assert ran.code == 0, ran.err
