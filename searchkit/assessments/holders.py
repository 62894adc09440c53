"""Who may hold a result in a text: regions, units, ministries, and what stands in their way.

A part of the assessment or another assessment holds nothing, but stands in
the way: a score behind it is its own, never that of the body before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from searchkit.article import Level
from searchkit.assessments.bodies import Body, everyday_name, government_of, printed_place
from searchkit.assessments.cues import one_of
from searchkit.assessments.institutions import Institution, find_institutions
from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention

SPOKEN_OF, COMPARED, PLACED = 3, 2, 1
"""Weights of a region: the sentence speaks of it, compares with it, or only happens there."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A body that may hold a result, ``text[start:end]``.

    ``body`` is None where something stands that holds no result. ``end`` lies
    behind a province in apposition ("Kabupaten X, Jawa Timur"). ``group`` is
    that of the mention: members of one enumeration share it. ``bare`` tells
    that the text gave a region's name without a level. ``institution`` is the
    unit or office that the body is, None for a region.
    """

    body: Body | None
    start: int
    end: int
    weight: int = SPOKEN_OF
    group: int = -1
    bare: bool = False
    institution: Institution | None = None

    @property
    def region(self) -> Region | None:
        """The region whose government this is, None for all others."""
        return self.body.region if self.body else None


def find_holders(
    text: str, mentions: Sequence[Mention], subjects: Sequence[Region], about: Region | None
) -> list[Holder]:
    """All holders of a text, in order. ``mentions`` are those of this text.

    ``subjects`` are the regions the article is about: they decide a shared
    name that nothing else decided. Units that the text gives no place belong
    to the region it spoke of last, else to ``about``.
    """
    institutions, spoken_for = _institutions(text, mentions)
    holders: list[Holder] = []
    for at, mention in enumerate(mentions):
        if at in spoken_for:
            continue
        if mention.setting == "parent" and holders and holders[-1].body:
            holders[-1] = replace(holders[-1], end=mention.end)
        elif holder := _of_mention(text, mention, subjects):
            holders.append(holder)
    others = [Holder(None, *match.span()) for match in _NOBODY.finditer(text)]
    ordered = sorted([*holders, *institutions, *others], key=lambda each: (each.start, each.end))
    return _placed(_without_runs(text, ordered), about)


def _of_mention(text: str, mention: Mention, subjects: Sequence[Region]) -> Holder | None:
    """The holder that a mention is; None for a venue, a branch, a club, a name."""
    before = text[max(0, mention.start - _BEFORE_CHARS) : mention.start]
    if mention.setting == "office" or _COLLECTIVE.search(before):
        return Holder(None, mention.start, mention.end, SPOKEN_OF, mention.group)
    weight = _weight(mention, before)
    if not weight:
        return None
    region = mention.region
    if region is None:
        known = [candidate for candidate in mention.candidates if candidate in subjects]
        region = known[0] if len(known) == 1 else None
    bare = mention.level is None and not mention.government
    body = government_of(region) if region else None
    return Holder(body, mention.start, mention.end, weight, mention.group, bare)


def _weight(mention: Mention, before: str) -> int:
    if _WHOLE_OF.search(before):
        return 0
    if mention.setting == "plain":
        return SPOKEN_OF
    if mention.setting == "comparison":
        return COMPARED if _COMPARED_WITH.search(before) else SPOKEN_OF
    if mention.setting == "place":
        return COMPARED if _COMES_FROM.search(before) else PLACED
    return PLACED if mention.setting == "person" else 0


# Institutions -----------------------------------------------------------------------------


def _institutions(text: str, mentions: Sequence[Mention]) -> tuple[list[Holder], Collection[int]]:
    """The institutions of a text, and which mentions are part of their names.

    One that only speaks ("Kepala Dinas X") or served as a means ("melalui
    Dinas X, Dinas Y dan Dinas Z") holds nothing.
    """
    starts = [mention.start for mention in mentions]
    spoken_for: set[int] = set()
    found: list[Holder] = []
    left_out: int | None = None  # where the last one ended that holds nothing
    for institution in find_institutions(text, starts):
        start, end = institution.start, institution.end
        headed = _HEADED.search(text, max(0, start - _BEFORE_CHARS), start)
        gap = text[left_out:start][:_BEFORE_CHARS] if left_out is not None else None
        if headed or (gap is not None and _LISTED.fullmatch(gap)):
            left_out = end
            continue
        at = bisect_left(starts, start)
        place: Mention | None = None
        while at < len(mentions) and mentions[at].start <= end + 1:
            place = place or mentions[at]
            spoken_for.add(at)
            end = max(end, mentions[at].end)
            at += 1
        group = place.group if place else -1
        body = _body(institution, place)
        found.append(Holder(body, start, end, SPOKEN_OF, group, False, institution))
        for member in _bare_members(mentions, at, spoken_for) if place and at else ():
            spoken_for.add(member)
            named = mentions[member]
            body = _body(institution, named)
            found.append(
                Holder(body, named.start, named.end, SPOKEN_OF, group, False, institution)
            )
    return found, spoken_for


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


def _body(institution: Institution, place: Mention | None) -> Body | None:
    """The body that an institution is; None where neither name nor place tell which one."""
    if place is None:
        return _without_place(institution)
    region = place.region or (place.candidates[0] if len(place.candidates) == 1 else None)
    printed = printed_place(place, region) if region else place.candidates[0].base
    entry = institution.office or institution
    complete = institution.own and (place.level is not None or place.government)
    name = institution.name if complete else f"{entry.name} {printed}"
    key = f"{entry.key}@{region.code if region else printed.lower()}"
    return Body(key, name, _level(institution, placed=True), None, region)


def _without_place(institution: Institution) -> Body | None:
    if not institution.key:
        return None
    return Body(institution.key, institution.name, _level(institution), None, None)


def _level(institution: Institution, *, placed: bool = False) -> Level:
    if institution.kind == "unit":
        return "opd"
    return "kementerian" if institution.kind == "ministry" and not placed else "lembaga"


def _placed(holders: Iterable[Holder], about: Region | None) -> list[Holder]:
    """The holders; units and offices without a place get that of the text before them."""
    spoken_of = about
    placed: list[Holder] = []
    for holder in holders:
        if holder.region and holder.weight == SPOKEN_OF:
            spoken_of = holder.region
        institution, body = holder.institution, holder.body
        local = institution is not None and institution.kind in ("unit", "office")
        if institution and body and local and body.place is None and "@" not in body.key:
            holder = replace(holder, body=_at(institution, body, spoken_of))
        placed.append(holder)
    return placed


def _at(institution: Institution, body: Body, region: Region | None) -> Body | None:
    if region is None:
        return body if institution.kind == "unit" else None
    name = body.name if institution.own else f"{body.name} {everyday_name(region)}"
    return body._replace(key=f"{body.key}@{region.code}", name=name, place=region)


def _without_runs(text: str, holders: Sequence[Holder]) -> list[Holder]:
    """The holders, where a paragraph about other bodies goes on with bare names.

    After "Kantor Pertanahan X dan Y …" the bare names further down the line
    ("Zona kuning: Z") are offices too; after another assessment was named
    ("indeks persepsi …") all results are that one's, until the line comes back
    to this one.
    """
    left: list[Holder] = []
    line_end = others_from = -1
    office: Institution | None = None
    unnamed_office = False
    for holder in holders:
        if holder.start >= line_end:
            line_end = text.find("\n", holder.start)
            line_end = len(text) if line_end < 0 else line_end
            others_from, office, unnamed_office = -1, None, False
        if holder.institution:
            if holder.institution.kind == "office":
                office = holder.institution
        elif holder.body is None:
            unnamed_office = unnamed_office or holder.group >= 0
            if _OTHER_ASSESSMENT.match(text, holder.start, holder.end):
                others_from = holder.end
        elif not holder.bare:
            office, unnamed_office = None, False
        if others_from >= 0:
            back = _THIS_ASSESSMENT.search(text, others_from, holder.start)
            others_from = -1 if back else max(others_from, holder.start)
        if holder.region and others_from >= 0:
            holder = replace(holder, body=None)
        elif holder.region and holder.bare and (office or unnamed_office):
            holder = _as_office(holder, office)
        left.append(holder)
    return left


def _as_office(holder: Holder, office: Institution | None) -> Holder:
    """A bare name that stands for the office of that place."""
    region = holder.region
    if office is None or region is None:
        return replace(holder, body=None)
    key, name = f"{office.key}@{region.code}", f"{office.name} {region.base}"
    return replace(holder, body=Body(key, name, "lembaga", None, region), institution=office)


# Patterns ---------------------------------------------------------------------------------

_NOBODY = re.compile(
    f"{one_of('other_assessments')}|(?i:{one_of('parts')})(?:[ ][a-z]{{1,15}}){{0,2}}"
)
_OTHER_ASSESSMENT = re.compile(one_of("other_assessments"))
_THIS_ASSESSMENT = re.compile(
    r"\b(?:kepatuhan|zona|zonasi|opini|rapor|(?:dari|versi|oleh|penilaian) ombudsman)\b",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(one_of("collective_units") + r"\s{1,2}$", re.IGNORECASE)
_BEFORE_CHARS = 24
_HEADED = re.compile(one_of("heads", "means_of") + r"\s{1,2}(?:\w{1,10}\s)?$", re.IGNORECASE)
_LISTED = re.compile(
    r"[\s,(:]{0,4}(?:(?:dan|serta|maupun|yaitu|yakni)\s{1,2})?(?:\w{1,6}\s)?", re.IGNORECASE
)
_COMPARED_WITH = re.compile(one_of("comparisons") + r"\s{1,2}$", re.IGNORECASE)
_COMES_FROM = re.compile(r"\bdari\s{1,2}$", re.IGNORECASE)
_WHOLE_OF = re.compile(
    r"\b(?:se[- ]?|seluruh\s|lingkup\s|wilayah\s|tingkat\s|regional\s|daerah\s|pemda\s"
    r"|kabupaten/kota\s|warga\s|masyarakat\s)(?:di\s)?(?:provinsi\s)?$",
    re.IGNORECASE,
)
