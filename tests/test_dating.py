"""When an article was published, and when what it reports took place."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.dating import Dates, dates_of


def _dates(text: str, url: str | None = None, published: date | None = None) -> Dates:
    return dates_of(text, text, url, published)


@pytest.mark.parametrize(
    "text",
    [
        "Judul berita\nSenin, 02 Desember 2024 23:06 WIB\nIsi berita hari itu.",
        "Piagam diterima bupati di aula. Senin, (2/12/2024). Ia senang menerimanya.",
        "02-12-2024 06:44 WIB Dilihat: 572 kali\nIsi berita.",
        "Isi berita selesai di sini. Senin, 2 Desember 2024",
        "date 2024-12-02 Kota Bandar - Wali kota menyerahkan piagam kepada warga.",
        "PERWAKILAN: BALI, Senin, 02/12/2024. DENPASAR - Wali kota menerima piagam.",
    ],
)
def test_a_date_that_stands_alone_is_the_publication(text: str) -> None:
    assert _dates(text).published == date(2024, 12, 2)


def test_a_date_inside_a_sentence_is_the_event() -> None:
    dates = _dates("Piagam diserahkan kepada wali kota di Jakarta, Kamis (14/11/2024).")
    assert dates == Dates(None, date(2024, 11, 14))


@pytest.mark.parametrize(
    "text",
    [
        "Ia dirawat di sana sejak 1 September 2019. Keluarganya menunggu.",
        "Kata warga:\n“12 Mei 1962 kami menikah di sini. Lalu pindah.”",
        "Rapat selesai.\nPada 3 November 2017, ia pindah rumah.",
        "Rapat digelar di Kab. Bekasi, Jawa Barat, Rabu (21/8/2019).",
    ],
)
def test_a_short_sentence_with_a_date_is_no_stamp(text: str) -> None:
    assert _dates(text).published is None


def test_what_the_reader_found_is_kept() -> None:
    known = date(2024, 12, 3)
    dates = _dates("Senin, 02 Desember 2024 23:06 WIB", "https://a.id/2024/12/01/x", known)
    assert dates.published == known


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://contoh.id/2022/01/18/judul", date(2022, 1, 18)),
        ("https://contoh.id/berita/20221223-judul", date(2022, 12, 23)),
        ("https://contoh.id/20210812080736-20-679332/judul", date(2021, 8, 12)),
        ("https://contoh.id/2022-01-18/judul", date(2022, 1, 18)),
        ("https://contoh.id/2022/13/40/judul", None),
        ("https://contoh.id/berita/356400/judul", None),
        ("https://contoh.id/2023/03/judul", None),
        (None, None),
    ],
)
def test_the_path_of_the_address_tells_the_day(url: str | None, day: date | None) -> None:
    assert _dates("Isi berita.", url).published == day


def test_the_month_of_the_address_places_a_date_without_a_year() -> None:
    text = "Piagam diserahkan kepala perwakilan kepada bupati, Senin (20/3)."
    assert _dates(text, "https://contoh.id/2023/03/judul").event == date(2023, 3, 20)


def test_the_copyright_year_and_a_weekday_place_the_publication() -> None:
    text = (
        "Hal itu dikatakan bupati dalam keterangan tertulis, Jumat.\n"
        "Piagam diterima wakil bupati di Jakarta, Kamis (14/12) sore.\n"
        "COPYRIGHT © Kantor Berita 2023"
    )
    assert _dates(text) == Dates(date(2023, 12, 15), date(2023, 12, 14))


def test_without_a_copyright_line_a_weekday_tells_nothing() -> None:
    text = "Kata bupati, Jumat. Piagam diterima wakil bupati di Jakarta, Kamis (14/12/2023)."
    assert _dates(text).published is None


def test_a_date_whose_weekday_contradicts_it_is_not_used() -> None:
    assert (
        _dates("Piagam diserahkan kepada wali kota di Jakarta, Senin (14/11/2024).").event is None
    )


def test_history_is_not_the_event() -> None:
    text = "Peraturan itu terbit pada 18 Juli 2009 di Jakarta menurut catatan lembaga."
    assert _dates(text, published=date(2024, 1, 2)).event is None


def test_history_is_not_the_event_where_only_the_month_is_known() -> None:
    text = "Peraturan itu terbit pada 18 Juli 2009. Bupati hadir pada 20 Maret 2023 di aula."
    assert _dates(text, "https://contoh.id/2023/03/judul").event == date(2023, 3, 20)
    assert _dates(text[:40], "https://contoh.id/2023/03/judul").event is None


@pytest.mark.parametrize("fresh", ["Kamis, 14 November 2024", "(14/11/2024)"])
def test_a_date_told_as_fresh_goes_before_a_plain_one(fresh: str) -> None:
    text = f"Layanan itu dibuka pada 3 Juni 2019. Piagam diserahkan di Jakarta, {fresh}, katanya."
    assert _dates(text).event == date(2024, 11, 14)


def test_a_plain_date_is_the_event_where_no_later_year_is_named() -> None:
    text = "Piagam diserahkan pada 14 November 2024 di Jakarta."
    assert _dates(text).event == date(2024, 11, 14)
    assert _dates(f"{text} Pada 2025 penilaian diulang.").event is None


@pytest.mark.parametrize("words", ["Ia lahir pada", "Perempuan kelahiran Blora,", "Berlaku sejak"])
def test_a_birth_or_foundation_is_not_the_event(words: str) -> None:
    assert _dates(f"Tokoh itu dikenal warga. {words} 23 Juni 1987 di kota itu.").event is None


def test_with_a_base_a_plain_date_of_the_year_before_it_is_the_event() -> None:
    text = "Hasil diumumkan pada 29 Desember 2021 di Jakarta untuk rencana sampai 2026."
    assert dates_of(text, text, None, None).event is None
    assert dates_of(text, text, None, None, date(2022, 4, 28)).event == date(2021, 12, 29)
    assert dates_of(text, text, None, None, date(2024, 4, 28)).event is None


@pytest.mark.parametrize("known", [date.min, date.max])
def test_a_publication_at_the_end_of_time_breaks_nothing(known: date) -> None:
    text = "Piagam diterima wakil bupati di Jakarta, Kamis (14/12) dan Jumat (15/12/2023)."
    assert _dates(text, published=known) == Dates(known, None)


def test_a_stamp_places_the_dates_without_a_year() -> None:
    text = "Jumat, 15 Desember 2023 10:00 WIB\nPiagam diterima wakil bupati, Kamis (14/12) sore."
    assert _dates(text) == Dates(date(2023, 12, 15), date(2023, 12, 14))


def test_a_copyright_line_places_no_date_without_a_weekday() -> None:
    text = "Piagam diterima wakil bupati di Jakarta (14/12) sore.\nCopyright © 2024 Kabar"
    assert _dates(text).event is None


def test_the_base_goes_before_the_copyright_line() -> None:
    text = "Piagam diterima wakil bupati di Jakarta, Sabtu (14/12) sore.\nCopyright © 2024 Kabar"
    assert _dates(text).event == date(2024, 12, 14)
    assert dates_of(text, text, None, None, date(2020, 3, 1)).event == date(2019, 12, 14)


@pytest.mark.parametrize(
    "article",
    [
        "Judul berita\nSenin, 02 Desember 2024 23:06 WIB\nIsi berita hari itu.",
        "Judul berita\nIsi berita selesai. Senin, 2 Desember 2024",
    ],
)
def test_the_current_date_above_an_old_article_is_not_its_publication(article: str) -> None:
    event = "\nPiagam diserahkan kepada wali kota, Jumat (29/11/2024)."
    page = f"Sabtu, 21 November 2026\nBeranda Daerah\n{article}{event}"
    assert _dates(page) == Dates(date(2024, 12, 2), date(2024, 11, 29))


def test_the_current_date_above_an_old_article_without_a_byline_tells_nothing() -> None:
    text = "Sabtu, 21 November 2026\nPiagam diserahkan kepada wali kota, Jumat (29/11/2024)."
    assert _dates(text) == Dates(None, date(2024, 11, 29))


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("Copyright © 2023 Kabar", date(2023, 12, 14)),
        ("HAK CIPTA Kabar Kota 2023", date(2023, 12, 14)),
        ("© Kabar\n2023", None),
        ("Tahun 2023", None),
    ],
)
def test_a_copyright_line_tells_the_year(line: str, event: date | None) -> None:
    assert _dates(f"Piagam diterima wakil bupati, Kamis (14/12) sore.\n{line}").event == event


def test_without_a_hint_a_date_without_a_year_needs_a_base_and_its_weekday() -> None:
    text = "Piagam diterima wakil bupati di Jakarta, Kamis (14/12) sore itu."
    assert dates_of(text, text, None, None).event is None
    assert dates_of(text, text, None, None, date(2024, 4, 12)).event == date(2023, 12, 14)
    assert dates_of(text, text, None, None, date(2023, 4, 12)).event is None
