"""HTML pages: main text, what a page states about itself, pages that are broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus import html
from tests.corpus.reading import noise_of, only_article, only_rejected, write

PARAGRAPHS = (
    "Pemerintah Kota Contoh memperoleh nilai 91,20 dari Ombudsman untuk tahun 2024. Nilai itu naik"
    " dari tahun sebelumnya, kata wali kota di balai kota.",
    "Warga menyambut baik loket baru di terminal lama. Mereka berharap loket itu tetap buka pada"
    " hari libur, sebab banyak yang bekerja sampai sore.",
)


def page(head: str = "", foot: str = "", heading: str = "Kota Contoh Raih Nilai 91,20") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'><title>{heading}</title>{head}"
        f"</head><body><nav><a href='/'>Beranda</a><a href='/d'>Daerah</a></nav><article>"
        f"<h1>{heading}</h1>{text}{foot}</article><footer>Hubungi redaksi</footer></body></html>"
    )


FULL_HEAD = """
<meta name="id" content="contoh-1">
<meta property="og:title" content="Kota Contoh Raih Nilai 91,20">
<meta property="og:site_name" content="Kabar Contoh">
<meta name="author" content="Rina Dewi">
<meta property="article:published_time" content="2024-12-02T08:00:00+07:00">
<link rel="canonical" href="https://kabarcontoh.com/daerah/nilai">
"""


def test_a_page_gives_its_main_text_and_what_it_states(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "a.html", page(FULL_HEAD)))
    assert article.id == "contoh-1"
    assert article.title == "Kota Contoh Raih Nilai 91,20"
    assert article.outlet == "Kabar Contoh"
    assert article.author == "Rina Dewi"
    assert article.url == "https://kabarcontoh.com/daerah/nilai"
    assert article.published == date(2024, 12, 2)
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Beranda" not in article.text
    assert "redaksi" not in article.text


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ('<meta itemprop="datePublished" content="2024-12-02">', ""),
        ('<meta name="pubdate" content="2 Desember 2024 08:00 WIB">', ""),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle",'
            ' "datePublished": "2024-12-01T20:00:00Z"}</script>',
            "",
        ),
        ("", '<time class="entry-date published" datetime="2024-12-02">Senin</time>'),
    ],
)
def test_the_date_is_taken_from_where_the_page_states_it(
    tmp_path: Path, head: str, foot: str
) -> None:
    assert only_article(write(tmp_path, "a.html", page(head, foot))).published == date(2024, 12, 2)


def test_no_date_is_guessed(tmp_path: Path) -> None:
    head = '<meta property="article:modified_time" content="2025-01-01">'
    foot = "<p>Diperbarui 3 Januari 2025</p><time datetime='2025-02-02'>hari ini</time>"
    article = only_article(write(tmp_path, "a.html", page(head, foot)))
    assert article.published is None
    assert "published" not in article.extra


def test_a_stated_date_that_does_not_exist_is_kept_as_it_was_written(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2024-02-31">'
    article = only_article(write(tmp_path, "a.html", page(head)))
    assert article.published is None
    assert article.extra["published"] == "2024-02-31"


def test_noise_is_found_in_the_main_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", page(foot="<p>Baca juga: Nilai Kota Tetangga 2022</p>"))
    assert noise_of(only_article(path)) == ["Baca juga: Nilai Kota Tetangga 2022"]


@pytest.mark.parametrize(
    "content",
    [
        "<p>Kota Contoh meraih nilai 91,20.</p>",
        "Kota Contoh meraih nilai 91,20.",
        "<html><body>Kota Contoh meraih nilai 91,20.</body></html>",
        "<html><body><div>Kota Contoh <b>meraih</b> nilai 91,20.</p></span></table>",
        "<<html <body <p>>Kota Contoh meraih nilai 91,20.",
    ],
)
def test_a_small_or_broken_page_is_read_as_all_its_text(tmp_path: Path, content: str) -> None:
    assert (
        "Kota Contoh meraih nilai 91,20." in only_article(write(tmp_path, "a.html", content)).text
    )


@pytest.mark.parametrize(
    "content",
    [
        "<html><body></body></html>",
        "<script>var nilai = 1;</script>",
        "<!-- kosong -->",
        "<p> </p>",
    ],
)
def test_a_page_without_text_is_rejected(tmp_path: Path, content: str) -> None:
    assert only_rejected(write(tmp_path, "a.html", content)).reason.startswith("is empty")


@pytest.mark.parametrize("tag", ["div", "span", "b", "table"])
def test_a_page_nested_a_million_deep_is_read(tmp_path: Path, tag: str) -> None:
    deep = f"<{tag}>" * 1_000_000 + "Kota Contoh meraih nilai 91,20."
    article = only_article(write(tmp_path, "a.html", f"<html><body>{deep}</body></html>"))
    assert article.text == "Kota Contoh meraih nilai 91,20."


def test_a_page_nested_deeper_than_the_parser_goes_is_read(tmp_path: Path) -> None:
    deep = "<div>" * 3000 + "Kota Contoh meraih nilai 91,20." + "</div>" * 3000
    article = only_article(write(tmp_path, "a.html", f"<html><body>{deep}</body></html>"))
    assert "Kota Contoh meraih nilai 91,20." in article.text


def test_an_xml_declaration_and_another_encoding_do_no_harm(tmp_path: Path) -> None:
    declared = '<?xml version="1.0" encoding="iso-8859-1"?>' + page(heading="Loket Café Dibuka")
    article = only_article(write(tmp_path, "a.htm", declared.encode("latin-1")))
    assert article.title == "Loket Café Dibuka"


def test_all_text_leaves_out_scripts_comments_and_tags() -> None:
    markup = (
        "<title>Judul</title><STYLE>p {}</STYLE><script>if (a < b) {}</SCRIPT ><!-- x > y -->"
        "<p>satu\ndua <b>tiga</b></p><p>3 < 4 & 5</p><br/>akhir<script>tanpa penutup"
    )
    assert html.all_text(markup) == "Judul\nsatu dua tiga\n3 < 4 & 5\nakhir"


@given(st.text(alphabet="<>/!-pbscript ='\"aİ\n&;", max_size=200))
def test_all_text_never_fails(markup: str) -> None:
    assert html.all_text(markup) is not None
