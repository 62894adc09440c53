"""Which region each named place of an article is, and in what setting it stands.

A shared name (Malang, Blitar, Jambi) is resolved by its neighbours in an
enumeration, then by what the article says elsewhere: the candidate named
outright most often, the government or head it speaks of, the province it
names. Where nothing decides, the mention keeps all ``candidates`` and its
``region`` is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searchkit.regions.datelines import Dateline, dateline_in
from searchkit.regions.enumerations import enumerations, in_apposition, is_short_name
from searchkit.regions.gazetteer import Region, RegionLevel
from searchkit.regions.resolution import Candidates, Evidence, within_enumeration
from searchkit.regions.settings import Setting, comes_from, setting_of
from searchkit.regions.spots import Spot, spots_in
from searchkit.regions.trust import trusted_spots
from searchkit.regions.words import Words

__all__ = ["Mention", "Setting", "resolve_mentions"]

_CARRIED = frozenset({"office", "seat", "comparison", "venue", "place"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in an article that names a region.

    ``start`` and ``end`` are offsets into the title where ``in_title``, else
    into the body; they include the level words. ``region`` is None where a
    shared name stays undecided; ``candidates`` then holds what it may be.
    ``level`` is the level that the text itself said here. ``origin`` says that
    somebody in the body only comes from this place ("pria asal X"). Mentions with the
    same ``group`` (of the same text) are members of one enumeration. Two
    mentions share one place where the text names both at once ("Kota dan
    Kabupaten X").
    """

    start: int
    end: int
    in_title: bool
    region: Region | None
    setting: Setting
    government: bool
    candidates: tuple[Region, ...] = ()
    level: RegionLevel | None = None
    group: int = 0
    origin: bool = False

    @property
    def meant(self) -> Region:
        """Its region; of an undecided mention the likeliest.

        The province X holds the city X, so it is right either way; between Kota X
        and Kabupaten X the bare name is everyday use for the city.
        """
        if self.region:
            return self.region
        by_level = {region.level: region for region in self.candidates}
        return by_level.get("provinsi") or by_level.get("kota") or self.candidates[0]

    @property
    def topical(self) -> bool:
        """Whether the text speaks of the region here, of its government or its head."""
        return self.setting in ("plain", "person")

    @property
    def happens_here(self) -> bool:
        """Whether something is or happens in the place; who only comes from it is elsewhere."""
        return self.setting == "place" and not self.origin


def resolve_mentions(title: str, body: str) -> tuple[Mention, ...]:
    """All mentions of an article: those of the title, then those of the body, in order."""
    head, text = Words(title), Words(body)
    head_spots, text_spots = spots_in(head), spots_in(text)
    if not (head_spots or text_spots):
        return ()
    dateline = dateline_in(text, text_spots)
    head_spots, text_spots = trusted_spots(
        [(head, head_spots), (text, text_spots)], [dateline.spot] if dateline else []
    )
    parts = (_Part(head, head_spots, True), _Part(text, text_spots, False, dateline))
    evidence = Evidence()
    for part in parts:
        part.give(evidence)
    return tuple(mention for part in parts for mention in part.mentions(evidence))


class _Part:
    """The headline or the body: its spots, their groups, settings and candidates."""

    def __init__(
        self,
        words: Words,
        spots: Sequence[Spot],
        in_title: bool,
        dateline: Dateline | None = None,
    ) -> None:
        self.spots = spots
        self._in_title = in_title
        self._words = words
        self._groups = enumerations(words, spots, apart=dateline.spot if dateline else None)
        self._settings = self._read_settings(dateline)
        self._candidates = self._read_candidates()

    def give(self, evidence: Evidence) -> None:
        """Add what this part says outright to the evidence."""
        evidence.add(self._words, self.spots, self._candidates, self._settings, self._in_title)

    def mentions(self, evidence: Evidence) -> list[Mention]:
        """The mentions of this part, shared names resolved as far as possible."""
        found: list[Mention] = []
        for number, group in enumerate(self._groups):
            origin = False  # holds for the members that follow, too
            for index in group:
                setting, spot = self._settings[index], self.spots[index]
                if setting == "place" and not self._in_title:
                    origin = origin or comes_from(self._words, spot)
                match = spot.match
                candidates = self._candidates[index]
                if not match.together:
                    candidates = evidence.choose(candidates)
                decided = match.together or len(candidates) == 1
                found += [
                    Mention(
                        start=match.start,
                        end=match.end,
                        in_title=self._in_title,
                        region=region,
                        setting=setting,
                        government=match.government,
                        candidates=candidates,
                        level=region.level if region and match.together else match.level,
                        group=number,
                        origin=origin and setting == "place",
                    )
                    for region in (candidates if decided else (None,))
                ]
        return found

    def _read_settings(self, dateline: Dateline | None) -> list[Setting]:
        """The setting of each spot. A bare member of an enumeration takes the one before it."""
        settings: list[Setting] = []
        for group in self._groups:
            for index in group:
                spot = self.spots[index]
                first = index == group[0]
                if dateline and dateline.start <= spot.match.start < dateline.end:
                    settings.append("dateline" if spot is dateline.spot else "name")
                elif not first and is_short_name(self._words, self.spots[index - 1], spot):
                    same = spot.match.candidates == self.spots[index - 1].match.candidates
                    settings.append(settings[-1] if same else "parent")  # else a slip of the pen
                elif not first and in_apposition(self._words, self.spots[index - 1], spot):
                    settings.append("parent")
                else:
                    own = setting_of(self._words, spot, in_title=self._in_title)
                    if own == "plain" and not first and spot.match.level is None:
                        own = settings[-1] if settings[-1] in _CARRIED else own
                    settings.append(own)
        return settings

    def _read_candidates(self) -> list[Candidates]:
        candidates: list[Candidates] = []
        for group in self._groups:
            spots = [self.spots[index] for index in group]
            settings = [self._settings[index] for index in group]
            candidates += within_enumeration(self._words, spots, settings)
        return candidates
