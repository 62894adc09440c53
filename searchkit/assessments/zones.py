"""Words for zones and categories: colours, letters, qualities and the award's name.

"Tinggi" means three things. *Kualitas tinggi* is category B; *kepatuhan
tinggi* is the name of the award, as good as a green zone; *nilai tertinggi* is
only the highest of a list and no category at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from searchkit.article import Zone
from searchkit.assessments.cues import one_of, openers
from searchkit.assessments.scores import RANGE_MASK
from searchkit.assessments.wording import Wording, lowered
from searchkit.language.numerals import NUMERAL

ZoneKind = Literal["colour", "letter", "quality", "service", "award"]

_AWARDS: dict[str, Zone] = {"tinggi": "hijau", "sedang": "kuning", "rendah": "merah"}
_SHADES = {"muda": "B", "pekat": "A", "tua": "A"}


class ZoneMention(NamedTuple):
    """A zone or category that a text speaks of, ``text[start:end]``.

    ``zone`` is a colour (told, or meant by the award's name), ``category`` a
    letter, a word of quality or one of service ("sangat baik"); one of them is
    None. ``defined`` tells that a range or a meaning follows: the sentence
    explains the zone, it gives none.
    """

    kind: ZoneKind
    zone: Zone | None
    category: str | None
    start: int
    end: int
    defined: bool


def find_zones(
    masked: str | Wording, start: int, end: int, names: Sequence[tuple[int, int]] = ()
) -> list[ZoneMention]:
    """Zones and categories that one sentence gives, in order.

    ``names`` are the stretches that name regions: "Kota Tebing Tinggi" is no
    category, while right behind a name a bare word is one ("X hijau, Y kuning",
    "Z (A)"). Left out are those denied, left behind or only hoped for ("tidak
    ada lagi zona merah", "dari zona merah", "menuju zona hijau") and, in
    sentences about something else that has colours (epidemics, forests), all.
    """
    wording = Wording.of(masked)
    words = wording.words(start, end)
    if words.isdisjoint(ZONE_WORDS):
        return []
    if not words.isdisjoint(_OTHERS) and _of_something_else(wording.lower, start, end):
        return []
    found: list[ZoneMention] = []
    # Where a letter stands alone case matters, and the text is searched as printed.
    lettered = not words.isdisjoint(LETTERS)
    text, patterns = (wording.text, _LETTERED) if lettered else (wording.lower, _UNLETTERED)
    for pattern, needed in patterns:
        if not words.isdisjoint(needed):
            for match in pattern.finditer(text, start, end):
                if not _denied(wording, words, start, match):
                    found += _mentions(match, wording, end)
    for _, name_end in names:
        behind = _BEHIND_NAME.match(wording.text, name_end, end)
        if behind and not any(zone.start < behind.end() and name_end < zone.end for zone in found):
            found += _mentions(behind, wording, end)
    for name_start, name_end in names:
        found = [zone for zone in found if zone.end <= name_start or name_end <= zone.start]
    found.sort(key=_place)
    return found


def _of_something_else(lower: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of other things with colours, and not of compliance, too."""
    other = _OTHER_COLOURS.search(lower, start, end)
    return other is not None and not _COMPLIANCE.search(lower, start, end)


def _mentions(match: re.Match[str], wording: Wording, end: int) -> list[ZoneMention]:
    """What one match tells, by the groups that its pattern has: a colour may bring a letter."""
    at, told_end = match.span()
    behind = wording.lower[told_end : min(end, told_end + _RANGE_WITHIN_CHARS)]
    defined = RANGE_MASK in behind or _EXPLAINED.match(behind) is not None
    told = match.groupdict()
    letter: str | None = told.get("letter")
    if printed := told.get("colour"):
        colour = _COLOURS[lowered(printed)]
        shown = [ZoneMention("colour", colour, None, at, told_end, defined)]
        if shade := told.get("shade"):
            letter = letter or _SHADES[lowered(shade)]
        if letter:
            shown.append(ZoneMention("letter", None, letter, at, told_end, defined))
        return shown
    if letter:
        return [ZoneMention("letter", None, letter, at, told_end, defined)]
    if printed := told.get("quality"):
        quality = lowered(printed)
        named_award = told["compliance"] or lowered(told["noun"]) == "predikat"
        if _OR_ANOTHER.match(wording.lower, told_end) or (named_award and quality in _AWARDS):
            return []
        return [ZoneMention("quality", None, quality, at, told_end, defined)]
    if printed := told.get("service"):
        service = " ".join(lowered(printed).split())
        return [ZoneMention("service", None, service, at, told_end, defined)]
    return [ZoneMention("award", _AWARDS[lowered(told["award"])], None, at, told_end, defined)]


def _place(mention: ZoneMention) -> tuple[int, int]:
    return mention.start, mention.end


def _denied(wording: Wording, words: frozenset[str], start: int, match: re.Match[str]) -> bool:
    """Whether the words around a zone take it away; ``words`` are those of its sentence."""
    at = match.start()
    if _VANISHED.match(wording.lower, match.end()):
        return True
    before, said = _before(wording, words, max(start, at - _DENIED_WITHIN_CHARS), at)
    if wording.text.startswith("yang", at) and _NOBODYS.search(before):
        return True
    if not said.isdisjoint(_NEGATIONS) and _STAYED.search(before):
        return False
    if any(not said.isdisjoint(opening) and pattern.search(before) for pattern, opening in _TAKEN):
        return True
    before, said = _before(wording, words, max(start, at - _HOPED_WITHIN_CHARS), at)
    return not said.isdisjoint(_HOPES) and _HOPED.search(before) is not None


def _before(
    wording: Wording, words: frozenset[str], begin: int, at: int
) -> tuple[str, frozenset[str]]:
    """A window of a sentence in lower case, and the words that may stand in it.

    It may begin inside a word; what is left of that counts as one.
    """
    before = wording.lower[begin:at]
    rest = _FIRST_WORD.match(before)
    return before, words | {rest[0]} if rest else words


# Patterns ---------------------------------------------------------------------------------

_COLOURS: dict[str, Zone] = {"hijau": "hijau", "kuning": "kuning", "merah": "merah"}
_RANGE_WITHIN_CHARS = 45
_DENIED_WITHIN_CHARS = 70
_HOPED_WITHIN_CHARS = 160
_QUOTE = r"[\"“'‘(]?"
LETTERS = frozenset("abcde")
_OTHERS, _OTHER_COLOURS = openers("other_colours"), re.compile(one_of("other_colours"))
_COMPLIANCE = re.compile(r"\b(?:kepatuhan|pelayanan publik)\b")
_COLOUR_WORDS = (
    r"(?:\b(?:zona|zonasi|rapor|raport|rapot|predikat|kategori|katagori|peringkat|level|opini|nilai"
    r"|status|warna|berwarna|berpredikat|berzona)"
    r"(?:\s{1,3}(?:zona|rapor|nilai|warna|berwarna)|\s[a-z]{3,12}\s(?:atau|alias))?"
    r"|\b(?:tertinggi|tinggi|sedang|rendah|terendah)(?=\s\()"
    rf"|{one_of('colour_verbs')}|\b{NUMERAL}(?=\s(?:hijau|kuning|merah)\b[^.;\n]{{0,30}}"
    rf"{one_of('list_openers')}))\s{{1,3}}{_QUOTE}(?P<colour>hijau|kuning|merah)\b"
    r"(?:\s(?P<shade>muda|pekat|tua)\b)?"
)
_COLOUR = re.compile(_COLOUR_WORDS)
_COLOUR_AND_LETTER = re.compile(_COLOUR_WORDS + r"(?:\s(?P<letter>(?-i:[A-E]))\b)?", re.IGNORECASE)
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
)
_SERVICE = re.compile(
    r"\b(?:(?:ber)?(?:kategori|katagori|predikat)|opini|kualifikasi)(?:\s?:\s?|\s{1,3})"
    r"(?:(?:kualitas|pelayanan|publik|penilaian)\s{1,3}){0,2}(?:\([a-z]{1,4}\)\s)?"
    rf"{_QUOTE}(?P<service>sangat\s{{1,2}}baik|baik|cukup|kurang)\b(?!\s(?:baik|puas|dari))",
)
_QUOTED = re.compile(
    r"(?<!predikat\s)(?<!kategori\s)(?<!opini\s)(?<!pelayanan\s)(?<!\)\s)"
    r"[\"“](?P<service>sangat\s{1,2}baik)[\"”]"
)
_AWARD = re.compile(r"\b(?:kepatuhan(?:nya)?|predikat)\s{1,3}(?P<award>tinggi|sedang|rendah)\b")
_OR_ANOTHER = re.compile(
    r"\s{1,3}(?:dan|atau|hingga|maupun|/)\s{1,3}(?:kualitas\s)?(?:tertinggi|tinggi)\b",
)
_DENIED = re.compile(one_of("denials") + r"(?:\s{1,3}[a-z]{1,20}){0,3}\s{1,3}$")
_EXPLAINED = re.compile(r"\s{1,2}(?:untuk|berarti|artinya|bermakna|menandakan)\b")
_VANISHED = re.compile(
    r"\s{1,2}(?:(?:maupun|dan|atau|ataupun|serta)\s(?:zona\s)?(?:hijau|kuning|merah)\s)?(?:sudah\s)?"
    + one_of("vanished")
)
_LEFT = re.compile(r"\bdari\s{1,3}(?:[a-z]{1,20}\s{1,3}){0,1}$")
_HOPED = re.compile(one_of("hopes") + r"[^;\n]*$")
_STAYED = re.compile(
    rf"{one_of('negations')}(?:\s[a-z]{{1,12}}){{0,3}}\s{one_of('leavings')}\s(?:dari\s)?$",
)
_NOBODYS = re.compile(r"\b(?:banyak|sebagian|beberapa|ada)\s$")
_NONE_AT_ALL = re.compile(r"\b(?:tidak|tak|belum|tanpa)\s(?:ada|satu ?pun)\b[^,;]*$")
_FIRST_WORD = re.compile(r"[a-z]+")

# Words of which one must stand in a sentence for a pattern to match in it --------------------

_NEGATIONS, _HOPES = openers("negations"), openers("hopes")
_TAKEN = (
    (_DENIED, openers("denials")),
    (_LEFT, frozenset({"dari"})),
    (_NONE_AT_ALL, frozenset({"tidak", "tak", "belum", "tanpa"})),
)
_COLOUR_NAMES, _LEVELS = frozenset(_COLOURS), frozenset(_AWARDS)
_UNLETTERED = (
    (_COLOUR, _COLOUR_NAMES),
    (_QUALITY, _LEVELS | {"tertinggi", "terendah"}),
    (_SERVICE, frozenset({"baik", "cukup", "kurang"})),
    (_QUOTED, frozenset({"baik"})),
    (_AWARD, _LEVELS),
)
_LETTERED = (
    (_COLOUR_AND_LETTER, _COLOUR_NAMES),
    (_LETTER, LETTERS),
    *((re.compile(each.pattern, re.IGNORECASE), needed) for each, needed in _UNLETTERED[1:]),
)
ZONE_WORDS = frozenset().union(*(needed for _, needed in _LETTERED))
"""Where none of these stands, there is no zone."""
