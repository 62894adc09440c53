"""The clauses of a passage, and what stands in them: bodies, and words for zones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.passages import Passage, begun_within
from searchkit.assessments.zones import ZoneMention

Cluster = tuple[ZoneMention, ...]
"""Zone and category words that belong together: "Zona Hijau Kategori A (Kualitas Tertinggi)"."""

MOST_TOGETHER = 20
"""More zone words in a row only say again what the first of them say."""


class Mark(NamedTuple):
    """A body or a cluster of zone words, in the order of the text."""

    start: int
    end: int
    holder: Holder | None = None
    cluster: Cluster = ()


def clauses(lower: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends: they part at words such as "sedangkan" and "kini"."""
    start = passage.start
    if passage.words.isdisjoint(_TURNS) and lower.find(";", start, passage.end) < 0:
        yield start, passage.end
        return
    for match in _TURN.finditer(lower, passage.start, passage.end):
        yield start, match.start()
        start = match.start()
    yield start, passage.end


def marks_of(passage: Passage, start: int, end: int) -> list[Mark]:
    """Bodies spoken of and clusters of zone words in one clause, in order."""
    marks = [
        Mark(holder.start, holder.end, holder=holder)
        for holder in begun_within(passage.holders, start, end)
        if holder.body is None or holder.weight == SPOKEN_OF
    ]
    marks += [
        Mark(zone.start, zone.end, cluster=(zone,))
        for zone in begun_within(passage.zones, start, end)
    ]
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        last = merged[-1] if merged else None
        if last and last.cluster and mark.cluster and one_result(last.cluster, mark.cluster):
            cluster = (last.cluster + mark.cluster)[:MOST_TOGETHER]
            merged[-1] = Mark(last.start, mark.end, cluster=cluster)
        else:
            merged.append(mark)
    return merged


def one_result(left: Cluster, right: Cluster) -> bool:
    """Whether two runs of zone words can describe one result: no second colour or letter."""
    for kind in ("colour", "letter", "quality"):
        told = {(zone.zone, zone.category) for zone in left + right if zone.kind == kind}
        if len(told) > 1:
            return False
    return True


def single(marks: Sequence[Mark]) -> Cluster:
    """The zone words of a clause that gives one result, empty for several."""
    return marks[0].cluster if len(marks) == 1 else ()


_TURNS = openers("turns", "this_year")
_TURN = re.compile(rf";|{one_of('turns', 'this_year')}")
