"""In what setting a region is named: going by the words right around the name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from searchkit.regions.cues import cues
from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.spots import Spot
from searchkit.regions.words import Words

Setting = Literal[
    "plain",  # the text speaks of the region or its government
    "person",  # its head: "Bupati X"
    "place",  # where something is or happens: "di X"
    "venue",  # where a ceremony or a statement took place: "di Hotel Y X"
    "dateline",  # the place line at the start of the text
    "parent",  # the province given with a kabupaten or kota: "Kota Y, X"
    "seat",  # a branch of the Ombudsman or a like body: "Perwakilan X"
    "office",  # a national office in the region: "Polres X"
    "comparison",  # named only to compare: "selain X"
    "club",  # a sports club
    "name",  # part of the name of something else: "Universitas X", "Jalan X"
]

_PARTING = frozenset(":—–")  # nothing before one of these is part of a name behind it
_LABEL = "perwakilan"  # stands before a colon and the province: "PERWAKILAN: X"
_REACH = 8  # words looked at before a name
_EVENT_BEFORE, _EVENT_AFTER = 40, 12  # words in which a sentence tells of an event
_TITLE_NAMES = 2  # of them names, in a headline


def setting_of(words: Words, spot: Spot, in_title: bool) -> Setting:
    """The setting of one spot that is no dateline."""
    before = _lowered_before(words, spot.first, _REACH)
    named = _setting_by_name(words, spot, before, in_title)
    if named:
        return named
    if spot.match.head:
        return "person"
    previous = before[0] if before else ""
    if previous in cues("comparison"):
        return "comparison"
    if before[:2] in (["atas", "di"], ["bawah", "di"]):
        return "comparison"
    if previous == "se" and words.gap(spot.first) in ("-", " "):
        return "place"
    return (None if spot.match.government else _location(words, spot, in_title)) or "plain"


def comes_from(words: Words, spot: Spot) -> bool:
    """Whether somebody or something is said to come from the region: "asal (desa) X"."""
    before = _lowered_before(words, spot.first, _REACH)
    near = [word for word in before if word not in cues("place")]
    if near and near[0] == "dari":
        near = near[1:]  # "berasal dari X"
    return bool(near) and near[0] in cues("origin")


def _setting_by_name(
    words: Words, spot: Spot, before: Sequence[str], in_title: bool
) -> Setting | None:
    """The setting where the region is part of a name: of an office, a club, a street.

    ``before`` are the words before it in its sentence, nearest first.
    """
    after = spot.last + 1
    if after < len(words):
        word, gap = words.lowered[after], words.gap(after)
        if gap == "." and word in cues("domain"):
            return "name"
        if gap == " " and words.capitalised(after):
            if word in cues("club_after"):
                return "club"
            if word in cues("name_after"):
                return "name"
    if spot.match.government or spot.match.head:
        return None
    if _naming().isdisjoint(before):
        return "name" if _hyphenated(words, spot.first) else None
    if before and before[0] in cues("club") and spot.match.level is None:
        return "club"
    body = _body_before(before)
    if body == "office":
        return "office"
    provincial = any(region.level == "provinsi" for region in spot.match.candidates)
    if provincial and (body == "branch" or before[:2] == ["di", "perwakilan"]):
        return "seat"
    head = next((word for word in before if word not in cues("name_part")), "")
    if head in cues("name") or head in cues("institution") or _hyphenated(words, spot.first):
        return "name"
    return "name" if not in_title and _in_institution(words, spot.first) else None


@cache
def _naming() -> frozenset[str]:
    """All words that can stand in a name before the region and make it more than a region."""
    return frozenset().union(*map(cues, ("club", "office", "branch", "name", "institution")))


def _lowered_before(words: Words, index: int, count: int) -> list[str]:
    """Up to ``count`` words before a word in its sentence, nearest first, lower case."""
    start = words.sentence_start(index, count)
    if _PARTING.isdisjoint(words.text[words.span(start)[1] : words.span(index)[0]]):
        return words.lowered[start:index][::-1]
    for at in range(index, start, -1):
        marks = _PARTING.intersection(words.gap(at))
        if marks and (marks != {":"} or words.lowered[at - 1] != _LABEL):
            start = at
            break
    return words.lowered[start:index][::-1]


def _body_before(before: Sequence[str]) -> Literal["office", "branch"] | None:
    """The kind of national body whose name the words before a region belong to."""
    for word in before:
        if word in cues("office"):
            return "office"
        if word in cues("branch"):
            return "branch"
        if word not in cues("branch_part"):
            return None
    return None


def _hyphenated(words: Words, first: int) -> bool:
    """Whether a hyphen ties the region to a name before it: "Jawa-X", "OUTLET-X"."""
    if first == 0 or words.gap(first) != "-" or not words.capitalised(first - 1):
        return False
    before = words.lowered[first - 1]
    return before != "se" and before not in gazetteer().names


def _in_institution(words: Words, first: int) -> bool:
    """Whether capitals run from the head of a name to the region: "Universitas Y Z X"."""
    at = first
    while at > 0 and first - at < 4 and words.gap(at) == " ":
        at -= 1
        if not words.capitalised(at):
            return False
        if words.lowered[at] in cues("institution"):
            return True
    return False


def _location(words: Words, spot: Spot, in_title: bool) -> Setting | None:
    """ "venue" or "place" where the name ends a phrase that "di" (or "ke") began.

    Between "di" and the name stand words for places and other names; in a
    headline, where every word may be capitalised, few and without a comma.
    """
    reached = words.lowered[max(0, spot.first - _REACH - 1) : spot.first]
    if "di" not in reached and cues("direction").isdisjoint(reached):
        return None
    venue = False
    names = 0
    at = spot.first
    separators = ("",) if in_title else ("", ",", "/", "-", ".")
    while at > 0 and spot.first - at <= _REACH:
        gap = words.gap(at)
        if gap != " " and (words.breaks_before(at) or gap.strip() not in separators):
            return None
        at -= 1
        word = words.lowered[at]
        if word == "di":
            before = words.lowered[at - 1] if at else ""
            part = before in cues("group") or before in cues("place")  # "167 desa di X"
            of_event = not (in_title or part) and _of_event(words, spot.first)
            return "venue" if of_event or (venue and not spot.match.head) else "place"
        if word in cues("direction") and not names:
            return "place"
        if word in cues("venue"):
            venue = True
        elif word not in cues("place"):
            names += 1
            if words.plain(at)[0].islower() or (in_title and names > _TITLE_NAMES):
                return None
    return None


def _of_event(words: Words, index: int) -> bool:
    """Whether the sentence tells of a ceremony or a statement."""
    around = words.lowered[max(0, index - _EVENT_BEFORE) : index + _EVENT_AFTER]
    if cues("event").isdisjoint(around):
        return False
    start = words.sentence_start(index, _EVENT_BEFORE)
    end = words.sentence_end(index, _EVENT_AFTER)
    return not cues("event").isdisjoint(words.lowered[start:end])
