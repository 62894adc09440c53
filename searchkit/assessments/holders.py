"""Who may hold a result in a text: regions, and the other bodies that must not lend theirs.

A unit ("Dinas Pendidikan Kota X"), an office of the state ("Polres X"), a
ministry, a part of the assessment or another assessment stands in the way: a
score behind it is its own, never the region's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from searchkit.assessments.cues import one_of
from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention

SPOKEN_OF, COMPARED, PLACED = 3, 2, 1
"""Weights of a region: the sentence speaks of it, compares with it, or only happens there."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A body that may hold a result, ``text[start:end]``.

    ``region`` is None for any other body, which never has a weight of its own.
    ``end`` lies behind a province in apposition ("Kabupaten X, Jawa Timur").
    ``group`` is that of the mention: members of one enumeration share it.
    ``bare`` tells that the text gave the name without a level.
    """

    region: Region | None
    start: int
    end: int
    weight: int = SPOKEN_OF
    group: int = -1
    bare: bool = False


def find_holders(text: str, mentions: Sequence[Mention], subjects: Collection[str]) -> list[Holder]:
    """All holders of a text, in order. ``mentions`` are those of this text.

    ``subjects`` are the codes of the regions the article is about: they decide
    a shared name that nothing else decided.
    """
    others, spoken_for = _other_bodies(text, mentions)
    holders: list[Holder] = []
    for at, mention in enumerate(mentions):
        if at in spoken_for:
            continue
        if mention.setting == "parent" and holders and holders[-1].region:
            holders[-1] = replace(holders[-1], end=mention.end)
        elif holder := _of_mention(text, mention, subjects):
            holders.append(holder)
    ordered = sorted([*holders, *others], key=lambda holder: (holder.start, holder.end))
    return _without_runs(text, ordered)


def _of_mention(text: str, mention: Mention, subjects: Collection[str]) -> Holder | None:
    """The holder that a mention is; None for a venue, a branch, a club, a name."""
    before = text[max(0, mention.start - _BEFORE_CHARS) : mention.start]
    if mention.setting == "office" or _COLLECTIVE.search(before):
        return Holder(None, mention.start, mention.end, SPOKEN_OF, mention.group)
    weight = _weight(mention, before)
    if not weight:
        return None
    region = mention.region
    if region is None:
        known = [candidate for candidate in mention.candidates if candidate.code in subjects]
        region = known[0] if len(known) == 1 else None
    bare = mention.level is None and not mention.government
    return Holder(region, mention.start, mention.end, weight, mention.group, bare)


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


def _other_bodies(text: str, mentions: Sequence[Mention]) -> tuple[list[Holder], Collection[int]]:
    """The other bodies of a text, and which mentions are part of their names.

    A body that only speaks ("Kepala Dinas X") or served as a means ("melalui
    Dinas X, Dinas Y dan Dinas Z") holds nothing.
    """
    starts = [mention.start for mention in mentions]
    spoken_for: set[int] = set()
    found: list[Holder] = []
    left_out: int | None = None  # where the last body ended that holds nothing
    for match in _OTHER.finditer(text):
        headed = _HEADED.search(text, max(0, match.start() - _BEFORE_CHARS), match.start())
        gap = text[left_out : match.start()][:_BEFORE_CHARS] if left_out is not None else None
        if headed or (gap is not None and _LISTED.fullmatch(gap)):
            left_out = match.end()
            continue
        at = bisect_left(starts, match.start())
        end = match.end()
        while at < len(mentions) and mentions[at].start <= end + 1:
            spoken_for.add(at)
            spoken_for.update(_bare_members(mentions, at, spoken_for))
            end = max(end, mentions[at].end)
            at += 1
        found.append(Holder(None, match.start(), end))
    return found, spoken_for


def _bare_members(mentions: Sequence[Mention], part: int, known: Collection[int]) -> Sequence[int]:
    """Further names of one enumeration, as far as not known: "Polres X, Y dan Z"."""
    members: list[int] = []
    for at in range(part + 1, len(mentions)):
        mention = mentions[at]
        named = mention.level is not None or mention.government
        if mention.group != mentions[part].group or named or at in known:
            break
        members.append(at)
    return members


def _without_runs(text: str, holders: Sequence[Holder]) -> list[Holder]:
    """The holders, where a paragraph about other bodies goes on with bare names.

    After "Kantor Pertanahan X dan Y …" the bare names further down the line
    ("Zona kuning: Z") are offices too; after another assessment was named
    ("indeks persepsi …") all results are that one's, until the line comes back
    to this one.
    """
    left: list[Holder] = []
    line_end = offices_from = others_from = -1
    for holder in holders:
        if holder.start >= line_end:
            line_end = text.find("\n", holder.start)
            line_end = len(text) if line_end < 0 else line_end
            offices_from = others_from = -1
        if holder.region is None:
            name = text[holder.start : holder.end]
            if holder.group >= 0 or _OFFICE.match(name):
                offices_from = holder.end
            if _OTHER_ASSESSMENT.match(name):
                others_from = holder.end
        elif not holder.bare:
            offices_from = -1
        if others_from >= 0:
            back = _THIS_ASSESSMENT.search(text, others_from, holder.start)
            others_from = -1 if back else max(others_from, holder.start)
        if holder.region and (others_from >= 0 or (holder.bare and offices_from >= 0)):
            holder = replace(holder, region=None)
        left.append(holder)
    return left


# Patterns ---------------------------------------------------------------------------------

_NAME = r"(?:[ ](?:dan\s|serta\s|&\s|Kelas\s)?\(?[A-Z][\w'’/.-]{0,24}\)?){0,9}"
_OTHER = re.compile(
    f"{one_of('units', 'offices', 'ministries', 'other_assessments')}{_NAME}"
    f"|(?i:{one_of('parts')})(?:[ ][a-z]{{1,15}}){{0,2}}"
)
_OFFICE = re.compile(one_of("offices"))
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
