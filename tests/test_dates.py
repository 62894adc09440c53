"""Dates in running text and in metadata values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.language.dates import find_dates, parse_date
from searchkit.language.printed_dates import calendar, calendar_spans, find_weekdays

PRINTED = [
    ("Senin, 02 Desember 2024 23:06 WIB", date(2024, 12, 2)),
    ("Senin,(2/12/2024)", date(2024, 12, 2)),
    ("Senin,02/12/2024", date(2024, 12, 2)),
    ("Minggu, (17/11/24)", date(2024, 11, 17)),
    ("Jum'at, 23 Desember 2022 - 07:05 WIB", date(2022, 12, 23)),
    ("Jum’at, 23 Desember 2022", date(2022, 12, 23)),
    ("26-01-2024,18:05 WIB", date(2024, 1, 26)),
    ("Selasa, 05 Des 2017 15:02 WIB", date(2017, 12, 5)),
    ("Senin (13/03 /2023)", date(2023, 3, 13)),
    ("Rabu 18 Januari 2023", date(2023, 1, 18)),
    ("Kamis 06/07/2023", date(2023, 7, 6)),
    ("Senin malam (10/11/2025)", date(2025, 11, 10)),
    ("Ahad, 1/12/2024", date(2024, 12, 1)),
    ("12 Peb 2020", date(2020, 2, 12)),
    ("5 Mrt 2018", date(2018, 3, 5)),
    ("17 Agt 2021", date(2021, 8, 17)),
    ("17 Ags 2021", date(2021, 8, 17)),
    ("17 Agust. 2021", date(2021, 8, 17)),
    ("3 Nopember 2019", date(2019, 11, 3)),
    ("3 Nop 2019", date(2019, 11, 3)),
    ("12 Pebruari 2020", date(2020, 2, 12)),
    ("17 Agus 2021", date(2021, 8, 17)),
    ("17 Agu 2021", date(2021, 8, 17)),
    ("4 Okt 2022", date(2022, 10, 4)),
    ("Jum`at (17/10/2025)", date(2025, 10, 17)),
    ("Selasa, tanggal 17 September 2019", date(2019, 9, 17)),
    ("Selasa dini hari, 17 September 2019", date(2019, 9, 17)),
    ("Selasa, 17September 2019", date(2019, 9, 17)),
    ("Senin, 02 Desember 2024 | 23.06 WITA", date(2024, 12, 2)),
    ("Senin, 02 Desember 2024 pukul 00.30 WIT", date(2024, 12, 2)),
    ("2024-12-02T23:06:00+07:00", date(2024, 12, 2)),
    ("2024-12-02 10:11:12", date(2024, 12, 2)),
]


@pytest.mark.parametrize(("text", "day"), PRINTED)
def test_every_printed_form_is_found_in_text_and_read_from_metadata(text: str, day: date) -> None:
    assert [found.day for found in find_dates(f"Kata bupati, {text} lalu.")] == [day]
    assert parse_date(text) == day


@pytest.mark.parametrize("text", [text for text, _ in PRINTED])
def test_a_found_date_spans_its_weekday_brackets_and_time(text: str) -> None:
    (found,) = find_dates(f"Ada {text} lalu")
    assert f"Ada {text} lalu"[found.start : found.end].strip(" ") == text


@pytest.mark.parametrize(
    ("text", "base", "day"),
    [
        ("Kamis (14/12) sore", date(2024, 1, 5), date(2023, 12, 14)),
        ("Kamis (14/12)", date(2023, 12, 31), date(2023, 12, 14)),
        ("(02/6)", date(2017, 6, 4), date(2017, 6, 2)),
        ("(14/12) sore", date(2024, 1, 5), date(2023, 12, 14)),
        ("Jum'at (15/12)", date(2024, 1, 5), date(2023, 12, 15)),
        ("Ahad (17/12)", date(2024, 1, 5), date(2023, 12, 17)),
        ("17 Agust", date(2021, 9, 1), date(2021, 8, 17)),
        ("3 Ags", date(2021, 9, 1), date(2021, 8, 3)),
        ("Senin, 18/02", date(2019, 4, 9), date(2019, 2, 18)),
        ("Rabu, 4 Desember", date(2024, 12, 6), date(2024, 12, 4)),
    ],
)
def test_a_date_without_a_year_is_placed_by_the_base(text: str, base: date, day: date) -> None:
    (found,) = find_dates(text, base)
    assert (found.day, found.has_year) == (day, False)


def test_a_date_without_a_year_or_a_base_is_left_out_but_masked() -> None:
    assert find_dates("Kamis (14/12)") == []
    assert calendar_spans("Kamis (14/12)") == [(0, 13)]


def test_the_weekday_chooses_the_year() -> None:
    base = date(2025, 1, 5)
    assert find_dates("Sabtu (14/12)", base)[0].day == date(2024, 12, 14)
    assert find_dates("Kamis (14/12)", base)[0].day == date(2023, 12, 14)


def test_without_an_agreeing_year_the_nearest_is_told_as_doubtful() -> None:
    (found,) = find_dates("Senin (14/12)", date(2025, 1, 5))
    assert (found.day, found.weekday_agrees) == (date(2024, 12, 14), False)


def test_a_weekday_that_contradicts_the_date_is_told() -> None:
    (found,) = find_dates("Senin (3/12/2024)")
    assert found.weekday_agrees is False
    assert find_dates("3/12/2024")[0].weekday_agrees is None


@pytest.mark.parametrize(
    "text", ["nilai 98,19", "skor 81,00 - 100", "51-80", "buka 24/7", "2/3 warga", "1.308 laporan"]
)
def test_decimals_ranges_and_shares_are_no_dates(text: str) -> None:
    assert find_dates(text, date(2024, 1, 1)) == []
    assert calendar_spans(text) == []


def test_a_range_of_days_counts_as_its_first() -> None:
    assert [found.day for found in find_dates("21-22 Februari 2024")] == [date(2024, 2, 21)]


@pytest.mark.parametrize(
    "text",
    ["Jumat-Sabtu (13-14/12/2024)", "Jumat dan Sabtu (13-14/12)", "Jumat, 13-14 Desember 2024"],
)
def test_the_weekday_beside_a_range_is_of_its_first_or_last_day(text: str) -> None:
    (found,) = find_dates(text, date(2024, 12, 20))
    assert (found.day, found.weekday_agrees) == (date(2024, 12, 13), True)


def test_a_weekday_between_the_days_of_a_range_contradicts_it() -> None:
    (found,) = find_dates("Jumat (12-14/12/2024)")
    assert found.weekday_agrees is False


@pytest.mark.parametrize(
    "text",
    ["pekan ke-5 Sabtu (14/9/2019)", "Edisi 12, Sabtu 14 September 2019", "19 Sabtu 14/9/2019"],
)
def test_a_number_before_the_weekday_leaves_the_date_whole(text: str) -> None:
    (found,) = find_dates(text)
    assert (found.day, found.weekday_agrees) == (date(2019, 9, 14), True)


def test_an_address_that_ends_in_a_slash_leaves_the_date_on_the_next_line() -> None:
    (found,) = find_dates("https://contoh.id/berita/\n2 Desember 2024")
    assert found.day == date(2024, 12, 2)


@pytest.mark.parametrize("text", ["dalam 12mei", "jalan 24/12/3", "Rp12 Juta", "paket 5Mbps"])
def test_words_and_shares_that_only_resemble_dates_are_none(text: str) -> None:
    assert find_dates(text, date(2024, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Pukul 09.30 mulai", ["Pukul 09.30"]),
        ("jam 7 pagi", ["jam 7"]),
        ("(23:06:11)", ["23:06:11"]),
        ("18.05 Wita", ["18.05"]),
        ("nilai 18.05 poin", []),
        ("setajam 7 pisau", []),
        ("skor 1.18:05", []),
        ("(14/12) sore, 26-01-2024,18:05 WIB", ["(14/12)", "26-01-2024,18:05 WIB"]),
    ],
)
def test_what_is_masked_is_dates_and_clock_times_alone(text: str, masked: list[str]) -> None:
    assert [text[start:end] for start, end in calendar_spans(text)] == masked


def test_clock_times_are_masked_with_the_dates() -> None:
    text = "Rabu (4/12/2024) pukul 09.30, disiarkan 18.05 WIB"
    masked = [text[start:end] for start, end in calendar_spans(text)]
    assert any("09.30" in piece for piece in masked)
    assert any("18.05" in piece for piece in masked)


def test_a_clock_time_is_told() -> None:
    assert find_dates("Senin, 02 Desember 2024 23:06 WIB")[0].has_time is True
    assert find_dates("Senin, 02 Desember 2024")[0].has_time is False


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("31/02/2024", None),
        ("2024-13-45", None),
        ("98,19", None),
        ("2023", None),
        ("12/2024", None),
        ("", None),
        ("kemarin", None),
        ("tidak ada", None),
        ("20241202", date(2024, 12, 2)),
        ("1701500000", date(2023, 12, 2)),
        ("1701500000000", date(2023, 12, 2)),
        ("December 2, 2024", date(2024, 12, 2)),
        ("Mon, 02 Dec 2024 08:06:00 +0700", date(2024, 12, 2)),
        ("x" * 500, None),
    ],
)
def test_a_metadata_value_is_one_day_or_none(value: str, day: date | None) -> None:
    assert parse_date(value) == day


def test_times_of_other_zones_are_told_as_the_day_in_jakarta() -> None:
    assert parse_date("2024-12-02T20:06:00Z") == date(2024, 12, 3)
    assert parse_date("2024-12-02T01:00:00+09:00") == date(2024, 12, 2)


def test_the_library_reads_what_counts_from_a_base() -> None:
    assert parse_date("2 hari lalu", date(2024, 1, 5)) == date(2024, 1, 3)


def test_two_digit_years_are_of_this_century() -> None:
    assert parse_date("17/11/24", date(1950, 1, 1)) == date(2024, 11, 17)


def test_weekdays_that_date_a_statement_alone() -> None:
    assert list(find_weekdays("Hal itu dikatakan di Kota, Jumat.")) == [4]
    assert list(find_weekdays("Kata dia, Jumat (14/12).")) == []


def test_the_calendar_knows_all_months_and_weekdays() -> None:
    assert set(calendar().months.values()) == set(range(1, 13))
    assert set(calendar().weekdays.values()) == set(range(7))


@pytest.mark.parametrize("month", sorted(calendar().months))
def test_every_name_of_a_month_is_read_however_it_is_cased(month: str) -> None:
    for name in (month, month.title(), month.upper()):
        assert parse_date(f"2 {name} 2024") == date(2024, calendar().months[month], 2)


@pytest.mark.parametrize("weekday", sorted(calendar().weekdays))
def test_every_name_of_a_weekday_is_read(weekday: str) -> None:
    day = date(2024, 12, 2 + calendar().weekdays[weekday])
    (found,) = find_dates(f"{weekday.title()}, {day.day}/12/2024")
    assert (found.day, found.weekday_agrees, found.start) == (day, True, 0)


@given(st.text(max_size=200) | st.text(alphabet="0123456789/-.,: ()SeninDes", max_size=60))
def test_no_text_raises_and_spans_stay_inside_it(text: str) -> None:
    for found in find_dates(text, date(2024, 1, 1)):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(alphabet="0123456789/-.,: ()T+ZSeninDesmbr", max_size=40))
def test_no_metadata_value_raises(value: str) -> None:
    result = parse_date(value)
    assert result is None or 1900 <= result.year <= 2100


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_iso_and_day_first_forms_agree_for_every_day(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == day
