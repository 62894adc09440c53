"""Reading of years: printed, limited, and relative to a day."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.query import ast
from tests.readings import TODAY, query, reading


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("kepatuhan sejak 2021", ((2021, None),)),
        ("kepatuhan sejak tahun 2021", ((2021, None),)),
        ("kepatuhan setelah 2021", ((2022, None),)),
        ("kepatuhan sebelum 2022", ((None, 2021),)),
        ("kepatuhan hingga 2022", ((None, 2022),)),
        ("kepatuhan 2021 sampai 2023", ((2021, 2023),)),
        ("kepatuhan antara 2021 dan 2023", ((2021, 2023),)),
        ("kepatuhan dari 2021 hingga 2023", ((2021, 2023),)),
        ("kepatuhan 2021 sampai sekarang", ((2021, None),)),
        ("kepatuhan sejak 2021 hingga kini", ((2021, None),)),
        ("kepatuhan dari 2021", ((2021, 2021),)),
        ("kepatuhan 2021 dan 2023", ((2021, 2021), (2023, 2023))),
        ("kepatuhan tahun 2021-2023", ((2021, 2023),)),
    ],
)
def test_years_are_read_with_their_limits(
    text: str, years: tuple[tuple[int | None, int | None], ...]
) -> None:
    assert reading(text).years == years
    assert reading(text).terms[0] == "kepatuhan"


@pytest.mark.parametrize(
    ("text", "today", "years"),
    [
        ("tahun ini", TODAY, ((2025, 2025), (2026, 2026))),
        ("tahun lalu", TODAY, ((2024, 2024), (2025, 2025))),
        ("tahun terakhir", TODAY, ((2025, 2025),)),
        ("dua tahun terakhir", TODAY, ((2024, 2026),)),
        ("3 tahun terakhir", TODAY, ((2023, 2026),)),
        ("tahun ini", date(2026, 1, 10), ((2024, 2024), (2026, 2026))),
        ("tahun ini", date(2024, 12, 1), ((2024, 2024),)),
        ("tahun lalu", date(2022, 1, 3), ((2019, 2019), (2021, 2021))),
    ],
)
def test_relative_years_mean_the_assessments_or_the_calendars(
    text: str, today: date, years: tuple[tuple[int, int], ...]
) -> None:
    asked = query(f"kepatuhan {text}", today=today)
    assert asked.reading.years == years
    assert asked.reading.terms == ("kepatuhan",)


def test_years_that_will_do_are_alternatives() -> None:
    sense = query("kepatuhan tahun ini").clauses[1]
    assert isinstance(sense, ast.Sense)
    assert sense.meaning == ast.Or((ast.InYears(2025, 2025), ast.InYears(2026, 2026)))


@pytest.mark.parametrize("text", ["17/11/2031", "12345", "tahun baru", "sejak kecil", "2021/2/3"])
def test_other_numbers_are_no_years(text: str) -> None:
    assert reading(text).years == ()
