"""Whether a name that is also a word, or the name of something else, is a region here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from searchkit.regions.enumerations import enumerations
from searchkit.regions.spots import Spot
from searchkit.regions.words import Words

_FEWEST_SURE = 2  # members that make an enumeration one of regions


def trusted_spots(
    texts: Sequence[tuple[Words, Sequence[Spot]]], sure: Iterable[Spot]
) -> list[list[Spot]]:
    """The spots of each text without those that are likely something else.

    A name that is also an everyday word, or the name of something else, needs
    evidence: a level word before it, a capital where running text has none
    ("capitalised" names only), an enumeration of regions around it, or another
    mention of its region or province. The spots in ``sure`` need none. The
    first text is the headline, where capitals prove nothing.
    """
    certain = {id(spot) for spot in sure}
    named: set[str] = set()  # codes of regions and provinces that are certain
    doubtful: set[int] = set()
    for number, (words, spots) in enumerate(texts):
        for spot in spots:
            if id(spot) not in certain and _doubtful(words, spot, headline=number == 0):
                doubtful.add(id(spot))
                continue
            for region in spot.match.candidates:
                named.update((region.code, region.province_code))
        doubtful -= _listed(words, spots, doubtful)
    if not doubtful:
        return [list(spots) for _, spots in texts]
    return [
        [
            spot
            for spot in spots
            if id(spot) not in doubtful
            or any(
                region.code in named or region.province_code in named
                for region in spot.match.candidates
            )
        ]
        for _, spots in texts
    ]


def _listed(words: Words, spots: Sequence[Spot], doubtful: set[int]) -> set[int]:
    """The doubtful spots in an enumeration that has more members which are not.

    Provinces do not count: they end an address ("Puncak, Kabupaten Y, Provinsi Z").
    """
    listed: set[int] = set()
    for group in enumerations(words, spots) if doubtful else ():
        members = {id(spots[index]) for index in group if not _provincial(spots[index])}
        if len(members - doubtful) >= _FEWEST_SURE:
            listed |= members & doubtful
    return listed


def _provincial(spot: Spot) -> bool:
    return all(region.level == "provinsi" for region in spot.match.candidates)


def _doubtful(words: Words, spot: Spot, headline: bool) -> bool:
    """Whether the spot needs other evidence."""
    match = spot.match
    if not match.common or match.level is not None or match.together:
        return False
    if match.use == "context" or headline:
        return True
    if words.text[match.start : match.end].isupper() or opens_sentence(words, spot.first):
        return True
    return runs_on(words, spot.last)


def opens_sentence(words: Words, index: int) -> bool:
    """Whether a word is capitalised only because it begins a sentence or quotation."""
    return index == 0 or words.breaks_before(index) or words.gap(index)[-1:] in "\"'“‘"


def runs_on(words: Words, index: int) -> bool:
    """Whether the next word, joined by a space, is capitalised too: a longer name."""
    after = index + 1
    return after < len(words) and words.gap(after) == " " and words.capitalised(after)
