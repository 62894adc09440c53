"""Untrusted text on a screen, and how single values are written."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.translation import numbered
from searchkit.ui.formats import (
    shown_bytes,
    shown_date,
    shown_moment,
    shown_ms,
    shown_path,
    shown_place,
    shown_score,
    shown_seconds,
)
from searchkit.ui.plain import plain, plain_line, plain_spans
from searchkit.ui.text import joined, safe

HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("\x1b\x9b\x9d[]0;m\x07\\P^_\r\n\t\u202e\u200b\ud800 ab")
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("zona \x1b[31mhijau\x1b[0m", "zona hijau"),
        ("\x1b]0;judul palsu\x07Blitar", "Blitar"),
        ("\x1b]8;;http://jahat.example\x1b\\klik\x1b]8;;\x1b\\", "klik"),
        ("\x9b2Jbersih", "bersih"),
        ("\x1bcawal", "awal"),
        ("\x1b(0lukis", "lukis"),
        ("\x1bPq#0;2;0\x1b\\gambar", "gambar"),
        ("tak\x1b]0;selesai\nbaris dua", "tak0;selesai\nbaris dua"),
        ("kem\x08\x08bali\x00\x7f", "kembali"),
        ("kiri\u202enanak\u202c \u2066x\u2069", "kirinanak x"),
        ("la\u200byan\u2060an\ufeff\xad", "layanan"),
        ("satu\r\ndua\rtiga\x0bempat\u2028lima", "satu\ndua tiga empat lima"),
        ("patah\ud83d", "patah\ufffd"),
        ("tab\tdan [red]kurung[/red] 👍 tetap", "tab\tdan [red]kurung[/red] 👍 tetap"),
    ],
)
def test_what_steers_a_terminal_is_left_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(HOSTILE)
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    shown = plain(text)
    assert not any(c < " " and c not in "\n\t" for c in shown)
    assert not any("\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" for c in shown)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert plain(shown) == shown


@given(HOSTILE, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_spans_stay_on_their_characters(text: str, pairs: list[tuple[int, int]]) -> None:
    size = len(text)
    spans = [(min(a, size), min(max(a, b), size)) for a, b in pairs]
    spans = [(a, b) for a, b in spans if a < b]
    shown, moved = plain_spans(text, spans)
    assert shown == plain(text)
    assert all(0 <= start < end <= len(shown) for start, end in moved)


def test_a_highlight_moves_with_its_word() -> None:
    text = "\x1b[1mzona\x1b[0m \u200bhijau"
    start = text.index("hijau")
    shown, moved = plain_spans(text, [(start, start + 5)])
    assert [shown[a:b] for a, b in moved] == ["hijau"]


def test_a_highlight_of_nothing_visible_is_dropped() -> None:
    assert plain_spans("a\u200bb", [(1, 2)]) == ("ab", [])


def test_one_line_of_text_has_no_line_breaks() -> None:
    assert plain_line(" Kota\n\tBlitar \r\n raih ") == "Kota Blitar raih"
    assert safe("a\nb\tc", one_line=True).plain == "a b c"


def test_square_brackets_are_no_markup() -> None:
    shown = safe("[red]merah[/red]", [(5, 10)])
    assert shown.plain == "[red]merah[/red]"
    assert [(span.start, span.end) for span in shown.spans] == [(5, 10)]


def test_joining_leaves_out_empty_parts() -> None:
    assert joined(["a", "", safe("b"), safe("")]).plain == "a · b"


def test_paths_below_the_current_folder_are_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(str(tmp_path / "berita" / "a.txt")) == "berita/a.txt"
    assert shown_path(str(tmp_path.parent / "b.txt")) == str(tmp_path.parent / "b.txt")
    assert shown_path(f"{tmp_path}-lain/c.txt") == f"{tmp_path}-lain/c.txt"
    assert shown_place(str(tmp_path / "a.jsonl"), 12) == "a.jsonl:12"
    assert shown_place(str(tmp_path / "a.txt"), None) == "a.txt"


@pytest.mark.parametrize(
    ("score", "shown"),
    [(98.19, "98,19"), (92.5, "92,5"), (100.0, "100"), (0.0, "0"), (850.25, "850,25")],
)
def test_scores_are_written_as_in_indonesia(score: float, shown: str) -> None:
    assert shown_score(score) == shown


def test_times_sizes_and_counts_in_words() -> None:
    assert shown_date(date(2024, 11, 7)) == "7 Nov 2024"
    assert shown_moment(datetime(2024, 11, 7, 9, 5)) == "7 Nov 2024 09:05"
    assert (shown_ms(2.14), shown_ms(1234.5)) == ("2.1 ms", "1234 ms")
    assert (shown_seconds(1.25), shown_seconds(125.4)) == ("1.2 s", "2 min 05 s")
    assert shown_bytes(999) == "999 bytes"
    assert shown_bytes(1_234_567) == "1.2 MB"
    assert shown_bytes(999_999) == "1.0 MB"
    assert shown_bytes(5_000_000_000_000) == "5000.0 GB"
    assert [numbered("{n} article", "{n} articles", n) for n in (1, 0)] == [
        "1 article",
        "0 articles",
    ]
