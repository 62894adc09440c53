"""Markdown: front matter, and a body without its markup."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.limits import BadInput
from searchkit.corpus.markdown import read_markdown
from tests.corpus.reading import noise_of, only_article, only_rejected, write

FULL = """---
id: kota-contoh-2024
judul: "Loket Baru: Kota Contoh Berbenah"
tanggal: 2024-12-02
media: Kabar Contoh
link: https://kabarcontoh.com/a
author: Rina Dewi
tags: [loket, layanan]
views: 12
kosong:
---

# Judul lain

Isi berita.
"""


def body(markdown: str) -> str:
    return read_markdown(markdown).text


def test_front_matter_fills_the_fields_and_the_rest_is_kept(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.md", FULL))
    assert article.id == "kota-contoh-2024"
    assert article.title == "Loket Baru: Kota Contoh Berbenah"
    assert article.published == date(2024, 12, 2)
    assert article.outlet == "Kabar Contoh"
    assert article.url == "https://kabarcontoh.com/a"
    assert article.author == "Rina Dewi"
    assert article.text == "Judul lain\n\nIsi berita."
    assert dict(article.extra) == {"tags": '["loket", "layanan"]', "views": "12"}
    assert article.line is None


def test_without_front_matter_the_first_heading_is_the_title(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.md", "Pengantar.\n\n## Loket **Baru** ##\n\nIsi.\n"))
    assert article.title == "Loket Baru"
    assert article.id == "a.md"


def test_without_any_heading_the_text_gives_the_title(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "---\n---\nLoket dibuka. Warga senang.\n")
    assert only_article(path).title == "Loket dibuka"


@pytest.mark.parametrize("value", ["2024-02-31", "31/02/2024", "'2024-13-01'", "kapan-kapan"])
def test_a_date_that_does_not_exist_is_kept_as_it_was_written(tmp_path: Path, value: str) -> None:
    article = only_article(write(tmp_path, "a.md", f"---\ndate: {value}\n---\nIsi berita.\n"))
    assert article.published is None
    assert article.extra["published"] == value.strip("'")


@pytest.mark.parametrize("value", ["2024-12-02T23:06:00+07:00", "2 Desember 2024", "02/12/2024"])
def test_dates_are_understood_as_they_are_printed(tmp_path: Path, value: str) -> None:
    article = only_article(write(tmp_path, "a.md", f"---\ndate: {value}\n---\nIsi berita.\n"))
    assert article.published == date(2024, 12, 2)
    assert "published" not in article.extra


def test_yaml_kinds_are_kept_as_json(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "---\nx: !!set {b, a}\ny: [2024-01-02, true]\n---\nIsi.\n")
    assert dict(only_article(path).extra) == {"x": '["a", "b"]', "y": '["2024-01-02", true]'}


def test_a_source_that_is_an_address_is_the_address(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "---\nsource: https://www.kabarcontoh.com/a\n---\nIsi berita.\n")
    article = only_article(path)
    assert article.url == "https://www.kabarcontoh.com/a"
    assert article.outlet == "kabarcontoh.com"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('---\ntitle: A\nnote: "B\n---\nIsi.\n', "not valid YAML at line 3"),
        ("---\ntitle: A\nbad: x: y\n---\nIsi.\n", "not valid YAML at line 3"),
        ("---\n- a\n- b\n---\nIsi.\n", "on line 1 is no list of fields"),
        ("---\nhanya teks\n---\nIsi.\n", "on line 1 is no list of fields"),
        ("---\ntitle: A\n\nIsi tanpa penutup.\n", "on line 1 is never closed"),
        ("\n\n---\ntitle: A\n", "on line 3 is never closed"),
        ("---\nx: " + "a" * 70_000 + "\n---\nIsi.\n", "on line 1 has more than"),
    ],
)
def test_front_matter_that_cannot_be_read_is_rejected_naming_the_line(
    tmp_path: Path, content: str, reason: str
) -> None:
    rejected = only_rejected(write(tmp_path, "a.md", content))
    assert reason in rejected.reason
    assert rejected.line is None


@pytest.mark.parametrize(
    "content",
    [
        "---\na: &a [x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x]\n"
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
        "c: &c [*b, *b, *b, *b, *b, *b, *b]\n"
        "d: [*c, *c, *c, *c, *c, *c, *c, *c]\n---\nIsi.\n",
        "---\na: &a [*a]\n---\nIsi.\n",
    ],
)
def test_front_matter_that_grows_without_bound_is_rejected(tmp_path: Path, content: str) -> None:
    assert "parts" in only_rejected(write(tmp_path, "a.md", content)).reason


@pytest.mark.parametrize("content", ["---\ntitle: A\n---\n", "---\n---\n![foto](a.png)\n", "***\n"])
def test_a_file_without_body_is_rejected_as_empty(tmp_path: Path, content: str) -> None:
    assert only_rejected(write(tmp_path, "a.md", content)).reason.startswith("is empty")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Judul ##", "Judul"),
        ("Judul\n=====\nIsi", "Judul\n\nIsi"),
        ("kata **tebal** dan *miring* __kuat__ _lemah_", "kata tebal dan miring kuat lemah"),
        ("***tebal miring***nya", "tebal miringnya"),
        ("nama_berkas_ini dan 2*3*4", "nama_berkas_ini dan 2*3*4"),
        (r"bintang \* dan \_garis\_", "bintang * dan _garis_"),
        ("lihat [tautan](https://a.id/b_c) ini", "lihat tautan ini"),
        ("lihat [tautan][1] ini\n\n[1]: https://a.id", "lihat tautan ini"),
        ("<https://a.id/x>", "https://a.id/x"),
        ("awal ![gambar](a.png) akhir", "awal  akhir"),
        ("- butir satu\n* butir dua", "butir satu\nbutir dua"),
        ("1. Pemkab Contoh (98,02)", "1. Pemkab Contoh (98,02)"),
        ("> kutipan\n> lagi", "kutipan\nlagi"),
        ("```python\nkode\n```", "kode"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n\n| 1 | 2 |"),
        ("satu<br>dua <b>tiga</b> nilai <70", "satu\ndua tiga nilai <70"),
        ("`kode` dan ~~coret~~", "kode dan coret"),
        ("PU &amp; Bina", "PU & Bina"),
    ],
)
def test_markup_is_taken_off(markdown: str, text: str) -> None:
    assert body(markdown) == text


def test_noise_is_found_in_the_body(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "# Judul\n\nIsi berita.\n\n*Baca juga: [Lain](https://a.id)*\n")
    assert noise_of(only_article(path)) == ["Baca juga: Lain"]


@given(st.text(alphabet="a1-#*_[]()<>!`~|:\\&\n '\"", max_size=120))
def test_no_markdown_breaks_the_reader(text: str) -> None:
    try:
        assert body(text).strip()
    except BadInput as bad:
        assert bad.reason
