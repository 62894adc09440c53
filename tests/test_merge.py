"""The merge policy over long histories of commits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.engines.whoosh.merge import GROWTH, Size, to_merge


def after(sizes: list[Size], chosen: list[int]) -> list[Size]:
    """The segments when those chosen have become one, without what was deleted in them."""
    live = sum(sizes[place].live for place in chosen)
    kept = [size for place, size in enumerate(sizes) if place not in chosen]
    return [*kept, Size(live, 0)] if live else kept


@given(st.integers(1, 500), st.integers(50, 1500))
def test_equal_commits_stay_few_segments_and_are_rarely_rewritten(size: int, commits: int) -> None:
    sizes: list[Size] = []
    written = 0
    for _ in range(commits):
        sizes.append(Size(size, 0))
        chosen = to_merge(sizes)
        written += sum(sizes[place].live for place in chosen)
        sizes = after(sizes, chosen)
        assert len(sizes) <= 12
    assert written <= 12 * commits * size


@given(st.lists(st.builds(Size, st.integers(0, 3000), st.integers(0, 3000)), max_size=20))
def test_merging_settles(sizes: list[Size]) -> None:
    for _ in range(20):
        chosen = to_merge(sizes)
        if not chosen:
            break
        sizes = after(sizes, chosen)
    assert not to_merge(sizes)
    assert all(size.deleted <= size.live for size in sizes)


def test_a_small_commit_leaves_a_large_segment_alone() -> None:
    assert to_merge([Size(200_000, 0), Size(100, 0)]) == []
    assert to_merge([Size(200_000, 0), *[Size(100, 0)] * 4]) == [1, 2, 3, 4]
    assert to_merge([Size(100 * (GROWTH + 1) ** n, 0) for n in range(1, 5)]) == []


def test_a_segment_that_is_mostly_deleted_is_rewritten() -> None:
    assert to_merge([Size(1000, 1001)]) == [0]
    assert to_merge([Size(0, 10)]) == [0]
    assert to_merge([Size(1000, 1000)]) == []
