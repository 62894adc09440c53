"""The timeline: columns of months, and a range of them that the hits follow."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from searchkit.ui.app.months import (
    SIZES,
    Chart,
    buckets_of,
    month_of,
    named,
    size_for,
)
from searchkit.ui.app.timeline import Timeline
from searchkit.ui.app.view import View
from tests.pilot import browse_of, open_application, settled, shown
from tests.ui.index import build

COUNTS = st.dictionaries(st.integers(1990 * 12, 2030 * 12), st.integers(1, 20_000), min_size=1)


# Columns ----------------------------------------------------------------------------------


def test_a_month_is_written_as_it_was_read() -> None:
    assert named(month_of("2024-11") or 0) == "2024-11"
    assert named(month_of("2024-01-31") or 0) == "2024-01"
    assert month_of("") is None


@given(COUNTS, st.sampled_from(SIZES))
def test_columns_follow_each_other_without_a_gap_and_lose_no_article(
    counts: dict[int, int], size: int
) -> None:
    buckets = buckets_of(counts, size)
    assert sum(bucket.articles for bucket in buckets) == sum(counts.values())
    assert all(one.last + 1 == two.first for one, two in pairwise(buckets))
    assert all(bucket.first % size == 0 for bucket in buckets)
    assert buckets[0].articles and buckets[-1].articles


def test_columns_are_named_by_the_calendar() -> None:
    counts = {2023 * 12 + 10: 3, 2024 * 12 + 4: 1}
    names = [[bucket.name for bucket in buckets_of(counts, size)] for size in SIZES]
    assert names[0][0] == "2023-11"
    assert names[0][-1] == "2024-05"
    assert names[1] == ["2023 Q4", "2024 Q1", "2024 Q2"]
    assert names[2] == ["2023", "2024"]
    assert names[3] == ["2020–2029"]


@given(COUNTS, st.integers(20, 200))
def test_columns_are_as_fine_as_the_width_allows(counts: dict[int, int], width: int) -> None:
    size = size_for(counts, width)
    assert len(buckets_of(counts, size)) <= width or size == SIZES[-1]
    finer = [other for other in SIZES if other < size]
    assert all(len(buckets_of(counts, other)) > width for other in finer)


@given(
    COUNTS,
    st.sampled_from(SIZES),
    st.data(),
    st.integers(20, 160),
    st.integers(1, 8),
    st.integers(),
)
def test_a_chart_keeps_to_its_width_and_shows_the_cursor(
    counts: dict[int, int], size: int, data: st.DataObject, width: int, height: int, start: int
) -> None:
    buckets = buckets_of(counts, size)
    cursor = data.draw(st.integers(0, len(buckets) - 1))
    chart = Chart(buckets, cursor, None, width, height, start)
    lines = [line.plain for line in chart.lines()]
    assert len(lines) == height + 2
    assert all(len(line) <= width for line in lines)
    assert cursor in chart.shown
    assert lines[height].count("▲") == 1
    x = lines[height].index("▲")
    assert chart.at(x) == cursor
    assert chart.buckets[cursor].articles == 0 or lines[height - 1][x].strip()


def test_bars_are_as_high_as_their_share_and_empty_months_are_there() -> None:
    counts = {24_000: 8, 24_003: 4, 24_004: 1}
    chart = Chart(buckets_of(counts, 1), 0, None, 9, 2)
    first, second, *_rest = (line.plain for line in chart.lines())
    assert first == "8 █    "
    assert second == "0 █  █▂"


def test_a_long_chart_goes_on_beside_its_ends() -> None:
    counts = {24_000: 1, 24_199: 1}
    axis = [
        [*Chart(buckets_of(counts, 1), cursor, None, 40, 3).lines()][3].plain
        for cursor in (0, 100, 199)
    ]
    assert [("‹" in line, "›" in line) for line in axis] == [
        (False, True),
        (True, True),
        (True, False),
    ]


# The panel --------------------------------------------------------------------------------

DAYS = (
    "2023-11-05",
    "2023-11-20",
    "2024-01-10",
    "2024-03-02",
    "2024-03-09",
    "2024-03-30",
    "2024-04-01",
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    records = [
        {"id": f"b{n}", "title": f"Banjir ke-{n}", "published": day, "text": "Air naik di kampung."}
        for n, day in enumerate(DAYS)
    ]
    pasar = {"id": "p", "title": "Pasar buka", "published": "2024-05-05", "text": "Warga datang."}
    undated = {"id": "u", "title": "Banjir lagi", "text": "Tanpa hari dan bulan."}
    return build(tmp_path, [*records, pasar, undated])


async def press(pilot: Pilot[object], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


def days(pilot: Pilot[object]) -> tuple[str | None, str | None]:
    view = browse_of(pilot).view
    return view.since, view.until


def total(pilot: Pilot[object]) -> int:
    results = browse_of(pilot).results
    return results.total if results else -1


async def test_the_timeline_tells_the_hits_of_each_month_empty_ones_too(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t")
        screen = shown(pilot)
        assert "Hits by time, in months" in screen
        assert "2024-04: 1 of 7 articles · undated: 1" in screen
        await press(pilot, "left")
        assert "2024-03: 3 of 7 articles" in shown(pilot)
        await press(pilot, "left")
        assert "2024-02: 0 of 7 articles" in shown(pilot)
        await press(pilot, "home")
        assert "2023-11: 2 of 7 articles" in shown(pilot)
        await press(pilot, "left")
        assert "2023-11: 2 of 7 articles" in shown(pilot)
        assert days(pilot) == (None, None)


async def test_a_range_begun_and_ended_with_space_narrows_the_hits_at_once(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "home", "space", "right", "right")
        assert days(pilot) == ("2023-11", "2024-01")
        assert total(pilot) == 3
        assert "2023-11–2024-01: 3 of 7 articles" in shown(pilot)
        await press(pilot, "space", "right", "right")
        assert days(pilot) == ("2023-11", "2024-01")
        await press(pilot, "enter")
        assert not pilot.app.screen.query(Timeline)
        assert pilot.app.focused is not None
        assert pilot.app.focused.id == "hits"
        assert days(pilot) == ("2023-11", "2024-01")


async def test_escape_brings_the_days_back_that_were_chosen_before(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        browse_of(pilot).look_at(browse_of(pilot).view.between("2024-03", None))
        await settled(pilot)
        await press(pilot, "escape", "t")
        assert "2024-03–2024-04: 4 of 7 articles" in shown(pilot)
        await press(pilot, "home", "space", "right")
        assert total(pilot) == 2
        await press(pilot, "escape")
        assert days(pilot) == ("2024-03", None)
        assert total(pilot) == 4


async def test_keys_that_are_pressed_before_the_months_are_counted_are_not_lost(
    index: Path,
) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape")
        browse_of(pilot).action_start("timeline")
        timeline = pilot.app.screen.query_one(Timeline)
        timeline.action_walk(-1)
        timeline.action_mark()
        timeline.action_walk(-1)
        await settled(pilot)
        assert days(pilot) == ("2024-02", "2024-03")


async def test_early_keys_walk_columns_as_fine_as_the_panel_will_have(tmp_path: Path) -> None:
    months = [f"{year}-{month:02}-05" for year in (2022, 2023, 2024) for month in range(1, 13)]
    records = [
        {"id": day, "title": f"Banjir {day}", "published": day, "text": "Air naik di kampung."}
        for day in months
    ]
    async with open_application(build(tmp_path, records), "banjir") as pilot:
        await press(pilot, "escape")
        browse_of(pilot).action_start("timeline")
        timeline = pilot.app.screen.query_one(Timeline)
        timeline.action_walk(-1)
        timeline.action_mark()
        await settled(pilot)
        assert days(pilot) == ("2024-11", "2024-11")


async def test_shift_and_arrows_stretch_the_range_from_either_end(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "shift+left")
        assert days(pilot) == ("2024-03", "2024-04")
        await press(pilot, "H")
        assert days(pilot) == ("2024-02", "2024-04")
        await press(pilot, "L")
        assert days(pilot) == ("2024-03", "2024-04")
        await press(pilot, "end", "shift+left")
        assert days(pilot) == ("2024-03", "2024-03")


async def test_brackets_set_the_beginning_and_the_end(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "left", "left_square_bracket")
        assert days(pilot) == ("2024-03", "2024-04")
        await press(pilot, "right_square_bracket")
        assert days(pilot) == ("2024-03", "2024-03")
        await press(pilot, "home", "right_square_bracket")
        assert days(pilot) == ("2023-11", "2023-11")


async def test_enter_without_a_range_keeps_the_month_under_the_cursor(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "left", "enter")
        assert days(pilot) == ("2024-03", "2024-03")
        assert total(pilot) == 3


async def test_x_takes_the_range_back_and_t_closes_with_what_is_seen(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        browse_of(pilot).look_at(browse_of(pilot).view.between("2024-03", "2024-03"))
        await press(pilot, "escape", "t", "x")
        assert days(pilot) == (None, None)
        assert total(pilot) == 8
        await press(pilot, "t")
        assert not pilot.app.screen.query(Timeline)
        assert days(pilot) == (None, None)


async def test_columns_become_coarser_and_finer_and_stay_in_their_month(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "left", "down")
        assert "2024 Q1: 4 of 7 articles" in shown(pilot)
        await press(pilot, "down", "space")
        assert days(pilot) == ("2024-01", "2024-12")
        await press(pilot, "up", "up")
        assert "in months" in shown(pilot)
        assert "2024-03: 3 articles" in shown(pilot)


async def test_the_timeline_follows_another_query(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t", "left", "space", "space")
        browse_of(pilot).look_at(View("pasar"))
        await settled(pilot)
        assert "2024-05: 1 of 1 article" in shown(pilot)


async def test_the_timeline_counts_what_another_process_commits(
    index: Path, tmp_path: Path
) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t")
        build(tmp_path, [{"id": "neu", "title": "Banjir", "published": "2024-06-01", "text": "-"}])
        browse_of(pilot).look_again()
        await settled(pilot)
        await press(pilot, "end")
        assert "2024-06: 1 of " in shown(pilot)


async def test_the_mouse_draws_a_range(index: Path) -> None:
    async with open_application(index, "banjir") as pilot:
        await press(pilot, "escape", "t")
        # Six columns of six cells, right of "3 ", inside of border and padding.
        await pilot.mouse_down("#timeline", offset=(2 + 2 + 1, 2))
        await pilot.hover("#timeline", offset=(2 + 2 + 14, 2))
        await settled(pilot)
        assert days(pilot) == ("2023-11", "2024-01")
        await pilot.mouse_up("#timeline", offset=(2 + 2 + 14, 2))
        await pilot.hover("#timeline", offset=(2 + 2 + 20, 2))
        await settled(pilot)
        assert days(pilot) == ("2023-11", "2024-01")
        await pilot.click("#timeline", offset=(2 + 2 + 26, 2))
        assert "2024-03: 3 articles" in shown(pilot)
        assert days(pilot) == ("2023-11", "2024-01")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
async def test_the_hits_stay_visible_above_it(index: Path, size: tuple[int, int]) -> None:
    async with open_application(index, "banjir", size=size) as pilot:
        await press(pilot, "escape", "t")
        screen = shown(pilot).splitlines()
        assert any("Banjir" in line for line in screen)
        assert any("▲" in line for line in screen)
        assert any("2024-04: 1 of 7 articles" in line for line in screen)
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert "2024-04: 1 of 7 articles" in shown(pilot)


async def test_a_result_without_any_date_says_so(tmp_path: Path) -> None:
    folder = build(tmp_path, [{"id": "a", "title": "Kabar", "text": "Air naik di kampung."}])
    async with open_application(folder, "air") as pilot:
        await press(pilot, "escape", "t", "left", "shift+left", "space", "left_square_bracket")
        assert "No article of this result tells its date." in shown(pilot)
        await press(pilot, "enter")
        assert days(pilot) == (None, None)
