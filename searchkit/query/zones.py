"""Zones and categories: "zona hijau", "kategori A", "opini kualitas tertinggi", "rapor merah".

A band's name needs a word that announces it; a colour alone says too little,
except right beside the Ombudsman and its assessment ("ombudsman hijau").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from searchkit.assessments.bands import bands_named
from searchkit.query import ast
from searchkit.query.context import Context, may_be_of_results
from searchkit.query.cues import Role
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Note, facet_values
from searchkit.translation import _
from searchkit.weights import Weights

_ANNOUNCERS: tuple[Role, ...] = ("zone", "category", "quality", "award", "grade")
_COLOURED: tuple[Role, ...] = ("zone",)
_LONGEST_CHAIN = 6  # announcing words before a name: "predikat opini pelayanan publik kualitas …"
_REACH_OF_DENIAL = 6  # words between a denial and what it denies


class Named(NamedTuple):
    """Tokens ``first`` up to ``end`` (not included) name bands, by the names of ``bands_named``."""

    first: int
    end: int
    names: tuple[str, ...]


def find_bands(line: Line) -> Iterator[Named]:
    """The bands that are named with a word that announces them, left to right."""
    at = 0
    while at < len(line):
        named = band_at(line, at)
        if named:
            yield named
        at = named.end if named else at + 1


def band_at(line: Line, at: int, bare: Collection[Role] = ()) -> Named | None:
    """The bands named from token ``at`` on, several where they are joined.

    ``bare`` are roles that need no announcing word here: after "naik dari" a
    colour is a zone without saying so.
    """
    end, roles = _chain(line, at)
    roles |= set(bare)
    if (end == at and not bare) or not line.free(end):
        return None
    names = _names(line.terms[end], roles)
    if not names:
        return None
    end += 1
    while joined := _joined(line, end, roles):
        end, more = joined
        names += more
    return Named(at, end, tuple(dict.fromkeys(names)))


def _chain(line: Line, at: int) -> tuple[int, set[Role]]:
    """The end of the announcing words that begin ``at``, and what they announce."""
    end = at
    roles: set[Role] = set()
    while end - at < _LONGEST_CHAIN and line.free(end):
        said = {role: length for role in _ANNOUNCERS if (length := line.phrase(end, role))}
        between = line.phrase(end, "between") if end > at else 0
        if not said and not between:
            break
        roles.update(said)
        end += max(said.values(), default=between)
    return end, roles


def _names(term: str, roles: Collection[Role]) -> tuple[str, ...]:
    """The bands that a word names where these roles announce it; "a/b" names two."""
    names = [_name(part, roles) for part in term.split("/")]
    return tuple(name for name in names if name) if all(names) else ()


def _name(word: str, roles: Collection[Role]) -> str | None:
    if len(word) == 1:
        lettered = {"zone", "category", "grade"}.intersection(roles)
        return word if lettered and bands_named(f"kategori {word}") else None
    if bands_named(f"zona {word}"):
        return word if {"zone", "category"}.intersection(roles) else None
    if not bands_named(f"kualitas {word}"):
        return None
    if "quality" in roles:
        return word
    if "award" in roles and bands_named(f"kepatuhan {word}"):
        return f"kepatuhan {word}"
    return word if "category" in roles else None


def _joined(line: Line, end: int, roles: Collection[Role]) -> tuple[int, tuple[str, ...]] | None:
    """A further band right after one: "merah dan kuning", "A/B", "hijau kuning"."""
    if not line.free(end):
        return None
    at = end + line.phrase(end, "joint")
    behind, more = _chain(line, at)
    if not line.free(behind):
        return None
    sign = line.gap(end).strip() in (",", "/")
    names = _names(line.terms[behind], {*roles, *more})
    # Right behind, a letter or level may be any word, and what is announced anew is a demand
    # of its own; a colour is neither.
    apart = at > end or sign
    if not names or not (apart or (behind == at and _are_colours(names))):
        return None
    return behind + 1, names


def _are_colours(names: tuple[str, ...]) -> bool:
    return all(bands_named(f"zona {name}") for name in names)


def read_bands(line: Line, context: Context, weights: Weights) -> tuple[list[Meaning], list[Note]]:
    """The bands asked for. Those that the query denies stay words, and a note says so."""
    meanings: list[Meaning] = []
    notes: list[Note] = []
    found = [*find_bands(line)]
    if context.anchored:
        found += _bare_colours(line, {at for band in found for at in range(band.first, band.end)})
    for named in sorted(found):
        if not _worth(line, named, context):
            continue
        start, end = line.span(named.first, named.end)
        denied = _denial(line, named.first)
        if denied == "denied":
            message = _("{words} is denied here and was taken as words").format(
                words=line.text[start:end]
            )
            notes.append(Note(message, start, end))
            continue
        values = facet_values(named.names)
        if denied == "left":
            node: ast.Node = ast.HasResult(was=values)
            meanings.append(Meaning(start, end, node, weights.change, was=named.names))
        else:
            meanings.append(
                Meaning(start, end, ast.InBands(values), weights.band, bands=named.names)
            )
        line.take(named.first, named.end)
    return meanings, notes


def _worth(line: Line, named: Named, context: Context) -> bool:
    """Whether a lone word announces the band well enough.

    A letter after "nilai" is a mark of the assessment only where that is spoken
    of; "kualitas tinggi" is not where it tells of what stands before it ("kopi
    kualitas tinggi").
    """
    first = named.first
    if context.anchored or named.end > first + 2:
        return True
    if line.phrase(first, "grade"):
        return False
    return not line.phrase(first, "quality") or may_be_of_results(line, first)


def _bare_colours(line: Line, known: Collection[int]) -> Iterator[Named]:
    """Colours without an announcing word that say nothing about the word before them."""
    end = 0
    for at in range(len(line)):
        named = band_at(line, at, _COLOURED) if at >= end and at not in known else None
        if named is None or len(line.terms[at]) == 1:
            continue
        if not line.free(at - 1) or line.is_function_word(at - 1) or line.ends_with(at, "anchor"):
            yield named
            end = named.end


def _denial(line: Line, first: int) -> str | None:
    """What the words before a band do to it: "denied", "left", or None.

    Who has not left a zone is still in it.
    """
    leaving = False
    at = first - 1
    while at >= 0 and first - at <= _REACH_OF_DENIAL and line.free(at):
        if line.phrase(at, "leaving"):
            leaving = True
        elif line.phrase(at, "denial"):
            return None if leaving else "denied"
        elif not (line.phrase(at, "denial_filler") or line.phrase(at, "zone")):
            break
        at -= 1
    return "left" if leaving else None
