"""Institutions: the bodies beside the regions that a text names, units and ministries.

What they are called stands in ``institutions.yaml``. Names are matched with
case: "dinas" in lower case is only a kind of office.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from searchkit.assessments.cues import words
from searchkit.assessments.wording import Wording, matches
from searchkit.data import load_yaml_resource
from searchkit.errors import DataError

Kind = Literal["ministry", "agency", "office", "unit"]


class Entry(NamedTuple):
    """What a phrase names: the ``name`` to show and a ``key`` that all its names share.

    ``longer`` is how many words of its own name may follow ("Puskesmas X",
    "Dinas Pendidikan dan Kebudayaan"); ``own`` tells that it is a name of its
    own, complete without the region that it belongs to.
    """

    kind: Kind
    name: str
    key: str
    longer: int = 0
    own: bool = False


class Institution(NamedTuple):
    """One institution in a text, ``text[start:end]``, without the place behind it.

    ``name`` is how it is shown, ``key`` what all its names share. ``office``
    holds what the same words name where a place follows them ("Kemenag X"),
    None where that makes no difference. ``run_end`` is where capitalised words
    behind an office end, which may name its place ("Polres X").
    """

    kind: Kind
    name: str
    key: str
    own: bool
    start: int
    end: int
    office: Entry | None = None
    run_end: int = 0

    @property
    def has_own_name(self) -> bool:
        """Whether it is named for itself ("Puskesmas X"), not only by its kind ("RSUD")."""
        return self.own and " " in self.name


def find_institutions(text: str | Wording, place_starts: Sequence[int]) -> list[Institution]:
    """All institutions of a text, in order, without overlaps.

    ``place_starts`` are the offsets, ascending, where names of regions begin:
    no institution's name goes on over one.
    """
    wording = Wording.of(text)
    text = wording.text
    found: list[Institution] = []
    end = 0
    for match in matches(_CAPITALISED, text, wording.starts(_first_words())):
        start = match.start()
        phrase = _phrase_at(text, start) if start >= end else None
        if phrase is None:
            continue
        entries = _phrases()[phrase]
        entry = entries[0]
        end = _name_end(text, start + len(phrase), entry, place_starts)
        name = entry.name if not entry.longer else " ".join(text[start:end].split())
        if name in _only_kinds():
            continue
        if name.startswith("Badan ") and _NATIONAL.search(name):
            entry = entry._replace(kind="agency", key=name.lower())
        office = next((other for other in entries if other.kind == "office"), None)
        key = entry.key or ("" if name == phrase else name.lower())
        end = _behind_bracket(text, end)
        if entry.kind == "office":
            end = _behind(_CLASS, text, end)
        run_end = _name_end(text, end, _PLACE, place_starts) if entry.kind == "office" else end
        found.append(Institution(entry.kind, name, key, entry.own, start, end, office, run_end))
        for listed in _listed_ministries(text, found[-1]):
            found.append(listed)
            end = listed.end
    return found


def _phrase_at(text: str, start: int) -> str | None:
    """The longest known phrase that stands here, None where there is none."""
    word = _FIRST_WORD.match(text, start)
    if word is None:
        return None
    opening = word[0].capitalize() if word[0].islower() else word[0]
    ministry = opening == "Kementerian"
    for phrase in _openings().get(opening, ()):
        if text.startswith(phrase, start) or (ministry and _written_small(text, start, phrase)):
            after = text[start + len(phrase) : start + len(phrase) + 1]
            if not after.isalnum() and after != "-":
                return phrase
    return None


def _written_small(text: str, start: int, phrase: str) -> bool:
    """Whether a ministry's name stands here without its capitals."""
    if phrase == "Kementerian":
        return False
    return text[start : start + len(phrase)].lower() == phrase.lower()


def _name_end(text: str, at: int, entry: Entry, place_starts: Sequence[int]) -> int:
    """Where the name that begins with a phrase ends: capitalised words that belong to it."""
    nearest = bisect_left(place_starts, at)
    limit = place_starts[nearest] if nearest < len(place_starts) else len(text)
    for _ in range(entry.longer):
        word = _NEXT_WORD.match(text, at)
        if word is None or word.start("word") >= limit or word["word"] in _no_part():
            break
        if word["and"] and entry.own:
            break
        if _phrase_at(text, word.start("word")):
            break
        at = word.end()
    return _behind_commas(text, at, limit) if entry.longer == _LONGEST_UNIT else at


def _behind_commas(text: str, at: int, limit: int) -> int:
    """Behind the further parts of a name: "Dinas Pendidikan, Pemuda dan Olahraga"."""
    parts = _PARTS.match(text, at, limit)
    if parts is None:
        return at
    starts = (word.start() for word in _CAPITALISED.finditer(text, at, parts.end()))
    return at if any(_phrase_at(text, start) for start in starts) else parts.end()


def _behind_bracket(text: str, end: int) -> int:
    """Behind the abbreviation that may follow a name in brackets."""
    return _behind(_BRACKET, text, end)


def _behind(pattern: re.Pattern[str], text: str, end: int) -> int:
    match = pattern.match(text, end)
    return match.end() if match else end


