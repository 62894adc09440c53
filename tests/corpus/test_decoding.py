"""Bytes → clean text: encodings, mojibake, and what is taken out."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.decoding import clean, decode, looks_binary, plain
from tests.corpus.reading import only_article, only_rejected, write

SENTENCE = "“Jum’at ini – kata dia – 10°C, café”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_from_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    article = only_article(write(tmp_path, "a.txt", SENTENCE.encode(encoding)))
    assert article.text == SENTENCE


def test_a_file_that_mixes_utf_8_and_windows_1252_comes_out_right() -> None:
    assert decode("“satu” ".encode() + b"\x93dua\x94 caf\xe9") == "“satu” “dua” café"


@pytest.mark.parametrize(
    ("mangled", "meant"),
    [
        ("â€œLayanan,â€\x9d katanya", "“Layanan,” katanya"),
        ("Kota A â€“ Warga", "Kota A – Warga"),
        ("Jumâ€™at", "Jum’at"),
        ("PÃ©rez", "Pérez"),
        ("10Â°C", "10°C"),
        ("\x93Ya\x94", "“Ya”"),
    ],
)
def test_mojibake_is_repaired(mangled: str, meant: str) -> None:
    assert clean(mangled) == meant


@pytest.mark.parametrize(
    ("mangled", "meant"),
    [
        ("â€œNaik ke puncakâ€ ungkapnya", "“Naik ke puncak” ungkapnya"),
        ("â€œNaik ke puncakâ€\u00a0ungkapnya", "“Naik ke puncak” ungkapnya"),
        ("â€œNaik ke puncakâ€Ungkapnya", "“Naik ke puncak”Ungkapnya"),
        ("â€œNaik ke puncakâ€? ungkapnya", "“Naik ke puncak” ungkapnya"),
        ("“Naik ke puncak† Ungkapnya", "“Naik ke puncak” Ungkapnya"),
        ("“Naik ke puncak†Ungkapnya", "“Naik ke puncak” Ungkapnya"),
        ("“Naik ke puncakâ€", "“Naik ke puncak”"),
        ('Kota A â€" Warga', "Kota A – Warga"),
        ("Jumâ€'at", "Jum’at"),
    ],
)
def test_a_closing_mark_that_lost_a_byte_is_restored(mangled: str, meant: str) -> None:
    assert clean(mangled) == meant


@pytest.mark.parametrize(
    "fine",
    [
        SENTENCE,
        "Ia wafat† pada 1999",
        "“Satu” dan dua† ini",
        "ukuran ½ meter × 2 … €5 ™",
        "naïve – façade",
        "AT&T; R&D &c",
    ],
)
def test_text_that_is_fine_stays_as_it_is(fine: str) -> None:
    assert clean(fine) == fine


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("baris\r\nbaru\rlagi", "baris\nbaru\nlagi"),
        ("Kota\x00 Con\x07toh\t.", "Kota Contoh\t."),
        ("\x1b[1;31mmerah\x1b[0m \x1b]8;;http://a.id\x07tautan\x1b]8;;\x07", "merah tautan"),
        ("pela\u00adyanan pub\u200blik\u202e\ufeff", "pelayanan publik"),
        ("Kota\u00a0Contoh\u2009ini\u3000itu", "Kota Contoh ini itu"),
        ("satu\u2028dua\fdi\vbawah", "satu\ndua\ndi\nbawah"),
        ("cafe\u0301", "café"),
        ("nilai ９８，１９ （２０２１）", "nilai 98,19 (2021)"),
        ("PU &amp; Bina &quot;Marga&quot;&#8230;&nbsp;ya", 'PU & Bina "Marga"… ya'),
        ("\ud83d\ude00 \ud800", "\U0001f600 \ufffd"),
        ("Andre\u200b\u0301 rene\u00ad\u0301", "André rené"),
    ],
)
def test_what_a_reader_cannot_see_is_taken_out(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_a_terminal_escape_that_never_ends_takes_no_text_with_it() -> None:
    assert clean("\x1b]judul tanpa akhir, isi tetap ada") == "judul tanpa akhir, isi tetap ada"


def test_a_long_run_of_combining_marks_is_cut() -> None:
    assert len(clean("a" + "\u0300\u0327" * 200_000 + "b")) < 50


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03" * 50,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        "Kota Contoh".encode("utf-16-le"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv"])
def test_a_binary_file_is_rejected_in_every_format(
    tmp_path: Path, name: str, content: bytes
) -> None:
    rejected = only_rejected(write(tmp_path, name, content))
    assert "looks like a binary file" in rejected.reason
    assert "UTF-8" in rejected.reason


def test_a_stray_control_character_does_not_make_a_text_binary(tmp_path: Path) -> None:
    text = "Kota Contoh membuka loket baru di terminal. " * 10
    article = only_article(write(tmp_path, "a.txt", text + "\x00\x0cSelesai."))
    assert article.text == text + "\nSelesai."


def test_ftfy_is_not_imported_for_clean_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", SENTENCE)
    program = (
        "import sys; from searchkit.corpus import read_corpus;"
        f"n = len(list(read_corpus({str(tmp_path)!r})));"
        "print(n, sorted({'ftfy', 'trafilatura', 'dateparser'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "1 []\n", done.stderr


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_clean_text(data: bytes) -> None:
    text = clean(decode(data))
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    controls = {char for char in text if unicodedata.category(char) == "Cc"}
    assert controls <= {"\n", "\t"}


@given(st.text(max_size=200))
def test_valid_utf_8_is_decoded_as_it_is(text: str) -> None:
    data = text.encode("utf-8")
    if not text.startswith("\ufeff"):
        assert decode(data) == text
    assert looks_binary(b"\xef\xbb\xbf" + data) is False


def test_every_character_is_kept_or_dropped_whatever_stands_beside_it() -> None:
    characters = [chr(point) for point in range(sys.maxunicode + 1)]
    for start in range(0, len(characters), 512):
        block = "".join(characters[start : start + 512]).replace("&", "").replace("\r", "")
        # The null character, which is always dropped, makes every other be looked at.
        assert plain(block) == plain(block + "\x00")


def test_a_file_that_is_larger_than_a_block_is_read_whole(tmp_path: Path) -> None:
    text = "Warga menunggu di loket. " * 20_000
    assert only_article(write(tmp_path, "a.txt", text.encode())).text == text.strip()
