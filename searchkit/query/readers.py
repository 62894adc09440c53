"""Readers: regions, bands and years in the plain words of a query."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from searchkit.assessments.bands import bands_named
from searchkit.language.analyzer import AnalyzedToken
from searchkit.query import ast
from searchkit.regions.gazetteer import Region
from searchkit.regions.matcher import RegionMatch, match_regions

# Words that announce a band; a colour or grade alone ("hijau") says too little.
_LONGEST_BAND = 4
_JOINTS = ("-", "–", "..", "/")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


class Meaning(NamedTuple):
    """What a stretch of the text, ``text[start:end]``, was read as.

    Exactly one of ``regions``, ``band`` and ``years`` is set. ``node`` is the
    preference that follows from it.
    """

    start: int
    end: int
    node: ast.Node
    regions: tuple[Region, ...] = ()
    band: str | None = None
    years: tuple[int, int] | None = None


class Readings(NamedTuple):
    """The meanings found in a text, in order, and notes on words left as words."""

    meanings: tuple[Meaning, ...]
    notes: tuple[tuple[str, int, int], ...]


def find_meanings(text: str, tokens: list[AnalyzedToken]) -> Readings:
    """Read plain words. Meanings do not overlap: regions go before bands, bands before years."""
    taken: list[Meaning] = []
    notes: list[tuple[str, int, int]] = []
    for match in match_regions(text, any_case=True):
        if _is_trusted(match):
            codes = tuple(region.code for region in match.candidates)
            taken.append(
                Meaning(match.start, match.end, ast.InRegion(codes), regions=match.candidates)
            )
        else:
            name = text[match.start : match.end]
            hint = f'{name} was taken as a word; for the region write wilayah:"{name}"'
            notes.append((hint, match.start, match.end))
    taken += _bands(_free(tokens, taken))
    taken += _years(_free(tokens, taken), text)
    return Readings(tuple(sorted(taken, key=lambda meaning: meaning.start)), tuple(notes))


def holders(tokens: Sequence[AnalyzedToken], meanings: Iterable[Meaning]) -> list[Meaning | None]:
    """For each token, in the order of the text, the meaning that it belongs to."""
    found: list[Meaning | None] = []
    rest = iter(sorted(meanings, key=lambda meaning: meaning.start))
    at = next(rest, None)
    for token in tokens:
        while at is not None and at.end <= token.start:
            at = next(rest, None)
        found.append(at if at is not None and at.start <= token.start else None)
    return found


def _free(tokens: list[AnalyzedToken], taken: list[Meaning]) -> list[AnalyzedToken]:
    held = holders(tokens, taken)
    return [token for token, holder in zip(tokens, held, strict=True) if holder is None]


def _is_trusted(match: RegionMatch) -> bool:
    """Whether a name in a query means the region.

    An everyday word needs a level word or a capital, and a name that mostly
    means something else a level word.
    """
    if match.level is not None or match.use == "any":
        return True
    return match.use == "capitalised" and match.capitalised


def _bands(tokens: list[AnalyzedToken]) -> list[Meaning]:
    found: list[Meaning] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_BAND, len(tokens) - at), 1, -1):
            phrase = tokens[at : at + length]
            bands = bands_named(" ".join(token.term for token in phrase))
            if bands and _adjoin(phrase):
                last = phrase[-1]
                node = ast.InBands(bands)
                found.append(Meaning(phrase[0].start, last.end, node, band=last.term))
                at += length - 1
                break
        at += 1
    return found


def _adjoin(tokens: list[AnalyzedToken]) -> bool:
    return all(b.position == a.position + 1 for a, b in itertools.pairwise(tokens))


def _years(tokens: list[AnalyzedToken], text: str) -> list[Meaning]:
    """Years that stand alone, and two joined to a range ("2021-2023", "2021..2023")."""
    found: list[Meaning] = []
    for group in _unspaced(tokens, text):
        years = [int(t.text) for t in group if len(t.text) == 4 and t.text.isdecimal()]
        if len(years) != len(group) or not all(_FIRST_YEAR <= y <= _LAST_YEAR for y in years):
            continue
        between = text[group[0].end : group[-1].start]
        if len(years) == 1 or (len(years) == 2 and between in _JOINTS):
            first, last = min(years), max(years)
            node = ast.InYears(first, last)
            found.append(Meaning(group[0].start, group[-1].end, node, years=(first, last)))
    places = {token.start: place for place, token in enumerate(tokens)}
    return [_with_announcement(meaning, tokens, places[meaning.start]) for meaning in found]


def _unspaced(tokens: list[AnalyzedToken], text: str) -> Iterator[list[AnalyzedToken]]:
    """Tokens typed without a space between them, together."""
    group: list[AnalyzedToken] = []
    for token in tokens:
        if group and any(c.isspace() for c in text[group[-1].end : token.start]):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _with_announcement(meaning: Meaning, tokens: list[AnalyzedToken], place: int) -> Meaning:
    """A year, ``tokens[place]``, together with the word tahun right before it."""
    if place and tokens[place - 1].term == "tahun" and _adjoin(tokens[place - 1 : place + 1]):
        return meaning._replace(start=tokens[place - 1].start)
    return meaning
