"""Places: the regions that a query names, however it writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.query import ast
from searchkit.query.context import Context
from searchkit.query.line import Line
from searchkit.query.meaning import Meaning, Note
from searchkit.query.zones import find_bands
from searchkit.regions.gazetteer import gazetteer
from searchkit.regions.matcher import RegionMatch, match_regions
from searchkit.translation import _
from searchkit.weights import Weights

_DOTTED = re.compile(r"\b([^\W\d_]+)\.(?=\s)")


def read_places(line: Line, context: Context, weights: Weights) -> tuple[list[Meaning], list[Note]]:
    """The regions asked for; a note for each name that was left a word."""
    matches = _narrowed(line, match_regions(_undotted(line.text), any_case=True))
    sure = {match for match in matches if _is_sure(line, match)}
    named = {
        code
        for match in sure
        for region in match.candidates
        for code in (region.code, region.province_code)
    }
    assessed = context.anchored or any(True for _ in find_bands(line))
    alone = _nothing_else(line, matches)
    meanings: list[Meaning] = []
    notes: list[Note] = []
    for match in matches:
        near = any(
            code in named for each in match.candidates for code in (each.code, each.province_code)
        )
        if match in sure or assessed or near or alone:
            meanings.append(_meaning(match, weights))
            line.take_span(match.start, match.end)
        else:
            name = line.text[match.start : match.end]
            message = _('{name} was taken as a word; for the region write wilayah:"{name}"').format(
                name=name
            )
            notes.append(Note(message, match.start, match.end))
    return meanings, notes


def _narrowed(line: Line, matches: Sequence[RegionMatch]) -> Sequence[RegionMatch]:
    """A query that is nothing but the full name of one region means that one alone.

    "di yogyakarta" is the province; behind other words "di" is where something is.
    """
    whole = gazetteer().named(line.text)
    if len(matches) == len(whole) == 1 and whole[0] in matches[0].candidates:
        start, end = line.span(0, len(line))
        return [matches[0]._replace(start=start, end=end, candidates=whole)]
    return matches


def _undotted(text: str) -> str:
    """The text, equally long, without the full stop of a level word: "Pemkab. X"."""
    prefixes = gazetteer().prefixes
    return _DOTTED.sub(lambda m: f"{m[1]} " if m[1].lower() in prefixes else m[0], text)


def _is_sure(line: Line, match: RegionMatch) -> bool:
    """Whether a name means the region whatever else the query says.

    An everyday word needs a level word, a capital, or a word of place before
    and nothing that goes on behind it ("di malang"); a name that mostly means
    something else needs a level word. Without them the rest of the query must
    speak for the region.
    """
    at = line.index_at(match.start)
    ordinary = not match.capitalised and line.phrase(at, "ordinary") > 0
    if match.level is not None or (match.use == "any" and not ordinary):
        return True
    if match.use == "context":
        return False
    return match.capitalised or _stands_as_place(line, at, match.end)


def _stands_as_place(line: Line, at: int, end: int) -> bool:
    behind = line.index_at(end)
    ends = behind == len(line) or line.is_function_word(behind)
    return line.phrase(at - 1, "place") > 0 and (ends or line.tokens[behind].why == "number")


def _nothing_else(line: Line, matches: Sequence[RegionMatch]) -> bool:
    """Whether names, years and small words are all there is: nothing else is asked for then."""
    others = line.copy()
    for match in matches:
        others.take_span(match.start, match.end)
    return all(
        token.why == "number" or line.phrase(at, "year_noun") or line.is_function_word(at)
        for at, token in enumerate(line.tokens)
        if others.free(at)
    )


def _meaning(match: RegionMatch, weights: Weights) -> Meaning:
    """A level word before a province means its regions: "kabupaten jatim"."""
    regions = match.candidates
    apart = match.level not in (None, "provinsi") and regions[0].level == "provinsi"
    return Meaning(
        match.start,
        match.end,
        ast.InRegion(tuple(region.code for region in regions)),
        weights.seat if match.kind == "seat" and match.level is None else weights.region,
        regions=regions,
        levels=(str(match.level),) if apart else (),
    )
