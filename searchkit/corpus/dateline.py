"""Dateline: the place and the outlet before a report's first sentence ("BLITAR, contoh.id –").

The outlet is told by a domain in the dateline, by the name in its brackets, or
by an agency's or domain's name in the copyright line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from searchkit.corpus.lines import Line
from searchkit.data import load_yaml_resource
from searchkit.errors import DataError
from searchkit.regions.gazetteer import gazetteer

_MAX_CHARS = 90
_MAX_WORDS = 9
_LEADING_LINES = 8
_CLOSING_LINES = 8

_DASH = re.compile(r"\s?[–—]+\s?|\s-{1,3}\s?(?=\S)|--+\s?|(?<=[)])-\s?|(?<=\.com)-\s?")
_WORD = re.compile(r"[A-Z\d][\w.'’|-]{0,40}|[|]|dan|siaran|pers")
_BRACKETS = re.compile(r"\([^()]*\)")
_DOMAIN = re.compile(
    r"(?<![\w@.-])((?:[a-z0-9][a-z0-9-]{1,40}\.){1,3}"
    r"(?:com|id|net|org|co|news|info|tv|press|media|online|site|xyz|my))(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(([^\W\d_][^()\d]{1,30})\)$")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\)|hak cipta)[\s©:]*(?:\d{4}\s*)?(.*)", re.IGNORECASE)
_COPYRIGHT_CHARS = 240
_NAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the start of a line: it ends at ``end``, its dash included."""

    end: int
    outlet: str | None


def dateline_of(line: str) -> Dateline | None:
    """The dateline that a line begins with, None where it begins with none.

    Without an outlet it must look like a place: "Kota A menang - Kota B kalah"
    has a dash but no dateline.
    """
    if not _has_dash(line[:_MAX_CHARS]):
        return None
    dash = _DASH.search(line, 0, _MAX_CHARS)
    if dash is None or dash.end() >= len(line):
        return None
    head = line[: dash.start()].strip()
    words = _BRACKETS.sub(" ", head).replace(",", " ").replace("/", " ").split()
    if not 0 < len(words) <= _MAX_WORDS:
        return None
    if not all(_WORD.fullmatch(word) or _DOMAIN.fullmatch(word) for word in words):
        return None
    domain = _DOMAIN.search(head)
    bracketed = _BRACKETED.search(head)
    outlet = domain[1].lower() if domain else _in_brackets(bracketed) or _signed(head)
    if not head[0].isalnum() or not (outlet or _names_a_place(head, dash[0])):
        return None
    return Dateline(dash.end(), outlet)


def outlet_of(lines: list[Line]) -> str | None:
    """The outlet that signs a text: by its dateline, else by its copyright line."""
    for line in lines[:_LEADING_LINES]:
        found = dateline_of(line.text)
        if found and found.outlet:
            return found.outlet
    for line in lines[-_CLOSING_LINES:]:
        match = _COPYRIGHT.match(line.text[:_COPYRIGHT_CHARS])
        if match and (owner := _agency(match[1]) or _domain(match[1])):
            return owner
    return None


@cache
def agency_words() -> frozenset[str]:
    """The words, in lower case, that agencies are named by where one word names them."""
    return frozenset(begins for begins, _ in _known().agencies if begins.isalpha())


def _has_dash(text: str) -> bool:
    return "-" in text or "–" in text or "—" in text


def _names_a_place(head: str, dash: str) -> bool:
    """Whether a head without an outlet stands before a report, not in the middle of a phrase."""
    if head.isupper():
        return True
    if not dash.startswith((" ", "--")):
        return False
    return "," in head or " " not in head or bool(gazetteer().named(head))


def _signed(head: str) -> str | None:
    """The agency that a part of a dateline between commas is."""
    return next(filter(None, (_agency(part.strip()) for part in head.split(","))), None)


def _in_brackets(match: re.Match[str] | None) -> str | None:
    """The outlet that a bracketed name is; regions and press offices are none."""
    if match is None:
        return None
    name = " ".join(match[1].split())
    if agency := _agency(name):
        return agency
    if len(name.split()) > _NAME_WORDS or name.lower() in _known().offices:
        return None
    return None if gazetteer().named(name) else name


def _domain(text: str) -> str | None:
    match = _DOMAIN.search(text)
    return match[1].lower() if match else None


def _agency(name: str) -> str | None:
    lowered = name.lower()
    for begins, agency in _known().agencies:
        if lowered.startswith(begins) and not lowered[len(begins) : len(begins) + 1].isalnum():
            return agency
    return None


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of outlets.yaml: beginnings with their agency, and press offices."""

    agencies: tuple[tuple[str, str], ...]
    offices: frozenset[str]


@cache
def _known() -> _Known:
    """Raises DataError where outlets.yaml is not valid."""
    table = load_yaml_resource("searchkit.corpus", "outlets.yaml")
    try:
        return _Known(
            tuple(
                (begins, entry["name"]) for entry in table["agencies"] for begins in entry["begins"]
            ),
            frozenset(table["offices"]),
        )
    except (TypeError, KeyError) as error:
        raise DataError("searchkit.corpus/outlets.yaml: expected agencies and offices") from error
