"""Noise: what counts as page furniture, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.corpus.lines import lines_of
from searchkit.corpus.noise import MAX_LINE_CHARS, find_noise, parse_patterns, patterns
from searchkit.errors import DataError
from tests.corpus.reading import noise_of, only_article, write

FIRST = (
    "Pemerintah Kota Contoh meraih nilai 91,20 dalam penilaian kepatuhan tahun 2024 yang"
    " diumumkan di balai kota, kata wali kota kepada para wartawan seusai upacara."
)
LAST = "Warga berharap loket di terminal lama tetap dibuka pada hari libur."


def article_with(tmp_path: Path, *between: str) -> Article:
    text = "\n\n".join(("Kota Contoh Raih Nilai 91,20", FIRST, *between, LAST))
    return only_article(write(tmp_path, "a.txt", text))


def ending_with(tmp_path: Path, *below: str) -> Article:
    text = "\n".join(("Kota Contoh Raih Nilai 91,20", FIRST, LAST, *below))
    return only_article(write(tmp_path, "a.txt", text))


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Kota Tetangga Raih Nilai 88,10 pada 2022",
        "BACA JUGA : Benarkah Loket Ditutup?",
        "(Baca juga: Kota Tetangga Raih Nilai 88,10)",
        "Simak juga: Cara Mengadu ke Ombudsman",
        "Lihat juga: Video Peresmian Loket",
        "Baca: Kota Tetangga Raih Nilai 88,10",
        "Artikel Terkait",
        "Artikel ini telah tayang di kabarcontoh.com dengan judul Kota Contoh Raih Nilai 91,20",
        "Exit mobile version",
        "Site icon Situs Resmi Kecamatan Contoh",
        "Foto: Humas Pemkot Contoh",
        "FOTO/Rina Dewi",
        "Dok. : Humas",
        "Keterangan foto: Wali kota menerima piagam dari kepala perwakilan.",
        "Caption",
        "Wali Kota Contoh Rina Dewi (tengah) bersama para kepala dinas",
        "Wali Kota Contoh Rina Dewi usai menerima piagam penghargaan",
        "Wali kota menunjukkan piagam di balai kota (Foto: Humas)",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "- Iklan -",
        "Bagikan:",
        "Bagikan ke: Facebook Twitter WhatsApp",
        "Dapatkan update berita pilihan setiap hari dari kabarcontoh.com lewat kanal WhatsApp",
        "Ikuti kami di Google News dan saluran WhatsApp",
        "Tags: ombudsman, contoh, 2022",
        "Dilihat: 572 kali",
        "Views: 1.3K",
        "Pewarta: Rina Dewi",
        "Editor : Budi",
        "Fotografer/Penulis: Rina Dewi",
        "Sumber: https://kabarcontoh.com/2022/01/01/berita",
        "Copyright © kabarcontoh.com 2023",
        "COPYRIGHT © Kabar Contoh 2023",
        "Dilarang keras mengambil konten situs ini tanpa izin tertulis.",
    ],
)
def test_furniture_between_paragraphs_is_noise(tmp_path: Path, line: str) -> None:
    found = noise_of(article_with(tmp_path, line))
    assert found in ([line], ["(Foto: Humas)"])


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga kemampuan petugas di loket, kata wali kota, karena itulah yang dinilai.",
        "Baca juga: Nilai itu naik dari tahun lalu, kata kepala dinas pada hari Senin.",
        "Foto: Humas. Wali kota menyebut nilai 91,20 sebagai hasil kerja bersama.",
        "Kategori: A (Kualitas Tertinggi)",
        "Nilai: 91,20",
        "Zona: hijau",
        "Editor: " + "x" * 200 + ".",
        "Ikuti arahan kepala dinas, warga diminta membawa berkas dari rumah.",
        "Bagikan formulir itu kepada warga, pinta wali kota.",
        "Kualitas Tertinggi",
        "Senin, 2 Desember 2024 23:06 WIB",
        "Layanan (baca: loket) itu dibuka lagi.",
        "Hak cipta lagu daerah didaftarkan pemerintah kota.",
        "Dilarang menyalin kartu penduduk warga tanpa alasan, pesan wali kota.",
        "Masuk zona hijau, Kota Contoh berbenah.",
        "Sumber air warga mengering sejak bulan lalu.",
        "Dapatkan hasil yang baik dengan kerja keras, pesan wali kota.",
        "Pemerintah daerah (kabupaten/kota) wajib melapor.",
        "Saat menerima piagam, wali kota menangis haru.",
        "“Kami senang saat menerima piagam",
    ],
)
def test_what_the_article_says_is_never_noise(tmp_path: Path, line: str) -> None:
    assert noise_of(article_with(tmp_path, line)) == []


def test_the_headline_of_a_link_below_its_mark_is_noise_but_no_paragraph_is(
    tmp_path: Path,
) -> None:
    link = "Kota Tetangga Raih Nilai 88,10"
    assert noise_of(article_with(tmp_path, "Baca juga:", link)) == ["Baca juga:", link]
    assert noise_of(article_with(tmp_path, "Baca juga:", f"{link}.")) == ["Baca juga:"]
    assert noise_of(article_with(tmp_path, f"Baca juga - {link}", "Sambutan Warga")) == [
        f"Baca juga - {link}"
    ]


def test_a_list_of_related_articles_is_noise_to_its_end(tmp_path: Path) -> None:
    links = ("Satu Judul Lain", "Dua Judul Lain", "Tiga Judul Lain")
    assert noise_of(article_with(tmp_path, "Berita Terkait", *links)) == ["Berita Terkait", *links]


def test_the_caption_below_a_photo_credit_is_noise_where_the_report_begins_after_it(
    tmp_path: Path,
) -> None:
    caption = "Wakil Wali Kota Rina Dewi menerima piagam dari kepala perwakilan."
    report = f"CONTOH (kabarcontoh.com)—{FIRST}"
    text = "\n\n".join(("Kota Contoh Raih Nilai 91,20", "Foto: Humas", caption, report, LAST))
    assert noise_of(only_article(write(tmp_path, "a.txt", text))) == ["Foto: Humas", caption]


def test_a_lead_below_a_photo_credit_is_kept(tmp_path: Path) -> None:
    lead = "Kota Contoh meraih nilai 91,20 dari Ombudsman."
    text = "\n\n".join(("Kota Contoh Raih Nilai", "Foto: Humas", lead, FIRST, LAST))
    assert noise_of(only_article(write(tmp_path, "a.txt", text))) == ["Foto: Humas"]


def test_a_headline_is_not_noise_even_if_it_reads_like_a_caption(tmp_path: Path) -> None:
    text = f"Wali Kota Contoh Menangis saat Menerima Piagam\n\n{FIRST}"
    assert only_article(write(tmp_path, "a.txt", text)).noise == ()


@pytest.mark.parametrize(
    "below",
    [
        ("Dokumentasi Pimpinan", "Fotografer/Penulis: Rina Dewi", "Editor: Budi"),
        ("RINA DEWI | BUDI",),
        ("Oleh Rina Dewi",),
        ("(rin/bud)",),
        ("COPYRIGHT © Kabar Contoh 2023",),
    ],
)
def test_credits_below_the_last_paragraph_are_noise(tmp_path: Path, below: tuple[str, ...]) -> None:
    assert noise_of(ending_with(tmp_path, *below)) == list(below)


@pytest.mark.parametrize("initials", ["(iu/yon)", "( arif/ ADV/Kominfo)", "(adv)", "(*)"])
def test_initials_behind_the_last_sentence_are_noise(tmp_path: Path, initials: str) -> None:
    article = ending_with(tmp_path, f"Demikian kata wali kota. {initials}")
    assert noise_of(article) == [initials]


@pytest.mark.parametrize("bracket", ["(14/12)", "(91,20)", "tersebut (dan/atau)"])
def test_other_brackets_at_the_end_are_kept(tmp_path: Path, bracket: str) -> None:
    assert ending_with(tmp_path, f"Demikian kata wali kota {bracket}").noise == ()


def test_noise_blanks_the_body_but_keeps_offsets(tmp_path: Path) -> None:
    article = article_with(tmp_path, "Baca juga: Kota Tetangga Raih Nilai 88,10")
    assert "88,10" not in article.body
    assert article.body.index(LAST) == article.text.index(LAST)


def test_every_pattern_has_a_reason_and_a_limit() -> None:
    found = patterns()
    assert len({pattern.name for pattern in found}) == len(found)
    for pattern in found:
        assert pattern.reason.strip()
        assert pattern.max_chars <= MAX_LINE_CHARS


GOOD = {"name": "a", "kind": "line", "pattern": "iklan", "max_chars": 40, "reason": "b"}


def test_a_valid_pattern_is_taken() -> None:
    (pattern,) = parse_patterns([GOOD])
    assert pattern.regex.fullmatch("IKLAN")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "paragraph"},
        {"pattern": "(iklan"},
        {"pattern": ".*"},
        {"max_chars": 0},
        {"max_chars": MAX_LINE_CHARS + 1},
        {"max_chars": "40"},
        {"follows": "1"},
        {"one_sentence": "ya"},
        {"reason": ""},
        {"name": None},
        {"lain": 1},
    ],
)
def test_a_wrong_pattern_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"noise\.yaml"):
        parse_patterns([GOOD | wrong])


def test_a_table_of_another_shape_is_refused() -> None:
    tables: tuple[object, ...] = (None, {}, ["iklan"])
    for table in tables:
        with pytest.raises(DataError):
            parse_patterns(table)


PIECES = st.sampled_from(
    [
        *("Baca juga:", "Baca juga: Judul", "Foto: Humas", "Kota Contoh", "Editor: Budi", FIRST),
        *("(Foto: Humas)", "(baca juga: a)", "(a/b)", ".", "\n", "\n\n", " ", "ADV", "(", ")", "["),
        *("usai menerima", "(kiri)", "Copyright 2023", "Tags: a", "”", "CONTOH (a.com) – "),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_noise_is_sorted_disjoint_and_inside_the_text(text: str) -> None:
    end = 0
    for span in find_noise(lines_of(text)):
        assert end <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        end = span.end
