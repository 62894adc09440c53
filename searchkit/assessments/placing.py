"""Which institutions a text speaks of, each with the place it belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence

from searchkit.article import Level
from searchkit.assessments.apposition import says_more
from searchkit.assessments.bodies import Body, everyday_name, printed_place
from searchkit.assessments.cues import one_of
from searchkit.assessments.holder import SPOKEN_OF, Holder
from searchkit.assessments.institutions import Institution, find_institutions
from searchkit.assessments.wording import Wording
from searchkit.language.numerals import NUMERAL
from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention


def place_institutions(
    wording: Wording, mentions: Sequence[Mention]
) -> tuple[list[Holder], Collection[int]]:
    """The institutions of a text, and which mentions are part of their names.

    One that only speaks ("Kepala Dinas X") or served as a means ("melalui
    Dinas X, Dinas Y dan Dinas Z") holds nothing.
    """
    text = wording.text
    starts = [mention.start for mention in mentions]
    spoken_for: set[int] = set()
    found: list[Holder] = []
    left_out: int | None = None  # where the last one ended that holds nothing
    for institution in find_institutions(wording, starts):
        start, end = institution.start, institution.end
        headed = bool(_HEADED.search(text, max(0, start - _BEFORE_CHARS), start))
        gap = text[left_out:start][:_BEFORE_CHARS] if left_out is not None else None
        if headed or (gap is not None and _LISTED.fullmatch(gap)):
            left_out = end
            continue
        if _one_of_many(text, institution):
            continue  # "empat OPD, yaitu Dinas X": those named behind it count
        at = bisect_left(starts, start)
        place: Mention | None = None
        while at < len(mentions) and mentions[at].start <= end + 1:
            place = place or mentions[at]
            spoken_for.add(at)
            end = max(end, mentions[at].end)
            at += 1
        if place is None and at < len(mentions) and _lies_in(text, end, mentions[at]):
            place, end = mentions[at], mentions[at].end
            spoken_for.add(at)
            at += 1
        elif place and (further := _FURTHER_NAME.match(text, end)):
            end = further.end() if institution.own else end
        if place is None:
            end = max(end, institution.run_end)
        body = _body(text, institution, place, end)
        if at < len(mentions) and place and says_more(text, end, place.region, mentions[at]):
            spoken_for.add(at)
            end = max(end, mentions[at].end)
            at += 1
        group = place.group if place else -1
        found.append(Holder(body, start, end, SPOKEN_OF, group, False, institution))
        for member in _bare_members(mentions, at, spoken_for) if place and at else ():
            spoken_for.add(member)
            named = mentions[member]
            body = _body(text, institution, named, named.end)
            found.append(Holder(body, named.start, named.end, SPOKEN_OF, group, False, institution))
    return found, spoken_for


def _lies_in(text: str, end: int, mention: Mention) -> bool:
    """Whether a place says where a unit lies: "Puskesmas X di Kabupaten Y", "X, Kabupaten Y"."""
    named = mention.level in ("kabupaten", "kota")
    return named and _WHERE.fullmatch(text, end, mention.start) is not None


def _one_of_many(text: str, institution: Institution) -> bool:
    """Whether a word for institutions means all or many of them: "dua Polres", "Kantah se-X"."""
    start, end = institution.start, institution.end
    if _MANY.search(text, max(0, start - _BEFORE_CHARS), start) or _OF_ALL.match(text, end):
        return True
    return not institution.has_own_name and _OTHERS.match(text, end) is not None


def _bare_members(mentions: Sequence[Mention], start: int, known: Collection[int]) -> list[int]:
    """Further names of one enumeration, as far as not known: "Polres X, Y dan Z"."""
    members: list[int] = []
    for at in range(start, len(mentions)):
        mention = mentions[at]
        named = mention.level is not None or mention.government
        if mention.group != mentions[start - 1].group or named or at in known:
            break
        members.append(at)
    return members


def _body(text: str, institution: Institution, place: Mention | None, end: int) -> Body | None:
    """The body that an institution is; None where neither name nor place tell which one.

    ``end`` is where its name ends in the text, the place included.
    """
    if place is None:
        return _without_place(text, institution)
    region = place.region or (place.candidates[0] if len(place.candidates) == 1 else None)
    printed = printed_place(place, region) if region else place.candidates[0].base
    entry = institution.office or institution
    key, name = entry.key, f"{entry.name} {printed}"
    if institution.own:
        apart = _WHERE.fullmatch(text, institution.end, place.start) is not None
        leveled = place.level is not None or place.government
        if institution.has_own_name and (apart or leveled):
            name = institution.name
        elif not apart:
            name = " ".join(text[institution.start : end].split())
        further = text[max(place.end, institution.end) : end] if not apart else ""
        kind = institution.name if institution.has_own_name else f"{entry.name}{further}"
        key = " ".join(kind.lower().split())
    key = f"{key}@{region.code if region else printed.lower()}"
    return Body(key, name, _level(institution, placed=True), None, region)


def _without_place(text: str, institution: Institution) -> Body | None:
    if not institution.key:
        return None
    elsewhere = " ".join(text[institution.end : institution.run_end].split())
    if elsewhere:
        key, name = f"{institution.key}@{elsewhere.lower()}", f"{institution.name} {elsewhere}"
        return Body(key, name, _level(institution), None, None)
    return Body(institution.key, institution.name, _level(institution), None, None)


def _level(institution: Institution, *, placed: bool = False) -> Level:
    if institution.kind == "unit":
        return "opd"
    return "kementerian" if institution.kind == "ministry" and not placed else "lembaga"


def place_rest(text: str, holders: Sequence[Holder], about: Region | None) -> list[Holder]:
    """The holders; units and offices without a place get one.

    That of the unit behind them in the same list ("Dinas A, Dinas B dan Dinas C
    Kota X"), else that of the text before them.
    """
    spoken_of = about
    placed: list[Holder] = []
    for holder, listed in zip(holders, _listed_places(text, holders), strict=True):
        if holder.region and holder.weight == SPOKEN_OF:
            spoken_of = holder.region
        spoken_of = holder.units_of or spoken_of
        institution, body = holder.institution, holder.body
        local = institution is not None and institution.kind in ("unit", "office")
        if institution and body and local and body.place is None and "@" not in body.key:
            holder = holder._replace(body=_at(institution, body, listed or spoken_of))
        placed.append(holder)
    return placed


def _listed_places(text: str, holders: Sequence[Holder]) -> list[Region | None]:
    """For each holder the place of the institution that follows it in a list, if any."""
    places: list[Region | None] = []
    following: Holder | None = None
    place: Region | None = None
    for holder in reversed(holders):
        gap = text[holder.end : following.start][:_LINK_CHARS] if following else ""
        if following is None or holder.institution is None or not _LINK.fullmatch(gap):
            place = None
        places.append(place)
        if holder.institution and holder.body and holder.body.place:
            place = holder.body.place
        following = holder
    return places[::-1]


def _at(institution: Institution, body: Body, region: Region | None) -> Body | None:
    if region is None:
        return body if institution.kind == "unit" else None
    name = body.name if institution.own else f"{body.name} {everyday_name(region)}"
    return body._replace(key=f"{body.key}@{region.code}", name=name, place=region)


# Patterns ---------------------------------------------------------------------------------

_BEFORE_CHARS = 24
_HEADED = re.compile(one_of("heads", "means_of") + r"\s{1,2}(?:\w{1,10}\s)?$", re.IGNORECASE)
_MANY = re.compile(
    rf"(?:(?<![\w.,]){NUMERAL}|{one_of('many_institutions')})(?:[ ](?:unit|kantor))?[ ]{{1,2}}$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r"\s{1,2}se-?\s?[A-Z]")
_OTHERS = re.compile(r"\s{1,2}(?:di|lain|lainnya)\s")
_FURTHER_NAME = re.compile(
    r"\s(?:[IVX]{1,4}|\d|Utara|Selatan|Timur|Barat|Tengah|Kota|Kidul|Lor|Wetan|Kulon)\b"
)
_WHERE = re.compile(r"\s?,\s|\sdi\s")
_LINK_CHARS = 16
_LINK = re.compile(r",?\s(?:(?:dan|serta|maupun)\s)?")
_LISTED = re.compile(
    r"[\s,(:]{0,4}(?:(?:dan|serta|maupun|yaitu|yakni)\s{1,2})?(?:\w{1,6}\s)?", re.IGNORECASE
)
