"""Passages that take their zone from an earlier one: "Kelima daerah itu adalah …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.assessments.bodies import Body
from searchkit.assessments.clauses import MOST_TOGETHER, Cluster, one_result
from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.holder import Holder
from searchkit.assessments.passages import Passage
from searchkit.language.numerals import NUMERAL, numeral


def heading_of(passage: Passage) -> Cluster:
    """The zone words that a list after this passage inherits; empty for none or several."""
    colours = {zone.zone for zone in passage.zones if zone.zone}
    categories = {zone.category for zone in passage.zones if zone.category}
    one = len(colours) < 2 and len(categories) < 3
    return passage.zones[:MOST_TOGETHER] if one else ()


def says_the_same(masked: str, passage: Passage) -> bool:
    """Whether a passage passes on the zone of the one before: "… menerima predikat serupa"."""
    same = not passage.words.isdisjoint(_SAME_WORDS)
    also = not passage.words.isdisjoint(_ALSO_WORDS)
    return bool(
        (same and _THE_SAME.search(masked, passage.start, passage.end))
        or (also and _ALSO.match(masked, passage.start, passage.end))
    )


def heading_before(masked: str, passages: Sequence[Passage], at: int) -> Cluster:
    """The zone words that a list belongs to by its words: "Kelima daerah itu adalah …".

    Those of the sentence that counted as many bodies, else of the one before;
    empty where passage ``at`` lists nothing.
    """
    passage = passages[at]
    if not passage.spoken_of:
        return ()
    if _OPENS_WITH_LIST.match(masked, passage.start):
        return heading_of(passages[at - 1]) if at else ()
    if len(passage.spoken_of) < 2:
        return ()
    reference = _REFERS_BACK.match(masked, passage.start) or _REFERS_WITHIN_SENTENCE.search(
        masked, passage.start, passage.end
    )
    if reference is None:
        return ()
    before = passages[max(0, at - _REFERS_WITHIN) : at]
    counted = numeral(reference["count"] or reference["ordinal"] or "")
    for earlier in reversed(before) if counted else ():
        for match in _COUNT.finditer(masked, earlier.start, earlier.end):
            zones = tuple(zone for zone in earlier.zones if zone.start >= match.start())
            if numeral(match["count"]) == counted and zones:
                return zones if one_result(zones, ()) else ()
    return heading_of(before[-1]) if before else ()


def those_named(masked: str, start: int, listed: Sequence[Holder]) -> list[Body]:
    """Whom a clause means that begins with "Ketiganya" or "Mereka": as many as named before."""
    pronoun = _THEY.match(masked, start)
    bodies = list(dict.fromkeys(holder.body for holder in listed if holder.body))
    if pronoun is None or len(bodies) < 2:
        return []
    counted = pronoun["count"]
    return bodies if counted is None or numeral(counted) == len(bodies) else []


# Patterns ---------------------------------------------------------------------------------

_BODIES = (
    r"(?:daerah|pemda|pemerintah daerah|kabupaten/kota|kabupaten|kota|provinsi|penerima|instansi)"
)
_REFERS_WITHIN = 4
_COUNT = re.compile(rf"\b(?P<count>{NUMERAL})\b", re.IGNORECASE)
_REFERS_BACK = re.compile(
    rf"\W{{0,2}}(?:ke(?P<ordinal>{NUMERAL})(?:nya|\s{_BODIES})(?:\s(?:itu|tersebut|ini|dimaksud))?\b"
    rf"|(?P<count>{NUMERAL})\s(?:{_BODIES}\s)?(?:(?:itu|tersebut|ini)\b|yang\sdimaksud\b|dimaksud\b)"
    rf"|mereka\s(?:adalah|ialah|yakni|yaitu)\b|{_BODIES}-{_BODIES}\s(?:itu|tersebut|dimaksud)\b"
    rf"|(?:\w{{1,20}}\s)?penerima\s(?:\w{{1,20}}\s)?(?:itu|tersebut|ini|dimaksud)\b)",
    re.IGNORECASE,
)
_REFERS_WITHIN_SENTENCE = re.compile(
    rf"\bke(?P<ordinal>{NUMERAL})(?:nya|\s[a-z/]{{3,20}}\s(?:itu|tersebut))\s"
    r"(?:adalah|ialah|yaitu|yakni)\b(?P<count>(?!))?",
    re.IGNORECASE,
)
_OPENS_WITH_LIST = re.compile(
    r"\W{0,2}(?:yaitu|yakni|antara lain|di ?antaranya|masing-masing|meliputi|seperti)\b",
    re.IGNORECASE,
)
_THEY = re.compile(
    rf"(?:\W{{0,2}}(?:ke(?P<count>{NUMERAL})nya|keduanya|mereka|semuanya|seluruhnya)\b)",
    re.IGNORECASE,
)
_THE_SAME = re.compile(
    r"\b(?:penghargaan|predikat|kategori|katagori|zona|opini|kualitas|hasil|capaian|prestasi|nilai)"
    r"\s(?:yang\s)?(?:serupa|sama)\b"
    r"|\b(?:menerima|mendapat|mendapatkan|meraih|memperoleh)\s"
    r"(?:predikat|penghargaan|anugerah|zona|kategori|opini)\s(?:itu|tersebut|ini)\b",
    re.IGNORECASE,
)
_SAME_WORDS = frozenset(
    {"serupa", "sama", "menerima", "mendapat", "mendapatkan", "meraih", "memperoleh"}
)
_ALSO_WORDS = openers("likewise_openers")
_ALSO = re.compile(one_of("likewise_openers"), re.IGNORECASE)
