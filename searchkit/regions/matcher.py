"""Where a text names regions: longest match over words, in one pass.

The text is cut into words once; a word that begins no name costs one look into
a set. Names are looked up by key, so spacing, hyphens and a line break inside
a name do not matter; a blank line ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress, count
from typing import NamedTuple

from searchkit.regions.cues import cues
from searchkit.regions.gazetteer import (
    Gazetteer,
    Name,
    NameKind,
    Prefix,
    Region,
    RegionLevel,
    Use,
    at_level,
    gazetteer,
)
from searchkit.regions.words import Words

_AND = frozenset({"dan", "serta", "maupun"})
_SUFFIXES: dict[str, RegionLevel] = {"kota": "kota", "kabupaten": "kabupaten", "kab": "kabupaten"}
_LONGEST_PREFIX = 3  # words
_PREPOSITION = "di"


class RegionMatch(NamedTuple):
    """One place in a text that names a region, or several that share the name.

    ``text[start:end]`` is the name together with the level words around it,
    ``text[name_start:name_end]`` the name alone. ``level`` is the level that
    the text said, None where it said none; where no region of the name has
    that level, ``candidates`` are those of the other levels. ``government``
    and ``head`` tell "Pemkot X" and "Wali Kota X" from "Kota X". ``together``
    says that the text names all candidates at once ("Kota dan Kabupaten X", "X Raya").
    ``capitalised`` tells whether the name is written with capitals.
    """

    start: int
    end: int
    candidates: tuple[Region, ...]
    level: RegionLevel | None
    government: bool
    kind: NameKind
    capitalised: bool
    name_start: int
    name_end: int
    head: bool = False
    together: bool = False
    use: Use = "any"

    @property
    def common(self) -> bool:
        """Whether the bare name is also an everyday word, or names something else."""
        return self.use != "any"


def match_regions(text: str, any_case: bool = False) -> list[RegionMatch]:
    """All names of regions in ``text``, left to right, none overlapping.

    In running text a name must be capitalised, follow a level word ("kota
    malang"), or stand in a line written wholly in lower case and be no everyday
    word. With ``any_case`` (for queries) every name counts; ``capitalised``
    and ``common`` then leave the decision to the caller.
    """
    return matches_in(Words(text), any_case)


def matches_in(words: Words, any_case: bool = False) -> list[RegionMatch]:
    """``match_regions`` of a text that is cut into words already."""
    places = gazetteer()
    matches: list[RegionMatch] = []
    free = 0  # the first word that no match has taken yet
    for first in _possible(places, words.lowered):
        if first < free:
            continue
        for last, name in _names_at(places, words, first):
            match = _with_level(places, words, first, last, name, free)
            if any_case or _acceptable(words, match):
                matches.append(match)
                free = words.index_at(match.end)
                break
    return matches


def _possible(places: Gazetteer, lowered: list[str]) -> Iterator[int]:
    """The words at which a name can begin: names of their own, or beginnings that go on."""
    names, starts = places.names, places.starts
    for at in compress(count(), map(starts.__contains__, lowered)):
        word = lowered[at]
        if word in names or (at + 1 < len(lowered) and word + lowered[at + 1] in starts):
            yield at


def _names_at(places: Gazetteer, words: Words, first: int) -> list[tuple[int, Name]]:
    """The names that begin at word ``first``, longest first, each with its last word."""
    if words.lowered[first] == _PREPOSITION and not words.plain(first).isupper():
        return []  # "di Yogyakarta" is no "DI Yogyakarta"
    key = ""
    found: list[tuple[int, Name]] = []
    for at in range(first, len(words)):
        if at > first and not _joins(words.gap(at)):
            break
        key += words.lowered[at]
        name = places.names.get(key)
        if name:
            found.append((at, name))
        if key not in places.openings:
            break
    return found[::-1]


def _joins(gap: str, marks: tuple[str, ...] = ("", "-")) -> bool:
    """Whether words on both sides of the gap can belong together: a blank line parts them."""
    return gap.strip() in marks and gap.count("\n") < 2


def _with_level(
    places: Gazetteer, words: Words, first: int, last: int, name: Name, free: int
) -> RegionMatch:
    """The match of a name, widened by the level words before or after it."""
    start, end = words.span(first)[0], words.span(last)[1]
    bare = RegionMatch(
        start=start,
        end=end,
        candidates=name.regions,
        level=None,
        government=False,
        kind=name.kind,
        capitalised=_capitalised(words, first, last),
        name_start=start,
        name_end=end,
        together=name.kind == "area",
        use=name.use,
    )
    if bare.together:
        return bare
    before = _prefix(places, words, first, free)
    if before is None:
        return _with_suffix(places, words, last, bare) if len(name.regions) > 1 else bare
    at, prefix = before
    if prefix.role == "seat":  # the city meant is another one
        return bare
    both = _joined_level(places, words, at, prefix, free)
    together = both is not None and len(name.regions) > 1
    return bare._replace(
        start=words.span(both if both is not None and together else at)[0],
        candidates=at_level(name.regions, None if together else prefix.level) or name.regions,
        level=None if together else prefix.level,
        government=prefix.role == "government",
        head=prefix.role == "head",
        together=together,
    )


def _capitalised(words: Words, first: int, last: int) -> bool:
    """Whether the words of a name begin with capitals.

    After a hyphen or a line break inside the name small letters do, and in the
    points of the compass that end one ("Jawa timur"; not "tengah", which is also
    "in the middle of", nor "Papua barat laut", the north-west of Papua).
    """
    between = last + 1 < len(words) and words.lowered[last + 1] == "laut"
    quarters = frozenset() if between else cues("quarter")
    for at in range(first, last + 1):
        word, gap = words.plain(at), words.gap(at)
        broken = at > first and ("-" in gap or "\n" in gap)
        small = word == "dan" or (at > first and word in quarters)
        if word[0].islower() and not broken and not small:
            return False
    return True


def _prefix(places: Gazetteer, words: Words, first: int, free: int) -> tuple[int, Prefix] | None:
    """The level words right before word ``first``: where they begin, what they mean.

    An abbreviation in brackets between them and the name belongs to them:
    "Pemerintah Kota (Pemkot) X".
    """
    gap = words.gap(first)
    if first > free and gap.startswith(")") and words.gap(first - 1).endswith("("):
        inner = places.prefixes.get(words.lowered[first - 1])
        if inner is None or not _joins(gap, (")",)):
            return None
        outer = _phrase(places, words, first - 1, free, gap="")
        return (outer[0] if outer else first - 1), inner
    return _phrase(places, words, first, free, gap)


def _phrase(
    places: Gazetteer, words: Words, end: int, free: int, gap: str
) -> tuple[int, Prefix] | None:
    """The longest level phrase that ends right before word ``end``."""
    for length in range(_LONGEST_PREFIX, 0, -1):
        at = end - length
        if at < free:
            continue
        prefix = places.prefixes.get("".join(words.lowered[at:end]))
        if prefix is None:
            continue
        inside = all(_joins(words.gap(i), ("", ".")) for i in range(at + 1, end))
        if inside and _joins(gap, ("", ".") if prefix.dotted else ("",)):
            return at, prefix
    return None


def _joined_level(
    places: Gazetteer, words: Words, at: int, prefix: Prefix, free: int
) -> int | None:
    """Where another level word begins that is joined to the one at ``at``.

    "Kabupaten/Kota X", "Pemkot dan Pemkab X": the text means both.
    """
    joint, other = words.gap(at), at - 1
    if other > free and _joins(joint, ("",)) and words.lowered[other] in _AND:
        joint, other = words.gap(other) + "&", other - 1
    if other < free or not _joins(joint, ("/", "&")):
        return None
    first = places.prefixes.get(words.lowered[other])
    if first is None or first.level in (None, prefix.level) or prefix.level is None:
        return None
    return other


def _with_suffix(places: Gazetteer, words: Words, last: int, bare: RegionMatch) -> RegionMatch:
    """The match with a level word after the name: "Blitar Kota", "Blitar (Kota)"."""
    at = last + 1
    if at >= len(words) or not words.capitalised(at):
        return bare
    level = _SUFFIXES.get(words.lowered[at])
    gap = words.gap(at)
    after = words.gap(at + 1)
    bracketed = gap.strip() == "(" and after.startswith(")")
    follows = at + 1 < len(words) and words.lowered[at + 1] in places.starts
    spaced = gap == " " and not (follows and _joins(after))
    if level is None or not (bracketed or spaced):
        return bare
    candidates = at_level(bare.candidates, level)
    if not candidates:
        return bare
    end = words.span(at)[1] + (1 if bracketed else 0)
    return bare._replace(end=end, candidates=candidates, level=level)


def _acceptable(words: Words, match: RegionMatch) -> bool:
    """Whether a match in running text is one, going by how it is written."""
    if match.capitalised or match.level is not None or match.together:
        return True
    return not match.common and words.in_lower_line(match.start)
