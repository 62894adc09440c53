"""Which region is in which zone: by the heading of its list, or by what follows its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from searchkit.assessments.bodies import Body
from searchkit.assessments.clauses import Cluster, Mark, clauses, marks_of, single
from searchkit.assessments.cues import one_of
from searchkit.assessments.dated import dated_behind
from searchkit.assessments.holder import Holder
from searchkit.assessments.passages import Passage
from searchkit.assessments.reasons import Why
from searchkit.assessments.references import those_named
from searchkit.assessments.topics import Topic
from searchkit.assessments.zones import ZoneMention
from searchkit.language.numerals import NUMERAL


class Given(NamedTuple):
    """A zone word and the body it is given to, and ``why`` so.

    ``holder`` is where the passage names the body, None where it does not.
    """

    body: Body
    zone: ZoneMention
    why: Why
    holder: Holder | None = None


def attach_zones(
    lower: str,
    passage: Passage,
    heading: Cluster,
    topic: Topic,
    listed: Sequence[Holder] = (),
) -> list[Given]:
    """The zone words of a passage with the bodies they are given to.

    ``heading`` holds the zone words of the line that opened the list that this
    passage belongs to; it counts where the passage has no zone words. Words
    that count bodies ("16 daerah masuk zona hijau") or explain the zones
    belong to nobody. What is said of the others ("selebihnya kuning") goes to
    those named so far, in the passage or before it (``listed``), who got none.
    """
    if not passage.zones:
        return _headed(passage.spoken_of, heading)
    found: list[Given] = []
    last: Body | None = None  # of the clauses before
    waiting: Holder | None = None  # the one named last, who has got no zone yet
    for start, end in clauses(lower, passage):
        marks = marks_of(passage, start, end)
        held = [mark.holder for mark in marks if mark.holder]
        if heading and start == passage.start and held and not any(m.cluster for m in marks):
            found += _headed(held, heading)
        elif not held and _REST.match(lower, start):
            named = [*listed, *(each for each in passage.spoken_of if each.start < start)]
            found += _given_to_rest(marks, named, found)
        elif not held and (they := those_named(lower, start, listed)):
            found += [Given(body, zone, "they") for body in they for zone in single(marks)]
        elif held:
            if waiting and waiting.body and marks[0].cluster and _NOW.match(lower, start):
                found += [Given(waiting.body, zone, "behind", waiting) for zone in marks[0].cluster]
                marks = marks[1:]
            found += _given(lower, passage, start, marks)
            last = held[-1].body
            waiting = held[-1] if not any(mark.cluster for mark in marks) else None
        elif last:
            found += _given_to_topic(lower, passage, start, marks, last)
        else:
            found += _given_to_topic(lower, passage, start, marks, topic)
    return found


def _headed(holders: Sequence[Holder], heading: Cluster) -> list[Given]:
    """The zone words over a list for each of its members."""
    return [
        Given(each.body, zone, "heading", each) for each in holders if each.body for zone in heading
    ]


def _given_to_rest(
    marks: Sequence[Mark], named: Sequence[Holder], found: Sequence[Given]
) -> list[Given]:
    """Zone words to all of those named who got none, where another of them got one."""
    known = {given.body for given in found}
    if known.isdisjoint(holder.body for holder in named):
        return []
    rest = {holder.body: holder for holder in named if holder.body and holder.body not in known}
    return [
        Given(body, zone, "rest", holder) for body, holder in rest.items() for zone in single(marks)
    ]


def _given(lower: str, passage: Passage, start: int, marks: Sequence[Mark]) -> Iterator[Given]:
    """Zone words to regions: as headings where the clause begins with them, else from behind.

    From behind they reach every region before them, and those that follow in
    the same enumeration or after "begitu pula". A second zone after another
    year goes to the same region ("2019 zona merah, 2022 zona hijau").
    """
    headed = bool(marks[0].cluster) and _opens(lower, start, marks)
    told: Cluster = marks[0].cluster if headed else ()
    latest: Holder | None = None  # the last to whom a zone was given
    clusters, kept = _clusters_behind(lower, marks), _kept_for_another(lower, marks)
    why: Why
    for at, mark in enumerate(marks):
        holder = mark.holder
        if holder is None:
            if (
                latest
                and latest.body
                and marks[at - 1].cluster
                and _in_another_year(lower, passage, marks[at - 1].end, mark)
            ):
                yield from (Given(latest.body, zone, "history") for zone in mark.cluster)
            headed = headed or _opens_list(lower, marks, at)
            told = mark.cluster if headed or latest else told
            continue
        if holder.body is None:
            continue
        behind = clusters[at]
        if behind and (_close(lower, mark, behind) or not headed):
            if _GIVEN_AWAY.search(lower, mark.end, behind.start) or kept[at]:
                continue
            if _COUNTED.search(lower, mark.end, behind.start):
                continue
            given, why = behind.cluster, "behind"
        elif headed:
            given, why = told, "heading"
        elif _goes_on(lower, marks, at, latest):
            given, why = told, "listed"
        else:
            continue
        latest = holder
        yield from (Given(holder.body, zone, why, holder) for zone in given)


def _opens_list(lower: str, marks: Sequence[Mark], at: int) -> bool:
    """Whether a list of bodies follows on zone words: "… zona hijau, yakni A dan B"."""
    following = marks[at + 1] if at + 1 < len(marks) else None
    if following is None or following.holder is None:
        return False
    gap = lower[marks[at].end : following.start]
    return bool(_BRACKET_OPENS.search(gap) or _OPENER.search(gap))


def _in_another_year(lower: str, passage: Passage, start: int, mark: Mark) -> bool:
    """Whether a year stands between an offset and zone words, or right behind these."""
    between = any(start <= year.start < mark.start for year in passage.years)
    return between or dated_behind(lower, passage, mark.end) is not None


def _goes_on(lower: str, marks: Sequence[Mark], at: int, latest: Holder | None) -> bool:
    """Whether a region behind the last zone words still belongs to them."""
    holder = marks[at].holder
    if holder is None or latest is None:
        return False
    gap = lower[marks[at - 1].end : marks[at].start]
    if _FULL_STOP.search(gap):
        return False
    return holder.group == latest.group >= 0 or bool(_LIKEWISE.search(gap))


def _kept_for_another(lower: str, marks: Sequence[Mark]) -> list[bool]:
    """Of each mark whether what follows is kept for another: "A, B dan C, hanya D zona hijau"."""
    kept = [False]
    for mark in reversed(marks[1:]):
        only = _ONLY.search(lower, max(0, mark.start - 12), mark.start) is not None
        kept.append(not mark.cluster and (only or kept[-1]))
    return kept[::-1]


def _clusters_behind(lower: str, marks: Sequence[Mark]) -> list[Mark | None]:
    """The next zone words behind each mark, None where those of another stand before them.

    Bodies between are passed over as long as they are listed together.
    """
    found: list[Mark | None] = [None]
    for left, mark in reversed(list(pairwise(marks))):
        if mark.cluster:
            found.append(mark)
        elif mark.holder and _stands_between(mark.holder, left.holder):
            found.append(None)
        else:  # what stands between a body and the zone words, stands between it and the next
            found.append(found[-1] if _listed_together(lower, left, mark) else None)
    return found[::-1]


def _listed_together(lower: str, left: Mark, right: Mark) -> bool:
    """Whether two names stand in one enumeration: no dash or sentence begins between them."""
    if left.holder and right.holder and left.holder.group == right.holder.group >= 0:
        return True
    return not _APART.search(lower, left.end, right.start)


def _stands_between(other: Holder, holder: Holder | None) -> bool:
    """Whether zone words behind ``other`` are its own: it holds nothing, or is of another kind."""
    if other.body is None or holder is None:
        return True
    return (other.institution is None) != (holder.institution is None)


def _opens(lower: str, start: int, marks: Sequence[Mark]) -> bool:
    """Whether the first zone words of a clause head the regions behind them.

    Words that count bodies do only where they open a list ("tiga daerah zona
    hijau, yakni …").
    """
    first = next(mark for mark in marks if mark.holder)
    last = [mark for mark in marks if mark.cluster and mark.start < first.start][-1]
    gap = lower[last.end : first.start]
    if _BRACKET_OPENS.search(gap) or _OPENER.search(gap):
        return True
    if gap.startswith(",") and _turns_to_another(marks):
        return False
    return len(gap) <= _HEADING_CHARS and not _MANY.search(lower, start, last.start)


def _turns_to_another(marks: Sequence[Mark]) -> bool:
    """Whether zone words, one body and other zone words follow on each other.

    "Lama di zona kuning, X kini masuk zona hijau": the second are X's.
    """
    shape = [bool(mark.cluster) for mark in marks[:3]]
    return shape == [True, False, True]


def _close(lower: str, holder: Mark, zone: Mark) -> bool:
    """Whether zone words stand right behind a region, a score at most between."""
    return bool(_SCORE_AT_MOST.fullmatch(lower[holder.end : zone.start][: _CLOSE_CHARS + 1]))


def _given_to_topic(
    lower: str, passage: Passage, start: int, marks: Sequence[Mark], topic: Topic | Body
) -> list[Given]:
    """Zone words of a clause that names nobody, where it speaks of one body.

    Several are a history, each with its year.
    """
    zones = [zone for mark in marks for zone in mark.cluster]
    if not marks or any(zone.defined for zone in zones):
        return []
    if len(marks) > 1 and len(_years_told(passage, start, marks)) < len(marks):
        return []
    if _MANY.search(lower, start, marks[-1].end) or _UNNAMED.search(lower, start, marks[0].end):
        return []
    if _COUNTED_BEHIND.match(lower, marks[-1].end):
        return []
    body = topic if isinstance(topic, Body) else topic()
    return [Given(body, zone, "topic") for zone in zones] if body else []


def _years_told(passage: Passage, start: int, marks: Sequence[Mark]) -> set[int]:
    """The years printed from an offset on until shortly behind the last zone words."""
    end = marks[-1].end + _HEADING_CHARS
    return {year.year for year in passage.years if year.year and start <= year.start < end}


# Patterns ---------------------------------------------------------------------------------

_HEADING_CHARS = 60
_CLOSE_CHARS = 30
_SCORE_AT_MOST = re.compile(
    r"[\s(*–-]*(?:\d[\d.,]*)?[\s/(,]*(?:(?:di|juga|berada|masuk|dengan|dan|meraih|mendapat)\s+){0,3}"
)
_GIVEN_AWAY = re.compile(one_of("givers"))
_LIKEWISE = re.compile(one_of("likewise"))
_FULL_STOP = re.compile(r"[.;]\s")
_APART = re.compile(r"\s[-–—]\s|\n|[.;]\s")
_COUNTED = re.compile(
    rf"(?<!\bdan\s)(?<!\bserta\s)(?<!\bbersama\s)\b(?:(?:ke)?{NUMERAL}|banyak|sejumlah|beberapa|semua|seluruh)"
    r"\s(?:daerah|kabupaten|kota|pemda|pemkab|pemkot|provinsi|instansi|opd|unit|dinas|polres|kantor"
    r"|kantah|puskesmas|lembaga|kementerian)\b(?!/)"
)
_COUNTED_BEHIND = re.compile(
    rf"\s(?:\w{{1,15}}\s){{0,4}}(?:di(?:dapat|raih|peroleh|huni|isi)\s)(?:oleh\s)?{NUMERAL}\s"
)
_UNNAMED = re.compile(r"\byang\s(?:\w{1,12}\s)?(?:hijau|kuning|merah)$")
_ONLY = re.compile(r"\b(?:hanya|cuma|cuman)\s{1,2}$")
_NOW = re.compile(one_of("this_year"))
_REST = re.compile(one_of("rest"))
_BRACKET_OPENS = re.compile(r"\([^()]{0,12}$")
_OPENER = re.compile(one_of("list_openers") + "|:")
_MANY = re.compile(one_of("many") + r"(?!\s(?:ini|itu|tersebut)\b)")
