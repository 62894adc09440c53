"""Who may hold a result in a text: regions, units, ministries, and what stands in their way.

A part of the assessment or another assessment holds nothing, but stands in
the way: a score behind it is its own, never that of the body before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.assessments.apposition import says_more
from searchkit.assessments.bodies import Body, government_of
from searchkit.assessments.cues import one_of, openers, words
from searchkit.assessments.governments import nameless_governments
from searchkit.assessments.holder import COMPARED, PLACED, SPOKEN_OF, Holder
from searchkit.assessments.institutions import Institution
from searchkit.assessments.placing import place_institutions, place_rest
from searchkit.assessments.wording import Wording, matches
from searchkit.regions.gazetteer import Region
from searchkit.regions.mentions import Mention


def find_holders(
    wording: Wording,
    mentions: Sequence[Mention],
    subjects: Sequence[Region],
    about: Region | None,
) -> list[Holder]:
    """All holders of a text, in order. ``mentions`` are those of this text.

    ``subjects`` are the regions the article is about: they decide a shared
    name that nothing else decided. Units that the text gives no place belong
    to the region it spoke of last, else to ``about``.
    """
    text = wording.text
    institutions, spoken_for = place_institutions(wording, mentions)
    holders: list[Holder] = []
    for at, mention in enumerate(mentions):
        if at in spoken_for:
            continue
        if (
            holders
            and holders[-1].body
            and says_more(text, holders[-1].end, holders[-1].region, mention)
        ):
            holders[-1] = holders[-1]._replace(end=mention.end)
        elif holder := _of_mention(wording, mention, subjects):
            holders.append(holder)
    others = [
        Holder(None, *match.span()) for match in matches(_NOBODY, text, wording.starts(_NOBODIES))
    ]
    ordered = sorted([*holders, *institutions, *others], key=lambda each: (each.start, each.end))
    named = nameless_governments(wording, mentions, _without_runs(text, ordered), subjects)
    return place_rest(text, named, about)


def _of_mention(wording: Wording, mention: Mention, subjects: Sequence[Region]) -> Holder | None:
    """The holder that a mention is; None for a venue, a branch, a club, a name."""
    before = wording.lower[max(0, mention.start - _BEFORE_CHARS) : mention.start]
    last = wording.word_before(mention.start)
    if mention.setting == "office" or (last in _UNITS_END and _COLLECTIVE.search(before)):
        nobody = Holder(None, mention.start, mention.end, SPOKEN_OF, mention.group)
        return nobody if mention.setting == "office" else nobody._replace(units_of=mention.region)
    weight = _weight(wording.text, mention, before, last)
    if not weight:
        return None
    region = mention.region
    if region is None:
        known = [candidate for candidate in mention.candidates if candidate in subjects]
        region = known[0] if len(known) == 1 else None
    bare = mention.level is None and not mention.government
    body = government_of(region) if region else None
    return Holder(body, mention.start, mention.end, weight, mention.group, bare)


def _weight(text: str, mention: Mention, before: str, last: str) -> int:
    """The weight of a mention by the words before it, in lower case, of which ``last`` is last."""
    if last in _WHOLES and _WHOLE_OF.search(before):
        return 0
    if mention.level is None and last in ("pemda", "di") and _GOVERNMENTS.search(before):
        return 0
    if mention.setting == "plain":
        return SPOKEN_OF
    if mention.setting == "comparison":
        return COMPARED if _COMPARED_WITH.search(before) else SPOKEN_OF
    if mention.level in ("kabupaten", "kota") and _WHO.match(text, mention.end):
        return SPOKEN_OF
    if mention.setting == "place":
        if _WON_BY.search(before):
            return SPOKEN_OF
        return COMPARED if _COMES_FROM.search(before) else PLACED
    return PLACED if mention.setting == "person" else 0


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
            holder = holder._replace(body=None)
        elif holder.region and holder.bare and (office or unnamed_office):
            holder = _as_office(holder, office)
        left.append(holder)
    return left


def _as_office(holder: Holder, office: Institution | None) -> Holder:
    """A bare name that stands for the office of that place."""
    region = holder.region
    if office is None or region is None:
        return holder._replace(body=None)
    key, name = f"{office.key}@{region.code}", f"{office.name} {region.base}"
    return holder._replace(body=Body(key, name, "lembaga", None, region), institution=office)


# Patterns ---------------------------------------------------------------------------------

_NOBODY = re.compile(
    f"{one_of('other_assessments')}|(?i:{one_of('parts')})(?:[ ][a-z]{{1,15}}){{0,2}}"
)
_NOBODIES = openers("other_assessments", "parts")
_OTHER_ASSESSMENT = re.compile(one_of("other_assessments"))
_WHO = re.compile(r"\s{1,2}yang\b")
_THIS_ASSESSMENT = re.compile(
    r"\b(?:kepatuhan|zona|zonasi|opini|rapor|(?:dari|versi|oleh|penilaian) ombudsman)\b",
    re.IGNORECASE,
)
# The patterns from here on are for what stands before a name, in lower case.
_COLLECTIVE = re.compile(one_of("collective_units") + r"\s{1,2}$")
_UNITS_END = frozenset(phrase.split()[-1] for phrase in words("collective_units"))
_BEFORE_CHARS = 24
_COMPARED_WITH = re.compile(one_of("comparisons") + r"\s{1,2}$")
_WON_BY = re.compile(
    r"\b(?:datang|berasal|dicatat|tercatat|disumbang)\s(?:oleh|dari)\s{1,2}$", re.IGNORECASE
)
_COMES_FROM = re.compile(r"\bdari\s{1,2}$")
_GOVERNMENTS = re.compile(r"\bpemda\s(?:di\s)?$")
_WHOLES = frozenset(
    {"se", "seluruh", "lingkup", "wilayah", "tingkat", "regional", "daerah"}
    | {"kota", "warga", "masyarakat", "di", "provinsi"}
)
"""The last words of what ``_WHOLE_OF`` matches."""
_WHOLE_OF = re.compile(
    r"\b(?:se[- ]?|seluruh\s|lingkup\s|wilayah\s|tingkat\s|regional\s|di\sdaerah\s"
    r"|kabupaten/kota\s|warga\s|masyarakat\s)(?:di\s)?(?:provinsi\s)?$"
)
