"""Words for zones and categories: colours, letters, qualities and the award's name.

"Tinggi" means three things. *Kualitas tinggi* is category B; *kepatuhan
tinggi* is the name of the award, as good as a green zone; *nilai tertinggi* is
only the highest of a list and no category at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from searchkit.article import Zone
from searchkit.assessments.cues import one_of
from searchkit.assessments.scores import RANGE_MASK
from searchkit.language.numerals import NUMERAL

ZoneKind = Literal["colour", "letter", "quality", "service", "award"]

_AWARDS: dict[str, Zone] = {"tinggi": "hijau", "sedang": "kuning", "rendah": "merah"}
_SHADES = {"muda": "B", "pekat": "A", "tua": "A"}


@dataclass(frozen=True, slots=True)
class ZoneMention:
    """A zone or category that a text speaks of, ``text[start:end]``.

    ``zone`` is a colour (told, or meant by the award's name), ``category`` a
    letter, a word of quality or one of service ("sangat baik"); one of them is
    None. ``defined`` tells that a
    range or a meaning follows: the sentence explains the zone, it gives none.
    """

    kind: ZoneKind
    zone: Zone | None
    category: str | None
    start: int
    end: int
    defined: bool


def find_zones(
    masked: str, start: int, end: int, names: Sequence[tuple[int, int]] = ()
) -> list[ZoneMention]:
    """Zones and categories that one sentence gives, in order.

    ``names`` are the stretches that name regions: "Kota Tebing Tinggi" is no
    category, while right behind a name a bare word is one ("X hijau, Y kuning",
    "Z (A)"). Left out are those denied, left behind or only hoped for ("tidak
    ada lagi zona merah", "dari zona merah", "menuju zona hijau") and, in
    sentences about something else that has colours (epidemics, forests), all.
    """
    if _OTHER_COLOURS.search(masked, start, end):
        return []
    found: list[ZoneMention] = []
    for pattern in (_COLOUR, _LETTER, _QUALITY, _SERVICE, _AWARD):
        for match in pattern.finditer(masked, start, end):
            if not _denied(masked, start, match):
                found.extend(_mentions(match, masked, end))
    for _, name_end in names:
        behind = _BEHIND_NAME.match(masked, name_end, end)
        if behind and not any(zone.start < behind.end() and name_end < zone.end for zone in found):
            found.extend(_mentions(behind, masked, end))
    found = [zone for zone in found if not any(a < zone.end and zone.start < b for a, b in names)]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _mentions(match: re.Match[str], masked: str, end: int) -> list[ZoneMention]:
    told = match.groupdict()
    behind = masked[match.end() : min(end, match.end() + _RANGE_WITHIN_CHARS)]
    defined = RANGE_MASK in behind or _EXPLAINED.match(behind) is not None

    def mention(kind: ZoneKind, zone: Zone | None, category: str | None) -> ZoneMention:
        return ZoneMention(kind, zone, category, match.start(), match.end(), defined)

    if colour := told.get("colour"):
        zone: Zone = _COLOURS[colour.lower()]
        letter = told.get("letter") or _SHADES.get((told.get("shade") or "").lower())
        shown = [mention("colour", zone, None)]
        return [*shown, mention("letter", None, letter)] if letter else shown
    if letter := told.get("letter"):
        return [mention("letter", None, letter)]
    if quality := told.get("quality"):
        named_award = told["compliance"] or told["noun"].lower() == "predikat"
        if _OR_ANOTHER.match(masked, match.end()) or (named_award and quality.lower() in _AWARDS):
            return []
        return [mention("quality", None, quality.lower())]
    if service := told.get("service"):
        return [mention("service", None, " ".join(service.lower().split()))]
    return [mention("award", _AWARDS[told["award"].lower()], None)]


def _denied(masked: str, start: int, match: re.Match[str]) -> bool:
    if _VANISHED.match(masked, match.end()):
        return True
    at = match.start()
    before = masked[max(start, at - _DENIED_WITHIN_CHARS) : at]
    if _NOBODYS.search(before) and match[0].startswith("yang"):
        return True
    if _STAYED.search(before):
        return False
    if _DENIED.search(before) or _LEFT.search(before) or _NONE_AT_ALL.search(before):
        return True
    return bool(_HOPED.search(masked[max(start, at - _HOPED_WITHIN_CHARS) : at]))


# Patterns ---------------------------------------------------------------------------------

_COLOURS: dict[str, Zone] = {"hijau": "hijau", "kuning": "kuning", "merah": "merah"}
_RANGE_WITHIN_CHARS = 45
_DENIED_WITHIN_CHARS = 70
_HOPED_WITHIN_CHARS = 160
_QUOTE = r"[\"“'‘(]?"
_OTHER_COLOURS = re.compile(one_of("other_colours"), re.IGNORECASE)
_COLOUR = re.compile(
    r"(?:\b(?:zona|zonasi|rapor|raport|rapot|predikat|kategori|katagori|peringkat|level|opini|nilai"
    r"|status|warna|berwarna|berpredikat|berzona)"
    r"(?:\s{1,3}(?:zona|rapor|nilai|warna|berwarna)|\s[a-z]{3,12}\s(?:atau|alias))?"
    rf"|{one_of('colour_verbs')}|\b{NUMERAL}(?=\s(?:hijau|kuning|merah)\b[^.;\n]{{0,30}}"
    rf"{one_of('list_openers')}))\s{{1,3}}{_QUOTE}(?P<colour>hijau|kuning|merah)\b"
    r"(?:\s(?P<shade>muda|pekat|tua)\b)?(?:\s(?P<letter>(?-i:[A-E]))\b)?",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(
    r"\s{1,2}(?:(?:yang|juga|masih|bahkan|malah|tetap)\s){0,2}(?P<colour>hijau|kuning|merah)\b"
    r"|\s{1,2}(?P<service>sangat\sbaik|baik|cukup|kurang)(?=[.,;]|$)"
    r"|\s{1,2}(?:yang\s)?[(]?(?P<letter>(?-i:[A-E]))(?=[),;”\"]|\.?$)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    rf"(?:\b(?:zona|zonasi|kategori|katagori|grade|nilai|predikat|opini|kualitas|kualitasnya)\s{{1,3}}{_QUOTE}"
    r"|\b(?:naik|turun|meningkat|menurun|bertahan)\s(?:(?:dari\s[A-E]\s)?(?:menjadi|jadi|ke|di)\s)"
    r"|\b(?:kategori|katagori)\s?:\s?|(?<=\s)\()(?P<letter>(?-i:[A-E]))(?![\w'’-])(?!\.[A-Z])",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(?P<noun>kualitas|opini|kategori|katagori|predikat)(?:\s?:\s?|\s{1,3})"
    r"(?:(?:kualitas|opini|pelayanan|publik|kategori)\s{1,3}){0,3}(?P<compliance>kepatuhan\s{1,3})?"
    rf"{_QUOTE}(?P<quality>tertinggi|terendah|tinggi|sedang|rendah)\b",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"\b(?:(?:ber)?(?:kategori|katagori|predikat)|opini|kualifikasi)(?:\s?:\s?|\s{1,3})"
    r"(?:(?:kualitas|pelayanan|publik|penilaian)\s{1,3}){0,2}"
    rf"{_QUOTE}(?P<service>sangat\s{{1,2}}baik|baik|cukup|kurang)\b(?!\s(?:baik|puas|dari))",
    re.IGNORECASE,
)
_AWARD = re.compile(
    r"\b(?:kepatuhan(?:nya)?|predikat)\s{1,3}(?P<award>tinggi|sedang|rendah)\b", re.IGNORECASE
)
_OR_ANOTHER = re.compile(
    r"\s{1,3}(?:dan|atau|hingga|maupun|/)\s{1,3}(?:kualitas\s)?(?:tertinggi|tinggi)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(one_of("denials") + r"(?:\s{1,3}[a-z]{1,20}){0,3}\s{1,3}$", re.IGNORECASE)
_EXPLAINED = re.compile(r"\s{1,2}(?:untuk|berarti|artinya|bermakna|menandakan)\b", re.IGNORECASE)
_VANISHED = re.compile(r"\s{1,2}(?:sudah\s)?" + one_of("vanished"), re.IGNORECASE)
_LEFT = re.compile(r"\bdari\s{1,3}(?:[a-z]{1,20}\s{1,3}){0,1}$", re.IGNORECASE)
_HOPED = re.compile(one_of("hopes") + r"[^;\n]*$", re.IGNORECASE)
_STAYED = re.compile(
    rf"{one_of('negations')}(?:\s[a-z]{{1,12}}){{0,3}}\s{one_of('leavings')}\s(?:dari\s)?$",
    re.IGNORECASE,
)
_NOBODYS = re.compile(r"\b(?:banyak|sebagian|beberapa|ada)\s$", re.IGNORECASE)
_NONE_AT_ALL = re.compile(r"\b(?:tidak|tak|belum)\s(?:ada|satu ?pun)\b[^,;]*$", re.IGNORECASE)
