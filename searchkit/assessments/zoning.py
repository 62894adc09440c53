"""Which region is in which zone: by the heading of its list, or by what follows its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from searchkit.assessments.attachment import dated_behind
from searchkit.assessments.bodies import Body
from searchkit.assessments.cues import one_of
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.passages import Passage
from searchkit.assessments.zones import ZoneMention
from searchkit.language.numerals import NUMERAL, numeral

Topic = Callable[[], Body | None]
Cluster = tuple[ZoneMention, ...]
"""Zone and category words that belong together: "Zona Hijau Kategori A (Kualitas Tertinggi)"."""


class Given(NamedTuple):
    """A zone word and the body it is given to; ``holder`` is where the passage names that body."""

    body: Body
    zone: ZoneMention
    holder: Holder | None = None


@dataclass(frozen=True, slots=True)
class _Mark:
    """A region or a cluster of zone words, in the order of the text."""

    start: int
    end: int
    holder: Holder | None = None
    cluster: Cluster = ()


def attach_zones(
    masked: str,
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
        return [
            Given(holder.body, zone, holder)
            for holder in passage.spoken_of
            if holder.body
            for zone in heading
        ]
    found: list[Given] = []
    last: Body | None = None  # of the clauses before
    for start, end in _clauses(masked, passage):
        marks = _marks(passage, start, end)
        held = [mark.holder for mark in marks if mark.holder]
        if heading and start == passage.start and held and not any(m.cluster for m in marks):
            found += [
                Given(each.body, zone, each) for each in held if each.body for zone in heading
            ]
            continue
        if not held and _REST.match(masked, start):
            named = [*listed, *(each for each in passage.spoken_of if each.start < start)]
            found += _given_to_rest(marks, named, found)
        elif not held and (they := _those_named(masked, start, listed)):
            found += [Given(body, zone) for body in they for zone in _single(marks)]
        elif held:
            found += _given(masked, passage, start, marks)
            last = held[-1].body
        elif last:
            found += _given_to_topic(masked, passage, start, marks, last)
        else:
            found += _given_to_topic(masked, passage, start, marks, topic)
    return found


def _given_to_rest(
    marks: Sequence[_Mark], named: Sequence[Holder], found: Sequence[Given]
) -> list[Given]:
    """Zone words to all of those named who got none, where another of them got one."""
    known = {given.body for given in found}
    if known.isdisjoint(holder.body for holder in named):
        return []
    rest = {holder.body: holder for holder in named if holder.body and holder.body not in known}
    return [Given(body, zone, holder) for body, holder in rest.items() for zone in _single(marks)]


def _those_named(masked: str, start: int, listed: Sequence[Holder]) -> list[Body]:
    """Whom a clause means that begins with "Ketiganya" or "Mereka": as many as named before."""
    pronoun = _THEY.match(masked, start)
    bodies = list(dict.fromkeys(holder.body for holder in listed if holder.body))
    if pronoun is None or len(bodies) < 2:
        return []
    counted = pronoun["count"]
    return bodies if counted is None or numeral(counted) == len(bodies) else []


def _single(marks: Sequence[_Mark]) -> Cluster:
    """The zone words of a clause that gives one result, empty for several."""
    return marks[0].cluster if len(marks) == 1 else ()


def heading_of(passage: Passage) -> Cluster:
    """The zone words that a list after this passage inherits; empty for none or several."""
    colours = {zone.zone for zone in passage.zones if zone.zone}
    categories = {zone.category for zone in passage.zones if zone.category}
    return passage.zones if len(colours) < 2 and len(categories) < 3 else ()


def _clauses(masked: str, passage: Passage) -> Iterator[tuple[int, int]]:
    start = passage.start
    for match in _TURN.finditer(masked, passage.start, passage.end):
        yield start, match.start()
        start = match.start()
    yield start, passage.end


def _marks(passage: Passage, start: int, end: int) -> list[_Mark]:
    """Regions spoken of and clusters of zone words in one clause, in order."""
    marks = [
        _Mark(holder.start, holder.end, holder=holder)
        for holder in passage.holders
        if start <= holder.start < end and (holder.body is None or holder.weight == SPOKEN_OF)
    ]
    marks += [
        _Mark(zone.start, zone.end, cluster=(zone,))
        for zone in passage.zones
        if start <= zone.start < end
    ]
    merged: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        last = merged[-1] if merged else None
        if last and last.cluster and mark.cluster and _one_result(last.cluster, mark.cluster):
            merged[-1] = _Mark(last.start, mark.end, cluster=last.cluster + mark.cluster)
        else:
            merged.append(mark)
    return merged


def _one_result(left: Cluster, right: Cluster) -> bool:
    """Whether two runs of zone words can describe one result: no second colour or letter."""
    for kind in ("colour", "letter", "quality"):
        told = {(zone.zone, zone.category) for zone in left + right if zone.kind == kind}
        if len(told) > 1:
            return False
    return True


def _given(masked: str, passage: Passage, start: int, marks: Sequence[_Mark]) -> Iterator[Given]:
    """Zone words to regions: as headings where the clause begins with them, else from behind.

    From behind they reach every region before them, and those that follow in
    the same enumeration or after "begitu pula". A second zone after another
    year goes to the same region ("2019 zona merah, 2022 zona hijau").
    """
    headed = bool(marks[0].cluster) and _opens(masked, start, marks)
    told: Cluster = marks[0].cluster if headed else ()
    latest: Holder | None = None  # the last to whom a zone was given
    for at, mark in enumerate(marks):
        holder = mark.holder
        if holder is None:
            if (
                latest
                and latest.body
                and marks[at - 1].cluster
                and _in_another_year(masked, passage, marks[at - 1].end, mark)
            ):
                yield from (Given(latest.body, zone) for zone in mark.cluster)
            headed = headed or _opens_list(masked, marks, at)
            told = mark.cluster if headed or latest else told
            continue
        if holder.body is None:
            continue
        behind = _cluster_behind(masked, marks, at)
        if behind and (_close(masked, mark, behind) or not headed):
            if _GIVEN_AWAY.search(masked, mark.end, behind.start) or _but_one(masked, marks, at):
                continue
            if _COUNTED.search(masked, mark.end, behind.start):
                continue
            given = behind.cluster
        elif headed or _goes_on(masked, marks, at, latest):
            given = told
        else:
            continue
        latest = holder
        yield from (Given(holder.body, zone, holder) for zone in given)


def _opens_list(masked: str, marks: Sequence[_Mark], at: int) -> bool:
    """Whether a list of bodies follows on zone words: "… zona hijau, yakni A dan B"."""
    following = marks[at + 1] if at + 1 < len(marks) else None
    if following is None or following.holder is None:
        return False
    return bool(_OPENER.search(masked, marks[at].end, following.start))


def _in_another_year(masked: str, passage: Passage, start: int, mark: _Mark) -> bool:
    """Whether a year stands between an offset and zone words, or right behind these."""
    between = any(start <= year.start < mark.start for year in passage.years)
    return between or dated_behind(masked, passage, mark.end) is not None


def _goes_on(masked: str, marks: Sequence[_Mark], at: int, latest: Holder | None) -> bool:
    """Whether a region behind the last zone words still belongs to them."""
    holder = marks[at].holder
    if holder is None or latest is None:
        return False
    gap = masked[marks[at - 1].end : marks[at].start]
    if _FULL_STOP.search(gap):
        return False
    return holder.group == latest.group >= 0 or bool(_LIKEWISE.search(gap))


def _but_one(masked: str, marks: Sequence[_Mark], at: int) -> bool:
    """Whether what follows is kept for another region: "A, B dan C, hanya D zona hijau"."""
    for mark in marks[at + 1 :]:
        if mark.cluster:
            return False
        if _ONLY.search(masked, max(0, mark.start - 12), mark.start):
            return True
    return False


def _cluster_behind(masked: str, marks: Sequence[_Mark], at: int) -> _Mark | None:
    """The next zone words behind a body, None where those of another stand before them.

    Bodies between are passed over as long as they are listed together.
    """
    for left, mark in pairwise(marks[at:]):
        if mark.cluster:
            return mark
        if mark.holder and _stands_between(mark.holder, marks[at].holder):
            return None
        if not _listed_together(masked, left, mark):
            return None
    return None


def _listed_together(masked: str, left: _Mark, right: _Mark) -> bool:
    """Whether two names stand in one enumeration: no dash or sentence begins between them."""
    if left.holder and right.holder and left.holder.group == right.holder.group >= 0:
        return True
    return not _APART.search(masked, left.end, right.start)


def _stands_between(other: Holder, holder: Holder | None) -> bool:
    """Whether zone words behind ``other`` are its own: it holds nothing, or is of another kind."""
    if other.body is None or holder is None:
        return True
    return (other.institution is None) != (holder.institution is None)


def _opens(masked: str, start: int, marks: Sequence[_Mark]) -> bool:
    """Whether the first zone words of a clause head the regions behind them.

    Words that count bodies do only where they open a list ("tiga daerah zona
    hijau, yakni …").
    """
    first = next(mark for mark in marks if mark.holder)
    last = [mark for mark in marks if mark.cluster and mark.start < first.start][-1]
    gap = masked[last.end : first.start]
    if _OPENER.search(gap):
        return True
    if gap.startswith(",") and _turns_to_another(marks):
        return False
    return len(gap) <= _HEADING_CHARS and not _MANY.search(masked, start, last.start)


def _turns_to_another(marks: Sequence[_Mark]) -> bool:
    """Whether zone words, one body and other zone words follow on each other.

    "Lama di zona kuning, X kini masuk zona hijau": the second are X's.
    """
    shape = [bool(mark.cluster) for mark in marks[:3]]
    return shape == [True, False, True]


def _close(masked: str, holder: _Mark, zone: _Mark) -> bool:
    """Whether zone words stand right behind a region, a score at most between."""
    return bool(_SCORE_AT_MOST.fullmatch(masked[holder.end : zone.start][: _CLOSE_CHARS + 1]))


def _given_to_topic(
    masked: str, passage: Passage, start: int, marks: Sequence[_Mark], topic: Topic | Body
) -> list[Given]:
    """Zone words of a clause that names nobody, where it speaks of one body.

    Several are a history, each with its year.
    """
    zones = [zone for mark in marks for zone in mark.cluster]
    if not marks or any(zone.defined for zone in zones):
        return []
    if len(marks) > 1 and len(_years_told(passage, start, marks)) < len(marks):
        return []
    if _MANY.search(masked, start, marks[-1].end) or _UNNAMED.search(masked, start, marks[0].end):
        return []
    body = topic if isinstance(topic, Body) else topic()
    return [Given(body, zone) for zone in zones] if body else []


def _years_told(passage: Passage, start: int, marks: Sequence[_Mark]) -> set[int]:
    """The years printed from an offset on until shortly behind the last zone words."""
    end = marks[-1].end + _HEADING_CHARS
    return {year.year for year in passage.years if year.year and start <= year.start < end}


def says_the_same(masked: str, passage: Passage) -> bool:
    """Whether a passage passes on the zone of the one before: "… menerima predikat serupa"."""
    return bool(
        _THE_SAME.search(masked, passage.start, passage.end)
        or _ALSO.match(masked, passage.start, passage.end)
    )


def heading_before(masked: str, passages: Sequence[Passage], at: int) -> Cluster:
    """The zone words that a list belongs to by its words: "Kelima daerah itu adalah …".

    Those of the sentence that counted as many bodies, else of the one before;
    empty where passage ``at`` lists nothing.
    """
    passage = passages[at]
    if _OPENS_WITH_LIST.match(masked, passage.start) and passage.spoken_of:
        return heading_of(passages[at - 1]) if at else ()
    reference = _REFERS_BACK.match(masked, passage.start) or _REFERS_WITHIN_SENTENCE.search(
        masked, passage.start, passage.end
    )
    if reference is None or len(passage.spoken_of) < 2:
        return ()
    before = passages[max(0, at - _REFERS_WITHIN) : at]
    counted = numeral(reference["count"] or reference["ordinal"] or "")
    for earlier in reversed(before) if counted else ():
        for match in _COUNT.finditer(masked, earlier.start, earlier.end):
            zones = tuple(zone for zone in earlier.zones if zone.start >= match.start())
            if numeral(match["count"]) == counted and zones:
                return zones if _one_result(zones, ()) else ()
    return heading_of(before[-1]) if before else ()


# Patterns ---------------------------------------------------------------------------------

_HEADING_CHARS = 60
_CLOSE_CHARS = 30
_SCORE_AT_MOST = re.compile(
    r"[\s(*–-]*(?:\d[\d.,]*)?[\s/(,]*(?:(?:di|juga|berada|masuk|dengan|dan|meraih|mendapat)\s+){0,3}",
    re.IGNORECASE,
)
_GIVEN_AWAY = re.compile(one_of("givers"), re.IGNORECASE)
_LIKEWISE = re.compile(one_of("likewise"), re.IGNORECASE)
_FULL_STOP = re.compile(r"[.;]\s")
_BODIES = (
    r"(?:daerah|pemda|pemerintah daerah|kabupaten/kota|kabupaten|kota|provinsi|penerima|instansi)"
)
_REFERS_BACK = re.compile(
    rf"\W{{0,2}}(?:ke(?P<ordinal>{NUMERAL})(?:nya|\s{_BODIES})(?:\s(?:itu|tersebut|ini|dimaksud))?\b"
    rf"|(?P<count>{NUMERAL})\s(?:{_BODIES}\s)?(?:(?:itu|tersebut|ini)\b|yang\sdimaksud\b|dimaksud\b)"
    rf"|mereka\s(?:adalah|ialah|yakni|yaitu)\b|{_BODIES}-{_BODIES}\s(?:itu|tersebut|dimaksud)\b"
    rf"|(?:\w{{1,20}}\s)?penerima\s(?:\w{{1,20}}\s)?(?:itu|tersebut|ini|dimaksud)\b)",
    re.IGNORECASE,
)
_APART = re.compile(r"\s[-–—]\s|\n|[.;]\s")
_COUNTED = re.compile(
    rf"(?<!\bdan\s)(?<!\bserta\s)(?<!\bbersama\s)(?:{NUMERAL}|banyak|sejumlah|beberapa|semua|seluruh)"
    r"\s(?:daerah|kabupaten|kota|pemda|pemkab|pemkot|provinsi|instansi|opd|unit|dinas|polres|kantor"
    r"|kantah|puskesmas|lembaga|kementerian)\b(?!/)",
    re.IGNORECASE,
)
_REFERS_WITHIN = 4
_COUNT = re.compile(rf"\b(?P<count>{NUMERAL})\b", re.IGNORECASE)
_THEY = re.compile(
    rf"(?:\W{{0,2}}(?:ke(?P<count>{NUMERAL})nya|keduanya|mereka|semuanya|seluruhnya)\b)",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"\byang\s(?:\w{1,12}\s)?(?:hijau|kuning|merah)$", re.IGNORECASE)
_OPENS_WITH_LIST = re.compile(
    r"\W{0,2}(?:yaitu|yakni|antara lain|di ?antaranya|masing-masing|meliputi|seperti)\b",
    re.IGNORECASE,
)
_REFERS_WITHIN_SENTENCE = re.compile(
    rf"\bke(?P<ordinal>{NUMERAL})(?:nya|\s[a-z/]{{3,20}}\s(?:itu|tersebut))\s"
    r"(?:adalah|ialah|yaitu|yakni)\b(?P<count>(?!))?",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(?:hanya|cuma|cuman)\s{1,2}$", re.IGNORECASE)
_THE_SAME = re.compile(
    r"\b(?:penghargaan|predikat|kategori|katagori|zona|opini|kualitas|hasil|capaian|prestasi|nilai)"
    r"\s(?:yang\s)?(?:serupa|sama)\b"
    r"|\b(?:menerima|mendapat|mendapatkan|meraih|memperoleh)\s"
    r"(?:predikat|penghargaan|anugerah|zona|kategori|opini)\s(?:itu|tersebut|ini)\b",
    re.IGNORECASE,
)
_ALSO = re.compile(one_of("likewise_openers"), re.IGNORECASE)
_REST = re.compile(one_of("rest"), re.IGNORECASE)
_TURN = re.compile(rf";|{one_of('turns', 'this_year')}", re.IGNORECASE)
_OPENER = re.compile(one_of("list_openers") + "|:", re.IGNORECASE)
_MANY = re.compile(one_of("many"), re.IGNORECASE)
