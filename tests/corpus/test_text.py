"""Plain text: headlines, titles made from sentences, outlets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.dateline import dateline_of
from searchkit.corpus.lines import lines_of
from searchkit.corpus.text import MAX_TITLE_CHARS, headline_of
from tests.corpus.reading import only_article, only_rejected, write

LEAD = (
    "Pemerintah Kota Contoh membuka loket pengaduan baru di terminal lama agar warga tidak"
    " perlu lagi datang ke balai kota pada jam kerja."
)
BODY = f"{LEAD} Loket itu buka setiap hari.\n\nWarga menyambut baik langkah itu."


def title(text: str) -> str:
    return headline_of(lines_of(text)).title


def test_the_first_short_line_is_the_title(tmp_path: Path) -> None:
    article = only_article(write(tmp_path, "2024/a.txt", f"Loket Baru di Terminal\n\n{BODY}\n"))
    assert article.title == "Loket Baru di Terminal"
    assert article.text == f"Loket Baru di Terminal\n\n{BODY}"
    assert article.id == "a.txt"
    assert article.line is None
    assert article.path == str(tmp_path / "2024/a.txt")


@pytest.mark.parametrize(
    "above",
    [
        "Site icon Situs Resmi Kecamatan Contoh",
        "Beranda / Berita / Daerah",
        "Foto: Humas Pemkot",
        "Senin, 2 Desember 2024 23:06 WIB",
        "ADVERTISEMENT",
        "***",
        "DAERAH",
        "Dibaca: 120 kali",
    ],
)
def test_furniture_dates_and_kickers_above_the_headline_are_passed_over(above: str) -> None:
    assert title(f"{above}\n\nLoket Baru di Terminal\n\n{BODY}") == "Loket Baru di Terminal"


@pytest.mark.parametrize("mark", ["?", "!", "”", "..."])
def test_a_headline_may_end_with_any_mark_but_a_full_stop(mark: str) -> None:
    assert title(f"Loket Baru di Terminal{mark}\n\n{BODY}") == f"Loket Baru di Terminal{mark}"


def test_without_a_headline_the_first_sentence_becomes_the_title() -> None:
    made = title(BODY)
    assert made.endswith("…")
    assert len(made) <= MAX_TITLE_CHARS
    assert LEAD.startswith(made[:-1])
    assert LEAD[len(made) - 1] == " "


def test_a_short_first_sentence_is_the_title_without_its_full_stop() -> None:
    assert title("Loket baru dibuka. Warga senang dengan itu.") == "Loket baru dibuka"


def test_an_abbreviated_title_of_a_person_does_not_end_the_sentence() -> None:
    assert title("Pj. Wali Kota Contoh Dr. Rina Dewi pulang. Ia lelah.") == (
        "Pj. Wali Kota Contoh Dr. Rina Dewi pulang"
    )


@pytest.mark.parametrize(
    "dateline",
    [
        "CONTOH, KABARCONTOH.CO.ID – ",
        "CONTOH (kabarcontoh.com)—",
        "Contoh (ANTARA) - ",
        "HUMAS SETDA, Contoh – ",
        "SURABAYA -- ",
        "Kota Blitar - ",
    ],
)
def test_a_title_from_a_sentence_leaves_the_dateline_out(dateline: str) -> None:
    assert title(f"{dateline}Loket baru dibuka. Warga senang.") == "Loket baru dibuka"


def test_a_paragraph_wrapped_by_hand_is_no_headline() -> None:
    text = "Pemerintah Kota Contoh membuka loket\npengaduan baru di terminal. Warga senang."
    assert title(text) == "Pemerintah Kota Contoh membuka loket pengaduan baru di terminal"


def test_a_single_endless_word_is_cut() -> None:
    made = title("x" * 5000 + ".")
    assert len(made) == MAX_TITLE_CHARS
    assert made.endswith("…")


@pytest.mark.parametrize("content", ["", " \n\t\r\n ", "\ufeff", "\u200b"])
def test_a_file_without_text_is_rejected_as_empty(tmp_path: Path, content: str) -> None:
    assert only_rejected(write(tmp_path, "a.txt", content)).reason.startswith("is empty")


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("CONTOH (kabarcontoh.com)—Loket dibuka.", "kabarcontoh.com"),
        ("Contoh, KABARCONTOH.CO.ID – Loket dibuka.", "kabarcontoh.co.id"),
        ("KABAR-CONTOH.com, CONTOH - Loket dibuka.", "kabar-contoh.com"),
        ("Kabarcontoh.id - Loket dibuka.", "kabarcontoh.id"),
        ("Contoh (ANTARA) - Loket dibuka.", "ANTARA"),
        ("Contoh (Antara Jatim) - Loket dibuka.", "ANTARA"),
        ("ANTARA - Loket dibuka.", "ANTARA"),
        ("Mataram (Kabar Contoh) - Loket dibuka.", "Kabar Contoh"),
        ("Loket dibuka.\n\nCOPYRIGHT © ANTARA News Jawa Timur 2023", "ANTARA"),
        (
            "Loket dibuka.\n\nCopyright © 2023 kabarcontoh.com. All rights reserved.",
            "kabarcontoh.com",
        ),
        ("Contoh (Humas) - Loket dibuka.", None),
        ("BATAM (Kepri) - Loket dibuka.", None),
        ("SURABAYA - Loket dibuka.", None),
        ("Loket itu, kata situs kabarcontoh.com, dibuka - akhirnya.", None),
        ("Loket dibuka. Lihat kabarcontoh.com untuk syaratnya.", None),
    ],
)
def test_the_outlet_is_told_by_the_dateline_or_the_copyright_line(
    tmp_path: Path, line: str, outlet: str | None
) -> None:
    assert only_article(write(tmp_path, "a.txt", line)).outlet == outlet


@pytest.mark.parametrize(
    "line",
    [
        "Persib Bandung - Persija Jakarta bermain imbang",
        "Warga Kota Contoh bertanya – apa bedanya?",
        "Jakarta-Bandung macet",
        "– Loket dibuka",
        "Contoh –",
    ],
)
def test_a_dash_alone_makes_no_dateline(line: str) -> None:
    assert dateline_of(line) is None


@given(st.text(alphabet="aZ .–-,()\n“”?:…Foto1é", max_size=120))
def test_every_text_has_a_title_on_one_line(text: str) -> None:
    lines = lines_of(text)
    if lines:
        found = headline_of(lines)
        assert found.title.strip()
        assert "\n" not in found.title
        if found.span:
            assert text[found.span.start : found.span.end] == found.title


@given(st.text(max_size=200))
def test_lines_stand_where_they_say(text: str) -> None:
    for line in lines_of(text):
        assert text[line.start : line.end] == line.text