def _listed_ministries(text: str, first: Institution) -> Iterator[Institution]:
    """Ministries that a list names without the word: "Kementerian X, Y, serta Z"."""
    end = first.end
    while first.kind == "ministry" and (link := _LINK.match(text, end)):
        start = link.end()
        word = _FIRST_WORD.match(text, start)
        names = _short_ministries().get(word[0], ()) if word else ()
        short = next((name for name in names if text.startswith(name, start)), None)
        if short is None:
            return
        end = _behind_bracket(text, start + len(short))
        entry = _phrases()[f"Kementerian {short}"][0]
        yield Institution(entry.kind, entry.name, entry.key, False, start, end)


# Data -------------------------------------------------------------------------------------

_PLACE = Entry("office", "", "", longer=3, own=True)
_LONGEST_UNIT, _LONGEST_OWN, _LONGEST_MINISTRY, _LONGEST_ACRONYM = 8, 4, 6, 4


@cache
def _phrases() -> Mapping[str, tuple[Entry, ...]]:
    """Every known phrase and what it names. Raises DataError for a table that is not valid."""
    table = load_yaml_resource("searchkit.assessments", "institutions.yaml")
    phrases: dict[str, list[Entry]] = {}

    def add(phrase: object, entry: Entry) -> None:
        if not isinstance(phrase, str) or not phrase[:1].isupper():
            raise DataError(f"searchkit.assessments/institutions.yaml: {phrase!r} is no name")
        phrases.setdefault(phrase, []).append(entry)

    kinds: tuple[tuple[str, Kind], ...] = (
        ("ministries", "ministry"),
        ("agencies", "agency"),
        ("offices", "office"),
    )
    for group, kind in kinds:
        for name, others in table[group].items():
            for phrase in (name, *others):
                add(phrase, Entry(kind, name, name.lower()))
    add("Kementerian", Entry("ministry", "", "", longer=_LONGEST_MINISTRY))
    for task, names in table["units"].items():
        for phrase in names:
            longer = _LONGEST_UNIT if " " in phrase else _LONGEST_ACRONYM
            add(phrase, Entry("unit", phrase, task, longer))
    for phrase in table["named_units"]:
        add(phrase, Entry("unit", phrase, "", _LONGEST_OWN, own=True))
    for phrase in table["kinds_of_units"]:
        add(phrase, Entry("unit", phrase, "", _LONGEST_UNIT))
    for phrase in table["kinds_of_agencies"]:
        add(phrase, Entry("agency", phrase, "", _LONGEST_UNIT))
    for phrase in table["nameless_units"]:
        add(phrase, Entry("unit", phrase, "", own=True))
    return {phrase: tuple(entries) for phrase, entries in phrases.items()}


@cache
def _only_kinds() -> frozenset[str]:
    """Words that name a kind of body and, alone, none."""
    table = load_yaml_resource("searchkit.assessments", "institutions.yaml")
    return frozenset(("Kementerian", *table["kinds_of_units"], *table["kinds_of_agencies"]))


@cache
def _openings() -> Mapping[str, tuple[str, ...]]:
    """Known phrases by their first word, longest first."""
    return _by_first_word(_phrases())


@cache
def _first_words() -> frozenset[str]:
    """The words, as ``Wording`` has them, that an institution's name may begin with."""
    return frozenset(_LETTERS.match(word.lower())[0] for word in _openings())  # type: ignore[index]


@cache
def _short_ministries() -> Mapping[str, tuple[str, ...]]:
    """Names of ministries without "Kementerian", by their first word, longest first."""
    prefix = "Kementerian "
    return _by_first_word(
        phrase.removeprefix(prefix) for phrase in _phrases() if phrase.startswith(prefix)
    )


def _by_first_word(phrases: Iterator[str] | Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    openings: dict[str, list[str]] = {}
    for phrase in phrases:
        word = _FIRST_WORD.match(phrase)
        assert word is not None
        openings.setdefault(word[0], []).append(phrase)
    return {word: tuple(sorted(known, key=len, reverse=True)) for word, known in openings.items()}


@cache
def _no_part() -> frozenset[str]:
    """Capitalised words of headlines that end a name ("Dinas Sosial Raih …")."""
    return frozenset(word.capitalize() for word in words("ends_of_names"))


_NATIONAL = re.compile(r" (?:Nasional|Negara|Indonesia|Republik|RI)\b")
_LETTERS = re.compile("[a-z]+")
_FIRST_WORD = re.compile(r"\w+")
_CAPITALISED = re.compile(r"(?:(?<![\w-])|(?<=[A-Z]-))(?:[A-Z]\w*|kementerian(?=\s[a-zA-Z]))")
_NEXT_WORD = re.compile(
    r"[ ](?P<and>(?:dan|serta|&)[ ])?"
    r"(?P<word>(?:[Dd]r|H|Hj|KH|Prof)\.(?=[ ][A-Z])"
    r"|[A-Z][\w'’/-]{0,24}|\d{1,2}(?=[ ][A-Z])|(?<=[a-z][ ])[IVX]{1,4})(?![\w-])"
)
_PARTS = re.compile(
    r",[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,3}(?:,[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,3}){0,2}"
    r",?[ ](?:dan|serta)[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,2}"
)
_BRACKET = re.compile(r"[ ]\([A-Z][\w./ -]{1,20}\)")
_CLASS = re.compile(
    r"[ ](?:Non[ ])?Kelas[ ][\dIVX]{1,3}[AB]?\b(?:[ ](?:[AB]\b|Khusus|(?:Non[ -])?TPI))?"
)
_LINK = re.compile(r",[ ](?:(?:dan|serta)[ ])?|[ ](?:dan|serta)[ ]")
