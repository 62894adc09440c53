"""Changes: "naik dari kuning ke hijau", "turun ke zona merah", "nilai kepatuhan menurun"."""

from __future__ import annotations

from searchkit.assessments.bands import all_bands
from searchkit.query import ast
from searchkit.query.context import Context
from searchkit.query.cues import Role
from searchkit.query.line import Line
from searchkit.query.meaning import Change, Meaning, facet_values
from searchkit.query.zones import Named, band_at
from searchkit.weights import Weights

_DIRECTIONS: tuple[Change, ...] = ("up", "down")
_BARE: tuple[Role, ...] = ("zone", "category")
_WHICH_OF_TWO: tuple[tuple[Role, bool], ...] = (("from", True), ("to", False))


def read_changes(line: Line, context: Context, weights: Weights) -> list[Meaning]:
    """The changes asked for, left to right.

    A direction without any band must be said of a result; prices rise, too.
    """
    found: list[Meaning] = []
    for at in range(len(line)):
        if not line.free(at):
            continue
        change = next((way for way in _DIRECTIONS if line.phrase(at, way)), None)
        meaning = _change(line, at, change, weights)
        if meaning is None and change and _of_a_result(line, at, context):
            start, end = line.span(at, at + 1)
            node = ast.HasResult(change=change)
            meaning = Meaning(start, end, node, weights.change, change=change)
            line.take(at, at + 1)
        if meaning:
            found.append(meaning)
    return found


def _change(line: Line, at: int, change: Change | None, weights: Weights) -> Meaning | None:
    """The change between bands that begins at token ``at``; its tokens are then taken."""
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    end = last = at + 1 if change else at
    if change is None and (colour := _colour_at(line, at)):
        was, end = colour.names, colour.end
    while end < len(line) and line.free(end):
        step = _step(line, end)
        if step:
            before, band = step
            if (was if before else now) or (before and now):
                break
            if before:
                was = band.names
            else:
                now = band.names
            end = last = band.end
        elif change and line.phrase(end, "change_filler"):
            end += line.phrase(end, "change_filler")
        elif change and not was and not now and (named := band_at(line, end)):
            now, end, last = named.names, named.end, named.end
        else:
            break
    if not (was and now) and not (change and (was or now)):
        return None
    start, stop = line.span(at, last)
    line.take(at, last)
    node = ast.HasResult(
        was=facet_values(was),
        bands=facet_values(now),
        change=None if was and now else change,
    )
    return Meaning(
        start, stop, node, weights.change, bands=now, was=was, change=change or _way(was, now)
    )


def _colour_at(line: Line, at: int) -> Named | None:
    """A zone that a change may begin with: "kuning ke hijau"; a letter says too little."""
    named = band_at(line, at, _BARE)
    return named if named and all(len(name) > 1 for name in named.names) else None


def _step(line: Line, at: int) -> tuple[bool, Named] | None:
    """A band that the words "dari" or "ke" lead to, and whether it is the one before."""
    for role, before in _WHICH_OF_TWO:
        length = line.phrase(at, role)
        named = band_at(line, at + length, _BARE) if length else None
        if named:
            return before, named
    return None


def _of_a_result(line: Line, at: int, context: Context) -> bool:
    """Whether the direction ``at`` is said of a result: "nilai turun", "turun peringkat".

    Right behind the Ombudsman it must not lead on: "Ombudsman turun tangan" is no fall.
    """
    if line.ends_with(at, "judged") or line.phrase(at + 1, "judged"):
        return context.anchored or context.words > 0
    ends = not line.free(at + 1) or line.is_function_word(at + 1)
    return ends and line.ends_with(at, "anchor") > 0


def _way(was: tuple[str, ...], now: tuple[str, ...]) -> Change | None:
    """Up or down between two names of one kind, None where that cannot be told."""
    order = [band.value for band in all_bands()]
    places = [
        [order.index(value) for value in facet_values(names) if value in order]
        for names in (was, now)
    ]
    if not all(places) or min(places[0]) == min(places[1]):
        return None
    return "up" if min(places[1]) < min(places[0]) else "down"
